#include "team_load.h"

#include <stdlib.h>

enum { DAYS_BACK = 30 };

/* A figure of a place or of a person: what a statement groups by. */
struct figure {
	str place;  /* of a village */
	int64_t id; /* of a school, a class, an account */
	int64_t n, late;
};
struct figures {
	struct figure *f;
	size_t n, cap;
};

static void add_figure(struct ctx *c, struct figures *to, struct figure f)
{
	to->f = GROWN(c->mem, to->f, to->n, &to->cap);
	to->f[to->n++] = f;
}

/* Columns: village, school, class or account, how many, how many late.  Of villages the first column counts,
 * else the second. */
static enum rc read_figures(struct ctx *c, enum rc rc, struct rows *q, struct figures *ret)
{
	if (rc != RC_OK)
		return rc;
	while (db_next(q))
		add_figure(c, ret,
			   (struct figure){ .place = db_dup(c->mem, q, 0),
					    .id = db_int(q, 1),
					    .n = db_int(q, 2),
					    .late = db_int(q, 3) });
	return db_done(q);
}

#define LATE(on) "sum(CASE WHEN " on " < ?2 THEN 1 ELSE 0 END)"
#define DUTY_ON "(CASE WHEN t.deferred_to > t.due THEN t.deferred_to ELSE t.due END)"
#define TASK_ON "(CASE WHEN t.snoozed_to > t.due THEN t.snoozed_to ELSE t.due END)"
#define OPEN_DUTIES                                                                                          \
	" WHERE {obligation t} AND t.done_on IS NULL AND t.ended_on IS NULL AND t.from_day <= ?2"            \
	" AND +t.account IS NULL AND t.role = ?1"

/* How one's place is told by a role: by village, by school, by class. */
static enum rc load_duties(struct ctx *c, enum role role, struct figures *ret)
{
	struct rows q;
	str code = str_of(role_code(role));
	enum rc rc;

	if (role == ROLE_TEACHER)
		rc = STORE_QUERY(c, &q,
				 "SELECT '', k.class, count(*), " LATE(
					 DUTY_ON) " FROM obligation t"
						  " JOIN child k ON k.id = t.child" OPEN_DUTIES
						  " GROUP BY k.class",
				 TEXT(code), INT(c->today));
	else if (role == ROLE_HEAD || role == ROLE_COUNSELLOR)
		rc = STORE_QUERY(c, &q,
				 "SELECT '', t.school, count(*), " LATE(
					 DUTY_ON) " FROM obligation t" OPEN_DUTIES " GROUP BY t.school",
				 TEXT(code), INT(c->today));
	else
		rc = STORE_QUERY(c, &q,
				 "SELECT t.village, 0, count(*), " LATE(
					 DUTY_ON) " FROM obligation t" OPEN_DUTIES " GROUP BY t.village",
				 TEXT(code), INT(c->today));
	return read_figures(c, rc, &q, ret);
}

/* Of a role where it is; then by name. */
static enum rc load_tasks(struct ctx *c, enum role role, struct figures *ret)
{
	struct rows q;
	str code = str_of(role_code(role));
	enum rc rc;

	if (role == ROLE_TEACHER)
		rc = STORE_QUERY(
			c, &q,
			"SELECT '', k.class, count(*), " LATE(
				TASK_ON) " FROM task t"
					 " JOIN child k ON k.id = t.child WHERE {task t} AND t.now_role IS "
					 "NOT NULL"
					 " AND t.for_account IS NULL AND t.for_role = ?1 GROUP BY k.class",
			TEXT(code), INT(c->today));
	else if (role == ROLE_HEAD || role == ROLE_COUNSELLOR)
		rc = STORE_QUERY(c, &q,
				 "SELECT '', t.school, count(*), " LATE(
					 TASK_ON) " FROM task t WHERE {task t}"
						  " AND t.now_role IS NOT NULL AND t.for_account IS NULL AND "
						  "t.for_role = ?1"
						  " GROUP BY t.school",
				 TEXT(code), INT(c->today));
	else
		rc = STORE_QUERY(c, &q,
				 "SELECT t.village, 0, count(*), " LATE(
					 TASK_ON) " FROM task t WHERE {task t}"
						  " AND t.now_role IS NOT NULL AND t.for_account IS NULL AND "
						  "t.for_role = ?1"
						  " GROUP BY t.village",
				 TEXT(code), INT(c->today));
	return read_figures(c, rc, &q, ret);
}

static enum rc load_named(struct ctx *c, struct figures *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT '', t.for_account, count(*), " LATE(
			TASK_ON) " FROM task t WHERE {task t}"
				 " AND t.now_role IS NOT NULL AND t.for_account IS NOT NULL AND ?1 <> ''"
				 " GROUP BY t.for_account",
		TEXT(STR("all")), INT(c->today));

	return read_figures(c, rc, &q, ret);
}

static enum rc load_visits(struct ctx *c, struct figures *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT '', t.by_account, count(*), 0 FROM visit t WHERE {visit t}"
				 " AND t.on_day > ?1 AND t.on_day <= ?2 GROUP BY t.by_account",
				 INT(day_add(c->today, -DAYS_BACK)), INT(c->today));

	return read_figures(c, rc, &q, ret);
}

/* Children under care: how much there is to do, beside how much is left. */
static enum rc load_children(struct ctx *c, enum role role, struct figures *ret)
{
	struct rows q;
	enum rc rc;

	if (role == ROLE_TEACHER)
		rc = STORE_QUERY(
			c, &q,
			"SELECT '', k.class, count(*), 0 FROM care_case t JOIN child k ON k.id = t.child"
			" WHERE {care_case t} AND t.level > ?1 AND t.state <> '" CODE_CARE_STATE_CLOSED
			"' GROUP BY k.class",
			INT(0));
	else if (role == ROLE_HEAD || role == ROLE_COUNSELLOR)
		rc = STORE_QUERY(c, &q,
				 "SELECT '', t.school, count(*), 0 FROM care_case t WHERE {care_case t}"
				 " AND t.level > ?1 AND t.state <> '" CODE_CARE_STATE_CLOSED
				 "' GROUP BY t.school",
				 INT(0));
	else
		rc = STORE_QUERY(c, &q,
				 "SELECT t.village, 0, count(*), 0 FROM care_case t WHERE {care_case t}"
				 " AND t.level > ?1 AND t.state <> '" CODE_CARE_STATE_CLOSED
				 "' GROUP BY t.village",
				 INT(0));
	return read_figures(c, rc, &q, ret);
}

/* --- put together --- */

/* Does a figure of places count for somebody there? */
static bool of_place(const struct actor *who, const struct figure *f)
{
	if (who->role == ROLE_TEACHER)
		return f->id && f->id == who->class;
	if (who->role == ROLE_HEAD || who->role == ROLE_COUNSELLOR)
		return f->id && f->id == who->school;
	return f->place.n && who->region.n && str_starts(f->place, who->region);
}

static struct figure sum_of(const struct actor *who, const struct figures *all, bool by_name)
{
	struct figure sum = { .n = 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->f[i];
		if (by_name ? f->id != who->account : !of_place(who, f))
			continue;
		sum.n += f->n;
		sum.late += f->late;
	}
	return sum;
}

static bool within(struct ctx *c, const struct actor *who, str place, int64_t school)
{
	const struct actor *reader = c->who;

	if (who->county != reader->county || who->for_account)
		return false;
	if (school && who->school != school)
		return false;
	if (place.n && !str_starts(who->region, place))
		return false;
	if (reader->role == ROLE_SUPERVISOR)
		return str_starts(who->region, reader->region);
	return reader->role != ROLE_HEAD || who->school == reader->school;
}

static int by_place(const void *a, const void *b)
{
	const struct team_person *x = a, *y = b;
	int order = str_cmp(x->who->region, y->who->region);

	if (!order && x->who->school != y->who->school)
		order = x->who->school < y->who->school ? -1 : 1;
	if (!order && x->who->class != y->who->class)
		order = x->who->class < y->who->class ? -1 : 1;
	return order ? order : x->who->account < y->who->account ? -1 : x->who->account > y->who->account;
}

struct loaded {
	struct figures duties, tasks, named, visits, children;
};

static enum rc load_all(struct ctx *c, enum role role, struct loaded *ret)
{
	enum rc rc = load_duties(c, role, &ret->duties);

	if (rc == RC_OK)
		rc = load_tasks(c, role, &ret->tasks);
	if (rc == RC_OK)
		rc = load_named(c, &ret->named);
	if (rc == RC_OK)
		rc = load_visits(c, &ret->visits);
	return rc == RC_OK ? load_children(c, role, &ret->children) : rc;
}

static struct team_person person_of(const struct actor *who, const struct loaded *all)
{
	struct figure duties = sum_of(who, &all->duties, false), tasks = sum_of(who, &all->tasks, false),
		      named = sum_of(who, &all->named, true);

	return (struct team_person){ .who = who,
				     .children = sum_of(who, &all->children, false).n,
				     .open = duties.n + tasks.n + named.n,
				     .late = duties.late + tasks.late + named.late,
				     .visits = sum_of(who, &all->visits, true).n };
}

enum rc team_people_load(struct ctx *c, enum role role, str place, int64_t school, struct team_people *ret)
{
	struct loaded all = { .duties = { .n = 0 } };
	struct team team;
	enum rc rc = team_load(c, &team);

	if (rc == RC_OK)
		rc = load_all(c, role, &all);
	if (rc != RC_OK)
		return rc;
	*ret = (struct team_people){ .person = NEW(c->mem, struct team_person, TEAM_MAX) };
	for (size_t i = 0; i < team.n && ret->n < TEAM_MAX; i++)
		if (team.who[i].role == role && within(c, &team.who[i], place, school))
			ret->person[ret->n++] = person_of(&team.who[i], &all);
	if (ret->n)
		qsort(ret->person, ret->n, sizeof *ret->person, by_place);
	return RC_OK;
}
