#include "enrolment.h"
#include "school.h"

enum { FOREVER = 99991231 };

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* Stage code ("primary") that a school of this kind teaches first; NULL: not known. */
static const char *enrolment_stage(str kind)
{
	const struct code *k = code_find(code_list_find(STR("school_kind")), kind, 0, (str){ NULL, 0 });

	if (!k)
		return NULL;
	/* Of a school with several stages the first is taken unless the enrolment says otherwise. */
	static const char *const stages[] = { CODE_STAGE_PRESCHOOL, CODE_STAGE_PRIMARY, CODE_STAGE_JUNIOR,
					      CODE_STAGE_SENIOR };
	for (size_t i = 0; i < COUNT(stages); i++)
		if (code_notes(k, str_of(stages[i])))
			return stages[i];
	return NULL;
}

enum stage enrolment_stage_of(str code)
{
	if (str_eq(code, STR(CODE_STAGE_PRESCHOOL)))
		return STAGE_PRESCHOOL;
	if (str_eq(code, STR(CODE_STAGE_PRIMARY)))
		return STAGE_PRIMARY;
	if (str_eq(code, STR(CODE_STAGE_JUNIOR)))
		return STAGE_JUNIOR;
	return str_eq(code, STR(CODE_STAGE_SENIOR)) ? STAGE_SENIOR : STAGE_NONE;
}

/* The school and the class must belong together, and a child sits in one school at a time. */
static void check_class(struct ctx *c, const struct record *r)
{
	int64_t school;

	if (rec_null(r, ENROLMENT_CLASS))
		return;
	if (DB_ONE(c->db, &school, "SELECT k.school FROM class k WHERE k.id = ?1",
		   INT(rec_int(r, ENROLMENT_CLASS))) != RC_OK ||
	    school != rec_int(r, ENROLMENT_SCHOOL))
		complain(c, "class", N_("This class belongs to another school."));
}

static void check_overlap(struct ctx *c, const struct record *r)
{
	int64_t other;
	day from = rec_day(r, ENROLMENT_FROM), to = rec_day(r, ENROLMENT_TO);

	if (DB_ONE(c->db, &other,
		   "SELECT e.id FROM enrolment e WHERE e.child = ?1 AND e.id <> ?2 AND e.from_day <= ?3"
		   " AND coalesce(e.to_day, 99991231) >= ?4 ORDER BY e.id",
		   INT(rec_int(r, ENROLMENT_CHILD)), INT(r->id), INT(to ? to : FOREVER), INT(from)) == RC_OK)
		complain(c, "from", N_("The child is enrolled elsewhere on some of these days."));
}

/* A school that is closed takes nobody, and whom it had once it does not have today; what was written down
 * before it closed stands. */
static void check_closed(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day to = rec_day(r, ENROLMENT_TO);

	if (change->before && rec_day(change->before, ENROLMENT_FROM) == rec_day(r, ENROLMENT_FROM))
		return;
	if (!school_closed(c, rec_int(r, ENROLMENT_SCHOOL), rec_day(r, ENROLMENT_FROM), "from") && !to)
		school_closed(c, rec_int(r, ENROLMENT_SCHOOL), c->today, "to");
}

static void set_stage(struct ctx *c, const struct record *r)
{
	struct record school;
	struct actor program = actor_system(c->who->county);
	struct ctx as = ctx_system(c, &program);

	if (!rec_null(r, ENROLMENT_STAGE) ||
	    record_load(&as, &school_kind, rec_int(r, ENROLMENT_SCHOOL), &school) != RC_OK)
		return;
	const char *stage = enrolment_stage(rec_text(&school, SCHOOL_KIND));
	if (stage)
		r->v[ENROLMENT_STAGE] = TEXT(str_of(stage));
}

void enrolment_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day to = rec_day(r, ENROLMENT_TO);
	int64_t born;

	if (c->problems.n)
		return;
	if (to && to < rec_day(r, ENROLMENT_FROM))
		complain(c, "to", N_("The last day comes before the first."));
	if (c->via ==
	    VIA_UNDO) { /* what comes back stood there so: only what was written since is against it */
		check_overlap(c, r);
		return;
	}
	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
		   INT(rec_int(r, ENROLMENT_CHILD))) == RC_OK &&
	    rec_day(r, ENROLMENT_FROM) <= born)
		complain(c, "from", N_("This is before the birth of the child."));
	check_class(c, r);
	check_closed(c, change);
	if (!c->problems.n &&
	    store_making(c) != rec_int(r, ENROLMENT_CHILD)) /* else it is the child's first */
		check_overlap(c, r);
	set_stage(c, r);
}

enum rc enrolment_after(struct ctx *c, struct change *change)
{
	const struct record *r = change->after ? change->after : change->before;
	struct rows q;

	if (!change->before || c->who->reach == REACH_ALL || c->via == VIA_UNDO)
		return RC_OK;
	enum rc rc = STORE_QUERY(c, &q, "SELECT c.id FROM child c WHERE c.id = ?1 AND {child c}",
				 INT(rec_int(r, ENROLMENT_CHILD)));
	if (rc != RC_OK)
		return rc;
	bool ours = db_next(&q);
	rc = db_done(&q);
	return rc == RC_OK && !ours ? RC_DENIED : rc;
}

const struct record *enrolment_on(const struct records *all, day on)
{
	for (size_t i = 0; i < all->n; i++) {
		day to = rec_day(&all->r[i], ENROLMENT_TO);
		if (rec_day(&all->r[i], ENROLMENT_FROM) <= on && (!to || to >= on))
			return &all->r[i];
	}
	return NULL;
}

/* --- placing a child --- */

static void put_rest(struct ctx *c, struct input *in, const struct placement *to)
{
	if (to->class)
		input_int(in, c->mem, ENROLMENT_CLASS, to->class);
	else
		input_set(in, ENROLMENT_CLASS, (str){ NULL, 0 });
	if (to->entry_month)
		input_int(in, c->mem, ENROLMENT_ENTRY_MONTH, to->entry_month);
	else
		input_set(in, ENROLMENT_ENTRY_MONTH, (str){ NULL, 0 });
	input_set(in, ENROLMENT_ATTENDANCE_MODE, to->attendance_mode);
}

static enum rc amend(struct ctx *c, const struct record *running, const struct placement *to)
{
	struct input in = input_new(&enrolment_kind);
	struct record done;

	put_rest(c, &in, to);
	return record_update(c, &enrolment_kind, running->id, 0, &in, &done);
}

static enum rc begin(struct ctx *c, int64_t child, const struct placement *to)
{
	struct input in = input_new(&enrolment_kind);
	struct record done;

	input_int(&in, c->mem, ENROLMENT_CHILD, child);
	input_int(&in, c->mem, ENROLMENT_SCHOOL, to->school);
	put_rest(c, &in, to);
	input_day(&in, c->mem, ENROLMENT_FROM, to->from);
	return record_create(c, &in, &done);
}

/* One that began on or after that day never was. */
static enum rc end_before(struct ctx *c, const struct record *running, day from, const char *why)
{
	struct input in = input_new(&enrolment_kind);
	struct record done;

	if (rec_day(running, ENROLMENT_FROM) >= from)
		return record_delete(c, &enrolment_kind, running->id, 0);
	input_day(&in, c->mem, ENROLMENT_TO, day_add(from, -1));
	if (why)
		input_set(&in, ENROLMENT_END, str_of(why));
	return record_update(c, &enrolment_kind, running->id, 0, &in, &done);
}

enum rc enrolment_place(struct ctx *c, int64_t child, const struct placement *to)
{
	struct actor program = actor_system(c->who->county);
	struct ctx as = ctx_system(c, &program);
	struct list l = { .nfilter = 1 };
	struct records all = { .r = NULL };
	enum rc rc = RC_OK;

	program.account = c->who->account;
	l.filter[0].field = ENROLMENT_CHILD;
	l.filter[0].is = INT(child);
	if (store_making(c) != child)
		rc = record_list(&as, &enrolment_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	const struct record *running = enrolment_on(&all, c->today > to->from ? c->today : to->from);
	if (running && to->school && rec_int(running, ENROLMENT_SCHOOL) == to->school)
		return amend(&as, running, to);
	if (running)
		rc = end_before(&as, running, to->from, to->school ? CODE_ENROLMENT_END_MOVED : NULL);
	if (rc == RC_OK && to->school)
		rc = begin(&as, child, to);
	if (rc == RC_INVALID) /* of the dates: said at the field the reader filled in */
		problem_add(&c->problems, STR("entry_month"),
			    N_("The child is enrolled elsewhere on some of these days."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	return rc;
}
