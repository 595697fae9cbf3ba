#include "demo_county.h"

#include "demo_number.h"

enum { WITH_GRANDPARENTS = 960, BOYS = 545 }; /* per mille of the left behind: domain facts 2.2 */
enum { STREAM_WUHE = 2, FAMILIES_MAX = 4096, MEMORY = 64 << 20 };

static unsigned share(unsigned n, unsigned per_mille) { return (n * per_mille + 500) / 1000; }

static void rewind(struct demo_county *p)
{
	unsigned others = DEMO_PUPILS - DEMO_LEFT_BEHIND;

	p->behind = (struct demo_quota){ DEMO_LEFT_BEHIND, share(DEMO_LEFT_BEHIND, BOYS) };
	p->others = (struct demo_quota){ others, share(others, 520) };
	p->alone = DEMO_LEFT_BEHIND - share(DEMO_LEFT_BEHIND, WITH_GRANDPARENTS);
	p->changed[false] = 2;
	p->changed[true] = 3;
	p->village = p->made = p->family = 0;
}

static struct demo_random stream(struct demo_county *p, uint64_t village)
{
	return demo_random_of(p->s.seed, village * FAMILIES_MAX + ++p->family);
}

static void enrol(struct demo_county *p, struct demo_random *r, const struct demo_village *v,
		  struct demo_family *f)
{
	for (size_t i = 0; i < f->children && !f->elsewhere; i++)
		demo_school_enrol(&p->map, &p->s, r, v, &f->child[i]);
}

/* Grandparents, until all but those who have none are served. */
static bool choose_carer(struct demo_county *p, size_t children)
{
	if (children > p->alone || p->changed[true])
		return true;
	p->alone -= (unsigned)children;
	return false;
}

/* Left-behind or not by what is left to make, so that the two come mixed; some of each changed this month. */
static void next_of_wuhe(struct demo_county *p, struct arena *mem, struct demo_family *ret)
{
	struct demo_random r = stream(p, STREAM_WUHE);
	const struct demo_village *v = &p->map.village[p->map.home];
	bool behind = demo_random_below(&r, p->behind.children + p->others.children) < p->behind.children;
	struct demo_quota *quota = behind ? &p->behind : &p->others;
	struct demo_wish w = { .village = v,
			       .most = quota->children,
			       .left_behind = behind,
			       .pupils = true,
			       .known = true,
			       .quota = quota,
			       .changed = p->changed[behind] > 0 };

	demo_family_children(mem, ret, &p->s, &r, &w);
	p->changed[behind] -= w.changed;
	demo_family_adults(mem, ret, &p->s, &r, &w, behind && choose_carer(p, ret->children));
	enrol(p, &r, v, ret);
}

/* The pupils of Wuhe Primary are made apart. */
static void drop_pupils(const struct demo_county *p, struct demo_family *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->children; i++) {
		int grade = demo_school_grade(&p->s, f->child[i].born);
		if (grade < 1 || grade > 6)
			f->child[kept++] = f->child[i];
	}
	f->children = kept;
}

static void next_of_village(struct demo_county *p, struct arena *mem, struct demo_family *ret)
{
	const struct demo_village *v = &p->map.village[p->village];
	int64_t code = 0;

	do {
		if (!str_int(v->code, &code))
			code = 0; /* codes are digits */
		struct demo_random r = stream(p, (uint64_t)code);
		bool behind = demo_random_chance(&r, v->left_behind);
		struct demo_wish w = { .village = v, .most = DEMO_CHILDREN, .left_behind = behind };
		demo_family_children(mem, ret, &p->s, &r, &w);
		if (p->village == p->map.home)
			drop_pupils(p, ret);
		if (!ret->children)
			continue;
		demo_family_adults(mem, ret, &p->s, &r, &w,
				   behind && demo_random_chance(&r, WITH_GRANDPARENTS));
		enrol(p, &r, v, ret);
	} while (!ret->children);
	p->made += ret->children;
}

static bool at_end(struct demo_county *p)
{
	if (!p->whole)
		return true;
	while (p->village < p->map.villages && p->made >= p->map.village[p->village].children) {
		p->village++;
		p->made = p->family = 0;
	}
	return p->village == p->map.villages;
}

bool demo_county_next(struct demo_county *p, struct arena *mem, struct demo_family *ret)
{
	if (p->behind.children + p->others.children) {
		next_of_wuhe(p, mem, ret);
		if (!(p->behind.children + p->others.children))
			p->family = 0;
	} else if (at_end(p)) {
		return false;
	} else {
		next_of_village(p, mem, ret);
	}
	if (p->numbers) {
		struct demo_random r =
			demo_random_of(p->s.seed, (uint64_t)ret->adults + (uint64_t)ret->child[0].born * 16);
		demo_number_family(mem, p->numbers, &r, ret);
	}
	return true;
}

enum rc demo_county_new(struct arena *mem, const struct demo_setting *s, bool whole, struct demo_county **ret)
{
	struct demo_county *p = NEW(mem, struct demo_county, 1);
	struct demo_family f;
	struct arena scratch;

	*p = (struct demo_county){ .s = *s, .whole = whole };
	enum rc rc = demo_school_map(mem, s, whole, &p->map);
	if (rc != RC_OK)
		return rc;
	arena_init(&scratch, MEMORY);
	rewind(p);
	while (demo_county_next(p, &scratch, &f))
		arena_reset(&scratch);
	arena_free(&scratch);
	demo_school_counted(&p->map);
	rewind(p);
	p->numbers = demo_number_new(mem);
	*ret = p;
	return RC_OK;
}
