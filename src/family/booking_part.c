/* What pages about calls share: times in two zones, lists. */
#include "booking_page.h"

enum { ZONE_MOST = 14 * 60, BEIJING = 8 * 60, HALF = 30 };
static const int64_t A_MINUTE = INT64_C(60) * 1000000;

bool booking_elder(const struct page *p) { return p->who->role & (ROLES_FAMILY | ROLE_CHILD); }

str booking_time_text(struct page *p, day on, int from)
{
	char clock[6];

	slot_clock(from, clock);
	return html_say(p, N_("{0} {1}, {2}"), html_weekday_text(p, on), html_day_short(p, on),
			str_dup(p->mem, str_of(clock)));
}

void booking_put_time(struct page *p, const struct record *call)
{
	struct buf at = buf_new(p->mem, 40);

	instant_put(&at, call_begins(call));
	html_lit(p, "<time data-zone");
	html_attr(p, "datetime", buf_view(&at));
	html_lit(p, ">");
	html_text(p, booking_time_text(p, rec_day(call, CALL_ON), (int)rec_int(call, CALL_FROM)));
	html_lit(p, "</time>");
}

/* --- who is abroad --- */

static bool read_zone(struct page *p, int *ret)
{
	int64_t zone;
	str given = req_query(p->r, STR("zone"));

	if (!given.n || !str_int(given, &zone) || zone < -ZONE_MOST || zone > ZONE_MOST || zone % HALF)
		return false;
	*ret = (int)zone;
	return true;
}

static str booking_zone_text(struct page *p, const struct record *call, int zone)
{
	/* A clock there is one in Shanghai of another instant. */
	int64_t at = call_begins(call) + (zone - BEIJING) * A_MINUTE;

	return html_say(p, N_("{0} {1}, {2}"), html_weekday_text(p, instant_day(at)),
			html_day_short(p, instant_day(at)), html_clock_text(p, at));
}

static str zone_name(struct page *p, int zone)
{
	int minutes = zone < 0 ? -zone : zone;
	char clock[6];

	slot_clock(minutes, clock);
	return html_fill(p, "UTC{0}{1}", zone < 0 ? STR("-") : STR("+"), str_dup(p->mem, str_of(clock)));
}

void booking_put_zone(struct page *p, const struct record *call, str action)
{
	static const int zones[] = { -600, -480, -420, -360, -300, -240, -180, 0,   60,  120, 180, 240,
				     300,  330,  360,  420,  480,  540,  570,  600, 660, 720, 780 };
	int zone = BEIJING;
	bool given = read_zone(p, &zone);

	if (given && zone != BEIJING) {
		html_lit(p, "<p><b>");
		html_tr(p, N_("Where you are: {0} ({1})"), booking_zone_text(p, call, zone),
			zone_name(p, zone));
		html_lit(p, "</b></p>\n");
	}
	html_lit(p, "<details class=\"fold\"><summary>");
	html_tr(p, N_("I am in another time zone"));
	html_lit(p, "</summary><form method=\"get\" class=\"stack\"");
	html_action(p, action);
	html_lit(p, "><label>");
	html_tr(p, N_("The clock where I am"));
	html_lit(p, " <select name=\"zone\">");
	for (size_t i = 0; i < COUNT(zones); i++) {
		html_lit(p, "<option");
		html_attr(p, "value", html_int_text(p, zones[i]));
		if (zones[i] == zone)
			html_lit(p, " selected");
		html_lit(p, ">");
		html_text(p, zone_name(p, zones[i]));
		html_lit(p, "</option>");
	}
	html_lit(p, "</select></label><button>");
	html_tr(p, N_("Show my time"));
	html_lit(p, "</button></form></details>\n");
}

/* --- who and what --- */

str booking_party_text(struct page *p, const struct call *call, const struct booking_relatives *all,
		       const struct record *party)
{
	int64_t person = rec_int(party, CALL_PARTY_PERSON);

	if (!person)
		return call->child.kind ? rec_text(&call->child, CHILD_NAME) : html_word(p, N_("the child"));
	for (size_t i = 0; i < all->n; i++)
		if (all->r[i].person == person)
			return html_say(p, N_("{0} {1}"), registry_code(p, "relation", all->r[i].relation),
					all->r[i].name);
	return html_word(p, N_("a relative"));
}

static str name_of(struct page *p, int64_t child)
{
	struct record r;

	return record_load(&p->r->ctx, &child_kind, child, &r) == RC_OK ? rec_text(&r, CHILD_NAME)
									: (str){ NULL, 0 };
}

enum rc booking_put_calls(struct page *p, const struct records *calls, bool child)
{
	table_rows_begin(p);
	for (size_t i = 0; i < calls->n; i++) {
		const struct record *call = &calls->r[i];
		str when = booking_time_text(p, rec_day(call, CALL_ON), (int)rec_int(call, CALL_FROM)),
		    state = registry_code(p, "call_state", rec_text(call, CALL_STATE)),
		    how = registry_code(p, "call_channel", rec_text(call, CALL_CHANNEL)),
		    home = call->label[CALL_HOME];
		table_rows_item(
			p, &(struct row){ .icon = "call",
					  .title = child ? html_say(p, N_("{0}: {1}"), when,
								    name_of(p, rec_int(call, CALL_CHILD)))
							 : when,
					  .url = html_url(p, "/calls/#", call->id),
					  .why = home.n ? html_say(p, N_("{0}, {1}, {2}"), state, how, home)
							: html_say(p, N_("{0}, {1}"), state, how),
					  .verb = N_("Look") });
	}
	table_rows_end(p);
	return RC_OK;
}

bool booking_put_times(struct page *p, const struct booking_day *d, str channel)
{
	int begins[SLOTS_OF_DAY];
	size_t n = slot_begins(&d->slot, begins, SLOTS_OF_DAY), shown = 0;

	html_lit(p, "<div class=\"slots\">");
	for (size_t i = 0; i < n; i++) {
		char clock[6];
		if (!booking_device(d, channel, begins[i]))
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
	return shown;
}
