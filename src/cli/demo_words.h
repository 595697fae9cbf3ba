/* demo_words.h - what the children of a demo say, letters between them and their families, and what a family
 * wanted put right: for the child that signs in by its own account and those of its family, year by year for
 * the one about to leave school, a few words of each child of the teacher's class. */
#pragma once
#include "record.h"

/* Units of its own, after demo_growth_write(). */
enum rc demo_words_write(struct ctx *c, uint64_t seed) MUST_CHECK;
