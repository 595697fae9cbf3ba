#include "workday.h"

#define NOTE_OFF "off"
#define NOTE_WORK "work"

/* The row that says something else of this day than the weekday does; NULL: none.  A place's own row stands
 * before the nation's. */
static const struct code *named_day(day d, str region)
{
	const struct code_list *all = code_list_find(STR(CODE_LIST_HOLIDAY));
	const struct code *found = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct code *c = &all->row[i];
		if (c->from <= d && d <= c->to && str_starts(region, c->region) &&
		    (!found || c->region.n > found->region.n))
			found = c;
	}
	return found;
}

bool workday_is(day d, str region)
{
	const struct code *named = named_day(d, region);

	if (named && code_notes(named, STR(NOTE_OFF)))
		return false;
	if (named && code_notes(named, STR(NOTE_WORK)))
		return true;
	return day_weekday(d) <= 5;
}

day workday_add(day from, int n, str region)
{
	day d = from;

	if (n <= 0)
		while (!workday_is(d, region))
			d = day_add(d, 1);
	for (; n > 0; n -= workday_is(d, region))
		d = day_add(d, 1);
	return d;
}

static int count_after(day from, day to, str region)
{
	int n = 0;

	for (day d = from; d < to;) {
		d = day_add(d, 1);
		n += workday_is(d, region);
	}
	return n;
}

int workday_count(day from, day to, str region)
{
	return to < from ? -count_after(to, from, region) : count_after(from, to, region);
}
