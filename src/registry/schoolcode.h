/* schoolcode.h - the code of a school or educational institution 学校(机构)标识码: class, province, serial.
 * Ten digits, 2 + 2 + 6; the province is the first two digits of GB/T 2260.  A cancelled code is never used
 * again.  Pure; texts live in the arena given. */
#pragma once
#include "idnumber.h"

enum { SCHOOLCODE_LENGTH = 10 };

struct schoolcode {
	char text[SCHOOLCODE_LENGTH + 1];
	int class;    /* 21 = primary school ... */
	int province; /* 44 = Guangdong ... */
};

/* Trims and folds like the numbers of persons. */
bool schoolcode_parse(struct arena *mem, str given, struct schoolcode *ret,
		      struct number_problem *ret_problem) MUST_CHECK;
/* English, marked with N_(); NULL when no such class or province exists. */
const char *schoolcode_class_name(int class);
const char *schoolcode_province_name(int province);
