#include "wish.h"

#include "complain.h"
#include "invite.h"
#include "program.h"
#include "utf8.h"

enum { WISHES_MAX = 64 };
static const int64_t AN_HOUR = INT64_C(3600) * 1000000;

/* --- whose turn it is --- */

static bool goes_before(const struct wish_row *a, const struct wish_row *b)
{
	if (a->last != b->last)
		return a->last < b->last; /* 0, never, is before all */
	return a->at != b->at ? a->at < b->at : a->id < b->id;
}

const struct wish_row *wish_turn(const struct wish_row *w, size_t n, day on)
{
	const struct wish_row *turn = NULL;

	for (size_t i = 0; i < n; i++)
		if (w[i].quota && w[i].from <= on && on <= w[i].to && (!turn || goes_before(&w[i], turn)))
			turn = &w[i];
	return turn;
}

/* --- making one --- */

struct making {
	const struct wish_new *n;
	int64_t id;
};

/* With somebody tied to the child, whom nobody keeps away from it. */
static enum rc check_person(struct ctx *c, const struct wish_new *n)
{
	struct booking_relatives all = { .n = 0 };
	enum rc rc = n->person ? booking_relatives(c, n->child, &all) : RC_OK;
	bool is = !n->person;

	for (size_t i = 0; i < all.n; i++)
		is = is || all.r[i].person == n->person;
	if (rc == RC_OK && !is)
		complain(c, "person",
			 N_("This person is not tied to the child any more, or may not come near it."));
	return rc;
}

static enum rc check(struct ctx *c, const struct wish_new *n)
{
	struct record child, home;
	enum rc rc = record_load(c, &child_kind, n->child, &child);

	if (rc != RC_OK)
		return rc;
	rc = n->home ? record_load(c, &happy_home_kind, n->home, &home) : RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		complain(c, "home", N_("Choose a happy home."));
	else if (rc != RC_OK)
		return rc;
	if (!day_valid(n->from) || n->from < c->today)
		complain(c, "from", N_("Choose today or a later day."));
	if (!day_valid(n->to) || n->to < n->from)
		complain(c, "to", N_("This day is before the first one."));
	rc = check_person(c, n);
	if (rc != RC_OK)
		return rc;
	return c->problems.n ? RC_INVALID : RC_OK;
}

static enum rc find_made(struct ctx *c, const struct wish_new *n, int64_t *ret)
{
	enum rc rc = DB_ONE(
		c->db, ret,
		"SELECT t.id FROM call_wish t WHERE t.child = ?1 AND (t.state = '" CODE_WISH_STATE_WAITING
		"' AND t.home = ?2 AND t.from_day = ?3 AND t.to_day = ?4 OR t.client = ?5) ORDER BY t.id "
		"LIMIT 1",
		INT(n->child), INT(n->home), INT(n->from), INT(n->to), TEXT(utf8_number(c->mem, n->client)));

	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc make_job(struct ctx *c, void *arg)
{
	struct making *m = arg;
	const struct wish_new *n = m->n;
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct input in = input_new(&call_wish_kind);
	struct record done;

	if (!(c->who->role & (ROLES_WISH | ROLE_SYSTEM)))
		return RC_DENIED;
	enum rc rc = check(c, n);
	if (rc == RC_OK)
		rc = find_made(c, n, &m->id);
	if (rc != RC_OK || m->id)
		return rc;
	input_int(&in, c->mem, CALL_WISH_CHILD, n->child);
	input_int(&in, c->mem, CALL_WISH_HOME, n->home);
	if (n->person)
		input_int(&in, c->mem, CALL_WISH_PERSON, n->person);
	input_day(&in, c->mem, CALL_WISH_FROM, n->from);
	input_day(&in, c->mem, CALL_WISH_TO, n->to);
	input_set(&in, CALL_WISH_NOTE, str_trim(n->note));
	input_set(&in, CALL_WISH_STATE, STR(CODE_WISH_STATE_WAITING));
	input_set(&in, CALL_WISH_CLIENT, n->client);
	input_int(&in, c->mem, CALL_WISH_AT, c->now);
	if (c->who->account) {
		input_int(&in, c->mem, CALL_WISH_BY, c->who->account);
		input_set(&in, CALL_WISH_ROLE, str_of(role_code(c->who->role)));
	}
	rc = record_create(&p, &in, &done);
	if (rc == RC_OK)
		m->id = done.id;
	else
		program_problems(c, &p);
	return rc;
}

enum rc wish_make(struct ctx *c, const struct wish_new *n, int64_t *ret)
{
	struct making m = { .n = n };
	enum rc rc = store_write(c, PRIO_PEOPLE, make_job, &m);

	if (rc == RC_OK)
		*ret = m.id;
	return rc;
}

static enum rc put_state(struct ctx *c, const struct record *wish, const char *state, int64_t call)
{
	struct input in = input_new(&call_wish_kind);

	input_set(&in, CALL_WISH_STATE, str_of(state));
	if (call)
		input_int(&in, c->mem, CALL_WISH_CALL, call);
	return call_put(c, wish, &in);
}

static enum rc withdraw_job(struct ctx *c, void *arg)
{
	const int64_t *id = arg;
	struct record wish;
	enum rc rc = record_load(c, &call_wish_kind, *id, &wish);

	if (rc != RC_OK)
		return rc;
	if (!(c->who->role & (ROLES_WISH | ROLE_SYSTEM)))
		return RC_DENIED;
	if (!str_eq(rec_text(&wish, CALL_WISH_STATE), STR(CODE_WISH_STATE_WAITING)))
		return RC_CONFLICT;
	return put_state(c, &wish, CODE_WISH_STATE_WITHDRAWN, 0);
}

enum rc wish_withdraw(struct ctx *c, int64_t id) { return store_write(c, PRIO_PEOPLE, withdraw_job, &id); }

enum rc wish_list(struct ctx *c, int64_t home, int64_t child, struct records *ret)
{
	struct list l = { .filter = { { CALL_WISH_STATE, TEXT(STR(CODE_WISH_STATE_WAITING)) } },
			  .nfilter = 1,
			  .limit = WISHES_MAX };

	if (home) {
		l.filter[l.nfilter].field = CALL_WISH_HOME;
		l.filter[l.nfilter++].is = INT(home);
	}
	if (child) {
		l.filter[l.nfilter].field = CALL_WISH_CHILD;
		l.filter[l.nfilter++].is = INT(child);
	}
	return record_list(c, &call_wish_kind, &l, ret);
}

/* --- serving --- */

static enum rc last_call(struct ctx *c, int64_t child, day *ret)
{
	int64_t on = 0;
	enum rc rc = DB_ONE(c->db, &on,
			    "SELECT max(t.on_day) FROM call t WHERE t.child = ?1 AND t.state NOT IN"
			    " ('" CODE_CALL_STATE_CANCELLED "', '" CODE_CALL_STATE_MISSED "')",
			    INT(child));

	*ret = (day)on;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_row(struct ctx *p, const struct record *wish, day on, struct wish_row *ret)
{
	struct record child;
	struct quota_left left = { 0, 0 };
	enum rc rc = record_load(p, &child_kind, rec_int(wish, CALL_WISH_CHILD), &child);

	*ret = (struct wish_row){ .id = wish->id,
				  .child = child.id,
				  .from = rec_day(wish, CALL_WISH_FROM),
				  .to = rec_day(wish, CALL_WISH_TO),
				  .at = rec_int(wish, CALL_WISH_AT) };
	if (rc == RC_OK)
		rc = booking_quota(p, &child, on, false, &left);
	if (rc == RC_OK)
		rc = last_call(p, child.id, &ret->last);
	ret->quota = left.used < left.of;
	return rc;
}

/* With whom: as the wish says, else whoever lives elsewhere. */
static enum rc whom(struct ctx *c, const struct record *wish, struct booking_new *n)
{
	struct booking_relatives all;
	int64_t person = rec_int(wish, CALL_WISH_PERSON);
	enum rc rc = booking_relatives(c, n->child, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n && n->nperson < BOOKING_PERSONS; i++)
		if (person ? all.r[i].person == person : all.r[i].away)
			n->person[n->nperson++] = all.r[i].person;
	return rc;
}

static enum rc serve_one(struct ctx *c, const struct record *call, const struct record *wish, str origin)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->county);
	struct booking_new n = { .child = rec_int(wish, CALL_WISH_CHILD),
				 .home = rec_int(call, CALL_HOME),
				 .device = rec_int(call, CALL_DEVICE),
				 .on = rec_day(call, CALL_ON),
				 .from = (int)rec_int(call, CALL_FROM),
				 .channel = rec_text(call, CALL_CHANNEL),
				 .origin = origin };
	struct call made;
	int64_t id;
	enum rc rc = whom(&p, wish, &n);

	if (rc == RC_OK)
		rc = booking_make_unit(&p, &n, &id);
	if (rc == RC_INVALID || rc == RC_CONFLICT)
		return RC_OK; /* it does not fit after all: the slot stays free */
	if (rc == RC_OK)
		rc = put_state(&p, wish, CODE_WISH_STATE_SERVED, id);
	if (rc == RC_OK)
		rc = call_load_program(&p, id, &made);
	return rc == RC_OK ? invite_tell_all(c, &made, CODE_NOTICE_CODE_WISH_SERVED) : rc;
}

enum rc wish_serve(struct ctx *c, const struct record *call, str origin)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->county);
	day on = rec_day(call, CALL_ON);
	struct records waiting;

	if (!rec_int(call, CALL_HOME) ||
	    call_begins(call) < c->now + ctx_param(c, PARAM_FAMILY_REMIND_LAST_HOURS) * AN_HOUR)
		return RC_OK;
	enum rc rc = wish_list(&p, rec_int(call, CALL_HOME), 0, &waiting);
	if (rc != RC_OK || !waiting.n)
		return rc;
	struct wish_row *row = NEW(c->mem, struct wish_row, waiting.n);
	for (size_t i = 0; rc == RC_OK && i < waiting.n; i++)
		rc = read_row(&p, &waiting.r[i], on, &row[i]);
	const struct wish_row *turn = rc == RC_OK ? wish_turn(row, waiting.n, on) : NULL;
	return turn ? serve_one(c, call, &waiting.r[turn - row], origin) : rc;
}

/* --- what time alone does --- */

static enum rc lapse_job(struct ctx *c, void *arg)
{
	struct list l = { .filter = { { CALL_WISH_STATE, TEXT(STR(CODE_WISH_STATE_WAITING)) } },
			  .nfilter = 1,
			  .v = { INT(c->today) },
			  .nv = 1,
			  .limit = LIST_MAX };
	struct records over;

	(void)arg;
	l.where = SQL("t.to_day < ?1");
	enum rc rc = record_list(c, &call_wish_kind, &l, &over);
	for (size_t i = 0; rc == RC_OK && i < over.n; i++)
		rc = put_state(c, &over.r[i], CODE_WISH_STATE_LAPSED, 0);
	return rc;
}

enum rc wish_daily(struct ctx *c) { return store_write(c, PRIO_PEOPLE, lapse_job, NULL); }
