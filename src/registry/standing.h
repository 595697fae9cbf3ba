/* standing.h - is a child left behind, under each of the two official definitions, on a given day, and why?
 * Pure functions over plain facts: no database, no clock.
 *
 * civil_affairs is the State Council's 国发〔2016〕13号, school_roll that of the national school register,
 * which counts parents: 0, 1 or 2.  Both are derived, with the words of struct standing_params, so:
 *
 * - A parent is away who is alive, neither missing, nor imprisoned or otherwise held, nor deported, and has
 * an absence for work, the child not along, that began by that day and ended at most absence_gap_days before
 * it.
 *
 * - Such absences form a chain; one joins when at most absence_gap_days lie between.  A parent is away since
 *   the first day of the chain.
 *
 * - civil_affairs: age < max_age, household agricultural, some parent away, and every living parent away,
 *   held, missing, deported or without the ability to care.
 *
 * - school_roll: the parents away since more than min_days_away days, of a pupil enrolled in the compulsory
 *   stage in the county of its household; else 0.
 *
 * - An absence whose first day is not known holds from the day of the form that declares it, and for long
 *   enough for school_roll; before that day it may or may not have.
 *
 * What is not known (such an absence before its form, no parent tied, household type, the county of household
 * or school) is tried both ways: an answer is unknown only when the ways differ, and needs a declared absence
 * only when it would be unknown without the form. */
#pragma once
#include "base.h"
#include "day.h"
#include "grade.h"
#include "tr.h"

/* What policy decides; the caller reads it from the parameter records in force. */
struct standing_params {
	int max_age;          /* civil_affairs ends on this birthday: 16 */
	int absence_gap_days; /* that many days at home do not end an absence: 30 */
	int min_days_away;    /* school_roll counts from the day after so many: 90 */
};

/* GB/T 4761: parents are 50 (parent), 51, 52, and 57, 58 (step- or adoptive; Civil Code art. 1072, 1111).
 * Everybody else (59 = other, parents in law among them) is no parent here. */
enum standing_relation {
	STANDING_NO_PARENT,
	STANDING_PARENT,
	STANDING_FATHER,
	STANDING_MOTHER,
	STANDING_STEPFATHER,
	STANDING_STEPMOTHER,
	STANDING_RELATION__N
};
enum standing_cause { STANDING_CAUSE_OTHER, STANDING_CAUSE_STUDY, STANDING_CAUSE_WORK }; /* of an absence */
enum standing_state {
	STANDING_ALIVE,
	STANDING_DEAD,
	STANDING_MISSING,
	STANDING_IMPRISONED,
	STANDING_DETAINED, /* compulsory rehabilitation, or another loss of liberty */
	STANDING_DEPORTED
};
enum standing_guardianship { STANDING_ABLE, STANDING_LOST };
enum standing_household { STANDING_HOUSEHOLD_UNKNOWN, STANDING_AGRICULTURAL, STANDING_HOUSEHOLD_OTHER };

/* Of an adult.  from = 0: not known, then known_by is the day of the form that declares it. */
struct standing_absence {
	int64_t id;
	day from, to; /* first and last day away; to = 0: lasts */
	day known_by; /* read only when from is 0 */
	enum standing_cause reason;
	bool child_along;
	str region; /* where to, for the reader; not read here */
};

/* A circumstance: `value` held from .. to (0 = always, 0 = still).  Of several on one day the one that began
 * last holds, and of those the last in the list. */
struct standing_spell {
	int64_t id;
	day from, to;
	int value;
};
struct standing_spells {
	const struct standing_spell *list;
	size_t n;
};

/* A tie between the child and an adult. */
struct standing_tie {
	int64_t person;
	day from, to;
	enum standing_relation relation;
	const struct standing_absence *absence;
	size_t absences;
	struct standing_spells state;        /* enum standing_state; none = alive */
	struct standing_spells guardianship; /* enum standing_guardianship; none = able */
};

struct standing_enrolment {
	int64_t id;
	day from, to;
	enum stage stage;
	int county; /* of the school, six digits; 0 = not known */
};

/* What is known of one child. Any order; quickest when lists are in order of `from`. */
struct standing_facts {
	day born;
	struct standing_spells household_type;   /* enum standing_household */
	struct standing_spells household_county; /* standing_county() of household_region */
	const struct standing_enrolment *enrolment;
	size_t enrolments;
	const struct standing_tie *tie;
	size_t ties;
};

enum standing_basis { STANDING_BASIS_UNKNOWN, STANDING_DECLARED, STANDING_COMPUTED };

enum standing_why {
	STANDING_WHY_NOT_BORN,
	STANDING_WHY_TOO_OLD,         /* on: birthday, days: the age */
	STANDING_WHY_OTHER_HOUSEHOLD, /* about: circumstance */
	STANDING_WHY_TYPE_UNKNOWN,
	STANDING_WHY_NOT_ENROLLED,
	STANDING_WHY_OTHER_COUNTY,   /* about: enrolment */
	STANDING_WHY_COUNTY_UNKNOWN, /* about: enrolment */
	STANDING_WHY_NO_PARENT_TIED,
	STANDING_WHY_AWAY,          /* on: since, days: so many; about: absence */
	STANDING_WHY_ON_VISIT,      /* on: last day away, days: the gap allowed; about: absence */
	STANDING_WHY_AWAY_DECLARED, /* on: the form; about: absence */
	STANDING_WHY_AWAY_UNKNOWN,  /* on: the form; about: absence */
	STANDING_WHY_NOT_LONG, /* on: first day that counts, days: how many must have passed; about: absence
				*/
	STANDING_WHY_HOME,
	STANDING_WHY_UNABLE, /* about: circumstance, as for the next five */
	STANDING_WHY_IS_MISSING,
	STANDING_WHY_IS_IMPRISONED,
	STANDING_WHY_IS_DETAINED,
	STANDING_WHY_IS_DEPORTED,
	STANDING_WHY_IS_DEAD,
	STANDING_WHY_CHILD_ALONG,  /* about: absence */
	STANDING_WHY_NOT_FOR_WORK, /* about: absence */
	STANDING_WHY_REVIEW,       /* offered: is this a child in difficulty? */
	STANDING_WHY__N
};

enum { STANDING_FOR_CIVIL_AFFAIRS = 1, STANDING_FOR_SCHOOL_ROLL = 2 };

/* One sentence of an explanation: standing_reason_put() says it. */
struct standing_reason {
	enum standing_why code;
	unsigned concerns;               /* which answer rests on it: STANDING_FOR_... */
	enum standing_relation relation; /* whom it is about, else 0 */
	day on;
	int days;
	int64_t person; /* 0 = the child */
	int64_t about;  /* the absence, circumstance or enrolment it rests on; 0 = none */
};

struct standing {
	int civil_affairs; /* 1 yes, 0 no, -1 not known */
	int school_roll;   /* 0, 1, 2; -1 not known */
	enum standing_basis basis;
	/* Under eighteen, and a parent has died, or none is away and one is held, missing, deported or
	 * unable: whether the child is one in difficulty (国发〔2016〕36号) should be looked at. */
	bool difficulty_review;
	const struct standing_reason *reasons;
	size_t nreasons;
};
struct standing_change {
	day day;
	struct standing standing;
};

void standing_at(struct arena *mem, const struct standing_facts *facts, const struct standing_params *params,
		 day on, struct standing *ret);

/* The history in from..to: the first entry is `from` itself, each other one a day on which civil_affairs,
 * school_roll or basis differs from the day before.  The count; 0 when to < from. */
size_t standing_changes(struct arena *mem, const struct standing_facts *facts,
			const struct standing_params *params, day from, day to, struct standing_change **ret);

/* The next day after `after` on which an answer changes by time alone; 0 = never. */
day standing_next(const struct standing_facts *facts, const struct standing_params *params, day after);

bool standing_same(const struct standing *a, const struct standing *b); /* answers and basis, not reasons */

/* The next day on which anything can change: *best (0: none yet) becomes d when d is the earliest yet after
 * `after`.  Of a span both its first day and the day behind its last one. */
void standing_offer(day d, day after, day *best);
void standing_offer_span(day from, day to, day after, day *best);
void standing_offer_spells(const struct standing_spells *spells, day after, day *best);

const char *standing_reason_text(enum standing_why code); /* English, with places {0} whom {1} on {2} days */
void standing_reason_put(struct buf *b, enum lang lang, const struct standing_reason *reason);
const char *standing_relation_name(enum standing_relation relation); /* English: Father */
const char *standing_basis_code(enum standing_basis basis);          /* unknown declared computed */

/* The standards' codes as they stand in records.  Unknown codes give the value that makes nobody left behind:
 * no parent, other reason, alive, able; a household type that is neither 1 nor 2 is unknown. */
enum standing_relation standing_relation_of(str gbt4761);
enum standing_cause standing_cause_of(str code);
enum standing_state standing_state_of(str code);
enum standing_guardianship standing_guardianship_of(str code);
enum standing_household standing_household_of(str code);
int standing_county(str region); /* its first six digits; 0 when there are fewer */
