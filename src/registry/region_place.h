/* region_place.h - about where places lie beside each other, as rows and columns of a rough map.  No map
 * data: drawn by eye from the published administrative map, enough to find a township by where one expects
 * it. */
#pragma once
#include "base.h"

struct region_place {
	const char *code; /* "44", "4408..." */
	int row, column;
	const char *name; /* shorter than the region map's, or of a place it does not hold; NULL: the map's */
};

/* The places inside `code` (empty: the nation) in order of row and column; 0: nobody drew them. */
size_t region_places(str code, const struct region_place **ret, int *ret_columns);
