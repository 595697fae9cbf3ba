/* demo_deed.h - deeds of entrusted care in a demo: of the family that signs in, and of the village of the
 * demo's director, one in every state. */
#pragma once
#include "record.h"

/* After demo_care_write(), of whose story the children are.  Each act is a unit of its own. */
enum rc demo_deed_write(struct ctx *c) MUST_CHECK;
