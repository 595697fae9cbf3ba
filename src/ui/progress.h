/* progress.h - durable work as people see it: a bar that fills, in words how far it is, what came in the way,
 * and one thing to do about it.  No script: while it is under way the page asks the browser to load it again.
 */
#pragma once
#include "html.h"
#include "job.h"

struct progress {
	const struct job *job;
	const char *label;   /* English: "Looking through a list" */
	const char *counted; /* English, {0} done of {1}: "{0} of {1} rows"; NULL: not counted in words */
};
/* Of a job that is done nothing is written: its outcome is the page's to tell. */
enum rc progress_put(struct page *p, const struct progress *it) MUST_CHECK;
bool progress_ends(const struct job *j); /* it will not move any more by itself */
