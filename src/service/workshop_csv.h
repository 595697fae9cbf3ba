/* workshop_csv.h - lists in CSV, read in the workshop. */
#pragma once
#include "csvio.h"
#include "workshop.h"

/* csv_read() where strangers' files are read: the same rows, the same refusals. Also RC_INVALID: reading it
 * broke a rule of the workshop; RC_BUSY. Without a workshop it is csv_read(). Never jumps but as that does.
 */
enum rc workshop_csv(struct arena *mem, str text, struct csv *ret) MUST_CHECK;

/* The job, and what is made of its answer. A frame of type 1 holds rows: line and number of cells, then each
 * cell after its length; numbers in base 128, the lowest part first. */
enum rc workshop_csv_work(struct workshop_desk *d);
enum rc workshop_csv_take(void *ret_csv, struct workshop_frames *f);
