/* region_figures.h - the parts of the page of a region.  For the region files. */
#pragma once
#include "counts.h"
#include "registry_page.h"

/* Addresses on a day: of a region's page, and of the children behind one of its numbers (an index of struct
 * counts); empty: not for these eyes, or not known yet. */
str region_day_url(struct page *p, str url, day on);
str region_url(struct page *p, str code, day on);
str region_rows_url(struct page *p, str code, int which, day on);

/* What lies below a region, and how many children count there. */
struct region_below {
	struct region *region;
	str *code;
	struct counts *count; /* NULL: not counted for this day */
	size_t n;
};
enum rc region_below_load(struct req *r, str code, day on, struct region_below *ret) MUST_CHECK;

enum region_order { REGION_BY_NUMBER, REGION_BY_SHARE };
/* Ranked, each number a link to its rows. */
void region_below_table(struct page *p, str code, const struct region_below *b, day on,
			enum region_order order);
/* About where they lie; wide: they need the broad column. */
bool region_below_wide(str code);
void region_below_tiles(struct page *p, str code, const struct region_below *b, day on);
