/* photo_page.h - photographs on a visit's page, and their addresses.  A picture says more than what is
 * written down beside it, so it is covered like that: an address of it opens only with the ticket that stands
 * in it, and a page that was opened for a purpose hands those out; what one has just sent oneself, one sees.
 */
#pragma once
#include "html.h"
#include "record.h"

extern const struct route photo_routes[]; /* ended by an empty row */
extern const struct kind_page photo_pages;

/* On the page of a visit, opened or not: its photos, and the form to send one. */
enum rc photo_panel(struct page *p, const struct record *visit) MUST_CHECK;
