/* test_param - the embedded policy parameters, and how date and region choose among rows. */
#include "param.h"
#include "tap.h"

static int64_t value(str key) { return param_int(&param_embedded, key, STR("440804"), 20260901); }

/* Domain facts 1.2. */
static void test_values(void)
{
	OK(value(STR(PARAM_CIVIL_AFFAIRS_MAX_AGE)) == 16);
	OK(value(STR(PARAM_ABSENCE_GAP_DAYS)) == 30);
	OK(value(STR(PARAM_SCHOOL_ROLL_MIN_DAYS_AWAY)) == 90);
	OK(value(STR(PARAM_CHILD_MAX_AGE)) == 18);
	OK(value(STR(PARAM_STAGE_ENTRY_AGE)) == 6);
	OK(value(STR(PARAM_SCHOOL_YEAR_START)) == 901);
	OK(value(STR(PARAM_IDEMPOTENCY_HOURS)) == 24);
	OK(value(STR(PARAM_SESSION_IDLE_MINUTES)) > 0);
	OK(value(STR(PARAM_SESSION_MAX_HOURS)) > 0);
	OK(value(STR(PARAM_SIGN_IN_MAX_FAILURES)) > 0);
	OK(value(STR(PARAM_SIGN_IN_LOCK_MINUTES)) > 0);
	OK(value(STR(PARAM_PASSWORD_MIN_LENGTH)) > 0);
	OK(value(STR("no.such.key")) == 0 && !param_find(&param_embedded, STR(""), STR(""), 20260901));
	OK(param_int(&param_embedded, STR("absence_gap_days"), STR(""), 19900101) == 30);
}

static void test_table(void)
{
	bool sorted = true, sourced = true;
	for (size_t i = 0; i < param_embedded.n; i++) {
		const struct param *p = &param_embedded.row[i];
		sorted = sorted && (i == 0 || str_cmp(p[-1].key, p->key) <= 0);
		sourced = sourced && p->source.n && p->unit.n;
	}
	OK(param_embedded.n > 0 && sorted);
	OK(sourced);
}

/* Made up. */
/* clang-format off */
static const struct param row[] = {
	{ .key = STR_INIT("a"), .value = 1, .to = 20231231 },
	{ .key = STR_INIT("a"), .value = 2, .from = 20240101 },
	{ .key = STR_INIT("a"), .value = 3, .region = STR_INIT("44"), .from = 20250301, .to = 20250831 },
	{ .key = STR_INIT("a"), .value = 4, .region = STR_INIT("440804"), .from = 20250501 },
	{ .key = STR_INIT("ab"), .value = 5, .region = STR_INIT("45") },
};
/* clang-format on */

static void test_dates_and_regions(void)
{
	const struct params p = { row, COUNT(row) };
	OK(param_int(&p, STR("a"), STR("440804"), 20231231) == 1);
	OK(param_int(&p, STR("a"), STR("440804"), 20240101) == 2);
	OK(param_int(&p, STR("a"), STR("440804"), 20250228) == 2);
	OK(param_int(&p, STR("a"), STR("440804"), 20250301) == 3);
	OK(param_int(&p, STR("a"), STR("440804"), 20250501) == 4);
	OK(param_int(&p, STR("a"), STR("440803"), 20250831) == 3);
	OK(param_int(&p, STR("a"), STR("440803"), 20250901) == 2);
	OK(param_int(&p, STR("a"), STR("440804103203"), 20260101) == 4);
	OK(param_int(&p, STR("a"), STR("4"), 20250601) == 2);
	OK(param_int(&p, STR("a"), STR(""), 20250601) == 2);
	OK(param_int(&p, STR("ab"), STR("45"), 20250601) == 5);
	OK(param_int(&p, STR("ab"), STR("44"), 20250601) == 0);
	OK(param_int(&p, STR("b"), STR("44"), 20250601) == 0);
	OK(param_find(&p, STR("a"), STR("440804"), 20250501) == &row[3]);
}

int main(void)
{
	test_values();
	test_table();
	test_dates_and_regions();
	return tap_end();
}
