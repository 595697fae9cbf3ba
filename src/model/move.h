/* move.h - a record changes its keeper: another county looks after it from now on, under the same id.
 *
 * The row stays; its county and version change, and what is sealed is sealed anew by the key of the new
 * county.  The chain of the old county says that the record left, that of the new one begins with all of it,
 * so each chain can be verified by itself.  Nobody's access is asked: the room that moves a record has
 * decided who may (a transfer accepted by the other side). */
#pragma once
#include "record.h"

/* Inside store_write(): the record now belongs to `county`; nothing when it does already.  What points at it
 * and what it points at is the caller's business.  A child it belongs to is settled at the end of the unit.
 * RC_NOT_FOUND: no such record. */
enum rc move_record(struct ctx *c, const struct kind *k, int64_t id, unsigned county) MUST_CHECK;
/* The same for all records of a kind that point at `of` by this T_REF field and are kept by `from`. */
enum rc move_referrers(struct ctx *c, const struct kind *k, size_t field, int64_t of, unsigned from,
		       unsigned county) MUST_CHECK;
