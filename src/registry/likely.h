/* likely.h - are two children one, or two adults?  Pure scoring of what two records say, for a person to
 * decide: a program that joins two children by itself, or makes two of one, does harm that nobody finds. */
#pragma once
#include "base.h"
#include "day.h"

enum likely_sign {
	LIKELY_NAME = 1,          /* the same name */
	LIKELY_NAME_NEAR = 2,     /* one character different, or in another order */
	LIKELY_BORN = 4,          /* the same birth date */
	LIKELY_BORN_NEAR = 8,     /* one digit or a few days apart */
	LIKELY_BORN_SWAPPED = 16, /* day and month changed places */
	LIKELY_NUMBER_NEAR = 32,  /* one digit of the id number different, or two changed places */
	LIKELY_PHONE = 64,        /* the same last digits of a parent's phone */
	LIKELY_SCHOOL = 128,
	LIKELY_NUMBERS_DIFFER = 256, /* both have an id number, and they are far apart */
	/* of adults */
	LIKELY_CHILD = 512,       /* tied to the same child */
	LIKELY_OWN_PHONE = 1024,  /* the same phone */
	LIKELY_SEX_DIFFERS = 2048 /* one a man, one a woman */
};
enum { LIKELY_SIGNS = 12 }; /* so many bits */
enum { LIKELY_SCORE = 60 }; /* from here on a person should look */

struct likely_facts {
	str name;
	day born;
	str id_number; /* 18 characters; empty: none known */
	str phones[4]; /* of parents and carers, or their digests; empty: not known */
	int64_t school;
};
struct likely {
	unsigned signs; /* bits of enum likely_sign */
	int score;      /* 0 to 100 */
};
struct likely likely_children(const struct likely_facts *a, const struct likely_facts *b);

struct likely_adult {
	str name;
	int sex; /* GB/T 2261.1; 0: not known */
	day born;
	str id_number;
	str phone; /* or its digest; empty: not known */
};
/* both: a child is tied to the one and to the other. */
struct likely likely_adults(const struct likely_adult *a, const struct likely_adult *b, bool both);

/* The signs of a name that count in comparing: at most LIKELY_NAME_MAX; how many. */
enum { LIKELY_NAME_MAX = 64 };
size_t likely_name(str name, uint32_t ret[LIKELY_NAME_MAX]);
/* 2 the same, 1 near, 0 another name; blanks and the dot in names of minorities aside. */
int likely_names(str a, str b);
const char *likely_label(enum likely_sign sign); /* English, marked for translation */
bool likely_against(enum likely_sign sign);      /* it speaks against their being one */
