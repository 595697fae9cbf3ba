/* A home's day: every device with its slots, free, taken or past; and the day of whoever looks after
 * children. */
#include "booking_page.h"

#include "formpart.h"
#include "wish.h"

enum { BOARD_MAX = 8 };

static day asked_day(const struct req *r)
{
	day on;

	return day_parse(req_query(r, STR("on")), &on) ? on : r->ctx.today;
}

static const struct record *call_at(const struct booking_day *d, int64_t device, int from)
{
	for (size_t i = 0; i < d->call.n; i++) {
		const struct record *call = &d->call.r[i];
		if (rec_int(call, CALL_DEVICE) == device && rec_int(call, CALL_FROM) == from &&
		    (call_holds(call) || call_is(call, CODE_CALL_STATE_DONE)))
			return call;
	}
	return NULL;
}

static void put_slot(struct page *p, const struct booking_day *d, int64_t device, int from)
{
	const struct record *call = call_at(d, device, from);
	struct record child;
	char clock[6];
	bool taken = slot_is(&d->slot, device, from) == SLOT_TAKEN || call;

	slot_clock(from, clock);
	html_lit(p, "<li");
	if (taken)
		html_lit(p, " class=\"on\"");
	html_lit(p, "><b>");
	html_text(p, str_of(clock));
	html_lit(p, "</b> ");
	if (call && record_load(&p->r->ctx, &child_kind, rec_int(call, CALL_CHILD), &child) == RC_OK) {
		html_link(p, html_url(p, "/calls/#", call->id), rec_text(&child, CHILD_NAME));
		html_lit(p, " <small>");
		html_text(p, registry_code(p, "call_state", rec_text(call, CALL_STATE)));
		html_lit(p, "</small>");
	} else if (taken) {
		html_tr(p, N_("taken"));
	} else {
		html_tr(p, N_("free"));
	}
	html_lit(p, "</li>");
}

/* A slot that is over and that nobody had is of no use to anybody. */
static bool is_idle(const struct booking_day *d, int64_t device, int from)
{
	return slot_is(&d->slot, device, from) == SLOT_PAST && !call_at(d, device, from);
}

/* under: below a heading of its own on the home's page, right below the title on the page of the day. */
static void put_device(struct page *p, const struct booking_day *d, const struct record *device, bool under)
{
	int begins[SLOTS_OF_DAY];
	size_t n = slot_begins(&d->slot, begins, SLOTS_OF_DAY), shown = 0;

	html_lit(p, "<section class=\"sheet stack\">");
	if (under)
		html_lit(p, "<h3>");
	else
		html_lit(p, "<h2 class=\"h3\">");
	html_text(p, rec_text(device, HOME_DEVICE_NAME));
	if (under)
		html_lit(p, "</h3>");
	else
		html_lit(p, "</h2>");
	html_lit(p, "<ul class=\"board\">");
	for (size_t i = 0; i < n; i++)
		if (!is_idle(d, device->id, begins[i])) {
			put_slot(p, d, device->id, begins[i]);
			shown++;
		}
	html_lit(p, "</ul>");
	if (!shown) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Nobody called."));
		html_lit(p, "</p>");
	}
	html_lit(p, "</section>\n");
}

static void put_board(struct page *p, const struct booking_day *d, bool under)
{
	if (!d->slot.nspan || !d->device.n) {
		html_lit(p, "<p>");
		if (d->holiday)
			html_tr(p, N_("This is a public holiday, and the home has no extra hours."));
		else if (d->hours.why.n)
			html_tr(p, N_("The home is closed on that day: {0}"), d->hours.why);
		else if (!d->slot.nspan)
			html_tr(p, N_("The home is closed on that day."));
		else
			html_tr(p, N_("No device of this home works on that day."));
		html_lit(p, "</p>\n");
		return;
	}
	html_lit(p, "<div class=\"cols half\">\n");
	for (size_t i = 0; i < d->device.n && i < BOARD_MAX; i++)
		put_device(p, d, &d->device.r[i], under);
	html_lit(p, "</div>\n");
}

static void put_around(struct page *p, str url, day on)
{
	struct buf before = buf_new(p->mem, 16), after = buf_new(p->mem, 16);

	day_put(&before, day_add(on, -1));
	day_put(&after, day_add(on, 1));
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url_with(p, url, "on", buf_view(&before)), html_word(p, N_("The day before")));
	html_lit(p, " ");
	html_link(p, html_url_with(p, url, "on", buf_view(&after)), html_word(p, N_("The day after")));
	html_lit(p, "</p>\n");
}

enum rc booking_day_page_show(struct req *r)
{
	struct record home;
	struct booking_day d;
	struct page p = page_of(r);
	day on = asked_day(r);
	enum rc rc = record_load(&r->ctx, &happy_home_kind, r->id, &home);

	if (rc == RC_OK)
		rc = booking_day(&r->ctx, r->id, on, &d);
	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){
				  .title = html_say(&p, N_("Slots of {0}"), rec_text(&home, HAPPY_HOME_NAME)),
				  .tab = "/homes",
				  .back = html_url(&p, "/homes/#", r->id),
				  .under = html_say(&p, N_("{0} {1}"), html_weekday_text(&p, on),
						    html_day_text(&p, on)) });
	put_around(&p, html_url(&p, "/homes/#/calls", r->id), on);
	put_board(&p, &d, false);
	if (r->ctx.who->role & ROLES_CALL_BOOK) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("To book, open the child's file and choose: Book a call."));
		html_lit(&p, " ");
		html_link(&p, STR("/children"), html_word(&p, N_("Children")));
		html_lit(&p, "</p>\n");
	}
	page_end(&p);
	return RC_OK;
}

enum rc booking_panel_home(struct page *p, const struct record *home)
{
	struct booking_day d;

	if (!may_read(p->who, P_CALL) || p->who->role & (ROLES_FAMILY | ROLE_CHILD))
		return RC_OK;
	enum rc rc = booking_day(&p->r->ctx, home->id, p->today, &d);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"stack\" id=\"slots\"><h2>");
	html_tr(p, N_("Calls today"));
	html_lit(p, "</h2>\n");
	put_board(p, &d, true);
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/homes/#/calls", home->id), html_word(p, N_("Another day")));
	html_lit(p, "</p></section>\n");
	return RC_OK;
}

/* --- across homes --- */

enum rc booking_day_page_mine(struct req *r)
{
	struct records calls;
	struct page p = page_of(r);
	day on = asked_day(r);
	struct list l = { .filter = { { CALL_ON, INT(on) } }, .nfilter = 1, .limit = LIST_MAX };
	enum rc rc = record_list(&r->ctx, &call_kind, &l, &calls);

	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Calls home")),
					   .under = html_say(&p, N_("{0} {1}"), html_weekday_text(&p, on),
							     html_day_text(&p, on)),
					   .back = STR("/") });
	put_around(&p, STR("/calls"), on);
	if (calls.n)
		rc = booking_put_calls(&p, &calls, true);
	else
		table_empty(&p,
			    &(struct empty){ .title = N_("No call on that day"),
					     .why = N_("Calls are booked from a child's file: Book a call."),
					     .url = STR("/children"),
					     .verb = N_("Children"),
					     .scene = true });
	page_end(&p);
	return rc;
}

static void put_wish(struct page *p, const struct record *wish)
{
	struct record child;
	int64_t id = rec_int(wish, CALL_WISH_CHILD);

	if (record_load(&p->r->ctx, &child_kind, id, &child) != RC_OK)
		return;
	table_rows_item(p,
			&(struct row){ .icon = "call",
				       .title = rec_text(&child, CHILD_NAME),
				       .url = html_url(p, "/children/#/calls/new", id),
				       .why = html_say(p, N_("{0}, until {1}"), wish->label[CALL_WISH_HOME],
						       html_day_short(p, rec_day(wish, CALL_WISH_TO))),
				       .verb = p->who->role & ROLES_CALL_BOOK ? N_("Book a call") : NULL });
}

enum rc booking_day_page_wishes(struct req *r)
{
	struct records wishes;
	struct page p = page_of(r);
	enum rc rc = wish_list(&r->ctx, 0, 0, &wishes);

	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Children who would like to call home")),
					   .back = STR("/") });
	if (!wishes.n)
		table_empty(&p,
			    &(struct empty){
				    .title = N_("Nobody waits"),
				    .why = N_("Wishes of children and families stand here until a slot is "
					      "booked."),
				    .scene = true });
	table_rows_begin(&p);
	for (size_t i = 0; i < wishes.n; i++)
		put_wish(&p, &wishes.r[i]);
	table_rows_end(&p);
	page_end(&p);
	return RC_OK;
}
