#include "call_room.h"

#include "alert.h"
#include "call_outcome.h"
#include "call_told.h"
#include "complain.h"
#include "home.h"
#include "notice.h"
#include "program.h"
#include "rtc.h"

struct act {
	struct call_who *w;
	const struct record *party;
	str seat;
	bool done;
};

/* The room ends with its time, and sooner when no grown-up is heard of: it never waits for anybody to notice.
 */
static struct rtc_room room_of(const struct ctx *c, const struct call_who *w)
{
	int64_t lease = call_rule_lease(&w->heard, c->now, &w->limits);

	return (struct rtc_room){ .room = w->call.call.id,
				  .warn = w->times.warn,
				  .until = lease && lease < w->times.close ? lease : w->times.close,
				  .guests = (unsigned)w->call.party.n };
}

static enum rc keep_open(struct req *r, const struct call_who *w)
{
	struct rtc_room room = room_of(&r->ctx, w);

	if (rtc_room_is_open(r->app->rtc, room.room))
		(void)!rtc_room_open(r->app->rtc, &room); /* where it has gone, so has what it keeps */
	return RC_OK;
}

/* --- a grown-up is there --- */

static const size_t adult_field[CALL_ADULTS] = { CALL_STAFF, CALL_SECOND },
		    seen_field[CALL_ADULTS] = { CALL_STAFF_SEEN, CALL_SECOND_SEEN };

/* Their own place, else that of nobody, else of one who has gone away. */
static size_t place_for(const struct ctx *c, const struct call_who *w)
{
	const struct record *call = &w->call.call;

	for (size_t i = 0; i < CALL_ADULTS; i++)
		if (!rec_null(call, adult_field[i]) && rec_int(call, adult_field[i]) == c->who->account)
			return i;
	if (rec_null(call, CALL_STAFF) ||
	    (!rec_null(call, CALL_SECOND) && !call_rule_beside(w->heard.seen[0], c->now, &w->limits)))
		return 0;
	return 1;
}

static void put_adult(struct ctx *c, const struct call_who *w, struct input *in)
{
	size_t at = place_for(c, w);

	input_int(in, c->mem, adult_field[at], c->who->account);
	input_int(in, c->mem, seen_field[at], c->now);
	if (!at)
		input_int(in, c->mem, CALL_STAFF_AT, c->now);
	if (w->adults + 1 >= w->limits.adults && !call_is(&w->call.call, CODE_CALL_STATE_TALKING))
		input_set(in, CALL_STATE, STR(CODE_CALL_STATE_OPEN));
}

/* A word each few seconds is no write each few seconds. */
static enum rc put_seen(struct ctx *c, const struct call_who *w, int64_t after)
{
	struct input in = input_new(&call_kind);
	size_t at = place_for(c, w);

	if (c->now - w->heard.seen[at] < after)
		return RC_OK;
	input_int(&in, c->mem, seen_field[at], c->now);
	return call_put(c, &w->call.call, &in);
}

static enum rc check_in(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct input in = input_new(&call_kind);
	enum rc rc = call_who_again(c, a->w);

	if (rc != RC_OK)
		return rc;
	if (a->w->present)
		return put_seen(c, a->w, 0);
	enum call_door door = call_who_door(c, a->w, NULL);
	if (door != CALL_DOOR_OPEN && door != CALL_DOOR_PHONE) {
		complain(c, "check-in", call_rule_says(door));
		return RC_INVALID;
	}
	if (a->w->adults >= 2)
		return RC_OK; /* two are there already */
	put_adult(c, a->w, &in);
	rc = call_put(c, &a->w->call.call, &in);
	if (rc == RC_OK)
		rc = call_event_add(c, &a->w->call.call, 0, CODE_CALL_EVENT_WHAT_CHECKED_IN, STR(""));
	return rc == RC_OK ? call_who_again(c, a->w) : rc;
}

enum rc call_room_check_in(struct req *r, struct call_who *w)
{
	struct act a = { .w = w };

	if (!w->supervises)
		return RC_DENIED;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, check_in, &a);
	if (rc == RC_OK && w->adults >= w->limits.adults)
		call_told_all(r->app, &w->call, "door", STR(""));
	return rc == RC_OK ? keep_open(r, w) : rc;
}

/* --- and stays --- */

static enum rc beat(struct ctx *c, void *arg)
{
	enum { PARTS = 3 };
	struct act *a = arg;
	enum rc rc = call_who_again(c, a->w);

	if (rc == RC_OK && !a->w->present)
		return RC_DENIED;
	if (rc == RC_OK)
		rc = put_seen(c, a->w, a->w->limits.away * 60 * INT64_C(1000000) / PARTS);
	return rc == RC_OK ? call_who_again(c, a->w) : rc;
}

enum rc call_room_beat(struct req *r, struct call_who *w)
{
	struct act a = { .w = w };

	if (!w->present)
		return RC_DENIED;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, beat, &a);
	return rc == RC_OK ? keep_open(r, w) : rc;
}

/* Whoever else is of the home's team is asked. */
static enum rc ask_team(struct ctx *c, const struct call *call)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->call.county);
	struct list l = { .v = { call->call.v[CALL_HOME], INT(c->today) }, .nv = 2 };
	struct records team = { .n = 0 };
	enum rc rc = RC_OK;

	l.where = SQL("t.home = ?1 AND t.account IS NOT NULL AND t.first_on <= ?2"
		      " AND (t.last_on IS NULL OR t.last_on >= ?2)");
	if (rec_int(&call->call, CALL_HOME))
		rc = record_list(&p, &home_member_kind, &l, &team);
	for (size_t i = 0; i < team.n && rc == RC_OK; i++)
		rc = notice_put(&p,
				&(struct notice_new){ .code = CODE_NOTICE_CODE_CALL_ALONE,
						      .to_account = rec_int(&team.r[i], HOME_MEMBER_ACCOUNT),
						      .county = call->call.county,
						      .child = rec_int(&call->call, CALL_CHILD),
						      .about = call_kind.plural,
						      .record = call->call.id,
						      .until = call_ends(&call->call) });
	return rc;
}

enum rc call_room_put_alone(struct ctx *c, const struct call *call, bool *ret)
{
	struct call_limits l = call_who_limits(c, &call->call);
	struct call_adults heard = call_who_adults(&call->call);
	struct input in = input_new(&call_kind);

	*ret = (call_is(&call->call, CODE_CALL_STATE_OPEN) ||
		call_is(&call->call, CODE_CALL_STATE_TALKING)) &&
	       call_rule_adults(&heard, c->now, &l) < l.adults;
	if (!*ret)
		return RC_OK;
	enum rc rc = call_event_add(c, &call->call, 0, CODE_CALL_EVENT_WHAT_ADULT_GONE, STR(""));
	for (size_t i = 0; i < call->party.n && rc == RC_OK; i++)
		rc = call_room_put_left(c, &call->call, &call->party.r[i]);
	input_set(&in, CALL_STATE, STR(CODE_CALL_STATE_CONFIRMED));
	if (rc == RC_OK)
		rc = call_put(c, &call->call, &in);
	return rc == RC_OK ? ask_team(c, call) : rc;
}

static enum rc put_alone(struct ctx *c, void *arg)
{
	struct act *a = arg;
	enum rc rc = call_who_again(c, a->w);

	return rc == RC_OK ? call_room_put_alone(c, &a->w->call, &a->done) : rc;
}

enum rc call_room_alone(struct req *r, struct call_who *w)
{
	struct act a = { .w = w };
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_alone, &a);

	if (rc != RC_OK || !a.done)
		return rc;
	(void)!rtc_room_close(r->app->rtc, w->call.call.id);
	call_told_all(r->app, &w->call, "alone", STR(""));
	return RC_OK;
}

/* --- coming in --- */

static enum rc take_seat(struct ctx *c, void *arg)
{
	struct act *a = arg;

	return call_seat_take(c, a->w, a->party, &a->seat);
}

enum rc call_room_let_in(struct req *r, const struct call_who *w, const struct record *party, str *ret_seat)
{
	struct rtc *rtc = r->app->rtc;
	struct call_who copy = *w;
	struct act a = { .w = &copy, .party = party };
	struct rtc_room room = { .room = w->call.call.id,
				 .warn = w->times.warn,
				 .until = w->times.close,
				 .guests = (unsigned)w->call.party.n };
	enum rc rc = rtc_room_open(rtc, &room);

	if (rc == RC_OK)
		rc = rtc_allow(rtc, w->call.call.id, party->id);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, take_seat, &a);
	if (rc == RC_OK)
		*ret_seat = a.seat;
	return rc;
}

static bool somebody_in(const struct call *call, const char *part, int64_t also)
{
	for (size_t i = 0; i < call->party.n; i++) {
		const struct record *p = &call->party.r[i];
		if (call_party_is(p, part) && (p->id == also || call_party_in(p)))
			return true;
	}
	return false;
}

/* A call has begun when a child and one of the family are in it at once. */
static enum rc begin(struct ctx *c, const struct call *call, int64_t party)
{
	struct input in = input_new(&call_kind);

	if (call_is(&call->call, CODE_CALL_STATE_TALKING) ||
	    !somebody_in(call, CODE_CALL_PART_CHILD, party) ||
	    !somebody_in(call, CODE_CALL_PART_RELATIVE, party))
		return RC_OK;
	input_set(&in, CALL_STATE, STR(CODE_CALL_STATE_TALKING));
	if (rec_null(&call->call, CALL_STARTED_AT))
		input_int(&in, c->mem, CALL_STARTED_AT, c->now);
	return call_put(c, &call->call, &in);
}

static enum rc put_came(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct input in = input_new(&call_party_kind);
	enum rc rc = call_who_again(c, a->w);
	const struct record *party = rc == RC_OK ? call_party_find(&a->w->call, a->party->id) : NULL;

	if (rc != RC_OK || !party || call_party_in(party))
		return rc;
	if (rec_null(party, CALL_PARTY_JOINED_AT))
		input_int(&in, c->mem, CALL_PARTY_JOINED_AT, c->now);
	input_set(&in, CALL_PARTY_LEFT_AT, STR(""));
	rc = call_put(c, party, &in);
	if (rc == RC_OK)
		rc = call_event_add(c, &a->w->call.call, party->id, CODE_CALL_EVENT_WHAT_JOINED, STR(""));
	return rc == RC_OK ? begin(c, &a->w->call, party->id) : rc;
}

enum rc call_room_came(struct req *r, struct call_who *w, const struct record *party)
{
	struct act a = { .w = w, .party = party };

	return store_write(&r->ctx, PRIO_PEOPLE, put_came, &a);
}

/* --- going --- */

enum rc call_room_put_left(struct ctx *c, const struct record *call, const struct record *party)
{
	struct input in = input_new(&call_party_kind);

	if (!call_party_in(party))
		return RC_OK;
	input_int(&in, c->mem, CALL_PARTY_LEFT_AT, c->now);
	enum rc rc = call_put(c, party, &in);
	return rc == RC_OK ? call_event_add(c, call, party->id, CODE_CALL_EVENT_WHAT_LEFT, STR("")) : rc;
}

static enum rc put_left(struct ctx *c, void *arg)
{
	struct act *a = arg;
	enum rc rc = call_who_again(c, a->w);
	const struct record *party = rc == RC_OK ? call_party_find(&a->w->call, a->party->id) : NULL;

	return party ? call_room_put_left(c, &a->w->call.call, party) : rc;
}

enum rc call_room_left(struct req *r, struct call_who *w, const struct record *party)
{
	struct act a = { .w = w, .party = party };
	int64_t call = w->call.call.id, guest = party->id;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_left, &a);

	if (rc == RC_OK && rtc_leave(r->app->rtc, call, guest) != RC_OK)
		return RC_OK; /* the media server notices by itself */
	if (rc == RC_OK)
		call_told_all(r->app, &w->call, "people", STR(""));
	return rc;
}

/* --- asked to go --- */

static enum rc put_removed(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct input in = input_new(&call_party_kind);

	if (!rec_null(a->party, CALL_PARTY_REMOVED_AT))
		return RC_OK;
	input_int(&in, c->mem, CALL_PARTY_REMOVED_AT, c->now);
	input_set(&in, CALL_PARTY_SEAT, STR(""));
	if (call_party_in(a->party))
		input_int(&in, c->mem, CALL_PARTY_LEFT_AT, c->now);
	enum rc rc = call_put(c, a->party, &in);
	if (rc == RC_OK && call_party_in(a->party))
		rc = call_event_add(c, &a->w->call.call, a->party->id, CODE_CALL_EVENT_WHAT_LEFT, STR(""));
	if (rc == RC_OK)
		rc = call_event_add(c, &a->w->call.call, a->party->id, CODE_CALL_EVENT_WHAT_REMOVED, STR(""));
	return rc;
}

enum rc call_room_remove(struct req *r, struct call_who *w, int64_t party)
{
	struct act a = { .w = w, .party = call_party_find(&w->call, party) };

	if (!a.party)
		return RC_NOT_FOUND;
	if (!w->present || call_party_is(a.party, CODE_CALL_PART_CHILD))
		return RC_DENIED;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_removed, &a);
	if (rc != RC_OK)
		return rc;
	/* Here nobody lets them in again; where the media server is gone, so are they. */
	(void)!rtc_remove(r->app->rtc, w->call.call.id, party);
	call_told_one(r->app, party, "removed", STR(""));
	call_told_all(r->app, &w->call, "people", STR(""));
	return RC_OK;
}

/* --- by telephone --- */

static enum rc put_phone(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct input in = input_new(&call_kind);
	enum rc rc = call_who_again(c, a->w);
	const struct record *call = &a->w->call.call;

	if (rc != RC_OK || !call_holds(call) ||
	    str_eq(rec_text(call, CALL_CHANNEL), STR(CODE_CALL_CHANNEL_PHONE)))
		return rc;
	for (size_t i = 0; i < a->w->call.party.n && rc == RC_OK; i++)
		rc = call_room_put_left(c, call, &a->w->call.party.r[i]);
	input_set(&in, CALL_CHANNEL, STR(CODE_CALL_CHANNEL_PHONE));
	if (rc == RC_OK)
		rc = call_put(c, call, &in);
	return rc == RC_OK ? call_event_add(c, call, 0, CODE_CALL_EVENT_WHAT_PHONE, STR("")) : rc;
}

enum rc call_room_phone(struct req *r, struct call_who *w)
{
	struct act a = { .w = w };

	if (!w->present)
		return RC_DENIED;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_phone, &a);
	if (rc != RC_OK)
		return rc;
	(void)!rtc_room_close(r->app->rtc, w->call.call.id);
	call_told_all(r->app, &w->call, "phone", STR(""));
	return RC_OK;
}

static enum rc put_ring(struct ctx *c, void *arg)
{
	struct act *a = arg;
	int64_t n = 0;
	enum rc rc =
		DB_ONE(c->db, &n,
		       "SELECT count(*) FROM call_event t WHERE t.call = ?1 AND t.party = ?2 AND t.what = "
		       "'" CODE_CALL_EVENT_WHAT_RING "'",
		       INT(a->w->call.call.id), INT(a->party->id));

	return rc == RC_OK && !n
		       ? call_event_add(c, &a->w->call.call, a->party->id, CODE_CALL_EVENT_WHAT_RING, STR(""))
		       : rc;
}

enum rc call_room_ring(struct req *r, struct call_who *w)
{
	struct act a = { .w = w, .party = w->party };

	if (!w->party || !call_party_is(w->party, CODE_CALL_PART_RELATIVE) ||
	    !rec_null(w->party, CALL_PARTY_REMOVED_AT) || !call_holds(&w->call.call))
		return RC_DENIED;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_ring, &a);
	if (rc == RC_OK)
		call_told_one(r->app, w->call.call.id, "ring", STR(""));
	return rc;
}

/* --- over --- */

static enum rc put_end(struct ctx *c, void *arg)
{
	struct act *a = arg;
	enum rc rc = call_who_again(c, a->w);

	return rc == RC_OK ? call_outcome_settle(c, &a->w->call, &a->w->limits) : rc;
}

enum rc call_room_end(struct req *r, struct call_who *w)
{
	struct act a = { .w = w };

	if (!w->present)
		return RC_DENIED;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_end, &a);
	if (rc != RC_OK)
		return rc;
	(void)!rtc_room_close(r->app->rtc, w->call.call.id);
	call_told_all(r->app, &w->call, "over", STR(""));
	return RC_OK;
}

/* --- help --- */

static enum rc raise_alert(struct ctx *c, const struct call *call)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->call.county);
	struct buf text = buf_new(c->mem, 1000);
	struct buf from = buf_new(c->mem, 16);
	int64_t done, minute = rec_int(&call->call, CALL_FROM);

	buf_int(&from, minute / 60);
	buf_ch(&from, ':');
	buf_pad(&from, minute % 60, 2);
	TR(&text, c->lang,
	   N_("In the call of {0} somebody pressed Help. The call was stopped at once. Please ask the child, "
	      "alone, what "
	      "happened."),
	   buf_view(&from));
	return alert_raise(&p,
			   &(struct alert_new){ .child = rec_int(&call->call, CALL_CHILD),
						.what = STR(CODE_ALERT_WHAT_FEELINGS),
						.text = buf_view(&text) },
			   &done);
}

static enum rc put_help(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct input in = input_new(&call_kind);
	enum rc rc = call_who_again(c, a->w);

	if (rc == RC_OK)
		rc = call_event_add(c, &a->w->call.call, a->party ? a->party->id : 0,
				    CODE_CALL_EVENT_WHAT_HELP, STR(""));
	for (size_t i = 0; i < a->w->call.party.n && rc == RC_OK; i++)
		rc = call_room_put_left(c, &a->w->call.call, &a->w->call.party.r[i]);
	if (rc == RC_OK)
		rc = raise_alert(c, &a->w->call);
	if (rc != RC_OK || !call_holds(&a->w->call.call))
		return rc;
	input_set(&in, CALL_STAFF, STR(""));
	input_set(&in, CALL_SECOND, STR(""));
	input_set(&in, CALL_STAFF_SEEN, STR(""));
	input_set(&in, CALL_SECOND_SEEN, STR(""));
	input_set(&in, CALL_STATE, STR(CODE_CALL_STATE_CONFIRMED));
	return call_put(c, &a->w->call.call, &in);
}

enum rc call_room_help(struct req *r, struct call_who *w)
{
	struct act a = { .w = w, .party = w->party };
	bool child = w->party && call_party_is(w->party, CODE_CALL_PART_CHILD);

	if (!child && !w->present)
		return RC_DENIED;
	/* What is seen and heard ends first. */
	(void)!rtc_room_close(r->app->rtc, w->call.call.id);
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, put_help, &a);
	if (rc == RC_OK)
		call_told_all(r->app, &w->call, "help", STR(""));
	return rc;
}
