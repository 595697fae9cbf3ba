/* duty_dir.h - the duties of a county of its own: a directory with duties.csv and ladders.csv. */
#pragma once
#include "duty_file.h"

/* RC_INVALID: the files are faulty, *ret_faults names every fault; RC_NOT_FOUND: one cannot be read,
 * *ret_faults says which.  Everything in mem. */
enum rc duty_dir_read(struct arena *mem, const char *dir, const struct fact *const *facts,
		      const struct params *params, struct duties *ret, str *ret_faults) MUST_CHECK;
