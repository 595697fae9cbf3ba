/* case.h - how a child's care stands, derived from what is there (fresh, assessed, planned, in service,
 * closed, reopened), and by when somebody should look again.  Pure. */
#pragma once
#include "risk.h"

/* Days by level, RISK_GREEN to RISK_RED; what the duties ask, in short. */
struct case_params {
	int first[RISK_LEVEL__MAX + 1];  /* to the first visit after the level rose */
	int every[RISK_LEVEL__MAX + 1];  /* from one visit to the next */
	int review[RISK_LEVEL__MAX + 1]; /* from one review to the next */
};
struct case_params case_params_of(const struct ctx *c);

struct case_now {
	bool kept; /* there is a case: under care, at a level, or it was once and something was done */
	const char *state; /* a code of care_state */
	int level;
	day since; /* at this level */
	day from;  /* of the present stretch of care, or of the first trigger */
	day last_visit, visit_due, assessed_on, review_due; /* 0: none */
};
void case_at(const struct care_facts *f, const struct risk *risk, const struct case_params *params, day on,
	     struct case_now *ret);
