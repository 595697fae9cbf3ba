/* Who works at a school today, on its page. */
#include "registry_page.h"

enum { STAFF_SHOWN = 200 };

static void put_table(struct page *p, const struct records *all)
{
	static const struct col cols[] = {
		{ N_("Name"), COL_TEXT },
		{ N_("Post"), COL_TEXT },
		{ N_("Subject taught"), COL_TEXT },
		{ N_("Professional title"), COL_TEXT },
	};
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < all->n; i++) {
		const struct record *s = &all->r[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/staff/#", s->id), rec_text(s, STAFF_NAME));
		table_text(&t, registry_code(p, "staff_post", rec_text(s, STAFF_POST)));
		table_text(&t, rec_text(s, STAFF_SUBJECT));
		table_text(&t, registry_code(p, "staff_title", rec_text(s, STAFF_TITLE)));
	}
	table_end(&t);
}

enum rc staff_panel(struct page *p, const struct record *school)
{
	struct list l = { .filter = { { STAFF_SCHOOL, INT(school->id) } },
			  .nfilter = 1,
			  .on = p->today,
			  .limit = STAFF_SHOWN,
			  .want = UINT64_C(1) << STAFF_NAME | UINT64_C(1) << STAFF_POST |
				  UINT64_C(1) << STAFF_SUBJECT | UINT64_C(1) << STAFF_TITLE };
	struct records all;

	if (!may_read(p->who, P_STAFF))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &staff_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<details id=\"staff\" class=\"sheet stack\"><summary>");
	html_tr(p, N_("Staff: {0}"), html_int_text(p, (int64_t)all.n));
	html_lit(p, "</summary>\n");
	if (all.n)
		put_table(p, &all);
	if (may_create(p->who, P_STAFF)) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/staff/new?school=#", school->id),
			  html_word(p, N_("Add somebody to the staff")));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</details>\n");
	return RC_OK;
}
