/* sweep_plan.h - what follows from a household visit of a census sweep, and whom a second person visits
 * again.  Pure: no database, no clock.
 *
 * An answer about a parent becomes dated facts:
 *
 * - away: the absence that lasts on the day of the visit gets the first day that the family names, so that
 *   what a form merely declared becomes dated; without one a new absence begins.
 * - at home: what lasts ends the day before they came home (the day named, else the day of the visit).
 * - on a visit: likewise, and the absence that follows begins the day after they leave.  A visit that is
 *   still to come is a plan, and changes nothing.
 * - something else, not known: nothing follows. */
#pragma once
#include "standing.h"

enum sweep_where { SWEEP_NOT_ASKED, SWEEP_HOME, SWEEP_AWAY, SWEEP_VISITING, SWEEP_OTHER, SWEEP_UNKNOWN };
/* away: since when, and when they expect to be back; home: since when; visiting: first and last day. */
struct sweep_said {
	enum sweep_where where;
	day from, to; /* 0: not said */
};
enum sweep_where sweep_where_of(str code); /* of the list `whereabouts` */

enum sweep_act { SWEEP_BEGIN, SWEEP_SET_FROM, SWEEP_SET_TO };
struct sweep_step {
	enum sweep_act act;
	int64_t absence; /* the one that changes; of BEGIN: whose place and reason go on, 0: none */
	day on;          /* first day, or last day */
	day known_by;    /* of BEGIN without a first day: the day of the visit */
};
struct sweep_plan {
	struct sweep_step *step; /* room for absences + 2 */
	size_t n;
	const char *fault; /* English, marked for translation; NULL: none.  Then there are no steps */
	bool fault_at_to;  /* it is about .to, else about .from */
};
/* `known`: all absences of the parent.  Saying the same again gives no steps. */
void sweep_plan(const struct standing_absence *known, size_t n, const struct sweep_said *said, day visited,
		struct sweep_plan *plan);

/* Of n entries `share` percent, at least one (share 0: none), are looked at again.  Which, follows from the
 * ids alone: nobody chooses, and asking again gives the same. */
size_t sweep_sample_size(size_t n, int share);
void sweep_sample(int64_t sweep, const int64_t *child, size_t n, int share, bool *ret_drawn);

/* Who is with the child on the eve of the Spring Festival. */
enum sweep_reunion { REUNION_UNKNOWN, REUNION_TOGETHER, REUNION_ALONE };
/* Of each parent that the child has; none: unknown. */
enum sweep_reunion sweep_reunion_on(day eve, const struct sweep_said *parent, size_t n);
