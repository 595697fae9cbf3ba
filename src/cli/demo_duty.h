/* demo_duty.h - the files that schools keep of their left-behind pupils, written down over the
 * year: most in time, some late, a few not yet. */
#pragma once
#include "record.h"

/* After levels and cases are there. */
enum rc demo_duty_write(struct ctx *c) MUST_CHECK;
