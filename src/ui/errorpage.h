/* errorpage.h - what went wrong, in words, and what to do.  The page for what is missing and for what is not
 * for these eyes has the same bytes: nothing of the request stands in it. */
#pragma once
#include "frame.h"

void errorpage(struct req *r, enum rc rc); /* for app.error_page */
