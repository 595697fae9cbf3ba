#include "level.h"

#include "settle_care.h"

static void complain(struct ctx *c, size_t field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(level_decision_kind.fields[field].name), text, arg,
		    (str){ NULL, 0 });
}

static bool is_up(const struct record *d)
{
	return str_eq(rec_text(d, LEVEL_DECISION_WHAT), STR(CODE_LEVEL_ACT_UP));
}

static str colour(const struct ctx *c, int level) { return risk_word(c->lang, level); }

static bool stepped_on(const struct care_facts *f, day on)
{
	for (size_t i = 0; i < f->ndecision; i++)
		if (!f->decision[i].up && f->decision[i].on == on)
			return true;
	return false;
}

static void check_up(struct ctx *c, const struct record *d, const struct settle_now *now)
{
	if (rec_int(d, LEVEL_DECISION_LEVEL) <= now->risk.level)
		complain(c, LEVEL_DECISION_LEVEL, N_("The child stands at {0} already, or higher."),
			 colour(c, now->risk.level));
}

static void check_down(struct ctx *c, const struct record *d, const struct settle_now *now)
{
	int level = now->risk.level, floor = now->risk.floor;

	if (level <= RISK_GREEN)
		complain(c, LEVEL_DECISION_LEVEL, N_("The child stands at the lowest level already."),
			 (str){ NULL, 0 });
	else if (rec_int(d, LEVEL_DECISION_LEVEL) != level - 1)
		complain(c, LEVEL_DECISION_LEVEL, N_("Down goes one step at a time: next is {0}."),
			 colour(c, level - 1));
	else if (level - 1 < floor)
		complain(c, LEVEL_DECISION_LEVEL,
			 N_("What is known of the child keeps it at {0}. If a reason is not so, contest it "
			    "first."),
			 colour(c, floor));
	else if (stepped_on(&now->facts, rec_day(d, LEVEL_DECISION_ON)))
		complain(c, LEVEL_DECISION_ON,
			 N_("It was stepped down today already; the next step waits for the next review."),
			 (str){ NULL, 0 });
}

static void fill(struct ctx *c, const struct record *d)
{
	if (c->who->account && rec_null(d, LEVEL_DECISION_BY))
		d->v[LEVEL_DECISION_BY] = INT(c->who->account);
	if (rec_null(d, LEVEL_DECISION_AT))
		d->v[LEVEL_DECISION_AT] = INT(c->now);
}

void level_check(struct ctx *c, const struct change *change)
{
	const struct record *d = change->after;
	struct settle_now now;

	if (c->via == VIA_UNDO || change->before || !d)
		return;
	fill(c, d);
	/* The program writes down what was decided; people decide. */
	if (c->who->role == ROLE_SYSTEM || rec_null(d, LEVEL_DECISION_CHILD) ||
	    rec_null(d, LEVEL_DECISION_WHAT) || rec_null(d, LEVEL_DECISION_LEVEL) ||
	    rec_null(d, LEVEL_DECISION_ON))
		return; /* said already */
	if (rec_day(d, LEVEL_DECISION_ON) != c->today) {
		complain(c, LEVEL_DECISION_ON, N_("A decision counts from the day it is made: today."),
			 (str){ NULL, 0 });
		return;
	}
	if (!is_up(d) && !(c->who->role & ROLES_STEP_DOWN)) {
		complain(
			c, LEVEL_DECISION_WHAT,
			N_("Only the supervisor or civil affairs step a level down. Ask them to look at it."),
			(str){ NULL, 0 });
		return;
	}
	if (settle_care_now(c, rec_int(d, LEVEL_DECISION_CHILD), &now) != RC_OK)
		return; /* the connection says so at the end of the job */
	if (is_up(d))
		check_up(c, d, &now);
	else
		check_down(c, d, &now);
}

enum rc level_decide_unit(struct ctx *c, const struct level_new *n, int64_t *ret)
{
	struct input in = input_new(&level_decision_kind);
	struct settle_now now;
	struct record child, done;
	int level = n->level;
	enum rc rc = record_load(c, &child_kind, n->child, &child);

	if (rc != RC_OK)
		return rc;
	if (!n->up && !(c->who->role & (ROLES_STEP_DOWN | ROLE_SYSTEM)))
		return RC_DENIED;
	if (!n->up) {
		rc = settle_care_now(c, n->child, &now);
		if (rc != RC_OK)
			return rc;
		level = now.risk.level - 1;
	}
	input_int(&in, c->mem, LEVEL_DECISION_CHILD, n->child);
	input_set(&in, LEVEL_DECISION_WHAT, n->up ? STR(CODE_LEVEL_ACT_UP) : STR(CODE_LEVEL_ACT_DOWN));
	input_int(&in, c->mem, LEVEL_DECISION_LEVEL, level > RISK_GREEN ? level : RISK_GREEN);
	input_day(&in, c->mem, LEVEL_DECISION_ON, n->on ? n->on : c->today);
	input_set(&in, LEVEL_DECISION_REASON, str_trim(n->reason));
	rc = record_create(c, &in, &done);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

struct deciding {
	const struct level_new *n;
	int64_t id;
};

static enum rc decide_job(struct ctx *c, void *arg)
{
	struct deciding *d = arg;

	return level_decide_unit(c, d->n, &d->id);
}

enum rc level_decide(struct ctx *c, const struct level_new *n, int64_t *ret)
{
	struct deciding d = { .n = n };
	enum rc rc = store_write(c, PRIO_PEOPLE, decide_job, &d);

	if (rc == RC_OK)
		*ret = d.id;
	return rc;
}
