/* measure.h - rules of measurements, health entries and home surveys, and a child's measurements as points of
 * a curve.  All three are append-only (entry.h). */
#pragma once
#include "curve.h"
#include "growth.h"

/* Of one child and day there is one measurement; who shrank, or grew by more than children do
 * (PARAM_GROWTH_HEIGHT_ERROR, PARAM_GROWTH_HEIGHT_STEP), is asked about: a note answers. */
void measure_check(struct ctx *c, const struct change *change);
void health_note_check(struct ctx *c, const struct change *change);
void home_survey_check(struct ctx *c, const struct change *change);

/* What of a record is measured; 0 for what is not there or not for these eyes. */
struct curve_point measure_point(const struct record *measurement, const struct record *child);

struct measure_points {
	struct curve_point *p; /* the oldest first; what was put right is left out */
	size_t n;
	bool covered; /* there are values, and a purpose opens them: only days and ids are known */
};
/* As who asks. RC_NOT_FOUND: not for these eyes.  `child` with sex and birthday. */
enum rc measure_points_of(struct ctx *c, const struct record *child, struct measure_points *ret) MUST_CHECK;
