/* demo_nation_plan.h - how many children of the nation each county has, and one family of it after the other,
 * as plain facts.  Whole numbers and a seed: the same on every machine. */
#pragma once
#include "day.h"
#include "demo_random.h"
#include "region.h"

/* --- counties --- */

struct demo_nation_county {
	unsigned number; /* six digits */
	char code[7];
	unsigned children;
};
struct demo_nation_wish {
	uint64_t seed;
	day as_of;
	str within;       /* only counties whose number begins so; empty: all */
	int64_t children; /* in all of them together; 0: as many as the nation has there */
};
/* The counties where a household can be registered and some child is left behind, by number. */
size_t demo_nation_counties(struct arena *mem, const struct regions *regions,
			    const struct demo_nation_wish *wish, struct demo_nation_county **ret);

/* --- families --- */

enum { NATION_CHILDREN = 3, NATION_ADULTS = 3, NATION_GRADES = 9, NATION_PRIMARY = 6 };

struct demo_nation_adult {
	str name;
	int sex;
	day born, away; /* since when; 0: at home */
	unsigned place; /* province of work, two digits */
	const char *relation;
	bool carer;
	str phone;
};
struct demo_nation_child {
	str name;
	int sex, grade;
	day born;
	const char *difficulty; /* a category; NULL: none */
};
struct demo_nation_family {
	struct demo_nation_adult adult[NATION_ADULTS];
	struct demo_nation_child child[NATION_CHILDREN];
	size_t adults, children;
};
/* Pupils of primary or junior school who are left behind, and their parents; `close`: also who looks after
 * them when both are away. */
void demo_nation_family(struct arena *mem, struct demo_random *r, day as_of, bool close,
			struct demo_nation_family *ret);
