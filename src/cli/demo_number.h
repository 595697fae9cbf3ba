/* demo_number.h - numbers of people who do not exist: valid, each given once, in the order of asking.
 * Identity numbers have the area of the county and serials from 995 downwards, which no county has handed
 * out; mobile numbers run from 13000000000. */
#pragma once
#include "demo_plan.h"

struct demo_numbers;
struct demo_numbers *demo_number_new(struct arena *mem);
/* The same of another county; its mobile numbers run from `first_phone`. */
struct demo_numbers *demo_number_of(struct arena *mem, str county, int64_t first_phone);

/* Every number of a family: of each adult and child. */
void demo_number_family(struct arena *mem, struct demo_numbers *n, struct demo_random *r,
			struct demo_family *f);

/* The next one of its sort. */
str demo_number_identity(struct arena *mem, struct demo_numbers *n, int sex, day born);
str demo_number_phone(struct arena *mem, struct demo_numbers *n);
