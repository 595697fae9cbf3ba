/* studentnumber.h - the national student number 学籍号, 19 characters, kept for life.
 * G + identity number; J + 6 digits of the school's area, 8 of birth, 3 in sequence and the check digit of
 * GB 11643, for a pupil without identity number; L + area, birth and 4 digits, temporary and unchecked.
 * (教基〔2025〕1号; structure as in the guides of the national register.)  Pure; texts live in the arena
 * given. */
#pragma once
#include "idnumber.h"

enum studentnumber_kind { STUDENTNUMBER_G = 'G', STUDENTNUMBER_J = 'J', STUDENTNUMBER_L = 'L' };
enum { STUDENTNUMBER_LENGTH = 19 };

struct studentnumber {
	char text[STUDENTNUMBER_LENGTH + 1]; /* normalised */
	enum studentnumber_kind kind;
	day born;
	int sex; /* G: 1 male, 2 female; else 0 */
};

/* Like idnumber_parse(): the first thing wrong, or the number. */
bool studentnumber_parse(struct arena *mem, str given, day today, struct studentnumber *ret,
			 struct number_problem *ret_problem) MUST_CHECK;

/* What contradicts the identity number (empty = none) and birth date (0 = none) beside it: 0 to 2 problems.
 */
size_t studentnumber_contradictions(struct arena *mem, const struct studentnumber *number, str id_number,
				    day born, struct number_problem ret[2]);
