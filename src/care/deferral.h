/* deferral.h - a duty towards a child is put off for a while, with a reason (at most task.snooze_days at
 * once). It stays due, and counts as late where it was late: obligation.DEFERRED_TO follows, so that it does
 * not ask every morning. */
#pragma once
#include "care.h"

struct deferral_new {
	int64_t child;
	str duty; /* its code */
	day from; /* first day of the period that is put off */
	day until;
	str reason;
};
/* Inside store_write(), as whoever acts.  RC_NOT_FOUND: no such open duty for these eyes; RC_DENIED: not
 * theirs; RC_INVALID: c->problems says what, at until, reason. */
enum rc deferral_put(struct ctx *c, const struct deferral_new *n, int64_t *ret) MUST_CHECK;

void deferral_check(struct ctx *c, const struct change *change); /* the rules of the kind */
