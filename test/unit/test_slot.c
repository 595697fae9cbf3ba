/* Slots of a device, quotas of a week, whose turn it is, when people are reminded: tables, each row of which
 * can fail. */
#include "link.h"
#include "quota.h"
#include "remind.h"
#include "slot.h"
#include "tap.h"
#include "wish.h"

#include <stdio.h>

/* --- slots: Saturday 21 November 2026, 10:00; hours 9:00 to 11:40 and 23:30 to 24:00 --- */

static const struct home_span spans[] = { { 540, 700 }, { 1410, 1440 } };
static const struct slot_taken taken[] = { { 7, 630, 15 }, { 8, 660, 30 } };

static struct slot_day day_of(day on)
{
	return (struct slot_day){ .on = on,
				  .length = 15,
				  .span = spans,
				  .nspan = COUNT(spans),
				  .taken = taken,
				  .ntaken = COUNT(taken),
				  .today = 20261121,
				  .last = 20261219,
				  .now = 600 };
}

static void test_slots(void)
{
	static const struct {
		const char *label;
		day on;
		int device, from;
		enum slot_is is;
	} rows[] = {
		{ "yesterday", 20261120, 7, 615, SLOT_PAST },
		{ "an hour ago", 20261121, 7, 540, SLOT_PAST },
		{ "this very minute", 20261121, 7, 600, SLOT_PAST },
		{ "in a quarter of an hour", 20261121, 7, 615, SLOT_FREE },
		{ "the same minute tomorrow", 20261122, 7, 600, SLOT_FREE },
		{ "the last day", 20261219, 7, 540, SLOT_FREE },
		{ "a day too far", 20261220, 7, 540, SLOT_FAR },
		{ "taken", 20261122, 7, 630, SLOT_TAKEN },
		{ "taken on the other device only", 20261122, 8, 630, SLOT_FREE },
		{ "the second half of a long one", 20261122, 8, 675, SLOT_TAKEN },
		{ "right after it", 20261122, 7, 645, SLOT_FREE },
		{ "before the hours", 20261122, 7, 525, SLOT_OUTSIDE },
		{ "the last whole slot of the morning", 20261122, 7, 675, SLOT_FREE },
		{ "ten minutes are left", 20261122, 7, 690, SLOT_OUTSIDE },
		{ "at noon", 20261122, 7, 720, SLOT_OUTSIDE },
		{ "no slot begins then", 20261122, 7, 547, SLOT_BETWEEN },
		{ "the last of the day", 20261122, 7, 1425, SLOT_FREE },
		{ "across midnight", 20261122, 7, 1430, SLOT_MIDNIGHT },
		{ "past the day", 20261122, 7, 1440, SLOT_MIDNIGHT },
		{ "not readable", 20261122, 7, -1, SLOT_MIDNIGHT },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct slot_day d = day_of(rows[i].on);
		bool is = slot_is(&d, rows[i].device, rows[i].from) == rows[i].is;
		if (!is)
			printf("# %s\n", rows[i].label);
		OK(is);
		OK((slot_why(rows[i].is) == NULL) == (rows[i].is == SLOT_FREE));
	}
	struct slot_day closed = day_of(20261122);
	closed.nspan = 0;
	OK(slot_is(&closed, 7, 540) == SLOT_CLOSED);
}

static void test_begins(void)
{
	struct slot_day d = day_of(20261122);
	int at[SLOTS_OF_DAY];
	size_t n = slot_begins(&d, at, SLOTS_OF_DAY);

	OK(n == 12); /* ten in 160 minutes, two in thirty */
	OK(at[0] == 540 && at[9] == 675 && at[10] == 1410 && at[11] == 1425);
	OK(slot_begins(&d, at, 3) == 3);
	d.length = 0;
	OK(slot_begins(&d, at, SLOTS_OF_DAY) == 0);
}

static void test_clock(void)
{
	static const struct {
		const char *text;
		int minute; /* -1: none */
	} rows[] = { { "16:15", 975 }, { "0:00", 0 },      { "09:05", 545 }, { "23:59", 1439 },
		     { "24:00", -1 },  { "16:60", -1 },    { "16", -1 },     { "16:5", -1 },
		     { "", -1 },       { "16:15:00", -1 }, { "-1:00", -1 },  { "a:bc", -1 } };
	char clock[6];

	for (size_t i = 0; i < COUNT(rows); i++) {
		int minute = -1;
		OK(slot_read_clock(str_of(rows[i].text), &minute) == (rows[i].minute >= 0) &&
		   minute == rows[i].minute);
	}
	slot_clock(545, clock);
	OK(str_eq(str_of(clock), STR("09:05")));
}

/* --- quotas --- */

static const struct quota_rule rule = {
	.weekly = 1, .special = 2, .rehearsals = 2, .birthday_days = 3, .before_festival = 7, .after_days = 7
};

static void test_weeks(void)
{
	OK(quota_monday(20261121) == 20261116);
	OK(quota_monday(20261116) == 20261116);
	OK(quota_monday(20261122) == 20261116);
	OK(quota_monday(20270101) == 20261228); /* of the week that began last year */
	OK(quota_term(20261121) == 20260801);
	OK(quota_term(20260731) == 20260201);
	OK(quota_term(20270131) == 20260801);
}

static void test_quota_days(void)
{
	static const struct {
		const char *label;
		day born, on;
		enum quota_why why;
		int of_week;
	} rows[] = {
		{ "an ordinary week", 20170501, 20261121, QUOTA_WEEKLY, 1 },
		{ "the birthday", 20171121, 20261121, QUOTA_BIRTHDAY, 2 },
		{ "three days before it", 20171124, 20261121, QUOTA_BIRTHDAY, 2 },
		{ "three days after it", 20171118, 20261121, QUOTA_BIRTHDAY, 2 },
		{ "five days after it, the same week", 20171116, 20261121, QUOTA_WEEKLY, 2 },
		{ "the week after", 20171111, 20261121, QUOTA_WEEKLY, 1 },
		{ "born on New Year, on the 30th", 20180101, 20261230, QUOTA_BIRTHDAY, 2 },
		{ "born on the last of December, on the 2nd", 20171231, 20270102, QUOTA_BIRTHDAY, 2 },
		{ "born on 29 February, a common year", 20160229, 20270301, QUOTA_BIRTHDAY, 2 },
		{ "before Spring Festival 2026", 20170601, 20260208, QUOTA_FESTIVAL, 2 },
		{ "eight days before it, another week", 20170601, 20260201, QUOTA_WEEKLY, 1 },
		{ "after it", 20170601, 20260302, QUOTA_FESTIVAL, 2 },
		{ "not known when born", 0, 20261121, QUOTA_WEEKLY, 1 },
		{ "the day of birth itself is no birthday", 20261121, 20261121, QUOTA_WEEKLY, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool is = quota_why(&rule, rows[i].born, rows[i].on) == rows[i].why &&
			  quota_of_week(&rule, rows[i].born, rows[i].on) == rows[i].of_week;
		if (!is)
			printf("# %s\n", rows[i].label);
		OK(is);
	}
}

static void test_left(void)
{
	static const struct quota_used used[] = {
		{ 20261116, false }, { 20261122, true }, { 20261122, false },
		{ 20261123, false }, { 20260801, true }, { 20260731, true },
	};
	struct quota_left left = quota_left(&rule, 20170501, 20261121, false, used, COUNT(used));

	OK(left.of == 1 && left.used == 2); /* Monday to Sunday, trial calls apart */
	left = quota_left(&rule, 20170501, 20261121, true, used, COUNT(used));
	OK(left.of == 2 && left.used == 2); /* of this half year only */
	left = quota_left(&rule, 20170501, 20261130, false, used, COUNT(used));
	OK(left.of == 1 && left.used == 0);
}

/* --- whose turn --- */

static void test_turn(void)
{
	struct wish_row w[] = {
		{ .id = 1, .from = 20261120, .to = 20261130, .last = 20261110, .at = 1, .quota = true },
		{ .id = 2, .from = 20261120, .to = 20261130, .last = 20261101, .at = 5, .quota = true },
		{ .id = 3, .from = 20261120, .to = 20261130, .last = 0, .at = 9, .quota = true },
		{ .id = 4, .from = 20261120, .to = 20261130, .last = 0, .at = 3, .quota = false },
		{ .id = 5, .from = 20261125, .to = 20261130, .last = 0, .at = 2, .quota = true },
	};

	OK(wish_turn(w, 5, 20261122)->id == 3); /* never called before anybody who has */
	OK(wish_turn(w, 5, 20261126)->id == 5); /* two who never called: who asked first */
	OK(wish_turn(w, 2, 20261122)->id == 2); /* the longer wait, not the earlier wish */
	OK(wish_turn(w, 1, 20261122)->id == 1);
	OK(!wish_turn(w, 5, 20261119) && !wish_turn(w, 5, 20261201) && !wish_turn(w, 0, 20261122));
	w[0].last = w[1].last;
	OK(wish_turn(w, 2, 20261122)->id == 1);
	OK(!wish_turn(&w[3], 1, 20261122)); /* no call left in that week */
}

/* --- times --- */

static void test_times(void)
{
	const int64_t hour = INT64_C(3600) * 1000000, ten = call_instant(20261121, 600);

	/* 10:00 in Shanghai is 2:00 of the same day in UTC, wherever the parent is. */
	OK(ten == (int64_t)day_number(20261121) * 24 * hour + 2 * hour);
	OK(instant_day(call_instant(20261121, 0)) == 20261121 &&
	   instant_day(call_instant(20261121, 1439)) == 20261121);
	OK(remind_due(ten, 0, ten - 24 * hour, 24));
	OK(!remind_due(ten, 0, ten - 24 * hour - 1, 24));
	OK(!remind_due(ten, 1, ten - hour, 24));
	OK(!remind_due(ten, 0, ten, 24));
}

static void test_words(void)
{
	OK(link_word(STR("abcdefghjkmnpqrstuvwxyzabcdef")));
	OK(!link_word(STR("abcdefghjkmnpqrstuvwxyzabcde")));
	OK(!link_word(STR("abcdefghjkmnpqrstuvwxyzabcdefg")));
	OK(!link_word(STR("abcdefghjkmnpqrstuvwxyzabcdel"))); /* no l, i, o: they look like others */
	OK(!link_word(STR("ABCDEFGHJKMNPQRSTUVWXYZABCDEF")));
	OK(!link_word(STR("")));
	OK(!link_why(LINK_FRESH) && !link_why(LINK_OURS));
	OK(link_why(LINK_UNKNOWN) && link_why(LINK_OTHERS) && link_why(LINK_EXPIRED) &&
	   link_why(LINK_CANCELLED));
}

int main(void)
{
	test_slots();
	test_begins();
	test_clock();
	test_weeks();
	test_quota_days();
	test_left();
	test_turn();
	test_times();
	test_words();
	return tap_end();
}
