/* Statutory forms: in which columns a child counts, and that the check equations printed under the table hold
 * whenever everything is known, and say which children they miss when it is not; tiles and scales beside. */
#include "statutory.h"
#include "tap.h"
#include "tiles.h"
#include "trend.h"

#include <stdio.h>

enum { TODAY = 20261121 };

static uint64_t bit(int column) { return UINT64_C(1) << (column - 1); }

static const struct statutory_form *form(const char *code) { return statutory_find(str_of(code)); }

static bool in(uint64_t columns, int column) { return (columns & bit(column)) != 0; }

/* --- one child --- */

static struct statutory_case pupil(void)
{
	return (struct statutory_case){ .born = 20170301,
					.on = TODAY,
					.girl = true,
					.stage = STAGE_PRIMARY,
					.boards = MAYBE_YES,
					.registered = MAYBE_YES,
					.deed = MAYBE_YES,
					.household_here = MAYBE_YES,
					.care_says = CARE_GRANDPARENTS,
					.well_says = WELL_GOOD,
					.roll = 2 };
}

static void test_civil(void)
{
	const struct statutory_form *f = form("civil_monthly");
	struct statutory_case k = pupil();

	OK(f && f->columns == 32 && f->equations == 10);
	OK(statutory_columns(f, &k) ==
	   (bit(1) | bit(5) | bit(7) | bit(13) | bit(19) | bit(24) | bit(26) | bit(30)));
	k.girl = false;
	k.boards = MAYBE_NO;
	k.stage = STAGE_JUNIOR;
	k.born = 20121121; /* fourteen today */
	OK(statutory_columns(f, &k) ==
	   (bit(1) | bit(8) | bit(9) | bit(14) | bit(19) | bit(25) | bit(26) | bit(30)));
	k.born = 20121122;
	OK(in(statutory_columns(f, &k), 5));
	k = pupil();
	k.care_says = CARE_NOBODY; /* "poorly" by definition, whatever the form says */
	OK(in(statutory_columns(f, &k), 29) && in(statutory_columns(f, &k), 32) &&
	   !in(statutory_columns(f, &k), 30));
	k.care_says = CARE_UNKNOWN;
	k.care_facts = CARE_OTHERS;
	OK(in(statutory_columns(f, &k), 27) && in(statutory_columns(f, &k), 30));
	k.registered = MAYBE_NO;
	OK(in(statutory_columns(f, &k), 20) && !in(statutory_columns(f, &k), 19));
	k.registered = MAYBE_UNKNOWN;
	OK(!in(statutory_columns(f, &k), 20) && !in(statutory_columns(f, &k), 19));
}

/* Of whom no enrolment is written down. */
static void test_day(void)
{
	struct statutory_case k = { .born = 20210101, .on = TODAY };

	OK(statutory_day_of(&k) == DAY_NO_KINDERGARTEN);
	k.day_says = DAY_KINDERGARTEN;
	OK(statutory_day_of(&k) == DAY_KINDERGARTEN);
	k = (struct statutory_case){ .born = 20201001, .on = TODAY }; /* six since, school begins next year */
	OK(statutory_day_of(&k) == DAY_NO_KINDERGARTEN);
	k.born = 20200831; /* was to begin this year */
	OK(statutory_day_of(&k) == DAY_UNKNOWN);
	k.day_says = DAY_DROPPED_OUT;
	OK(statutory_day_of(&k) == DAY_DROPPED_OUT);
	k.stage = STAGE_PRIMARY; /* what is written down of the school wins */
	OK(statutory_day_of(&k) == DAY_PRIMARY);
	k.stage = STAGE_SENIOR;
	k.vocational = true;
	OK(statutory_day_of(&k) == DAY_VOCATIONAL);
}

/* --- sums --- */

/* A child of every sort, everything known, or not. */
static struct statutory_case some_case(unsigned i, bool known)
{
	struct statutory_case k = { .born = day_add(20110101, (int32_t)(i * 37 % 5600)), .on = TODAY };

	k.girl = i % 2;
	k.stage = (enum stage)(i % STAGE__N);
	k.vocational = i % 7 == 3;
	k.day_says = (enum statutory_day)(1 + i % 8);
	k.boards = i % 3 ? MAYBE_NO : MAYBE_YES;
	k.registered = i % 11 ? MAYBE_YES : MAYBE_NO;
	k.household_here = i % 5 ? MAYBE_YES : MAYBE_NO;
	k.care_says = (enum statutory_care)(1 + i % 4);
	k.well_says = (enum statutory_how_well)(1 + i % 3);
	k.roll = (int)(i % 3);
	k.deed = i % 4 ? MAYBE_YES : MAYBE_NO;
	if (!known && i % 13 == 0)
		k.well_says = WELL_UNKNOWN;
	if (!known && i % 17 == 0)
		k.boards = MAYBE_UNKNOWN;
	if (!known && i % 19 == 0)
		k.roll = -1;
	return k;
}

/* Does nobody count in a column there is not? */
static bool add_up(const struct statutory_form *f, bool known, int64_t *ret_n, int64_t *ret_gap)
{
	bool inside = true;

	memset(ret_n, 0, STATUTORY_COLUMNS * sizeof *ret_n);
	memset(ret_gap, 0, STATUTORY_COLUMNS * sizeof *ret_gap);
	for (unsigned i = 0; i < 3000; i++) {
		struct statutory_case k = some_case(i, known);
		uint64_t columns = statutory_columns(f, &k);
		for (size_t c = 0; c < f->columns; c++)
			ret_n[c] += (int64_t)(columns >> c & 1);
		for (size_t e = 0; e < f->equations; e++)
			ret_gap[e] += (columns & f->equation[e].left) && !(columns & f->equation[e].right);
		inside = inside && !(columns >> f->columns);
	}
	return inside;
}

static void test_equations(void)
{
	int64_t n[STATUTORY_COLUMNS], gap[STATUTORY_COLUMNS];

	for (size_t i = 0; i < statutory_nforms; i++) {
		const struct statutory_form *f = &statutory_forms[i];
		size_t broken = 0;
		OK(add_up(f, true, n, gap));
		for (size_t e = 0; e < f->equations; e++)
			OK(statutory_check_of(&f->equation[e], n).holds && !gap[e]);
		for (size_t c = 0; c < f->columns; c++)
			OK(n[c] > 0 || (c == 11 && f->columns == 12)); /* difficulty was not given */
		OK(add_up(f, false, n, gap));
		for (size_t e = 0; e < f->equations; e++) {
			struct statutory_check check = statutory_check_of(&f->equation[e], n);
			/* Whoever is missing on the right is in the gap, and it can be said who. */
			OK(check.left - check.right == gap[e] && check.holds == !gap[e]);
			OK(check.holds || f->equation[e].gap);
			broken += !check.holds;
		}
		OK(f->of_pupils ? broken == 2 : broken == (f->columns == 32 ? 3 : 0));
	}
}

static void test_words(void)
{
	const struct statutory_form *f = form("civil_monthly");
	static const char *const said[] = { "1 = 2 + 5 + 8",    "1 = 11 + … + 18", "1 = 19 + 20",
					    "1 = 21 + … + 25",  "1 = 26 + … + 29", "1 = 30 + … + 32",
					    "2 = 3 + 4",        "5 = 6 + 7",       "8 = 9 + 10",
					    "13 + 14 = 24 + 25" };
	char room[200];
	struct arena mem;

	arena_init(&mem, 1 << 20);
	for (size_t i = 0; i < COUNT(said); i++) {
		struct buf b = buf_new(&mem, sizeof room);
		statutory_equation_put(&b, &f->equation[i]);
		OK(str_eq(buf_view(&b), str_of(said[i])));
	}
	arena_free(&mem);
	OK(!statutory_find(STR("nothing")) && form("roll_term")->of_pupils && !form("federation")->of_pupils);
}

/* --- pictures --- */

static void test_pictures(void)
{
	const struct tile_share share[] = { { 10, 100 }, { 0, 0 },    { 20, 100 }, { 30, 100 },
					    { 2, 10 },   { 40, 100 }, { 50, 100 } };
	enum tile_shade shade[COUNT(share)];
	struct arena mem;

	arena_init(&mem, 1 << 20);
	tiles_shade(&mem, share, COUNT(share), shade);
	OK(shade[0] == TILE_PLAIN && shade[1] == TILE_PLAIN && shade[6] == TILE_FULL &&
	   shade[5] == TILE_FULL);
	OK(shade[2] == shade[4] && shade[3] == TILE_TINT);
	tiles_shade(&mem, share, 3, shade); /* only two different ones: nothing to tell apart */
	OK(shade[0] == TILE_PLAIN && shade[2] == TILE_PLAIN);
	arena_free(&mem);

	struct trend_scale s = trend_scale_of(1180, 1204);
	OK(s.from > 0 && s.from <= 1180 && s.to >= 1204);
	s = trend_scale_of(3, 90);
	OK(s.from == 0 && s.to >= 90);
	s = trend_scale_of(0, 0);
	OK(s.from == 0 && s.to > 0);
	s = trend_scale_of(74, 74);
	OK(s.from <= 74 && s.to > s.from && s.to >= 74);
}

int main(void)
{
	test_civil();
	test_day();
	test_equations();
	test_words();
	test_pictures();
	return tap_end();
}
