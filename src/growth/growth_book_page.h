/* growth_book_page.h - the pages on which a child's book is asked for, watched and fetched; and the list of a
 * village, on paper. */
#pragma once
#include "growth_book.h"
#include "route.h"

extern const struct route growth_book_routes[]; /* ended by an empty row */

handler village_page_show, village_page_pdf;
