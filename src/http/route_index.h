/* route_index.h - all routes of a program by what tells most of them apart: how many parts a path has and its
 * first one.  Several hundred routes are otherwise compared with each request, twice. */
#pragma once
#include "route.h"

struct route_index;
/* Lives in mem as long as the routes are asked for; at least one route. */
const struct route_index *route_index_make(struct arena *mem, const struct route *const *routes,
					   size_t nroutes);
/* Those that may fit this path, in their order; all others do not. */
const struct route *const *route_index_find(const struct route_index *x, str path, size_t *ret_n);
