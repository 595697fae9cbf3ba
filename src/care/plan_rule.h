/* plan_rule.h - how plans, goals, reviews and case conferences may be dated, and what follows from a review:
 * pure, for tests and for the rules of the kinds.
 *
 * A plan is looked at again within a time that follows from the level (parameters care.review_*, domain
 * facts 1.7). From the eighth birthday a child's own view belongs into its plan: from then on it acts for
 * itself within its years (Civil Code 19), and is heard before what concerns it is decided (Law on the
 * Protection of Minors 4, 19). */
#pragma once
#include "day.h"

enum plan_rule_fault {
	PLAN_RULE_BEFORE_BIRTH = 1 << 0,
	PLAN_RULE_GROWN = 1 << 1,      /* begins when the child is of age */
	PLAN_RULE_AHEAD = 1 << 2,      /* begins too far ahead */
	PLAN_RULE_NEXT_EARLY = 1 << 3, /* looked at again on its first day, or before */
	PLAN_RULE_NEXT_LATE = 1 << 4,  /* later than the level allows */
	PLAN_RULE_END_EARLY = 1 << 5,  /* closed before it begins */
	PLAN_RULE_END_AHEAD = 1 << 6,
	PLAN_RULE_NO_OUTCOME = 1 << 7, /* closed, and nobody says how it ended */
	PLAN_RULE_OUTCOME = 1 << 8,    /* how it ended, although it goes on */
};
struct plan_rule_plan {
	day born, grown, today;       /* grown: the birthday on which the child is of age */
	day from, next_on, closed_on; /* 0: none */
	bool outcome;
	int ahead; /* days within which it begins */
	int look;  /* days within which it is looked at; 0: not asked */
};
unsigned plan_rule_of_plan(const struct plan_rule_plan *p);
/* Counted from the first day, or from today when that is later. */
day plan_rule_look_by(day from, day today, int look);

enum plan_rule_decision { PLAN_RULE_SAME, PLAN_RULE_CHANGE, PLAN_RULE_DOWN, PLAN_RULE_UP, PLAN_RULE_CLOSE };
enum plan_rule_review_fault {
	PLAN_RULE_REVIEW_EARLY = 1 << 0, /* before the plan begins */
	PLAN_RULE_REVIEW_AHEAD = 1 << 1, /* after today */
	PLAN_RULE_REVIEW_BACK = 1 << 2,  /* before the last one */
	PLAN_RULE_REVIEW_CLOSED = 1 << 3,
	PLAN_RULE_REVIEW_NEXT_EARLY = 1 << 4,
	PLAN_RULE_REVIEW_NEXT_LATE = 1 << 5,
	PLAN_RULE_REVIEW_NEXT = 1 << 6,   /* closed, and looked at again */
	PLAN_RULE_REVIEW_TOP = 1 << 7,    /* up from red */
	PLAN_RULE_REVIEW_BOTTOM = 1 << 8, /* down from green, or from no level */
};
struct plan_rule_review {
	day from, closed_on, last, today; /* of the plan; last: of its latest review, 0: none */
	day on, next_on;
	enum plan_rule_decision decision;
	int level; /* of the child before it: 1 to 4; 0: none */
	int look;  /* days at the level after it */
};
unsigned plan_rule_of_review(const struct plan_rule_review *r);
/* The level after a review: one step, within 1 to 4; 0 stays 0. */
int plan_rule_level(int level, enum plan_rule_decision decision);
/* Of a code of review_decision; false: it is none. */
bool plan_rule_decision_of(str code, enum plan_rule_decision *ret);

bool plan_rule_own_view(day born, day from, int age);

enum plan_rule_conference_fault {
	PLAN_RULE_CALL_EARLY = 1 << 0, /* longer ago than may be written down */
	PLAN_RULE_CALL_AHEAD = 1 << 1,
	PLAN_RULE_HELD_EARLY = 1 << 2, /* before the day it was called for and the day of calling */
	PLAN_RULE_HELD_AHEAD = 1 << 3,
};
struct plan_rule_conference {
	day today, called_on, on, held_on; /* held_on 0: not held */
	int back, ahead;                   /* days */
};
unsigned plan_rule_of_call(const struct plan_rule_conference *x);
unsigned plan_rule_of_holding(const struct plan_rule_conference *x);
/* HH:MM of 24 hours; *ret is then HH:MM of two digits each, in mem.  "9:5" is none, "9:05" is. */
bool plan_rule_hour(struct arena *mem, str typed, str *ret);
