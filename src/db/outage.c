#include "outage.h"

#include <stdatomic.h>
#include <time.h>

/* What was met is the reason of what fails within so long; a try is made so often. */
enum { FRESH_MS = 5000, TRY_MS = 1000 };

static struct {
	_Atomic int64_t lost, full; /* when it was last met; 0: not, or over */
	_Atomic int64_t tried;      /* when a connection was last asked for while none could be made */
	_Atomic bool away;
} met;

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + 1;
}

void outage_lost(void) { atomic_store(&met.lost, clock_ms()); }
void outage_full(void) { atomic_store(&met.full, clock_ms()); }

void outage_away(void)
{
	outage_lost();
	/* The first of them has tried just now. */
	if (!atomic_exchange(&met.away, true))
		atomic_store(&met.tried, clock_ms());
}

void outage_over(void)
{
	/* Every commit comes here: nothing is written that stands there already. */
	if (atomic_load(&met.away))
		atomic_store(&met.away, false);
	if (atomic_load(&met.lost))
		atomic_store(&met.lost, 0);
	if (atomic_load(&met.full))
		atomic_store(&met.full, 0);
}

static bool is_fresh(_Atomic int64_t *at)
{
	int64_t when = atomic_load(at);

	return when && clock_ms() - when < FRESH_MS;
}

enum rc outage_rc(enum rc rc)
{
	if (rc != RC_FAULT && rc != RC_BUSY)
		return rc;
	if (is_fresh(&met.lost))
		return RC_AWAY;
	return is_fresh(&met.full) ? RC_FULL : rc;
}

bool outage_try(void)
{
	int64_t now = clock_ms(), last = atomic_load(&met.tried);

	if (!atomic_load(&met.away))
		return true;
	if (now - last >= TRY_MS && atomic_compare_exchange_strong(&met.tried, &last, now))
		return true;
	outage_lost(); /* as who asks meanwhile hears it */
	return false;
}
