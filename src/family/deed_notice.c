/* Written notices of a deed: to the school and the village that the child's care was entrusted, to the parent
 * that the child needs them; and how a deed is ended before its time. */
#include "complain.h"
#include "deed_alone.h"
#include "program.h"
#include "utf8.h"

static const int64_t an_hour = INT64_C(3600) * 1000000;
enum { DAY_HOURS = 24, WORDS = 1000, WHY = 500 };

struct act {
	int64_t id;
	const char *to;
	str words, plan, code;
};

/* A deed within reach, all of it, and the program in the name of who acts. */
struct acting {
	struct ctx *c, p;
	struct actor program;
	struct deed d;
};

static enum rc begin(struct ctx *c, int64_t id, struct acting *a)
{
	struct deed seen;
	enum rc rc = deed_open(c, id, &seen);

	a->c = c;
	a->p = program_for(c, &a->program, c->who->county);
	return rc == RC_OK ? deed_whole(c, id, &a->d) : rc;
}

static enum rc done(struct acting *a, enum rc rc)
{
	if (rc == RC_OK)
		rc = deed_settle(&a->p, a->d.rec.id);
	if (rc != RC_OK && !a->c->problems.n)
		program_problems(a->c, &a->p);
	return rc;
}

static enum rc conflict(struct ctx *c, const char *field, const char *text)
{
	complain(c, field, text);
	return RC_CONFLICT;
}

static bool fits(struct ctx *c, const char *field, str words, const char *needed, size_t most)
{
	if (needed && !str_trim(words).n)
		complain(c, field, needed);
	else if (utf8_count(words) > most)
		complain(c, field, N_("This is too long."));
	return !c->problems.n;
}

/* --- sending --- */

static enum rc add(struct acting *a, const char *to, int64_t hours, int64_t plan_hours, str text)
{
	struct arena *mem = a->c->mem;
	struct input in = input_new(&deed_notice_kind);
	struct record n;

	input_int(&in, mem, DEED_NOTICE_DEED, a->d.rec.id);
	input_int(&in, mem, DEED_NOTICE_CHILD, a->d.child.id);
	input_set(&in, DEED_NOTICE_TO, str_of(to));
	if (!strcmp(to, CODE_DEED_TO_SCHOOL))
		input_int(&in, mem, DEED_NOTICE_SCHOOL, rec_int(&a->d.child, CHILD_SCHOOL));
	if (text.n)
		input_set(&in, DEED_NOTICE_TEXT, text);
	input_int(&in, mem, DEED_NOTICE_SENT_AT, a->c->now);
	if (a->c->who->account)
		input_int(&in, mem, DEED_NOTICE_SENT_BY, a->c->who->account);
	input_int(&in, mem, DEED_NOTICE_DUE_AT, a->c->now + hours * an_hour);
	if (plan_hours)
		input_int(&in, mem, DEED_NOTICE_PLAN_DUE_AT, a->c->now + plan_hours * an_hour);
	return record_create(&a->p, &in, &n);
}

static enum rc tell_job(struct ctx *c, void *arg)
{
	const struct act *act = arg;
	struct acting a;
	int64_t hours = ctx_param(c, PARAM_FAMILY_DEED_NOTICE_DAYS) * DAY_HOURS;
	enum rc rc = begin(c, act->id, &a);

	if (rc != RC_OK)
		return rc;
	if (!(a.d.me & (DEED_IS_PARENT | DEED_IS_WITNESS)))
		return RC_DENIED;
	if (a.d.stand == DEED_DRAFT)
		return conflict(c, "to", N_("Not everybody has signed yet."));
	if (a.d.stand != DEED_SIGNED || a.d.facts.sent)
		return conflict(c, "to", N_("The notices were sent already, or the deed is over."));
	rc = add(&a, CODE_DEED_TO_VILLAGE, hours, 0, STR(""));
	if (rc == RC_OK && !rec_null(&a.d.child, CHILD_SCHOOL))
		rc = add(&a, CODE_DEED_TO_SCHOOL, hours, 0, STR(""));
	return done(&a, rc);
}

enum rc deed_tell(struct ctx *c, int64_t deed)
{
	struct act act = { .id = deed };

	return store_write(c, PRIO_PEOPLE, tell_job, &act);
}

/* --- acknowledging --- */

static enum rc note(struct acting *a, const struct record *notice, const struct act *act)
{
	struct arena *mem = a->c->mem;
	struct input in = input_new(&deed_notice_kind);
	struct record n;

	if (rec_null(notice, DEED_NOTICE_ACK_AT)) {
		input_int(&in, mem, DEED_NOTICE_ACK_AT, a->c->now);
		if (a->c->who->account)
			input_int(&in, mem, DEED_NOTICE_ACK_BY, a->c->who->account);
		input_set(&in, DEED_NOTICE_ACK_ROLE, str_of(role_code(a->c->who->role)));
		if (str_trim(act->words).n)
			input_set(&in, DEED_NOTICE_WORDS, str_trim(act->words));
	}
	if (str_trim(act->plan).n && rec_null(notice, DEED_NOTICE_PLAN_AT)) {
		input_set(&in, DEED_NOTICE_PLAN, str_trim(act->plan));
		input_int(&in, mem, DEED_NOTICE_PLAN_AT, a->c->now);
	}
	return record_update(&a->p, &deed_notice_kind, notice->id, 0, &in, &n);
}

static enum rc note_all(struct acting *a)
{
	struct input in = input_new(&deed_kind);
	struct record r;
	struct deed now;
	enum rc rc = deed_whole(&a->p, a->d.rec.id, &now);

	if (rc != RC_OK || !deed_noted_on(&now.facts) || !rec_null(&now.rec, DEED_NOTED_ON))
		return rc;
	input_day(&in, a->c->mem, DEED_NOTED_ON, deed_noted_on(&now.facts));
	return record_update(&a->p, &deed_kind, now.rec.id, 0, &in, &r);
}

static enum rc acknowledge_job(struct ctx *c, void *arg)
{
	const struct act *act = arg;
	struct acting a;
	bool school = !strcmp(act->to, CODE_DEED_TO_SCHOOL);
	enum rc rc = begin(c, act->id, &a);

	if (rc != RC_OK)
		return rc;
	if (!(a.d.me & (school ? DEED_IS_SCHOOL : DEED_IS_VILLAGE)))
		return RC_DENIED;
	const struct record *notice = deed_notice_to(&a.d, act->to);
	if (!notice)
		return conflict(c, "words", N_("No notice was sent yet."));
	if (!rec_null(notice, DEED_NOTICE_ACK_AT))
		return conflict(c, "words", N_("This notice was acknowledged already."));
	if (!fits(c, "words", act->words, NULL, WORDS))
		return RC_INVALID;
	rc = note(&a, notice, act);
	return done(&a, rc == RC_OK ? note_all(&a) : rc);
}

enum rc deed_acknowledge(struct ctx *c, int64_t deed, const char *to, str words)
{
	struct act act = { .id = deed, .to = to, .words = words };

	return store_write(c, PRIO_PEOPLE, acknowledge_job, &act);
}

/* --- the child needs the parent --- */

static enum rc call_job(struct ctx *c, void *arg)
{
	const struct act *act = arg;
	struct acting a;
	enum rc rc = begin(c, act->id, &a);

	if (rc != RC_OK)
		return rc;
	if (!(a.d.me & (DEED_IS_SCHOOL | DEED_IS_VILLAGE)))
		return RC_DENIED;
	if (!a.d.facts.parent || a.d.stand == DEED_REVOKED || a.d.stand == DEED_ENDED)
		return conflict(c, "words", N_("This deed is not in force."));
	if (!fits(c, "words", act->words, N_("Say in plain words what you saw and what the child needs."),
		  WORDS))
		return RC_INVALID;
	rc = add(&a, CODE_DEED_TO_PARENT, ctx_param(c, PARAM_FAMILY_DEED_ANSWER_HOURS),
		 ctx_param(c, PARAM_FAMILY_DEED_PLAN_DAYS) * DAY_HOURS, str_trim(act->words));
	return done(&a, rc);
}

enum rc deed_call_parent(struct ctx *c, int64_t deed, str words)
{
	struct act act = { .id = deed, .words = words };

	return store_write(c, PRIO_PEOPLE, call_job, &act);
}

static enum rc answer_job(struct ctx *c, void *arg)
{
	const struct act *act = arg;
	struct acting a;
	enum rc rc = begin(c, act->id, &a);

	if (rc != RC_OK)
		return rc;
	if (!(a.d.me & DEED_IS_PARENT))
		return RC_DENIED;
	const struct record *notice = deed_notice_to(&a.d, CODE_DEED_TO_PARENT);
	if (!notice || !rec_null(notice, DEED_NOTICE_PLAN_AT))
		return conflict(c, "plan", N_("Nothing waits for an answer here."));
	if (!rec_null(notice, DEED_NOTICE_ACK_AT) && !str_trim(act->plan).n)
		complain(c, "plan", N_("Say what you will do, and when."));
	if (!fits(c, "plan", act->plan, NULL, WORDS))
		return RC_INVALID;
	return done(&a, note(&a, notice, act));
}

enum rc deed_answer(struct ctx *c, int64_t deed, str words, str plan)
{
	struct act act = { .id = deed, .words = words, .plan = plan };

	return store_write(c, PRIO_PEOPLE, answer_job, &act);
}

/* --- ending it --- */

static bool may_revoke(const struct acting *a)
{
	return a->d.me & (DEED_IS_PARENT | DEED_IS_CARER | DEED_IS_VILLAGE) || a->c->who->role == ROLE_CIVIL;
}

static void check_revoke(struct acting *a, const struct act *act)
{
	struct ctx *c = a->c;

	(void)fits(c, "why", act->words, N_("Say why the deed ends."), WHY);
	if (!a->d.facts.parent) /* nobody had entrusted the child to anybody yet */
		return;
	if (!act->code.n)
		complain(c, "care_now", N_("Say who looks after the child from now on."));
	else if (!code_find(code_list_find(STR("deed_care_now")), act->code, c->today, STR("")))
		complain(c, "care_now", N_("Choose one of the list."));
}

static enum rc revoke_job(struct ctx *c, void *arg)
{
	const struct act *act = arg;
	struct acting a;
	struct input in = input_new(&deed_kind);
	struct record r;
	enum rc rc = begin(c, act->id, &a);

	if (rc != RC_OK)
		return rc;
	if (!may_revoke(&a))
		return RC_DENIED;
	if (a.d.stand == DEED_REVOKED || a.d.stand == DEED_ENDED)
		return conflict(c, "why", N_("This deed is over already."));
	check_revoke(&a, act);
	if (c->problems.n)
		return RC_INVALID;
	bool bound = a.d.facts.parent != 0;
	input_day(&in, c->mem, DEED_REVOKED_ON, c->today);
	if (c->who->account)
		input_int(&in, c->mem, DEED_REVOKED_BY, c->who->account);
	input_set(&in, DEED_REVOKE_WHY, str_trim(act->words));
	if (act->code.n)
		input_set(&in, DEED_CARE_NOW, act->code);
	rc = done(&a, record_update(&a.p, &deed_kind, a.d.rec.id, 0, &in, &r));
	if (rc != RC_OK || !bound)
		return rc;
	struct deed_left left = { .child = a.d.child.id,
				  .deed = a.d.rec.id,
				  .nobody = str_eq(act->code, STR(CODE_DEED_CARE_NOW_NOBODY)) };
	return deed_alone_look(c, &left);
}

enum rc deed_revoke(struct ctx *c, int64_t deed, str why, str care_now)
{
	struct act act = { .id = deed, .words = why, .code = care_now };

	return store_write(c, PRIO_PEOPLE, revoke_job, &act);
}
