/* pile_page.h - photographs of a class that wait to be sorted: sending them, and giving each to the children
 * who are in it.  Each photo travels in a request of its own where there is script (asset/pile.js), all of
 * them in one where there is none; what arrived stays, whatever becomes of the rest. */
#pragma once
#include "html.h"

#define ROLES_PILE (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_CARE)

extern const struct route pile_routes[]; /* ended by an empty row */
