/* How long what is kept: what falls due is ended at night, once, and the journal says how many. */
#include "persons.h"
#include "registry.h"
#include "retention.h"
#include "steps.h"

static void test_rules(void)
{
	OK(retention_register_ends(20051121, 18, 3) == 20261120);
	OK(retention_register_ends(20040229, 18, 3) == 20250228);
	OK(persons_mode(-1, 9000000, 10000000) == PERSONS_FEW);
	OK(persons_mode(8999999, 9000000, 10000000) == PERSONS_FEW);
	OK(persons_mode(9000000, 9000000, 10000000) == PERSONS_MANY);
	OK(persons_mode(9999999, 9000000, 10000000) == PERSONS_MANY);
	OK(persons_mode(10000000, 9000000, 10000000) == PERSONS_IMPORTANT);
	for (size_t i = 0; i < retention_nrows; i++)
		OK(retention_rows[i].what && retention_rows[i].rule && retention_rows[i].param &&
		   retention_rows[i].due);
}

static int64_t due(struct harness *h, size_t row, day on)
{
	struct ctx c = harness_ctx(h);
	int64_t n = -1;

	c.today = on;
	return retention_rows[row].due(&c, on, &n) == RC_OK ? n : -1;
}

/* clang-format off */
static const struct step steps[] = {
	{ "somebody who will be twenty-one tomorrow", AS_OFFICER, POST, API "children", NULL,
	  "{'name':'旧人','sex':'1','birth_date':'2005-11-22','no_id_reason':'1','household_region':'440804103203'}", 201, {}, "old=id" },
	{ "the list says what will go", AS_ADMIN, GET, "/admin/retention", NULL, NULL, 200, { "~Files of children", "~Sessions that have ended" } },
	{ "it is no page for a teacher", AS_TEACHER, GET, "/admin/retention", NULL, NULL, 404 },
	{ "still there", AS_OFFICER, GET, API "children/{old}", NULL, NULL, 200 },
};
static const struct step after[] = {
	{ "gone", AS_OFFICER, GET, API "children/{old}", NULL, NULL, 404 },
	{ "a child is not", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200 },
};
/* clang-format on */

static int64_t notes(struct harness *h)
{
	return harness_number(h, STR("SELECT count(*) FROM journal WHERE kind = 'retention'"));
}

static void test_engine(struct harness *h)
{
	STEPS(h, steps);
	OK(due(h, 0, HARNESS_TODAY) == 0);
	OK(due(h, 0, 20261122) == 1);
	harness_daily(h);
	OK(notes(h) == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM meta WHERE name = 'persons'")) == 1);
	OK(harness_exec(h, h->engine == DB_SQLITE ? STR("INSERT INTO failure (digest, county, strikes, at) "
							"VALUES (x'00', 440804, 1, 1)")
						  : STR("INSERT INTO failure (digest, county, strikes, at) "
							"VALUES ('\\x00', 440804, 1, 1)")));
	harness_today(h, 20261122);
	harness_daily(h);
	STEPS(h, after);
	OK(notes(h) == 2); /* one child, one failure */
	OK(harness_number(h, STR("SELECT count(*) FROM failure WHERE at = 1")) == 0);
	harness_daily(h);
	OK(notes(h) == 2); /* nothing more to end */
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	test_rules();
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
