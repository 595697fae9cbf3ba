/* retention.h - how long what is kept, and the job that ends it.  Personal Information Protection Law 19, 47;
 * the periods are data/params/retention.csv. */
#pragma once
#include "record.h"

struct retention_run {
	int64_t at;   /* the id looked at last; 0: none yet */
	size_t seen;  /* in this unit; fewer than RETENTION_AT_ONCE: there are no more */
	size_t ended; /* in all */
};
struct retention_row {
	const char *what, *rule; /* English */
	const char *param;       /* the period */
	/* How many are due on that day (instants: by its first moment). */
	enum rc (*due)(struct ctx *c, day on, int64_t *ret);
	/* Inside store_write(): end at most RETENTION_AT_ONCE of them.  NULL: nothing is ended by itself. */
	enum rc (*end)(struct ctx *c, struct retention_run *run);
};
enum { RETENTION_AT_ONCE = 50 };
extern const struct retention_row retention_rows[];
extern const size_t retention_nrows;

/* All that is due today, in units of RETENTION_AT_ONCE; idempotent.  A class of which something was ended has
 * a row in the journal that says how many. */
enum rc retention_daily(struct ctx *c) MUST_CHECK;
/* Whether a child's file is due: the day after it, for whom nothing stands against it.  Pure. */
day retention_register_ends(day born, int after_age, int years);
