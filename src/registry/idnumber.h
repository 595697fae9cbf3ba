/* idnumber.h - the citizen identity number of GB 11643-1999: read, checked, compared and masked.
 * Pure functions; texts live in the arena given.  The first six digits are where a person was first
 * registered: old codes live on in them, so they are handed out and never judged. */
#pragma once
#include "base.h"
#include "day.h"
#include "tr.h"

/* What is wrong with a number, as problem_add() takes it. */
struct number_problem {
	const char *text; /* English, marked with N_(), with places {0} {1} */
	str arg[2];
};

enum { IDNUMBER_MALE = 1, IDNUMBER_FEMALE = 2 }; /* GB/T 2261.1 */
enum { IDNUMBER_LENGTH = 18, IDNUMBER_BIRTH_AT = 6, IDNUMBER_BIRTH_LENGTH = 8 };

struct idnumber {
	char text[IDNUMBER_LENGTH + 1]; /* normalised: 18 characters, the X large */
	day born;
	int sex;     /* 1 male, 2 female */
	int region;  /* the first six digits */
	bool legacy; /* was given with 15 digits */
};

/* Trims, folds full-width characters and checks.  A number of 15 digits (adults on `today` only) gets its
 * century and check digit.  False: *ret_problem says the first thing wrong, in the order unreadable, ruined
 * by a spreadsheet, length, characters, date of birth, check digit.  Only the one that applies is written. */
bool idnumber_parse(struct arena *mem, str given, day today, struct idnumber *ret,
		    struct number_problem *ret_problem) MUST_CHECK;

/* The contradictions between a number and the sex (0 = not given) and birth date (0) beside it: 0 to 2. */
size_t idnumber_contradictions(struct arena *mem, const struct idnumber *id, int sex, day born,
			       struct number_problem ret[2]);

/* 440804********101X; anything that has not 18 characters becomes stars alone. */
str idnumber_mask(struct arena *mem, str number);

/* The parts that student numbers share.  Each takes characters already known to be digits. */
char idnumber_check_digit(const char *first17); /* GB 11643 4.3: ISO 7064 MOD 11-2 */
bool idnumber_read_birth(struct arena *mem, const char *eight, day today, day *ret,
			 struct number_problem *ret_problem) MUST_CHECK;
/* Trimmed, folded, large letters; false when it is not text, much too long, or 4.40804E+17. */
bool idnumber_normalise(struct arena *mem, str given, str *ret,
			struct number_problem *ret_problem) MUST_CHECK;
/* The first character from `from` on that is no digit becomes the problem; false when there is one. */
bool idnumber_only_digits(struct arena *mem, str s, size_t from, size_t to,
			  struct number_problem *ret_problem) MUST_CHECK;
