/* demo_nation_write.h - one county of the nation, from plan to rows: settled in memory by the very rules that
 * settle what people write (settle.h), then loaded in bulk. */
#pragma once
#include "demo_nation_plan.h"
#include "record.h"

struct demo_nation_unit {
	struct demo_nation_county county;
	bool close; /* told more closely: households by village, classes, who looks after children and their
		       phones */
	uint64_t seed;
	int64_t first_phone;
	unsigned serial[100];  /* in and out: schools made in each province so far, which their codes count */
	int64_t school, class; /* out: the first of them */
	int64_t child;         /* out: the first of that class, else of the county */
};

/* A store_job; arg: a struct demo_nation_unit. */
enum rc demo_nation_write(struct ctx *c, void *arg) MUST_CHECK;

/* The kinds of which so many rows are made that their indexes are better built at the end;
 * NULL-ended. */
extern const struct kind *const demo_nation_kinds[];
