/* The children behind a figure: for officials, who answer for them; no class screen. */
#include "region_figures.h"

static void put_pages(struct page *p, const struct list *l, const struct records *found, str own,
		      int64_t total)
{
	str last = html_int_text(p, found->r[found->n - 1].id);

	table_pages(p,
		    &(struct pages){ .shown = found->n,
				     .total = total,
				     .first = l->after ? own : STR(""),
				     .next = found->more ? html_url_with(p, own, "after", last) : STR("") });
}

enum rc region_page_rows(struct req *r)
{
	static const uint64_t wanted = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
				       1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS;
	struct region at;
	int which = count_find(req_query(r, STR("of")));
	struct records list;
	int64_t total;
	day on;
	enum rc rc = registry_as_of(r, &on);

	if (rc != RC_OK || which < 0)
		return RC_INVALID;
	if (!region_find(r->ctx.model->regions, r->word, &at) ||
	    (count_ways[which].care && !counts_care_shown(r->ctx.who)))
		return RC_NOT_FOUND;
	/* The first code that lies no longer inside. */
	char *end = str_z(r->ctx.mem, r->word);
	end[r->word.n - 1]++;
	struct list l = { .where = count_rows(which),
			  .v = { TEXT(r->word), TEXT(((str){ end, r->word.n })), INT(on) },
			  .nv = 3,
			  .want = wanted,
			  .limit = REGISTRY_PAGE };
	rc = record_count(&r->ctx, &child_kind, &l, &total);
	l.after = registry_after(r);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &child_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_word(&p, count_ways[which].label),
				    .where = at.name,
				    .under = html_say(&p, N_("{0}; on {1}"), at.name, html_day_text(&p, on)),
				    .tab = "/regions",
				    .back = region_url(&p, r->word, on) });
	if (list.n) {
		registry_children_table(&p, &list, total);
		put_pages(&p, &l, &list, region_rows_url(&p, r->word, which, on), total);
	} else
		table_empty(&p, &(struct empty){ .title = N_("Nobody"),
						 .why = N_("On this day no child counts here.") });
	page_end(&p);
	return RC_OK;
}
