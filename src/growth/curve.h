/* curve.h - what a measuring day writes down, and how it lies beside the national standards.  Pure.
 *
 * Numbers are hundredths of what is written: 132.5 cm is 13250, 28.4 kg is 2840, a BMI of 16.2 is 1620,
 * eyesight 5.0 is 500.  0: not measured.
 *
 * Standards (data/growth_standard.csv): WS/T 612-2018 height of 7 to 18 years; WS/T 586-2018 overweight and
 * obesity by BMI; WS/T 456-2014 thinness by BMI; GB 11533-2011 eyesight.  Below 7 years there is none here.
 * They describe children, they are no diagnosis: what lies outside is something to speak with a doctor about.
 */
#pragma once
#include "buf.h"
#include "day.h"

enum curve_what { CURVE_HEIGHT, CURVE_BMI, CURVE_HEIGHT_LIMIT, CURVE_WEIGHT_LIMIT };
/* Of a height: -2 SD, -1 SD, median, +1 SD, +2 SD.  Of a BMI: LOW the highest that counts as thin (0: the
 * standard ends before), ABOVE where overweight begins, HIGH where obesity does. */
enum { CURVE_LOW, CURVE_BELOW, CURVE_MIDDLE, CURVE_ABOVE, CURVE_HIGH, CURVE_BOUNDS };
struct curve_row {
	enum curve_what what;
	int sex;    /* GB/T 2261.1: 1 boy, 2 girl; 0: both */
	int months; /* of age, from which on it holds, until the next row */
	int bound[CURVE_BOUNDS];
	str source;
};
extern const struct curve_row curve_rows[]; /* rows of one kind and sex together, ages rising */
extern const size_t curve_nrows;

int curve_months(day born, day on); /* full months of age; -1 before birth */
/* The row for a child of this sex ("1", "2") and age; NULL: no standard there. */
const struct curve_row *curve_at(enum curve_what what, str sex, int months);
/* The rows of one kind and sex, to be drawn: the first and how many. */
const struct curve_row *curve_of(enum curve_what what, str sex, size_t *ret_n);

/* --- numbers as people write them --- */

/* 132, 132.5, 132.50: up to three digits and two decimals; false: anything else. */
bool curve_number(str text, int *ret) MUST_CHECK;
void curve_put(struct buf *to, int hundredths); /* without zeros at the end: 132.5 */
/* Eyesight on the five-point scale from what was written, on it (3.0 to 5.3) or as a decimal (0.02 to 2.0);
 * false: it is neither. */
bool curve_eye(int written, int *ret) MUST_CHECK;
int curve_bmi(int height, int weight); /* 0: one of them is missing */

/* --- one child's points --- */

struct curve_point {
	int64_t id; /* of the measurement */
	day on;
	int months;
	int height, weight, bmi, left, right; /* eyes: five-point scale */
};

/* What is worth a word with a doctor: bits. */
enum {
	CURVE_SHORT = 1, /* height below -2 SD */
	CURVE_TALL = 2,  /* above +2 SD */
	CURVE_THIN = 4,  /* BMI at the thin bound or below it */
	CURVE_HEAVY = 8, /* from where overweight begins */
	CURVE_EYES = 16, /* either eye below 5.0, from six years on (GB 11533) */
};
unsigned curve_asks(str sex, const struct curve_point *p);
