/* growth_page.h - a child's growth file as one row of days: all rooms' parts of it (timeline.h), by section
 * and by school year; and its part of the child's own page. */
#pragma once
#include "growth.h"
#include "timeline.h"

extern const struct route growth_page_routes[]; /* ended by an empty row */
/* Who opens it; what of it they find there follows from the profile of each source. */
#define ROLES_GROWTH_FILE (ROLES_STAFF | ROLES_CARE | ROLES_FAMILY | ROLE_CHILD)

panel growth_panel;                              /* one statement */
void growth_ways(struct page *p, int64_t child); /* to the pages of its parts, as far as one may read them */
