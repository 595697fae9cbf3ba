/* statutory.h - the forms a county hands in, each reckoned from facts on a day: in which columns does a child
 * count, and do the figures fit together?  Pure functions over plain facts: no database, no clock.
 *
 * civil_monthly: the summary table of the sweep of rural left-behind children (民发〔2016〕42号, annex 3)
 * with its 32 columns and the check equations printed under it: 1 = 2+5+8 = 11+...+18 = 19+20 = 21+...+25 =
 * 26+...+29 = 30+31+32; 2 = 3+4; 5 = 6+7; 8 = 9+10; 13+14 = 24+25.  The equations and the grades of column 30
 * to 32 are from the printed notes; the headings of 19 to 29 are read out of the equations and the register
 * form that belongs to the table, and are to be held against the form in force.
 *
 * roll_term: pupils by school and grade.  federation: the women's federation's table of children to care for.
 */
#pragma once
#include "grade.h"

enum statutory_care { CARE_UNKNOWN, CARE_GRANDPARENTS, CARE_OTHERS, CARE_ONE_PARENT, CARE_NOBODY };
enum statutory_how_well { WELL_UNKNOWN, WELL_GOOD, WELL_FAIR, WELL_POOR };
/* Where a child is during the day: what the register form offers (data/codes/schooling.csv). */
enum statutory_day {
	DAY_UNKNOWN,
	DAY_KINDERGARTEN,
	DAY_NO_KINDERGARTEN,
	DAY_PRIMARY,
	DAY_JUNIOR,
	DAY_SENIOR,
	DAY_VOCATIONAL,
	DAY_DROPPED_OUT,
	DAY_NOT_AT_SCHOOL
};
enum statutory_maybe { MAYBE_UNKNOWN, MAYBE_NO, MAYBE_YES };

/* What is known of one child on the day. */
struct statutory_case {
	day born, on;
	bool girl;
	enum stage stage;            /* STAGE_NONE: not enrolled */
	bool vocational;             /* of STAGE_SENIOR */
	enum statutory_day day_says; /* by the register form; asked where no enrolment tells */
	enum statutory_maybe boards, registered, deed, household_here;
	enum statutory_care care_says, care_facts; /* by the form, else by who looks after the child */
	enum statutory_how_well well_says;
	int roll; /* -1: not known */
	bool in_difficulty;
};

enum { STATUTORY_COLUMNS = 40 };
struct statutory_column {
	const char *label; /* English */
	const char *group; /* English, over some columns; NULL: as the one before */
};
/* The columns of `left` and those of `right` add up to the same. Bits: 1 << (column - 1). */
struct statutory_equation {
	uint64_t left, right;
	const char *
		gap; /* English, {0} children: what is missing where it does not hold; NULL: nothing can be */
};

struct statutory_form {
	const char *code; /* of data/codes/statutory_form.csv */
	const char *unit; /* English: what a line is */
	const struct statutory_column *column;
	size_t columns;
	const struct statutory_equation *equation;
	size_t equations;
	uint64_t (*count)(const struct statutory_case *k);
	bool of_pupils; /* lines are schools and grades, and all pupils count; else townships, and who is
			   cared for */
};
extern const struct statutory_form statutory_forms[];
extern const size_t statutory_nforms;
const struct statutory_form *statutory_find(str code); /* NULL: none */

/* The columns in which a child counts: bit column - 1. */
uint64_t statutory_columns(const struct statutory_form *f, const struct statutory_case *k);
enum statutory_day statutory_day_of(const struct statutory_case *k);

/* Of figures, one for each column. */
struct statutory_check {
	int64_t left, right;
	bool holds;
};
struct statutory_check statutory_check_of(const struct statutory_equation *e, const int64_t *column);
/* "1 = 2 + 5 + 8", "1 = 11 + … + 18" */
void statutory_equation_put(struct buf *b, const struct statutory_equation *e);
