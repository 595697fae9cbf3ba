/* growth_file.h - what a child's growth file holds as a whole: which of the thirteen sections (domain
 * facts 4.1) hold something, and when it was last written into.  Recomputable from the records at any time; a
 * test recounts.
 *
 *	GF01  what the register knows suffices (sex, birth, household), or the child said of itself
 *	GF02  somebody is tied to the child today
 *	GF09  visits      GF12  assessments, plans      the others: section.h
 *
 * An entry counts on the day it is about; an older version of a corrected one does not count.  Beside it
 * stands the last day in the sections that schools fill for all their pupils alike: a list of a class shows
 * that one, or it would tell who is visited at home. */
#pragma once
#include "growth.h"
#include "section.h"

/* GF04 to GF08 and GF11, as bits. */
unsigned growth_file_school_sections(void);

/* The model's settle for this room.  Of children of whom nothing is written one statement for sixteen. */
enum rc growth_file_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;
/* Once, in a database that held visits before this room was there, or whose meta row `growth_built` is gone:
 * the files that are missing, in units. */
enum rc growth_file_daily(struct ctx *c) MUST_CHECK;
