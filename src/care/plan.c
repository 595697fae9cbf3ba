#include "plan.h"
#include "complain.h"
#include "goal.h"
#include "level.h"
#include "program.h"

/* --- levels --- */

int plan_level(struct ctx *c, int64_t child, day on)
{
	int64_t level;

	return DB_ONE(c->db, &level,
		      "SELECT v.level FROM risk_level v WHERE v.child = ?1 AND v.from_day <= ?2"
		      " ORDER BY v.from_day DESC, v.id DESC LIMIT 1",
		      INT(child), INT(on)) == RC_OK
		       ? (int)level
		       : 0;
}

int plan_look_days(struct ctx *c, int level)
{
	switch (level) {
	case 4: return (int)ctx_param(c, PARAM_CARE_REVIEW_RED);
	case 3: return (int)ctx_param(c, PARAM_CARE_REVIEW_YELLOW);
	case 2: return (int)ctx_param(c, PARAM_CARE_REVIEW_BLUE);
	default: return (int)ctx_param(c, PARAM_CARE_REVIEW_GREEN);
	}
}

bool plan_own_view(struct ctx *c, day born, day from)
{
	return plan_rule_own_view(born, from, (int)ctx_param(c, PARAM_CARE_OWN_VIEW_AGE));
}

enum rc plan_open(struct ctx *c, int64_t child, struct record *ret)
{
	struct list l = { .nv = 1, .limit = 1 };
	struct records found;

	l.where = SQL("t.child = ?1 AND t.closed_on IS NULL");
	l.v[0] = INT(child);
	enum rc rc = record_list(c, &plan_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	if (!found.n)
		return RC_NOT_FOUND;
	*ret = found.r[0];
	return RC_OK;
}

/* --- the rules of a plan --- */

static void say_plan(struct ctx *c, unsigned f, const struct plan_rule_plan *p)
{
	if (f & PLAN_RULE_BEFORE_BIRTH)
		complain(c, "from", N_("This is before the birth of the child."));
	if (f & PLAN_RULE_GROWN)
		complain_of(c, "from", N_("The child comes of age on {0}: no plan begins after that."),
			    complain_date(c, p->grown));
	if (f & PLAN_RULE_AHEAD)
		complain_of(c, "from", N_("A plan begins soon: by {0} at the latest."),
			    complain_date(c, day_add(p->today, p->ahead)));
	if (f & PLAN_RULE_NEXT_EARLY)
		complain_of(c, "next_on", N_("The plan begins on {0}: it is looked at again after that day."),
			    complain_date(c, p->from));
	if (f & PLAN_RULE_NEXT_LATE)
		complain_of(c, "next_on", N_("At this level it is looked at again by {0} at the latest."),
			    complain_date(c, plan_rule_look_by(p->from, p->today, p->look)));
	if (f & PLAN_RULE_END_EARLY)
		complain(c, "closed_on", N_("The last day comes before the first."));
	if (f & PLAN_RULE_END_AHEAD)
		complain(c, "closed_on", N_("This day is still to come."));
	if (f & PLAN_RULE_NO_OUTCOME)
		complain(c, "outcome", N_("Say how it ended."));
	if (f & PLAN_RULE_OUTCOME)
		complain(c, "outcome", N_("This is for a plan that is closed."));
}

static bool has_changed(const struct change *ch, size_t field)
{
	return !ch->before || ch->given >> field & 1;
}

static void check_plan_days(struct ctx *c, const struct change *ch)
{
	const struct record *r = ch->after;
	int64_t born;
	struct plan_rule_plan p = { .today = c->today,
				    .from = rec_day(r, PLAN_FROM),
				    .next_on = rec_day(r, PLAN_NEXT_ON),
				    .closed_on = rec_day(r, PLAN_CLOSED_ON),
				    .outcome = !rec_null(r, PLAN_OUTCOME),
				    .ahead = (int)ctx_param(c, PARAM_CARE_PLAN_DAYS_AHEAD) };

	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
		   INT(rec_int(r, PLAN_CHILD))) != RC_OK)
		return;
	p.born = (day)born;
	p.grown = day_birthday(p.born, (int)ctx_param(c, PARAM_CHILD_MAX_AGE));
	if (has_changed(ch, PLAN_NEXT_ON) && !p.closed_on)
		p.look = plan_look_days(c, plan_level(c, rec_int(r, PLAN_CHILD), c->today));
	say_plan(c, plan_rule_of_plan(&p), &p);
	if (has_changed(ch, PLAN_CHILD_VIEW) && rec_null(r, PLAN_CHILD_VIEW) &&
	    plan_own_view(c, p.born, p.from))
		complain(c, "child_view",
			 N_("From eight years on a child says for itself what it wants: ask, and write it "
			    "down in its own words. If it would rather not say, write that."));
}

static void check_alone(struct ctx *c, const struct record *r)
{
	int64_t since;

	if (!rec_null(r, PLAN_CLOSED_ON) ||
	    DB_ONE(c->db, &since,
		   "SELECT n.from_day FROM plan n WHERE n.child = ?1 AND n.closed_on IS NULL AND n.id <> ?2"
		   " ORDER BY n.id",
		   INT(rec_int(r, PLAN_CHILD)), INT(r->id)) != RC_OK)
		return;
	complain_of(c, "child",
		    N_("The child has a plan since {0}: look at that one again, or close it first."),
		    complain_date(c, (day)since));
	c->conflicts++;
}

/* To what is closed a note may be added, and how it ended be put right. */
static bool is_over(struct ctx *c, const struct change *ch)
{
	uint64_t rest = ch->changed & ~(UINT64_C(1) << PLAN_NOTE | UINT64_C(1) << PLAN_OUTCOME);

	if (!ch->before || rec_null(ch->before, PLAN_CLOSED_ON) || !rest)
		return false;
	complain_of(c, "closed_on", N_("The plan was closed on {0}: make a new one."),
		    complain_date(c, rec_day(ch->before, PLAN_CLOSED_ON)));
	return true;
}

void plan_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;

	if (!change->before && c->who->account)
		r->v[PLAN_BY] = INT(c->who->account);
	if (c->problems.n || program_writes(c) || is_over(c, change))
		return;
	if (!rec_null(r, PLAN_CLOSED_ON))
		r->v[PLAN_NEXT_ON] = NIL;
	else if (rec_null(r, PLAN_NEXT_ON))
		r->v[PLAN_NEXT_ON] = INT(plan_rule_look_by(
			rec_day(r, PLAN_FROM), c->today,
			plan_look_days(c, plan_level(c, rec_int(r, PLAN_CHILD), c->today))));
	check_plan_days(c, change);
	check_alone(c, r);
}

/* What was not reached is no longer pursued, and nobody is asked to any more. */
enum rc plan_after(struct ctx *c, struct change *change)
{
	bool was = change->before && !rec_null(change->before, PLAN_CLOSED_ON);
	bool is = change->after && !rec_null(change->after, PLAN_CLOSED_ON);

	if (c->via == VIA_UNDO || !is || was)
		return RC_OK;
	return goal_drop_open(c, change->after->id, rec_day(change->after, PLAN_CLOSED_ON));
}

/* --- the rules of a review --- */

static void say_review(struct ctx *c, unsigned f, const struct plan_rule_review *r)
{
	if (f & PLAN_RULE_REVIEW_EARLY)
		complain_of(c, "on", N_("The plan begins on {0}: it cannot be looked at before that."),
			    complain_date(c, r->from));
	if (f & PLAN_RULE_REVIEW_AHEAD)
		complain(c, "on", N_("This day is still to come."));
	if (f & PLAN_RULE_REVIEW_BACK)
		complain_of(c, "on", N_("It was looked at on {0} already: this one comes after that."),
			    complain_date(c, r->last));
	if (f & PLAN_RULE_REVIEW_CLOSED)
		complain_of(c, "plan", N_("The plan was closed on {0}: make a new one."),
			    complain_date(c, r->closed_on));
	if (f & PLAN_RULE_REVIEW_NEXT_EARLY)
		complain(c, "next_on", N_("The next time comes after this one."));
	if (f & PLAN_RULE_REVIEW_NEXT_LATE)
		complain_of(c, "next_on", N_("At this level it is looked at again by {0} at the latest."),
			    complain_date(c, day_add(r->on, r->look)));
	if (f & PLAN_RULE_REVIEW_NEXT)
		complain(c, "next_on", N_("A closed plan is not looked at again: leave this empty."));
	if (f & PLAN_RULE_REVIEW_TOP)
		complain(c, "decision", N_("The level is red already: there is none above it."));
	if (f & PLAN_RULE_REVIEW_BOTTOM)
		complain(c, "decision", N_("There is no level below this one."));
}

static enum rc load_plan_days(struct ctx *c, const struct record *r, struct plan_rule_review *to,
			      int64_t *ret_child)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT n.child, n.from_day, coalesce(n.closed_on, 0), coalesce((SELECT max(w.on_day)"
		" FROM plan_review w WHERE w.plan = n.id AND w.id <> ?2), 0)"
		" FROM plan n WHERE n.id = ?1",
		INT(rec_int(r, PLAN_REVIEW_PLAN)), INT(r->id));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		*ret_child = db_int(&q, 0);
		to->from = (day)db_int(&q, 1);
		to->closed_on = (day)db_int(&q, 2);
		to->last = (day)db_int(&q, 3);
	}
	return db_done(&q);
}

/* Down is for who stands outside the village and the school: domain facts 1.7. */
static void check_decider(struct ctx *c, enum plan_rule_decision decision)
{
	if (decision == PLAN_RULE_DOWN && !(c->who->role & ROLES_STEP_DOWN))
		complain(c, "decision",
			 N_("A level is stepped down by the township's supervisor or by civil affairs: write "
			    "what you found, choose that it goes on, and tell them."));
}

void plan_review_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	struct plan_rule_review v = { .today = c->today, .on = rec_day(r, PLAN_REVIEW_ON) };
	int64_t child = 0;

	if (!change->before && !program_writes(c)) {
		r->v[PLAN_REVIEW_BY] = c->who->account ? INT(c->who->account) : NIL;
		r->v[PLAN_REVIEW_AT] = INT(c->now);
	}
	if (c->problems.n || change->before || program_writes(c) ||
	    !plan_rule_decision_of(rec_text(r, PLAN_REVIEW_DECISION), &v.decision) ||
	    load_plan_days(c, r, &v, &child) != RC_OK)
		return;
	if (child != rec_int(r, PLAN_REVIEW_CHILD)) {
		complain(c, "plan", N_("This plan is another child's."));
		return;
	}
	v.level = plan_level(c, child, c->today);
	v.look = plan_look_days(c, plan_rule_level(v.level, v.decision));
	v.next_on = rec_day(r, PLAN_REVIEW_NEXT_ON);
	if (!v.next_on && v.decision != PLAN_RULE_CLOSE)
		r->v[PLAN_REVIEW_NEXT_ON] = INT(v.next_on = day_add(v.on, v.look));
	say_review(c, plan_rule_of_review(&v), &v);
	check_decider(c, v.decision);
}

/* --- what follows from a review --- */

static enum rc default_outcome(struct ctx *c, int64_t plan, str *ret)
{
	int64_t left = 0, n = 0;
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM goal g WHERE g.plan = ?1", INT(plan));

	if (rc == RC_OK)
		rc = DB_ONE(c->db, &left,
			    "SELECT count(*) FROM goal g WHERE g.plan = ?1 AND coalesce(g.state, '') <> "
			    "'reached'",
			    INT(plan));
	*ret = n && !left ? STR(CODE_PLAN_OUTCOME_REACHED) : STR(CODE_PLAN_OUTCOME_OTHER);
	return rc;
}

static enum rc carry_on(struct ctx *c, const struct record *review, enum plan_rule_decision decision)
{
	struct input in = input_new(&plan_kind);
	struct record done;
	str outcome;
	int64_t plan = rec_int(review, PLAN_REVIEW_PLAN);

	if (decision != PLAN_RULE_CLOSE) {
		input_day(&in, c->mem, PLAN_NEXT_ON, rec_day(review, PLAN_REVIEW_NEXT_ON));
		return record_update(c, &plan_kind, plan, 0, &in, &done);
	}
	enum rc rc = default_outcome(c, plan, &outcome);
	if (rc != RC_OK)
		return rc;
	input_day(&in, c->mem, PLAN_CLOSED_ON, rec_day(review, PLAN_REVIEW_ON));
	input_set(&in, PLAN_OUTCOME, outcome);
	return record_update(c, &plan_kind, plan, 0, &in, &done);
}

static enum rc step(struct ctx *c, const struct record *review, enum plan_rule_decision decision)
{
	int64_t child = rec_int(review, PLAN_REVIEW_CHILD), id;
	int level = plan_level(c, child, c->today);

	/* Of today, even when somebody writes down a review of yesterday: a level holds from now on. */
	return level_decide_unit(c,
				 &(struct level_new){ .child = child,
						      .up = decision == PLAN_RULE_UP,
						      .level = plan_rule_level(level, decision),
						      .reason = rec_text(review, PLAN_REVIEW_FOUND) },
				 &id);
}

enum rc plan_review_after(struct ctx *c, struct change *change)
{
	enum plan_rule_decision decision;
	const struct record *r = change->after;

	if (change->before || !r || program_writes(c) ||
	    !plan_rule_decision_of(rec_text(r, PLAN_REVIEW_DECISION), &decision))
		return RC_OK;
	enum rc rc = decision == PLAN_RULE_DOWN || decision == PLAN_RULE_UP ? step(c, r, decision) : RC_OK;
	return rc == RC_OK ? carry_on(c, r, decision) : rc;
}

/* --- looking at one again --- */

static enum rc set_goal(struct ctx *c, const struct plan_look *l, const struct plan_look_goal *g, day on)
{
	struct input in = input_new(&goal_kind);
	struct record goal, done;
	enum rc rc = record_load(c, &goal_kind, g->id, &goal);

	if (rc != RC_OK || rec_int(&goal, GOAL_PLAN) != l->plan)
		return rc == RC_OK ? RC_NOT_FOUND : rc;
	input_set(&in, GOAL_STATE, g->state);
	if (!str_eq(g->state, STR(CODE_GOAL_STATE_OPEN)))
		input_day(&in, c->mem, GOAL_DONE_ON, on);
	return record_update(c, &goal_kind, g->id, 0, &in, &done);
}

static enum rc set_outcome(struct ctx *c, const struct plan_look *l)
{
	struct input in = input_new(&plan_kind);
	struct record done;

	input_set(&in, PLAN_OUTCOME, l->outcome);
	return record_update(c, &plan_kind, l->plan, 0, &in, &done);
}

struct looking {
	const struct plan_look *l;
	int64_t id;
};

static enum rc look_job(struct ctx *c, void *arg)
{
	struct looking *k = arg;
	const struct plan_look *l = k->l;
	struct input in = input_new(&plan_review_kind);
	struct record done;
	day on;
	/* A day that is none is said below, with everything else that is wrong. */
	size_t ngoal = day_parse(l->on, &on) && on <= c->today ? l->ngoal : 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < ngoal && rc == RC_OK; i++)
		rc = set_goal(c, l, &l->goal[i], on);
	if (rc != RC_OK)
		return rc;
	input_int(&in, c->mem, PLAN_REVIEW_CHILD, l->child);
	input_int(&in, c->mem, PLAN_REVIEW_PLAN, l->plan);
	input_set(&in, PLAN_REVIEW_ON, l->on);
	input_set(&in, PLAN_REVIEW_FOUND, l->found);
	input_set(&in, PLAN_REVIEW_DECISION, l->decision);
	input_set(&in, PLAN_REVIEW_NEXT_ON, l->next_on);
	rc = record_create(c, &in, &done);
	if (rc == RC_OK && l->outcome.n && str_eq(l->decision, STR(CODE_REVIEW_DECISION_CLOSE)))
		rc = set_outcome(c, l);
	if (rc == RC_OK)
		k->id = done.id;
	return rc;
}

enum rc plan_look(struct ctx *c, const struct plan_look *l, int64_t *ret)
{
	struct looking k = { .l = l };
	enum rc rc = store_write(c, PRIO_PEOPLE, look_job, &k);

	if (rc == RC_OK)
		*ret = k.id;
	return rc;
}
