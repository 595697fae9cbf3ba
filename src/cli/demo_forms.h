/* demo_forms.h - what came to a demo on paper and in lists: the staff of every school, a school that closed;
 * at Wuhe Primary what the forms say of each child, and the imports that brought them.  One school's worth of
 * forms: for the whole county they would double what a demo writes. */
#pragma once
#include "demo_county.h"
#include "record.h"

/* Inside store_write(), as the program, once all families and accounts are there. */
enum rc demo_forms_write(struct ctx *c, const struct demo_map *m, uint64_t seed) MUST_CHECK;
