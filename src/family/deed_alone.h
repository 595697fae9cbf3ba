/* deed_alone.h - nobody under eight, and no child that needs special care, is left unattended; nobody under
 * sixteen lives alone (LPM 21).  Looked at when a deed ends and each day: who is left alone stands at red at
 * once, by a finding of care (finding.h), with the day and what it rests on; open to contest like any other.
 * As long as it lasts it is found anew after family.deed_alone_again_days.
 *
 * There for a child are: a parent who is not away, alive, able; whoever is entered as looking after it or
 * living with it, of age, able and not kept away.  The carer of a deed that is over counts no more, unless
 * they live with the child. */
#pragma once
#include "deed.h"

/* Inside store_write(), of a child whose facts have changed.  `deed`: what has just ended, 0: none; `nobody`:
 * somebody says that nobody is there. */
struct deed_left {
	int64_t child, deed;
	bool nobody;
};
enum rc deed_alone_look(struct ctx *c, const struct deed_left *l) MUST_CHECK;
/* How it stands, without writing. */
enum rc deed_alone_of(struct ctx *c, int64_t child, enum deed_alone *ret) MUST_CHECK;
/* All children, in units of a few hundred; idempotent. */
enum rc deed_alone_daily(struct ctx *c) MUST_CHECK;
