/* What people do with conferences: calling one, writing down that it was held and what was decided, calling
 * it off. Each is one unit of writing. */
#include "complain.h"
#include "conference.h"
#include "plan_people.h"
#include "plan_rule.h"
#include "task.h"

enum { DECISIONS_MAX = 40 };

/* The program in somebody's name: what it writes are fields nobody gives. */
static struct ctx program_of(const struct ctx *c, struct actor *program)
{
	*program = actor_system(c->who->county);
	program->account = c->who->account;
	program->for_account = c->who->for_account;
	struct ctx p = ctx_system(c, program);
	p.seen = NULL;
	return p;
}

/* "seat-2-agency": problems of a row stand at the row. */
static str row_field(struct ctx *c, const char *list, size_t row, const char *name)
{
	struct buf b = buf_new(c->mem, 80);

	buf_str(&b, str_of(list));
	buf_ch(&b, '-');
	buf_int(&b, (int64_t)row);
	buf_ch(&b, '-');
	buf_str(&b, str_of(name));
	return buf_view(&b);
}

/* --- seats --- */

struct place {
	int64_t child, conference;
	bool came;
};

static enum rc add_seat(struct ctx *c, const struct place *at, const struct conference_seat *s)
{
	struct input in = input_new(&attendee_kind);
	struct record done;
	struct ctx own = *c;

	input_int(&in, c->mem, ATTENDEE_CHILD, at->child);
	input_int(&in, c->mem, ATTENDEE_CONFERENCE, at->conference);
	input_set(&in, ATTENDEE_AGENCY, s->agency);
	if (s->name.n)
		input_set(&in, ATTENDEE_NAME, s->name);
	if (s->account)
		input_int(&in, c->mem, ATTENDEE_ACCOUNT, s->account);
	if (at->came)
		input_set(&in, ATTENDEE_CAME, STR("true"));
	/* Child and conference are loaded already; who reads no accounts names one of those around the child.
	 */
	own.trusted = !s->account || plan_people_has(c, at->child, s->account);
	enum rc rc = record_create(&own, &in, &done);
	c->problems = own.problems;
	c->conflicts = own.conflicts;
	return rc;
}

/* Problems that came since `from` are those of a row. */
static void move_problems(struct ctx *c, size_t from, const char *list, size_t row)
{
	for (size_t i = from; i < c->problems.n; i++) {
		struct problem *p = &c->problems.list[i];
		const char *name = str_z(c->mem, p->field);
		if (!strcmp(name, "for_role") || !strcmp(name, "for_account"))
			name = "who";
		p->field = row_field(c, list, row, name);
	}
}

static enum rc add_seats(struct ctx *c, const struct place *at, const struct conference_seat *seat, size_t n)
{
	enum rc rc = RC_OK, worst = RC_OK;

	for (size_t i = 0; i < n && (rc == RC_OK || rc == RC_INVALID || rc == RC_CONFLICT); i++) {
		size_t before = c->problems.n;
		rc = add_seat(c, at, &seat[i]);
		move_problems(c, before, "seat", seat[i].row ? seat[i].row : i + 1);
		if (rc != RC_OK)
			worst = rc;
	}
	return worst;
}

/* --- calling one --- */

struct calling {
	const struct conference_new *n;
	int64_t id;
};

static enum rc call_job(struct ctx *c, void *arg)
{
	struct calling *k = arg;
	const struct conference_new *n = k->n;
	struct input in = input_new(&conference_kind);
	struct record done;

	input_int(&in, c->mem, CONFERENCE_CHILD, n->child);
	input_set(&in, CONFERENCE_ON, n->on);
	input_set(&in, CONFERENCE_TIME, n->time);
	input_set(&in, CONFERENCE_PLACE, n->place);
	input_set(&in, CONFERENCE_REASON, n->reason);
	enum rc rc = record_create(c, &in, &done);
	if (rc == RC_OK)
		rc = add_seats(c, &(struct place){ n->child, done.id, false }, n->seat, n->nseat);
	if (rc == RC_OK)
		k->id = done.id;
	return rc;
}

enum rc conference_call(struct ctx *c, const struct conference_new *n, int64_t *ret)
{
	struct calling k = { .n = n };
	enum rc rc = store_write(c, PRIO_PEOPLE, call_job, &k);

	if (rc == RC_OK)
		*ret = k.id;
	return rc;
}

/* --- inviting somebody more --- */

struct inviting {
	int64_t id;
	const struct conference_seat *seat;
};

static enum rc invite_job(struct ctx *c, void *arg)
{
	const struct inviting *k = arg;
	struct record conference;
	enum rc rc = record_load(c, &conference_kind, k->id, &conference);

	if (rc != RC_OK)
		return rc;
	return add_seat(c, &(struct place){ rec_int(&conference, CONFERENCE_CHILD), k->id, false }, k->seat);
}

enum rc conference_invite(struct ctx *c, int64_t id, const struct conference_seat *seat)
{
	return store_write(c, PRIO_PEOPLE, invite_job, &(struct inviting){ id, seat });
}

/* --- it was held --- */

static enum rc load_called(struct ctx *c, int64_t id, struct record *ret)
{
	enum rc rc = record_load(c, &conference_kind, id, ret);

	if (rc == RC_OK && !may_write(c->who, P_CONFERENCE))
		return RC_DENIED;
	if (rc != RC_OK || conference_is(ret, CODE_CONFERENCE_STATE_CALLED))
		return rc;
	if (conference_is(ret, CODE_CONFERENCE_STATE_HELD))
		complain_of(c, "state", N_("It was held on {0}: the minutes are written."),
			    complain_date(c, rec_day(ret, CONFERENCE_HELD_ON)));
	else
		complain(c, "state", N_("It was called off meanwhile."));
	c->conflicts++;
	return RC_CONFLICT;
}

static day check_held(struct ctx *c, const struct record *conference, const struct conference_held *h)
{
	struct plan_rule_conference x = { .today = c->today,
					  .called_on = instant_day(conference->created_at),
					  .on = rec_day(conference, CONFERENCE_ON) };
	bool known = day_parse(h->on, &x.held_on);
	unsigned f = known ? plan_rule_of_holding(&x) : 0;

	if (!h->on.n)
		complain(c, "held_on", N_("Say on which day it was held."));
	else if (!known)
		complain_of(c, "held_on", N_("{0} is not a date that exists. Write it like 2026-09-01."),
			    str_cut(h->on, 0, 40));
	if (f & PLAN_RULE_HELD_AHEAD)
		complain(c, "held_on", N_("This day is still to come."));
	if (f & PLAN_RULE_HELD_EARLY)
		complain_of(c, "held_on", N_("It was called for {0}: it cannot have been held before that."),
			    complain_date(c, x.on));
	if (!str_trim(h->minutes).n)
		complain(c, "minutes", N_("Write down what was said, in a few lines."));
	if (!h->ncame && !h->nseat)
		complain(c, "came", N_("Mark who came."));
	return x.held_on;
}

static bool did_come(const struct conference_held *h, int64_t attendee)
{
	for (size_t i = 0; i < h->ncame; i++)
		if (h->came[i] == attendee)
			return true;
	return false;
}

static enum rc mark_came(struct ctx *c, int64_t conference, const struct conference_held *h)
{
	struct actor program;
	struct ctx own = program_of(c, &program);
	struct records seats;
	enum rc rc = conference_seats(&own, conference, &seats);

	for (size_t i = 0; i < seats.n && rc == RC_OK; i++) {
		struct input in = input_new(&attendee_kind);
		struct record done;
		input_set(&in, ATTENDEE_CAME, did_come(h, seats.r[i].id) ? STR("true") : STR("false"));
		rc = record_update(&own, &attendee_kind, seats.r[i].id, 0, &in, &done);
	}
	return rc;
}

static enum rc raise_one(struct ctx *c, const struct record *conference, const struct conference_decision *d,
			 size_t number)
{
	struct buf source = buf_new(c->mem, 40);
	const struct role_row *role = role_of_code(d->role);
	day due = 0;

	if (!d->title.n)
		complain(c, "title", N_("Say in a few words what is to be done."));
	if (!role && !d->account)
		complain(c, "who", N_("Say who does it."));
	if (!d->due.n)
		complain(c, "due", N_("Say by when."));
	else if (!day_parse(d->due, &due))
		complain_of(c, "due", N_("{0} is not a date that exists. Write it like 2026-09-01."),
			    str_cut(d->due, 0, 40));
	else if (due < c->today)
		complain(c, "due", N_("This day has passed."));
	if (c->problems.n)
		return RC_INVALID;
	buf_lit(&source, "conference:");
	buf_int(&source, (int64_t)number);
	return task_raise(c,
			  &(struct task_new){ .child = rec_int(conference, CONFERENCE_CHILD),
					      .what = STR(CODE_TASK_WHAT_CONFERENCE),
					      .title = d->title,
					      .role = role ? role->role : 0,
					      .account = d->account,
					      .due = due,
					      .source = str_z(c->mem, buf_view(&source)),
					      .source_id = conference->id },
			  NULL);
}

/* All rows are looked at, so that everything wrong is said at once. */
static enum rc raise_all(struct ctx *c, const struct record *conference, const struct conference_held *h)
{
	enum rc worst = RC_OK;

	for (size_t i = 0; i < h->ndecision; i++) {
		struct problems all = c->problems;
		c->problems = (struct problems){ .mem = c->mem };
		enum rc rc = raise_one(c, conference, &h->decision[i], i + 1);
		struct problems own = c->problems;
		c->problems = all;
		for (size_t k = 0; k < own.n; k++)
			problem_add(&c->problems, own.list[k].field, own.list[k].text, own.list[k].arg[0],
				    own.list[k].arg[1]);
		move_problems(c, all.n, "decision", h->decision[i].row ? h->decision[i].row : i + 1);
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
		if (rc != RC_OK)
			worst = rc;
	}
	return worst;
}

static enum rc write_held(struct ctx *c, const struct record *conference, day on, str minutes)
{
	struct actor program;
	struct ctx own = program_of(c, &program);
	struct input in = input_new(&conference_kind);
	struct record done;

	input_set(&in, CONFERENCE_STATE, STR(CODE_CONFERENCE_STATE_HELD));
	input_day(&in, c->mem, CONFERENCE_HELD_ON, on);
	input_set(&in, CONFERENCE_MINUTES, str_trim(minutes));
	enum rc rc = record_update(&own, &conference_kind, conference->id, 0, &in, &done);
	c->problems =
		own.problems; /* what the program found wrong in its actor's name is the actor's to read */
	return rc;
}

struct holding {
	int64_t id;
	const struct conference_held *h;
};

static enum rc hold_job(struct ctx *c, void *arg)
{
	const struct holding *k = arg;
	struct record conference;
	enum rc rc = load_called(c, k->id, &conference);

	if (rc != RC_OK)
		return rc;
	day on = check_held(c, &conference, k->h);
	rc = raise_all(c, &conference, k->h);
	if (rc == RC_INVALID || (rc == RC_OK && c->problems.n))
		return RC_INVALID;
	if (rc == RC_OK)
		rc = write_held(c, &conference, on, k->h->minutes);
	if (rc == RC_OK)
		rc = mark_came(c, k->id, k->h);
	if (rc == RC_OK)
		rc = add_seats(c, &(struct place){ rec_int(&conference, CONFERENCE_CHILD), k->id, true },
			       k->h->seat, k->h->nseat);
	return rc;
}

enum rc conference_hold(struct ctx *c, int64_t id, const struct conference_held *h)
{
	return store_write(c, PRIO_PEOPLE, hold_job, &(struct holding){ id, h });
}

/* --- it is called off --- */

struct dropping {
	int64_t id;
	str why;
};

static enum rc drop_job(struct ctx *c, void *arg)
{
	const struct dropping *d = arg;
	struct actor program;
	struct input in = input_new(&conference_kind);
	struct record conference, done;
	enum rc rc = load_called(c, d->id, &conference);

	if (rc != RC_OK)
		return rc;
	if (!str_trim(d->why).n) {
		complain(c, "why", N_("Say why: those who were invited will ask."));
		return RC_INVALID;
	}
	struct ctx own = program_of(c, &program);
	input_set(&in, CONFERENCE_STATE, STR(CODE_CONFERENCE_STATE_DROPPED));
	input_set(&in, CONFERENCE_MINUTES, str_trim(d->why));
	rc = record_update(&own, &conference_kind, d->id, 0, &in, &done);
	c->problems = own.problems;
	return rc;
}

enum rc conference_drop(struct ctx *c, int64_t id, str why)
{
	return store_write(c, PRIO_PEOPLE, drop_job, &(struct dropping){ id, why });
}

/* --- one more decision --- */

struct deciding {
	int64_t id;
	const struct conference_decision *d;
};

static enum rc decide_job(struct ctx *c, void *arg)
{
	const struct deciding *k = arg;
	struct actor program;
	struct ctx own = program_of(c, &program);
	struct record conference;
	struct records tasks;
	enum rc rc = record_load(c, &conference_kind, k->id, &conference);

	if (rc == RC_OK && !may_write(c->who, P_CONFERENCE))
		return RC_DENIED;
	if (rc == RC_OK)
		rc = conference_tasks(&own, k->id, &tasks);
	if (rc != RC_OK)
		return rc;
	if (!conference_is(&conference, CODE_CONFERENCE_STATE_HELD)) {
		complain(c, "state", N_("Decisions are written down when it was held."));
		c->conflicts++;
		return RC_CONFLICT;
	}
	if (tasks.n >= DECISIONS_MAX) {
		complain(c, "title", N_("These are many already: call another conference."));
		return RC_INVALID;
	}
	size_t before = c->problems.n;
	rc = raise_one(c, &conference, k->d, tasks.n + 1);
	for (size_t i = before; i < c->problems.n; i++)
		if (str_eq(c->problems.list[i].field, STR("for_role")) ||
		    str_eq(c->problems.list[i].field, STR("for_account")))
			c->problems.list[i].field = STR("who");
	return rc;
}

enum rc conference_decide(struct ctx *c, int64_t id, const struct conference_decision *d)
{
	return store_write(c, PRIO_PEOPLE, decide_job, &(struct deciding){ id, d });
}
