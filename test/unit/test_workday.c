/* Working days: weekends, holidays, weekend days worked instead. */
#include "tap.h"
#include "workday.h"

static const str nation = { "", 0 }, potou = { "440804", 6 };

static void test_is(void)
{
	OK(workday_is(20261120, potou));  /* a Friday */
	OK(!workday_is(20261121, potou)); /* Saturday */
	OK(!workday_is(20261122, potou));
	OK(workday_is(20261123, potou));
	OK(!workday_is(20261001, potou)); /* National Day, a Thursday */
	OK(!workday_is(20261007, potou));
	OK(workday_is(20261008, potou));
	OK(workday_is(20261010, potou)); /* a Saturday worked instead */
	OK(workday_is(20260920, potou)); /* a Sunday */
	OK(!workday_is(20260216, nation) && !workday_is(20260223, nation) && workday_is(20260224, nation));
	OK(workday_is(20260228, nation));  /* Saturday after the Spring Festival */
	OK(!workday_is(20270205, nation)); /* the eve of 2027-02-06, a Friday */
	OK(workday_is(20310101, nation));  /* no notice, no table: a Wednesday is a Wednesday */
}

static void test_add(void)
{
	OK(workday_add(20261121, 0, potou) == 20261123);
	OK(workday_add(20261123, 0, potou) == 20261123);
	OK(workday_add(20261120, 1, potou) == 20261123);
	OK(workday_add(20261123, 10, potou) == 20261207);
	OK(workday_add(20261121, 10, potou) == 20261204); /* asked on a Saturday */
	/* Over the week of National Day: 28, 29, 30 September, 8, 9, 10, 12 .. October. */
	OK(workday_add(20260925, 10, potou) == 20261015);
	/* Asked the day before the Spring Festival break: it does not run during it. */
	OK(workday_add(20260214, 1, potou) == 20260224);
	OK(workday_add(20260214, 10, potou) == 20260306);
	OK(workday_add(20261231, 1, potou) == 20270104); /* New Year's Day and a weekend */
}

static void test_count(void)
{
	OK(workday_count(20261123, 20261123, potou) == 0);
	OK(workday_count(20261120, 20261123, potou) == 1);
	OK(workday_count(20261123, 20261207, potou) == 10);
	OK(workday_count(20261207, 20261123, potou) == -10);
	OK(workday_count(20261120, 20261122, potou) == 0);
	/* What is added is counted. */
	for (int n = 1; n < 300; n++)
		if (workday_count(20260131, workday_add(20260131, n, potou), potou) != n) {
			OK(!"what is added is counted");
			return;
		}
	OK(!"not counted" || true);
}

/* Days off are of this year's notice, and never more than a year has. */
static void test_years(void)
{
	OK(workday_count(20251231, 20261231, nation) == 248); /* 52 * 5 + 1, less 19 weekdays off, plus 6 */
	OK(workday_count(20241231, 20251231, nation) == 248);
}

int main(void)
{
	test_is();
	test_add();
	test_count();
	test_years();
	return tap_end();
}
