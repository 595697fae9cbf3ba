#include "quota.h"

#include "codes.h"

enum { WEEK = 7 };

day quota_monday(day on) { return day_add(on, 1 - day_weekday(on)); }

day quota_term(day on)
{
	int year = on / 10000, month = on / 100 % 100;

	if (month < 2)
		return (year - 1) * 10000 + 801;
	return year * 10000 + (month < 8 ? 201 : 801);
}

/* Of a year, from the day it begins to its last day off (data/codes/holiday.csv); false: not known. */
static bool quota_festival(day on, const struct quota_rule *r, day *ret_first, day *ret_last)
{
	const struct code_list *all = code_list_find(STR(CODE_LIST_HOLIDAY));

	for (size_t i = 0; all && i < all->n; i++) {
		const struct code *c = &all->row[i];
		if (!str_eq(c->code, STR(CODE_HOLIDAY_SPRING_FESTIVAL)) || !c->from || !c->to)
			continue;
		day first = day_add(c->from, -r->before_festival), last = day_add(c->to, r->after_days);
		if (on < first || on > last)
			continue;
		*ret_first = first;
		*ret_last = last;
		return true;
	}
	return false;
}

/* The birthday of this year, the one before and the one after it: near New Year it may be another year's. */
static bool near_birthday(const struct quota_rule *r, day born, day on)
{
	int age = born ? day_age(born, on) : -1;

	for (int a = age; born && a <= age + 1; a++) {
		int days = a > 0 ? day_diff(on, day_birthday(born, a)) : r->birthday_days + 1;
		if (days >= -r->birthday_days && days <= r->birthday_days)
			return true;
	}
	return false;
}

enum quota_why quota_why(const struct quota_rule *r, day born, day on)
{
	day first, last;

	if (near_birthday(r, born, on))
		return QUOTA_BIRTHDAY;
	return quota_festival(on, r, &first, &last) ? QUOTA_FESTIVAL : QUOTA_WEEKLY;
}

int quota_of_week(const struct quota_rule *r, day born, day on)
{
	day monday = quota_monday(on);

	for (int i = 0; i < WEEK; i++)
		if (quota_why(r, born, day_add(monday, i)) != QUOTA_WEEKLY)
			return r->special > r->weekly ? r->special : r->weekly;
	return r->weekly;
}

struct quota_left quota_left(const struct quota_rule *r, day born, day on, bool rehearsal,
			     const struct quota_used *used, size_t n)
{
	struct quota_left left = { rehearsal ? r->rehearsals : quota_of_week(r, born, on), 0 };

	for (size_t i = 0; i < n; i++) {
		if (used[i].rehearsal != rehearsal)
			continue;
		left.used += rehearsal ? quota_term(used[i].on) == quota_term(on)
				       : quota_monday(used[i].on) == quota_monday(on);
	}
	return left;
}
