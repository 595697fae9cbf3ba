/* sweep_today.h - what of the census sweeps waits on Today. */
#pragma once
#include "today_item.h"

extern const struct today_item sweep_visits_today; /* of those who visit */
extern const struct today_item sweep_looks_today;  /* of the second person in the township */
extern const struct today_item sweep_over_today;   /* of the county: past their last day */
