/* timer.h - the daily timer: what becomes true by time alone is written once a day, and caught up after a
 * stop. */
#pragma once
#include "model.h"

typedef enum rc timer_day(void *ctx, day today);
typedef int64_t timer_now(void *ctx);

struct timer;
/* Calls run(ctx, day) on a thread of its own whenever now() has reached another day than `settled` (0: at
 * once). */
enum rc timer_start(timer_now *now, timer_day *run, void *ctx, day settled, struct timer **ret) MUST_CHECK;
void timer_stop(struct timer *t);
