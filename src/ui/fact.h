/* fact.h - how a room answers a duty: on which days was the thing done that the law asks for?  A duty
 * (data/duties) names a fact, a room ships it in its list `.facts`, care's duty engine asks it.  A fact says
 * that something was done, never what was found.
 *
 *	const struct fact visit_fact = { .name = "visit", .of = FACT_CHILD, .load = load_visits };
 */
#pragma once
#include "model.h"

enum fact_of { FACT_CHILD, FACT_ACCOUNT };

/* Done towards this child, or by (for) this account, on that day; and the record that shows it. */
struct fact_day {
	int64_t object;
	day on;
	const char *kind; /* name of the kind the record is of */
	int64_t id;
};
struct fact_days {
	struct fact_day *list;
	size_t n;
};

enum { FACT_OBJECTS = DB_AT_ONCE }; /* at most so many are asked about at once */

struct fact {
	const char *name; /* as data/duties/duties.csv writes it */
	enum fact_of of;
	/* Everything on record up to today of these n objects (1 to FACT_OBJECTS), in any order; in c->mem.
	 * One statement.  As the program: no reach is asked, and only ids and days come back. */
	enum rc (*load)(struct ctx *c, const int64_t *object, size_t n, struct fact_days *ret);
};

/* In a room's load: what a statement says of the objects, whose ids are its DB_SIXTEEN: rows (object, day,
 * id), of records of this kind. */
enum rc fact_load(struct ctx *c, const struct sql *sql, const char *kind, const int64_t *object, size_t n,
		  struct fact_days *ret) MUST_CHECK;
/* The same where the statement gives an instant instead of a day. */
enum rc fact_load_instants(struct ctx *c, const struct sql *sql, const char *kind, const int64_t *object,
			   size_t n, struct fact_days *ret) MUST_CHECK;
