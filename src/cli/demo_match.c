#include "demo_match.h"

#include "demo_plan.h"
#include "demo_then.h"
#include "merge.h"

enum { DOUBLES = 4, FAMILY = 8, APART = 37 /* children between two that are doubled */ };

struct original {
	int64_t id;
	struct record child;
	struct records ties;
};

static enum rc load_original(struct ctx *c, int64_t id, struct original *ret)
{
	struct list l = { .nfilter = 1, .limit = FAMILY };
	enum rc rc = record_load(c, &child_kind, id, &ret->child);

	ret->id = id;
	l.filter[0].field = TIE_CHILD;
	l.filter[0].is = INT(id);
	return rc == RC_OK ? record_list(c, &tie_kind, &l, &ret->ties) : rc;
}

/* Pupils of other schools than Wuhe's, of any class, some way from each other. */
static enum rc find_originals(struct ctx *c, int64_t id[DOUBLES], size_t *ret_n)
{
	struct rows q;
	size_t n = 0, at = 0;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT c.id FROM child c JOIN school s ON s.id = c.school WHERE s.region <> ?1 AND"
			 " s.county = ?2 AND c.class IS NOT NULL ORDER BY c.id LIMIT 400",
			 TEXT(STR(DEMO_HOME)), INT(c->model->county));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		if (at++ % APART == 0 && n < DOUBLES)
			id[n++] = db_int(&q, 0);
	*ret_n = n;
	return db_done(&q);
}

/* --- a slip of the pen --- */

enum slip { SLIP_BIRTHDAY, SLIP_NAME, SLIP_NOTHING, SLIP_TWIN };

/* The last sign of the name becomes another one. */
static str other_name(struct arena *mem, str name)
{
	struct buf b = buf_new(mem, 200);
	size_t cut = name.n > 3 ? name.n - 3 : 0; /* a Chinese sign has three bytes */
	str last = str_cut(name, cut, 3);

	buf_str(&b, str_cut(name, 0, cut));
	buf_str(&b, str_eq(last, STR("轩")) ? STR("宣") : STR("轩"));
	return buf_view(&b);
}

static enum rc write_child(struct ctx *c, const struct original *o, enum slip slip, int64_t *ret)
{
	static const uint8_t same[] = { CHILD_SEX,
					CHILD_ETHNICITY,
					CHILD_HOUSEHOLD_REGION,
					CHILD_HOUSEHOLD_TYPE,
					CHILD_LIVING_REGION,
					CHILD_SCHOOL,
					CHILD_CLASS,
					CHILD_ENTRY_MONTH,
					CHILD_ATTENDANCE_MODE };
	struct input in = input_new(&child_kind);
	struct record made;
	str name = rec_text(&o->child, CHILD_NAME);
	day born = rec_day(&o->child, CHILD_BIRTH_DATE);

	for (size_t i = 0; i < COUNT(same); i++)
		if (!rec_null(&o->child, same[i]))
			input_set(&in, same[i], record_text(c, &o->child, same[i]));
	input_set(&in, CHILD_NAME, slip == SLIP_NAME || slip == SLIP_TWIN ? other_name(c->mem, name) : name);
	input_day(&in, c->mem, CHILD_BIRTH_DATE, slip == SLIP_BIRTHDAY ? day_add(born, 1) : born);
	input_set(&in, CHILD_NO_ID_REASON, STR("2"));
	enum rc rc = record_create(c, &in, &made);
	if (rc == RC_OK)
		*ret = made.id;
	return rc;
}

/* To the same adults: those have numbers, and were found again. */
static enum rc write_ties(struct ctx *c, const struct original *o, int64_t child)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < o->ties.n && rc == RC_OK; i++) {
		const struct record *t = &o->ties.r[i];
		struct input in = input_new(&tie_kind);
		struct record made;
		input_int(&in, c->mem, TIE_CHILD, child);
		for (size_t k = TIE_PERSON; k < TIE__N; k++)
			if (!rec_null(t, k) && k != TIE_BARRED)
				input_set(&in, k, record_text(c, t, k));
		rc = record_create(c, &in, &made);
	}
	return rc;
}

/* --- an adult who was written down again without a number --- */

static enum rc write_grandmother(struct ctx *c, void *arg)
{
	int64_t tie = 0;
	struct record old, person, made;
	struct input in = input_new(&person_kind), to = input_new(&tie_kind);
	enum rc rc = DB_ONE(
		c->db, &tie,
		"SELECT i.id FROM tie i JOIN person p ON p.id = i.person WHERE i.county = ?1 AND i.relation"
		" IN ('62', '64') ORDER BY i.id LIMIT 1",
		INT(c->model->county));

	(void)arg;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = record_load(c, &tie_kind, tie, &old);
	if (rc == RC_OK)
		rc = record_load(c, &person_kind, rec_int(&old, TIE_PERSON), &person);
	if (rc != RC_OK)
		return rc;
	input_set(&in, PERSON_NAME, rec_text(&person, PERSON_NAME));
	input_set(&in, PERSON_SEX, rec_text(&person, PERSON_SEX));
	rc = record_create(c, &in, &made);
	if (rc != RC_OK)
		return rc;
	input_int(&to, c->mem, TIE_CHILD, rec_int(&old, TIE_CHILD));
	input_int(&to, c->mem, TIE_PERSON, made.id);
	input_set(&to, TIE_RELATION, rec_text(&old, TIE_RELATION));
	return record_create(c, &to, &made);
}

/* --- all of it --- */

struct doubling {
	const struct original *of;
	enum slip slip;
	int64_t id;
};

static enum rc write_double(struct ctx *c, void *arg)
{
	struct doubling *d = arg;
	enum rc rc = write_child(c, d->of, d->slip, &d->id);

	return rc == RC_OK ? write_ties(c, d->of, d->id) : rc;
}

static enum rc say_two(struct ctx *c, const struct doubling *d)
{
	struct demo_then then;
	enum rc rc = demo_then_at(c, "officer", c->now, &then);

	if (rc != RC_OK)
		return rc;
	return merge_part(&then.ctx, MATCH_CHILDREN, d->of->id, d->id, STR("双胞胎，问过家长了"));
}

enum rc demo_match_write(struct ctx *c)
{
	static const enum slip slips[DOUBLES] = { SLIP_BIRTHDAY, SLIP_NAME, SLIP_NOTHING, SLIP_TWIN };
	int64_t id[DOUBLES];
	size_t n = 0;
	enum rc rc = store_write(c, PRIO_BULK, write_grandmother, NULL);

	if (rc == RC_OK)
		rc = find_originals(c, id, &n);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct original o = { 0 };
		rc = load_original(c, id[i], &o);
		struct doubling d = { &o, slips[i], 0 };
		if (rc == RC_OK)
			rc = store_write(c, PRIO_BULK, write_double, &d);
		if (rc == RC_OK && slips[i] == SLIP_TWIN)
			rc = say_two(c, &d);
	}
	return rc;
}
