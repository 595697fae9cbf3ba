/* What follows from a household visit; who is visited again; who is there for the festival. */
#include "sweep_plan.h"
#include "tap.h"

static const day visited = 20261115;

struct known {
	struct standing_absence list[4];
	size_t n;
	struct sweep_step step[6];
	struct sweep_plan plan;
};

static struct standing_absence *absent(struct known *k, day from, day to)
{
	struct standing_absence *a = &k->list[k->n];

	*a = (struct standing_absence){
		.id = (int64_t)++k->n, .from = from, .to = to, .reason = STANDING_CAUSE_WORK
	};
	return a;
}

static size_t plan(struct known *k, enum sweep_where where, day from, day to)
{
	const struct sweep_said said = { where, from, to };

	k->plan.step = k->step;
	sweep_plan(k->list, k->n, &said, visited, &k->plan);
	return k->plan.n;
}

static bool step_is(const struct known *k, size_t i, enum sweep_act act, int64_t absence, day on)
{
	const struct sweep_step *s = &k->step[i];

	return s->act == act && s->absence == absence && s->on == on;
}

/* As the store would do it. */
static void apply(struct known *k)
{
	for (size_t i = 0; i < k->plan.n; i++) {
		const struct sweep_step *s = &k->step[i];
		if (s->act == SWEEP_BEGIN)
			absent(k, s->on, 0)->known_by = s->known_by;
		else if (s->act == SWEEP_SET_FROM)
			k->list[s->absence - 1].from = s->on;
		else
			k->list[s->absence - 1].to = s->on;
	}
}

static void test_away(void)
{
	struct known k = { .n = 0 };

	OK(plan(&k, SWEEP_AWAY, 20260301, 0) == 1 && step_is(&k, 0, SWEEP_BEGIN, 0, 20260301));
	apply(&k);
	OK(plan(&k, SWEEP_AWAY, 20260301, 0) == 0 && !k.plan.fault); /* said again */
	OK(plan(&k, SWEEP_AWAY, 0, 0) == 0 && !k.plan.fault);        /* confirmed */
	OK(plan(&k, SWEEP_AWAY, 20260310, 20270201) == 1 && step_is(&k, 0, SWEEP_SET_FROM, 1, 20260310));
	OK(plan(&k, SWEEP_AWAY, 20261116, 0) == 0 && k.plan.fault && !k.plan.fault_at_to);
	OK(plan(&k, SWEEP_AWAY, 0, 20261101) == 0 && k.plan.fault && k.plan.fault_at_to);
	k = (struct known){ .n = 0 };
	OK(plan(&k, SWEEP_AWAY, 0, 0) == 1 && step_is(&k, 0, SWEEP_BEGIN, 0, 0) &&
	   k.step[0].known_by == visited);
}

static void test_declared_becomes_dated(void)
{
	struct known k = { .n = 0 };

	absent(&k, 20200101, 20240101);
	absent(&k, 0, 0)->known_by = 20260901;
	OK(plan(&k, SWEEP_AWAY, 20250301, 0) == 1 && step_is(&k, 0, SWEEP_SET_FROM, 2, 20250301));
	apply(&k);
	OK(k.list[1].from == 20250301 && plan(&k, SWEEP_AWAY, 20250301, 0) == 0);
	/* Of a dated and an undated one it is the undated one. */
	k = (struct known){ .n = 0 };
	absent(&k, 20260101, 0);
	absent(&k, 0, 0)->known_by = 20260901;
	OK(plan(&k, SWEEP_AWAY, 20250301, 0) == 1 && step_is(&k, 0, SWEEP_SET_FROM, 2, 20250301));
}

static void test_home(void)
{
	struct known k = { .n = 0 };

	OK(plan(&k, SWEEP_HOME, 20260901, 0) == 0 && !k.plan.fault);
	absent(&k, 20200101, 20240101);
	absent(&k, 20250301, 0);
	OK(plan(&k, SWEEP_HOME, 20261001, 0) == 1 && step_is(&k, 0, SWEEP_SET_TO, 2, 20260930));
	OK(plan(&k, SWEEP_HOME, 0, 0) == 1 && step_is(&k, 0, SWEEP_SET_TO, 2, 20261114));
	OK(plan(&k, SWEEP_HOME, 20261116, 0) == 0 && k.plan.fault);
	OK(plan(&k, SWEEP_HOME, 20250301, 0) == 0 && k.plan.fault); /* they left on that day */
	OK(plan(&k, SWEEP_HOME, 20240101, 0) == 0 && k.plan.fault);
	plan(&k, SWEEP_HOME, 20261001, 0);
	apply(&k);
	OK(plan(&k, SWEEP_HOME, 20261001, 0) == 0 && !k.plan.fault);
	k = (struct known){ .n = 0 };
	absent(&k, 0, 0)->known_by = 20260901;
	OK(plan(&k, SWEEP_HOME, 20261001, 0) == 1 && step_is(&k, 0, SWEEP_SET_TO, 1, 20260930));
	OK(plan(&k, SWEEP_HOME, 20260815, 0) == 0 && k.plan.fault); /* the form said away later than that */
}

static void test_visit(void)
{
	struct known k = { .n = 0 };

	absent(&k, 20250301, 0);
	OK(plan(&k, SWEEP_VISITING, 20270125, 20270215) == 0 && !k.plan.fault); /* a plan */
	OK(plan(&k, SWEEP_VISITING, 20261110, 20261120) == 2 && step_is(&k, 0, SWEEP_SET_TO, 1, 20261109) &&
	   step_is(&k, 1, SWEEP_BEGIN, 1, 20261121));
	apply(&k);
	OK(plan(&k, SWEEP_VISITING, 20261110, 20261120) == 0 && !k.plan.fault);
	/* They stay longer. */
	OK(plan(&k, SWEEP_VISITING, 20261110, 20261130) == 1 && step_is(&k, 0, SWEEP_SET_FROM, 2, 20261201));
	k = (struct known){ .n = 0 };
	absent(&k, 20250301, 0);
	OK(plan(&k, SWEEP_VISITING, 20261110, 0) == 1 && step_is(&k, 0, SWEEP_SET_TO, 1, 20261109));
	OK(plan(&k, SWEEP_VISITING, 20261110, 20261109) == 0 && k.plan.fault && k.plan.fault_at_to);
	/* They have left again: the visit lies between two absences. */
	OK(plan(&k, SWEEP_VISITING, 20261101, 20261110) == 2 && step_is(&k, 0, SWEEP_SET_TO, 1, 20261031) &&
	   step_is(&k, 1, SWEEP_BEGIN, 1, 20261111));
	apply(&k);
	OK(plan(&k, SWEEP_VISITING, 20261101, 20261110) == 0 && !k.plan.fault);
}

static void test_nothing_follows(void)
{
	struct known k = { .n = 0 };

	absent(&k, 20250301, 0);
	OK(plan(&k, SWEEP_NOT_ASKED, 0, 0) == 0 && plan(&k, SWEEP_OTHER, 20260101, 0) == 0 &&
	   plan(&k, SWEEP_UNKNOWN, 0, 0) == 0 && !k.plan.fault);
	k.list[0].child_along = true; /* with the child; but it is said to be here, alone */
	OK(plan(&k, SWEEP_AWAY, 20260101, 0) == 1 && step_is(&k, 0, SWEEP_BEGIN, 0, 20260101));
	OK(plan(&k, SWEEP_HOME, 0, 0) == 1 && step_is(&k, 0, SWEEP_SET_TO, 1, 20261114));
}

static void test_codes(void)
{
	OK(sweep_where_of(STR("away")) == SWEEP_AWAY && sweep_where_of(STR("home")) == SWEEP_HOME &&
	   sweep_where_of(STR("visiting")) == SWEEP_VISITING && sweep_where_of(STR("other")) == SWEEP_OTHER &&
	   sweep_where_of(STR("unknown")) == SWEEP_UNKNOWN && sweep_where_of(STR("")) == SWEEP_NOT_ASKED);
}

/* --- the sample --- */

enum { VILLAGE = 60 };

static size_t drawn(int64_t sweep, const int64_t *child, size_t n, int share, bool *ret)
{
	size_t count = 0;

	sweep_sample(sweep, child, n, share, ret);
	for (size_t i = 0; i < n; i++)
		count += ret[i];
	return count;
}

static void test_sample(void)
{
	int64_t child[VILLAGE], turned[VILLAGE];
	bool a[VILLAGE], b[VILLAGE], c[VILLAGE];
	size_t same = 0, other = 0;

	for (size_t i = 0; i < VILLAGE; i++) {
		child[i] = (INT64_C(440804) << 43) + 1000 + 7 * (int64_t)i;
		turned[VILLAGE - 1 - i] = child[i];
	}
	OK(sweep_sample_size(0, 10) == 0 && sweep_sample_size(1, 10) == 1 && sweep_sample_size(10, 10) == 1 &&
	   sweep_sample_size(11, 10) == 2 && sweep_sample_size(60, 0) == 0 &&
	   sweep_sample_size(60, 100) == 60);
	OK(drawn(5, child, VILLAGE, 10, a) == 6 && drawn(5, child, VILLAGE, 0, b) == 0 &&
	   drawn(5, child, VILLAGE, 100, b) == VILLAGE);
	/* The order of the list does not matter; another sweep draws others. */
	OK(drawn(5, turned, VILLAGE, 10, b) == 6 && drawn(6, child, VILLAGE, 10, c) == 6);
	for (size_t i = 0; i < VILLAGE; i++) {
		same += a[i] && b[VILLAGE - 1 - i];
		other += a[i] && c[i];
	}
	OK(same == 6 && other < 6);
	/* Everybody may be drawn: over many sweeps about as often as the share says. */
	size_t often[VILLAGE] = { 0 }, least = SIZE_MAX, most = 0;
	for (int64_t s = 1; s <= 1000; s++) {
		drawn(s, child, VILLAGE, 10, a);
		for (size_t i = 0; i < VILLAGE; i++)
			often[i] += a[i];
	}
	for (size_t i = 0; i < VILLAGE; i++) {
		least = often[i] < least ? often[i] : least;
		most = often[i] > most ? often[i] : most;
	}
	OK(least > 50 && most < 160);
}

/* --- the festival --- */

static void test_reunion(void)
{
	const day eve = 20270205;
	const struct sweep_said home = { SWEEP_HOME, 0, 0 }, away = { SWEEP_AWAY, 20250301, 0 },
				back = { SWEEP_AWAY, 20250301, 20270205 },
				late = { SWEEP_AWAY, 20250301, 20270206 },
				visit = { SWEEP_VISITING, 20270125, 20270215 },
				before = { SWEEP_VISITING, 20270101, 20270110 },
				unknown = { SWEEP_UNKNOWN, 0, 0 };
	const struct {
		struct sweep_said parent[2];
		size_t n;
		enum sweep_reunion is;
	} rows[] = {
		{ { away, home }, 2, REUNION_TOGETHER },   { { away, away }, 2, REUNION_ALONE },
		{ { away, visit }, 2, REUNION_TOGETHER },  { { away, before }, 2, REUNION_ALONE },
		{ { back, away }, 2, REUNION_TOGETHER },   { { late, away }, 2, REUNION_ALONE },
		{ { away, unknown }, 2, REUNION_UNKNOWN }, { { away }, 1, REUNION_ALONE },
		{ { { 0 } }, 0, REUNION_UNKNOWN },         { { unknown, visit }, 2, REUNION_TOGETHER },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		OK(sweep_reunion_on(eve, rows[i].parent, rows[i].n) == rows[i].is);
}

int main(void)
{
	test_away();
	test_declared_becomes_dated();
	test_home();
	test_visit();
	test_nothing_follows();
	test_codes();
	test_sample();
	test_reunion();
	return tap_end();
}
