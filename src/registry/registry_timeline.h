/* registry_timeline.h - the register's part of a growth file (timeline.h): birth and schools, the adults,
 * where the child lived, how it left. */
#pragma once
#include "timeline.h"

extern const struct timeline_source *const registry_timeline[]; /* NULL-ended */
