/* risk.h - how high a child's risk stands on a day, and why (domain facts 1.7).  Pure over plain facts: no
 * database, no clock.  The same facts give the same history, whenever it is reckoned.
 *
 * - What was found of a child counts in full for the indicator's `half` days, then half and one level less,
 *   after `gone` days no more; seen again it begins anew.  One indicator counts once.  What is contested
 *   counts until it is answered; what is withdrawn never did.
 * - What triggers: the highest level of an indicator that counts, of a pair of them, or of the points that
 * two or more of one group make together.
 * - Up: at once, by what triggers, or by a decision of anybody with a duty.
 * - Down: never by itself.  One step a decision (of a day only the first), and never below what triggers.
 * - Under care nobody stands below green.  Who is not under care any more and stands at green has no level.
 */
#pragma once
#include "care_facts.h"
#include "indicator.h"

enum { RISK_NONE, RISK_GREEN, RISK_BLUE, RISK_YELLOW, RISK_RED, RISK_LEVEL__MAX = RISK_RED };

struct risk_params {
	int points_blue, points_yellow; /* of one group */
	int old_age;                    /* of a carer who is ill as well */
	int carer_children;             /* so many are a burden */
};
struct risk_params risk_params_of(const struct ctx *c);

enum risk_why {
	RISK_SEEN,    /* an indicator that counts: triggers .level by itself, or only points */
	RISK_PAIR,    /* .of together with .beside */
	RISK_POINTS,  /* the sum of a group */
	RISK_RAISED,  /* a decision put it up, and nobody has stepped it down */
	RISK_HELD,    /* what triggered wore off; it waits for a review to step it down */
	RISK_CARE,    /* under care: green at least */
	RISK_STEPPED, /* a decision stepped it down */
};
struct risk_reason {
	enum risk_why why;
	int level;                  /* that it alone would give; 0: points only */
	const struct indicator *of; /* of RISK_SEEN and RISK_PAIR */
	const struct indicator *beside;
	enum indicator_group group; /* of RISK_POINTS */
	int points;                 /* that are left */
	day on;                     /* seen, decided or computed on */
	int64_t finding;            /* 0: computed */
	int64_t about;              /* of what is computed: the adult; of a decision: itself */
	bool contested;
	day until; /* the day on which it counts no more; 0: as long as the fact holds */
};

enum { RISK_REASONS = 48 };
struct risk {
	int level;
	int floor;  /* what triggers today; no step down goes below it, 1 under care */
	day since;  /* at this level */
	int before; /* the level before it; 0: none */
	struct risk_reason reason[RISK_REASONS];
	size_t nreason;
};

/* What stands on a day; *ret_next: the next day after it on which anything of it can change by time alone (0:
 * none).  The history: each level it had, oldest first, from the first day anything is known until `on`. */
void risk_at(const struct care_facts *f, const struct indicators *all, const struct risk_params *params,
	     day on, struct risk *ret, day *ret_next);
size_t risk_history(struct arena *mem, const struct care_facts *f, const struct indicators *all,
		    const struct risk_params *params, day on, struct care_level **ret);

/* "red: high", of the code list risk_level; level 0: "no level". */
str risk_word(enum lang lang, int level);
