/* Another time for a call: the free times of a day, a tap moves it. */
#include "booking_page.h"
#include "formpart.h"

struct moving {
	struct call call;
	struct booking_day day;
	day on;
	enum rc outcome;
};

static enum rc load(struct req *r, struct moving *m)
{
	enum rc rc = call_load(&r->ctx, r->id, &m->call);

	if (rc != RC_OK)
		return rc;
	if (!m->on || !day_valid(m->on))
		m->on = rec_day(&m->call.call, CALL_ON) < r->ctx.today ? r->ctx.today
								       : rec_day(&m->call.call, CALL_ON);
	return booking_day(&r->ctx, rec_int(&m->call.call, CALL_HOME), m->on, &m->day);
}

static void put_times(struct page *p, const struct moving *m)
{
	int begins[SLOTS_OF_DAY];
	size_t n = slot_begins(&m->day.slot, begins, SLOTS_OF_DAY), shown = 0;

	html_lit(p, "<div class=\"slots\">");
	for (size_t i = 0; i < n; i++) {
		char clock[6];
		if (!booking_device(&m->day, rec_text(&m->call.call, CALL_CHANNEL), begins[i]))
			continue;
		slot_clock(begins[i], clock);
		html_lit(p, "<button name=\"from\"");
		html_attr(p, "value", str_of(clock));
		html_lit(p, ">");
		html_text(p, str_of(clock));
		html_lit(p, "</button>");
		shown++;
	}
	html_lit(p, "</div>\n");
	if (!shown) {
		html_lit(p, "<p>");
		html_tr(p, N_("No time is free on that day."));
		html_lit(p, "</p>\n");
	}
}

static str day_url(struct page *p, int64_t call, day on)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, on);
	return html_url_with(p, html_url(p, "/calls/#/move", call), "on", buf_view(&b));
}

static void put_form(struct page *p, const struct moving *m)
{
	struct buf on = buf_new(p->mem, 16);

	day_put(&on, m->on);
	html_lit(p, "<form method=\"post\" class=\"sheet stack narrow\" id=\"f-from\" novalidate");
	html_action(p, html_url(p, "/calls/#/move", m->call.call.id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("on"), buf_view(&on));
	html_lit(p, "<h2>");
	html_tr(p, N_("{0} {1}: tap a time"), html_weekday_text(p, m->on), html_day_short(p, m->on));
	html_lit(p, "</h2>");
	formpart_problems(p, STR("on"));
	formpart_problems(p, STR("from"));
	formpart_problems(p, STR("channel"));
	formpart_problems(p, STR("device"));
	put_times(p, m);
	html_lit(p, "</form><p class=\"links\">");
	if (m->on > p->today) {
		html_link(p, day_url(p, m->call.call.id, day_add(m->on, -1)),
			  html_word(p, N_("The day before")));
		html_lit(p, " ");
	}
	html_link(p, day_url(p, m->call.call.id, day_add(m->on, 1)), html_word(p, N_("The day after")));
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r, const struct moving *m)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Another time")),
					   .tab = "/children",
					   .elder = booking_elder(&p),
					   .back = html_url(&p, "/calls/#", r->id),
					   .status = m->outcome == RC_OK ? 200 : rc_status(m->outcome) });
	html_lit(&p, "<p>");
	html_tr(&p, N_("Now: {0}"),
		booking_time_text(&p, rec_day(&m->call.call, CALL_ON),
				  (int)rec_int(&m->call.call, CALL_FROM)));
	html_lit(&p, "</p>\n");
	put_form(&p, m);
	page_end(&p);
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
	struct http_pair *f;
	size_t n;
	struct moving m = { .outcome = RC_OK };
	struct booking_move b = { .id = r->id,
				  .origin = booking_origin(r->http, r->ctx.mem, r->app->secure) };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	if (!day_parse(form_value(f, n, STR("on")), &b.on))
		b.on = 0;
	if (!slot_read_clock(form_value(f, n, STR("from")), &b.from))
		b.from = -1;
	m.outcome = booking_move(&r->ctx, &b);
	if (m.outcome == RC_OK)
		return registry_see(r, "/calls/", r->id);
	if (m.outcome != RC_INVALID && m.outcome != RC_CONFLICT)
		return m.outcome;
	m.on = b.on < r->ctx.today ? 0 : b.on;
	rc = load(r, &m);
	return rc == RC_OK ? put_page(r, &m) : rc;
}
