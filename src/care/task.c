#include "task.h"

#include "account.h"
#include "complain.h"
#include "program.h"
#include "task_turn.h"
#include "team.h"

static enum role role_of(const struct record *r, size_t field)
{
	const struct role_row *row = role_of_code(rec_text(r, field));

	return row ? row->role : (enum role)0;
}

static bool is_open(const struct record *task)
{
	return str_eq(rec_text(task, TASK_STATE), STR(CODE_TASK_STATE_OPEN));
}

/* --- the rules of the kind --- */

static struct team_place place_of(const struct record *task)
{
	return (struct team_place){ .county = task->county,
				    .village = rec_text(task, TASK_VILLAGE),
				    .school = rec_int(task, TASK_SCHOOL) };
}

static void put_place(struct record *r, const struct team_place *at)
{
	if (at->village.n)
		r->v[TASK_VILLAGE] = TEXT(at->village);
	if (at->school)
		r->v[TASK_SCHOOL] = INT(at->school);
}

/* The child's place as it is now; of no child, where who writes it works. */
static void find_place(struct ctx *c, struct record *r, struct team_place *at)
{
	*at = place_of(r);
	if (!rec_null(r, TASK_CHILD)) {
		if (team_place_of(c, rec_int(r, TASK_CHILD), at) == RC_OK)
			put_place(r, at);
		return;
	}
	if (!at->village.n && !at->school) {
		at->village = c->who->region;
		at->school = c->who->school;
		put_place(r, at);
	}
}

static void check_whose(struct ctx *c, struct record *r, const struct team *team, struct team_place *at)
{
	int64_t account = rec_int(r, TASK_FOR_ACCOUNT);
	const struct actor *who = account ? team_find(team, account) : NULL;

	/* Of no child it lies where whoever does it works. */
	if (who && rec_null(r, TASK_CHILD) && who->county == at->county && who->reach != REACH_COUNTY) {
		at->village = who->region;
		at->school = who->school;
		at->class = who->class;
		put_place(r, at);
	}
	if (account && (!who || !(who->role & ROLES_TASK)))
		complain(c, "for_account",
			 N_("This account does not work with children now. Choose another."));
	else if (who && !team_holds(who, at))
		problem_add(&c->problems, STR("for_account"),
			    N_("{0} does not look after this place. Choose somebody who does."), who->name,
			    (str){ NULL, 0 });
	else if (who)
		r->v[TASK_FOR_ROLE] = TEXT(str_of(role_code(who->role)));
	if (!rec_null(r, TASK_FOR_ROLE) && !(role_of(r, TASK_FOR_ROLE) & ROLES_TASK))
		complain(c, "for_role", N_("This role has no tasks here. Choose another."));
}

static void check_due(struct ctx *c, const struct record *r)
{
	day due = rec_day(r, TASK_DUE),
	    last = day_add(c->today, (int32_t)ctx_param(c, PARAM_TASK_AHEAD_DAYS));

	if (due && due < c->today)
		problem_add(&c->problems, STR("due"), N_("This day is over. Choose {0} or a later one."),
			    complain_day(c, c->today), (str){ NULL, 0 });
	else if (due > last)
		problem_add(&c->problems, STR("due"),
			    N_("This is too far ahead. Choose {0} or an earlier day."), complain_day(c, last),
			    (str){ NULL, 0 });
}

static day waits_until(const struct record *r)
{
	day due = rec_day(r, TASK_DUE), put_off = rec_day(r, TASK_SNOOZED_TO);

	return put_off > due ? put_off : due;
}

static struct task_turn turn_of(struct ctx *c, const struct record *r, const struct team *team,
				const struct team_place *at)
{
	struct task_wait w = { .role = role_of(r, TASK_FOR_ROLE),
			       .held = team_held(team, at),
			       .until = waits_until(r),
			       .step_days = (int)ctx_param(c, PARAM_TASK_STEP_DAYS) };

	if (!rec_null(r, TASK_FOR_ACCOUNT) && team_find(team, rec_int(r, TASK_FOR_ACCOUNT)))
		w.held |= (unsigned)w.role;
	return task_turn(&w, c->today);
}

static void put_turn(struct record *r, const struct task_turn *t)
{
	r->v[TASK_NOW_ROLE] = is_open(r) ? TEXT(str_of(role_code(t->role))) : NIL;
	r->v[TASK_STEP_ON] = is_open(r) && t->step_on ? INT(t->step_on) : NIL;
}

static bool differs(const struct change *change, size_t field) { return change->changed >> field & 1; }

static void check_change(struct ctx *c, const struct change *change)
{
	if (c->who->role == ROLE_SYSTEM)
		return;
	if (!is_open(change->before))
		complain(c, "state", N_("It is done already: nothing of it changes any more."));
	else if (!task_may(c->who, change->before))
		complain(c, "state", N_("This is somebody else's to do."));
}

/* What nobody but the program gives. */
static void put_unless(struct record *r, size_t field, struct val v)
{
	if (rec_null(r, field))
		r->v[field] = v;
}

void task_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	struct team_place at;
	struct team team;

	if (c->problems.n || c->via == VIA_UNDO)
		return;
	if (!change->before) {
		put_unless(r, TASK_STATE, TEXT(STR(CODE_TASK_STATE_OPEN)));
		put_unless(r, TASK_AT, INT(c->now));
		put_unless(r, TASK_BY, c->who->account ? INT(c->who->account) : NIL);
	} else {
		check_change(c, change);
	}
	if (!is_open(r)) {
		put_turn(r, &(struct task_turn){ .step_on = 0 });
		return;
	}
	if (!change->before || differs(change, TASK_DUE))
		check_due(c, r);
	find_place(c, r, &at);
	if (c->problems.n || team_load(c, &team) != RC_OK)
		return;
	if (!change->before || differs(change, TASK_FOR_ACCOUNT) || differs(change, TASK_FOR_ROLE))
		check_whose(c, r, &team, &at);
	struct task_turn turn = turn_of(c, r, &team, &at);
	put_turn(r, &turn);
}

bool task_may(const struct actor *who, const struct record *task)
{
	enum role role = role_of(task, TASK_FOR_ROLE);
	int64_t name = rec_int(task, TASK_FOR_ACCOUNT), by = rec_int(task, TASK_BY);

	if (who->account && (by == who->account || name == who->account))
		return true;
	if (who->for_account && (by == who->for_account || name == who->for_account))
		return true;
	return (!name && role == who->role) || task_is_above(who->role, role) ||
	       role_of(task, TASK_NOW_ROLE) == who->role;
}

/* --- raising --- */

/* The one that came of it; 0: none. */
static enum rc find_source(struct ctx *c, const char *source, int64_t id, int64_t *ret)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, id);
	enum rc rc = DB_ONE(c->db, ret, "SELECT t.id FROM task t WHERE t.source_id = ?1 AND t.source = ?2",
			    TEXT(buf_view(&b)), TEXT(str_of(source)));
	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void put_new(struct ctx *c, const struct task_new *n, struct input *in)
{
	if (n->child)
		input_int(in, c->mem, TASK_CHILD, n->child);
	input_set(in, TASK_WHAT, n->what);
	input_set(in, TASK_TITLE, str_trim(n->title));
	if (n->role)
		input_set(in, TASK_FOR_ROLE, str_of(role_code(n->role)));
	if (n->account)
		input_int(in, c->mem, TASK_FOR_ACCOUNT, n->account);
	if (n->due)
		input_day(in, c->mem, TASK_DUE, n->due);
	if (n->source) {
		input_set(in, TASK_SOURCE, str_of(n->source));
		input_int(in, c->mem, TASK_SOURCE_ID, n->source_id);
	}
	if (n->village.n)
		input_set(in, TASK_VILLAGE, n->village);
	if (n->school)
		input_int(in, c->mem, TASK_SCHOOL, n->school);
}

/* The role of whom it is for by name, as the kind asks for one. */
static enum rc role_by_name(struct ctx *c, int64_t account, enum role *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT a.role FROM account a WHERE a.id = ?1", INT(account));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		const struct role_row *row = role_of_code(db_text(&q, 0));
		*ret = row ? row->role : (enum role)0;
	}
	return db_done(&q);
}

enum rc task_raise(struct ctx *c, const struct task_new *n, int64_t *ret)
{
	struct task_new full = *n;
	struct team_place at = { .county = c->who->county };
	struct input in = input_new(&task_kind);
	struct actor program;
	struct record done;
	int64_t id = 0;
	enum rc rc = n->source ? find_source(c, n->source, n->source_id, &id) : RC_OK;

	if (rc == RC_OK && !id && n->child)
		rc = team_place_of(c, n->child, &at);
	if (rc == RC_OK && !id && n->account && !n->role)
		rc = role_by_name(c, n->account, &full.role);
	if (rc != RC_OK)
		return rc;
	if (!id) {
		struct ctx p = program_for(c, &program, at.county);
		put_new(c, &full, &in);
		rc = record_create(&p, &in, &done);
		program_problems(c, &p);
		if (rc != RC_OK)
			return rc;
		id = done.id;
	}
	if (ret)
		*ret = id;
	return RC_OK;
}

enum rc task_of(struct ctx *c, const char *source, int64_t source_id, struct record *ret)
{
	int64_t id = 0;
	enum rc rc = find_source(c, source, source_id, &id);

	if (rc != RC_OK)
		return rc;
	return id ? record_load(c, &task_kind, id, ret) : RC_NOT_FOUND;
}

enum rc task_drop_of(struct ctx *c, const char *source, int64_t source_id)
{
	struct actor all;
	struct ctx look = program_for(c, &all, 0);
	struct record task, done;
	enum rc rc = task_of(&look, source, source_id, &task);

	if (rc == RC_NOT_FOUND || (rc == RC_OK && !is_open(&task)))
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	struct actor program;
	struct ctx p = program_for(c, &program, task.county);
	struct input in = input_new(&task_kind);
	input_set(&in, TASK_STATE, STR(CODE_TASK_STATE_DROPPED));
	rc = record_update(&p, &task_kind, task.id, 0, &in, &done);
	program_problems(c, &p);
	return rc;
}

/* --- what is done about one --- */

void task_check_until(struct ctx *c, day until, str reason)
{
	day last = day_add(c->today, (int32_t)ctx_param(c, PARAM_TASK_SNOOZE_DAYS));

	if (!until)
		complain(c, "until", N_("Until which day?"));
	else if (until <= c->today)
		complain(c, "until", N_("Choose a day after today."));
	else if (until > last)
		problem_add(&c->problems, STR("until"),
			    N_("Nothing is put off for longer at once: choose {0} or an earlier day."),
			    complain_day(c, last), (str){ NULL, 0 });
	if (!str_trim(reason).n)
		complain(c, "reason", N_("Say why: whoever looks after you will ask."));
}

static void put_later(struct ctx *c, const struct task_act *a, struct input *in)
{
	task_check_until(c, a->until, a->reason);
	if (c->problems.n)
		return;
	input_day(in, c->mem, TASK_SNOOZED_TO, a->until);
	input_set(in, TASK_SNOOZE_WHY, str_trim(a->reason));
}

static void put_hand(struct ctx *c, const struct task_act *a, struct input *in)
{
	if (a->to) {
		input_int(in, c->mem, TASK_FOR_ACCOUNT, a->to);
	} else if (a->role) {
		input_set(in, TASK_FOR_ACCOUNT, STR(""));
		input_set(in, TASK_FOR_ROLE, str_of(role_code(a->role)));
	} else {
		complain(c, "to", N_("Choose who is to do it."));
	}
}

static void put_end(struct ctx *c, const struct task_act *a, struct input *in)
{
	bool done = a->does == TASK_DO_DONE;
	str result = str_trim(a->result);

	if (!done && !result.n)
		complain(c, "result", N_("Say why it is no longer needed."));
	input_set(in, TASK_STATE, done ? STR(CODE_TASK_STATE_DONE) : STR(CODE_TASK_STATE_DROPPED));
	if (result.n)
		input_set(in, TASK_RESULT, result);
	input_day(in, c->mem, TASK_DONE_ON, c->today);
	if (c->who->account)
		input_int(in, c->mem, TASK_DONE_BY, c->who->account);
}

enum rc task_do(struct ctx *c, int64_t id, const struct task_act *a)
{
	struct record task, done;
	struct actor program;
	struct input in = input_new(&task_kind);
	enum rc rc = record_load(c, &task_kind, id, &task);

	if (rc != RC_OK)
		return rc;
	if (!is_open(&task)) {
		complain(c, "state", N_("It has been done meanwhile."));
		c->conflicts++;
		return RC_CONFLICT;
	}
	if (!task_may(c->who, &task))
		return RC_DENIED;
	if (a->does == TASK_DO_LATER)
		put_later(c, a, &in);
	else if (a->does == TASK_DO_HAND)
		put_hand(c, a, &in);
	else
		put_end(c, a, &in);
	if (c->problems.n)
		return RC_INVALID;
	struct ctx p = program_for(c, &program, task.county);
	rc = record_update(&p, &task_kind, id, 0, &in, &done);
	program_problems(c, &p);
	return rc;
}
