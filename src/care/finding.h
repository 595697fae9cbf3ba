/* finding.h - somebody saw that an indicator of risk holds of a child: with day and evidence, open to
 * contest. What is seen is written down within care.backdate_days.  Whoever has the child's file may say that
 * it is not so; somebody else than who saw it answers, and until then it counts.  Withdrawn, it never did. */
#pragma once
#include "care.h"

struct finding_new {
	int64_t child;
	str indicator; /* a code of data/codes/indicator.csv */
	day on;
	str note;             /* C4; may be empty */
	const char *evidence; /* name of the kind it rests on: "visit", "assessment"; NULL: own eyes */
	int64_t evidence_id;
};
/* Inside store_write(), as whoever saw it.  The same indicator with the same evidence is there once: its id
 * again. RC_INVALID: c->problems. */
enum rc finding_raise(struct ctx *c, const struct finding_new *n, int64_t *ret) MUST_CHECK;
/* Each hazard (codes of data/codes/hazard.csv, parted by blanks) that is an indicator. */
enum rc finding_of_hazards(struct ctx *c, int64_t child, day on, str hazards, const char *evidence,
			   int64_t evidence_id) MUST_CHECK;

/* Inside store_write(), by the program: from this day on it is not so any more. */
enum rc finding_over(struct ctx *c, int64_t id, day on) MUST_CHECK;

/* Units of their own, as whoever acts.  RC_DENIED: who saw it, or who contested it, does not answer; the
 * problem says so.  RC_CONFLICT: nothing is contested, or somebody has answered. */
enum rc finding_contest(struct ctx *c, int64_t id, str why) MUST_CHECK;
enum rc finding_answer(struct ctx *c, int64_t id, bool withdraw, str answer) MUST_CHECK;
/* Who answers: those who look after the place, and county. */
#define ROLES_ANSWER (ROLE_OFFICER | ROLE_CIVIL | ROLE_HEAD | ROLE_SUPERVISOR)
bool finding_may_answer(const struct ctx *c, const struct record *finding);

/* The kind's rules; fills in who, when and where it stands. */
void finding_check(struct ctx *c, const struct change *change);
