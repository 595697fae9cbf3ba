/* A happy home against the standard: each limit from both sides, a home that was just set up, the answers of
 * a safety check, hours of a day. */
#include "home.h"
#include "home_standard.h"
#include "tap.h"

static const day today = 20261121;
static const struct home_limits limits = { .area_village = 20,
					   .area_township = 60,
					   .days = 2,
					   .hours = 10,
					   .keepers = 1,
					   .activities = 1,
					   .themed = 1,
					   .exits = 2,
					   .check_days = 31 };

/* Just enough of everything. */
static struct home_facts enough(void)
{
	return (struct home_facts){ .area = 20,
				    .days = 2,
				    .minutes = 600,
				    .keepers = 1,
				    .activities = 4,
				    .themed = 1,
				    .exits = 2,
				    .recreation = true,
				    .phone = true,
				    .video = true,
				    .reading = true,
				    .director = true,
				    .first_aid = true,
				    .camera_free = true,
				    .set_up = 20250101,
				    .checked = 20261021 };
}

static bool lacks_only(const struct home_facts *f, enum home_lack which)
{
	return home_standard(f, &limits, today) == 1U << which;
}

static void test_numbers(void)
{
	struct home_facts f = enough();

	OK(home_standard(&f, &limits, today) == 0);
	f.area = 19;
	OK(lacks_only(&f, HOME_LACK_AREA));
	f = enough();
	f.township = true; /* 20 square metres are enough for a village only */
	OK(lacks_only(&f, HOME_LACK_AREA));
	f.area = 60;
	OK(home_standard(&f, &limits, today) == 0);
	f = enough();
	f.days = 1;
	OK(lacks_only(&f, HOME_LACK_DAYS));
	f = enough();
	f.minutes = 599;
	OK(lacks_only(&f, HOME_LACK_HOURS));
	f = enough();
	f.keepers = 0;
	OK(lacks_only(&f, HOME_LACK_KEEPER));
	f = enough();
	f.activities = 3;
	OK(lacks_only(&f, HOME_LACK_ACTIVITY));
	f = enough();
	f.themed = 0;
	OK(lacks_only(&f, HOME_LACK_THEMED));
	f = enough();
	f.exits = 1;
	OK(lacks_only(&f, HOME_LACK_EXITS));
}

static void test_haves(void)
{
	static const struct {
		size_t at;
		enum home_lack lack;
	} have[] = {
		{ offsetof(struct home_facts, recreation), HOME_LACK_RECREATION },
		{ offsetof(struct home_facts, phone), HOME_LACK_PHONE },
		{ offsetof(struct home_facts, video), HOME_LACK_VIDEO },
		{ offsetof(struct home_facts, reading), HOME_LACK_READING },
		{ offsetof(struct home_facts, director), HOME_LACK_DIRECTOR },
		{ offsetof(struct home_facts, first_aid), HOME_LACK_FIRST_AID },
		{ offsetof(struct home_facts, camera_free), HOME_LACK_CAMERA },
	};

	for (size_t i = 0; i < COUNT(have); i++) {
		struct home_facts f = enough();
		*(bool *)((char *)&f + have[i].at) = false;
		OK(lacks_only(&f, have[i].lack));
	}
	for (size_t i = 0; i < HOME_LACK__N; i++)
		OK(home_standard_text[i]);
}

static void test_time(void)
{
	struct home_facts f = enough();

	f.checked = 20261020; /* 32 days ago */
	OK(lacks_only(&f, HOME_LACK_CHECK));
	f.checked = 0;
	OK(lacks_only(&f, HOME_LACK_CHECK));
	/* Just set up: nothing is owed yet. */
	f.set_up = 20261116;
	f.activities = f.themed = 0;
	OK(home_standard(&f, &limits, today) == 0);
	f.set_up = 20261114; /* a week: one activity */
	OK(lacks_only(&f, HOME_LACK_ACTIVITY));
	f.activities = 1;
	OK(home_standard(&f, &limits, today) == 0);
	f.set_up = 20261021; /* 31 days: four of them, and a themed one */
	OK(home_standard(&f, &limits, today) == (1U << HOME_LACK_ACTIVITY | 1U << HOME_LACK_THEMED));
	f.set_up = 20261020;
	OK(home_standard(&f, &limits, today) ==
	   (1U << HOME_LACK_ACTIVITY | 1U << HOME_LACK_THEMED | 1U << HOME_LACK_CHECK));
}

static void test_answers(void)
{
	bool yes = false;

	OK(home_check_says(STR("exits=yes,fire=no"), STR("exits"), &yes) && yes);
	OK(home_check_says(STR("exits=yes,fire=no"), STR("fire"), &yes) && !yes);
	OK(!home_check_says(STR("exits=yes,fire=no"), STR("power"), &yes));
	OK(!home_check_says(STR("exits=maybe"), STR("exits"), &yes));
	OK(!home_check_says(STR("exits"), STR("exits"), &yes));
	OK(!home_check_says(STR(""), STR("exits"), &yes));
	OK(home_check_faults(STR("exits=yes,fire=no,power=no")) == 2);
	OK(home_check_faults(STR("")) == 0);
	OK(!home_check_whole(STR("exits=yes")));
	OK(home_check_whole(
		STR("exits=yes,fire=yes,power=no,first_aid=yes,furniture=yes,glass=yes,camera=yes,"
		    "screen=yes,numbers=yes,toilet=yes")));
}

static void test_day(void)
{
	const struct home_day d = { .span = { { 540, 720 }, { 840, 1020 } }, .n = 2 };
	const struct home_day none = { .n = 0 };

	OK(home_day_holds(&d, 540, 555));
	OK(home_day_holds(&d, 705, 720));
	OK(!home_day_holds(&d, 710, 725));
	OK(!home_day_holds(&d, 539, 554));
	OK(!home_day_holds(&d, 700, 850)); /* across the noon */
	OK(!home_day_holds(&d, 600, 600));
	OK(!home_day_holds(&none, 540, 555));
	OK(home_minute(INT64_C(0)) == 8 * 60); /* 1970-01-01 08:00 in Shanghai */
	OK(home_minute(INT64_C(16) * 3600 * 1000000) == 0);
	OK(home_minute(INT64_C(16) * 3600 * 1000000 - 1) == 23 * 60 + 59);
}

int main(void)
{
	test_numbers();
	test_haves();
	test_time();
	test_answers();
	test_day();
	return tap_end();
}
