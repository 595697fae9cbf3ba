/* demo_city_map.h - one more county of the demo's city: its villages, its schools, and its families left
 * behind, one after the other.  Everything in the arena given. */
#pragma once
#include "demo_family.h"
#include "demo_number.h"

struct demo_city_county {
	struct demo_setting s;
	char county[7];
	unsigned number;
	struct demo_map map;
	struct demo_numbers *numbers; /* NULL while it counts */
	unsigned pupils;              /* left behind, wanted in the whole county */
	/* how far it has come */
	size_t village;
	unsigned family; /* of this village */
	unsigned made;   /* of pupils */
};

/* Villages in which people live. */
size_t demo_city_villages(const struct regions *regions, str county);
/* Counts all families once, so that classes have their sizes. */
struct demo_city_county *demo_city_county_new(struct arena *mem, const struct demo_setting *s,
					      const struct region *county, unsigned pupils,
					      int64_t first_phone);
/* The next family, in mem; false after the last. */
bool demo_city_county_next(struct demo_city_county *p, struct arena *mem, struct demo_family *ret);
