/* repoint.h - what pointed at one record points at another from now on: two records turned out to be one.  A
 * reference that nobody may change by hand ("fixed") is changed here, under the rules of its kind and with a
 * row in the journal, so that it can be taken back like any change. */
#pragma once
#include "record.h"

/* Inside store_write(), as the program: field `field` of one record becomes `to` (an id; of an account, its
 * text).  What is derived settles at the end of the unit.  RC_INVALID, RC_CONFLICT: the rules of the kind are
 * against it, the problems say why; nothing was written. */
enum rc repoint_record(struct ctx *c, const struct kind *k, int64_t id, size_t field,
		       struct val to) MUST_CHECK;
