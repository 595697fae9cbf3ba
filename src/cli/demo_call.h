/* demo_call.h - calls of a demo: of each happy home the week that was and the one that comes, with a
 * rehearsal, a birthday where there is one, and a wish that waits. */
#pragma once
#include "record.h"

/* As the program, once the homes are there; units of its own. */
enum rc demo_call_write(struct ctx *c, uint64_t seed) MUST_CHECK;
