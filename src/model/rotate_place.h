/* rotate_place.h - inside model/ only: where values of a class are sealed.  A place is a table: each kind
 * with a field of the class, the journal's bodies, then the columns that model.sealed lists. */
#pragma once
#include "rotate.h"

/* false: there are not so many. */
bool place_name(struct ctx *c, struct key_of of, size_t i, str *ret);
/* Seal the next rows after r->cursor by r->to and move the cursor; *ret_end: there were no more.  What comes
 * later stands under the new number anyway. */
enum rc place_batch(struct ctx *c, struct rotation *r, size_t i, bool *ret_end) MUST_CHECK;
/* Values of the county that stand under this number. */
enum rc place_count(struct ctx *c, const struct key_name *name, size_t i, int64_t *ret) MUST_CHECK;
