#include "demo_duty.h"
#include "demo_random.h"
#include "demo_then.h"
#include "registry.h"

enum { STREAM_FILES = 61, AT_ONCE = 400, STEP = 26 };

struct file {
	int64_t child;
	day from;
};
struct files {
	day from, to; /* asked since: of one turn of the work */
	const struct sql *sql;
	const struct kind *kind;
	size_t child_field;
	struct demo_random *r;
	int64_t after;
	size_t n;
};

static enum rc list_open(struct ctx *c, struct files *f, struct file *list)
{
	struct rows q;
	enum rc rc = db_query(c->db, &q, f->sql, VALS(INT(f->from), INT(f->to), INT(f->after)));

	f->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && f->n < AT_ONCE)
		list[f->n++] = (struct file){ db_int(&q, 0), (day)db_int(&q, 1) };
	return db_done(&q);
}

/* As of the day before the one on which it would be late; some are, and one in fourteen is not there yet. */
static enum rc write_files(struct ctx *c, void *arg)
{
	struct files *f = arg;
	struct file *list = NEW(c->mem, struct file, AT_ONCE);
	enum rc rc = list_open(c, f, list);

	for (size_t i = 0; i < f->n && rc == RC_OK; i++) {
		struct input in = input_new(f->kind);
		struct record done;
		f->after = list[i].child;
		if (demo_random_chance(f->r, 70))
			continue;
		input_int(&in, c->mem, f->child_field, list[i].child);
		rc = record_create(c, &in, &done);
	}
	return rc;
}

static enum rc touch_files(struct ctx *c, void *arg)
{
	struct files *f = arg;
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT DISTINCT o.child FROM obligation o WHERE o.duty = 'file_school' AND o.child > ?1"
		" ORDER BY o.child LIMIT 400",
		INT(f->after));

	f->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		f->after = db_int(&q, 0);
		store_touch(c, f->after);
		f->n++;
	}
	return db_done(&q);
}

/* One turn: those that came to be asked within some weeks, on the last of them. */
static enum rc turn(struct ctx *c, struct files *f, day on)
{
	struct demo_then then;
	enum rc rc = demo_then(c, NULL, on, &then);

	f->after = 0;
	do {
		if (rc == RC_OK)
			rc = store_write(&then.ctx, PRIO_BULK, write_files, f);
	} while (rc == RC_OK && f->n);
	c->problems = then.ctx.problems;
	return rc;
}

static enum rc year(struct ctx *c, struct files *f)
{
	int32_t known = (int32_t)ctx_param(c, PARAM_DUTY_KNOWN_DAYS);
	enum rc rc = RC_OK;

	for (day d = day_add(c->today, -known - 1); d < c->today && rc == RC_OK; d = day_add(d, STEP)) {
		day on = day_add(d, STEP - 2);
		f->from = d;
		f->to = day_add(d, STEP);
		if (on < c->today)
			rc = turn(c, f, on);
	}
	return rc;
}

enum rc demo_duty_write(struct ctx *c)
{
	struct demo_random r = demo_random_of((uint64_t)c->model->county, STREAM_FILES);
	struct files school = { .kind = &student_record_kind, .child_field = STUDENT_RECORD_CHILD, .r = &r };

	school.sql =
		SQL("SELECT o.child, o.from_day FROM obligation o WHERE o.duty = 'file_school'"
		    " AND o.now_role IS NOT NULL AND o.from_day >= ?1 AND o.from_day < ?2 AND o.child > ?3"
		    " AND NOT EXISTS (SELECT 1 FROM student_record s WHERE s.child = o.child)"
		    " ORDER BY o.child LIMIT 400");
	enum rc rc = year(c, &school);
	/* What was settled as of a day gone by is settled as of today. */
	school.after = 0;
	do {
		if (rc == RC_OK)
			rc = store_write(c, PRIO_BULK, touch_files, &school);
	} while (rc == RC_OK && school.n);
	return rc;
}
