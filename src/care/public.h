/* public.h - the page for everybody, without signing in: somebody is worried about a child.  It says 110
 * first; harm and danger become a report (report.h), anything else an alert (alert.h).  The answer is always
 * the same, with a code for asking back: nothing tells whether a child, a report or an alert is there.
 *
 * So many from one address within an hour (parameter alert.public_hour); who is behind it is not kept. */
#pragma once
#include "report_page.h"

extern const struct route public_routes[]; /* ended by an empty row */
