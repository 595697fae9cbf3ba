/* Mandatory reports: the clocks (domain facts 1.5), and which step follows which. */
#include "report.h"
#include "tap.h"

#define MINUTE (INT64_C(60) * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static const struct report_limits limits = { 30, 6, 7 };

static void test_clocks(void)
{
	/* Known at 10:00 on 20 November 2026 in Shanghai, written down at 11:00. */
	int64_t ten = report_day_begins(20261120) + 10 * HOUR, night = report_day_begins(20261121);
	struct report_times t = { .known = ten, .recorded = ten + HOUR };
	struct report_clock k[REPORT_CLOCK__N];

	report_clocks(&t, &limits, ten + HOUR, k);
	OK(k[REPORT_CLOCK_POLICE].due == ten + 30 * MINUTE && k[REPORT_CLOCK_POLICE].state == REPORT_OVERDUE);
	OK(k[REPORT_CLOCK_RECORD].due == ten + 6 * HOUR && k[REPORT_CLOCK_RECORD].state == REPORT_IN_TIME);
	OK(k[REPORT_CLOCK_SUPERVISOR].due == night - 1 && k[REPORT_CLOCK_SUPERVISOR].state == REPORT_RUNNING);
	OK(k[REPORT_CLOCK_FEEDBACK].due == ten + HOUR + 7 * DAY &&
	   k[REPORT_CLOCK_FEEDBACK].state == REPORT_RUNNING);
	t.police = ten + 30 * MINUTE;
	t.supervisor = night - 1;
	t.feedback = ten + HOUR + 7 * DAY + 1;
	report_clocks(&t, &limits, night + 30 * DAY, k);
	OK(k[REPORT_CLOCK_POLICE].state == REPORT_IN_TIME);
	OK(k[REPORT_CLOCK_SUPERVISOR].state == REPORT_IN_TIME);
	OK(k[REPORT_CLOCK_FEEDBACK].state == REPORT_LATE);
	t.police++;
	t.supervisor = night;
	t.recorded = ten + 6 * HOUR + 1;
	report_clocks(&t, &limits, night, k);
	OK(k[REPORT_CLOCK_POLICE].state == REPORT_LATE && k[REPORT_CLOCK_SUPERVISOR].state == REPORT_LATE);
	OK(k[REPORT_CLOCK_RECORD].state == REPORT_LATE);
}

/* The day is the day in Shanghai: half past midnight there is still yesterday in UTC. */
static void test_midnight(void)
{
	int64_t night = report_day_begins(20270301);
	struct report_times t = { .known = night - 1, .recorded = night - 1 };
	struct report_clock k[REPORT_CLOCK__N];

	OK(instant_day(night) == 20270301 && instant_day(night - 1) == 20270228);
	report_clocks(&t, &limits, night - 1, k);
	OK(k[REPORT_CLOCK_SUPERVISOR].due == night - 1 && k[REPORT_CLOCK_SUPERVISOR].state == REPORT_RUNNING);
	report_clocks(&t, &limits, night, k);
	OK(k[REPORT_CLOCK_SUPERVISOR].state == REPORT_OVERDUE);
	t.recorded = night;
	report_clocks(&t, &limits, night, k);
	OK(k[REPORT_CLOCK_SUPERVISOR].due == night + DAY - 1);
	OK(report_day_begins(20280301) - report_day_begins(20280228) == 2 * DAY); /* a leap day between */
}

static bool can(const struct report_facts *f, const char *what)
{
	return !report_act_refusal(f, str_of(what));
}

static void test_steps(void)
{
	struct report_facts f = { .state = STR("made"), .role = ROLE_CIVIL };

	OK(can(&f, "accepted") && can(&f, "told_police") && can(&f, "told_supervisor") && can(&f, "note"));
	OK(can(&f, "handed_police")); /* danger does not wait for a button */
	OK(!can(&f, "feedback") && !can(&f, "closed") && !can(&f, "filed") && !can(&f, "handed_education"));
	f.police_told = f.supervisor_told = true;
	OK(!can(&f, "told_police") && !can(&f, "told_supervisor"));
	f.state = STR("accepted");
	OK(!can(&f, "accepted") && can(&f, "feedback") && can(&f, "handed_education") && can(&f, "safe"));
	OK(!can(&f, "closed")); /* not before who reported has an answer */
	OK(!can(&f, "filed"));  /* the police has it not */
	f.answered = true;
	OK(can(&f, "closed") && can(&f, "feedback"));
	f.to_police = true;
	f.state = STR("with_police");
	OK(can(&f, "filed") && can(&f, "not_filed") && !can(&f, "handed_police"));
	f.to_education = true;
	OK(!can(&f, "handed_education"));
	f.state = STR("closed");
	OK(!can(&f, "note") && !can(&f, "closed") && !can(&f, "feedback"));
}

static void test_roles(void)
{
	struct report_facts f = { .state = STR("with_police"), .to_police = true, .role = ROLE_POLICE };

	OK(can(&f, "filed") && can(&f, "not_filed") && can(&f, "note") && can(&f, "safe"));
	OK(!can(&f, "feedback") && !can(&f, "closed") && !can(&f, "told_supervisor") && !can(&f, "placed"));
	f.role = ROLE_OFFICER;
	OK(can(&f, "note") && !can(&f, "filed") && !can(&f, "safe") && !can(&f, "closed"));
	f.role = ROLE_TEACHER;
	OK(!can(&f, "note") && !can(&f, "accepted"));
}

static void test_code(void)
{
	struct arena mem;

	arena_init(&mem, 1 << 16);
	str a = report_code_new(&mem), b = report_code_new(&mem);
	OK(a.n == REPORT_CODE_DIGITS && str_digits(a));
	OK(!str_eq(a, b));
	arena_free(&mem);
}

int main(void)
{
	test_clocks();
	test_midnight();
	test_steps();
	test_roles();
	test_code();
	return tap_end();
}
