/* The small things that people and forms write: days, instants, clocks, months, codes of schools, numbers of
 * pupils, amounts, numbers of telephones, links.  What is read can be written and read again to the same. */
#include "deed_text.h"
#include "grade.h"
#include "link.h"
#include "oneroster.h"
#include "outbox.h"
#include "schoolcode.h"
#include "slot.h"
#include "studentnumber.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check_days(struct arena *mem, str s)
{
	struct buf b = buf_new(mem, 64), c = buf_new(mem, 64);
	day d = 0, again = 0;
	int64_t at = 0, later = 0;

	if (day_parse(s, &d)) {
		require(day_valid(d) && day_of_number(day_number(d)) == d);
		require(day_add(day_add(d, 1), -1) == d || d >= 21991231);
		require(day_weekday(d) >= 1 && day_weekday(d) <= 7 && day_age(d, d) == 0);
		day_put(&b, d);
		require(day_parse(buf_view(&b), &again) && again == d);
	}
	if (instant_parse(s, &at)) {
		instant_put(&c, at);
		require(instant_parse(buf_view(&c), &later) && later == at);
		(void)instant_day(at);
	}
}

static void check_times(str s)
{
	char text[6];
	int minute = -1, again = -1;
	int32_t month;

	if (slot_read_clock(s, &minute)) {
		require(minute >= 0 && minute < 24 * 60);
		slot_clock(minute, text);
		require(slot_read_clock(str_of(text), &again) && again == minute);
	}
	if (grade_month_parse(s, &month)) {
		require(month >= 190001 && month <= 219912 && day_valid(grade_month_first(month)));
		(void)grade_month_school_year(month, &grade_system_6_3);
	}
}

static void check_numbers(struct arena *mem, str s)
{
	struct schoolcode school;
	struct studentnumber pupil;
	struct number_problem p[2] = { 0 };

	if (schoolcode_parse(mem, s, &school, p))
		require(strlen(school.text) == SCHOOLCODE_LENGTH && schoolcode_class_name(school.class) &&
			schoolcode_province_name(school.province));
	if (studentnumber_parse(mem, s, 20261121, &pupil, p)) {
		require(strlen(pupil.text) == STUDENTNUMBER_LENGTH && day_valid(pupil.born));
		require(studentnumber_contradictions(mem, &pupil, s, 20170101, p) <= 2);
	}
}

static void check_rest(struct arena *mem, str s)
{
	int64_t fen = deed_fen(s), n;

	require(fen >= -1);
	if (fen >= 0)
		require(deed_fen(deed_yuan(mem, fen)) == fen);
	if (str_int(s, &n)) {
		struct buf b = buf_new(mem, 32);
		int64_t again;
		buf_int(&b, n);
		require(str_int(buf_view(&b), &again) && again == n);
	}
	if (outbox_address_ok(OUTBOX_SMS, s))
		require(s.n >= 7 && s.n <= 17 && str_digits(str_cut(s, s.s[0] == '+', s.n)));
	if (outbox_address_ok(OUTBOX_MAIL, s))
		require(memchr(s.s, '@', s.n) && s.n <= OUTBOX_TO_MAX && !memchr(s.s, '\n', s.n) &&
			!memchr(s.s, ' ', s.n));
	if (link_word(s))
		require(s.n == LINK_LETTERS);
	if (utf8_valid(s)) {
		(void)utf8_fold(mem, s);
		(void)utf8_number(mem, s);
		(void)utf8_has_control(s);
	}
}

/* Both are needed in a row of OneRoster, and nothing is made up. */
static void check_name(str s)
{
	struct oneroster_name name = oneroster_split(s);

	require(name.given.n > 0 && name.family.n > 0);
	require(str_has(s, name.given) && str_has(s, name.family) && utf8_valid(name.given) &&
		utf8_valid(name.family));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	str s = { (const char *)data, size };

	if (size > 4096)
		return 0;
	arena_init(&mem, 4 << 20);
	check_days(&mem, s);
	check_times(s);
	if (utf8_valid(s)) /* what a form or a cell has is */
		check_numbers(&mem, s);
	if (s.n && utf8_valid(s))
		check_name(s);
	check_rest(&mem, s);
	arena_free(&mem);
	return 0;
}
