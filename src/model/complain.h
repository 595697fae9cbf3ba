/* complain.h - what a rule has to say about a field of the record at hand: into the problems of the work, for
 * its reader (problem.h).  Days are written into the arena of the work. */
#pragma once
#include "model.h"

void complain(struct ctx *c, const char *field, const char *text);             /* English, marked with N_() */
void complain_of(struct ctx *c, const char *field, const char *text, str arg); /* {0} */
str complain_day(struct ctx *c, day d);  /* 2026-09-01, as it is typed into a field */
str complain_date(struct ctx *c, day d); /* in words, in the reader's language */
