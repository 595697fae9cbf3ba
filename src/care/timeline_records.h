/* timeline_records.h - what most sources of a timeline (timeline.h) ask: the records of a kind that calls its
 * day on_day. */
#pragma once
#include "timeline.h"

/* Those of the child within the days, the last written first; one statement.  Of a kind with a field
 * `corrects` also those that put another right, whatever their day. */
enum rc timeline_records(struct timeline *t, const struct kind *k, struct records *ret) MUST_CHECK;
