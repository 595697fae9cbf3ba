/* School years, grades and their names; the vectors V-AGE of the rules. */
#include "grade.h"
#include "tap.h"

static const struct school_system *const s63 = &grade_system_6_3, *const s54 = &grade_system_5_4;

static void test_age(void)
{
	OK(day_age(20120229, 20260228) == 13);
	OK(day_age(20120229, 20260301) == 14);
	OK(day_age(20101121, 20261120) == 15);
	OK(day_age(20101121, 20261121) == 16);
	OK(day_age(20181122, 20261121) == 7);
	OK(day_birthday(20120229, 14) == 20260301);
}

static void test_school_year(struct arena *a)
{
	struct buf b = buf_new(a, 20);
	struct school_system early = *s63;

	OK(grade_school_year(20260831, s63) == 2025);
	OK(grade_school_year(20260901, s63) == 2026);
	OK(grade_school_year(20270101, s63) == 2026);
	early.starts = 815;
	OK(grade_school_year(20260815, &early) == 2026 && grade_school_year(20260814, &early) == 2025);
	grade_school_year_put(&b, 2026);
	OK(str_eq(buf_view(&b), STR("2026-2027")));
	/* Six by 31 August. */
	OK(grade_entry_due(20200831, 6, s63) == 2026);
	OK(grade_entry_due(20200901, 6, s63) == 2027);
	OK(grade_entry_due(20200101, 6, s63) == 2026);
	OK(grade_entry_due(20200831, 7, s63) == 2027);
	OK(grade_entry_due(20200229, 6, s63) == 2026);
}

static bool is(int entry, enum stage entered, enum stage last, const struct school_system *s, day d,
	       struct grade want)
{
	struct grade g = { 0 };

	return grade_at(entry, entered, last, s, d, &g) && g.stage == want.stage && g.number == want.number;
}

static void test_grades(void)
{
	const enum stage p = STAGE_PRIMARY, j = STAGE_JUNIOR;
	struct grade g = { STAGE_JUNIOR, 42 };

	OK(is(2024, p, p, s63, 20261121, (struct grade){ p, 3 }));
	OK(is(2026, p, p, s63, 20260901, (struct grade){ p, 1 }));
	OK(!grade_at(2026, p, p, s63, 20260831, &g));
	OK(is(2021, p, p, s63, 20270831, (struct grade){ p, 6 }));
	OK(!grade_at(2021, p, p, s63, 20270901, &g));              /* has left */
	OK(g.stage == STAGE_JUNIOR && g.number == 42);             /* untouched */
	OK(is(2021, p, j, s63, 20270901, (struct grade){ j, 7 })); /* carried through */
}

static void test_systems(void)
{
	const enum stage p = STAGE_PRIMARY, j = STAGE_JUNIOR, h = STAGE_SENIOR;
	struct grade g;

	OK(is(2026, j, j, s63, 20261121, (struct grade){ j, 7 }));
	OK(is(2024, j, j, s63, 20261121, (struct grade){ j, 9 }));
	OK(is(2026, j, j, s54, 20261121, (struct grade){ j, 6 }));
	OK(is(2023, j, j, s54, 20261121, (struct grade){ j, 9 }));
	OK(!grade_at(2021, p, p, s54, 20261121, &g));
	OK(is(2026, h, h, s54, 20261121, (struct grade){ h, 10 }));
	OK(is(2015, p, h, s63, 20261121, (struct grade){ h, 12 }));
	OK(!grade_at(2014, p, h, s63, 20261121, &g));
	OK(is(2025, STAGE_PRESCHOOL, STAGE_PRESCHOOL, s63, 20261121, (struct grade){ STAGE_PRESCHOOL, 2 }));
	OK(!grade_at(2025, STAGE_NONE, p, s63, 20261121, &g));
}

static void test_numbers(void)
{
	const enum stage p = STAGE_PRIMARY, j = STAGE_JUNIOR, h = STAGE_SENIOR;

	OK(grade_stage_of_number(6, s63) == p && grade_stage_of_number(6, s54) == j);
	OK(grade_stage_of_number(9, s54) == j && grade_stage_of_number(10, s54) == h);
	OK(grade_stage_of_number(0, s63) == STAGE_NONE && grade_stage_of_number(13, s63) == STAGE_NONE);
	OK(grade_entry_year((struct grade){ p, 3 }, s63, 20261121) == 2024);
	OK(grade_entry_year((struct grade){ j, 9 }, s63, 20260831) == 2023);
}

static void test_stages(void)
{
	enum stage first = STAGE_NONE, last = STAGE_NONE;

	OK(grade_stages_of_kind(STR("211"), &first, &last) && first == STAGE_PRIMARY &&
	   last == STAGE_PRIMARY);
	OK(grade_stages_of_kind(STR("218"), &first, &last) && first == STAGE_PRIMARY &&
	   last == STAGE_PRIMARY);
	OK(grade_stages_of_kind(STR("311"), &first, &last) && first == STAGE_JUNIOR && last == STAGE_JUNIOR);
	OK(grade_stages_of_kind(STR("312"), &first, &last) && first == STAGE_PRIMARY && last == STAGE_JUNIOR);
	OK(grade_stages_of_kind(STR("341"), &first, &last) && first == STAGE_JUNIOR && last == STAGE_SENIOR);
	OK(grade_stages_of_kind(STR("345"), &first, &last) && first == STAGE_PRIMARY && last == STAGE_SENIOR);
	OK(grade_stages_of_kind(STR("514"), &first, &last) && first == STAGE_PRIMARY && last == STAGE_JUNIOR);
	OK(!grade_stages_of_kind(STR("999"), &first, &last) && !grade_stages_of_kind(STR(""), &first, &last));
	OK(grade_is_compulsory(STAGE_PRIMARY) && grade_is_compulsory(STAGE_JUNIOR));
	OK(!grade_is_compulsory(STAGE_PRESCHOOL) && !grade_is_compulsory(STAGE_SENIOR) &&
	   !grade_is_compulsory(STAGE_NONE));
}

static bool called(struct arena *a, enum lang lang, struct grade g, int class_number, str want)
{
	struct buf b = buf_new(a, 100);

	grade_put(&b, lang, g, class_number);
	return str_eq(buf_view(&b), want);
}

static void test_names(struct arena *a)
{
	OK(called(a, LANG_ZH, (struct grade){ STAGE_PRIMARY, 3 }, 2, STR("三（2）班")));
	OK(called(a, LANG_EN, (struct grade){ STAGE_PRIMARY, 3 }, 2, STR("Grade 3 class 2")));
	OK(called(a, LANG_ZH, (struct grade){ STAGE_JUNIOR, 8 }, 11, STR("八（11）班")));
	OK(called(a, LANG_ZH, (struct grade){ STAGE_PRIMARY, 6 }, 0, STR("六年级")));
	OK(called(a, LANG_EN, (struct grade){ STAGE_PRIMARY, 6 }, 0, STR("Grade 6")));
	OK(called(a, LANG_ZH, (struct grade){ STAGE_SENIOR, 10 }, 2, STR("高一（2）班")));
	OK(called(a, LANG_ZH, (struct grade){ STAGE_SENIOR, 12 }, 0, STR("高三")));
	OK(called(a, LANG_ZH, (struct grade){ STAGE_PRESCHOOL, 3 }, 1, STR("大（1）班")));
	OK(called(a, LANG_ZH, (struct grade){ STAGE_PRESCHOOL, 1 }, 0, STR("小班")));
	OK(called(a, LANG_EN, (struct grade){ STAGE_PRESCHOOL, 1 }, 2, STR("Kindergarten year 1 class 2")));
}

static void test_months(void)
{
	int32_t m = 0;

	OK(grade_month_parse(STR("202409"), &m) && m == 202409);
	OK(grade_month_parse(STR("2024-12"), &m) && m == 202412);
	OK(!grade_month_parse(STR("202413"), &m) && !grade_month_parse(STR("202400"), &m));
	OK(!grade_month_parse(STR("20249"), &m) && !grade_month_parse(STR("2024-9"), &m) &&
	   !grade_month_parse(STR("-20240"), &m) && !grade_month_parse(STR(""), &m));
	OK(!grade_month_parse(STR("189912"), &m) && m == 202412);
	OK(grade_month_first(202409) == 20240901);
	OK(grade_month_school_year(202409, s63) == 2024 && grade_month_school_year(202408, s63) == 2023);
	OK(grade_month_school_year(202502, s63) == 2024);
}

int main(void)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	test_age();
	test_school_year(&a);
	test_grades();
	test_systems();
	test_numbers();
	test_stages();
	test_names(&a);
	test_months();
	arena_free(&a);
	return tap_end();
}
