#include "sweep.h"

#include "circumstance.h"

enum { AT_ONCE = 200 };

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* The program, in the name of who asked. */
static struct actor program_for(const struct ctx *c)
{
	struct actor program = actor_system(c->who->county);

	program.account = c->who->account;
	program.for_account = c->who->for_account;
	return program;
}

bool sweep_is_closed(const struct record *sweep)
{
	return str_eq(rec_text(sweep, SWEEP_STATE), STR(CODE_SWEEP_STATE_CLOSED));
}

bool sweep_is_spring(const struct record *sweep)
{
	return str_eq(rec_text(sweep, SWEEP_WHAT), STR(CODE_SWEEP_WHAT_SPRING));
}

/* Is the place within what the actor looks after?  A township sees a sweep of the whole county too. */
static bool within(const struct ctx *c, str region)
{
	struct buf county = buf_new(c->mem, 8);

	if (c->who->reach == REACH_ALL)
		return true;
	if (c->who->reach != REACH_COUNTY)
		return c->who->region.n && str_starts(region, c->who->region);
	buf_pad(&county, c->who->county, 6);
	return str_starts(region, buf_view(&county));
}

bool sweep_may_change(const struct ctx *c, const struct record *sweep)
{
	return may_write(c->who, P_SWEEP) && within(c, rec_text(sweep, SWEEP_REGION));
}

void sweep_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;

	if (c->via == VIA_UNDO)
		return;
	if (!rec_null(r, SWEEP_REGION) && !within(c, rec_text(r, SWEEP_REGION)))
		complain(c, "region", N_("This lies outside what you look after."));
	if (rec_day(r, SWEEP_DUE) && rec_day(r, SWEEP_DUE) < rec_day(r, SWEEP_FROM))
		complain(c, "due", N_("The last day comes before the first."));
	if (rec_null(r, SWEEP_CHECK_SHARE))
		r->v[SWEEP_CHECK_SHARE] = INT(ctx_param(c, PARAM_SWEEP_CHECK_SHARE));
	if (change->before)
		return;
	if (rec_day(r, SWEEP_DUE) && rec_day(r, SWEEP_DUE) < c->today)
		complain(c, "due", N_("This day is over already."));
	r->v[SWEEP_LISTED_ON] = INT(c->today);
	r->v[SWEEP_STATE] = TEXT(STR(CODE_SWEEP_STATE_OPEN));
	if (c->who->account)
		r->v[SWEEP_ACCOUNT] = INT(c->who->account);
}

enum rc sweep_after(struct ctx *c, struct change *change)
{
	int64_t job;

	/* A demo draws its lists itself; an undo brings them back by themselves. */
	if (change->before || c->via == VIA_DEMO || c->via == VIA_UNDO)
		return RC_OK;
	return job_add(c, &(struct job_new){ .kind = &sweep_job, .subject = change->after->id }, &job);
}

/* --- who is on the list --- */

/* The first code after all that begin so: digits end before ':'. */
static str end_of(struct arena *mem, str code)
{
	char *end = str_z(mem, code);

	if (code.n)
		end[code.n - 1]++;
	return (str){ end, code.n };
}

#define LIVES "coalesce(c.living_region, c.household_region, ?6)"
#define LISTED                                                                                               \
	"SELECT c.id, " LIVES " FROM child c WHERE " LIVES " >= ?1 AND " LIVES " < ?2 AND c.birth_date > ?3" \
	" AND NOT EXISTS (SELECT 1 FROM sweep_entry e WHERE e.sweep = ?4 AND e.child = c.id)"
/* Left behind as civil affairs see it, or in difficulty, on day ?7. */
#define IN_NEED                                                                                              \
	" AND (EXISTS (SELECT 1 FROM crossing x WHERE x.child = c.id AND x.civil_affairs = 1"                \
	" AND NOT EXISTS (SELECT 1 FROM crossing y WHERE y.child = c.id AND y.day > x.day))"                 \
	" OR EXISTS (SELECT 1 FROM difficulty d WHERE d.child = c.id AND d.from_day <= ?7"                   \
	" AND coalesce(d.to_day, 99991231) >= ?7))"

struct listed {
	int64_t child;
	str village;
};

static enum rc query_list(struct ctx *c, const struct record *sweep, int64_t after, struct rows *q)
{
	str region = rec_text(sweep, SWEEP_REGION);
	/* Whose place is not known lives somewhere in the county. */
	str otherwise = region.n == 6 ? region : STR("");
	day grown = (day)(c->today - 10000 * (day)ctx_param(c, PARAM_CHILD_MAX_AGE));

	if (str_eq(rec_text(sweep, SWEEP_WHOM), STR(CODE_SWEEP_WHOM_CARE)))
		return STORE_QUERY(c, q,
				   LISTED IN_NEED " AND c.id > ?5 AND {child c} ORDER BY c.id LIMIT 200",
				   TEXT(region), TEXT(end_of(c->mem, region)), INT(grown), INT(sweep->id),
				   INT(after), TEXT(otherwise), INT(c->today));
	return STORE_QUERY(c, q, LISTED " AND c.id > ?5 AND {child c} ORDER BY c.id LIMIT 200", TEXT(region),
			   TEXT(end_of(c->mem, region)), INT(grown), INT(sweep->id), INT(after),
			   TEXT(otherwise));
}

static enum rc create_entry(struct ctx *c, int64_t sweep, const struct listed *l, struct record *ret)
{
	struct actor program = program_for(c);
	struct ctx p = ctx_system(c, &program);
	struct input in = input_new(&sweep_entry_kind);

	input_int(&in, c->mem, SWEEP_ENTRY_SWEEP, sweep);
	input_int(&in, c->mem, SWEEP_ENTRY_CHILD, l->child);
	input_set(&in, SWEEP_ENTRY_VILLAGE, l->village);
	input_set(&in, SWEEP_ENTRY_STATE, STR(CODE_SWEEP_ANSWER_OPEN));
	enum rc rc = record_create(&p, &in, ret);
	c->problems = p.problems;
	return rc;
}

enum rc sweep_draw(struct ctx *c, const struct record *sweep, int64_t after, size_t *ret_n, int64_t *ret_last)
{
	struct listed *list = NEW(c->mem, struct listed, AT_ONCE);
	struct rows q;
	size_t n = 0;
	enum rc rc = query_list(c, sweep, after, &q);

	if (rc != RC_OK)
		return rc;
	for (; n < AT_ONCE && db_next(&q); n++)
		list[n] = (struct listed){ db_int(&q, 0), db_dup(c->mem, &q, 1) };
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct record entry;
		rc = create_entry(c, sweep->id, &list[i], &entry);
	}
	if (rc != RC_OK)
		return rc;
	*ret_n = n;
	*ret_last = n ? list[n - 1].child : after;
	return RC_OK;
}

/* --- the job --- */

struct drawing {
	struct job_work *work;
	struct record sweep;
	int64_t last, done;
	size_t n;
};

static enum rc draw_unit(struct ctx *c, void *arg)
{
	struct drawing *d = arg;
	enum rc rc = sweep_draw(c, &d->sweep, d->last, &d->n, &d->last);

	return rc == RC_OK ? job_progress(c, d->work, d->done + (int64_t)d->n, 0) : rc;
}

/* After a crash from the beginning: who is on the list already is left out. */
static enum rc run_job(struct job_work *w)
{
	struct drawing d = { .work = w, .done = w->job.done };
	struct arena *mem = arena_within(w->ctx->mem, 64 << 20);
	enum rc rc = record_load(w->ctx, &sweep_kind, w->job.subject, &d.sweep);

	do {
		if (rc == RC_OK && job_cancelled(w))
			rc = RC_CONFLICT;
		if (rc != RC_OK)
			break;
		struct ctx unit = *w->ctx;
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, draw_unit, &d);
		d.done += (int64_t)d.n;
		arena_reset(mem);
	} while (rc == RC_OK && d.n);
	return rc;
}

const struct job_kind sweep_job = { .name = "sweep",
				    .label = N_("Drawing the lists of a census sweep"),
				    .run = run_job,
				    .prio = JOB_PEOPLE,
				    .page = "/sweeps/" };

/* --- one more --- */

struct adding {
	int64_t sweep, child;
	struct record entry;
};

static str village_of(const struct record *child, str otherwise)
{
	if (!rec_null(child, CHILD_LIVING_REGION))
		return rec_text(child, CHILD_LIVING_REGION);
	return rec_null(child, CHILD_HOUSEHOLD_REGION) ? otherwise : rec_text(child, CHILD_HOUSEHOLD_REGION);
}

static enum rc add_unit(struct ctx *c, void *arg)
{
	struct adding *a = arg;
	struct record sweep, child;
	int64_t there;
	enum rc rc = record_load(c, &sweep_kind, a->sweep, &sweep);

	if (rc == RC_OK)
		rc = record_load(c, &child_kind, a->child, &child);
	if (rc == RC_OK && !may_write(c->who, P_SWEEP_ENTRY))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	str region = rec_text(&sweep, SWEEP_REGION), village = village_of(&child, region);
	if (sweep_is_closed(&sweep))
		complain(c, "state", N_("This sweep is closed."));
	else if (!str_starts(village, region))
		complain(c, "child", N_("This child lives elsewhere."));
	else if (DB_ONE(c->db, &there,
			"SELECT e.id FROM sweep_entry e WHERE e.sweep = ?1 AND e.child = ?2 ORDER BY e.id",
			INT(a->sweep), INT(a->child)) == RC_OK)
		complain(c, "child", N_("This child is on the list already."));
	if (c->problems.n)
		return RC_INVALID;
	return create_entry(c, a->sweep, &(struct listed){ a->child, village }, &a->entry);
}

enum rc sweep_add(struct ctx *c, int64_t sweep, int64_t child, struct record *ret_entry)
{
	struct adding a = { .sweep = sweep, .child = child };
	enum rc rc = store_write(c, PRIO_PEOPLE, add_unit, &a);

	if (rc == RC_OK)
		*ret_entry = a.entry;
	return rc;
}

/* --- its end --- */

struct closing {
	int64_t id;
	bool closed;
};

static enum rc close_unit(struct ctx *c, void *arg)
{
	const struct closing *x = arg;
	struct input in = input_new(&sweep_kind);
	struct actor program = program_for(c);
	struct ctx p = ctx_system(c, &program);
	struct record sweep;
	enum rc rc = record_load(c, &sweep_kind, x->id, &sweep);

	if (rc == RC_OK && !sweep_may_change(c, &sweep))
		rc = RC_DENIED;
	if (rc != RC_OK || sweep_is_closed(&sweep) == x->closed)
		return rc;
	input_set(&in, SWEEP_STATE, x->closed ? STR(CODE_SWEEP_STATE_CLOSED) : STR(CODE_SWEEP_STATE_OPEN));
	if (x->closed)
		input_day(&in, c->mem, SWEEP_CLOSED_ON, c->today);
	else
		input_set(&in, SWEEP_CLOSED_ON, STR(""));
	return record_update(&p, &sweep_kind, x->id, 0, &in, &sweep);
}

enum rc sweep_close(struct ctx *c, int64_t sweep, bool closed)
{
	return store_write(c, PRIO_PEOPLE, close_unit, &(struct closing){ sweep, closed });
}

enum rc sweep_move_child(struct ctx *c, int64_t child, str region, day since)
{
	return circumstance_open(c, child, 0, CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION, region, since);
}
