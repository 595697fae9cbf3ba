#include "attendance.h"

#include "program.h"

static const uint64_t named = UINT64_C(1) << CHILD_NAME;

enum rc attendance_here(struct ctx *c, int64_t opening, struct records *ret)
{
	struct list l = { .v = { INT(opening) }, .nv = 1, .limit = LIST_MAX, .want = named };

	l.where = SQL(
		"t.id IN (SELECT a.child FROM home_attendance a WHERE a.opening = ?1 AND a.left_at IS NULL)");
	return record_list(c, &child_kind, &l, ret);
}

enum rc attendance_known(struct ctx *c, const struct record *home, int64_t opening, struct records *ret)
{
	enum { LATELY = 60 };
	struct list l = { .v = { INT(home->id), INT(day_add(c->today, -LATELY)),
				 INT(rec_null(home, HAPPY_HOME_SCHOOL) ? 0
								       : rec_int(home, HAPPY_HOME_SCHOOL)),
				 INT(opening) },
			  .nv = 4,
			  .limit = ATTENDANCE_MOST,
			  .want = named };

	l.where = SQL("(t.id IN (SELECT a.child FROM home_attendance a WHERE a.home = ?1 AND a.on_day >= ?2)"
		      " OR t.school = ?3) AND t.id NOT IN (SELECT b.child FROM home_attendance b"
		      " WHERE b.opening = ?4 AND b.left_at IS NULL)");
	return record_list(c, &child_kind, &l, ret);
}

/* --- writing --- */

struct taps {
	int64_t home;
	const int64_t *child;
	size_t n;
};

static enum rc is_there(struct ctx *c, int64_t opening, int64_t child, int64_t *ret)
{
	int64_t id = 0;
	enum rc rc = DB_ONE(c->db, &id,
			    "SELECT a.id FROM home_attendance a WHERE a.opening = ?1 AND a.child = ?2"
			    " ORDER BY a.id LIMIT 1",
			    INT(opening), INT(child));

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret = rc == RC_OK ? id : 0;
	return RC_OK;
}

/* 0: the child is here; else the instant it left. */
static enum rc set_left(struct ctx *c, int64_t id, int64_t at)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_new(&home_attendance_kind);
	struct record done;

	if (at)
		input_int(&in, p.mem, HOME_ATTENDANCE_LEFT, at);
	else
		input_set(&in, HOME_ATTENDANCE_LEFT, STR(""));
	enum rc rc = record_update(&p, &home_attendance_kind, id, 0, &in, &done);
	program_problems(c, &p);
	return rc;
}

static enum rc came_one(struct ctx *c, const struct taps *t, int64_t opening, int64_t child)
{
	struct input in = input_new(&home_attendance_kind);
	struct record done;
	int64_t there = 0;
	enum rc rc = record_load(c, &child_kind, child, &done);

	if (rc == RC_OK)
		rc = is_there(c, opening, child, &there);
	if (rc != RC_OK || there) /* who went and came back is here again */
		return rc == RC_OK ? set_left(c, there, 0) : rc;
	input_int(&in, c->mem, HOME_ATTENDANCE_CHILD, child);
	input_int(&in, c->mem, HOME_ATTENDANCE_HOME, t->home);
	input_int(&in, c->mem, HOME_ATTENDANCE_OPENING, opening);
	return record_create(c, &in, &done);
}

static enum rc left_one(struct ctx *c, int64_t opening, int64_t child)
{
	int64_t there = 0;
	enum rc rc = is_there(c, opening, child, &there);

	return rc == RC_OK && there ? set_left(c, there, c->now) : rc;
}

/* Only the team, and only while it is open. */
static enum rc opening_of(struct ctx *c, int64_t home, int64_t *ret)
{
	bool may = false;
	enum rc rc = home_may_work(c, home, &may);

	if (rc == RC_OK && !may)
		return RC_DENIED;
	if (rc == RC_OK)
		rc = home_is_open(c, home, ret);
	return rc == RC_OK && !*ret ? RC_CONFLICT : rc;
}

static enum rc came_unit(struct ctx *c, void *arg)
{
	const struct taps *t = arg;
	int64_t opening = 0;
	enum rc rc = opening_of(c, t->home, &opening);

	for (size_t i = 0; i < t->n && rc == RC_OK; i++)
		rc = came_one(c, t, opening, t->child[i]);
	return rc;
}

static enum rc left_unit(struct ctx *c, void *arg)
{
	const struct taps *t = arg;
	int64_t opening = 0;
	enum rc rc = opening_of(c, t->home, &opening);

	for (size_t i = 0; i < t->n && rc == RC_OK; i++)
		rc = left_one(c, opening, t->child[i]);
	return rc;
}

enum rc attendance_came(struct ctx *c, int64_t home, const int64_t *child, size_t n)
{
	return store_write(c, PRIO_PEOPLE, came_unit, &(struct taps){ home, child, n });
}

enum rc attendance_left(struct ctx *c, int64_t home, const int64_t *child, size_t n)
{
	return store_write(c, PRIO_PEOPLE, left_unit, &(struct taps){ home, child, n });
}

enum rc attendance_all_left(struct ctx *c, int64_t opening)
{
	struct rows q;
	int64_t id[LIST_MAX];
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT a.id FROM home_attendance a WHERE a.opening = ?1 AND a.left_at IS NULL"
			      " ORDER BY a.id LIMIT ?2",
			      INT(opening), INT(LIST_MAX));

	if (rc != RC_OK)
		return rc;
	while (n < LIST_MAX && db_next(&q))
		id[n++] = db_int(&q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = set_left(c, id[i], c->now);
	return rc;
}
