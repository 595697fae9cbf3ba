/* demo_difficulty.h - children in difficulty of the demo: most of those whom the facts propose are certified,
 * some wait; some families are poor, some children disabled; one certificate stands against the facts. */
#pragma once
#include "demo_random.h"
#include "record.h"

/* After the families and what settles of them. */
enum rc demo_difficulty_write(struct ctx *c, uint64_t seed) MUST_CHECK;
