/* declared.h - what forms declared of a child's status, beside what follows from facts: the declaration is
 * evidence, never the answer, and where the two differ somebody has to ask the family.  By the newest
 * declaration of each child until a day, and the school-roll status computed for that day; only children who
 * count then (born, under eighteen). */
#pragma once
#include "record.h"

enum declared_how {
	DECLARED_DIFFERS, /* both are known, and say different things */
	DECLARED_UNKNOWN, /* the facts do not say; the family is known too little */
	DECLARED__N
};

struct declared {
	struct record child, declaration;
	int computed; /* 0, 1, 2: parents away by the school roll's rule; -1: the facts do not say */
	day since;    /* computed so from this day on */
};
struct declared_rows {
	struct declared *row;
	size_t n;
	bool more; /* there are further ones */
};
/* Children within the actor's reach with a greater id than `after`; ret->n: at most so many, then how many.
 */
enum rc declared_list(struct ctx *c, enum declared_how how, day on, int64_t after,
		      struct declared_rows *ret) MUST_CHECK;
enum rc declared_count(struct ctx *c, enum declared_how how, day on, int64_t *ret) MUST_CHECK;
