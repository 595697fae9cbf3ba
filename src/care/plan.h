/* plan.h - what is to become better for a child: one open plan a child, its goals, and its reviews.  A review
 * may step the level up or down and may close the plan; it is written once and stays. */
#pragma once
#include "care.h"
#include "plan_rule.h"

/* The level on that day, as settled; 0: none. */
int plan_level(struct ctx *c, int64_t child, day on);
/* Within how many days a plan is looked at again at this level (0: as at the lowest). */
int plan_look_days(struct ctx *c, int level);

/* The child's open plan within reach; RC_NOT_FOUND: none. */
enum rc plan_open(struct ctx *c, int64_t child, struct record *ret) MUST_CHECK;
/* Does a plan from that day need the child's own view? */
bool plan_own_view(struct ctx *c, day born, day from);

/* A plan looked at again. */
struct plan_look {
	int64_t plan, child;
	str on;              /* dates as typed */
	str found, decision; /* a code of review_decision */
	str next_on;         /* empty: as late as the level allows */
	str outcome;         /* closing; empty: reached when every goal is, else other */
	/* Goals whose state it changes: codes of goal_state. */
	struct plan_look_goal {
		int64_t id;
		str state;
	} * goal;
	size_t ngoal;
};
/* A unit of its own: the goals, the review, and what follows from it.  RC_INVALID, RC_CONFLICT: c->problems.
 */
enum rc plan_look(struct ctx *c, const struct plan_look *l, int64_t *ret) MUST_CHECK;

/* The rules of the kinds. */
void plan_check(struct ctx *c, const struct change *change);
enum rc plan_after(struct ctx *c, struct change *change);
void plan_review_check(struct ctx *c, const struct change *change);
enum rc plan_review_after(struct ctx *c, struct change *change);
