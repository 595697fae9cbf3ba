/* The clock of the machine jumps: the day's work is done once a day, and not for a year that never was. */
#include "tap.h"
#include "timer.h"

#include <pthread.h>

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
	OK(!at(&b, 5, 26280) && !at(&b, 6, 78840) && at(&b, 7, 78841));
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

/* --- the day's work at the start --- */

struct work {
	pthread_mutex_t lock;
	pthread_cond_t may;
	bool go;
	int days;
	enum rc outcome;
};

static int64_t now_of(void *arg)
{
	(void)arg;
	return begin;
}

static enum rc long_day(void *arg, day today)
{
	struct work *w = arg;

	pthread_mutex_lock(&w->lock);
	while (!w->go)
		pthread_cond_wait(&w->may, &w->lock);
	w->days += today == instant_day(begin);
	pthread_mutex_unlock(&w->lock);
	return w->outcome;
}

static void let_go(struct work *w)
{
	pthread_mutex_lock(&w->lock);
	w->go = true;
	pthread_cond_signal(&w->may);
	pthread_mutex_unlock(&w->lock);
}

/* Whoever starts it need not wait for the end; whoever does learns of it, also when it fails. */
static void test_start(enum rc outcome)
{
	struct work w = { .lock = PTHREAD_MUTEX_INITIALIZER,
			  .may = PTHREAD_COND_INITIALIZER,
			  .outcome = outcome };
	struct timer *t;

	OK(timer_start(now_of, long_day, &w, 0, &t) == RC_OK);
	OK(!timer_wait(t, 0));
	let_go(&w);
	OK(timer_wait(t, 60) && timer_wait(t, 0));
	timer_stop(t);
	OK(w.days == 1);
}

static void test_settled(void)
{
	struct work w = { .lock = PTHREAD_MUTEX_INITIALIZER, .may = PTHREAD_COND_INITIALIZER };
	struct timer *t;

	OK(timer_start(now_of, long_day, &w, instant_day(begin), &t) == RC_OK);
	OK(timer_wait(t, 60));
	timer_stop(t);
	OK(w.days == 0);
}

int main(void)
{
	test_start(RC_OK);
	test_start(RC_BUSY);
	test_settled();
	test_steady();
	test_forward();
	test_backward();
	return tap_end();
}
