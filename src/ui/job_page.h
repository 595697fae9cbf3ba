/* job_page.h - what its owner may do about durable work under way: stop it, or try it again.  What it came to
 * is told by the page of its subject, to which both lead back. */
#pragma once
#include "route.h"

extern const struct route job_page_routes[];
