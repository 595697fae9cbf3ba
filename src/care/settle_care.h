/* settle_care.h - what follows from a child's care facts without anybody's deciding: levels (risk.h), where
 * the case stands (case.h), what is asked of whom (obligation.h).  Recomputable at any time; a test recounts.
 */
#pragma once
#include "case.h"

/* The model's settle for this room.  Of children who have nothing to do with care one statement for sixteen.
 */
enum rc settle_care(struct ctx *c, const int64_t *child, size_t n);
/* Bring every case whose next_on has come up to date, in units of a few hundred. */
enum rc settle_care_daily(struct ctx *c);

/* What the rules need beside the facts. */
struct settle_rules {
	struct risk_params risk;
	struct case_params cases;
};
struct settle_rules settle_rules_of(const struct ctx *c);
/* Everything of one child as it stands today, reasons included: for pages that show one child's file.  Reach
 * is the caller's to ask. */
struct settle_now {
	struct care_facts facts;
	struct risk risk;
	struct case_now now;
};
enum rc settle_care_now(struct ctx *c, int64_t child, struct settle_now *ret) MUST_CHECK;
