/* leaving.h - before a child under care leaves a school, the class teacher is asked to tell whoever looks
 * after it next (GF13, domain facts 4.1): as a task, while the child is still theirs to write about.
 *
 *	another school asks for the child  -> by the day on which the child begins there
 *	the class leaves in summer         -> from growth.handover_from to growth.handover_until
 *
 * A handover note ends it. */
#pragma once
#include "growth.h"

enum { LEAVING_FRESH_DAYS = 120 }; /* a note so young need not be written again */

/* Raise what is to be asked today; idempotent; for the daily timer. */
enum rc leaving_daily(struct ctx *c) MUST_CHECK;
/* Inside settling, of a child with a new handover note: open tasks of this sort are no longer needed. */
enum rc leaving_settle(struct ctx *c, int64_t child) MUST_CHECK;
