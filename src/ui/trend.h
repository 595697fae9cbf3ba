/* trend.h - how one or two numbers changed from month to month: lines with the finding in words and the table
 * under them.  Inline SVG, 328 units wide, so that type is about 13 px on a phone. */
#pragma once
#include "html.h"

enum { TREND_LINES = 2 };

struct trend {
	const str *when; /* n of them: "Nov 2025" */
	size_t n;
	struct {
		str label;
		const int64_t *value; /* n of them */
	} line[TREND_LINES];          /* the first is drawn through, the second dashed */
	size_t lines;
	str caption, finding; /* finding: what it says, in sentences: its aria-label */
};
void trend_put(struct page *p, const struct trend *t);

/* Edges of a scale that holds low .. high, at round numbers; from 0 unless that would flatten everything. */
struct trend_scale {
	int64_t from, to;
};
struct trend_scale trend_scale_of(int64_t low, int64_t high);
