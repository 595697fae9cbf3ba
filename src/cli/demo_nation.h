/* demo_nation.h - the left-behind children of the whole country in every county, 8.7 million of them in 2026
 * (the last published count carried on: domain facts 2.1), for measuring and showing what stands above a
 * county.  Core kinds only: schools, children, their parents, absences, households, enrolments, difficulties.
 * The province of the demo's own county is told more closely: households by village instead of county,
 * classes, who looks after the children, phones. Written in bulk (load.h); on SQLite some 15 GB. */
#pragma once
#include "demo.h"

/* A unit for each county.  As demo_make(): *ret_why on failure. */
enum rc demo_nation_make(struct ctx *c, const struct demo_options *o, str *ret_why) MUST_CHECK;
