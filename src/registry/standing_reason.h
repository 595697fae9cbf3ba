/* standing_reason.h - what standing.c found about a day, and the sentences made of it.  For those two files,
 * and for unattended.c and together.c, which ask other questions of the same facts. */
#pragma once
#include "standing.h"

enum standing_certainty { STANDING_NEVER, STANDING_PERHAPS, STANDING_CERTAIN };
/* In order of what counts most when a child is enrolled twice. */
enum standing_place {
	STANDING_PLACE_NONE, /* not enrolled in the compulsory stage */
	STANDING_PLACE_OTHER,
	STANDING_PLACE_UNKNOWN,
	STANDING_PLACE_SAME
};
struct standing_enrolled {
	enum standing_place place;
	int64_t enrolment;
};

/* A parent on a day; the arrays are indexed by standing.c's readings: proven, low, high. */
struct standing_parent {
	const struct standing_tie *tie;
	int state; /* enum standing_state */
	bool lost;
	bool away[3], is_long[3];
	int64_t since[3]; /* day number, when away */
};

struct standing_view {
	const struct standing_facts *facts;
	const struct standing_params *params;
	day on;
	bool born;
	enum standing_certainty age; /* below the age limit */
	int type;                    /* enum standing_household */
	struct standing_enrolled enrolled;
	size_t parents;
};

bool standing_is_parent_on(const struct standing_facts *facts, size_t i, day on);
void standing_parent_on(const struct standing_tie *tie, const struct standing_params *params, day on,
			struct standing_parent *ret);
const struct standing_spell *standing_spell_on(const struct standing_spells *spells, day on);
bool standing_absence_counts(const struct standing_absence *a);
bool standing_absence_declared(const struct standing_absence *a,
			       day on); /* by a form of that day or earlier */

/* Sets ret->reasons; ret has its answers. */
void standing_explain(struct arena *mem, const struct standing_view *view, struct standing *ret);
