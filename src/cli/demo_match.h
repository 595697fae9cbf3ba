/* demo_match.h - some who stand in the register twice: a child with a slip in its birthday, one with a slip
 * in its name, one who was simply written down twice; a grandmother without a number; and a pair of whom
 * somebody has said already that they are two. */
#pragma once
#include "record.h"

/* After schools and families, units of its own.  Wuhe's own pupils stay as they are counted. */
enum rc demo_match_write(struct ctx *c) MUST_CHECK;
