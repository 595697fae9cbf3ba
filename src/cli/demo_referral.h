/* demo_referral.h - agencies of the demo county with their people, and what was referred to them. */
#pragma once
#include "record.h"

/* After demo_care_write(), of whose story the children are.  Each act is a unit of its own. */
enum rc demo_referral_write(struct ctx *c) MUST_CHECK;
