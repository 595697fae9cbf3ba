/* persons.h - how many persons this installation keeps data of.  Regulations on Network Data Security, art.
 * 28: from ten million persons on, the rules for important data hold; a warning comes before. */
#pragma once
#include "record.h"

enum persons_mode { PERSONS_FEW, PERSONS_MANY, PERSONS_IMPORTANT };
enum persons_mode persons_mode(int64_t persons, int64_t warn, int64_t important); /* pure */

/* Children and adults of all counties here, as counted last night; -1: not counted yet. */
int64_t persons_count(struct ctx *c);
enum persons_mode persons_mode_now(struct ctx *c);
enum rc persons_daily(struct ctx *c) MUST_CHECK; /* count them */
