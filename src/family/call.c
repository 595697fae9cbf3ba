#include "call.h"

#include "program.h"

static const int64_t A_MINUTE = INT64_C(60) * 1000000;
/* Minutes of Asia/Shanghai before UTC: there is no summer time. */
enum { SHANGHAI = 8 * 60, DAY_MINUTES = 24 * 60 };

bool call_is(const struct record *call, const char *state)
{
	return str_eq(rec_text(call, CALL_STATE), str_of(state));
}

bool call_holds(const struct record *call)
{
	static const char *const states[] = { CODE_CALL_STATE_BOOKED, CODE_CALL_STATE_CONFIRMED,
					      CODE_CALL_STATE_OPEN, CODE_CALL_STATE_TALKING };

	for (size_t i = 0; i < COUNT(states); i++)
		if (call_is(call, states[i]))
			return true;
	return false;
}

int64_t call_instant(day on, int minute)
{
	return ((int64_t)day_number(on) * DAY_MINUTES + minute - SHANGHAI) * A_MINUTE;
}

int64_t call_begins(const struct record *call)
{
	return call_instant(rec_day(call, CALL_ON), (int)rec_int(call, CALL_FROM));
}

int64_t call_ends(const struct record *call)
{
	return call_begins(call) + rec_int(call, CALL_MINUTES) * A_MINUTE;
}

/* --- reading --- */

static enum rc load_parties(struct ctx *c, struct call *call)
{
	struct list l = { .filter = { { CALL_PARTY_CALL, INT(call->call.id) } },
			  .nfilter = 1,
			  .limit = CALL_PARTIES_MAX };

	return record_list(c, &call_party_kind, &l, &call->party);
}

enum rc call_load(struct ctx *c, int64_t id, struct call *ret)
{
	struct call found = { .party = { .n = 0 } };
	enum rc rc = record_load(c, &call_kind, id, &found.call);

	if (rc == RC_OK)
		rc = record_load(c, &child_kind, rec_int(&found.call, CALL_CHILD), &found.child);
	if (rc == RC_OK)
		rc = load_parties(c, &found);
	if (rc == RC_OK)
		*ret = found;
	return rc;
}

enum rc call_load_program(struct ctx *c, int64_t id, struct call *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct call found = { .party = { .n = 0 } };
	enum rc rc = record_load(&p, &call_kind, id, &found.call);

	if (rc == RC_OK)
		rc = load_parties(&p, &found);
	if (rc == RC_OK)
		*ret = found;
	return rc;
}

const struct record *call_party_find(const struct call *call, int64_t party)
{
	for (size_t i = 0; i < call->party.n; i++)
		if (call->party.r[i].id == party)
			return &call->party.r[i];
	return NULL;
}

static const struct record *party_by(const struct call *call, size_t field, int64_t is)
{
	for (size_t i = 0; i < call->party.n && is; i++)
		if (rec_int(&call->party.r[i], field) == is)
			return &call->party.r[i];
	return NULL;
}

const struct record *call_party_of_account(const struct call *call, int64_t account)
{
	return party_by(call, CALL_PARTY_ACCOUNT, account);
}

const struct record *call_party_of_person(const struct call *call, int64_t person)
{
	return party_by(call, CALL_PARTY_PERSON, person);
}

const struct record *call_party_of_child(const struct call *call)
{
	for (size_t i = 0; i < call->party.n; i++)
		if (str_eq(rec_text(&call->party.r[i], CALL_PARTY_PART), STR(CODE_CALL_PART_CHILD)))
			return &call->party.r[i];
	return NULL;
}

/* --- writing --- */

enum rc call_put(struct ctx *c, const struct record *r, const struct input *in)
{
	struct actor program;
	struct ctx p = program_for(c, &program, r->county);
	struct record done;
	enum rc rc = record_update(&p, r->kind, r->id, 0, in, &done);

	if (rc == RC_INVALID || rc == RC_CONFLICT)
		program_problems(c, &p);
	return rc;
}

enum rc call_set_state(struct ctx *c, const struct record *call, const char *state, str why)
{
	struct input in = input_new(&call_kind);

	input_set(&in, CALL_STATE, str_of(state));
	if (why.n)
		input_set(&in, CALL_WHY, why);
	return call_put(c, call, &in);
}

enum rc call_event_add(struct ctx *c, const struct record *call, int64_t party, const char *what, str text)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->county);
	struct input in = input_new(&call_event_kind);
	struct record done;

	input_int(&in, c->mem, CALL_EVENT_CHILD, rec_int(call, CALL_CHILD));
	input_int(&in, c->mem, CALL_EVENT_CALL, call->id);
	if (party)
		input_int(&in, c->mem, CALL_EVENT_PARTY, party);
	input_int(&in, c->mem, CALL_EVENT_AT, c->now);
	input_set(&in, CALL_EVENT_WHAT, str_of(what));
	if (text.n)
		input_set(&in, CALL_EVENT_TEXT, text);
	return record_create(&p, &in, &done);
}
