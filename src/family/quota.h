/* quota.h - how often a child may have a slot, so that there are slots for all: one call a week (Monday to
 * Sunday in Asia/Shanghai), two around its birthday and around Spring Festival; trial calls cost nothing, but
 * there are only some in half a year.  Calls that were cancelled or missed do not count.  Pure. */
#pragma once
#include "home.h"

struct quota_rule {
	int weekly, special, rehearsals;
	int birthday_days;               /* before and after it */
	int before_festival, after_days; /* around the days off of Spring Festival */
};

enum quota_why { QUOTA_WEEKLY, QUOTA_BIRTHDAY, QUOTA_FESTIVAL };

day quota_monday(day on); /* of its week */
/* What a call on that day is for. */
enum quota_why quota_why(const struct quota_rule *r, day born, day on);
/* How many calls the week of that day holds: more if any of its days is a special one. */
int quota_of_week(const struct quota_rule *r, day born, day on);
/* Half years of school: from 1 February and from 1 August. */
day quota_term(day on);

struct quota_used {
	day on;
	bool rehearsal;
};
struct quota_left {
	int of, used; /* of the week, or of trial calls in the half year */
};
struct quota_left quota_left(const struct quota_rule *r, day born, day on, bool rehearsal,
			     const struct quota_used *used, size_t n);
