/* simple.h - the first page of a parent or guardian on an old phone: less than 6 KB with everything, no
 * script, no picture, no style; plain links and buttons.  Whoever wants it turns it on; a cookie of that
 * browser remembers. */
#pragma once
#include "route.h"

extern const struct route simple_routes[]; /* ended by an empty row */
