/* demo_transfer.h - what a demo shows of changes of school: one that waits for the head of Wuhe, one that
 * another school has left unanswered past its day, one that was not agreed to.  Nobody has moved: the numbers
 * a demo promises stay. */
#pragma once
#include "demo_county.h"
#include "record.h"

/* Units of its own: outside store_write(), as the program, once there are accounts and children. */
enum rc demo_transfer_write(struct ctx *c, const struct demo_map *m) MUST_CHECK;
