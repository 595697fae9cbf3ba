/* privacy_demo.h - what a demonstration shows of what is sealed. */
#pragma once
#include "model.h"

/* Accounts of one county; the child within reach of head and counsellor (0: there is none). */
struct privacy_demo {
	int64_t child, person; /* somebody tied to the child: kept away from now on */
	int64_t civil, head, counsellor;
};
/* An order three weeks old with its grounds; three days ago the head asked and was refused, yesterday the
 * counsellor asked and civil affairs agreed, eight minutes ago the head asked again: that one waits.  Units
 * of its own: outside store_write().  RC_NOT_FOUND: no such account. */
enum rc privacy_demo_sealed(struct ctx *c, const struct privacy_demo *who) MUST_CHECK;
