/* demo_work.h - works, photos of a class and voice notes of the demo: drawings made by the program, and a few
 * notes of a tune in place of a voice. */
#pragma once
#include "record.h"

/* After demo_growth_write().  Without a place for files there are none. */
enum rc demo_work_write(struct ctx *c, uint64_t seed) MUST_CHECK;
