#include "demo_nation_plan.h"

#include "codes_gen.h"
#include "demo_names.h"
#include "grade.h"

/* 1199.20 times ten thousand in 2021 is the last published count; from 2017 on each was 6.22 % less than the
 * one of the year before, and so are those taken here for later years: an estimate (domain facts 2.1). */
enum { LAST_COUNT = 11992000, LAST_YEAR = 2021, LESS_A_YEAR = 622 /* per ten thousand */ };
enum { BOTH_AWAY = 537, BOYS = 545, PRIMARY = 680 }; /* per mille: 643.6 of 1199.2; 2.2; 2.1 */
enum { FATHER_ALONE = 760, CARED_BY_GRANDPARENTS = 960, ENTRY_AGE = 6 };

/* --- counties --- */

/* Ten thousands of children left behind by both parents, 2018 (domain facts 2.2): only the proportions count.
 */
/* clang-format off */
static const struct { const char *code; unsigned weight; } provinces[] = {
	{ "11", 14 }, { "12", 14 }, { "13", 150 }, { "14", 60 }, { "15", 14 }, { "21", 14 }, { "22", 14 }, { "23", 14 },
	{ "31", 14 }, { "32", 170 }, { "33", 80 }, { "34", 736 }, { "35", 90 }, { "36", 691 }, { "37", 120 },
	{ "41", 699 }, { "42", 690 }, { "43", 700 }, { "44", 220 }, { "45", 340 }, { "46", 14 },
	{ "50", 210 }, { "51", 765 }, { "52", 563 }, { "53", 230 }, { "54", 14 }, { "61", 150 }, { "62", 140 },
	{ "63", 14 }, { "64", 14 }, { "65", 14 },
};
/* Counties differ as a lognormal distribution with sd 0.7 does (domain facts 2.3): its sixteenths, per mille. */
static const unsigned sizes[] = { 271, 397, 493, 581, 667, 755, 847, 947, 1056, 1180, 1325, 1500, 1722, 2028, 2516, 3684 };
/* clang-format on */

static unsigned weight_of_province(const char *code)
{
	for (size_t i = 0; i < COUNT(provinces); i++)
		if (memcmp(provinces[i].code, code, 2) == 0)
			return provinces[i].weight;
	return 0;
}

static unsigned number_of(const char *code)
{
	int64_t n = 0;

	return str_int(str_of(code), &n) ? (unsigned)n : 0;
}

struct weighed {
	uint64_t *weight; /* of each county */
	uint64_t sum;
	uint64_t province[100]; /* before they are brought to the province's own */
};

static void weigh(struct weighed *w, const struct demo_nation_county *list, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i++) {
		struct demo_random r = demo_random_of(seed, list[i].number);
		w->weight[i] = sizes[demo_random_below(&r, COUNT(sizes))];
		w->province[list[i].number / 10000] += w->weight[i];
	}
	for (size_t i = 0; i < n; i++) {
		w->weight[i] = w->weight[i] * 1000 * weight_of_province(list[i].code) /
			       w->province[list[i].number / 10000];
		w->sum += w->weight[i];
	}
}

/* By what is left, so that the sum is kept. */
static void share_out(struct weighed *w, struct demo_nation_county *list, size_t n, uint64_t children)
{
	uint64_t sum = w->sum, left = children;

	for (size_t i = 0; i < n && sum; i++) {
		list[i].children = (unsigned)((left * w->weight[i] + sum / 2) / sum);
		left -= list[i].children;
		sum -= w->weight[i];
	}
}

static uint64_t count_of_nation(day as_of)
{
	uint64_t n = LAST_COUNT;

	for (int year = as_of / 10000; year > LAST_YEAR; year--)
		n -= n * LESS_A_YEAR / 10000;
	return n;
}

size_t demo_nation_counties(struct arena *mem, const struct regions *regions,
			    const struct demo_nation_wish *wish, struct demo_nation_county **ret)
{
	struct region_range all = region_inside(regions, STR(""), REGION_COUNTY);
	struct demo_nation_county *list = NEW(mem, struct demo_nation_county, all.end - all.at);
	struct weighed w = { NEW(mem, uint64_t, all.end - all.at), 0, { 0 } };
	size_t n = 0, kept = 0;

	for (size_t i = all.at; i < all.end; i++) {
		struct region at = region_at(regions, i);
		if (at.flags & REGION_STAT_ONLY || !weight_of_province(at.code))
			continue;
		list[n] = (struct demo_nation_county){ .number = number_of(at.code) };
		memcpy(list[n++].code, at.code, sizeof list->code);
	}
	if (wish->children) { /* all of them inside */
		for (size_t i = 0; i < n; i++)
			if (str_starts(str_of(list[i].code), wish->within))
				list[kept++] = list[i];
		n = kept;
	}
	weigh(&w, list, n, wish->seed);
	share_out(&w, list, n, wish->children ? (uint64_t)wish->children : count_of_nation(wish->as_of));
	for (size_t i = kept = 0; i < n; i++)
		if (str_starts(str_of(list[i].code), wish->within) && list[i].children)
			list[kept++] = list[i];
	*ret = list;
	return kept;
}

/* --- families --- */

static day day_back(struct demo_random *r, day from, int least, int most)
{
	return day_add(from, -demo_random_between(r, least, most));
}

/* The years of primary school are twice those of junior school, which gives two thirds. */
static int draw_grade(struct demo_random *r)
{
	return demo_random_chance(r, PRIMARY) ? demo_random_between(r, 1, NATION_PRIMARY)
					      : demo_random_between(r, NATION_PRIMARY + 1, NATION_GRADES);
}

static day draw_birth(struct demo_random *r, day as_of, int grade)
{
	int year = grade_school_year(as_of, &grade_system_6_3) - (grade - 1) - ENTRY_AGE - 1;

	return day_add(year * 10000 + grade_system_6_3.starts, demo_random_between(r, 0, 364));
}

static void draw_children(struct arena *mem, struct demo_random *r, day as_of, str surname,
			  struct demo_nation_family *f)
{
	unsigned at = demo_random_below(r, 1000);
	size_t wanted = at < 200 ? 1 : at < 600 ? 2 : 3;
	int grade = draw_grade(r);

	for (size_t i = 0; i < wanted && grade >= 1; i++) {
		struct demo_nation_child *c = &f->child[f->children++];
		c->grade = grade;
		c->born = draw_birth(r, as_of, grade);
		c->sex = demo_random_chance(r, BOYS) ? 1 : 2;
		c->name = demo_names_person(mem, r, surname, c->sex, (str){ NULL, 0 });
		if (demo_random_chance(r, 18))
			c->difficulty =
				demo_random_chance(r, 700) ? CODE_CID_CLASS_HARDSHIP : CODE_CID_CLASS_OTHER;
		grade -= demo_random_between(r, 1, 3); /* the next one is younger */
	}
}

/* Where people go, by the weights of migration: Guangdong, Zhejiang, Jiangsu, Shanghai, Fujian, Beijing. */
static unsigned draw_place(struct demo_random *r)
{
	static const unsigned to[] = { 44, 44, 44, 33, 33, 32, 32, 31, 35, 11 };

	return to[demo_random_below(r, COUNT(to))];
}

static struct demo_nation_adult *add_adult(struct arena *mem, struct demo_random *r,
					   struct demo_nation_family *f, int sex, day born, str surname)
{
	struct demo_nation_adult *a = &f->adult[f->adults++];

	a->sex = sex;
	a->born = born;
	a->name = demo_names_person(mem, r, surname, sex, (str){ NULL, 0 });
	return a;
}

static void draw_adults(struct arena *mem, struct demo_random *r, day as_of, bool close, str surname,
			struct demo_nation_family *f)
{
	day eldest = f->child[0].born, left = day_back(r, as_of, 100, 2400);
	bool both = demo_random_chance(r, BOTH_AWAY), father_goes = demo_random_chance(r, FATHER_ALONE);

	for (int sex = 1; sex <= 2; sex++) {
		struct demo_nation_adult *a =
			add_adult(mem, r, f, sex, day_back(r, eldest, 21 * 365, 34 * 365),
				  sex == 1 ? surname : demo_names_pick(&demo_words_surnames, r));
		bool away = both || (sex == 1) == father_goes;
		a->relation = sex == 1 ? CODE_RELATION_FATHER : CODE_RELATION_MOTHER;
		a->away = away ? left : 0;
		a->place = draw_place(r);
		a->carer = !away;
	}
	if (!close || !both || !demo_random_chance(r, CARED_BY_GRANDPARENTS))
		return;
	int sex = demo_random_chance(r, 550) ? 2 : 1;
	struct demo_nation_adult *a =
		add_adult(mem, r, f, sex, day_back(r, eldest, 48 * 365, 65 * 365), surname);
	a->relation = sex == 1 ? CODE_RELATION_FATHERS_FATHER : CODE_RELATION_FATHERS_MOTHER;
	a->carer = true;
}

void demo_nation_family(struct arena *mem, struct demo_random *r, day as_of, bool close,
			struct demo_nation_family *ret)
{
	str surname = demo_names_pick(&demo_words_surnames, r);

	*ret = (struct demo_nation_family){ .children = 0 };
	draw_children(mem, r, as_of, surname, ret);
	draw_adults(mem, r, as_of, close, surname, ret);
}
