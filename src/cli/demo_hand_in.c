#include "demo_hand_in.h"

#include "demo_then.h"
#include "hand_in.h"

enum { STREAM_ENTRIES = 11, AT_ONCE = 400, FORM_DAYS = 50 };

/* --- the form that the village fills in for each of them --- */

struct todo {
	int64_t child;
	day born;
	bool unable; /* a parent is at home who cannot care for it */
};
struct entries {
	struct demo_random r;
	int64_t after;
	size_t n;
};

/* Left behind today, and without a form yet. */
static enum rc list_children(struct ctx *c, struct entries *e, struct todo *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT x.child, c.birth_date, CASE WHEN x.school_roll = 1 THEN 1 ELSE 0 END FROM crossing x"
		" JOIN child c ON c.id = x.child WHERE x.child > ?1"
		" AND x.day <= ?2 AND x.counted = 1 AND x.civil_affairs = 1 AND NOT EXISTS (SELECT 1 FROM "
		"crossing y"
		" WHERE y.child = x.child AND y.day > x.day AND y.day <= ?2) AND NOT EXISTS (SELECT 1 FROM"
		" register_entry w WHERE w.child = x.child) ORDER BY x.child LIMIT 400",
		INT(e->after), INT(c->today));

	e->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && e->n < AT_ONCE)
		ret[e->n++] = (struct todo){ db_int(&q, 0), (day)db_int(&q, 1), db_int(&q, 2) != 0 };
	return db_done(&q);
}

static void put(struct input *in, size_t field, const char *text) { input_set(in, field, str_of(text)); }

static enum rc write_entry(struct ctx *c, const struct todo *t, struct demo_random *r)
{
	static const char *const incomes[] = { "work", "work", "work,farming", "farming" };
	struct input in = input_new(&register_entry_kind);
	struct record done;
	const char *mode = demo_random_chance(r, 780)   ? CODE_CARE_MODE_FATHERS_PARENTS
			   : demo_random_chance(r, 700) ? CODE_CARE_MODE_MOTHERS_PARENTS
							: CODE_CARE_MODE_RELATIVES;
	unsigned well = demo_random_below(r, 100);
	day on = day_add(c->today, -FORM_DAYS);

	input_int(&in, c->mem, REGISTER_ENTRY_CHILD, t->child);
	put(&in, REGISTER_ENTRY_HOUSEHOLD_REGISTERED, "true");
	put(&in, REGISTER_ENTRY_INCOME_SOURCE, incomes[demo_random_below(r, COUNT(incomes))]);
	put(&in, REGISTER_ENTRY_CARE_MODE, t->unable ? CODE_CARE_MODE_ONE_PARENT : mode);
	put(&in, REGISTER_ENTRY_CARE_GRADE,
	    t->unable || well >= 96 ? CODE_CARE_GRADE_POOR
	    : well >= 62            ? CODE_CARE_GRADE_FAIR
				    : CODE_CARE_GRADE_GOOD);
	put(&in, REGISTER_ENTRY_DEED, demo_random_chance(r, 710) ? "true" : "false");
	input_day(&in, c->mem, REGISTER_ENTRY_FORM_DAY, on < t->born ? c->today : on);
	return record_create(c, &in, &done);
}

static enum rc write_entries(struct ctx *c, void *arg)
{
	struct entries *e = arg;
	struct todo *list = NEW(c->mem, struct todo, AT_ONCE);
	enum rc rc = list_children(c, e, list);

	for (size_t i = 0; i < e->n && rc == RC_OK; i++) {
		rc = write_entry(c, &list[i], &e->r);
		e->after = list[i].child;
	}
	return rc;
}

/* Of whom it is not written down where they go to school although they are old enough: the village knows. */
static enum rc name_schooling(struct ctx *c, void *arg)
{
	const struct statutory_table *t = arg;
	int64_t *child = NEW(c->mem, int64_t, t->rows + 1);
	enum { SCHOOLING = 1 }; /* the equation that misses them */
	size_t n = statutory_gap(t, SCHOOLING, child);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct input in = input_new(&register_entry_kind);
		struct record done;
		int64_t id = 0;
		put(&in, REGISTER_ENTRY_SCHOOLING, CODE_SCHOOLING_NONE);
		rc = DB_ONE(c->db, &id, "SELECT w.id FROM register_entry w WHERE w.child = ?1",
			    INT(child[i]));
		if (rc == RC_OK)
			rc = record_update(c, &register_entry_kind, id, 0, &in, &done);
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	return rc;
}

/* --- handed in --- */

struct handed {
	const char *form, *login, *note;
	int months; /* ago */
};

static day month_end(day today, int months)
{
	day d = today / 100 * 100 + 1;

	for (; months > 1; months--)
		d = day_add(d, -1) / 100 * 100 + 1;
	return day_add(d, -1);
}

static enum rc hand_in(struct ctx *c, const struct handed *h)
{
	struct demo_then then;
	struct statutory_table t;
	int64_t id;
	day on = month_end(c->today, h->months);
	enum rc rc = demo_then(c, h->login, day_add(on, 2), &then);

	if (rc == RC_OK)
		rc = statutory_load(&then.ctx, statutory_find(str_of(h->form)), STR(DEMO_COUNTY), on, &t);
	if (rc == RC_OK)
		rc = hand_in_write(&then.ctx, &(struct hand_in_new){ .table = &t, .note = str_of(h->note) },
				   &id);
	c->problems = then.ctx.problems;
	return rc;
}

enum rc demo_hand_in_write(struct ctx *c, uint64_t seed)
{
	/* Whoever is not left behind any more has no form of today: their columns are not all known. */
	static const struct handed all[] = {
		{ CODE_STATUTORY_FORM_CIVIL_MONTHLY, "civil", "已不再留守的孩子没有补登记表", 2 },
		{ CODE_STATUTORY_FORM_CIVIL_MONTHLY, "civil", "已不再留守的孩子没有补登记表", 1 },
		{ CODE_STATUTORY_FORM_ROLL_TERM, "officer", "个别学生户籍地还在核实", 2 },
		{ CODE_STATUTORY_FORM_FEDERATION, "civil", "个别孩子由谁照顾还在核实", 1 },
	};
	struct entries e = { .r = demo_random_of(seed, STREAM_ENTRIES), .n = AT_ONCE };
	struct statutory_table now;
	enum rc rc = RC_OK;

	while (e.n == AT_ONCE && rc == RC_OK)
		rc = store_write(c, PRIO_BULK, write_entries, &e);
	if (rc == RC_OK)
		rc = statutory_load(c, statutory_find(STR(CODE_STATUTORY_FORM_CIVIL_MONTHLY)),
				    STR(DEMO_COUNTY), c->today, &now);
	if (rc == RC_OK)
		rc = store_write(c, PRIO_BULK, name_schooling, &now);
	for (size_t i = 0; i < COUNT(all) && rc == RC_OK; i++)
		rc = hand_in(c, &all[i]);
	return rc;
}
