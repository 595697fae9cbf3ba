/* assessment.h - a form filled in for a child (instrument.h): append-only, the same form sent twice by the
 * same account is one.  What it says of hazards and conduct becomes findings with the form as their evidence.
 */
#pragma once
#include "care.h"
#include "instrument.h"

/* Who fills them in. */
#define ROLES_ASSESS (ROLES_COUNTY | ROLE_TEACHER | ROLES_VILLAGE)

struct assessment_new {
	int64_t child;
	str instrument; /* empty: the first there is */
	day on;         /* 0: today */
	struct instrument_answers answers;
	str note, client;
};
/* A unit of its own.  RC_INVALID: problems at the items' codes and at on, note. *ret: the record, new or
 * there already; ret_report: an answer asks for a report at once. */
enum rc assessment_write(struct ctx *c, const struct assessment_new *n, int64_t *ret,
			 bool *ret_report) MUST_CHECK;
enum rc assessment_write_unit(struct ctx *c, const struct assessment_new *n, int64_t *ret) MUST_CHECK;

/* The kind's rules; fills in points, who and when. */
void assessment_check(struct ctx *c, const struct change *change);
enum rc assessment_after(struct ctx *c, struct change *change);
