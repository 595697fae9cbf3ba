/* settle.h - what follows from a child's facts without anybody's deciding: crossings, today's flat values,
 * roll-ups. Recomputable at any time; a test recounts. */
#pragma once
#include "child.h"

/* The model's settle for this room. */
enum rc registry_settle(struct ctx *c, const int64_t *child, size_t n);
/* Bring every child whose next_on has come up to date, in units of a few hundred. */
enum rc registry_daily(struct ctx *c);
