/* match.h - which records may be one: children, and the adults around them.  Whoever is written gets blocking
 * keys (hashes of what two records of one child would share: birthday and a sign of the name, name and year,
 * a parent's phone ...); who shares a key is weighed (likely.h), and who resembles stands as a pair in a
 * table until somebody decides.  So a county of 100,000 children is never compared with itself.
 *
 * All of it follows from the records and from what people decided (kind `verdict`): it can be built anew at
 * any time and must then be the same. */
#pragma once
#include "likely.h"
#include "record.h"

enum match_what { MATCH_CHILDREN = 1, MATCH_ADULTS };

extern const char match_ddl[]; /* match_fact, match_key, match_pair */

/* The model's settle: keys and pairs of these children, and of the adults tied to them now or when they were
 * last settled.  After registry_settle(), which brings today's school. */
enum rc match_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;

/* Build the tables of these keepers (from <= county < to) anew, in units of its own. */
enum rc match_build(struct ctx *c, unsigned from, unsigned to) MUST_CHECK;
/* A database that came without them gets them, once. */
enum rc match_daily(struct ctx *c) MUST_CHECK;

/* --- the queue, within the actor's reach --- */

struct match {
	enum match_what what;
	int64_t one, other; /* one < other */
	int score;
	unsigned signs; /* bits of enum likely_sign */
};
/* The likeliest first; after .one = 0: from the start. *n: at most so many, then how many. */
enum rc match_list(struct ctx *c, enum match_what what, const struct match *after, struct match *ret,
		   size_t *n) MUST_CHECK;
/* The pair of these two, in any order; other = 0: the likeliest of `one`.  RC_NOT_FOUND: there is none. */
enum rc match_find(struct ctx *c, enum match_what what, int64_t one, int64_t other,
		   struct match *ret) MUST_CHECK;
enum rc match_count(struct ctx *c, enum match_what what, int64_t *ret) MUST_CHECK;

/* Inside store_write(), once a verdict is written: the pair leaves the queue. */
enum rc match_drop(struct ctx *c, int64_t one, int64_t other) MUST_CHECK;
