/* timer.h - the daily timer: what becomes true by time alone is written once a day, and caught up after a
 * stop. */
#pragma once
#include "model.h"

typedef enum rc timer_day(void *ctx, day today);
typedef int64_t timer_now(void *ctx);

/* A clock that jumps (a dead battery, a wrong server of time, a slip of the hand) must not settle a year in a
 * minute: what retention drops is gone.  So a jump of two days or more against the steady clock, or back
 * before what is settled, is believed only after it has stayed for an hour.  A stop and a start believe at
 * once.  Instants. */
struct timer_belief {
	bool begun;
	int64_t ahead; /* of the steady clock, when last believed */
	int64_t odd_since, odd_ahead;
};
bool timer_believes(struct timer_belief *b, int64_t wall, int64_t steady, day settled);
/* The same for who settles no days, against the steady clock as it is. */
bool timer_sure(struct timer_belief *b, int64_t wall);

struct timer;
/* Calls run(ctx, day) on a thread of its own whenever now() has reached another day than `settled` (0: at
 * once). */
enum rc timer_start(timer_now *now, timer_day *run, void *ctx, day settled, struct timer **ret) MUST_CHECK;
/* At most so long, until what was to be done at the start has been done or has failed (then it is tried again
 * later): false while it goes on. */
bool timer_wait(struct timer *t, unsigned seconds);
void timer_stop(struct timer *t);
