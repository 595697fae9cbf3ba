#include "class_teacher.h"

enum { FOREVER = 99991231 };

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* --- rules --- */

static void check_days(struct ctx *c, const struct record *r)
{
	day from = rec_day(r, CLASS_TEACHER_FROM), to = rec_day(r, CLASS_TEACHER_TO);
	struct rows q;

	if (from && to && to < from)
		complain(c, "to", N_("The last day comes before the first."));
	if (rec_null(r, CLASS_TEACHER_STAFF) || rec_null(r, CLASS_TEACHER_CLASS))
		return;
	if (DB_QUERY(c->db, &q,
		     "SELECT CASE WHEN s.school = k.school THEN 1 ELSE 0 END, coalesce(s.from_day, 0), "
		     "coalesce(s.to_day, 99991231)"
		     " FROM staff s, class k WHERE s.id = ?1 AND k.id = ?2",
		     INT(rec_int(r, CLASS_TEACHER_STAFF)), INT(rec_int(r, CLASS_TEACHER_CLASS))) != RC_OK)
		return;
	bool found = db_next(&q), same = found && db_int(&q, 0);
	day first = found ? (day)db_int(&q, 1) : 0, last = found ? (day)db_int(&q, 2) : FOREVER;
	if (db_done(&q) != RC_OK || !found)
		return;
	if (!same)
		complain(c, "staff", N_("This person works at another school."));
	else if (from && from < first)
		complain(c, "from", N_("This person does not work at the school yet on this day."));
	else if (to ? to > last : last < c->today)
		complain(c, "to", N_("This person has left the school by then."));
}

/* One at a time.  Who began earlier and has no last day is no obstacle: that ends the day before. */
static void check_twice(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day from = rec_day(r, CLASS_TEACHER_FROM), to = rec_day(r, CLASS_TEACHER_TO);
	int64_t other;
	bool gives_way = !change->before && c->via != VIA_UNDO;

	if (DB_ONE(c->db, &other,
		   "SELECT t.id FROM class_teacher t WHERE t.class = ?1 AND t.id <> ?2 AND t.from_day <= ?3"
		   " AND coalesce(t.to_day, 99991231) >= ?4"
		   " AND NOT (?5 = 1 AND t.to_day IS NULL AND t.from_day < ?4) ORDER BY t.id",
		   INT(rec_int(r, CLASS_TEACHER_CLASS)), INT(r->id), INT(to ? to : FOREVER), INT(from),
		   INT(gives_way)) != RC_OK)
		return;
	complain(c, "from", N_("Somebody else leads this class on some of these days. Change that first."));
	c->conflicts++;
}

void class_teacher_check(struct ctx *c, const struct change *change)
{
	if (!change->after || c->problems.n)
		return;
	if (c->via != VIA_UNDO)
		check_days(c, change->after);
	if (!c->problems.n && !rec_null(change->after, CLASS_TEACHER_CLASS))
		check_twice(c, change);
}

enum rc class_teacher_after(struct ctx *c, struct change *change)
{
	const struct record *r = change->after;
	struct input in = input_new(&class_teacher_kind);
	struct record done;
	struct rows q;

	if (change->before || !r || c->via == VIA_UNDO)
		return RC_OK;
	day until = day_add(rec_day(r, CLASS_TEACHER_FROM), -1);
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT t.id, coalesce(s.to_day, 99991231) FROM class_teacher t"
			      " JOIN staff s ON s.id = t.staff WHERE t.class = ?1 AND t.id <> ?2"
			      " AND t.to_day IS NULL AND t.from_day <= ?3 ORDER BY t.id",
			      INT(rec_int(r, CLASS_TEACHER_CLASS)), INT(r->id), INT(until));
	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	int64_t earlier = found ? db_int(&q, 0) : 0;
	day left = found ? (day)db_int(&q, 1) : 0;
	rc = db_done(&q);
	if (rc != RC_OK || !found)
		return rc;
	input_day(&in, c->mem, CLASS_TEACHER_TO, left < until ? left : until);
	return record_update(c, &class_teacher_kind, earlier, 0, &in, &done);
}

/* --- reading --- */

/* The name is shown by the program: of the rest of their record most readers may know nothing. */
static struct actor program_in(const struct ctx *c) { return actor_system(c->who->county); }

enum rc class_teacher_name(struct ctx *c, int64_t class, day on, str *ret)
{
	struct actor program = program_in(c);
	struct ctx p = ctx_system(c, &program);
	struct records found;
	struct list l = { .where = SQL("(t.to_day IS NULL OR t.to_day >= ?2) AND t.id IN"
				       " (SELECT k.staff FROM class_teacher k WHERE k.class = ?1"
				       " AND k.from_day <= ?2 AND (k.to_day IS NULL OR k.to_day >= ?2))"),
			  .v = { INT(class), INT(on) },
			  .nv = 2,
			  .want = UINT64_C(1) << STAFF_NAME };

	*ret = (str){ NULL, 0 };
	if (!class)
		return RC_OK;
	enum rc rc = record_list(&p, &staff_kind, &l, &found);
	if (rc == RC_OK && found.n)
		*ret = rec_text(&found.r[0], STAFF_NAME);
	return rc;
}

static str name_in(const struct records *staff, int64_t id)
{
	for (size_t i = 0; i < staff->n; i++)
		if (staff->r[i].id == id)
			return rec_text(&staff->r[i], STAFF_NAME);
	return (str){ NULL, 0 };
}

/* Rows by one condition, the names of their staff by another. */
static enum rc load(struct ctx *c, const struct list *rows, const struct list *names, struct class_leads *ret)
{
	struct actor program = program_in(c);
	struct ctx p = ctx_system(c, &program);
	struct records found, staff = { .n = 0 };
	enum rc rc = record_list(&p, &class_teacher_kind, rows, &found);

	*ret = (struct class_leads){ .n = 0 };
	if (rc == RC_OK && found.n)
		rc = record_list(&p, &staff_kind, names, &staff);
	if (rc != RC_OK || !found.n)
		return rc;
	ret->l = NEW(c->mem, struct class_lead, found.n);
	for (size_t i = 0; i < found.n; i++) {
		const struct record *r = &found.r[i];
		size_t at = ret->n++;
		for (; at && ret->l[at - 1].from < rec_day(r, CLASS_TEACHER_FROM); at--)
			ret->l[at] = ret->l[at - 1];
		ret->l[at] = (struct class_lead){ .id = r->id,
						  .class = rec_int(r, CLASS_TEACHER_CLASS),
						  .staff = rec_int(r, CLASS_TEACHER_STAFF),
						  .name = name_in(&staff, rec_int(r, CLASS_TEACHER_STAFF)),
						  .from = rec_day(r, CLASS_TEACHER_FROM),
						  .to = rec_day(r, CLASS_TEACHER_TO) };
	}
	return RC_OK;
}

enum rc class_teachers_of_school(struct ctx *c, int64_t school, day on, struct class_leads *ret)
{
	struct list rows = { .where = SQL("t.class IN (SELECT k.id FROM class k WHERE k.school = ?1)"
					  " AND t.from_day <= ?2 AND (t.to_day IS NULL OR t.to_day >= ?2)"),
			     .v = { INT(school), INT(on) },
			     .nv = 2 };
	struct list names = { .where = SQL("t.school = ?1 AND (t.to_day IS NULL OR t.to_day >= ?2)"),
			      .v = { INT(school), INT(on) },
			      .nv = 2,
			      .want = UINT64_C(1) << STAFF_NAME };

	return load(c, &rows, &names, ret);
}

enum rc class_teachers_of_class(struct ctx *c, int64_t class, struct class_leads *ret)
{
	struct list rows = { .filter = { { CLASS_TEACHER_CLASS, INT(class) } }, .nfilter = 1 };
	struct list names = { .where =
				      SQL("t.id IN (SELECT k.staff FROM class_teacher k WHERE k.class = ?1)"),
			      .v = { INT(class) },
			      .nv = 1,
			      .want = UINT64_C(1) << STAFF_NAME };

	return load(c, &rows, &names, ret);
}

const struct class_lead *class_lead_of(const struct class_leads *all, int64_t class)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->l[i].class == class)
			return &all->l[i];
	return NULL;
}
