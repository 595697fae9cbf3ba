/* demo_hand_in.h - the register forms of those who are left behind, and the summaries handed in a month ago.
 */
#pragma once
#include "demo_plan.h"
#include "model.h"

enum rc demo_hand_in_write(struct ctx *c, uint64_t seed) MUST_CHECK;
