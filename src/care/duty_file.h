/* duty_file.h - from the files duties.csv and ladders.csv to struct duties, or to what is wrong with them. */
#pragma once
#include "buf.h"
#include "duty.h"

/* The files of data/duties as they were when the program was built. */
extern const str duty_file_duties, duty_file_ladders;

struct duty_files {
	str duties, ladders;             /* the text */
	str duties_name, ladders_name;   /* as faults call them */
	const struct fact *const *facts; /* every fact that rooms ship; NULL-ended */
	const struct params *params;
};
/* RC_INVALID: *ret_faults holds every fault, a line each: "duties.csv:7: the period is zero".  Everything in
 * mem. */
enum rc duty_read(struct arena *mem, const struct duty_files *f, struct duties *ret,
		  str *ret_faults) MUST_CHECK;
