/* together.h - on how many days of a span a child was with a parent.  Pure: no database, no clock.
 *
 * A child is with a parent on a day when one of them is alive, neither missing nor imprisoned, and not away;
 * a parent who is away is with the child all the same while the child is along.  Days at home between two
 * absences count, whatever the law's own reckoning says of short visits.  What for a parent is away does not
 * matter here: study separates as work does.
 *
 * An absence whose first day is not known holds from the day of the form that declares it; the days before
 * may have been together or not, and are counted as unknown, unless the other parent was there.  A child of
 * whom no parent is written down has unknown days only.  How far a boarding school takes the child away is
 * not reckoned. */
#pragma once
#include "standing.h"

struct together {
	int days;    /* together with a parent, for certain */
	int unknown; /* nobody knows */
	int of;      /* days of the span on which the child lived */
	day last;    /* the last day together in the span; 0: none */
};
/* from..to, both included; days before the birth are left out. */
void together_count(const struct standing_facts *facts, day from, day to, struct together *ret);

enum together_band {
	TOGETHER_UNKNOWN, /* what is not known could move it into another band */
	TOGETHER_NEVER,
	TOGETHER_MONTH,   /* 30 days at most, as a visit for the Spring Festival brings */
	TOGETHER_QUARTER, /* 90 at most */
	TOGETHER_HALF,    /* half the days at most */
	TOGETHER_MOST,
	TOGETHER__N
};
enum together_band together_band_of(const struct together *t);
const char *together_band_text(enum together_band band); /* English, marked for translation */
