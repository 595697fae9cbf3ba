/* The clock of the machine jumps: the day's work is done once a day, and not for a year that never was. */
#include "tap.h"
#include "timer.h"

static const int64_t hour = INT64_C(3600000000), begin = INT64_C(1795226400000000); /* 2026-11-21 10:00 */

/* At so many hours of the steady clock the other shows so many since the beginning: is it believed? */
static bool at(struct timer_belief *b, int64_t steady, int64_t wall)
{
	return timer_believes(b, begin + wall * hour, steady * hour, instant_day(begin));
}

static void test_steady(void)
{
	struct timer_belief b = { 0 };
	size_t doubted = 0;

	for (int64_t h = 0; h < 1000; h++)
		doubted += !at(&b, h, h);
	OK(doubted == 0);
	/* Put right by a day, or slowly wrong by many. */
	OK(at(&b, 1001, 1025) && at(&b, 1002, 1003));
	for (int64_t h = 0; h < 1000; h++)
		doubted += !at(&b, 1003 + h, 1003 + 2 * h);
	OK(doubted == 0);
}

static void test_forward(void)
{
	struct timer_belief b = { 0 };

	OK(at(&b, 0, 0));
	OK(!timer_believes(&b, begin + 8760 * hour, hour / 2, instant_day(begin)));
	OK(at(&b, 1, 1)); /* back again: nothing has happened */
	OK(!at(&b, 2, 8760));
	OK(!timer_believes(&b, begin + 8760 * hour + hour / 2, 2 * hour + hour / 2, instant_day(begin)));
	OK(at(&b, 3, 8761)); /* it stays so for an hour: then it is the time */
	OK(at(&b, 4, 8762));
	OK(!at(&b, 5, 3 * 8760) && !at(&b, 6, 9 * 8760) && at(&b, 7, 9 * 8760 + 1));
}

static void test_backward(void)
{
	struct timer_belief b = { 0 };

	OK(at(&b, 0, 0));
	OK(!at(&b, 1, -8760) && at(&b, 2, -8759));
	/* A day, before what is settled. */
	b = (struct timer_belief){ 0 };
	OK(at(&b, 0, 0) && !at(&b, 1, -24) && at(&b, 2, 2));
	OK(!at(&b, 3, -24) && at(&b, 4, -23));
	/* Started with a clock that stands before what is settled. */
	b = (struct timer_belief){ 0 };
	OK(at(&b, 0, -48));
}

int main(void)
{
	test_steady();
	test_forward();
	test_backward();
	return tap_end();
}
