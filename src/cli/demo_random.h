/* demo_random.h - repeatable chance for demo data: the same seed and stream give the same numbers on every
 * machine (xoshiro256**, seeded by splitmix64; whole numbers only).  Not for secrets. */
#pragma once
#include "base.h"

struct demo_random {
	uint64_t s[4];
};

/* Streams of one seed have nothing to do with each other, so one part of a demo never shifts another. */
struct demo_random demo_random_of(uint64_t seed, uint64_t stream);
uint64_t demo_random_next(struct demo_random *r);
unsigned demo_random_below(struct demo_random *r, unsigned n);     /* 0 .. n - 1; n > 0 */
int demo_random_between(struct demo_random *r, int low, int high); /* both included; low when high < low */
bool demo_random_chance(struct demo_random *r, unsigned per_mille);
