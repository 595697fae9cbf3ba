/* curve_draw.h - one child's heights, or body masses, as a picture in the page's own markup: the band of the
 * national standard, its middle, and the child's own line; the finding stands in words under it. */
#pragma once
#include "curve.h"
#include "html.h"

struct curve_picture {
	enum curve_what what; /* CURVE_HEIGHT or CURVE_BMI */
	str sex;
	const struct curve_point *p; /* the oldest first */
	size_t n;
	str caption, finding; /* finding: what it shows, for those who hear it */
};
/* Nothing when nothing of the kind was measured. */
void curve_draw(struct page *p, const struct curve_picture *c);
