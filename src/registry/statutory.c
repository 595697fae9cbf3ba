#include "statutory.h"
#include "codes_gen.h"

#define BIT(column) (UINT64_C(1) << ((column)-1))
#define RUN(first, last) ((BIT(last) << 1) - BIT(first))

/* --- where the child is during the day --- */

/* Until the school year after the sixth birthday nobody is bound to go to school (Compulsory Education Law
 * art. 11). */
static bool before_school(const struct statutory_case *k)
{
	enum { ENTRY_AGE = 6 };

	return grade_school_year(k->on, &grade_system_6_3) <
	       grade_entry_due(k->born, ENTRY_AGE, &grade_system_6_3);
}

enum statutory_day statutory_day_of(const struct statutory_case *k)
{
	switch (k->stage) {
	case STAGE_PRESCHOOL: return DAY_KINDERGARTEN;
	case STAGE_PRIMARY: return DAY_PRIMARY;
	case STAGE_JUNIOR: return DAY_JUNIOR;
	case STAGE_SENIOR: return k->vocational ? DAY_VOCATIONAL : DAY_SENIOR;
	case STAGE_NONE:
	case STAGE__N: break;
	}
	if (k->day_says)
		return k->day_says;
	return before_school(k) ? DAY_NO_KINDERGARTEN : DAY_UNKNOWN;
}

/* --- the civil-affairs summary --- */

/* clang-format off */
static const struct statutory_column civil_columns[] = {
	{ N_("Left-behind children"), N_("All") },
	{ N_("0 to 5 years"),   N_("Age and sex") }, { N_("0 to 5 years, boys"),   NULL }, { N_("0 to 5 years, girls"),   NULL },
	{ N_("6 to 13 years"),  NULL }, { N_("6 to 13 years, boys"),  NULL }, { N_("6 to 13 years, girls"),  NULL },
	{ N_("14 and 15 years"), NULL }, { N_("14 and 15 years, boys"), NULL }, { N_("14 and 15 years, girls"), NULL },
	{ N_("In kindergarten"), N_("Schooling") }, { N_("Not in kindergarten"), NULL }, { N_("Primary school"), NULL },
	{ N_("Junior secondary school"), NULL }, { N_("Senior secondary school"), NULL }, { N_("Vocational school"), NULL },
	{ N_("Dropped out"), NULL }, { N_("Not at school"), NULL },
	{ N_("Entered in a household book"), N_("Household") }, { N_("In no household book"), NULL },
	{ N_("Before school age"), N_("How they live while at school") }, { N_("After compulsory school"), NULL },
	{ N_("At no school"), NULL }, { N_("Boarders, primary and junior"), NULL }, { N_("Day pupils, primary and junior"), NULL },
	{ N_("Grandparents"), N_("Who looks after them") }, { N_("Relatives or others"), NULL },
	{ N_("One parent, unable"), NULL }, { N_("Nobody"), NULL },
	{ N_("Well"), N_("How well they are looked after") }, { N_("Fairly"), NULL }, { N_("Poorly"), NULL },
};
static const struct statutory_equation civil_equations[] = {
	{ BIT(1), BIT(2) | BIT(5) | BIT(8), NULL },
	{ BIT(1), RUN(11, 18), N_("Of {0} children it is not written down whether they go to school.") },
	{ BIT(1), RUN(19, 20), N_("Of {0} children it is not written down whether they are in a household book.") },
	{ BIT(1), RUN(21, 25), N_("Of {0} children it is not written down whether they board.") },
	{ BIT(1), RUN(26, 29), N_("Of {0} children it is not written down who looks after them.") },
	{ BIT(1), RUN(30, 32), N_("Of {0} children nobody has judged how well they are looked after.") },
	{ BIT(2), BIT(3) | BIT(4), NULL },
	{ BIT(5), BIT(6) | BIT(7), NULL },
	{ BIT(8), BIT(9) | BIT(10), NULL },
	{ BIT(13) | BIT(14), BIT(24) | BIT(25), N_("Of {0} pupils it is not written down whether they board.") },
};
/* clang-format on */

/* Columns 2 to 10. */
static uint64_t civil_age(const struct statutory_case *k)
{
	int age = day_age(k->born, k->on);
	int first = age < 6 ? 2 : age < 14 ? 5 : 8;

	return BIT(first) | BIT(first + 1 + k->girl);
}

/* Columns 21 to 25. */
static uint64_t civil_boards(const struct statutory_case *k, enum statutory_day d)
{
	switch (d) {
	case DAY_KINDERGARTEN:
	case DAY_NO_KINDERGARTEN: return BIT(21);
	case DAY_SENIOR:
	case DAY_VOCATIONAL: return BIT(22);
	case DAY_DROPPED_OUT:
	case DAY_NOT_AT_SCHOOL: return BIT(23);
	case DAY_PRIMARY:
	case DAY_JUNIOR: return k->boards == MAYBE_YES ? BIT(24) : k->boards == MAYBE_NO ? BIT(25) : 0;
	case DAY_UNKNOWN: break;
	}
	return 0;
}

static enum statutory_care care_of(const struct statutory_case *k)
{
	return k->care_says ? k->care_says : k->care_facts;
}

/* "差" is defined under the table: nobody looks after the child, or a parent who is unable, or a carer who
 * does not manage. */
static enum statutory_how_well well_of(const struct statutory_case *k)
{
	enum statutory_care care = care_of(k);

	if (care == CARE_NOBODY || care == CARE_ONE_PARENT)
		return WELL_POOR;
	return k->well_says;
}

static uint64_t count_civil(const struct statutory_case *k)
{
	enum statutory_day d = statutory_day_of(k);
	enum statutory_care care = care_of(k);
	enum statutory_how_well well = well_of(k);
	uint64_t in = BIT(1) | civil_age(k) | civil_boards(k, d);

	in |= d ? BIT(10 + (int)d) : 0;
	in |= k->registered ? BIT(k->registered == MAYBE_YES ? 19 : 20) : 0;
	in |= care ? BIT(25 + (int)care) : 0;
	in |= well ? BIT(29 + (int)well) : 0;
	return in;
}

/* --- the school roll --- */

/* clang-format off */
static const struct statutory_column roll_columns[] = {
	{ N_("Pupils"), N_("All") },
	{ N_("Boys"), N_("Sex") }, { N_("Girls"), NULL },
	{ N_("Boarders"), N_("How they live while at school") }, { N_("Day pupils"), NULL },
	{ N_("Household in this county"), N_("Household") }, { N_("Household elsewhere"), NULL },
	{ N_("No parent away for long"), N_("Left behind (item 37)") }, { N_("One parent away"), NULL }, { N_("Both parents away"), NULL },
};
static const struct statutory_equation roll_equations[] = {
	{ BIT(1), RUN(2, 3), NULL },
	{ BIT(1), RUN(4, 5), N_("Of {0} pupils it is not written down whether they board.") },
	{ BIT(1), RUN(6, 7), N_("Of {0} pupils the household place is not written down.") },
	{ BIT(1), RUN(8, 10), N_("Of {0} pupils it is not known whether a parent is away.") },
};
/* clang-format on */

static uint64_t count_roll(const struct statutory_case *k)
{
	uint64_t in = BIT(1) | BIT(2 + k->girl);

	in |= k->boards ? BIT(k->boards == MAYBE_YES ? 4 : 5) : 0;
	in |= k->household_here ? BIT(k->household_here == MAYBE_YES ? 6 : 7) : 0;
	in |= k->roll >= 0 && k->roll <= 2 ? BIT(8 + k->roll) : 0;
	return in;
}

/* --- the women's federation --- */

/* clang-format off */
static const struct statutory_column federation_columns[] = {
	{ N_("Left-behind children"), N_("All") },
	{ N_("Boys"), N_("Sex") }, { N_("Girls"), NULL },
	{ N_("0 to 5 years"), N_("Age") }, { N_("6 to 13 years"), NULL }, { N_("14 and 15 years"), NULL },
	{ N_("Grandparents"), N_("Who looks after them") }, { N_("Relatives or others"), NULL },
	{ N_("One parent, unable"), NULL }, { N_("Nobody"), NULL },
	{ N_("Care agreement signed"), N_("Care") }, { N_("Also in difficulty"), NULL },
};
static const struct statutory_equation federation_equations[] = {
	{ BIT(1), RUN(2, 3), NULL },
	{ BIT(1), RUN(4, 6), NULL },
	{ BIT(1), RUN(7, 10), N_("Of {0} children it is not written down who looks after them.") },
};
/* clang-format on */

static uint64_t count_federation(const struct statutory_case *k)
{
	int age = day_age(k->born, k->on);
	enum statutory_care care = care_of(k);
	uint64_t in = BIT(1) | BIT(2 + k->girl) | BIT(age < 6 ? 4 : age < 14 ? 5 : 6);

	in |= care ? BIT(6 + (int)care) : 0;
	in |= k->deed == MAYBE_YES ? BIT(11) : 0;
	in |= k->in_difficulty ? BIT(12) : 0;
	return in;
}

/* --- all of them --- */

/* clang-format off */
const struct statutory_form statutory_forms[] = {
	{ CODE_STATUTORY_FORM_CIVIL_MONTHLY, N_("Township"), civil_columns, COUNT(civil_columns),
	  civil_equations, COUNT(civil_equations), count_civil, false },
	{ CODE_STATUTORY_FORM_ROLL_TERM, N_("School and grade"), roll_columns, COUNT(roll_columns),
	  roll_equations, COUNT(roll_equations), count_roll, true },
	{ CODE_STATUTORY_FORM_FEDERATION, N_("Township"), federation_columns, COUNT(federation_columns),
	  federation_equations, COUNT(federation_equations), count_federation, false },
};
/* clang-format on */
const size_t statutory_nforms = COUNT(statutory_forms);

const struct statutory_form *statutory_find(str code)
{
	for (size_t i = 0; i < statutory_nforms; i++)
		if (str_eq(code, str_of(statutory_forms[i].code)))
			return &statutory_forms[i];
	return NULL;
}

uint64_t statutory_columns(const struct statutory_form *f, const struct statutory_case *k)
{
	return f->count(k);
}

/* --- do they fit together? --- */

static int64_t sum_of(uint64_t columns, const int64_t *column)
{
	int64_t sum = 0;

	for (int i = 0; i < STATUTORY_COLUMNS; i++)
		if (columns >> i & 1)
			sum += column[i];
	return sum;
}

struct statutory_check statutory_check_of(const struct statutory_equation *e, const int64_t *column)
{
	struct statutory_check c = { .left = sum_of(e->left, column), .right = sum_of(e->right, column) };

	c.holds = c.left == c.right;
	return c;
}

/* Three or more in a row are written with an ellipsis. */
static void put_side(struct buf *b, uint64_t columns)
{
	bool any = false;

	for (int i = 0; i < STATUTORY_COLUMNS; i++) {
		int run = 0;
		while (columns >> (i + run) & 1)
			run++;
		if (!run)
			continue;
		if (any)
			buf_lit(b, " + ");
		buf_int(b, i + 1);
		any = true;
		if (run > 2) {
			buf_lit(b, " + … + ");
			buf_int(b, i + run);
			i += run - 1;
		}
	}
}

void statutory_equation_put(struct buf *b, const struct statutory_equation *e)
{
	put_side(b, e->left);
	buf_lit(b, " = ");
	put_side(b, e->right);
}
