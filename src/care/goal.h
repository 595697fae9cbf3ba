/* goal.h - one goal of a plan: what is to become better, by what help, who sees to it, by when.  Whoever sees
 * to it has it among the own tasks until it is reached or no longer pursued. */
#pragma once
#include "care.h"

/* What of a plan is still open on that day is no longer pursued: inside store_write(), by the program. */
enum rc goal_drop_open(struct ctx *c, int64_t plan, day on) MUST_CHECK;

/* The rules of the kind. */
void goal_check(struct ctx *c, const struct change *change);
enum rc goal_after(struct ctx *c, struct change *change);
