/* demo_write.h - from the plan to records.  Inside store_write(), as the program. */
#pragma once
#include "demo_county.h"
#include "record.h"

/* The schools and their classes; their ids are kept in the map. */
enum rc demo_write_schools(struct ctx *c, struct demo_map *m) MUST_CHECK;
enum rc demo_write_family(struct ctx *c, const struct demo_map *m, const struct demo_family *f) MUST_CHECK;
