/* demo_city.h - the other counties of the demo's city: with Potou 100,000 children left behind by the school
 * roll, as many as Zhanjiang says it has (domain facts 2.2).  Potou knows every child; the others have
 * registered those left behind, with their brothers and sisters.  All kinds of a family by the ordinary path,
 * record by record. */
#pragma once
#include "demo.h"

/* ctx is the demo's, as of its day.  `within`: only counties whose number begins so; `pupils`: so many
 * children left behind are wanted in all of them together.  On failure the problems are in c. */
struct demo_city_wish {
	uint64_t seed;
	str within;
	int64_t pupils;
};
enum { DEMO_CITY_LEFT_BEHIND = 100000 };
enum rc demo_city_write(struct ctx *c, const struct demo_city_wish *wish) MUST_CHECK;
