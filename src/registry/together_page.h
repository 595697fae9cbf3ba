/* together_page.h - days together with a parent, on pages: one child's by year, a place's as a distribution.
 */
#pragma once
#include "child_page.h"

/* Folded part of the child's file: by calendar year, newest first, five at most.  No statement of its own. */
void child_page_together(struct child_page *f);

extern const struct route together_routes[]; /* ended by an empty row */
