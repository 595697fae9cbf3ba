/* circumstance.h - what held of a child or an adult, from a day to a day. */
#pragma once
#include "registry.h"

void circumstance_check(struct ctx *c, const struct change *change);
enum rc circumstance_after(struct ctx *c, struct change *change);

/* From `since` on (0: from the beginning when none is known yet, otherwise from today) `value` holds of the
 * child or the person (the other 0) in this topic: the one that held until then ends the day before; empty:
 * nothing is known any more.  Inside store_write(), as the program, in the name of ctx's actor. */
enum rc circumstance_open(struct ctx *c, int64_t child, int64_t person, const char *topic, str value,
			  day since) MUST_CHECK;
/* The value on a day among these (all of one subject); NULL: none known. */
const struct record *circumstance_on(const struct records *all, const char *topic, day on);
