/* tiles.h - places as tiles about where they lie on a map, each with its name and number, darker where the
 * share is larger; the number says it in words, the shade only repeats it.  Links, so a thumb can open them.
 */
#pragma once
#include "html.h"

enum tile_shade { TILE_PLAIN, TILE_TINT, TILE_FULL };

struct map_tile {
	str name, value; /* value: a number as text; empty: not counted here */
	str url;         /* empty: no link */
	enum tile_shade shade;
	int row, column; /* from 0; read only when .placed */
	bool placed;
};

struct tiles {
	const struct map_tile *tile; /* placed ones in order of row and column */
	size_t n;
	int columns; /* 0: nobody knows where they lie: one after the other */
};
void tiles_put(struct page *p, const struct tiles *t);

/* Shades by rank: the third with the largest share is TILE_FULL, the smallest TILE_PLAIN.  Equal shares get
 * the same shade; with fewer than three different ones nothing is shaded. */
struct tile_share {
	int64_t part, whole; /* whole 0: TILE_PLAIN */
};
void tiles_shade(struct arena *mem, const struct tile_share *share, size_t n, enum tile_shade *ret);
