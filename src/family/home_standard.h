/* home_standard.h - what a happy home must have and do (Xiaogan's "five haves" of 2019; DB3311/T 302-2025;
 * the numbers are parameters): pure functions over plain facts, no database, no clock. */
#pragma once
#include "base.h"
#include "day.h"

enum home_lack {
	HOME_LACK_AREA,
	HOME_LACK_DAYS,
	HOME_LACK_HOURS,
	HOME_LACK_KEEPER,
	HOME_LACK_ACTIVITY,
	HOME_LACK_THEMED,
	HOME_LACK_RECREATION, /* the five haves */
	HOME_LACK_PHONE,
	HOME_LACK_VIDEO,
	HOME_LACK_READING,
	HOME_LACK_DIRECTOR,
	HOME_LACK_FIRST_AID,
	HOME_LACK_EXITS,
	HOME_LACK_CAMERA,
	HOME_LACK_CHECK,
	HOME_LACK__N
};

/* One home on one day.  What nobody wrote down is not there. */
struct home_facts {
	bool township;
	int64_t area;
	int64_t days, minutes; /* of a week */
	int64_t keepers;       /* on the team, no volunteers */
	int64_t activities;    /* of the last 28 days */
	int64_t themed;        /* of the last 31 days */
	int64_t exits;
	bool recreation, phone, video, reading, director, first_aid, camera_free;
	day set_up, checked; /* checked 0: never */
};

struct home_limits {
	int64_t area_village, area_township, days, hours, keepers, activities, themed, exits, check_days;
};

enum { HOME_ACTIVITY_DAYS = 28, HOME_THEMED_DAYS = 31 };

/* A bit for each that is missing.  A home that was just set up owes activities and its first check only as
 * far as its days go. */
unsigned home_standard(const struct home_facts *f, const struct home_limits *l, day today);
/* In words, English: what is missing. */
extern const char *const home_standard_text[HOME_LACK__N];
