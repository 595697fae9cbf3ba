/* demo_county.h - the families of a demo, one after the other: first those of Wuhe Primary, then, unless it
 * is the demo of a school, those of every village of the county.  Numbers come out the same for every seed
 * where the demo promises them: 154 pupils at Wuhe, 74 of them left behind by the school roll, 96 % of those
 * with grandparents and 54.5 % of them boys (domain facts 2.2). */
#pragma once
#include "demo_family.h"

struct demo_county {
	struct demo_setting s;
	bool whole;
	struct demo_map map;
	struct demo_numbers *numbers;
	/* how far it has come */
	struct demo_quota behind, others;
	unsigned alone,
		changed[2];   /* still to do: without grandparents; changed this month, by left behind */
	size_t village, made; /* children of this village */
	unsigned family;      /* of this village or school */
};

/* Counts all families once, so that classes have their sizes.  RC_NOT_FOUND: the region map lacks the county.
 */
enum rc demo_county_new(struct arena *mem, const struct demo_setting *s, bool whole,
			struct demo_county **ret) MUST_CHECK;
/* The next family, in mem; false after the last. */
bool demo_county_next(struct demo_county *p, struct arena *mem, struct demo_family *ret);
