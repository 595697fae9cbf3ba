/* Activities of a home, the newest first. */
#include "home_page.h"
#include "registry_page.h"
#include "table.h"

enum { ROWS = 60 };

static void put_rows(struct page *p, const struct home_at *at, const struct records *list)
{
	static const struct col cols[] = { { N_("Title"), COL_TEXT },
					   { N_("Day"), COL_TEXT },
					   { N_("What it was"), COL_TEXT },
					   { N_("Children"), COL_NUMBER },
					   { N_("Led by"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));
	str back = html_url(p, "/homes/#/activities", at->home.id);

	for (size_t i = 0; i < list->n; i++) {
		const struct record *a = &list->r[i];
		str what = registry_code(p, "home_activity_what", rec_text(a, HOME_ACTIVITY_WHAT));
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url_with(p, html_url(p, "/home_activities/#", a->id), "back", back),
			  rec_text(a, HOME_ACTIVITY_TITLE));
		table_text(&t, html_day_text(p, rec_day(a, HOME_ACTIVITY_ON)));
		table_text(&t, rec_int(a, HOME_ACTIVITY_THEMED) ? html_say(p, N_("{0}, around a theme"), what)
								: what);
		table_text(&t, html_int_text(p, rec_int(a, HOME_ACTIVITY_CHILDREN)));
		table_text(&t, rec_null(a, HOME_ACTIVITY_MEMBER) ? STR("") : a->label[HOME_ACTIVITY_MEMBER]);
	}
	table_end(&t);
}

enum rc home_activity_page_show(struct req *r)
{
	struct home_at at;
	struct records list = { .n = 0 };
	struct list l = { .v = { INT(r->id), INT(0) }, .nv = 2, .limit = ROWS, .newest_first = true };
	str before = req_query(r, STR("before"));
	int64_t id = 0;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK && before.n && (!str_int(before, &id) || id < 1))
		rc = RC_INVALID;
	l.v[1] = INT(id);
	l.where = SQL("t.home = ?1 AND (?2 = 0 OR t.id < ?2)");
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &home_activity_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = home_page_begin(r, &at, N_("Activities"), RC_OK);
	str own = html_url(&p, "/homes/#/activities", r->id);
	if (at.work && (p.who->role & ROLES_HOME_WRITE)) {
		html_lit(&p, "<p>");
		html_button(
			&p,
			html_url_with(&p, html_url(&p, "/home_activities/new?home=#", r->id), "back", own),
			N_("Write down an activity"), true);
		html_lit(&p, "</p>\n");
	}
	if (list.n)
		put_rows(&p, &at, &list);
	else
		table_empty(&p, &(struct empty){
					.title = N_("No activity yet"),
					.why = N_("A home does something with its children every week, and "
						  "once a month around a theme."),
					.scene = true });
	table_pages(&p, &(struct pages){
				.shown = list.n,
				.first = id ? own : STR(""),
				.next = list.more ? html_url_with(&p, own, "before",
								  html_int_text(&p, list.r[list.n - 1].id))
						  : STR("") });
	page_end(&p);
	return RC_OK;
}
