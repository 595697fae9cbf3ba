/* A happy home's own page: for its keeper the first screen of an afternoon. */
#include "home_page.h"

#include "account.h"
#include "attendance.h"
#include "booking_page.h"
#include "elder.h"
#include "facts.h"
#include "formpart.h"
#include "registry_page.h"

/* --- what the pages share --- */

enum rc home_page_load(struct req *r, struct home_at *ret)
{
	enum rc rc = record_load(&r->ctx, &happy_home_kind, r->id, &ret->home);

	ret->work = false;
	if (rc == RC_OK && may_read(r->ctx.who, P_HOME_WORK))
		rc = home_may_work(&r->ctx, r->id, &ret->work);
	return rc;
}

struct page home_page_begin(struct req *r, const struct home_at *at, const char *title, enum rc outcome)
{
	struct page p = page_of(r);

	return page_begin(r, &(struct frame){ .title = html_word(&p, title),
					      .under = rec_text(&at->home, HAPPY_HOME_NAME),
					      .tab = "/more",
					      .back = html_url(&p, "/homes/#", at->home.id),
					      .back_label = N_("To the home"),
					      .status = outcome == RC_OK ? 200 : rc_status(outcome) });
}

str home_page_minute(struct page *p, int minute)
{
	struct buf b = buf_new(p->mem, 16);

	buf_int(&b, minute / 60);
	buf_ch(&b, ':');
	buf_pad(&b, (unsigned)(minute % 60), 2);
	return buf_view(&b);
}

str home_page_span(struct page *p, int from, int to)
{
	return html_fill(p, "{0}–{1}", home_page_minute(p, from), home_page_minute(p, to));
}

str home_page_day(struct page *p, const struct home_day *d)
{
	str all = STR("");

	for (size_t i = 0; i < d->n; i++) {
		str one = home_page_span(p, d->span[i].from, d->span[i].to);
		all = all.n ? html_say(p, N_("{0}, {1}"), all, one) : one;
	}
	return all;
}

enum rc home_page_minutes(struct req *r, struct form_field *f)
{
	enum { EARLY = 6 * 60, LATE = 22 * 60, QUARTER = 15, N = (LATE - EARLY) / QUARTER + 1 };
	struct page p = page_of(r);
	struct form_option *o = NEW(r->ctx.mem, struct form_option, N);

	for (int i = 0; i < N; i++)
		o[i] = (struct form_option){ html_int_text(&p, EARLY + i * QUARTER),
					     home_page_minute(&p, EARLY + i * QUARTER) };
	f->option = o;
	f->noption = N;
	return RC_OK;
}

enum rc home_page_team(struct ctx *c, int64_t home, struct records *ret)
{
	struct list l = { .v = { INT(home), INT(c->today) }, .nv = 2 };

	l.where = SQL("t.home = ?1 AND t.first_on <= ?2 AND (t.last_on IS NULL OR t.last_on >= ?2)");
	return record_list(c, &home_member_kind, &l, ret);
}

str home_page_yuan(struct page *p, int64_t fen)
{
	struct buf b = buf_new(p->mem, 32);

	buf_int(&b, fen / 100);
	buf_ch(&b, '.');
	buf_pad(&b, (unsigned)(fen % 100), 2);
	return buf_view(&b);
}

void home_page_say(struct page *p, str text)
{
	html_lit(p, "<p class=\"s\">");
	html_text(p, text);
	html_lit(p, "</p>\n");
}

/* --- today: open or closed, and who is there --- */

static void put_act(struct page *p, str action, const char *verb)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("client"), form_client(p->mem));
	html_lit(p, "<button class=\"btn\">");
	html_tr(p, verb);
	html_lit(p, "</button></form>");
}

static void put_state(struct page *p, const struct home_at *at, const struct record *opening,
		      const struct home_day *hours)
{
	html_lit(p, "<section class=\"sheet now\"><div><h2>");
	if (opening)
		html_tr(p, N_("Open since {0}"),
			html_clock_text(p, rec_int(opening, HOME_OPENING_OPENED_AT)));
	else
		html_tr(p, N_("The home is closed now"));
	html_lit(p, "</h2><p>");
	if (hours->n)
		html_tr(p, N_("Hours today: {0}"), home_page_day(p, hours));
	else if (hours->why.n)
		html_tr(p, N_("Closed today: {0}"), hours->why);
	else
		html_tr(p, N_("No hours today."));
	html_lit(p, "</p></div>");
	if (at->work && (p->who->role & ROLES_HOME_WRITE))
		put_act(p,
			opening ? html_url(p, "/homes/#/close", at->home.id)
				: html_url(p, "/homes/#/open", at->home.id),
			opening ? N_("Close the home") : N_("Open the home"));
	html_lit(p, "</section>\n");
}

static void put_warning(struct page *p, str text)
{
	html_lit(p, "<p class=\"sheet note\">");
	html_icon(p, "warn");
	html_text(p, text);
	html_lit(p, "</p>\n");
}

/* Who is on duty, and whether that is enough for children and calls. */
static enum rc put_duty(struct page *p, const struct home_at *at, const struct home_day *hours, bool open)
{
	struct ctx *c = &p->r->ctx;
	struct home_duties today, now;
	str names = STR("");
	enum rc rc = home_on_duty(c, at->home.id, p->today, -1, &today);

	if (rc == RC_OK)
		rc = home_on_duty(c, at->home.id, p->today, home_minute(c->now), &now);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < today.n; i++) {
		str one = html_say(p, N_("{0} {1}"), today.d[i].name,
				   home_page_span(p, today.d[i].from, today.d[i].to));
		names = names.n ? html_say(p, N_("{0}, {1}"), names, one) : one;
	}
	if (names.n)
		home_page_say(p, html_say(p, N_("On duty today: {0}"), names));
	if (hours->n && !today.n)
		put_warning(p, html_say(p, N_("Nobody is planned for today.")));
	for (size_t i = 0; i < today.n; i++)
		if (!today.d[i].cleared)
			put_warning(p, html_say(p,
						N_("{0}: no query for convictions that still holds. Not with "
						   "children until it is there."),
						today.d[i].name));
	if (open && now.n && now.cleared < 2 && ctx_param(c, PARAM_FAMILY_TWO_ADULTS))
		put_warning(p, html_say(p, N_("Two grown-ups belong here while children call: one more is "
					      "needed.")));
	return RC_OK;
}

static enum rc put_here(struct page *p, const struct home_at *at, int64_t opening)
{
	struct records here;
	enum rc rc = opening ? attendance_here(&p->r->ctx, opening, &here) : RC_OK;

	if (rc != RC_OK || !opening)
		return rc;
	html_lit(p, "<section id=\"here\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Here now: {0}"), html_int_text(p, (int64_t)here.n));
	html_lit(p, "</h2>");
	html_link(p, html_url(p, "/homes/#/children", at->home.id), html_word(p, N_("Who came, who left")));
	html_lit(p, "</div>\n");
	if (here.n) {
		html_lit(p, "<p class=\"sheet\">");
		for (size_t i = 0; i < here.n; i++) {
			if (i)
				html_tr(p, N_(", "));
			html_text(p, rec_text(&here.r[i], CHILD_NAME));
		}
		html_lit(p, "</p>\n");
	} else {
		home_page_say(p, html_word(p, N_("Nobody is written down yet.")));
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* --- its books --- */

static void put_ways(struct page *p, const struct home_at *at)
{
	static const struct {
		unsigned need;
		const char *label;
		int which;
	} way[] = {
		{ ROLES_HOME_BOOKS, N_("Children"), 0 },         { ROLES_HOME_BOOKS, N_("Roster"), 1 },
		{ ROLES_HOME_LOOK, N_("Devices"), 2 },           { ROLES_HOME_BOOKS, N_("Activities"), 3 },
		{ ROLES_HOME_BOOKS, N_("Safety check"), 4 },     { ROLES_HOME_BOOKS, N_("Opening log"), 5 },
		{ ROLES_HOME_MONEY, N_("Costs and grants"), 6 }, { ROLES_HOME_BOOKS, N_("Wall sheet"), 7 }
	};
	const int64_t id = at->home.id;
	const str url[] = { html_url(p, "/homes/#/children", id), html_url(p, "/homes/#/roster", id),
			    html_url(p, "/homes/#/devices", id),  html_url(p, "/homes/#/activities", id),
			    html_url(p, "/homes/#/check", id),    html_url(p, "/homes/#/openings", id),
			    html_url(p, "/homes/#/money", id),    html_url(p, "/homes/#/sheet", id) };

	html_lit(p, "<nav class=\"chips wrap\"");
	html_attr_tr(p, "aria-label", N_("The books of this home"));
	html_lit(p, ">");
	for (size_t i = 0; i < COUNT(way); i++)
		if (way[i].need & (unsigned)p->who->role)
			html_link(p, url[way[i].which], html_word(p, way[i].label));
	html_lit(p, "</nav>\n");
}

/* --- the standard, in words --- */

static void put_standard(struct page *p, const struct home_figure *f)
{
	html_lit(p, "<section id=\"standard\" class=\"sheet stack\"><h2>");
	html_tr(p, N_("Against the standard"));
	html_lit(p, "</h2>");
	if (!f->lacks) {
		html_lit(p, "<p>");
		html_icon(p, "yes");
		html_tr(p, N_("Everything is there."));
		html_lit(p, "</p></section>\n");
		return;
	}
	html_lit(p, "<ul>");
	for (unsigned i = 0; i < HOME_LACK__N; i++) {
		if (!(f->lacks >> i & 1))
			continue;
		html_lit(p, "<li>");
		html_tr(p, home_standard_text[i]);
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul></section>\n");
}

/* --- the team --- */

static str clearance_text(struct page *p, const struct record *m, day until)
{
	if (rec_null(m, HOME_MEMBER_ACCOUNT))
		return html_say(p, N_("no account, no query known"));
	if (!until)
		return html_say(p, N_("no query for convictions that still holds"));
	return html_say(p, N_("query for convictions holds until {0}"), html_day_text(p, until));
}

static enum rc put_member(struct page *p, const struct record *m, bool work)
{
	day until = 0;
	enum rc rc = rec_null(m, HOME_MEMBER_ACCOUNT)
			     ? RC_OK
			     : home_cleared(&p->r->ctx, rec_int(m, HOME_MEMBER_ACCOUNT), p->today, &until);

	if (rc != RC_OK)
		return rc;
	str what = registry_code(p, "home_member_what", rec_text(m, HOME_MEMBER_WHAT));
	table_rows_item(
		p, &(struct row){
			   .icon = until ? "yes" : "warn",
			   .title = rec_text(m, HOME_MEMBER_NAME),
			   .why = html_say(p, N_("{0}; {1}"), what, clearance_text(p, m, until)),
			   .url = work ? html_url_with(p, html_url(p, "/home_members/#/edit", m->id), "back",
						       html_url(p, "/homes/#", rec_int(m, HOME_MEMBER_HOME)))
				       : STR(""),
			   .verb = work ? N_("Change") : NULL });
	return RC_OK;
}

static void put_head(struct page *p, const char *title, str add, const char *verb)
{
	html_lit(p, "<div class=\"head\"><h2>");
	html_tr(p, title);
	html_lit(p, "</h2>");
	if (add.n)
		html_link(p, add, html_word(p, verb));
	html_lit(p, "</div>\n");
}

/* Forms of its parts, with the way back to the home. */
#define ADD_URL(p, lit, id)                                                                                  \
	html_url_with((p), html_url((p), lit, (id)), "back", html_url((p), "/homes/#", (id)))

static enum rc put_team(struct page *p, const struct home_at *at)
{
	struct records team;
	bool may = at->work && may_write(p->who, P_HAPPY_HOME);
	enum rc rc = home_page_team(&p->r->ctx, at->home.id, &team);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section id=\"team\" class=\"stack\">");
	put_head(p, N_("Service team"), may ? ADD_URL(p, "/home_members/new?home=#", at->home.id) : STR(""),
		 N_("Add somebody"));
	if (team.n)
		table_rows_begin(p);
	for (size_t i = 0; i < team.n && rc == RC_OK; i++)
		rc = put_member(p, &team.r[i], may);
	if (team.n)
		table_rows_end(p);
	else
		home_page_say(p, html_word(p, N_("Nobody is written down as its team.")));
	html_lit(p, "</section>\n");
	return rc;
}

/* --- hours --- */

static void put_hours_row(struct page *p, const struct record *h, bool work)
{
	str title =
		html_say(p, N_("{0} {1}"), registry_code(p, "weekday", rec_text(h, HOME_HOURS_WEEKDAY)),
			 home_page_span(p, (int)rec_int(h, HOME_HOURS_FROM), (int)rec_int(h, HOME_HOURS_TO)));
	str why = rec_null(h, HOME_HOURS_LAST_ON)
			  ? STR("")
			  : html_say(p, N_("until {0}"), html_day_text(p, rec_day(h, HOME_HOURS_LAST_ON)));

	table_rows_item(
		p, &(struct row){
			   .title = title,
			   .why = why,
			   .url = work ? html_url_with(p, html_url(p, "/home_hours/#/edit", h->id), "back",
						       html_url(p, "/homes/#", rec_int(h, HOME_HOURS_HOME)))
				       : STR(""),
			   .verb = work ? N_("Change") : NULL });
}

static enum rc put_closures(struct page *p, const struct home_at *at, bool work)
{
	struct list l = { .v = { INT(at->home.id), INT(p->today) }, .nv = 2, .limit = 20 };
	struct records found;

	l.where = SQL("t.home = ?1 AND t.last_on >= ?2");
	enum rc rc = record_list(&p->r->ctx, &home_closure_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < found.n; i++) {
		const struct record *x = &found.r[i];
		str span = html_say(p, N_("Closed from {0} to {1}: {2}"),
				    html_day_text(p, rec_day(x, HOME_CLOSURE_FIRST_ON)),
				    html_day_text(p, rec_day(x, HOME_CLOSURE_LAST_ON)),
				    rec_text(x, HOME_CLOSURE_WHY));
		home_page_say(p, span);
	}
	if (work) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, ADD_URL(p, "/home_closures/new?home=#", at->home.id),
			  html_word(p, N_("Days it stays closed")));
		html_lit(p, "</p>\n");
	}
	return RC_OK;
}

static enum rc put_hours(struct page *p, const struct home_at *at)
{
	struct list l = { .v = { INT(at->home.id), INT(p->today) }, .nv = 2 };
	struct records found;
	bool may = at->work && may_write(p->who, P_HAPPY_HOME);

	l.where = SQL("t.home = ?1 AND (t.last_on IS NULL OR t.last_on >= ?2)");
	enum rc rc = record_list(&p->r->ctx, &home_hours_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section id=\"hours\" class=\"stack\">");
	put_head(p, N_("Hours"), may ? ADD_URL(p, "/home_hours/new?home=#", at->home.id) : STR(""),
		 N_("Add hours"));
	if (found.n)
		table_rows_begin(p);
	for (int weekday = 1; weekday <= 7; weekday++)
		for (size_t i = 0; i < found.n; i++)
			if (rec_text(&found.r[i], HOME_HOURS_WEEKDAY).s[0] == '0' + weekday)
				put_hours_row(p, &found.r[i], may);
	if (found.n)
		table_rows_end(p);
	else
		home_page_say(p, html_word(p, N_("No hours are written down.")));
	rc = put_closures(p, at, may);
	html_lit(p, "</section>\n");
	return rc;
}

/* --- the home itself --- */

static void put_facts(struct page *p, const struct home_at *at)
{
	static const size_t found[] = { HAPPY_HOME_REGION, HAPPY_HOME_SCHOOL, HAPPY_HOME_ADDRESS };
	static const size_t shown[] = {
		HAPPY_HOME_LEVEL,   HAPPY_HOME_REGION,     HAPPY_HOME_SCHOOL,       HAPPY_HOME_ADDRESS,
		HAPPY_HOME_AREA,    HAPPY_HOME_RECREATION, HAPPY_HOME_FAMILY_PHONE, HAPPY_HOME_VIDEO_CHAT,
		HAPPY_HOME_READING, HAPPY_HOME_EXITS,      HAPPY_HOME_FIRST_AID,    HAPPY_HOME_CAMERA_FREE,
		HAPPY_HOME_MODEL,   HAPPY_HOME_OPENED_ON,  HAPPY_HOME_CLOSED_ON
	};

	bool family = (p->who->role & (ROLES_FAMILY | ROLE_CHILD)) != 0;

	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("The home"));
	html_lit(p, "</h2>");
	facts_begin(p);
	/* Families want to find it; what it is made of is for who answers for it. */
	(void)facts_fields(p, &at->home, family ? found : shown, family ? COUNT(found) : COUNT(shown));
	facts_end(p);
	if (at->work && may_write(p->who, P_HAPPY_HOME)) {
		html_lit(p, "<p class=\"links\">");
		html_link(p,
			  html_url_with(p, html_url(p, "/happy_homes/#/edit", at->home.id), "back",
					html_url(p, "/homes/#", at->home.id)),
			  html_word(p, N_("Change")));
		html_link(p, html_url(p, "/happy_homes/#/journal", at->home.id),
			  html_word(p, N_("What changed")));
		html_lit(p, "</p>");
	}
	html_lit(p, "</section>\n");
}

static void put_title(struct page *p, const struct home_at *at)
{
	html_lit(p, "<div><h1>");
	html_text(p, rec_text(&at->home, HAPPY_HOME_NAME));
	html_lit(p, "</h1>");
	if (!rec_null(&at->home, HAPPY_HOME_PHONE))
		elder_phone(p, rec_text(&at->home, HAPPY_HOME_PHONE));
	if (!rec_null(&at->home, HAPPY_HOME_CLOSED_ON) &&
	    rec_day(&at->home, HAPPY_HOME_CLOSED_ON) <= p->today)
		home_page_say(p, html_say(p, N_("Given up on {0}."),
					  html_day_text(p, rec_day(&at->home, HAPPY_HOME_CLOSED_ON))));
	html_lit(p, "</div>\n");
}

static enum rc load_opening(struct ctx *c, int64_t home, struct record *ret, const struct record **ret_is)
{
	int64_t id = 0;
	enum rc rc = home_is_open(c, home, &id);

	*ret_is = NULL;
	if (rc == RC_OK && id)
		rc = record_load(c, &home_opening_kind, id, ret);
	if (rc == RC_OK && id)
		*ret_is = ret;
	return rc;
}

/* What stands there for the team and who answers for it. */
static enum rc put_books(struct page *p, const struct home_at *at, const struct home_day *hours)
{
	struct record opening;
	const struct record *open;
	enum rc rc = load_opening(&p->r->ctx, at->home.id, &opening, &open);

	if (rc != RC_OK)
		return rc;
	put_state(p, at, open, hours);
	rc = put_duty(p, at, hours, open != NULL);
	if (rc == RC_OK)
		rc = put_here(p, at, open ? open->id : 0);
	return rc == RC_OK ? booking_panel_home(p, &at->home) : rc;
}

enum rc home_page_show(struct req *r)
{
	struct home_at at;
	struct home_day hours;
	struct home_figures figures = { .n = 0 };
	bool books = (r->ctx.who->role & ROLES_HOME_BOOKS) != 0;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK)
		rc = home_hours_of_day(&r->ctx, at.home.id, r->ctx.today, &hours);
	if (rc == RC_OK && !(r->ctx.who->role & (ROLES_FAMILY | ROLE_CHILD)))
		rc = home_figures_load(&r->ctx, at.home.id, &figures);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = rec_text(&at.home, HAPPY_HOME_NAME),
						       .tab = "/more",
						       .own_h1 = true,
						       .back = STR("/homes") });
	put_title(&p, &at);
	html_lit(&p, "<div class=\"cols\"><div class=\"stack\">\n");
	if (books)
		rc = put_books(&p, &at, &hours);
	else
		home_page_say(&p, hours.n ? html_say(&p, N_("Hours today: {0}"), home_page_day(&p, &hours))
					  : html_word(&p, N_("Closed today")));
	if (!(p.who->role & (ROLES_FAMILY | ROLE_CHILD)))
		put_ways(&p, &at);
	if (rc == RC_OK && (p.who->role & (ROLES_HOME_BOOKS | ROLE_INSPECTOR)))
		rc = put_team(&p, &at);
	html_lit(&p, "</div><div class=\"stack\">\n");
	if (figures.n)
		put_standard(&p, &figures.f[0]);
	if (rc == RC_OK)
		rc = put_hours(&p, &at);
	put_facts(&p, &at);
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return rc;
}
