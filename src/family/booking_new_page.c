/* Booking a call for a child: with whom, how, and a tap on a time.  One page and one tap for a parent;
 * nothing is lost when the time was just taken: the page comes back with what is still free. */
#include "booking_page.h"

#include "facts.h"
#include "formpart.h"
#include "wish.h"

enum { LOOK_AHEAD = 14, CLIENT_MAX = 36 };

struct asked {
	str channel, phone, client, note;
	int64_t home;
	day on;
	int from;
	bool rehearsal, again; /* again: it came back */
	int64_t person[BOOKING_PERSONS];
	size_t nperson;
};

struct offer {
	struct record child;
	struct booking_relatives relative;
	struct records homes;
	struct booking_day day;
	struct quota_left left;
	enum rc outcome;
};

/* --- reading --- */

static void add_person(struct asked *a, str typed)
{
	int64_t id;

	if (a->nperson < BOOKING_PERSONS && form_id(typed, &id) && id)
		a->person[a->nperson++] = id;
}

static struct asked read_form(const struct http_pair *f, size_t n)
{
	struct asked a = { .channel = form_value(f, n, STR("channel")),
			   .phone = str_trim(form_value(f, n, STR("phone"))),
			   .client = str_cut(form_value(f, n, STR("client")), 0, CLIENT_MAX),
			   .note = str_trim(form_value(f, n, STR("note"))),
			   .rehearsal = form_value(f, n, STR("rehearsal")).n > 0,
			   .from = -1,
			   .again = true };

	if (!form_id(form_value(f, n, STR("home")), &a.home))
		a.home = 0;
	if (!day_parse(form_value(f, n, STR("on")), &a.on))
		a.on = 0;
	if (!slot_read_clock(form_value(f, n, STR("from")), &a.from))
		a.from = -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq(f[i].name, STR("person")))
			add_person(&a, f[i].value);
	return a;
}

/* A parent talks themselves; others begin with whoever is away. */
static void suggest(const struct req *r, const struct offer *o, struct asked *a)
{
	int64_t self = r->ctx.who->role == ROLE_PARENT ? r->ctx.who->person : 0;

	a->channel = STR(CODE_CALL_CHANNEL_VIDEO);
	for (size_t i = 0; i < o->relative.n && a->nperson < BOOKING_PERSONS; i++)
		if (self ? o->relative.r[i].person == self : o->relative.r[i].away)
			a->person[a->nperson++] = o->relative.r[i].person;
}

static bool has_free(const struct booking_day *d, str channel)
{
	int begins[SLOTS_OF_DAY];
	size_t n = slot_begins(&d->slot, begins, SLOTS_OF_DAY);

	for (size_t i = 0; i < n; i++)
		if (booking_device(d, channel, begins[i]))
			return true;
	return false;
}

/* The day that was asked for, else the first one with a free slot in a week that is not full. */
static enum rc find_day(struct req *r, struct offer *o, struct asked *a)
{
	bool given = a->on != 0;
	day on = given ? a->on : r->ctx.today;
	enum rc rc = RC_OK;

	for (int i = 0; i < LOOK_AHEAD && rc == RC_OK; i++, on = day_add(on, 1)) {
		if (i == 0 || day_weekday(on) == 1)
			rc = booking_quota(&r->ctx, &o->child, on, a->rehearsal, &o->left);
		if (rc == RC_OK && !given && o->left.used >= o->left.of)
			continue;
		if (rc == RC_OK)
			rc = booking_day(&r->ctx, a->home, on, &o->day);
		if (rc != RC_OK || given || has_free(&o->day, a->channel))
			break;
	}
	if (rc == RC_OK && !o->day.slot.on) /* every week is full */
		rc = booking_day(&r->ctx, a->home, r->ctx.today, &o->day);
	a->on = o->day.slot.on;
	return rc;
}

static enum rc load(struct req *r, struct offer *o, struct asked *a)
{
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &o->child);

	if (rc == RC_OK)
		rc = booking_relatives(&r->ctx, r->id, &o->relative);
	if (rc == RC_OK)
		rc = home_near(&r->ctx, r->id, &o->homes);
	if (rc != RC_OK)
		return rc;
	if (!a->again)
		suggest(r, o, a);
	if (!a->home && o->homes.n)
		a->home = o->homes.r[0].id;
	if (!a->home)
		return RC_OK;
	return find_day(r, o, a);
}

/* --- showing --- */

static bool is_chosen(const struct asked *a, int64_t person)
{
	for (size_t i = 0; i < a->nperson; i++)
		if (a->person[i] == person)
			return true;
	return false;
}

static void put_people(struct page *p, const struct offer *o, const struct asked *a)
{
	html_lit(p, "<fieldset class=\"f\" id=\"f-person\" tabindex=\"-1\"><legend>");
	html_tr(p, N_("With whom"));
	html_lit(p, "</legend><div class=\"seg\">");
	for (size_t i = 0; i < o->relative.n; i++) {
		const struct booking_relative *who = &o->relative.r[i];
		formpart_box(p, STR("person"),
			     &(struct tile){ .value = html_int_text(p, who->person),
					     .label = html_say(p, N_("{0} {1}"),
							       registry_code(p, "relation", who->relation),
							       who->name),
					     .small = who->account ? NULL : N_("gets a link"),
					     .checked = is_chosen(a, who->person) });
	}
	html_lit(p, "</div>");
	formpart_problems(p, STR("person"));
	html_lit(p, "</fieldset>\n");
}

static void put_channel(struct page *p, const struct asked *a)
{
	const struct code_list *list = code_list_find(STR("call_channel"));
	const struct code *code;
	size_t at = 0;

	html_lit(p, "<fieldset class=\"f\" id=\"f-channel\" tabindex=\"-1\"><legend>");
	html_tr(p, N_("Way of the call"));
	html_lit(p, "</legend><div class=\"seg\">");
	while (list && (code = code_next(list, &at, p->today, (str){ NULL, 0 })))
		formpart_tile(p, STR("channel"),
			      &(struct tile){ .value = code->code,
					      .label = p->lang == LANG_EN ? code->en : code->zh,
					      .checked = str_eq(a->channel, code->code) });
	html_lit(p, "</div>");
	formpart_problems(p, STR("channel"));
	html_lit(p, "</fieldset>\n");
}

static str day_url(struct page *p, const struct offer *o, const struct asked *a, day on)
{
	struct buf b = buf_new(p->mem, 16);
	str url = html_url_with(p, html_url(p, "/children/#/calls/new", o->child.id), "home",
				html_int_text(p, a->home));

	day_put(&b, on);
	return html_url_with(p, url, "on", buf_view(&b));
}

/* Which home, and the way to the others: their times are other ones. */
static void put_homes(struct page *p, const struct offer *o, const struct asked *a)
{
	html_hidden(p, STR("home"), html_int_text(p, a->home));
	formpart_problems(p, STR("home"));
	html_lit(p, "<p class=\"links\" id=\"f-home\">");
	for (size_t i = 0; i < o->homes.n; i++) {
		const struct record *home = &o->homes.r[i];
		struct asked other = *a;
		other.home = home->id;
		if (home->id == a->home) {
			html_lit(p, "<b>");
			html_text(p, rec_text(home, HAPPY_HOME_NAME));
			html_lit(p, "</b> ");
		} else {
			html_link(p, day_url(p, o, &other, a->on), rec_text(home, HAPPY_HOME_NAME));
			html_lit(p, " ");
		}
	}
	html_lit(p, "</p>\n");
}

static void put_days(struct page *p, const struct offer *o, const struct asked *a)
{
	html_lit(p, "<p class=\"links\">");
	if (a->on > p->today) {
		html_link(p, day_url(p, o, a, day_add(a->on, -1)), html_word(p, N_("The day before")));
		html_lit(p, " ");
	}
	if (a->on < o->day.slot.last)
		html_link(p, day_url(p, o, a, day_add(a->on, 1)), html_word(p, N_("The day after")));
	html_lit(p, "</p>\n");
}

static void put_times(struct page *p, const struct offer *o, const struct asked *a)
{
	if (booking_put_times(p, &o->day, a->channel))
		return;
	html_lit(p, "<p>");
	if (o->day.holiday)
		html_tr(p, N_("This is a public holiday, and the home has no extra hours."));
	else if (o->day.hours.why.n)
		html_tr(p, N_("The home is closed on that day: {0}"), o->day.hours.why);
	else if (!o->day.slot.nspan)
		html_tr(p, N_("The home is closed on that day."));
	else
		html_tr(p, N_("No time is free on that day."));
	html_lit(p, "</p>\n");
}

static void put_slots(struct page *p, const struct offer *o, const struct asked *a)
{
	struct buf on = buf_new(p->mem, 16);

	day_put(&on, a->on);
	html_hidden(p, STR("on"), buf_view(&on));
	html_lit(p, "<section class=\"sheet stack\" id=\"f-from\" tabindex=\"-1\"><h2>");
	html_tr(p, N_("{0} {1}: tap a time"), html_weekday_text(p, a->on), html_day_short(p, a->on));
	html_lit(p, "</h2><p class=\"s\">");
	html_tr(p, N_("Times are those of Beijing. A call lasts {0} minutes."),
		html_int_text(p, o->day.slot.length));
	html_lit(p, "</p>\n");
	formpart_problems(p, STR("on"));
	formpart_problems(p, STR("from"));
	formpart_problems(p, STR("device"));
	put_times(p, o, a);
	put_days(p, o, a);
	html_lit(p, "</section>\n");
}

static void put_more(struct page *p, const struct asked *a)
{
	html_lit(p, "<details class=\"fold\"");
	if (a->phone.n || a->rehearsal)
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("A trial call, or another phone number"));
	html_lit(p, "</summary><div class=\"stack\"><fieldset class=\"f\" id=\"f-rehearsal\" "
		    "tabindex=\"-1\"><legend>");
	html_tr(p, N_("Trial call"));
	html_lit(p, "</legend><div class=\"seg\">");
	formpart_box(p, STR("rehearsal"),
		     &(struct tile){ .value = STR("1"),
				     .label = html_word(p, N_("Only to try it out: it does not count")),
				     .checked = a->rehearsal });
	html_lit(p, "</div>");
	formpart_problems(p, STR("rehearsal"));
	html_lit(p, "</fieldset>");
	if (!booking_elder(p))
		form_text_put(
			p, &(struct form_text){
				   .name = "phone",
				   .label = N_("Phone number for the link"),
				   .hint = N_("Only if it is another one than in the file; it is not kept."),
				   .value = a->phone,
				   .type = "tel",
				   .inputmode = "tel" });
	html_lit(p, "</div></details>\n");
}

static void put_left(struct page *p, const struct offer *o)
{
	html_lit(p, "<p class=\"s\">");
	if (o->left.used < o->left.of)
		html_tr(p, N_("In that week {0} of {1} calls are booked."), html_int_text(p, o->left.used),
			html_int_text(p, o->left.of));
	else
		html_tr(p,
			N_("The calls of that week ({0}) are booked. Choose another week, or put the wish on "
			   "the "
			   "waiting list."),
			html_int_text(p, o->left.of));
	html_lit(p, "</p>\n");
}

static void begin_form(struct page *p, str action, const struct asked *a)
{
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, action);
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), a->client.n ? a->client : form_client(p->mem));
}

static void put_wish(struct page *p, const struct offer *o, const struct asked *a)
{
	html_lit(p, "<details class=\"fold\"><summary>");
	html_tr(p, N_("No time suits: put it on the waiting list"));
	html_lit(p, "</summary>");
	begin_form(p, html_url(p, "/children/#/calls/wish", o->child.id), a);
	html_hidden(p, STR("home"), html_int_text(p, a->home));
	html_lit(p, "<p>");
	html_tr(p, N_("When a time falls free within two weeks it is booked for you, in a fair order."));
	html_lit(p, "</p>");
	form_text_put(p, &(struct form_text){ .name = "note", .label = N_("What suits"), .value = a->note });
	html_lit(p, "<button>");
	html_tr(p, N_("Put it on the waiting list"));
	html_lit(p, "</button></form></details>\n");
}

static void put_body(struct page *p, const struct offer *o, const struct asked *a)
{
	if (!a->home) {
		table_empty(
			p,
			&(struct empty){
				.title = N_("No happy home is near"),
				.why = N_("A call needs a happy home in the child's township or school. Ask "
					  "the school.") });
		return;
	}
	begin_form(p, html_url(p, "/children/#/calls", o->child.id), a);
	/* What the enter key presses: no time, rather than the first one. */
	html_lit(p, "<button class=\"hide\" tabindex=\"-1\" aria-hidden=\"true\"></button>");
	form_summary(p, NULL);
	put_left(p, o);
	put_people(p, o, a);
	put_channel(p, a);
	put_homes(p, o, a);
	put_slots(p, o, a);
	put_more(p, a);
	html_lit(p, "</form>\n");
	put_wish(p, o, a);
}

static enum rc put_page(struct req *r, struct offer *o, const struct asked *a)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Book a call: {0}"),
							     rec_text(&o->child, CHILD_NAME)),
					   .where = html_word(&p, N_("Book a call")),
					   .tab = "/children",
					   .elder = booking_elder(&p),
					   .back = html_url(&p, "/children/#/calls", o->child.id),
					   .no_store = true,
					   .status = o->outcome == RC_OK ? 200 : rc_status(o->outcome) });
	p.secret = true; /* the device's number differs each time */
	put_body(&p, o, a);
	page_end(&p);
	return RC_OK;
}

enum rc booking_new_page_show(struct req *r)
{
	struct offer o = { .outcome = RC_OK };
	struct asked a = { .from = -1 };

	if (!form_id(req_query(r, STR("home")), &a.home))
		return RC_NOT_FOUND;
	if (!day_parse(req_query(r, STR("on")), &a.on))
		a.on = 0;
	enum rc rc = load(r, &o, &a);
	return rc == RC_OK ? put_page(r, &o, &a) : rc;
}

/* --- saving --- */

static struct booking_new new_of(struct req *r, const struct asked *a)
{
	struct booking_new n = { .child = r->id,
				 .home = a->home,
				 .on = a->on,
				 .from = a->from,
				 .channel = a->channel,
				 .rehearsal = a->rehearsal,
				 .nperson = a->nperson,
				 .phone = a->phone,
				 .client = a->client,
				 .origin = booking_origin(r->http, r->ctx.mem, r->app->secure) };

	memcpy(n.person, a->person, sizeof n.person);
	return n;
}

enum rc booking_new_page_save(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t id = 0;
	struct offer o = { .outcome = RC_OK };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct asked a = read_form(f, n);
	const struct booking_new new = new_of(r, &a);
	o.outcome = booking_make(&r->ctx, &new, &id);
	if (o.outcome == RC_OK)
		return registry_see(r, "/calls/", id);
	if (o.outcome != RC_INVALID && o.outcome != RC_CONFLICT)
		return o.outcome;
	a.client = (str){ NULL, 0 };
	if (a.on < r->ctx.today)
		a.on = 0; /* what is still free is shown instead */
	rc = load(r, &o, &a);
	return rc == RC_OK ? put_page(r, &o, &a) : rc;
}

enum { WISH_DAYS = 14 };

enum rc booking_new_page_wish(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t id = 0;
	struct page p = page_of(r);
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct asked a = read_form(f, n);
	/* With whom, where one is ticked; else with whoever is away. */
	int64_t person = r->ctx.who->role == ROLE_PARENT ? r->ctx.who->person
			 : a.nperson == 1                ? a.person[0]
							 : 0;
	rc = wish_make(&r->ctx,
		       &(struct wish_new){ .child = r->id,
					   .home = a.home,
					   .person = person,
					   .from = r->ctx.today,
					   .to = day_add(r->ctx.today, WISH_DAYS),
					   .note = a.note,
					   .client = a.client },
		       &id);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/children/#/calls", r->id)) : rc;
}
