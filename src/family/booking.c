#include "booking.h"

#include "complain.h"
#include "invite.h"
#include "outbox.h"
#include "program.h"
#include "remind.h"
#include "utf8.h"
#include "wish.h"

struct making {
	const struct booking_new *n;
	struct record child;
	struct booking_relatives relative;
	struct booking_day day;
	int64_t device;
};

/* --- what is wrong with it --- */

static void check_codes(struct ctx *c, const struct booking_new *n)
{
	if (!code_find(code_list_find(STR("call_channel")), n->channel, c->today, (str){ NULL, 0 }))
		complain(c, "channel", N_("Choose how they talk."));
	if (!day_valid(n->on))
		complain(c, "on", N_("Choose a day."));
	if (n->from < 0)
		complain(c, "from", N_("Choose one of the times shown."));
	if (n->phone.n && !outbox_address_ok(OUTBOX_SMS, n->phone))
		complain(c, "phone",
			 N_("This is no mobile number: it has 11 digits and begins with 13 to 19, or with + "
			    "and the "
			    "country. Please look again; all else is kept."));
}

static bool is_relative(const struct making *m, int64_t person)
{
	for (size_t i = 0; i < m->relative.n; i++)
		if (m->relative.r[i].person == person)
			return true;
	return false;
}

static void check_people(struct ctx *c, const struct making *m)
{
	if (!m->n->nperson)
		complain(c, "person", N_("Choose who is to be called."));
	for (size_t i = 0; i < m->n->nperson; i++)
		if (!is_relative(m, m->n->person[i])) {
			complain(c, "person",
				 N_("One of them is not tied to this child any more, or may not come near "
				    "it."));
			return;
		}
}

static enum rc find_device(struct ctx *c, int64_t device, const struct booking_day *d, int64_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < d->device.n; i++)
		if (d->device.r[i].id == device)
			*ret = device;
	if (!*ret)
		complain(c, "device", N_("This device does not work on that day. Choose another one."));
	return *ret ? RC_OK : RC_INVALID;
}

/* Which device, and is its slot free?  Problems: at `from`, of a taken slot as a conflict. */
static enum rc find_slot(struct ctx *c, const struct booking_new *n, const struct booking_day *d,
			 int64_t *ret)
{
	int64_t device = n->device ? 0 : booking_device(d, n->channel, n->from);

	if (n->device && find_device(c, n->device, d, &device) != RC_OK)
		return RC_INVALID;
	if (!device && d->slot.nspan && !d->device.n) {
		complain(c, "device", N_("No device of this home works on that day."));
		return RC_INVALID;
	}
	for (size_t i = 0; !device && i < d->device.n; i++)
		if (booking_device_suits(&d->device.r[i], n->channel))
			device = d->device.r[i].id;
	enum slot_is is = slot_is(&d->slot, device, n->from);
	if (is == SLOT_FREE && device) {
		*ret = device;
		return RC_OK;
	}
	if (d->holiday && is == SLOT_CLOSED)
		complain(
			c, "on",
			N_("This is a public holiday, and the home has no extra hours. Choose another day."));
	else if (is == SLOT_FREE)
		complain(c, "channel",
			 N_("This home has no device for that way of talking. Choose another way."));
	else
		complain(c, is == SLOT_FAR || is == SLOT_CLOSED ? "on" : "from", slot_why(is));
	c->conflicts += is == SLOT_TAKEN;
	return is == SLOT_TAKEN ? RC_CONFLICT : RC_INVALID;
}

/* The child sits before one device at a time. */
static enum rc check_child(struct ctx *c, const struct record *child, const struct slot_day *d, int from,
			   int64_t but)
{
	int64_t n = 0;
	enum rc rc =
		DB_ONE(c->db, &n,
		       "SELECT count(*) FROM call t WHERE t.child = ?1 AND t.on_day = ?2 AND t.id <> ?5"
		       " AND t.from_minute < ?4 AND t.from_minute + t.minutes > ?3"
		       " AND t.state NOT IN ('" CODE_CALL_STATE_CANCELLED "', '" CODE_CALL_STATE_MISSED "')",
		       INT(child->id), INT(d->on), INT(from), INT(from + d->length), INT(but));

	if (rc == RC_OK && n)
		complain(c, "from", N_("The child has a call at that time already."));
	return rc;
}

static enum rc check_quota(struct ctx *c, const struct making *m)
{
	struct quota_left left;
	enum rc rc = booking_quota(c, &m->child, m->n->on, m->n->rehearsal, &left);
	struct buf of = buf_new(c->mem, 24);

	buf_int(&of, left.of);
	if (rc != RC_OK || left.used < left.of)
		return rc;
	if (m->n->rehearsal)
		complain_of(c, "rehearsal",
			    N_("There were {0} trial calls in this half year: that is all there are."),
			    buf_view(&of));
	else
		complain_of(c, "on",
			    N_("The calls of that week ({0}) are booked already. Choose another week, or put "
			       "the wish "
			       "on the waiting list."),
			    buf_view(&of));
	return RC_OK;
}

static enum rc load_making(struct ctx *c, struct making *m)
{
	struct record home;
	enum rc rc = record_load(c, &child_kind, m->n->child, &m->child);

	if (rc == RC_OK)
		rc = booking_relatives(c, m->n->child, &m->relative);
	if (rc != RC_OK)
		return rc;
	rc = m->n->home ? record_load(c, &happy_home_kind, m->n->home, &home) : RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND) {
		complain(c, "home", N_("Choose a happy home."));
		return RC_INVALID;
	}
	return rc;
}

static enum rc check(struct ctx *c, struct making *m)
{
	enum rc rc = load_making(c, m), slot;

	if (rc != RC_OK)
		return rc;
	check_codes(c, m->n);
	check_people(c, m);
	if (!day_valid(m->n->on) || m->n->from < 0)
		return RC_INVALID;
	rc = booking_day(c, m->n->home, m->n->on, &m->day);
	if (rc != RC_OK)
		return rc;
	slot = find_slot(c, m->n, &m->day, &m->device);
	if (slot == RC_OK)
		rc = check_child(c, &m->child, &m->day.slot, m->n->from, 0);
	if (rc == RC_OK)
		rc = check_quota(c, m);
	if (rc != RC_OK)
		return rc;
	if (!c->problems.n)
		return RC_OK;
	return c->conflicts == c->problems.n ? RC_CONFLICT : RC_INVALID;
}

/* --- writing --- */

static enum rc find_made(struct ctx *c, const struct booking_new *n, int64_t *ret)
{
	*ret = 0;
	if (!n->client.n)
		return RC_OK;
	enum rc rc =
		DB_ONE(c->db, ret,
		       "SELECT t.id FROM call t WHERE t.client = ?1 AND t.by_account = ?2 AND t.child = ?3"
		       " ORDER BY t.id LIMIT 1",
		       TEXT(utf8_number(c->mem, n->client)), INT(c->who->account), INT(n->child));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void put_call(struct ctx *c, const struct making *m, struct input *in)
{
	const struct booking_new *n = m->n;

	input_int(in, c->mem, CALL_CHILD, n->child);
	input_int(in, c->mem, CALL_HOME, n->home);
	input_int(in, c->mem, CALL_DEVICE, m->device);
	input_day(in, c->mem, CALL_ON, n->on);
	input_int(in, c->mem, CALL_FROM, n->from);
	input_int(in, c->mem, CALL_MINUTES, m->day.slot.length);
	input_set(in, CALL_CHANNEL, n->channel);
	input_set(in, CALL_OCCASION, booking_occasion(c, &m->child, n->on, n->rehearsal));
	input_set(in, CALL_STATE, STR(CODE_CALL_STATE_BOOKED));
	input_int(in, c->mem, CALL_AT, c->now);
	if (n->client.n)
		input_set(in, CALL_CLIENT, n->client);
	if (!c->who->account)
		return;
	input_int(in, c->mem, CALL_BY, c->who->account);
	if (role_row_of(c->who->role))
		input_set(in, CALL_ROLE, str_of(role_code(c->who->role)));
}

static enum rc add_party(struct ctx *c, const struct record *call, const struct booking_relative *who)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->county);
	struct input in = input_new(&call_party_kind);
	struct record done;
	bool own = who && c->who->person && c->who->person == who->person;

	input_int(&in, c->mem, CALL_PARTY_CHILD, rec_int(call, CALL_CHILD));
	input_int(&in, c->mem, CALL_PARTY_CALL, call->id);
	input_set(&in, CALL_PARTY_PART, who ? STR(CODE_CALL_PART_RELATIVE) : STR(CODE_CALL_PART_CHILD));
	if (who)
		input_int(&in, c->mem, CALL_PARTY_PERSON, who->person);
	if (who && who->account)
		input_int(&in, c->mem, CALL_PARTY_ACCOUNT, who->account);
	if (who)
		input_set(&in, CALL_PARTY_ANSWER,
			  own ? STR(CODE_CALL_ANSWER_YES) : STR(CODE_CALL_ANSWER_ASKED));
	if (own)
		input_int(&in, c->mem, CALL_PARTY_ANSWERED_AT, c->now);
	return record_create(&p, &in, &done);
}

static enum rc add_parties(struct ctx *c, const struct making *m, const struct record *call)
{
	enum rc rc = add_party(c, call, NULL);

	for (size_t i = 0; rc == RC_OK && i < m->relative.n; i++) {
		bool wanted = false;
		for (size_t j = 0; j < m->n->nperson; j++)
			wanted |= m->n->person[j] == m->relative.r[i].person;
		if (wanted)
			rc = add_party(c, call, &m->relative.r[i]);
	}
	return rc;
}

/* The number that was typed is for the only one who needs a link; of several the file's numbers are used. */
static enum rc invite_all(struct ctx *c, const struct making *m, const struct call *call)
{
	enum rc rc = RC_OK;
	size_t need = 0;

	for (size_t i = 0; i < call->party.n; i++)
		need += rec_int(&call->party.r[i], CALL_PARTY_PERSON) &&
			!rec_int(&call->party.r[i], CALL_PARTY_ACCOUNT);
	for (size_t i = 0; rc == RC_OK && i < call->party.n; i++) {
		const struct record *party = &call->party.r[i];
		if (!rec_int(party, CALL_PARTY_PERSON) ||
		    !str_eq(rec_text(party, CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_ASKED)))
			continue;
		rc = invite_send(c, &(struct invite){ .call = &call->call,
						      .party = party,
						      .to = need == 1 ? m->n->phone : (str){ NULL, 0 },
						      .origin = m->n->origin,
						      .code = CODE_NOTICE_CODE_CALL_ASKED });
	}
	return rc;
}

/* Who booked for themselves has said yes. */
static enum rc confirm_own(struct ctx *c, const struct call *call)
{
	for (size_t i = 0; i < call->party.n; i++)
		if (str_eq(rec_text(&call->party.r[i], CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_YES)))
			return call_set_state(c, &call->call, CODE_CALL_STATE_CONFIRMED, (str){ NULL, 0 });
	return RC_OK;
}

static enum rc write_new(struct ctx *c, const struct making *m, int64_t *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, m->child.county);
	struct input in = input_new(&call_kind);
	struct record done;
	struct call call;

	put_call(c, m, &in);
	enum rc rc = record_create(&p, &in, &done);
	if (rc != RC_OK) {
		program_problems(c, &p);
		return rc;
	}
	rc = add_parties(c, m, &done);
	if (rc == RC_OK)
		rc = call_event_add(c, &done, 0, CODE_CALL_EVENT_WHAT_BOOKED, (str){ NULL, 0 });
	if (rc == RC_OK)
		rc = call_load_program(c, done.id, &call);
	if (rc == RC_OK)
		rc = confirm_own(c, &call);
	if (rc == RC_OK)
		rc = invite_all(c, m, &call);
	if (rc == RC_OK)
		rc = remind_again(c, done.id);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

enum rc booking_make_unit(struct ctx *c, const struct booking_new *n, int64_t *ret)
{
	struct making m = { .n = n };
	int64_t there;

	if (!(c->who->role & (ROLES_CALL_BOOK | ROLE_SYSTEM)))
		return RC_DENIED;
	enum rc rc = find_made(c, n, &there);
	if (rc == RC_OK && there) {
		*ret = there;
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = check(c, &m);
	return rc == RC_OK ? write_new(c, &m, ret) : rc;
}

struct unit {
	const void *what;
	int64_t id;
};

static enum rc make_job(struct ctx *c, void *arg)
{
	struct unit *u = arg;

	return booking_make_unit(c, u->what, &u->id);
}

enum rc booking_make(struct ctx *c, const struct booking_new *n, int64_t *ret)
{
	struct unit u = { .what = n };
	enum rc rc = store_write(c, PRIO_PEOPLE, make_job, &u);

	if (rc == RC_OK)
		*ret = u.id;
	return rc;
}

/* --- another time, or none --- */

bool booking_may_change(const struct ctx *c, const struct record *call)
{
	return c->who->role & (ROLES_CALL_BOOK | ROLE_SYSTEM) &&
	       (call_is(call, CODE_CALL_STATE_BOOKED) || call_is(call, CODE_CALL_STATE_CONFIRMED)) &&
	       c->now < call_ends(call);
}

static enum rc load_changing(struct ctx *c, int64_t id, struct call *ret)
{
	enum rc rc = call_load(c, id, ret);

	if (rc != RC_OK)
		return rc;
	if (!(c->who->role & (ROLES_CALL_BOOK | ROLE_SYSTEM)))
		return RC_DENIED;
	return booking_may_change(c, &ret->call) ? RC_OK : RC_CONFLICT;
}

static enum rc drop_messages(struct ctx *c, const struct call *call)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < call->party.n; i++)
		rc = outbox_drop(c, call->party.r[i].id);
	return rc == RC_OK ? outbox_drop(c, call->call.id) : rc; /* its reminders */
}

enum rc booking_cancel_unit(struct ctx *c, const struct booking_cancel *b)
{
	struct call call;
	enum rc rc = load_changing(c, b->id, &call);

	if (rc == RC_OK && !code_find(code_list_find(STR("call_why")), b->why, c->today, (str){ NULL, 0 })) {
		complain(c, "why", N_("Say why."));
		rc = RC_INVALID;
	}
	if (rc == RC_OK)
		rc = call_set_state(c, &call.call, CODE_CALL_STATE_CANCELLED, b->why);
	if (rc == RC_OK)
		rc = call_event_add(c, &call.call, b->party, CODE_CALL_EVENT_WHAT_CANCELLED,
				    (str){ NULL, 0 });
	if (rc == RC_OK)
		rc = drop_messages(c, &call);
	if (rc == RC_OK)
		rc = invite_tell_all(c, &call, CODE_NOTICE_CODE_CALL_CANCELLED);
	return rc == RC_OK ? wish_serve(c, &call.call, b->origin) : rc;
}

static enum rc cancel_job(struct ctx *c, void *arg)
{
	const struct unit *u = arg;

	return booking_cancel_unit(c, u->what);
}

enum rc booking_cancel(struct ctx *c, const struct booking_cancel *b)
{
	struct unit u = { .what = b };

	return store_write(c, PRIO_PEOPLE, cancel_job, &u);
}

static enum rc move_slot(struct ctx *c, const struct booking_move *m, const struct call *call, int64_t *ret)
{
	struct booking_new n = { .device = m->device,
				 .on = m->on,
				 .from = m->from,
				 .channel = rec_text(&call->call, CALL_CHANNEL) };
	struct booking_day d;
	struct quota_left left;
	bool trial = str_eq(rec_text(&call->call, CALL_OCCASION), STR(CODE_CALL_OCCASION_REHEARSAL));

	check_codes(c, &n);
	if (c->problems.n)
		return RC_INVALID;
	enum rc rc = booking_day(c, rec_int(&call->call, CALL_HOME), m->on, &d);
	if (rc == RC_OK)
		rc = find_slot(c, &n, &d, ret);
	if (rc == RC_OK)
		rc = check_child(c, &call->child, &d.slot, m->from, call->call.id);
	if (rc == RC_OK)
		rc = booking_quota(c, &call->child, m->on, trial, &left);
	if (rc != RC_OK)
		return rc;
	/* Within its own week it takes no second place. */
	if (quota_monday(m->on) != quota_monday(rec_day(&call->call, CALL_ON)) && left.used >= left.of)
		complain(c, "on", N_("The calls of that week are booked already. Choose another week."));
	return c->problems.n ? RC_INVALID : RC_OK;
}

/* Who moved it by their link goes on with it, and comes. */
static enum rc keep_link(struct ctx *c, const struct record *call, const struct record *party)
{
	struct input in = input_new(&call_party_kind);

	input_set(&in, CALL_PARTY_ANSWER, STR(CODE_CALL_ANSWER_YES));
	input_int(&in, c->mem, CALL_PARTY_ANSWERED_AT, c->now);
	input_int(&in, c->mem, CALL_PARTY_LINK_UNTIL, link_until(c, call));
	return call_put(c, party, &in);
}

static enum rc ask_again(struct ctx *c, const struct booking_move *m, int64_t id)
{
	struct input in = input_new(&call_party_kind);
	struct call call;
	enum rc rc = call_load_program(c, id, &call);

	input_set(&in, CALL_PARTY_ANSWER, STR(CODE_CALL_ANSWER_ASKED));
	for (size_t i = 0; rc == RC_OK && i < call.party.n; i++) {
		const struct record *party = &call.party.r[i];
		if (!rec_int(party, CALL_PARTY_PERSON))
			continue;
		if (m->party == party->id) {
			rc = keep_link(c, &call.call, party);
			continue;
		}
		rc = call_put(c, party, &in);
		if (rc == RC_OK)
			rc = outbox_drop(c, party->id);
		if (rc == RC_OK)
			rc = invite_send(c, &(struct invite){ .call = &call.call,
							      .party = party,
							      .origin = m->origin,
							      .code = CODE_NOTICE_CODE_CALL_MOVED });
	}
	return rc;
}

enum rc booking_move_unit(struct ctx *c, const struct booking_move *m)
{
	struct input in = input_new(&call_kind);
	struct call call;
	int64_t device;
	enum rc rc = load_changing(c, m->id, &call);

	if (rc == RC_OK)
		rc = move_slot(c, m, &call, &device);
	if (rc != RC_OK)
		return rc;
	input_int(&in, c->mem, CALL_DEVICE, device);
	input_day(&in, c->mem, CALL_ON, m->on);
	input_int(&in, c->mem, CALL_FROM, m->from);
	input_set(&in, CALL_STATE, m->party ? STR(CODE_CALL_STATE_CONFIRMED) : STR(CODE_CALL_STATE_BOOKED));
	input_set(&in, CALL_REMINDED_AT, (str){ NULL, 0 });
	rc = call_put(c, &call.call, &in);
	if (rc == RC_OK)
		rc = call_event_add(c, &call.call, m->party, CODE_CALL_EVENT_WHAT_MOVED, (str){ NULL, 0 });
	if (rc == RC_OK)
		rc = ask_again(c, m, m->id);
	if (rc == RC_OK)
		rc = remind_again(c, m->id);
	return rc == RC_OK ? wish_serve(c, &call.call, m->origin) : rc;
}

static enum rc move_job(struct ctx *c, void *arg)
{
	const struct unit *u = arg;

	return booking_move_unit(c, u->what);
}

enum rc booking_move(struct ctx *c, const struct booking_move *m)
{
	struct unit u = { .what = m };

	return store_write(c, PRIO_PEOPLE, move_job, &u);
}
