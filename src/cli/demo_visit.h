/* demo_visit.h - a year of visits to the children in care of a demo: as often as their level asks, by
 * villages that are more or less diligent; what was seen is put together from sentences, and no two visits
 * read the same but the two that are there to be found. */
#pragma once
#include "record.h"

/* After levels are known.  Each visit is dated and written down on its day. */
enum rc demo_visit_write(struct ctx *c, uint64_t seed) MUST_CHECK;
