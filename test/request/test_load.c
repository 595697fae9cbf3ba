/* Records loaded in bulk are records: what settles finds nothing to do, counts equal a recount, numbers find
 * children, indexes are back, and the journal vouches for every value, also for those that people change,
 * delete or hand over afterwards.  A tiny nation: two counties, one of which has records of its own already.
 */
#include "child.h"
#include "counts.h"
#include "db_text.h"
#include "demo_nation_write.h"
#include "harness.h"
#include "load.h"
#include "move.h"
#include "schema.h"
#include "tap.h"
#include "verify.h"

enum { HERE = 440804, THERE = 511302, CHILDREN_HERE = 1100, CHILDREN_THERE = 150 };

static enum rc load_county(struct harness *h, unsigned number, const char *code, unsigned children,
			   struct demo_nation_unit *ret)
{
	struct actor program = actor_system(number);
	struct ctx c = harness_ctx(h);
	struct demo_nation_unit u = { .county = { .number = number, .children = children },
				      .close = number == HERE,
				      .seed = 7,
				      .first_phone = INT64_C(15000000000) + number };

	memcpy(u.county.code, code, sizeof u.county.code);
	c.who = &program;
	c.via = VIA_DEMO;
	enum rc rc = store_write(&c, PRIO_BULK, demo_nation_write, &u);
	*ret = u;
	return rc;
}

static struct verdict verified(struct harness *h, bool quick)
{
	struct ctx c = harness_ctx(h);
	struct verdict v = { .broken_at = -99 };

	if ((quick ? journal_verify_quick(&c, &v) : journal_verify(&c, &v)) != RC_OK)
		v.broken_at = -99;
	return v;
}

static bool whole(struct harness *h)
{
	struct verdict v = verified(h, false);

	for (size_t i = 0; i < v.n; i++)
		printf("#   %s %lld %s: %s\n", v.finding[i].kind ? v.finding[i].kind : "-",
		       (long long)v.finding[i].record, v.finding[i].field ? v.finding[i].field : "-",
		       v.finding[i].why);
	return v.broken_at == 0;
}

/* --- as if it had been written one by one --- */

static void test_schema(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	const char *const *more = house_ddl(&h->mem);
	struct schema_gap gap;

	OK(load_indexes(&c, demo_nation_kinds, more, false) == RC_OK);
	OK(schema_check(&h->mem, harness_db(h), &h->model, more, &gap) == RC_INVALID);
	OK(load_indexes(&c, demo_nation_kinds, more, true) == RC_OK);
	OK(schema_check(&h->mem, harness_db(h), &h->model, more, &gap) == RC_OK);
}

#define KEPT_CROSSINGS                                                                                       \
	"child, day, counted, region, civil_affairs, school_roll, basis, difficulty, proposed, county"
#define KEPT_CHILDREN                                                                                        \
	"id, next_on, household_region, household_type, living_region, school, class, entry_month, "         \
	"attendance_mode"

static int64_t differing(struct harness *h, const char *columns, const char *table)
{
	return harness_number(
		h, harness_text(
			   &h->mem,
			   "SELECT count(*) FROM (SELECT * FROM (SELECT %s FROM %s EXCEPT SELECT %s FROM "
			   "kept_%s) x"
			   " UNION ALL SELECT * FROM (SELECT %s FROM kept_%s EXCEPT SELECT %s FROM %s) y) z",
			   columns, table, columns, table, columns, table, columns, table));
}

static void test_settled(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(harness_number(h, STR("SELECT count(*) FROM crossing WHERE school_roll > 0")) > CHILDREN_HERE);
	OK(harness_exec(h, STR("CREATE TABLE kept_crossing AS SELECT " KEPT_CROSSINGS " FROM crossing")));
	OK(harness_exec(h, STR("CREATE TABLE kept_child AS SELECT " KEPT_CHILDREN " FROM child")));
	OK(store_write(&c, PRIO_BULK, harness_touch_all, NULL) == RC_OK);
	OK(differing(h, KEPT_CROSSINGS, "crossing") == 0);
	OK(differing(h, KEPT_CHILDREN, "child") == 0);
	OK(harness_exec(h, STR("DELETE FROM crossing WHERE id IN (SELECT max(id) FROM crossing)")));
	OK(differing(h, KEPT_CROSSINGS, "crossing") == 1); /* it would have been seen */
	OK(store_write(&c, PRIO_BULK, harness_touch_all, NULL) == RC_OK);
	OK(differing(h, KEPT_CROSSINGS, "crossing") == 0);
	OK(harness_exec(h, STR("DROP TABLE kept_crossing")) && harness_exec(h, STR("DROP TABLE kept_child")));
}

static void test_counts(struct harness *h)
{
	static const char *const places[] = { "", "440804", "440804101" };
	struct ctx c = harness_ctx(h);
	struct actor program = actor_system(HERE);

	c.who = &program;
	for (size_t i = 0; i < COUNT(places); i++) {
		struct counts kept, again;
		OK(left_behind_counts(&c, str_of(places[i]), c.today, &kept) == RC_OK);
		OK(left_behind_recount(&c, str_of(places[i]), c.today, &again) == RC_OK);
		OK(memcmp(&kept, &again, sizeof kept) == 0);
		OK(kept.n[COUNT_ROLL_1] + kept.n[COUNT_ROLL_2] > 0);
	}
}

static int64_t some(struct harness *h, const char *table, int at)
{
	return harness_number(
		h, harness_text(&h->mem,
				"SELECT id FROM %s WHERE county = 440804 AND id >"
				" (SELECT min(record) FROM journal WHERE record > 0 AND act = 1)"
				" AND id NOT IN (SELECT record FROM journal) ORDER BY id LIMIT 1 OFFSET %d",
				table, at));
}

static void test_found(struct harness *h, const struct demo_nation_unit *u)
{
	struct ctx c = harness_ctx(h);
	struct record r;
	struct records found;

	OK(record_load(&c, &child_kind, u->child, &r) == RC_OK);
	OK(rec_text(&r, CHILD_ID_NUMBER).n == 18);
	struct list l = { .q = rec_text(&r, CHILD_ID_NUMBER), .limit = 5 };
	OK(record_list(&c, &child_kind, &l, &found) == RC_OK && found.n == 1 && found.r[0].id == u->child);
	OK(harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM name_key WHERE child = %lld",
					  (long long)u->child)) > 0);
	OK(rec_int(&r, CHILD_SCHOOL) == u->school && rec_int(&r, CHILD_CLASS) == u->class);
}

/* --- what the journal vouches for --- */

static void test_hands(struct harness *h)
{
	static const char *const hands[] = {
		"UPDATE person SET name = '张三'",
		"UPDATE person SET birth_date = birth_date + 1",
		"UPDATE person SET version = 2",
		"UPDATE person SET county = 440803",
		"UPDATE person SET id = id + 1",
		"DELETE FROM person",
		("INSERT INTO person (id, version, county, created_at, updated_at, name)"
		 " SELECT id + 1, 1, county, created_at, updated_at, name FROM person"),
	};

	OK(harness_exec(h, STR("CREATE TABLE kept_person AS SELECT * FROM person")));
	for (size_t i = 0; i < COUNT(hands); i++) {
		OK(harness_exec(h, harness_text(&h->mem, "%s WHERE id = %lld", hands[i],
						(long long)some(h, "person", 1050))));
		struct verdict v = verified(h, false);
		OK(v.broken >= 1 && v.broken_at == -1);
		OK(v.n && v.finding[0].kind && !strcmp(v.finding[0].kind, "person"));
		OK(harness_exec(h, STR("DELETE FROM person")));
		OK(harness_exec(h, STR("INSERT INTO person SELECT * FROM kept_person")));
	}
	OK(whole(h));
	OK(harness_exec(h, STR("DROP TABLE kept_person")));
	struct verdict quick = verified(h, true), all = verified(h, false);
	OK(quick.broken_at == 0 && quick.records < all.records);
}

struct deed {
	const struct kind *kind;
	int64_t id, version;
	size_t field;
	str value;
};

static enum rc change(struct ctx *c, void *arg)
{
	const struct deed *d = arg;
	struct input in = input_new(d->kind);
	struct record r;

	input_set(&in, d->field, d->value);
	return record_update(c, d->kind, d->id, d->version, &in, &r);
}

static enum rc drop(struct ctx *c, void *arg)
{
	const struct deed *d = arg;

	return record_delete(c, d->kind, d->id, 0);
}

static enum rc hand_over(struct ctx *c, void *arg)
{
	const struct deed *d = arg;

	return move_record(c, d->kind, d->id, HARNESS_FAR_COUNTY);
}

static enum rc run(struct harness *h, store_job *job, struct deed d)
{
	struct ctx c = harness_ctx(h);

	return store_write(&c, PRIO_BULK, job, &d);
}

static int64_t tie_of(struct harness *h, int64_t child)
{
	return harness_number(h,
			      harness_text(&h->mem, "SELECT coalesce(min(id), 0) FROM tie WHERE child = %lld",
					   (long long)child));
}

static void test_life(struct harness *h)
{
	int64_t person = some(h, "person", 20), tie = some(h, "tie", 30), child = some(h, "child", 1030),
		other = some(h, "person", 40), absence = some(h, "absence", 50);

	OK(run(h, change, (struct deed){ &person_kind, person, 1, PERSON_NAME, STR("李四") }) == RC_OK &&
	   whole(h));
	/* version 1 is known though no row of its own says so */
	OK(run(h, change, (struct deed){ &person_kind, person, 1, PERSON_BIRTH_DATE, STR("1980-01-02") }) ==
	   RC_OK);
	OK(run(h, change, (struct deed){ &person_kind, person, 1, PERSON_NAME, STR("王五") }) == RC_STALE);
	OK(run(h, change, (struct deed){ &person_kind, person, 0, PERSON_NAME, STR("王五") }) == RC_OK &&
	   whole(h));
	OK(run(h, drop, (struct deed){ .kind = &tie_kind, .id = tie }) == RC_OK && whole(h));
	while ((tie = tie_of(h, child)) > 0)
		OK(run(h, drop, (struct deed){ .kind = &tie_kind, .id = tie }) == RC_OK);
	OK(run(h, drop, (struct deed){ .kind = &child_kind, .id = child }) == RC_OK && whole(h));
	OK(run(h, hand_over, (struct deed){ .kind = &person_kind, .id = other }) == RC_OK && whole(h));
	OK(run(h, change, (struct deed){ &person_kind, other, 0, PERSON_NAME, STR("赵六") }) == RC_OK &&
	   whole(h));
	OK(run(h, hand_over, (struct deed){ .kind = &absence_kind, .id = absence }) == RC_OK);
	OK(run(h, drop, (struct deed){ .kind = &absence_kind, .id = absence }) == RC_OK && whole(h));
}

static void test_changed(struct harness *h)
{
	int64_t person = some(h, "person", 60);

	OK(run(h, change, (struct deed){ &person_kind, person, 0, PERSON_NAME, STR("王五") }) == RC_OK &&
	   whole(h));
	/* what was changed by people is checked, too: now against the journal's last word */
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE person SET name = '张三' WHERE id = %lld",
					(long long)person)));
	OK(verified(h, false).broken_at == -1);
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE person SET name = '王五' WHERE id = %lld",
					(long long)person)));
	OK(whole(h));
	/* ... and against what was loaded, where nobody changed it */
	OK(harness_exec(
		h, harness_text(&h->mem, "UPDATE person SET sex = NULL WHERE id = %lld", (long long)person)));
	OK(verified(h, false).broken_at == -1);
}

/* Of a nation whatever falls due on a day is settled two hundred children at a time. */
static enum rc note_everywhere(struct ctx *c, void *arg)
{
	enum rc rc = RC_OK;

	(void)arg;
	for (unsigned i = 0; i < 200 && rc == RC_OK; i++) {
		struct actor program = actor_system(610000 + i);
		struct ctx there = *c;
		there.who = &program;
		rc = journal_note(&there, ACT_CROSS, STR("child"), 1, STR(""));
	}
	return rc;
}

static void test_many_counties(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_BULK, note_everywhere, NULL) == RC_OK);
	OK(harness_number(
		   h, STR("SELECT count(DISTINCT county) FROM journal WHERE act = 5 AND county >= 610000")) ==
	   200);
	OK(whole(h));
}

static void test_engine(struct harness *h)
{
	struct demo_nation_unit here, there;

	test_schema(h);
	OK(load_county(h, HERE, "440804", CHILDREN_HERE, &here) == RC_OK);
	OK(load_county(h, THERE, "511302", CHILDREN_THERE, &there) == RC_OK);
	OK(harness_number(h, STR("SELECT count(*) FROM journal WHERE act = 17")) == 2);
	OK(harness_number(h, STR("SELECT count(*) FROM child WHERE county = 511302")) == CHILDREN_THERE);
	test_settled(h);
	test_counts(h);
	test_found(h, &here);
	OK(whole(h));
	test_hands(h);
	test_many_counties(h);
	test_life(h);
	test_changed(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
