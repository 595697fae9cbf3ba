/* elder.h - parts of pages for people who read with trouble: the page read aloud where the browser can, four
 * large ways on, a phone number in digits that one tap dials.  Without script all but the reading is there.
 */
#pragma once
#include "html.h"

/* "Read this to me": covered until asset/aloud.js finds a voice.  `first`: the one filled button of the page.
 */
void elder_aloud(struct page *p, bool first);

struct elder_way {
	const char *icon;
	str title, why, url; /* why may be empty */
};
void elder_ways_begin(struct page *p, const char *label);
void elder_way(struct page *p, const struct elder_way *w);
void elder_ways_end(struct page *p);

/* Text as its writer set it, line by line. */
void elder_text(struct page *p, str text);

/* The digits alone as a link, within a line of text. */
void elder_dial(struct page *p, str number);
/* The number as a link that dials it; nothing but digits and dashes goes out. */
void elder_phone(struct page *p, str number);
