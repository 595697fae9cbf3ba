/* demo_privacy.h - what a demo shows of secrets: an order that keeps somebody away with its sealed grounds,
 * who asked to open them, what families agreed to, refused and asked for. */
#pragma once
#include "demo_staff.h"

/* Units of its own: outside store_write(), as the program, after demo_staff_write(). */
enum rc demo_privacy_write(struct ctx *c, const struct demo_map *m, const struct demo_people *who,
			   uint64_t seed) MUST_CHECK;
