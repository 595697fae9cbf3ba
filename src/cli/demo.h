/* demo.h - a county that does not exist: synthetic children, families, schools and what befell them, for
 * trying the program out and for its tests.  Invented by chance, calibrated on published figures (domain
 * facts 2); the same seed and day give the same records, ids included. */
#pragma once
#include "record.h"

struct demo_options {
	const char *size; /* school, county, city, nation */
	uint64_t seed;
	day as_of; /* the day on which the figures hold */
	/* Less than the whole of a city or nation, for tests: only counties whose number begins so (NULL:
	 * all); so many children in them (0: as many as there should be). */
	const char *within;
	int64_t children;
};

/* Password of all accounts of a demo; only ever in a demo database. */
#define DEMO_PASSWORD "tongxin-demo"

/* The start of that day in Shanghai, so that nothing in a demo depends on the hour it was made. */
int64_t demo_instant(day d);

/* Fill a freshly migrated database: ctx is the program's own (ROLE_SYSTEM).  Written in units of about two
 * hundred children, each in memory of its own, so it never takes much; when one fails, those before it stay.
 * RC_INVALID: the options; on any failure *ret_why, in ctx's memory, is a sentence. */
enum rc demo_make(struct ctx *c, const struct demo_options *o, str *ret_why) MUST_CHECK;
