/* settle.h - what follows from a child's facts without anybody's deciding: crossings, today's flat values,
 * roll-ups. Recomputable at any time; a test recounts. */
#pragma once
#include "child.h"
#include "rollup.h"

/* The model's settle for this room. */
enum rc registry_settle(struct ctx *c, const int64_t *child, size_t n);
/* Bring every child whose next_on has come up to date, in units of a few hundred. */
enum rc registry_daily(struct ctx *c);
/* A job of the daily timer: the children in column 0 of a query that ended in `rc` will be settled; how many
 * there were. */
enum rc settle_touch(struct ctx *c, struct rows *q, enum rc rc, size_t *ret_n);
/* Such a job of at most SETTLE_UNIT children, its argument a size_t for how many it found: again and again,
 * each time in memory of its own, until it is not full; at most so many times. *ret_all: nothing is left. */
enum { SETTLE_UNIT = 200 };
enum rc settle_units(struct ctx *c, store_job *job, size_t most, bool *ret_all);

/* --- the reckoning alone, for whoever writes in bulk what settling would --- */

/* What it needs beside the facts; its ctx says which day is today, and whose arena it works in. */
struct settling {
	struct ctx *c;
	struct standing_params params;
	int max_age;
};
struct settling settling_of(struct ctx *c);

struct settled {
	struct crossing *list; /* the child's life, from birth to today; none: not born yet */
	size_t n;
	struct record now; /* the child with today's flat values */
	day next_on;       /* when something of this changes by itself; 0: never */
};
/* Pure over the file that x indexes, which the child is of: no statement is run. */
void settle_reckon(const struct settling *s, const struct facts_index *x, const struct record *child,
		   struct settled *ret);
/* A crossing as the store takes it in: record_derive_add(). */
struct input crossing_input(struct ctx *c, int64_t child, const struct crossing *x);
