/* clearance.h - the yearly query for convictions, without which nobody works with children.  Law on the
 * Protection of Minors, art. 62. */
#pragma once
#include "record.h"

enum { CLEARANCE_ACCOUNT, CLEARANCE_QUERIED_ON, CLEARANCE_RESULT, CLEARANCE_REFERENCE, CLEARANCE__N };
extern const struct kind clearance_kind;

/* Nobody answers for themselves, and nobody was queried tomorrow. */
void clearance_check(struct ctx *c, const struct change *change);
/* A record found ends every session of the account. */
enum rc clearance_after(struct ctx *c, struct change *change);
