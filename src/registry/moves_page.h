/* moves_page.h - the monthly list of children who entered or left a status: page, print, file. */
#pragma once
#include "registry_page.h"

extern const struct route moves_routes[]; /* ended by an empty row */
