#include "timer.h"
#include "logline.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct timer {
	timer_now *now;
	timer_day *run;
	void *ctx;
	day settled;
	struct timer_belief belief;
	bool stop, tried;
	pthread_mutex_t lock;
	pthread_cond_t wake, first;
	pthread_t thread;
};

enum { LOOK_EVERY = 20 }; /* seconds: midnight is noticed within them */

static int64_t steady_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t); /* goes on while a machine sleeps */
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static const int64_t hour = INT64_C(3600000000);

bool timer_believes(struct timer_belief *b, int64_t wall, int64_t steady, day settled)
{
	const int64_t jump = 48 * hour;
	int64_t ahead = wall - steady, by = ahead - b->ahead;

	if (!b->begun || (by < jump && by > -jump && instant_day(wall) >= settled)) {
		*b = (struct timer_belief){ .begun = true, .ahead = ahead };
		return true;
	}
	if (!b->odd_since || ahead - b->odd_ahead >= jump || b->odd_ahead - ahead >= jump) {
		b->odd_since = steady;
		b->odd_ahead = ahead;
	}
	if (steady - b->odd_since < hour)
		return false;
	*b = (struct timer_belief){ .begun = true, .ahead = ahead };
	return true;
}

bool timer_sure(struct timer_belief *b, int64_t wall) { return timer_believes(b, wall, steady_now(), 0); }

static bool believes(struct timer *t, int64_t now)
{
	struct timer_belief *b = &t->belief, was = *b;
	bool sure = timer_believes(b, now, steady_now(), t->settled);

	if (!sure && (b->odd_since != was.odd_since || b->odd_ahead != was.odd_ahead))
		logline(LOG_FAULT, "timer",
			"the machine's clock has jumped by %lld hours: the day's work and messages wait "
			"until it is right, or has stayed so for an hour",
			(long long)((b->odd_ahead - b->ahead) / hour));
	return sure;
}

static bool wait_for_next(struct timer *t)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LOOK_EVERY;
	pthread_mutex_lock(&t->lock);
	while (!t->stop && pthread_cond_timedwait(&t->wake, &t->lock, &until) == 0)
		;
	bool go_on = !t->stop;
	pthread_mutex_unlock(&t->lock);
	return go_on;
}

static void settle(struct timer *t)
{
	int64_t now = t->now(t->ctx);
	day today = instant_day(now);

	if (!believes(t, now) || today == t->settled)
		return;
	if (t->run(t->ctx, today) == RC_OK)
		t->settled = today;
	else
		logline(LOG_FAULT, "timer", "the day could not be settled; it is tried again");
}

static void *loop(void *arg)
{
	struct timer *t = arg;

	settle(t);
	pthread_mutex_lock(&t->lock);
	t->tried = true;
	pthread_cond_broadcast(&t->first);
	pthread_mutex_unlock(&t->lock);
	while (wait_for_next(t))
		settle(t);
	return NULL;
}

bool timer_wait(struct timer *t, unsigned seconds)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&t->lock);
	while (!t->tried && pthread_cond_timedwait(&t->first, &t->lock, &until) == 0)
		;
	bool tried = t->tried;
	pthread_mutex_unlock(&t->lock);
	return tried;
}

enum rc timer_start(timer_now *now, timer_day *run, void *ctx, day settled, struct timer **ret)
{
	struct timer *t = calloc(1, sizeof *t);
	pthread_condattr_t steady;

	if (!t)
		return RC_FAULT;
	*t = (struct timer){ .now = now, .run = run, .ctx = ctx, .settled = settled };
	pthread_mutex_init(&t->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&t->wake, &steady);
	pthread_cond_init(&t->first, &steady);
	pthread_condattr_destroy(&steady);
	if (pthread_create(&t->thread, NULL, loop, t)) {
		free(t);
		return RC_FAULT;
	}
	*ret = t;
	return RC_OK;
}

void timer_stop(struct timer *t)
{
	pthread_mutex_lock(&t->lock);
	t->stop = true;
	pthread_cond_signal(&t->wake);
	pthread_mutex_unlock(&t->lock);
	pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->wake);
	pthread_cond_destroy(&t->first);
	pthread_mutex_destroy(&t->lock);
	free(t);
}
