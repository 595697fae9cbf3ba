/* demo_staff.h - who signs in to a demo: one account of each role, all with one password, the guardian with a
 * card and a PIN, the child with a card and three pictures. */
#pragma once
#include "demo_county.h"
#include "record.h"

/* Cards of a demo, printed by `tongxin demo` beside the logins. */
#define DEMO_PIN "271828"

/* The child, the carer and the parent away whose accounts these are: of the teacher's class. */
struct demo_people {
	int64_t child, guardian, parent;
};

/* Inside store_write(), as the program, once all families are there.  RC_NOT_FOUND: no family of that class
 * is left behind. */
enum rc demo_staff_write(struct ctx *c, const struct demo_map *m, uint64_t seed,
			 struct demo_people *ret) MUST_CHECK;
