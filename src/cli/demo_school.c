#include "demo_school.h"

#include "codes_gen.h"
#include "demo_names.h"

enum { STREAM_MAP = 1, ENTRY_AGE = 6, PRIMARY = 6, LOWER = 3, POINTS = 4, CHILDREN = 8200, SERIAL = 804000 };

/* --- villages --- */

/* The second smallest of thirteen even chances has the Beta(2, 12) distribution, with a mean of 143 per
 * mille: the national share of left-behind pupils was 147 (2011); single schools reach a half (domain
 * facts 2.1 to 2.3). */
static unsigned draw_share(struct demo_random *r)
{
	unsigned least = 1000, second = 1000;

	for (int i = 0; i < 13; i++) {
		unsigned x = demo_random_below(r, 1000);
		if (x < least) {
			second = least;
			least = x;
		} else if (x < second) {
			second = x;
		}
	}
	return second < 20 ? 20 : second > 650 ? 650 : second;
}

/* Digits 10 to 12: 001-199 residents' committees, 200-399 village committees, from 400 on places where hardly
 * anybody lives (domain facts 7.1). */
static struct demo_village village_of(struct arena *mem, const struct demo_setting *s,
				      const struct region *at)
{
	struct buf path = buf_new(mem, 400);
	int64_t number = 0;

	if (!str_int(str_of(at->code), &number))
		number = 0; /* codes are digits */
	struct demo_random r = demo_random_of(s->seed, (uint64_t)number);
	region_path(s->regions, str_of(at->code), &path);
	struct demo_village v = { .code = str_dup(mem, str_of(at->code)),
				  .path = buf_view(&path),
				  .ordinary = at->code[9] < '4',
				  .town = at->code[9] < '2' };
	v.surname = demo_names_pick(&demo_words_surnames, &r);
	v.children = v.ordinary ? (unsigned)demo_random_between(&r, 80, 140) : 4;
	v.left_behind = draw_share(&r);
	v.primary = v.upper = v.junior = v.central = DEMO_NONE;
	return v;
}

static enum rc list_villages(struct arena *mem, const struct demo_setting *s, struct demo_map *m)
{
	struct region_range all = region_inside(s->regions, STR(DEMO_COUNTY), REGION_VILLAGE);

	*m = (struct demo_map){ .village = NEW(mem, struct demo_village, all.end - all.at),
				.home = DEMO_NONE };
	for (size_t i = all.at; i < all.end; i++) {
		struct region at = region_at(s->regions, i);
		struct demo_village *v = &m->village[m->villages];
		*v = village_of(mem, s, &at);
		if (m->villages)
			v->township =
				v[-1].township + !str_eq(str_cut(v->code, 0, 9), str_cut(v[-1].code, 0, 9));
		if (str_eq(v->code, STR(DEMO_HOME)))
			m->home = m->villages;
		m->villages++;
	}
	return m->home == DEMO_NONE ? RC_NOT_FOUND : RC_OK;
}

static bool first_of_township(const struct demo_map *m, size_t village)
{
	return village == 0 || m->village[village].township != m->village[village - 1].township;
}

/* --- schools --- */

struct founding {
	struct arena *mem;
	const struct demo_setting *s;
	struct demo_map *m;
	size_t *name; /* of the list, in an order of this seed */
	size_t names;
};

static void shuffle(struct demo_random *r, size_t *list, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = demo_random_below(r, (unsigned)i), x = list[i - 1];
		list[i - 1] = list[j];
		list[j] = x;
	}
}

static size_t *shuffled(struct arena *mem, struct demo_random *r, size_t n)
{
	size_t *list = NEW(mem, size_t, n);

	for (size_t i = 0; i < n; i++)
		list[i] = i;
	shuffle(r, list, n);
	return list;
}

/* 坡头镇 + an invented name + what it is. */
static str school_name(struct founding *f, const struct demo_village *v, str what)
{
	struct buf b = buf_new(f->mem, 180);
	const struct demo_words *list = &demo_words_school_names;

	buf_str(&b, region_name(f->s->regions, str_cut(v->code, 0, 9)));
	buf_str(&b, list->word[f->name[f->names++ % list->n]].text);
	buf_str(&b, what);
	return buf_view(&b);
}

static size_t found(struct founding *f, size_t village, str name, const char *kind, int lowest, int highest)
{
	struct demo_school *to = &f->m->school[f->m->schools];
	struct buf code = buf_new(f->mem, 12);

	*to = (struct demo_school){ .name = name,
				    .region = f->m->village[village].code,
				    .kind = kind,
				    .lowest = lowest,
				    .highest = highest };
	buf_int(&code, lowest > PRIMARY
			       ? 3144
			       : 2144); /* class and province (domain facts 7.4), and a serial number */
	buf_int(&code, SERIAL + 1 + (int)f->m->schools);
	memcpy(to->code, code.s, sizeof to->code - 1);
	return f->m->schools++;
}

/* In the first village of each township a central primary and a junior school; places without villages of
 * their own use those next door.  Where a township has the most villages the ways are longest: its junior
 * school boards. */
static void found_centres(struct founding *f)
{
	struct demo_map *m = f->m;
	size_t central = DEMO_NONE, junior = DEMO_NONE, most = 0, boarding = DEMO_NONE;

	for (size_t i = 0, here = 0; i < m->villages; i++) {
		struct demo_village *v = &m->village[i];
		here = first_of_township(m, i) ? 1 : here + 1;
		if (first_of_township(m, i) && v->ordinary) {
			central = found(f, i, school_name(f, v, STR("中心小学")), CODE_SCHOOL_KIND_PRIMARY, 1,
					PRIMARY);
			junior = found(f, i, school_name(f, v, STR("初级中学")), CODE_SCHOOL_KIND_JUNIOR,
				       PRIMARY + 1, DEMO_GRADES);
		}
		if (here > most) {
			most = here;
			boarding = junior;
		}
		v->central = central;
		v->junior = junior;
	}
	if (boarding != DEMO_NONE)
		m->school[boarding].boards = true;
}

/* Five schools to eight villages in all, a few of them teaching points for the lowest grades. */
static void found_village_schools(struct founding *f, struct demo_random *r)
{
	struct demo_map *m = f->m;
	size_t *order = shuffled(f->mem, r, m->villages), points = 0;

	for (size_t k = 0; k < m->villages && m->schools < m->villages * 5 / 8; k++) {
		struct demo_village *v = &m->village[order[k]];
		if (!v->ordinary || v->primary != DEMO_NONE || first_of_township(m, order[k]))
			continue;
		bool point = points < POINTS;
		points += point;
		v->primary = found(f, order[k], school_name(f, v, point ? STR("小学教学点") : STR("小学")),
				   point ? CODE_SCHOOL_KIND_TEACHING_POINT : CODE_SCHOOL_KIND_PRIMARY, 1,
				   point ? LOWER : PRIMARY);
		if (point)
			v->children = v->children / 2;
	}
}

/* Villages without a school of their own send their children to the one before them or to the centre, none to
 * Wuhe. */
static void assign_villages(struct demo_map *m, struct demo_random *r)
{
	size_t near = DEMO_NONE;

	for (size_t i = 0; i < m->villages; i++) {
		struct demo_village *v = &m->village[i];
		if (first_of_township(m, i))
			near = v->primary = v->central;
		if (v->primary == DEMO_NONE)
			v->primary = demo_random_chance(r, 800) ? near : v->central;
		else if (i != m->home && m->school[v->primary].highest == PRIMARY)
			near = v->primary;
		v->upper = m->school[v->primary].highest == PRIMARY ? v->primary : v->central;
	}
}

/* The wanted numbers of children brought to their sum. */
static void scale_villages(struct demo_map *m)
{
	unsigned sum = 0;

	m->village[m->home].children /= 2; /* those of its primary school are made apart */
	for (size_t i = 0; i < m->villages; i++)
		sum += m->village[i].children;
	for (size_t i = 0; i < m->villages; i++)
		if (m->village[i].ordinary)
			m->village[i].children = m->village[i].children * CHILDREN / sum;
}

enum rc demo_school_map(struct arena *mem, const struct demo_setting *s, bool whole, struct demo_map *ret)
{
	struct demo_map m;
	struct demo_random r = demo_random_of(s->seed, STREAM_MAP);
	enum rc rc = list_villages(mem, s, &m);

	if (rc != RC_OK)
		return rc;
	struct founding f = { mem, s, &m, shuffled(mem, &r, demo_words_school_names.n), 0 };
	struct demo_village *home = &m.village[m.home];
	m.school = NEW(mem, struct demo_school, 3 * m.villages);
	home->primary = found(&f, m.home, STR("五合小学"), CODE_SCHOOL_KIND_PRIMARY, 1, PRIMARY);
	if (whole) {
		found_centres(&f);
		found_village_schools(&f, &r);
		assign_villages(&m, &r);
		scale_villages(&m);
	} else {
		home->upper = home->primary;
	}
	*ret = m;
	return RC_OK;
}

/* --- pupils --- */

int demo_school_grade(const struct demo_setting *s, day born)
{
	return grade_school_year(s->as_of, &grade_system_6_3) -
	       grade_entry_due(born, ENTRY_AGE, &grade_system_6_3) + 1;
}

static void add(struct demo_child *c, size_t school, const char *stage, day from)
{
	c->enrolment[c->enrolments++] = (struct demo_enrolment){
		.school = school, .stage = stage, .from = from, .entry_month = from / 100
	};
}

/* The running enrolment ends the day before. */
static void end(struct demo_child *c, day next, const char *why)
{
	c->enrolment[c->enrolments - 1].to = day_add(next, -1);
	c->enrolment[c->enrolments - 1].end = why;
}

static day autumn(int year) { return year * 10000 + grade_system_6_3.starts; }

static void attend_primary(const struct demo_setting *s, const struct demo_village *v, struct demo_random *r,
			   struct demo_child *c, int grade)
{
	int entry = grade_entry_due(c->born, ENTRY_AGE, &grade_system_6_3);

	add(c, v->primary, CODE_STAGE_PRIMARY, autumn(entry));
	if (v->upper != v->primary) {
		if (grade <= LOWER)
			return;
		end(c, autumn(entry + LOWER), CODE_ENROLMENT_END_MOVED);
		add(c, v->upper, CODE_STAGE_PRIMARY, autumn(entry + LOWER));
	} else if (grade > 1 && grade <= PRIMARY && v->central != DEMO_NONE && v->central != v->primary &&
		   demo_random_chance(r, 60)) {
		c->enrolment[0].school = v->central;
		day moved = autumn(entry + demo_random_between(r, 1, grade - 1)),
		    spring = day_add(moved, 181);
		if (spring < s->as_of && c->born % 3 == 0) /* a third of them with the second term */
			moved = spring;
		end(c, moved, CODE_ENROLMENT_END_MOVED);
		add(c, v->primary, CODE_STAGE_PRIMARY, moved);
	}
}

static void attend_junior(const struct demo_setting *s, const struct demo_village *v, struct demo_random *r,
			  struct demo_child *c, int grade)
{
	int entry = grade_school_year(s->as_of, &grade_system_6_3) - (grade - PRIMARY - 1);

	end(c, autumn(entry), CODE_ENROLMENT_END_GRADUATE);
	add(c, v->junior, CODE_STAGE_JUNIOR, autumn(entry));
	if (grade > DEMO_GRADES)
		end(c, autumn(entry + DEMO_GRADES - PRIMARY), CODE_ENROLMENT_END_GRADUATE);
	else if (grade > PRIMARY + 1 && demo_random_chance(r, 6))
		end(c, day_add(s->as_of, -demo_random_between(r, 5, 150)), CODE_ENROLMENT_END_DROPOUT);
}

/* Round the classes of the grade, once it is known how many there are. */
static void seat(struct demo_school *at, struct demo_random *r, struct demo_enrolment *e, int grade)
{
	unsigned n = at->seen[grade]++;

	e->grade = grade;
	e->boards = at->boards && demo_random_chance(r, 700);
	e->class_number = at->pupils[grade] ? (int)(n % demo_school_classes(at, grade)) + 1 : 0;
}

void demo_school_enrol(struct demo_map *m, const struct demo_setting *s, struct demo_random *r,
		       const struct demo_village *v, struct demo_child *c)
{
	int grade = demo_school_grade(s, c->born);

	if (grade < 1)
		return;
	attend_primary(s, v, r, c, grade);
	if (grade > PRIMARY)
		attend_junior(s, v, r, c, grade);
	struct demo_enrolment *last = &c->enrolment[c->enrolments - 1];
	if (!last->to)
		seat(&m->school[last->school], r, last, grade);
}

unsigned demo_school_classes(const struct demo_school *s, int grade)
{
	unsigned n = (s->pupils[grade] + DEMO_CLASS_SIZE - 1) / DEMO_CLASS_SIZE;

	return n > DEMO_CLASSES ? DEMO_CLASSES : n;
}

unsigned demo_school_size(const struct demo_school *s)
{
	unsigned n = 0;

	for (int g = 1; g <= DEMO_GRADES; g++)
		n += s->pupils[g];
	return n;
}

void demo_school_counted(struct demo_map *m)
{
	for (size_t i = 0; i < m->schools; i++) {
		memcpy(m->school[i].pupils, m->school[i].seen, sizeof m->school[i].pupils);
		memset(m->school[i].seen, 0, sizeof m->school[i].seen);
	}
}
