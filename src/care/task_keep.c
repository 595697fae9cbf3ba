/* What moves tasks and alerts without anybody touching them: time, people who come and go, children who move.
 */
#include "task.h"

#include "alert.h"
#include "task_turn.h"
#include "team.h"

enum { FEW = 32 };

/* Ids of records whose derived values no longer hold; in pieces, so that a county at rest costs one
 * statement. */
struct stale {
	int64_t *id;
	size_t n, cap;
};

static void add_stale(struct ctx *c, struct stale *s, int64_t id)
{
	s->id = GROWN(c->mem, s->id, s->n, &s->cap);
	s->id[s->n++] = id;
}

/* Saved with nothing new: the rules of the kind fill in what follows. */
static enum rc renew(struct ctx *c, const struct kind *k, const struct stale *s)
{
	struct actor program = actor_system(c->model->county);
	struct ctx p = ctx_system(c, &program);
	struct input nothing = input_new(k);
	enum rc rc = RC_OK;

	p.seen = NULL;
	for (size_t i = 0; i < s->n && rc == RC_OK; i++) {
		struct record done;
		rc = record_update(&p, k, s->id[i], 0, &nothing, &done);
	}
	return rc;
}

/* --- where the child is now --- */

static str village_of(str living, str household)
{
	return living.n == 12 || living.n >= household.n ? living : household;
}

/* Columns: id, place and school as they stand, the child's living place, household and school. */
static enum rc read_moved(struct ctx *c, struct rows *q, struct stale *s)
{
	while (db_next(q)) {
		str now = village_of(db_text(q, 3), db_text(q, 4));
		if (!str_eq(db_text(q, 1), now) || db_int(q, 2) != db_int(q, 5))
			add_stale(c, s, db_int(q, 0));
	}
	return db_done(q);
}

#define TASK_PLACES                                                                                          \
	"SELECT t.id, t.village, t.school, k.living_region, k.household_region, k.school FROM task t"        \
	" JOIN child k ON k.id = t.child WHERE t.now_role IS NOT NULL"
#define ALERT_PLACES                                                                                         \
	"SELECT t.id, t.region, t.school, k.living_region, k.household_region, k.school FROM alert t"        \
	" JOIN child k ON k.id = t.child WHERE t.state <> '" CODE_ALERT_STATE_CLOSED "'"

static enum rc find_moved(struct ctx *c, int64_t child, struct stale *tasks, struct stale *alerts)
{
	struct rows q;
	enum rc rc = child ? DB_QUERY(c->db, &q, TASK_PLACES " AND t.child = ?1", INT(child))
			   : DB_QUERY(c->db, &q, TASK_PLACES " AND ?1 = 0", INT(child));

	if (rc == RC_OK)
		rc = read_moved(c, &q, tasks);
	if (rc != RC_OK)
		return rc;
	rc = child ? DB_QUERY(c->db, &q, ALERT_PLACES " AND t.child = ?1", INT(child))
		   : DB_QUERY(c->db, &q, ALERT_PLACES " AND ?1 = 0", INT(child));
	return rc == RC_OK ? read_moved(c, &q, alerts) : rc;
}

enum rc task_settle(struct ctx *c, const int64_t *child, size_t n)
{
	struct stale tasks = { .n = 0 }, alerts = { .n = 0 };
	enum rc rc = RC_OK;

	/* Whoever wrote about many children at once asks once for all that is open. */
	if (n > FEW)
		rc = find_moved(c, 0, &tasks, &alerts);
	for (size_t i = 0; i < n && n <= FEW && rc == RC_OK; i++)
		rc = find_moved(c, child[i], &tasks, &alerts);
	if (rc == RC_OK)
		rc = renew(c, &task_kind, &tasks);
	return rc == RC_OK ? renew(c, &alert_kind, &alerts) : rc;
}

/* --- whose turn it is --- */

/* Columns as in find_turned(). */
static bool turned(struct ctx *c, const struct rows *q, const struct team *team, int step_days)
{
	const struct role_row *role = role_of_code(db_text(q, 2));
	day due = (day)db_int(q, 4), put_off = (day)db_int(q, 5);
	struct team_place at = { .county = (unsigned)db_int(q, 1),
				 .village = db_text(q, 8),
				 .school = db_int(q, 9),
				 .class = db_int(q, 10) };

	if (!role)
		return false;
	struct task_wait w = { .role = role->role,
			       .held = team_held(team, &at),
			       .until = put_off > due ? put_off : due,
			       .step_days = step_days };
	if (db_int(q, 3) && team_find(team, db_int(q, 3)))
		w.held |= (unsigned)w.role;
	struct task_turn now = task_turn(&w, c->today);
	return !str_eq(db_text(q, 6), str_of(role_code(now.role))) || db_int(q, 7) != now.step_on;
}

static enum rc find_turned(struct ctx *c, struct stale *ret)
{
	int step = (int)ctx_param(c, PARAM_TASK_STEP_DAYS);
	struct team team;
	struct rows q;
	enum rc rc = team_load(c, &team);

	if (rc == RC_OK)
		rc = DB_QUERY(
			c->db, &q,
			"SELECT t.id, t.county, t.for_role, t.for_account, t.due, t.snoozed_to, t.now_role,"
			" t.step_on, t.village, t.school, k.class FROM task t"
			" LEFT JOIN child k ON k.id = t.child WHERE t.now_role IS NOT NULL");
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		if (turned(c, &q, &team, step))
			add_stale(c, ret, db_int(&q, 0));
	return db_done(&q);
}

static enum rc daily_job(struct ctx *c, void *arg)
{
	(void)arg;
	struct stale tasks = { .n = 0 }, alerts = { .n = 0 };
	enum rc rc = find_moved(c, 0, &tasks, &alerts);

	if (rc == RC_OK)
		rc = find_turned(c, &tasks);
	if (rc == RC_OK)
		rc = renew(c, &task_kind, &tasks);
	return rc == RC_OK ? renew(c, &alert_kind, &alerts) : rc;
}

enum rc task_daily(struct ctx *c) { return store_write(c, PRIO_BULK, daily_job, NULL); }
