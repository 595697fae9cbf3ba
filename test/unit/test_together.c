/* Days together with a parent: counted by spans here, held against counting day by day. */
#include "tap.h"
#include "together.h"

static const day first = 20260101, last = 20261231;

struct family {
	struct standing_absence absence[2][4];
	struct standing_spell state[2];
	struct standing_tie tie[2];
	struct standing_facts facts;
};

static void family_new(struct family *f)
{
	*f = (struct family){ 0 };
	for (int i = 0; i < 2; i++)
		f->tie[i] = (struct standing_tie){ .person = 100 + i,
						   .relation = i ? STANDING_MOTHER : STANDING_FATHER,
						   .absence = f->absence[i] };
	f->facts = (struct standing_facts){ .born = 20160510, .tie = f->tie, .ties = 2 };
}

static struct standing_absence *away(struct family *f, int who, day from, day to)
{
	struct standing_absence *a = &f->absence[who][f->tie[who].absences++];

	*a = (struct standing_absence){ .from = from, .to = to, .reason = STANDING_CAUSE_WORK };
	return a;
}

static void state(struct family *f, int who, day from, int value)
{
	f->state[who] = (struct standing_spell){ 1, from, 0, value };
	f->tie[who].state = (struct standing_spells){ &f->state[who], 1 };
}

static struct together of(const struct family *f, day from, day to)
{
	struct together t;

	together_count(&f->facts, from, to, &t);
	return t;
}

static bool is(const struct family *f, int days, int unknown)
{
	struct together t = of(f, first, last);

	return t.days == days && t.unknown == unknown && t.of == 365;
}

static void test_home_and_away(void)
{
	struct family f;

	family_new(&f);
	OK(is(&f, 365, 0));
	away(&f, 0, 20250301, 0);
	OK(is(&f, 365, 0)); /* the mother is there */
	away(&f, 1, 20250301, 0);
	OK(is(&f, 0, 0) && of(&f, first, last).last == 0);
	OK(of(&f, 20250101, 20251231).days == 59 && of(&f, 20250101, 20251231).last == 20250228);
}

static void test_visit(void)
{
	struct family f;

	family_new(&f);
	away(&f, 0, 20250301, 0);
	away(&f, 1, 20250301, 20260212);
	away(&f, 1, 20260224, 0);
	/* The days of a visit that does not end the status count here. */
	OK(is(&f, 11, 0) && of(&f, first, last).last == 20260223);
	f.absence[0][0].reason = STANDING_CAUSE_STUDY;
	OK(is(&f, 11, 0));
}

static void test_summer_with_them(void)
{
	struct family f;

	family_new(&f);
	away(&f, 0, 20250301, 0);
	away(&f, 1, 20250301, 0);
	away(&f, 1, 20260711, 20260820)->child_along = true;
	OK(is(&f, 41, 0));
}

static void test_gone(void)
{
	struct family f;

	for (int value = STANDING_DEAD; value <= STANDING_IMPRISONED; value++) {
		family_new(&f);
		away(&f, 0, 20250301, 0);
		state(&f, 1, 20260301, value);
		OK(is(&f, 59, 0));
	}
}

static void test_not_known(void)
{
	struct family f;

	family_new(&f);
	f.facts.ties = 0;
	OK(is(&f, 0, 365) && together_band_of(&(struct together){ 0, 365, 365, 0 }) == TOGETHER_UNKNOWN);
	family_new(&f);
	away(&f, 0, 20250301, 0);
	away(&f, 1, 0, 0)->known_by = 20260901;
	OK(is(&f, 0, 243));
	f.facts.ties = 1; /* one parent is written down: that one decides */
	OK(is(&f, 0, 0));
	family_new(&f);
	away(&f, 1, 0, 0)->known_by = 20260901;
	OK(is(&f, 365, 0)); /* the father is there whatever the form means */
}

static void test_small_child(void)
{
	struct family f;

	family_new(&f);
	f.facts.born = 20261201;
	OK(of(&f, first, last).of == 31 && of(&f, first, last).days == 31);
	f.facts.born = 20270101;
	OK(of(&f, first, last).of == 0);
}

static void test_ties(void)
{
	struct family f;

	family_new(&f);
	away(&f, 0, 20250301, 0);
	f.tie[1].to = 20260131; /* no mother of this child any more */
	OK(is(&f, 31, 0));
	f.tie[1].relation = STANDING_NO_PARENT;
	OK(is(&f, 0, 0));
}

/* One day at a time, whatever the spans. */
static void test_day_by_day(void)
{
	uint64_t seed = 7;
	int wrong = 0;

	for (int round = 0; round < 300; round++) {
		struct family f;
		struct together whole, sum = { 0 };
		family_new(&f);
		for (int k = 0; k < 6; k++) {
			seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
			int who = (int)(seed >> 33) & 1, from = (int)(seed >> 40) % 500;
			struct standing_absence *a = away(&f, who, day_add(20250901, from), 0);
			a->to = day_add(a->from, (int)(seed >> 50) % 90);
			a->child_along = (seed >> 20) % 5 == 0;
			if ((seed >> 25) % 4 == 0) {
				a->known_by = a->from;
				a->from = 0;
			}
			if (f.tie[who].absences == 4)
				break;
		}
		together_count(&f.facts, first, last, &whole);
		for (day d = first; d <= last; d = day_add(d, 1)) {
			struct together one;
			together_count(&f.facts, d, d, &one);
			sum.days += one.days;
			sum.unknown += one.unknown;
			sum.of += one.of;
			sum.last = one.last ? one.last : sum.last;
		}
		wrong += sum.days != whole.days || sum.unknown != whole.unknown || sum.of != whole.of ||
			 sum.last != whole.last;
	}
	OK(wrong == 0);
}

static void test_bands(void)
{
	static const struct {
		int days, unknown;
		enum together_band band;
	} rows[] = {
		{ 0, 0, TOGETHER_NEVER },    { 1, 0, TOGETHER_MONTH },    { 30, 0, TOGETHER_MONTH },
		{ 31, 0, TOGETHER_QUARTER }, { 90, 0, TOGETHER_QUARTER }, { 91, 0, TOGETHER_HALF },
		{ 182, 0, TOGETHER_HALF },   { 183, 0, TOGETHER_MOST },   { 365, 0, TOGETHER_MOST },
		{ 0, 1, TOGETHER_UNKNOWN },  { 2, 3, TOGETHER_MONTH },    { 29, 2, TOGETHER_UNKNOWN },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		OK(together_band_of(&(struct together){ rows[i].days, rows[i].unknown, 365, 0 }) ==
		   rows[i].band);
	for (int b = 0; b < TOGETHER__N; b++)
		OK(together_band_text((enum together_band)b) != NULL);
}

int main(void)
{
	test_home_and_away();
	test_visit();
	test_summer_with_them();
	test_gone();
	test_not_known();
	test_small_child();
	test_ties();
	test_day_by_day();
	test_bands();
	return tap_end();
}
