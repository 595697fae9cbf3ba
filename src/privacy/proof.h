/* proof.h - what came of the last proof of a backup (tongxin prove): restored aside, verified, counted.  A
 * line of the table meta: numbers, and a sentence without any value of a record. */
#pragma once
#include "privacy_meta.h"

struct proof {
	bool known; /* there was one */
	bool good;
	int64_t at;      /* instant of the last one */
	int64_t since;   /* of those that failed since the last good one, the first; of a good one: `at` */
	int64_t good_at; /* the last good one; 0: never */
	int64_t rows, files, records;
	str why; /* what failed */
};
str proof_text(struct arena *mem, const struct proof *p);
struct proof proof_last(struct ctx *c);
/* What is remembered after this one, given the one before. */
struct proof proof_after(const struct proof *before, const struct proof *now);

/* For /metrics. */
enum rc proof_figures(struct ctx *c, struct buf *to) MUST_CHECK;
