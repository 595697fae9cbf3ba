/* From spans and facts to cases: clocks over leap days and the Spring Festival, each trigger, levels that
 * rise and fall, parameters that change from a day. */
#include "duty.h"
#include "tap.h"

static struct arena mem;

/* clang-format off */
static const struct param row[] = {
	{ .key = STR_INIT("every"), .value = 30, .to = 20260630 },
	{ .key = STR_INIT("every"), .value = 14, .from = 20260701 },
};
/* clang-format on */
static const struct params params = { row, COUNT(row) };
static const struct duty_place here = { &params, STR_INIT("440804"), 0, 0 };

enum { MAX = 12 };
struct made {
	struct duty_span span[MAX];
	struct fact_day done[MAX];
	struct duty_object o;
};

/* Spans as from, to, rose; facts as days: each ended by 0. */
static struct made object(const day *spans, const day *facts)
{
	struct made m = { .o = { NULL, 0, NULL, 0 } };

	for (; m.o.nspan < MAX && spans[3 * m.o.nspan]; m.o.nspan++)
		m.span[m.o.nspan] = (struct duty_span){ spans[3 * m.o.nspan], spans[3 * m.o.nspan + 1],
							spans[3 * m.o.nspan + 2] != 0 };
	for (; m.o.ndone < MAX && facts[m.o.ndone]; m.o.ndone++)
		m.done[m.o.ndone] =
			(struct fact_day){ 1, facts[m.o.ndone], "visit", 100 + (int64_t)m.o.ndone };
	return m;
}

/* The cases as from, due, done, ended: ended by 0. */
static bool cases(const struct duty *d, const day spans[MAX * 4], const day facts[MAX * 4], day today,
		  const day want[MAX * 4])
{
	struct made m = object(spans, facts);
	struct duty_case *list;
	size_t i = 0;

	m.o.span = m.span;
	m.o.done = m.done;
	struct duty_place now = here;
	now.today = today;
	now.until = day_add(today, 30);
	size_t n = duty_cases(&mem, d, &now, &m.o, &list);
	for (; i < n && i < MAX; i++) {
		const day *w = want + 4 * i;
		printf("# %d %d %d %d\n", list[i].from, list[i].due, list[i].done_on, list[i].ended_on);
		if (list[i].from != w[0] || list[i].due != w[1] || list[i].done_on != w[2] ||
		    list[i].ended_on != w[3])
			return false;
	}
	return i == MAX || !want[4 * i];
}
#define DAYS(...)                                                                                            \
	(const day[MAX * 4]) { __VA_ARGS__ }
#define NONE                                                                                                 \
	(const day[MAX * 4]) { 0 }

static const struct duty visits = {
	.from = 20210601, .trigger = DUTY_EVERY, .first = { 7, { NULL, 0 } }, .period = { 90, { NULL, 0 } }
};
static const struct duty half = {
	.from = 20210601, .trigger = DUTY_MONTHS, .months = 1U << 3 | 1U << 9, .grace = 15
};
static const struct duty file = { .trigger = DUTY_ONCE, .first = { 20, { NULL, 0 } }, .unit = DUTY_WORKDAYS };
static const struct duty meeting = { .trigger = DUTY_SINCE,
				     .first = { 24, { NULL, 0 } },
				     .unit = DUTY_HOURS };

static const struct duty weekly = {
	.from = 20210601, .trigger = DUTY_WITHIN, .first = { 7, { NULL, 0 } }, .period = { 7, { NULL, 0 } }
};

static day due(int n, enum duty_unit unit, day from)
{
	return duty_due(&(struct duty_period){ n, { NULL, 0 } }, unit, &here, from);
}

static void test_clocks(void)
{
	OK(due(7, DUTY_DAYS, 20280226) == 20280304); /* over 29 February */
	OK(due(7, DUTY_DAYS, 20270226) == 20270305);
	OK(due(365, DUTY_DAYS, 20280229) == 20290228);
	OK(due(12, DUTY_CALENDAR_MONTHS, 20280229) == 20290228);
	OK(due(6, DUTY_CALENDAR_MONTHS, 20260831) == 20270228);
	OK(due(1, DUTY_CALENDAR_MONTHS, 20261215) == 20270115);
	OK(due(24, DUTY_HOURS, 20261231) == 20270101);
	OK(due(25, DUTY_HOURS, 20261231) == 20270102);
	OK(due(72, DUTY_HOURS, 20280227) == 20280301);
	OK(due(30, DUTY_MINUTES, 20261231) == 20270101);
	/* The Spring Festival of 2026: 15 to 23 February off, two Saturdays worked. */
	OK(due(1, DUTY_WORKDAYS, 20260214) == 20260224);
	OK(due(10, DUTY_WORKDAYS, 20260214) == 20260306);
	OK(due(1, DUTY_DAYS, 20260214) == 20260215); /* a child in danger waits for no feast */
	OK(duty_window(1U << 3 | 1U << 9, 20260301) == 20260301);
	OK(duty_window(1U << 3 | 1U << 9, 20260302) == 20260901);
	OK(duty_window(1U << 3 | 1U << 9, 20261130) == 20270301);
	OK(duty_window(0, 20261130) == 0);
}

static void test_every(void)
{
	/* Nothing done: one case, open, however late. */
	OK(cases(&visits, DAYS(20260101, 0, 1), NONE, 20261121, DAYS(20260101, 20260108, 0, 0)));
	/* In time, late, then open. */
	OK(cases(&visits, DAYS(20260101, 0, 1), DAYS(20260105, 20260501), 20260601,
		 DAYS(20260101, 20260108, 20260105, 0, 20260106, 20260405, 20260501, 0, 20260502, 20260730, 0,
		      0)));
	/* On its last day is in time; before they came in does not count; twice a day is once. */
	OK(cases(&visits, DAYS(20260101, 0, 1), DAYS(20251231, 20260108, 20260108), 20260201,
		 DAYS(20260101, 20260108, 20260108, 0, 20260109, 20260408, 0, 0)));
	/* Left before the last day: nothing was due.  After it: missed, from then on asked no longer. */
	OK(cases(&visits, DAYS(20260101, 20260107, 1), NONE, 20260601, NONE));
	OK(cases(&visits, DAYS(20260101, 20260108, 1), NONE, 20260601,
		 DAYS(20260101, 20260108, 0, 20260109)));
	/* A visit after they left fills nothing; back again, it begins anew. */
	OK(cases(&visits, DAYS(20260101, 20260108, 1, 20260301, 0, 1), DAYS(20260110, 20260302), 20260401,
		 DAYS(20260101, 20260108, 0, 20260109, 20260301, 20260308, 20260302, 0, 20260303, 20260531, 0,
		      0)));
	/* The set ends tomorrow: it is still asked today. */
	OK(cases(&visits, DAYS(20260101, 20260202, 1), NONE, 20260202, DAYS(20260101, 20260108, 0, 0)));
}

static void test_levels(void)
{
	/* Down from a higher level: the last visit counts on, */
	OK(cases(&visits, DAYS(20260301, 0, 0), DAYS(20260220), 20260401, DAYS(20260301, 20260521, 0, 0)));
	/* on the very day too, */
	OK(cases(&visits, DAYS(20260301, 0, 0), DAYS(20260301), 20260401, DAYS(20260301, 20260530, 0, 0)));
	/* with as many days left as a new one has, */
	OK(cases(&visits, DAYS(20260301, 0, 0), DAYS(20251101), 20260401, DAYS(20260301, 20260308, 0, 0)));
	/* and whole when nobody ever went. */
	OK(cases(&visits, DAYS(20260301, 0, 0), NONE, 20260401, DAYS(20260301, 20260530, 0, 0)));
	/* Up: within the first days, whatever was before. */
	OK(cases(&visits, DAYS(20260301, 0, 1), DAYS(20260228), 20260302, DAYS(20260301, 20260308, 0, 0)));
	OK(cases(&visits, DAYS(20260301, 0, 1), DAYS(20260301), 20260302,
		 DAYS(20260301, 20260308, 20260301, 0, 20260302, 20260530, 0, 0)));
}

static void test_months(void)
{
	/* March done, September missed until next March, then March open. */
	OK(cases(&half, DAYS(20260101, 0, 1), DAYS(20260315), 20270310,
		 DAYS(20260301, 20260331, 20260315, 0, 20260901, 20260930, 0, 20270301, 20270301, 20270331, 0,
		      0)));
	/* February counts for no March; one in October is late for September. */
	OK(cases(&half, DAYS(20260101, 0, 1), DAYS(20260228, 20261010), 20261121,
		 DAYS(20260301, 20260331, 0, 20260901, 20260901, 20260930, 20261010, 0)));
	/* Listed thirty days before the window opens, not sooner. */
	OK(cases(&half, DAYS(20260401, 0, 1), NONE, 20260801, NONE));
	OK(cases(&half, DAYS(20260401, 0, 1), NONE, 20260802, DAYS(20260901, 20260930, 0, 0)));
	/* Who comes in late in the window has fifteen days. */
	OK(cases(&half, DAYS(20260925, 0, 1), NONE, 20260926, DAYS(20260925, 20261010, 0, 0)));
	OK(cases(&half, DAYS(20260905, 0, 1), NONE, 20260926, DAYS(20260905, 20260930, 0, 0)));
	OK(cases(&half, DAYS(20261001, 0, 1), NONE, 20261121, NONE));
	/* Out of care within the window: not asked; a day after it: missed. */
	OK(cases(&half, DAYS(20260101, 20260320, 1), NONE, 20261121, NONE));
	OK(cases(&half, DAYS(20260101, 20260331, 1), NONE, 20261121, DAYS(20260301, 20260331, 0, 20260401)));
	/* Out and in again within one window: once. */
	OK(cases(&half, DAYS(20260101, 20260305, 1, 20260310, 0, 1), DAYS(20260312), 20260401,
		 DAYS(20260310, 20260331, 20260312, 0)));
}

static void test_once(void)
{
	OK(cases(&file, DAYS(20260925, 0, 1), NONE, 20261121, DAYS(20260925, 20261029, 0, 0)));
	/* It was there before: done from the start. */
	OK(cases(&file, DAYS(20260925, 0, 1), DAYS(20240101), 20261121,
		 DAYS(20260925, 20261029, 20260925, 0)));
	OK(cases(&meeting, DAYS(20260925, 0, 1), DAYS(20260101), 20260926, DAYS(20260925, 20260926, 0, 0)));
	OK(cases(&meeting, DAYS(20260925, 20261001, 1, 20261101, 0, 1), DAYS(20260926, 20261103), 20261121,
		 DAYS(20260925, 20260926, 20260926, 0, 20261101, 20261102, 20261103, 0)));
}

/* A parameter that changes on 1 July: periods that begin before keep theirs. */
static void test_parameter(void)
{
	const struct duty by_param = { .trigger = DUTY_EVERY,
				       .first = { 0, STR("every") },
				       .period = { 0, STR("every") } };

	OK(cases(&by_param, DAYS(20260601, 0, 1), DAYS(20260620, 20260710), 20260715,
		 DAYS(20260601, 20260701, 20260620, 0, 20260621, 20260720, 20260710, 0, 20260711, 20260724, 0,
		      0)));
}

/* A duty that comes into force, and one that is replaced. */
static void test_validity(void)
{
	struct duty until = visits, since = visits;

	until.to = 20260630;
	since.from = 20260701;
	OK(cases(&until, DAYS(20260101, 0, 1), DAYS(20260105), 20260901,
		 DAYS(20260101, 20260108, 20260105, 0, 20260106, 20260405, 0, 20260701)));
	/* What was done before counts on under the new row. */
	OK(cases(&since, DAYS(20260101, 0, 1), DAYS(20260605), 20260901, DAYS(20260701, 20260903, 0, 0)));
	OK(cases(&visits, DAYS(20190101, 0, 1), DAYS(20210605), 20210701,
		 DAYS(20210601, 20210830, 20210605, 0, 20210606, 20210903, 0, 0)));
}

/* Never more than a week apart: a case a week, however often. */
static void test_within(void)
{
	/* Three times in the first week: the last of them ends it, and the next week runs from there. */
	OK(cases(&weekly, DAYS(20261101, 0, 1), DAYS(20261102, 20261104, 20261107), 20261110,
		 DAYS(20261101, 20261108, 20261107, 0, 20261108, 20261114, 0, 0)));
	/* On the seventh day it is in time; a day later it is late, and the first that comes ends it. */
	OK(cases(&weekly, DAYS(20261101, 0, 1), DAYS(20261108, 20261116, 20261118), 20261119,
		 DAYS(20261101, 20261108, 20261108, 0, 20261109, 20261115, 20261116, 0, 20261117, 20261123,
		      20261118, 0, 20261119, 20261125, 0, 0)));
	/* Silent: one case, open. */
	OK(cases(&weekly, DAYS(20261001, 0, 1), NONE, 20261121, DAYS(20261001, 20261008, 0, 0)));
	/* They come home: what was not late is no case; what was never made good stays. */
	OK(cases(&weekly, DAYS(20261101, 20261105, 1), NONE, 20261121, NONE));
	OK(cases(&weekly, DAYS(20261001, 20261020, 1), NONE, 20261121,
		 DAYS(20261001, 20261008, 0, 20261021)));
	/* Home for a feast and away again: the clock begins anew. */
	OK(cases(&weekly, DAYS(20261001, 20261010, 1, 20261020, 0, 1), DAYS(20261005), 20261026,
		 DAYS(20261001, 20261008, 20261005, 0, 20261020, 20261027, 0, 0)));
	/* What was said before they left ends nothing. */
	OK(cases(&weekly, DAYS(20261101, 0, 1), DAYS(20261030), 20261103, DAYS(20261101, 20261108, 0, 0)));
}

int main(void)
{
	arena_init(&mem, 64 << 20);
	test_clocks();
	test_every();
	test_within();
	test_levels();
	test_months();
	test_once();
	test_parameter();
	test_validity();
	arena_free(&mem);
	return tap_end();
}
