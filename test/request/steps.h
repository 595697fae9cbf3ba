/* steps.h - for tests on the harness: lists of steps (harness.h), each of which is one test, and the methods
 * by their names on the wire. */
#pragma once
#include "harness.h"
#include "tap.h"

#define GET HTTP_GET
#define POST HTTP_POST
#define PATCH HTTP_PATCH
#define DELETE HTTP_DELETE
#define API "/api/v1/"

/* Is all well? */
static inline bool steps_run(struct harness *h, const struct step *list, size_t n)
{
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		bool is = harness_step(h, &list[i]);
		OK(is);
		all &= is;
	}
	return all;
}
#define STEPS(h, list) steps_run((h), (list), COUNT(list))

/* One number of a text; its {names} are replaced as in steps. */
static inline int64_t steps_number(struct harness *h, const char *sql)
{
	return harness_number(h, str_of(str_z(&h->mem, harness_fill(h, sql))));
}
