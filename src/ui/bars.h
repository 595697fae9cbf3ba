/* bars.h - who is at home and who is away over the years, as bars, with the finding in words and the table
 * under it.  Inline SVG, 328 units wide, so that type is about 13 px on a phone. */
#pragma once
#include "html.h"

enum bar_kind { BAR_AWAY = 1, BAR_GONE }; /* GONE: missing, imprisoned, dead from then on */

struct bar_span {
	enum bar_kind kind;
	day from;  /* 0: nobody knows; then it is sure from `known` on */
	day known; /* the day of the form that says so; 0: `from` */
	day to;    /* last day; 0: it lasts */
	str where; /* on the bar when there is room, and in the table */
};

struct bar_row {
	str who;  /* "Mother" */
	str home; /* on the bar while at home: "at home" */
	const struct bar_span *span;
	size_t n;
};

struct bars {
	const struct bar_row *row;
	size_t n;
	day today;   /* the right edge */
	day first;   /* the left edge at the earliest: the child's birth; 0: as far as spans go */
	str caption; /* over the picture */
	str finding; /* what it says, in sentences: its aria-label */
};
void bars_put(struct page *p, const struct bars *b);
