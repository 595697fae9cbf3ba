#include "grade.h"

/* clang-format off */
const struct school_system grade_system_6_3 = {
	.years = { [STAGE_PRESCHOOL] = 3, [STAGE_PRIMARY] = 6, [STAGE_JUNIOR] = 3, [STAGE_SENIOR] = 3 }, .starts = 901,
};
const struct school_system grade_system_5_4 = {
	.years = { [STAGE_PRESCHOOL] = 3, [STAGE_PRIMARY] = 5, [STAGE_JUNIOR] = 4, [STAGE_SENIOR] = 3 }, .starts = 901,
};

static const struct {
	str kind;
	enum stage first, last;
} kinds[] = {
	{ STR_INIT("111"), STAGE_PRESCHOOL, STAGE_PRESCHOOL }, /* kindergarten */
	{ STR_INIT("119"), STAGE_PRESCHOOL, STAGE_PRESCHOOL }, /* classes at another school */
	{ STR_INIT("211"), STAGE_PRIMARY,   STAGE_PRIMARY },
	{ STR_INIT("218"), STAGE_PRIMARY,   STAGE_PRIMARY },   /* teaching point */
	{ STR_INIT("219"), STAGE_PRIMARY,   STAGE_PRIMARY },
	{ STR_INIT("311"), STAGE_JUNIOR,    STAGE_JUNIOR },
	{ STR_INIT("312"), STAGE_PRIMARY,   STAGE_JUNIOR },    /* nine-year school */
	{ STR_INIT("319"), STAGE_JUNIOR,    STAGE_JUNIOR },
	{ STR_INIT("321"), STAGE_JUNIOR,    STAGE_JUNIOR },    /* vocational */
	{ STR_INIT("341"), STAGE_JUNIOR,    STAGE_SENIOR },    /* complete secondary */
	{ STR_INIT("342"), STAGE_SENIOR,    STAGE_SENIOR },
	{ STR_INIT("345"), STAGE_PRIMARY,   STAGE_SENIOR },    /* twelve-year school */
	{ STR_INIT("349"), STAGE_SENIOR,    STAGE_SENIOR },
	{ STR_INIT("361"), STAGE_SENIOR,    STAGE_SENIOR },    /* vocational */
	{ STR_INIT("363"), STAGE_SENIOR,    STAGE_SENIOR },
	{ STR_INIT("364"), STAGE_SENIOR,    STAGE_SENIOR },
	{ STR_INIT("371"), STAGE_JUNIOR,    STAGE_JUNIOR },    /* special school for reform */
	{ STR_INIT("511"), STAGE_PRIMARY,   STAGE_JUNIOR },    /* special education */
	{ STR_INIT("512"), STAGE_PRIMARY,   STAGE_JUNIOR },
	{ STR_INIT("513"), STAGE_PRIMARY,   STAGE_JUNIOR },
	{ STR_INIT("514"), STAGE_PRIMARY,   STAGE_JUNIOR },
	{ STR_INIT("519"), STAGE_PRIMARY,   STAGE_JUNIOR },
};
/* clang-format on */

bool grade_is_compulsory(enum stage stage) { return stage == STAGE_PRIMARY || stage == STAGE_JUNIOR; }

bool grade_stages_of_kind(str kind, enum stage *ret_first, enum stage *ret_last)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(kinds[i].kind, kind)) {
			*ret_first = kinds[i].first;
			*ret_last = kinds[i].last;
			return true;
		}
	return false;
}

int grade_school_year(day d, const struct school_system *system)
{
	return d / 10000 - (d % 10000 < system->starts);
}

void grade_school_year_put(struct buf *b, int year)
{
	buf_pad(b, year, 4);
	buf_ch(b, '-');
	buf_pad(b, year + 1, 4);
}

/* Years before this stage in the count of grades: preschool has its own count. */
static int years_before(enum stage stage, const struct school_system *system)
{
	int n = 0;

	for (enum stage s = STAGE_PRIMARY; s < stage; s++)
		n += system->years[s];
	return n;
}

enum stage grade_stage_of_number(int number, const struct school_system *system)
{
	for (enum stage s = STAGE_PRIMARY; s <= STAGE_SENIOR; s++)
		if (number > years_before(s, system) && number <= years_before(s, system) + system->years[s])
			return s;
	return STAGE_NONE;
}

bool grade_at(int entry_year, enum stage entered, enum stage last, const struct school_system *system, day d,
	      struct grade *ret)
{
	int passed = grade_school_year(d, system) - entry_year;

	if (entered == STAGE_NONE || passed < 0)
		return false;
	for (enum stage s = entered; s <= last && s < STAGE__N; s++) {
		if (passed < system->years[s]) {
			*ret = (struct grade){ s, years_before(s, system) + passed + 1 };
			return true;
		}
		passed -= system->years[s];
	}
	return false;
}

int grade_entry_year(struct grade grade, const struct school_system *system, day d)
{
	return grade_school_year(d, system) - (grade.number - years_before(grade.stage, system) - 1);
}

int grade_entry_due(day born, int age, const struct school_system *system)
{
	day reached = day_birthday(born, age);

	return reached / 10000 + (reached % 10000 >= system->starts);
}

/* Chinese names a grade by numeral and stage, English by number alone: the two differ in more than words, so
 * they are made here and not in po/. */
static void put_zh(struct buf *b, struct grade grade, int class_number)
{
	static const char *const numeral[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	static const char *const preschool[] = { "", "小", "中", "大" };
	int n = grade.number;

	if (grade.stage == STAGE_PRESCHOOL && n >= 1 && n < (int)COUNT(preschool)) {
		buf_str(b, str_of(preschool[n]));
	} else if (grade.stage == STAGE_SENIOR && n > 9 && n - 9 < (int)COUNT(numeral)) {
		buf_lit(b, "高");
		buf_str(b, str_of(numeral[n - 9]));
	} else if (n >= 0 && n < (int)COUNT(numeral)) {
		buf_str(b, str_of(numeral[n]));
	} else {
		buf_int(b, n);
	}
	if (class_number) {
		buf_lit(b, "（");
		buf_int(b, class_number);
		buf_lit(b, "）班");
	} else if (grade.stage == STAGE_PRESCHOOL) {
		buf_lit(b, "班");
	} else if (grade.stage != STAGE_SENIOR) {
		buf_lit(b, "年级");
	}
}

void grade_put(struct buf *b, enum lang lang, struct grade grade, int class_number)
{
	if (lang == LANG_ZH) {
		put_zh(b, grade, class_number);
		return;
	}
	if (grade.stage == STAGE_PRESCHOOL)
		buf_lit(b, "Kindergarten year ");
	else
		buf_lit(b, "Grade ");
	buf_int(b, grade.number);
	if (class_number) {
		buf_lit(b, " class ");
		buf_int(b, class_number);
	}
}

bool grade_month_parse(str s, int32_t *ret)
{
	char digits[6];
	int64_t month;

	if (s.n == 7 && s.s[4] == '-') {
		memcpy(digits, s.s, 4);
		memcpy(digits + 4, s.s + 5, 2);
		s = (str){ digits, sizeof digits };
	}
	if (s.n != 6 || !str_digits(s) || !str_int(s, &month))
		return false;
	if (month / 100 < 1900 || month / 100 > 2199 || month % 100 < 1 || month % 100 > 12)
		return false;
	*ret = (int32_t)month;
	return true;
}

day grade_month_first(int32_t month) { return month * 100 + 1; }

int grade_month_school_year(int32_t month, const struct school_system *system)
{
	return grade_school_year(day_month_end(grade_month_first(month)), system);
}
