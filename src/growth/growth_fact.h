/* growth_fact.h - how this room answers duties (ui/fact.h): that a guardian came to school, that the school
 * went to see a child at home, that a teacher talked with it, on which day.  A model of schools asks for each
 * once a term (domain facts 4.1); no law does, so data/duties names none of them: a county that wants to may.
 */
#pragma once
#include "fact.h"
#include "growth.h"

extern const struct fact *const growth_fact_list[]; /* NULL-ended */
