/* children_api.h - what the registry adds to the generic API: statuses of children on any day, parents as a
 * view, counts of left-behind children. */
#pragma once
#include "api.h"

extern const struct api_extra children_extra;
extern const struct route registry_api_routes[];
