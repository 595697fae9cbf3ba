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
	bool stop;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
};

enum { LOOK_EVERY = 20 }; /* seconds: midnight is noticed within them */

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

static void *loop(void *arg)
{
	struct timer *t = arg;

	do {
		day today = instant_day(t->now(t->ctx));
		if (today == t->settled)
			continue;
		if (t->run(t->ctx, today) == RC_OK)
			t->settled = today;
		else
			logline(LOG_FAULT, "timer", "the day could not be settled; it is tried again");
	} while (wait_for_next(t));
	return NULL;
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
	pthread_mutex_destroy(&t->lock);
	free(t);
}
