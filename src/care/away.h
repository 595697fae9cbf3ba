/* away.h - which parents owe their child a word every week (LPM 22, 23): those who are away while nobody of
 * the parents is with the child, so that somebody else looks after it.  Pure functions over plain facts;
 * away_load() gets them.
 *
 * A parent owes it on a day when the child is under age, the tie is in force and not barred, the parent is
 * alive, neither missing nor held, deported or unable, and away without the child, whatever for; and when
 * every other parent is away too, or cannot look after the child.  A form that declares an absence says so
 * from its own day on.  Days at home between two absences are days at home. */
#pragma once
#include "child.h"

struct away_span {
	int64_t person;
	day from, to; /* to 0: it lasts, or the end is not known */
};
struct away_spans {
	struct away_span *list; /* by person, then by day; of one person apart from each other */
	size_t n;
};

enum { AWAY_EARLIEST = 20200101 };

/* barred: persons kept away from the child; max_age: the birthday on which childhood ends.  In mem. */
struct away_barred {
	const int64_t *person;
	size_t n;
};
void away_spans(struct arena *mem, const struct standing_facts *facts, const struct away_barred *barred,
		int max_age, struct away_spans *ret);
/* The days on which anybody of them owes it, whoever; spans apart, oldest first. */
void away_any(struct arena *mem, const struct away_spans *all, struct away_spans *ret);
/* Does this person owe it on that day?  NULL: no. */
const struct away_span *away_on(const struct away_spans *all, int64_t person, day on);
/* The next day after `after` on which a span begins, or the day behind one that ends; 0: none. */
day away_next(const struct away_spans *all, day after);

/* Of these children in this order; one that is gone has none.  As the program, no reach is asked; on c->db,
 * in c->mem. */
enum rc away_load(struct ctx *c, const int64_t *child, size_t n, struct away_spans *ret) MUST_CHECK;
