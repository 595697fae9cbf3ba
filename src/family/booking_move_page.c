/* Another time for a call: the free times of a day, a tap moves it.  By account, or by the one-time link of
 * the only relative who comes. */
#include "booking_page.h"
#include "formpart.h"
#include "program.h"

struct moving {
	struct call call;
	struct booking_day day;
	day on;
	str at;    /* where this page is, and takes a time */
	bool csrf; /* by account */
	enum rc outcome;
};

static enum rc load_day(struct ctx *c, struct moving *m)
{
	if (!m->on || !day_valid(m->on) || m->on < c->today)
		m->on = rec_day(&m->call.call, CALL_ON) < c->today ? c->today
								   : rec_day(&m->call.call, CALL_ON);
	return booking_day(c, rec_int(&m->call.call, CALL_HOME), m->on, &m->day);
}

static enum rc load(struct req *r, struct moving *m)
{
	struct page p = page_of(r);
	enum rc rc = call_load(&r->ctx, r->id, &m->call);

	m->at = html_url(&p, "/calls/#/move", r->id);
	m->csrf = true;
	return rc == RC_OK ? load_day(&r->ctx, m) : rc;
}

static str day_url(struct page *p, const struct moving *m, day on)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, on);
	return html_url_with(p, m->at, "on", buf_view(&b));
}

static void put_form(struct page *p, const struct moving *m)
{
	struct buf on = buf_new(p->mem, 16);

	day_put(&on, m->on);
	html_lit(p, "<form method=\"post\" class=\"sheet stack narrow\" id=\"f-from\" novalidate");
	html_action(p, m->at);
	html_lit(p, ">");
	if (m->csrf)
		html_csrf(p);
	html_hidden(p, STR("on"), buf_view(&on));
	html_lit(p, "<h2>");
	html_tr(p, N_("{0} {1}: tap a time"), html_weekday_text(p, m->on), html_day_short(p, m->on));
	html_lit(p, "</h2>");
	formpart_problems(p, STR("on"));
	formpart_problems(p, STR("from"));
	formpart_problems(p, STR("channel"));
	formpart_problems(p, STR("device"));
	if (!booking_put_times(p, &m->day, rec_text(&m->call.call, CALL_CHANNEL))) {
		html_lit(p, "<p>");
		html_tr(p, N_("No time is free on that day."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</form><p class=\"links\">");
	if (m->on > p->today) {
		html_link(p, day_url(p, m, day_add(m->on, -1)), html_word(p, N_("The day before")));
		html_lit(p, " ");
	}
	html_link(p, day_url(p, m, day_add(m->on, 1)), html_word(p, N_("The day after")));
	html_lit(p, "</p>\n");
}

static void put_choice(struct page *p, const struct moving *m)
{
	html_lit(p, "<p>");
	html_tr(p, N_("Now: {0}"),
		booking_time_text(p, rec_day(&m->call.call, CALL_ON),
				  (int)rec_int(&m->call.call, CALL_FROM)));
	html_lit(p, "</p>\n");
	put_form(p, m);
}

static enum rc put_page(struct req *r, const struct moving *m)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Another time")),
					   .tab = "/children",
					   .elder = booking_elder(&p),
					   .back = html_url(&p, "/calls/#", r->id),
					   .status = m->outcome == RC_OK ? 200 : rc_status(m->outcome) });
	put_choice(&p, m);
	page_end(&p);
	return RC_OK;
}

static enum rc read_form(struct req *r, struct booking_move *ret)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	*ret = (struct booking_move){ .from = -1,
				      .origin = booking_origin(r->http, r->ctx.mem, r->app->secure) };
	if (rc != RC_OK)
		return rc;
	if (!day_parse(form_value(f, n, STR("on")), &ret->on))
		ret->on = 0;
	if (!slot_read_clock(form_value(f, n, STR("from")), &ret->from))
		ret->from = -1;
	return RC_OK;
}

enum rc booking_move_page_show(struct req *r)
{
	struct moving m = { .outcome = RC_OK };

	if (!day_parse(req_query(r, STR("on")), &m.on))
		m.on = 0;
	enum rc rc = load(r, &m);
	if (rc == RC_OK && !booking_may_change(&r->ctx, &m.call.call))
		return registry_see(r, "/calls/", r->id);
	return rc == RC_OK ? put_page(r, &m) : rc;
}

enum rc booking_move_page_save(struct req *r)
{
	struct moving m = { .outcome = RC_OK };
	struct booking_move b;
	enum rc rc = read_form(r, &b);

	if (rc != RC_OK)
		return rc;
	b.id = r->id;
	m.outcome = booking_move(&r->ctx, &b);
	if (m.outcome == RC_OK)
		return registry_see(r, "/calls/", r->id);
	if (m.outcome != RC_INVALID && m.outcome != RC_CONFLICT)
		return m.outcome;
	m.on = b.on;
	rc = load(r, &m);
	return rc == RC_OK ? put_page(r, &m) : rc;
}

/* --- by a link --- */

static enum rc put_link_page(struct req *r, const struct link *l, struct moving *m)
{
	struct actor program;
	struct ctx c = program_for(&r->ctx, &program, l->call.call.county);
	struct page p = page_of(r);

	m->call = l->call;
	m->at = html_fill(&p, "/l/{0}/move", r->word);
	enum rc rc = load_day(&c, m);
	if (rc != RC_OK)
		return rc;
	p = link_page_begin(r, N_("Another time"), m->outcome == RC_OK ? 200 : rc_status(m->outcome));
	form_summary(&p, NULL);
	put_choice(&p, m);
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("Times are those of Beijing."));
	html_lit(&p, " ");
	html_link(&p, html_fill(&p, "/l/{0}", r->word), html_word(&p, N_("Leave it as it is")));
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

enum rc booking_move_page_link(struct req *r)
{
	struct moving m = { .outcome = RC_OK };
	struct link l;
	enum rc rc = link_page_find(r, &l);

	if (rc != RC_OK || !link_may_change(&r->ctx, &l))
		return rc == RC_OK ? link_page_back(r) : rc;
	if (!day_parse(req_query(r, STR("on")), &m.on))
		m.on = 0;
	return put_link_page(r, &l, &m);
}

struct by_link {
	struct req *r;
	struct booking_move move;
};

static enum rc move_by_link(struct ctx *c, void *arg)
{
	struct by_link *b = arg;
	struct actor program;
	struct link l;
	enum rc rc = link_page_find(b->r, &l);

	if (rc != RC_OK || !link_may_change(c, &l))
		return rc == RC_OK ? RC_DENIED : rc;
	struct ctx p = program_for(c, &program, l.call.call.county);
	b->move.id = l.call.call.id;
	b->move.party = l.party->id;
	rc = booking_move_unit(&p, &b->move);
	program_problems(c, &p);
	return rc;
}

enum rc booking_move_page_link_save(struct req *r)
{
	struct moving m = { .outcome = RC_OK };
	struct by_link b = { .r = r };
	struct link l;
	enum rc rc = read_form(r, &b.move);

	if (rc == RC_OK)
		rc = link_page_find(r, &l);
	if (rc != RC_OK || !link_may_change(&r->ctx, &l))
		return rc == RC_OK ? link_page_back(r) : rc;
	m.outcome = store_write(&r->ctx, PRIO_PEOPLE, move_by_link, &b);
	if (m.outcome == RC_OK || m.outcome == RC_DENIED)
		return link_page_back(r);
	if (m.outcome != RC_INVALID && m.outcome != RC_CONFLICT)
		return m.outcome;
	m.on = b.move.on;
	return put_link_page(r, &l, &m);
}
