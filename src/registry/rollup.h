/* rollup.h - counts of children by region and month, kept as changes: the sum of all months up to a day is
 * the count on that day.  Pure deltas of crossings, so they can always be recounted and must be equal.
 * Both definitions of left behind, and what is certified of children in difficulty. */
#pragma once
#include "registry.h"

/* One stretch of a child's life, as its crossing row has it. */
struct crossing {
	day day;
	bool counted;                   /* born and under eighteen */
	str region;                     /* of the household; empty: not known */
	int civil_affairs, school_roll; /* -1: not known */
	int basis;
	unsigned difficulty; /* certified: bits of difficulty.h */
	int proposed;        /* enum unattended_says */
};

enum {
	COUNT_CHILDREN,
	COUNT_CIVIL,
	COUNT_CIVIL_UNKNOWN,
	COUNT_ROLL_0,
	COUNT_ROLL_1,
	COUNT_ROLL_2,
	COUNT_ROLL_UNKNOWN,
	COUNT_DIFFICULTY, /* certified in any category */
	COUNT_ORPHAN,
	COUNT_UNATTENDED,
	COUNT_DISABILITY,
	COUNT_CARED_FOR, /* left behind (civil affairs) or in difficulty: once */
	COUNT__N
};
struct counts {
	int64_t n[COUNT__N];
};

extern const char rollup_ddl[];

struct rollup;
struct rollup *rollup_new(struct ctx *c);
/* A child's whole history, in order, counted in (+1) or out (-1). */
void rollup_add(struct rollup *r, unsigned county, const struct crossing *x, size_t n, int sign);
enum rc rollup_flush(struct rollup *r) MUST_CHECK;

/* What one stretch counts as. */
struct counts counts_of(const struct crossing *x);
/* Keepers: those with a number from `from` on and below `to`. */
struct counties {
	unsigned from, to;
};
/* The counts of these counties' children in a region (empty: all, wherever their household) up to and with a
 * month (yyyymm). */
enum rc rollup_read(struct ctx *c, struct counties of, str region, int month, struct counts *ret) MUST_CHECK;
/* n consecutive months of one region, by one statement. */
enum rc rollup_series(struct ctx *c, struct counties of, str region, int first, size_t n,
		      struct counts *ret) MUST_CHECK;
/* The same for several regions, sixteen by one statement. */
enum rc rollup_read_many(struct ctx *c, struct counties of, const str *region, size_t n, int month,
			 struct counts *ret) MUST_CHECK;
