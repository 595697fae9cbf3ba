/* indicator.h - signs that a child may be at risk, in three groups, as data (data/indicators.csv): what each
 * weighs, which level it triggers by itself, how it wears off, and what raises it.  Poverty, the left-behind
 * status, sex, ethnic group, disability and the result of a psychological instrument are none (domain facts
 * 1.7), and nothing sealed is. */
#pragma once
#include "base.h"

enum indicator_group { INDICATOR_CHILD, INDICATOR_GUARDIANSHIP, INDICATOR_ENVIRONMENT, INDICATOR_GROUP__N };

struct indicator {
	str code; /* data/codes/indicator.csv */
	enum indicator_group group;
	int points;
	int level; /* that it triggers; 0: none */
	int half,
		gone; /* days after it was seen: counts half, and one level less; counts no more.  0: holds */
	int under;    /* only of children younger than so many years; 0: of all */
	str with;     /* together with this one it triggers ... */
	int with_level;
	str computed; /* the fact it follows from; empty: somebody has to have seen it */
	str hazards;  /* codes of data/codes/hazard.csv that raise it, parted by blanks */
	str answers;  /* item:choice of a form that raise it, parted by blanks */
	str source;
};
struct indicators {
	const struct indicator *row;
	size_t n;
};
extern const struct indicators indicators_embedded;

const struct indicator *indicator_find(const struct indicators *all, str code); /* NULL: no such one */
/* Which one a hazard seen on a visit raises, or an answer ("hazards:gas"); NULL: none. */
const struct indicator *indicator_of_hazard(const struct indicators *all, str hazard);
const struct indicator *indicator_of_answer(const struct indicators *all, str answer);
const char *indicator_group_code(enum indicator_group group); /* of data/codes/indicator_group.csv */
