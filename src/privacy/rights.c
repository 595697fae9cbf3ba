#include "rights.h"
#include "consent.h"

static void complain(struct ctx *c, const struct record *r, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(r->kind->fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

day rights_due(day asked, int working_days)
{
	enum { SATURDAY = 6 };
	day d = asked;

	while (working_days > 0) {
		d = day_add(d, 1);
		if (day_weekday(d) < SATURDAY)
			working_days--;
	}
	return d;
}

static bool is(const struct record *r, const char *state)
{
	return str_eq(rec_text(r, RIGHTS_STATE), str_of(state));
}

bool rights_is_open(const struct record *r)
{
	return !is(r, CODE_RIGHTS_STATE_DONE) && !is(r, CODE_RIGHTS_STATE_REFUSED);
}

bool rights_is_overdue(const struct record *r, day today)
{
	return rights_is_open(r) && rec_day(r, RIGHTS_DUE_ON) < today;
}

/* --- the rules --- */

static void check_new(struct ctx *c, const struct record *r)
{
	int64_t person = rec_int(r, RIGHTS_PERSON);
	bool program = c->who->role == ROLE_SYSTEM;

	if (rec_null(r, RIGHTS_ASKED_ON))
		r->v[RIGHTS_ASKED_ON] = INT(c->today);
	if (rec_day(r, RIGHTS_ASKED_ON) > c->today)
		complain(c, r, RIGHTS_ASKED_ON, N_("This day has not come yet."));
	if (c->who->role & ROLES_FAMILY && rec_day(r, RIGHTS_ASKED_ON) != c->today)
		complain(c, r, RIGHTS_ASKED_ON, N_("What you ask for here is asked today."));
	if (c->who->role & ROLES_FAMILY && person && person != c->who->person)
		complain(c, r, RIGHTS_PERSON, N_("Everybody asks for themselves."));
	else if (person && !consent_may_give(c, rec_int(r, RIGHTS_CHILD), person, c->today))
		complain(c, r, RIGHTS_PERSON,
			 N_("Only a parent or guardian may ask, who is tied to the child today and not kept "
			    "away from "
			    "it."));
	if (!program && !rec_null(r, RIGHTS_STATE) && !is(r, CODE_RIGHTS_STATE_ASKED))
		complain(c, r, RIGHTS_STATE, N_("It begins by being asked."));
	if (!program && !rec_null(r, RIGHTS_DECISION))
		complain(c, r, RIGHTS_DECISION, N_("It begins by being asked."));
	if (rec_null(r, RIGHTS_STATE))
		r->v[RIGHTS_STATE] = TEXT(STR(CODE_RIGHTS_STATE_ASKED));
	r->v[RIGHTS_DUE_ON] =
		INT(rights_due(rec_day(r, RIGHTS_ASKED_ON), (int)ctx_param(c, PARAM_RIGHTS_WORKING_DAYS)));
}

static void check_decision(struct ctx *c, const struct record *before, const struct record *r)
{
	if (c->who->role & ROLES_FAMILY) {
		complain(c, r, RIGHTS_STATE, N_("The county answers; ask anew if something is different."));
		return;
	}
	if (!rights_is_open(before))
		complain(c, r, RIGHTS_STATE,
			 N_("This has been answered. If something is different, it is a new request."));
	if (rec_null(r, RIGHTS_STATE))
		r->v[RIGHTS_STATE] = before->v[RIGHTS_STATE];
	if (is(r, CODE_RIGHTS_STATE_REFUSED) && rec_null(r, RIGHTS_DECISION))
		complain(c, r, RIGHTS_DECISION, N_("A refusal needs its reason in writing."));
	if (is(r, CODE_RIGHTS_STATE_DONE) && rec_null(r, RIGHTS_IDENTITY))
		complain(c, r, RIGHTS_IDENTITY, N_("First see the papers of who asks."));
	if (!rights_is_open(r))
		r->v[RIGHTS_DECIDED_ON] = INT(c->today);
}

void rights_check(struct ctx *c, const struct change *change)
{
	if (change->before)
		check_decision(c, change->before, change->after);
	else
		check_new(c, change->after);
}

/* --- writing --- */

/* The program in somebody's name and within their reach: it alone writes who was asked again. */
static struct actor program_for(const struct actor *who)
{
	struct actor a = *who;

	a.role = ROLE_SYSTEM;
	return a;
}

static enum rc give_problems(struct ctx *to, const struct ctx *from, enum rc rc)
{
	to->problems = from->problems;
	to->conflicts = from->conflicts;
	to->stale = from->stale;
	return rc;
}

enum rc rights_ask(struct ctx *c, const struct rights_new *n, int64_t *ret_id)
{
	struct actor program = program_for(c->who);
	struct ctx p = *c;
	struct input in = input_new(&rights_request_kind);
	struct record done;
	bool at_once = str_eq(n->identity, STR(CODE_RIGHTS_IDENTITY_AGAIN)) &&
		       (str_eq(n->what, STR(CODE_RIGHTS_WHAT_COPY)) ||
			str_eq(n->what, STR(CODE_RIGHTS_WHAT_PORTABILITY)));

	p.who = &program;
	if (!may_create(c->who, P_RIGHTS))
		return RC_DENIED;
	if (c->who->role & ROLES_FAMILY && n->person != c->who->person)
		return RC_DENIED;
	input_int(&in, c->mem, RIGHTS_CHILD, n->child);
	if (n->person)
		input_int(&in, c->mem, RIGHTS_PERSON, n->person);
	input_set(&in, RIGHTS_WHAT, n->what);
	input_set(&in, RIGHTS_TEXT, n->text);
	input_set(&in, RIGHTS_IDENTITY, n->identity);
	input_set(&in, RIGHTS_STATE, at_once ? STR(CODE_RIGHTS_STATE_DONE) : STR(CODE_RIGHTS_STATE_ASKED));
	if (at_once)
		input_day(&in, c->mem, RIGHTS_DECIDED_ON, c->today);
	enum rc rc = record_create(&p, &in, &done);
	if (rc == RC_OK)
		*ret_id = done.id;
	return give_problems(c, &p, rc);
}

enum rc rights_decide(struct ctx *c, const struct rights_answer *a)
{
	struct actor program = program_for(c->who);
	struct ctx p = *c;
	struct input in = input_new(&rights_request_kind);
	struct record done;

	p.who = &program;
	if (c->who->role & ROLES_FAMILY || !may_write(c->who, P_RIGHTS))
		return RC_DENIED;
	input_set(&in, RIGHTS_STATE, a->state);
	input_set(&in, RIGHTS_DECISION, a->decision);
	if (a->papers)
		input_set(&in, RIGHTS_IDENTITY, STR(CODE_RIGHTS_IDENTITY_PAPERS));
	return give_problems(c, &p, record_update(&p, &rights_request_kind, a->id, a->version, &in, &done));
}

enum rc rights_counts(struct ctx *c, int64_t *ret_open, int64_t *ret_late)
{
	struct list l = { 0 };
	struct list late = { .where = SQL("t.decided_on IS NULL AND t.due_on < ?1"),
			     .v = { INT(c->today) },
			     .nv = 1 };
	/* Not in an initialiser of constants: clang 14 loses it there. */
	l.where = SQL("t.decided_on IS NULL");
	enum rc rc = record_count(c, &rights_request_kind, &l, ret_open);

	return rc == RC_OK ? record_count(c, &rights_request_kind, &late, ret_late) : rc;
}
