/* demo_then.h - the demo's people act on days gone by: in whose name, and when. */
#pragma once
#include "record.h"

/* Must stay where it is: ctx.who points into it. */
struct demo_then {
	struct actor who;
	struct ctx ctx;
};

/* As this account (NULL: the program), at this instant; *c itself stays what it is. RC_NOT_FOUND: there is no
 * such account. */
enum rc demo_then_at(const struct ctx *c, const char *login, int64_t at, struct demo_then *ret) MUST_CHECK;
/* On that day at noon. */
enum rc demo_then(const struct ctx *c, const char *login, day on, struct demo_then *ret) MUST_CHECK;
