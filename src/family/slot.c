#include "slot.h"

enum { DAY_MINUTES = 24 * 60 };

static bool within(const struct slot_day *d, int from, const struct home_span **ret)
{
	for (size_t i = 0; i < d->nspan; i++)
		if (d->span[i].from <= from && from + d->length <= d->span[i].to) {
			*ret = &d->span[i];
			return true;
		}
	return false;
}

static bool is_taken(const struct slot_day *d, int64_t device, int from)
{
	for (size_t i = 0; i < d->ntaken; i++) {
		const struct slot_taken *t = &d->taken[i];
		if (t->device == device && from < t->from + t->minutes && t->from < from + d->length)
			return true;
	}
	return false;
}

enum slot_is slot_is(const struct slot_day *d, int64_t device, int from)
{
	const struct home_span *span;

	if (d->on < d->today || (d->on == d->today && from <= d->now))
		return SLOT_PAST;
	if (d->on > d->last)
		return SLOT_FAR;
	if (from < 0 || from + d->length > DAY_MINUTES)
		return SLOT_MIDNIGHT;
	if (!d->nspan)
		return SLOT_CLOSED;
	if (!within(d, from, &span))
		return SLOT_OUTSIDE;
	if ((from - span->from) % d->length)
		return SLOT_BETWEEN;
	return is_taken(d, device, from) ? SLOT_TAKEN : SLOT_FREE;
}

const char *slot_why(enum slot_is is)
{
	static const char *const why[SLOT__N] = {
		[SLOT_PAST] = N_("This time is over. Choose a later one."),
		[SLOT_FAR] = N_("So far ahead nothing can be booked yet. Choose an earlier day."),
		[SLOT_CLOSED] = N_("The home is closed on that day. Choose another day."),
		[SLOT_MIDNIGHT] = N_("A call cannot go on past midnight. Choose an earlier time."),
		[SLOT_OUTSIDE] = N_("The home is not open then. Choose a time within its hours."),
		[SLOT_BETWEEN] = N_("No slot begins at that minute. Choose one of the times shown."),
		[SLOT_TAKEN] = N_("Somebody has just booked this time. Choose another one."),
	};

	return is < SLOT__N ? why[is] : NULL;
}

size_t slot_begins(const struct slot_day *d, int *ret, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nspan && d->length > 0; i++)
		for (int at = d->span[i].from; at >= 0 && n < max; at += d->length) {
			if (at + d->length > d->span[i].to || at + d->length > DAY_MINUTES)
				break;
			ret[n++] = at;
		}
	return n;
}

void slot_clock(int minute, char ret[6])
{
	int h = minute / 60 % 100, m = minute % 60;

	ret[0] = (char)('0' + h / 10);
	ret[1] = (char)('0' + h % 10);
	ret[2] = ':';
	ret[3] = (char)('0' + m / 10);
	ret[4] = (char)('0' + m % 10);
	ret[5] = 0;
}

bool slot_read_clock(str s, int *ret)
{
	str hours, minutes, rest = str_trim(s);
	int64_t h, m;

	if (!str_next(&rest, ':', &hours) || !str_next(&rest, ':', &minutes) || rest.s || hours.n > 2 ||
	    minutes.n != 2 || !str_digits(hours) || !str_digits(minutes) || !str_int(hours, &h) ||
	    !str_int(minutes, &m) || h > 23 || m > 59)
		return false;
	*ret = (int)(h * 60 + m);
	return true;
}
