/* demo_contact.h - a demo's weeks of contact: most parents talk with child and carer every few days, some
 * forget the carer, a few have been silent for a week, for two, for a month. */
#pragma once
#include "record.h"

/* Units of its own, after those of the calls. */
enum rc demo_contact_write(struct ctx *c, uint64_t seed) MUST_CHECK;
