#include "readlog_flush.h"
#include "logline.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { EVERY_MS = 400, MEMORY = 64 << 20 };

struct flush {
	struct readqueue *queue;
	const struct model *model;
	flush_now *now;
	void *ctx;
	bool stop, failed;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
};

static bool wait_for_next(struct flush *f)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += EVERY_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	pthread_mutex_lock(&f->lock);
	while (!f->stop && pthread_cond_timedwait(&f->wake, &f->lock, &until) == 0)
		;
	bool go_on = !f->stop;
	pthread_mutex_unlock(&f->lock);
	return go_on;
}

static void write_all(struct flush *f, struct arena *mem, bool end)
{
	struct actor program = actor_system(f->model->county);
	int64_t now = f->now(f->ctx);
	struct ctx c = { .mem = mem,
			 .model = f->model,
			 .who = &program,
			 .via = VIA_TIMER,
			 .now = now,
			 .today = instant_day(now),
			 .problems = { .mem = mem } };
	bool failed = readqueue_flush(f->queue, &c, end) != RC_OK;

	/* Once, not twice a second: until it works again readers are turned away when the queue is full. */
	if (failed && (!f->failed || end))
		logline(LOG_FAULT, "readlog", "readings could not be written; %zu wait",
			readqueue_waiting(f->queue));
	f->failed = failed;
	arena_reset(mem);
}

static void *loop(void *arg)
{
	struct flush *f = arg;
	struct arena mem;

	arena_init(&mem, MEMORY);
	while (wait_for_next(f))
		write_all(f, &mem, false);
	write_all(f, &mem, true);
	arena_free(&mem);
	return NULL;
}

enum rc flush_start(struct readqueue *q, const struct model *model, flush_now *now, void *ctx,
		    struct flush **ret)
{
	struct flush *f = calloc(1, sizeof *f);
	pthread_condattr_t steady;

	if (!f)
		return RC_FAULT;
	*f = (struct flush){ .queue = q, .model = model, .now = now, .ctx = ctx };
	pthread_mutex_init(&f->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&f->wake, &steady);
	pthread_condattr_destroy(&steady);
	if (pthread_create(&f->thread, NULL, loop, f)) {
		free(f);
		return RC_FAULT;
	}
	*ret = f;
	return RC_OK;
}

void flush_stop(struct flush *f)
{
	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	f->stop = true;
	pthread_cond_signal(&f->wake);
	pthread_mutex_unlock(&f->lock);
	pthread_join(f->thread, NULL);
	pthread_cond_destroy(&f->wake);
	pthread_mutex_destroy(&f->lock);
	free(f);
}
