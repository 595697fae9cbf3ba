/* compliance.h - was done what the law asks?  Cases of obligations counted by duty, place, school and person
 * over some months, from the roll-up where there is one.  Sealed reports are in none of it.
 *
 * A case counts in the month of its last day.  Running: open, and its last day is still to come; such cases
 * are in no share. */
#pragma once
#include "obligation.h"

/* Who sees figures; beyond the county only of months that are over. */
#define ROLES_COMPLIANCE (ROLES_STAFF | ROLE_INSPECTOR | ROLES_ABOVE)
/* Who sees the cases behind them. */
#define ROLES_COMPLIANCE_ROWS ROLES_STAFF

struct compliance_ask {
	str region;      /* within the reader's; empty: all of it */
	str fact;        /* one duty as people know it: all its rows share the fact; empty: all */
	int first, last; /* months, yyyymm */
};
struct compliance {
	struct duty_counts n;
	int64_t running,
		older; /* older: open since before these months; of one duty alone, up to the county */
};
int64_t compliance_due(const struct compliance *x);      /* asked and not running */
int64_t compliance_not_done(const struct compliance *x); /* past its day and not done, or never done */

/* One duty as people know it (visits by whichever level). */
struct compliance_line {
	const struct duty *duty; /* one of its rows: title, sentence, article */
	struct compliance is;
};
struct compliance_lines {
	struct compliance_line *list;
	size_t n;
};
/* All duties that count, in the order of the file's codes; one or two statements. */
enum rc compliance_load(struct ctx *c, const struct compliance_ask *ask,
			struct compliance_lines *ret) MUST_CHECK;

/* The same by where, which school or who. */
struct compliance_part {
	str region;     /* of a place */
	int64_t id;     /* of a school or an account */
	str who;        /* of an account: as it is called */
	int64_t school; /* of an account: where its place is; else 0 */
	struct compliance is;
};
struct compliance_parts {
	struct compliance_part *list;
	size_t n;
};
enum rc compliance_places(struct ctx *c, const struct compliance_ask *ask, const str *region, size_t n,
			  struct compliance_parts *ret) MUST_CHECK;
enum rc compliance_schools(struct ctx *c, const struct compliance_ask *ask,
			   struct compliance_parts *ret) MUST_CHECK;
/* Who holds the duty's role within reach; of duties of accounts, each of them.  For officials of the county
 * and the supervisors of its townships. */
enum rc compliance_people(struct ctx *c, const struct compliance_ask *ask,
			  struct compliance_parts *ret) MUST_CHECK;

/* The cases behind a number. */
enum compliance_state {
	COMPLIANCE_IN_TIME,
	COMPLIANCE_LATE,
	COMPLIANCE_NOT_DONE,
	COMPLIANCE_RUNNING,
	COMPLIANCE_OLDER, /* open, and its last day lies before these months */

	COMPLIANCE__N
};
extern const char *const compliance_state_name[COMPLIANCE__N]; /* of addresses */
enum rc compliance_rows(struct ctx *c, const struct compliance_ask *ask, enum compliance_state state,
			int64_t school, int64_t after, struct records *ret) MUST_CHECK;

/* A row of the duty with this fact; NULL: none counts, or none for these eyes: one that is about a single
 * level would tell it of each child in a list, which schools are not to see. */
const struct duty *compliance_duty(const struct ctx *c, str fact);
/* The region whose figures the reader sees: their own place, or `asked` within it; false: not within. */
bool compliance_region(const struct ctx *c, str asked, str *ret);

extern const struct route compliance_routes[];
