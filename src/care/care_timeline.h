/* care_timeline.h - care's part of a growth file (timeline.h): visits, what was assessed and planned, what
 * went to other agencies.  For those who look after the child; families have no part of it. */
#pragma once
#include "timeline.h"

extern const struct timeline_source *const care_timeline[]; /* NULL-ended */
