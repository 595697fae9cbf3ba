#include "demo_family.h"

#include "codes_gen.h"
#include "demo_absence.h"
#include "demo_names.h"

enum { PRIMARY_YEARS = 6, ENTRY_AGE = 6, CHILDHOOD = 18 };
enum { BOYS_LEFT_BEHIND = 545, BOYS_OTHER = 520 }; /* per mille: domain facts 2.2 */

/* --- the children --- */

/* Left-behind children of 0-5, 6-13, 14 and more: 21.7, 67.4, 10.9 per cent (domain facts 2.2); one family in
 * two has a second child, so those of the middle are drawn more often. */
static int draw_age(struct demo_random *r)
{
	unsigned at = demo_random_below(r, 1000);

	return at < 190   ? demo_random_between(r, 0, 5)
	       : at < 925 ? demo_random_between(r, 6, 13)
			  : demo_random_between(r, 14, 17);
}

static day draw_birth(const struct demo_setting *s, struct demo_random *r, const struct demo_wish *w)
{
	int year = grade_school_year(s->as_of, &grade_system_6_3);

	if (w->pupils) {
		day oldest = (year - PRIMARY_YEARS - ENTRY_AGE) * 10000 + grade_system_6_3.starts;
		return day_add(oldest, demo_random_between(r, 0, PRIMARY_YEARS * 365));
	}
	day born = day_birthday(s->as_of, -draw_age(r));
	return day_add(born, -demo_random_between(r, 20, 364));
}

static bool fits(const struct demo_setting *s, const struct demo_wish *w, day born)
{
	int grade = demo_school_grade(s, born);

	if (w->pupils)
		return grade >= 1 && grade <= PRIMARY_YEARS;
	return born < day_add(s->as_of, -20) && day_age(born, s->as_of) < CHILDHOOD;
}

static int draw_sex(struct demo_random *r, const struct demo_wish *w)
{
	struct demo_quota *q = w->quota;
	bool boy;

	if (q && q->children) {
		boy = demo_random_below(r, q->children) < q->boys;
		q->children--;
		q->boys -= boy;
	} else {
		boy = demo_random_chance(r, w->left_behind ? BOYS_LEFT_BEHIND : BOYS_OTHER);
	}
	return boy ? 1 : 2;
}

/* The others come one to four years after the one before, or before the one after. */
static void add_siblings(struct demo_family *f, const struct demo_setting *s, struct demo_random *r,
			 const struct demo_wish *w, size_t wanted)
{
	day first = f->child[0].born, last = first;

	while (f->children < wanted) {
		int apart = demo_random_between(r, 330, 1500);
		bool older = demo_random_chance(r, 500);
		day born = older ? day_add(first, -apart) : day_add(last, apart);
		if (!fits(s, w, born))
			return;
		*(older ? &first : &last) = born;
		f->child[f->children++].born = born;
	}
}

static void sort_by_birth(struct demo_family *f)
{
	for (size_t i = 1; i < f->children; i++)
		for (size_t j = i; j > 0 && f->child[j].born < f->child[j - 1].born; j--) {
			day d = f->child[j].born;
			f->child[j].born = f->child[j - 1].born;
			f->child[j - 1].born = d;
		}
}

void demo_family_children(struct arena *mem, struct demo_family *f, const struct demo_setting *s,
			  struct demo_random *r, const struct demo_wish *w)
{
	unsigned at = demo_random_below(r, 1000);
	size_t wanted = at < 480 ? 1 : at < 860 ? 2 : at < 980 ? 3 : 4;

	*f = (struct demo_family){ .left_behind = w->left_behind, .children = 1 };
	do
		f->child[0].born = draw_birth(s, r, w);
	while (!fits(s, w, f->child[0].born));
	add_siblings(f, s, r, w, wanted < w->most ? wanted : w->most);
	sort_by_birth(f);
	str ethnicity = demo_names_pick(&demo_words_ethnicities, r);
	for (size_t i = 0; i < f->children; i++) {
		f->child[i].sex = draw_sex(r, w);
		f->child[i].ethnicity = str_dup(mem, ethnicity);
	}
}

/* --- what becomes of parents --- */

struct lot {
	unsigned weight;
	enum demo_where one, other; /* `one` is the father unless swapped */
	unsigned swap;              /* per mille */
	bool changed;               /* this month */
	bool foreign;               /* a household of another county */
	bool unknown;               /* nothing is known of the parents */
};

/* clang-format off */
/* Of the pupils left behind by the school roll a third are so by the State Council's definition too, since in most
 * families one parent goes (compare domain facts 2.1 and 2.2: 6.97 million x 71.4 % of 14.74 million in 2018). */
static const struct lot behind[] = {
	{ 290, DEMO_AWAY,     DEMO_AWAY,       0,   false, false, false },
	{ 565, DEMO_AWAY,     DEMO_AT_HOME,    150, false, false, false },
	{ 20,  DEMO_AWAY,     DEMO_DEAD,       500, false, false, false },
	{ 12,  DEMO_AWAY,     DEMO_MISSING,    60,  false, false, false },
	{ 10,  DEMO_AWAY,     DEMO_IMPRISONED, 900, false, false, false },
	{ 18,  DEMO_AWAY,     DEMO_UNABLE,     250, false, false, false },
	{ 18,  DEMO_DECLARED, DEMO_DECLARED,   0,   false, false, false },
	{ 14,  DEMO_DECLARED, DEMO_AT_HOME,    150, false, false, false },
	{ 15,  DEMO_VISITING, DEMO_VISITING,   0,   false, false, false },
	{ 14,  DEMO_ENTERED,  DEMO_ENTERED,    0,   true,  false, false },
	{ 24,  DEMO_ENTERED,  DEMO_AT_HOME,    200, true,  false, false },
};
static const struct lot others[] = {
	{ 785, DEMO_AT_HOME,  DEMO_AT_HOME,    0,   false, false, false },
	{ 50,  DEMO_RETURNED, DEMO_AT_HOME,    250, false, false, false },
	{ 16,  DEMO_RETURNED, DEMO_RETURNED,   0,   false, false, false },
	{ 3,   DEMO_LEFT,     DEMO_AT_HOME,    250, true,  false, false },
	{ 2,   DEMO_LEFT,     DEMO_LEFT,       0,   true,  false, false },
	{ 40,  DEMO_RECENT,   DEMO_AT_HOME,    200, false, false, false },
	{ 8,   DEMO_RECENT,   DEMO_RECENT,     0,   false, false, false },
	{ 22,  DEMO_ALONG,    DEMO_ALONG,      0,   false, false, false },
	{ 8,   DEMO_STUDIES,  DEMO_AT_HOME,    500, false, false, false },
	{ 14,  DEMO_DEAD,     DEMO_AT_HOME,    350, false, false, false },
	{ 5,   DEMO_IMPRISONED, DEMO_AT_HOME,  100, false, false, false },
	{ 3,   DEMO_MISSING,  DEMO_AT_HOME,    700, false, false, false },
	{ 5,   DEMO_UNABLE,   DEMO_AT_HOME,    500, false, false, false },
	{ 25,  DEMO_AT_HOME,  DEMO_AT_HOME,    0,   false, true,  false },
	{ 4,   DEMO_AT_HOME,  DEMO_AT_HOME,    0,   false, false, true },
};
/* clang-format on */

static bool allowed(const struct lot *l, const struct demo_wish *w)
{
	if (w->changed && !l->changed)
		return false;
	return !(w->known && (l->unknown || l->one == DEMO_ALONG));
}

static const struct lot *draw_lot(struct demo_random *r, const struct demo_wish *w)
{
	const struct lot *list = w->left_behind ? behind : others;
	size_t n = w->left_behind ? COUNT(behind) : COUNT(others);
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += allowed(&list[i], w) ? list[i].weight : 0;
	unsigned at = demo_random_below(r, sum);
	for (size_t i = 0;; i++) {
		unsigned weight = allowed(&list[i], w) ? list[i].weight : 0;
		if (at < weight)
			return &list[i];
		at -= weight;
	}
}

/* --- the adults --- */

struct making {
	struct arena *mem;
	struct demo_family *f;
	const struct demo_setting *s;
	struct demo_random *r;
	const struct demo_wish *w;
	str surname, work;  /* of the father; where both went */
	day married, apart; /* not away from each other before; the mother not from an infant before */
};

static day years_before(struct demo_random *r, day d, int least, int most)
{
	return day_add(d, -demo_random_between(r, least * 365, most * 365 + 364));
}

static struct demo_adult *add_adult(struct making *m, const char *relation, int sex, day born)
{
	struct demo_adult *a = &m->f->adult[m->f->adults++];

	*a = (struct demo_adult){ .relation = relation, .sex = sex, .born = born, .lives_with = true };
	return a;
}

static str draw_surname(struct making *m, unsigned clan)
{
	return demo_random_chance(m->r, clan) ? m->w->village->surname
					      : demo_names_pick(&demo_words_surnames, m->r);
}

static void add_parent(struct making *m, bool mother, enum demo_where where)
{
	day born = mother ? years_before(m->r, m->f->child[0].born, 20, 33)
			  : years_before(m->r, m->f->child[0].born, 22, 37);
	struct demo_adult *a =
		add_adult(m, mother ? CODE_RELATION_MOTHER : CODE_RELATION_FATHER, mother ? 2 : 1, born);
	day earliest = mother ? m->apart : where >= DEMO_DEAD ? day_add(m->apart, -350) : m->married;
	str work = demo_random_chance(m->r, 700) ? m->work : demo_names_pick(&demo_words_destinations, m->r);

	a->name = demo_names_person(m->mem, m->r, mother ? draw_surname(m, 50) : m->surname, a->sex,
				    (str){ NULL, 0 });
	demo_absence_plan(a, where, m->s, m->r, earliest, work);
	a->lives_with = demo_absence_cares(where) || where == DEMO_UNABLE || where == DEMO_ALONG;
	a->guardian = a->facts == 0;
}

/* The father's parents in four families of five; both, or the one who is left. */
static void add_grandparents(struct making *m, bool guardian)
{
	bool mothers = demo_random_chance(m->r, 200);
	day of = m->f->adults ? m->f->adult[0].born : years_before(m->r, m->f->child[0].born, 22, 35);
	bool both = demo_random_chance(m->r, 600), woman = both || demo_random_chance(m->r, 750);
	str surname = mothers ? demo_names_pick(&demo_words_surnames, m->r) : m->surname, none = { NULL, 0 };
	day born = years_before(m->r, of, 21, 31);

	if (woman) {
		struct demo_adult *a = add_adult(
			m, mothers ? CODE_RELATION_MOTHERS_MOTHER : CODE_RELATION_FATHERS_MOTHER, 2, born);
		a->name =
			demo_names_person(m->mem, m->r, demo_names_pick(&demo_words_surnames, m->r), 2, none);
		a->guardian = guardian;
	}
	if (both || !woman) {
		struct demo_adult *a =
			add_adult(m, mothers ? CODE_RELATION_MOTHERS_FATHER : CODE_RELATION_FATHERS_FATHER, 1,
				  years_before(m->r, born, 0, 4));
		a->name = demo_names_person(m->mem, m->r, surname, 1, none);
		a->guardian = guardian;
	}
}

/* GB/T 4761: father's younger brother's wife, father's sister, mother's sister, mother's brother. */
static void add_relative(struct making *m)
{
	static const char *const relations[] = { "84", "90", "88", "85" };
	size_t which = demo_random_below(m->r, COUNT(relations));
	int sex = which == 3 ? 1 : 2;
	struct demo_adult *a =
		add_adult(m, relations[which], sex, years_before(m->r, m->f->child[0].born, 20, 40));

	a->name = demo_names_person(m->mem, m->r, which == 1 ? m->surname : draw_surname(m, 100), sex,
				    (str){ NULL, 0 });
}

static bool any_cares(const struct lot *l)
{
	return demo_absence_cares(l->one) || demo_absence_cares(l->other);
}

static void add_carers(struct making *m, const struct lot *l, bool carer)
{
	bool alone = l->unknown || !any_cares(l);

	if (l->one == DEMO_ALONG)
		return;
	if (carer || l->unknown || (!m->f->left_behind && demo_random_chance(m->r, alone ? 950 : 220))) {
		add_grandparents(m, l->unknown);
		m->f->carer = true;
	} else if (alone) {
		add_relative(m);
	}
}

/* --- who looks after them day by day --- */

/* By age: the older, the more have an illness that lasts, and the less of a day's work they can do (a product
 * assumption: the published survey counts carers, not how they are). */
static void draw_condition(struct demo_random *r, struct demo_adult *a, int age)
{
	unsigned at = demo_random_below(r, 1000), old = age >= 70 ? 420 : age >= 60 ? 220 : 60;
	bool ill = at < old;

	a->health = at < old / 12        ? "50"
		    : ill                ? "30"
		    : at < 2 * old + 150 ? "20"
					 : "10"; /* the school roll's list */
	a->ability = !ill                                             ? CODE_CARE_ABILITY_ABLE
		     : at < old / 12 && demo_random_chance(r, 500)    ? CODE_CARE_ABILITY_UNABLE
		     : demo_random_chance(r, age >= 70 ? 700u : 300u) ? CODE_CARE_ABILITY_LIMITED
								      : CODE_CARE_ABILITY_ABLE;
}

static bool is_parent(const struct demo_adult *a)
{
	return !strcmp(a->relation, CODE_RELATION_FATHER) || !strcmp(a->relation, CODE_RELATION_MOTHER);
}

/* Of left-behind children their grandparents or kin, where there are any beside them; else who is at home. By
 * chance of their own, so that the rest of the plan does not hang on it. */
static void choose_carers(struct demo_family *f, const struct demo_setting *s)
{
	bool kin = false, parent = false;

	for (size_t i = 0; i < f->adults; i++) {
		kin |= !is_parent(&f->adult[i]);
		parent |= is_parent(&f->adult[i]) && f->adult[i].lives_with && f->adult[i].guardian;
	}
	bool alone = f->left_behind || !parent; /* the children with their kin */
	for (size_t i = 0; i < f->adults; i++) {
		struct demo_adult *a = &f->adult[i];
		struct demo_random r = demo_random_of(s->seed, (uint64_t)a->born * 8 + i);
		a->carer = is_parent(a) ? a->lives_with && a->guardian && !(kin && f->left_behind) : alone;
		if (a->carer || !is_parent(a))
			draw_condition(&r, a, day_age(a->born, s->as_of));
	}
}

/* --- the children's own facts --- */

static void add_fact(struct demo_child *c, const char *topic, str value, day from, day to)
{
	c->fact[c->facts++] = (struct demo_fact){ .topic = topic, .value = value, .from = from, .to = to };
}

static const char *draw_health(struct demo_random *r)
{
	unsigned at = demo_random_below(r, 1000);

	return at < 905   ? "10"
	       : at < 975 ? "20"
	       : at < 987 ? "30"
	       : at < 993 ? "40"
			  : "50"; /* the school roll's list */
}

static void place_child(struct making *m, struct demo_child *c, const struct lot *l, str household,
			const char *type)
{
	const struct demo_adult *first = &m->f->adult[0];
	str here = m->w->village->code;

	add_fact(c, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION, household, 0, 0);
	add_fact(c, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE, str_of(type), 0, 0);
	if (l->one == DEMO_ALONG && first->absences && first->absence[0].from > c->born) {
		add_fact(c, CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION, here, 0,
			 day_add(first->absence[0].from, -1));
		add_fact(c, CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION, first->absence[0].region,
			 first->absence[0].from, 0);
	} else {
		add_fact(c, CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION, l->one == DEMO_ALONG ? m->work : here, 0,
			 0);
	}
	c->health = draw_health(m->r);
}

static str make_address(struct making *m)
{
	static const char *const lanes[] = { "东一巷", "东二巷", "西一巷", "西二巷", "南一巷",
					     "南二巷", "北一巷", "中巷",   "新村路" };
	struct buf b = buf_new(m->mem, 500);

	buf_str(&b, m->w->village->path);
	buf_str(&b, str_of(lanes[demo_random_below(m->r, COUNT(lanes))]));
	buf_int(&b, demo_random_between(m->r, 1, 68));
	buf_lit(&b, "号");
	return buf_view(&b);
}

static bool name_taken(const struct demo_family *f, size_t child, str name)
{
	for (size_t i = 0; i < child; i++)
		if (str_eq(f->child[i].name, name))
			return true;
	return false;
}

static void finish_children(struct making *m, const struct lot *l)
{
	/* Counties next door. */
	static const char *const foreign[] = { "440803", "440811", "440823", "440881",
					       "440882", "440883", "440904", "440982" };
	bool farm = demo_random_chance(m->r, m->w->village->town ? 620 : 950);
	str household =
		l->foreign ? str_of(foreign[demo_random_below(m->r, COUNT(foreign))]) : m->w->village->code;
	str address = make_address(m), generation = { NULL, 0 };

	if (m->f->children > 1 && demo_random_chance(m->r, 450))
		generation = demo_names_pick(&demo_words_given_any, m->r);
	for (size_t i = 0; i < m->f->children; i++) {
		struct demo_child *c = &m->f->child[i];
		do
			c->name = demo_names_person(m->mem, m->r, m->surname, c->sex, generation);
		while (name_taken(m->f, i, c->name));
		c->address = address;
		place_child(m, c, l, household,
			    farm ? CODE_HOUSEHOLD_TYPE_AGRICULTURAL : CODE_HOUSEHOLD_TYPE_OTHER);
	}
}

void demo_family_adults(struct arena *mem, struct demo_family *f, const struct demo_setting *s,
			struct demo_random *r, const struct demo_wish *w, bool carer)
{
	struct making m = { .mem = mem, .f = f, .s = s, .r = r, .w = w };
	const struct lot *l = draw_lot(r, w);
	bool swap = demo_random_chance(r, l->swap);

	m.surname = draw_surname(&m, 600);
	m.work = demo_names_pick(&demo_words_destinations, r);
	m.married = day_add(f->child[0].born, -400);
	m.apart = day_add(f->child[f->children - 1].born, 150);
	f->elsewhere = l->one == DEMO_ALONG;
	if (!l->unknown) {
		add_parent(&m, false, swap ? l->other : l->one);
		add_parent(&m, true, swap ? l->one : l->other);
	}
	add_carers(&m, l, carer);
	choose_carers(f, s);
	finish_children(&m, l);
}
