/* slot.h - the quarters of an hour in which a device of a happy home can be booked: made of the home's hours
 * of a day, one after the other.  Pure.
 *
 * A slot begins where a span of the home's hours does and goes on in steps of the slot length; it never goes
 * past the end of the span, nor past midnight.  On a public holiday only hours that were set for a while
 * (extra ones) hold: who keeps the home tells (booking.h asks registry/workday.h). */
#pragma once
#include "home.h"

struct slot_taken {
	int64_t device;
	int from, minutes;
};

struct slot_day {
	day on;
	int length; /* of a slot, in minutes */
	const struct home_span *span;
	size_t nspan;
	const struct slot_taken *taken; /* of this day, of any device */
	size_t ntaken;
	day today, last; /* the last day that can be booked yet */
	int now;         /* minute of today */
};

enum slot_is {
	SLOT_FREE,
	SLOT_PAST,
	SLOT_FAR,      /* later than can be booked yet */
	SLOT_CLOSED,   /* no hours on that day */
	SLOT_MIDNIGHT, /* it would go on into the next day */
	SLOT_OUTSIDE,  /* not within the hours */
	SLOT_BETWEEN,  /* no slot begins then */
	SLOT_TAKEN,
	SLOT__N
};
enum slot_is slot_is(const struct slot_day *d, int64_t device, int from);
/* What is wrong with it, a sentence (English); NULL: it is free. */
const char *slot_why(enum slot_is is);

/* Where slots begin, in order; at most `max`. */
enum { SLOTS_OF_DAY = 96 };
size_t slot_begins(const struct slot_day *d, int *ret, size_t max);

/* "16:15", and back: minutes of the day; false: it is none. */
void slot_clock(int minute, char ret[6]);
bool slot_read_clock(str s, int *ret) MUST_CHECK;
