/* demo_measure.h - measuring days, health entries and home surveys of a demo: ten years of them for one
 * child, each term for the child that signs in, two terms for the class of the demo's teacher, one or none
 * for the other children under care. */
#pragma once
#include "record.h"

/* Units of its own, after demo_growth_write(). */
enum rc demo_measure_write(struct ctx *c, uint64_t seed) MUST_CHECK;
