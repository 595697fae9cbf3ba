/* demo_export.h - what a demo shows of lists that leave: one that waits for a second person, one that was
 * refused. */
#pragma once
#include "record.h"

/* Units of its own: outside store_write(), as the program, once there are accounts and children. */
enum rc demo_export_write(struct ctx *c) MUST_CHECK;
