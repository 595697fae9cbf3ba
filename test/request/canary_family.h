/* canary_family.h - a record of each kind of the room family, with a value in every field. */
#pragma once
#include "harness.h"

/* Its id; 0: the kind is not of that room. */
int64_t canary_family(struct harness *h, const struct kind *k);
