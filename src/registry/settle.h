/* settle.h - what follows from a child's facts without anybody's deciding: crossings, today's flat values,
 * roll-ups. Recomputable at any time; a test recounts. */
#pragma once
#include "child.h"
#include "rollup.h"

/* The model's settle for this room. */
enum rc registry_settle(struct ctx *c, const int64_t *child, size_t n);
/* Bring every child whose next_on has come up to date, in units of a few hundred. */
enum rc registry_daily(struct ctx *c);

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
