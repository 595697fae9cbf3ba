/* demo_sweep.h - a census sweep under way in the township of Wuhe: most families of Wuhe are visited, one was
 * not found, a second person has been to two. */
#pragma once
#include "record.h"

/* After schools, families and accounts.  What the visits say changes no fact of the demo. */
enum rc demo_sweep_write(struct ctx *c) MUST_CHECK;
