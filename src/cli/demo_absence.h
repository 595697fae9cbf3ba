/* demo_absence.h - how a parent of the demo came and went: away from one Spring Festival to another, home for
 * a visit, back for good, or never away at all. */
#pragma once
#include "demo_plan.h"

/* Where a parent is on the day of the demo. */
enum demo_where {
	DEMO_AT_HOME,  /* some were away, years ago */
	DEMO_AWAY,     /* long enough for the school roll */
	DEMO_ENTERED,  /* likewise, since a day of this month */
	DEMO_VISITING, /* likewise, home for some days */
	DEMO_DECLARED, /* likewise by a form; since when is not known */
	DEMO_RECENT,   /* away, not yet for long */
	DEMO_RETURNED, /* home for good within the last year */
	DEMO_LEFT,     /* likewise; the status ended on a day of this month */
	DEMO_ALONG,    /* away with the children */
	DEMO_STUDIES,  /* away, but not for work */
	DEMO_DEAD,
	DEMO_MISSING,
	DEMO_IMPRISONED,
	DEMO_UNABLE, /* at home without being able to care */
};

/* Absences and circumstances of one parent.  `earliest`: not away before that day.  `region`: the place of
 * work. */
void demo_absence_plan(struct demo_adult *to, enum demo_where where, const struct demo_setting *s,
		       struct demo_random *r, day earliest, str region);
bool demo_absence_cares(enum demo_where where); /* at home, and able */
