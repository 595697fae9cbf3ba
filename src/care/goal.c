#include "goal.h"
#include "complain.h"
#include "program.h"
#include "task.h"

static const char source[] = "goal";

static bool is_open(const struct record *r)
{
	return str_eq(rec_text(r, GOAL_STATE), STR(CODE_GOAL_STATE_OPEN));
}

/* --- the rules --- */

struct plan_of {
	int64_t child;
	day from, closed_on;
};

static bool find_plan(struct ctx *c, const struct record *r, struct plan_of *ret)
{
	struct rows q;
	bool found = false;

	*ret = (struct plan_of){ 0 };
	if (DB_QUERY(c->db, &q,
		     "SELECT n.child, n.from_day, coalesce(n.closed_on, 0) FROM plan n WHERE n.id = ?1",
		     INT(rec_int(r, GOAL_PLAN))) != RC_OK)
		return false;
	if (db_next(&q)) {
		*ret = (struct plan_of){ db_int(&q, 0), (day)db_int(&q, 1), (day)db_int(&q, 2) };
		found = true;
	}
	return db_done(&q) == RC_OK && found;
}

static void check_days(struct ctx *c, const struct record *r, const struct plan_of *plan)
{
	day due = rec_day(r, GOAL_DUE), done = rec_day(r, GOAL_DONE_ON);
	day last = day_add(plan->from, (int32_t)ctx_param(c, PARAM_CARE_GOAL_DAYS));

	if (!due)
		complain(c, "due", N_("Say by when."));
	else if (due < plan->from)
		complain_of(c, "due", N_("The plan begins on {0}: the goal is for later."),
			    complain_date(c, plan->from));
	else if (due > last)
		complain_of(c, "due", N_("This is far away. Choose a smaller step, by {0} at the latest."),
			    complain_date(c, last));
	if (done && done < plan->from)
		complain_of(c, "done_on", N_("The plan begins on {0}: the goal is for later."),
			    complain_date(c, plan->from));
	else if (done > c->today)
		complain(c, "done_on", N_("This day is still to come."));
}

static void settle_state(struct ctx *c, struct record *r)
{
	if (rec_null(r, GOAL_STATE))
		r->v[GOAL_STATE] = TEXT(STR(CODE_GOAL_STATE_OPEN));
	if (is_open(r))
		r->v[GOAL_DONE_ON] = NIL;
	else if (rec_null(r, GOAL_DONE_ON))
		r->v[GOAL_DONE_ON] = INT(c->today);
}

void goal_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	struct plan_of plan;

	if (c->problems.n)
		return;
	settle_state(c, r);
	if (program_writes(c) || !find_plan(c, r, &plan))
		return;
	if (plan.child != rec_int(r, GOAL_CHILD)) {
		complain(c, "plan", N_("This plan is another child's."));
		return;
	}
	if (plan.closed_on) {
		complain_of(c, "plan", N_("The plan was closed on {0}: make a new one."),
			    complain_date(c, plan.closed_on));
		return;
	}
	check_days(c, r, &plan);
	if (rec_null(r, GOAL_WHO) && rec_null(r, GOAL_ACCOUNT))
		complain(c, "who", N_("Say who sees to it."));
}

/* --- its task --- */

static struct ctx program_of(const struct ctx *c, struct actor *program)
{
	*program = actor_system(c->who->county);
	program->account = c->who->account;
	program->for_account = c->who->for_account;
	struct ctx p = ctx_system(c, program);
	p.seen = NULL;
	return p;
}

static enum role role_of(const struct record *r)
{
	const struct role_row *row = role_of_code(rec_text(r, GOAL_WHO));

	return row ? row->role : 0;
}

static enum rc raise_task(struct ctx *c, const struct record *r)
{
	return task_raise(c,
			  &(struct task_new){ .child = rec_int(r, GOAL_CHILD),
					      .what = STR(CODE_TASK_WHAT_SERVICE),
					      .title = rec_text(r, GOAL_SERVICE),
					      .role = role_of(r),
					      .account = rec_int(r, GOAL_ACCOUNT),
					      .due = rec_day(r, GOAL_DUE),
					      .source = source,
					      .source_id = r->id },
			  NULL);
}

static bool is_task_open(const struct record *task)
{
	return str_eq(rec_text(task, TASK_STATE), STR(CODE_TASK_STATE_OPEN));
}

/* Another day or another person: the task goes along. */
static enum rc move_task(struct ctx *c, const struct record *r)
{
	struct actor program;
	struct ctx own = program_of(c, &program);
	struct input in = input_new(&task_kind);
	struct record task, done;
	enum rc rc = task_of(&own, source, r->id, &task);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? raise_task(c, r) : rc;
	if (!is_task_open(&task))
		return RC_OK;
	input_set(&in, TASK_TITLE, rec_text(r, GOAL_SERVICE));
	input_day(&in, c->mem, TASK_DUE, rec_day(r, GOAL_DUE));
	if (rec_null(r, GOAL_ACCOUNT))
		input_set(&in, TASK_FOR_ACCOUNT, (str){ NULL, 0 });
	else
		input_int(&in, c->mem, TASK_FOR_ACCOUNT, rec_int(r, GOAL_ACCOUNT));
	if (role_of(r))
		input_set(&in, TASK_FOR_ROLE, rec_text(r, GOAL_WHO));
	return record_update(&own, &task_kind, task.id, 0, &in, &done);
}

enum rc goal_after(struct ctx *c, struct change *change)
{
	static const uint64_t moves = UINT64_C(1) << GOAL_DUE | UINT64_C(1) << GOAL_WHO |
				      UINT64_C(1) << GOAL_ACCOUNT | UINT64_C(1) << GOAL_STATE |
				      UINT64_C(1) << GOAL_SERVICE;
	const struct record *r = change->after;

	if (c->via == VIA_UNDO)
		return RC_OK;
	if (!r || !is_open(r))
		return task_drop_of(c, source, r ? r->id : change->before->id);
	if (!change->before)
		return raise_task(c, r);
	return change->changed & moves ? move_task(c, r) : RC_OK;
}

/* --- with the plan --- */

enum { GOALS_MAX = 100 };

enum rc goal_drop_open(struct ctx *c, int64_t plan, day on)
{
	struct actor program;
	struct ctx own = program_of(c, &program);
	struct input in = input_new(&goal_kind);
	int64_t list[GOALS_MAX];
	size_t n = 0;
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT g.id FROM goal g WHERE g.plan = ?1 AND g.state = 'open' ORDER BY g.id"
			      " LIMIT 100",
			      INT(plan));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < GOALS_MAX)
		list[n++] = db_int(&q, 0);
	rc = db_done(&q);
	input_set(&in, GOAL_STATE, STR(CODE_GOAL_STATE_DROPPED));
	input_day(&in, c->mem, GOAL_DONE_ON, on);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct record done;
		rc = record_update(&own, &goal_kind, list[i], 0, &in, &done);
	}
	return rc;
}
