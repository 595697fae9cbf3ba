/* search_term.h - what somebody typed into the search box: a name or part of it, letters of its reading, a
 * whole number, the last four digits of a phone; and whether a name is what was looked for.  Pure; whatever
 * the bytes, a term or a sentence. */
#pragma once
#include "search_name.h"

enum search_what {
	SEARCH_REFUSED,
	SEARCH_ALL,    /* nothing was typed */
	SEARCH_TEXT,   /* one sign, or signs of another script: part of the name, as typed */
	SEARCH_NAME,   /* signs and letters, by keys */
	SEARCH_NUMBER, /* of a person or a phone, whole */
	SEARCH_TAIL    /* the last four digits of a phone */
};

enum {
	SEARCH_TYPED_MAX = 64, /* code points */
	SEARCH_RANGES = 4,
	SEARCH_NUMBER_MAX = 30,
	SEARCH_NUMBER_MIN = 5,
	SEARCH_YEARS_BACK = 25
};

/* Keys that begin with `initials` and, where the first sign was typed so, end on the rest of its reading. */
struct search_range {
	char initials[SEARCH_INITIALS + 1];
	uint8_t n;
	char rest[SEARCH_KEY_SIZE]; /* "uo" of zuo; empty: any */
	bool open;                  /* the rest may go on: typing stopped within the syllable */
};

struct search_term {
	enum search_what what;
	const char *why;             /* of a refusal: English, marked for translation */
	uint32_t sign[SEARCH_SIGNS]; /* letters small and plain, signs without what parts them */
	size_t n;
	struct search_range range[SEARCH_RANGES]; /* a key of the name lies in one of these */
	size_t nrange;
	char number[SEARCH_NUMBER_MAX + 1]; /* large letters, or the four digits */
	str text;                           /* what was typed, trimmed; borrowed */
};

/* False: refused.  Text that is not UTF-8 is refused, too. */
bool search_term_read(str typed, struct search_term *ret);
/* Is it part of this name, or may it be read so?  Of terms other than TEXT and NAME always true. */
bool search_term_matches(const struct search_term *t, str name);
