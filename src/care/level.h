/* level.h - somebody puts a child's level up, or steps it down (domain facts 1.7): up by anybody who looks
 * after the child, at once and without limit; down by the supervisor or civil affairs, one step a day, with
 * a reason, and never below what triggers. */
#pragma once
#include "care.h"

#define ROLES_STEP_DOWN (ROLE_CIVIL | ROLE_SUPERVISOR)

struct level_new {
	int64_t child;
	bool up;
	int level; /* up: to this one; down: read from the child's present level */
	day on;    /* 0: today */
	str reason;
};
/* A unit of its own; problems at the fields what, level, on, reason.  RC_DENIED: not theirs to step down. */
enum rc level_decide(struct ctx *c, const struct level_new *n, int64_t *ret) MUST_CHECK;
/* The same inside store_write(). */
enum rc level_decide_unit(struct ctx *c, const struct level_new *n, int64_t *ret) MUST_CHECK;

/* The kind's rules; fills in who and when. */
void level_check(struct ctx *c, const struct change *change);
