/* fairness.h - is anybody put at yellow or red more often than others?  Shares by village, sex, ethnic group
 * and school with Wilson's interval (95 %), so that a few children more or less are not read as a difference.
 * Groups of fewer than care.fair_smallest children are not shown, and never a single one of them alone, from
 * which the total would give it away. */
#pragma once
#include "care.h"

enum fair_by { FAIR_VILLAGE, FAIR_SCHOOL, FAIR_SEX, FAIR_ETHNICITY, FAIR_BY__N };

struct fair_cell {
	str code, name; /* of a school: its name */
	int64_t all, flagged;
	int share, low, high; /* per mille */
	bool shown;
	int against; /* 1: wholly above the share of all, -1: wholly below, 0: neither can be said */
};
struct fair_table {
	struct fair_cell *cell;
	size_t n, hidden;
	struct fair_cell total;
};

/* Pure: Wilson's interval of `flagged` of `all`, per mille; of nobody 0 to 1000. */
void fairness_interval(int64_t flagged, int64_t all, int *ret_low, int *ret_high);
/* Pure: shares, intervals, who is shown. */
void fairness_reckon(struct fair_table *t, int64_t smallest);

/* Children of the county at any level; counts only, so no reach is asked: the route must. */
enum rc fairness_load(struct ctx *c, enum fair_by by, struct fair_table *ret) MUST_CHECK;
