#include "demo_city_map.h"

#include "codes_gen.h"
#include "demo_names.h"

enum {
	PRIMARY = 6,
	FAMILIES_MAX = 4096,
	WITH_GRANDPARENTS = 960,
	VILLAGES_OF_A_SCHOOL = 4,
	MEMORY = 64 << 20
};

/* --- villages and schools --- */

static bool lived_in(const struct region *at) { return at->code[9] < '4'; } /* domain facts 7.1 */

size_t demo_city_villages(const struct regions *regions, str county)
{
	struct region_range all = region_inside(regions, county, REGION_VILLAGE);
	size_t n = 0;

	for (size_t i = all.at; i < all.end; i++) {
		struct region at = region_at(regions, i);
		n += lived_in(&at);
	}
	return n;
}

static uint64_t number_of(const char *code)
{
	int64_t n = 0;

	return str_int(str_of(code), &n) ? (uint64_t)n : 0;
}

static void add_village(struct arena *mem, struct demo_city_county *p, const struct region *at)
{
	struct demo_village *v = &p->map.village[p->map.villages++];
	struct demo_random r = demo_random_of(p->s.seed, number_of(at->code));
	struct buf path = buf_new(mem, 400);

	region_path(p->s.regions, str_of(at->code), &path);
	*v = (struct demo_village){ .code = str_dup(mem, str_of(at->code)),
				    .path = buf_view(&path),
				    .ordinary = true,
				    .town = at->code[9] < '2',
				    .left_behind = 1000,
				    .surname = demo_names_pick(&demo_words_surnames, &r) };
	if (p->map.villages > 1)
		v->township = v[-1].township + !str_eq(str_cut(v->code, 0, 9), str_cut(v[-1].code, 0, 9));
}

static str school_name(struct arena *mem, const struct demo_city_county *p, size_t i, const char *what)
{
	struct buf b = buf_new(mem, 200);
	const struct demo_words *list = &demo_words_school_names;

	buf_str(&b, region_name(p->s.regions, str_cut(p->map.village[i].code, 0, 9)));
	buf_str(&b, list->word[p->map.schools % list->n].text);
	buf_str(&b, str_of(what));
	return buf_view(&b);
}

/* Class, province and a serial number that begins with the county's last four digits (domain facts 7.4). */
static size_t found(struct arena *mem, struct demo_city_county *p, size_t village, const char *what,
		    bool junior)
{
	struct demo_school *to = &p->map.school[p->map.schools];
	struct buf code = buf_new(mem, 12);

	*to = (struct demo_school){ .name = school_name(mem, p, village, what),
				    .region = p->map.village[village].code,
				    .kind = junior ? CODE_SCHOOL_KIND_JUNIOR : CODE_SCHOOL_KIND_PRIMARY,
				    .lowest = junior ? PRIMARY + 1 : 1,
				    .highest = junior ? DEMO_GRADES : PRIMARY };
	buf_str(&code, junior ? STR("3144") : STR("2144"));
	buf_pad(&code, p->number % 1000, 3);
	buf_pad(&code, (int64_t)p->map.schools + 1, 3);
	memcpy(to->code, code.s, sizeof to->code - 1);
	return p->map.schools++;
}

/* In each township a central primary and a junior school; every few villages a primary school of their own.
 */
static void found_schools(struct arena *mem, struct demo_city_county *p)
{
	struct demo_map *m = &p->map;
	size_t central = DEMO_NONE, junior = DEMO_NONE, near = DEMO_NONE, since = 0;

	for (size_t i = 0; i < m->villages; i++) {
		struct demo_village *v = &m->village[i];
		if (i == 0 || v->township != m->village[i - 1].township) {
			near = central = found(mem, p, i, "中心小学", false);
			junior = found(mem, p, i, "初级中学", true);
			since = 0;
		} else if (++since == VILLAGES_OF_A_SCHOOL) {
			near = found(mem, p, i, "小学", false);
			since = 0;
		}
		v->central = central;
		v->primary = v->upper = near;
		v->junior = junior;
	}
}

/* --- families --- */

bool demo_city_county_next(struct demo_city_county *p, struct arena *mem, struct demo_family *ret)
{
	/* so many pupils by the end of this village */
	while (p->village < p->map.villages &&
	       p->made >= (uint64_t)p->pupils * (p->village + 1) / p->map.villages) {
		p->village++;
		p->family = 0;
	}
	if (p->village >= p->map.villages)
		return false;
	const struct demo_village *v = &p->map.village[p->village];
	struct demo_random r = demo_random_of(p->s.seed, number_of(v->code.s) * FAMILIES_MAX + ++p->family);
	struct demo_wish w = { .village = v, .most = DEMO_CHILDREN, .left_behind = true };

	demo_family_children(mem, ret, &p->s, &r, &w);
	demo_family_adults(mem, ret, &p->s, &r, &w, demo_random_chance(&r, WITH_GRANDPARENTS));
	for (size_t i = 0; i < ret->children; i++) {
		struct demo_child *c = &ret->child[i];
		if (!ret->elsewhere)
			demo_school_enrol(&p->map, &p->s, &r, v, c);
		p->made += c->enrolments && !c->enrolment[c->enrolments - 1].to;
	}
	if (p->numbers)
		demo_number_family(mem, p->numbers, &r, ret);
	return true;
}

struct demo_city_county *demo_city_county_new(struct arena *mem, const struct demo_setting *s,
					      const struct region *county, unsigned pupils,
					      int64_t first_phone)
{
	struct demo_city_county *p = NEW(mem, struct demo_city_county, 1);
	struct region_range all = region_inside(s->regions, str_of(county->code), REGION_VILLAGE);
	struct demo_family f;
	struct arena scratch;

	*p = (struct demo_city_county){ .s = *s,
					.pupils = pupils,
					.number = (unsigned)number_of(county->code) };
	memcpy(p->county, county->code, sizeof p->county - 1);
	p->map.village = NEW(mem, struct demo_village, all.end - all.at);
	p->map.school = NEW(mem, struct demo_school, 2 * (all.end - all.at));
	p->map.home = DEMO_NONE;
	for (size_t i = all.at; i < all.end; i++) {
		struct region at = region_at(s->regions, i);
		if (lived_in(&at))
			add_village(mem, p, &at);
	}
	found_schools(mem, p);
	arena_init(&scratch, MEMORY);
	scratch.full = mem->full;
	while (demo_city_county_next(p, &scratch, &f))
		arena_reset(&scratch);
	arena_free(&scratch);
	demo_school_counted(&p->map);
	p->village = p->family = p->made = 0;
	p->numbers = demo_number_of(mem, str_of(p->county), first_phone);
	return p;
}
