/* The sheet for the wall: hours, team, rules and numbers on one A4 page. */
#include "codes.h"
#include "home_page.h"
#include "registry_page.h"
#include "table.h"

static const char *const rules[] = {
	N_("Who comes tells the grown-up on duty; who leaves does so too."),
	N_("A call home lasts a quarter of an hour; then it is the next child's turn."),
	N_("Nobody listens in and nothing is recorded. The grown-up stays within sight."),
	N_("Number, address and password of your own are told to nobody."),
	N_("If something is not right, raise your hand or press Help: somebody comes at once."),
	N_("Books and toys go back to their place; the last one out switches off the light."),
};

static enum rc put_hours(struct page *p, const struct home_at *at)
{
	static const struct col cols[] = { { N_("Weekday"), COL_TEXT }, { N_("Hours"), COL_TEXT } };
	day monday = day_add(p->today, 1 - day_weekday(p->today));
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));
	enum rc rc = RC_OK;

	for (int i = 0; i < 7 && rc == RC_OK; i++) {
		struct home_day hours;
		rc = home_hours_of_day(&p->r->ctx, at->home.id, day_add(monday, i), &hours);
		if (rc != RC_OK)
			break;
		table_row(&t);
		table_text(&t, html_weekday_text(p, day_add(monday, i)));
		table_text(&t, hours.n ? home_page_day(p, &hours) : html_word(p, N_("not open")));
	}
	table_end(&t);
	return rc;
}

static enum rc put_team(struct page *p, const struct home_at *at)
{
	struct records team;
	enum rc rc = home_page_team(&p->r->ctx, at->home.id, &team);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<ul>");
	for (size_t i = 0; i < team.n; i++) {
		html_lit(p, "<li>");
		html_tr(p, N_("{0}, {1}"), rec_text(&team.r[i], HOME_MEMBER_NAME),
			registry_code(p, "home_member_what", rec_text(&team.r[i], HOME_MEMBER_WHAT)));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
	return RC_OK;
}

static void put_numbers(struct page *p, const struct home_at *at)
{
	const struct code_list *list = code_list_find(STR("help_number"));
	const struct code *number;
	size_t next = 0;

	html_lit(p, "<ul>");
	if (!rec_null(&at->home, HAPPY_HOME_PHONE)) {
		html_lit(p, "<li>");
		html_tr(p, N_("{0}: {1}"), html_word(p, N_("This home")),
			rec_text(&at->home, HAPPY_HOME_PHONE));
		html_lit(p, "</li>");
	}
	while ((number = code_next(list, &next, p->today, STR("")))) {
		html_lit(p, "<li><b>");
		html_text(p, number->code);
		html_lit(p, "</b> ");
		html_text(p, p->lang == LANG_EN ? number->en : number->zh);
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
}

static void put_part(struct page *p, const char *title)
{
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, title);
	html_lit(p, "</h2>");
}

enum rc home_sheet_show(struct req *r)
{
	struct home_at at;
	enum rc rc = home_page_load(r, &at);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r,
		       &(struct frame){ .title = rec_text(&at.home, HAPPY_HOME_NAME),
					.under = registry_region(&p, rec_text(&at.home, HAPPY_HOME_REGION)),
					.tab = "/more",
					.back = html_url(&p, "/homes/#", at.home.id) });
	html_lit(&p, "<p class=\"noprint s\">");
	html_tr(&p, N_("Print this page (A4) and hang it up at the door: it has nothing of any child."));
	html_lit(&p, "</p><div class=\"wall\">\n");
	put_part(&p, N_("Hours"));
	rc = put_hours(&p, &at);
	html_lit(&p, "</section>\n");
	put_part(&p, N_("Service team"));
	if (rc == RC_OK)
		rc = put_team(&p, &at);
	html_lit(&p, "</section>\n");
	put_part(&p, N_("How we get along here"));
	html_lit(&p, "<ol>");
	for (size_t i = 0; i < COUNT(rules); i++) {
		html_lit(&p, "<li>");
		html_tr(&p, rules[i]);
		html_lit(&p, "</li>");
	}
	html_lit(&p, "</ol></section>\n");
	put_part(&p, N_("Numbers that help"));
	put_numbers(&p, &at);
	html_lit(&p, "</section></div>\n");
	page_end(&p);
	return rc;
}
