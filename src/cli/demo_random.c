#include "demo_random.h"

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

struct demo_random demo_random_of(uint64_t seed, uint64_t stream)
{
	struct demo_random r;
	uint64_t x = seed, y = ~stream;

	x = splitmix(&x) ^ splitmix(&y);
	for (size_t i = 0; i < COUNT(r.s); i++)
		r.s[i] = splitmix(&x);
	return r;
}

static uint64_t turn(uint64_t x, int by) { return x << by | x >> (64 - by); }

uint64_t demo_random_next(struct demo_random *r)
{
	uint64_t *s = r->s, out = turn(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = turn(s[3], 45);
	return out;
}

unsigned demo_random_below(struct demo_random *r, unsigned n)
{
	return (unsigned)((demo_random_next(r) >> 32) * n >> 32);
}

int demo_random_between(struct demo_random *r, int low, int high)
{
	return high <= low ? low : low + (int)demo_random_below(r, (unsigned)(high - low) + 1);
}

bool demo_random_chance(struct demo_random *r, unsigned per_mille)
{
	return demo_random_below(r, 1000) < per_mille;
}
