/* demo_names.h - what people, places to work and schools are called in a demo: the weighted lists of
 * data/demo, embedded by tool/mknames, and names made from them.  Nobody real is meant. */
#pragma once
#include "demo_random.h"

struct demo_word {
	str text;
	unsigned upto; /* the weights up to and with this one */
};
struct demo_words {
	const struct demo_word *word;
	size_t n;
};
extern const struct demo_words demo_words_surnames, demo_words_destinations, demo_words_ethnicities,
	demo_words_school_names;
extern const struct demo_words demo_words_given_any, demo_words_given_male, demo_words_given_female;

str demo_names_pick(const struct demo_words *from, struct demo_random *r);

/* A full name. `generation`, unless empty, is the syllable that brothers and sisters share. */
str demo_names_person(struct arena *mem, struct demo_random *r, str surname, int sex, str generation);
