/* away.h - which parents are away from their child, and which of them owe it a word every week by law (LPM
 * 22, 23): those who are away while nobody of the parents is with the child, so that somebody else looks
 * after it.  Pure functions over plain facts; away_load() gets them.
 *
 * A parent counts on a day when the child is under age, the tie is in force and not barred, the parent is
 * alive, neither missing nor held, deported or unable, and away without the child, whatever for.
 * AWAY_ENTRUSTED: and when every other parent is away too, or cannot look after the child.  A form that
 * declares an absence says so from its own day on.  Days at home between two absences are days at home. */
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

enum away_which { AWAY_ENTRUSTED, AWAY_ANY };
struct away_barred {
	const int64_t *person; /* kept away from the child */
	size_t n;
};
struct away_rule {
	struct away_barred barred;
	int max_age; /* the birthday on which childhood ends */
	enum away_which which;
};
/* In mem. */
void away_spans(struct arena *mem, const struct standing_facts *facts, const struct away_rule *rule,
		struct away_spans *ret);
/* The days on which anybody of them is away, whoever; spans apart, oldest first. */
void away_any(struct arena *mem, const struct away_spans *all, struct away_spans *ret);
/* Of this person on that day.  NULL: none. */
const struct away_span *away_on(const struct away_spans *all, int64_t person, day on);
/* The next day after `after` on which a span begins, or the day behind one that ends; 0: none. */
day away_next(const struct away_spans *all, day after);

/* Of these children in this order, both sorts; one that is gone has none.  As the program, no reach is asked;
 * on c->db, in c->mem. */
enum rc away_load(struct ctx *c, const int64_t *child, size_t n, struct away_spans *ret_any,
		  struct away_spans *ret_entrusted) MUST_CHECK;
