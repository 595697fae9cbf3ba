/* Today: what needs me now, then what I come back to every day. */
#include "today.h"

enum { NOON = 12, EVENING = 18 };

/* By the hour in Shanghai, in which the county lives. */
static const char *greeting(int64_t now)
{
	static const int64_t an_hour = INT64_C(3600) * 1000000;
	int64_t hour = (now / an_hour + 8) % 24;

	return hour < NOON      ? N_("Good morning, {0}")
	       : hour < EVENING ? N_("Good afternoon, {0}")
				: N_("Good evening, {0}");
}

static void put_greeting(struct page *p)
{
	html_lit(p, "<div class=\"head\"><div><h1>");
	html_tr(p, greeting(p->r->ctx.now), p->who->name.n ? p->who->name : p->who->login);
	html_lit(p, "</h1><p class=\"s\">");
	html_tr(p, N_("{0}; {1}"), html_day_text(p, p->today), html_weekday_text(p, p->today));
	html_lit(p, "</p></div><a href=\"/alerts/new\">");
	html_tr(p, N_("I am worried"));
	html_lit(p, "</a></div>\n");
}

static void put_nothing(struct page *p, bool scene)
{
	table_empty(p, &(struct empty){ .title = N_("Nothing needs you today"),
					.why = N_("What comes up for you stands here."),
					.scene = scene });
}

#define ROLES_DAILY (ROLES_COUNTY | ROLES_SCHOOL | ROLES_VILLAGE)

static enum rc put_way(struct page *p, bool *ret_any)
{
	*ret_any = (p->who->role & ROLES_COUNTY) != 0;
	return *ret_any ? today_month_put(p) : today_ways_put(p, ret_any);
}

/* Nothing waits: the daily way has the page to itself. */
static enum rc put_quiet(struct page *p)
{
	bool any = false;

	html_lit(p, "<div class=\"stack narrow\">\n");
	enum rc rc = put_way(p, &any);
	html_lit(p, "</div>\n");
	if (rc == RC_OK && !any)
		put_nothing(p, true);
	return rc;
}

/* Work and what one is told at the left, the daily way at the right. */
static enum rc put_all(struct page *p)
{
	struct today_list list;
	size_t start = p->b->n;
	bool any;
	enum rc rc = today_items_load(p->r, &list);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<div class=\"cols\"><div class=\"stack\">\n");
	today_items_put(p, &list);
	size_t before = p->b->n;
	rc = registry_panels(p, NULL);
	bool quiet = rc == RC_OK && !list.n && p->b->n == before;
	if (quiet && !(p->who->role & ROLES_DAILY)) {
		p->b->n = start; /* without the empty columns */
		return put_quiet(p);
	}
	if (quiet)
		put_nothing(p, false);
	html_lit(p, "</div><div class=\"stack\">\n");
	if (rc == RC_OK)
		rc = put_way(p, &any);
	html_lit(p, "</div></div>\n");
	return rc;
}

enum rc today_page_show(struct req *r)
{
	struct page p = page_of(r);
	bool family = (p.who->role & ROLES_FAMILY) != 0;
	enum rc rc = RC_OK;

	if (p.who->role == ROLE_CHILD) /* its own page is its day */
		return req_see_other(r, STR("/me"));
	if (family && str_eq(http_cookie(r->http, STR("simple")), STR("1"))) /* an old phone, by choice */
		return req_see_other(r, STR("/simple"));

	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Today"))),
					   .tab = "/",
					   .elder = p.who->role == ROLE_GUARDIAN,
					   .own_h1 = true });
	if (!family)
		put_greeting(&p);
	/* The family's whole page is made by the room that keeps its rights. */
	rc = family ? registry_panels(&p, NULL) : put_all(&p);
	page_end(&p);
	return rc;
}
