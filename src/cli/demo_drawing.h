/* demo_drawing.h - pictures of nobody and no place for the demo: sky, hill, a house, a tree, the sun, drawn
 * by the program. */
#pragma once
#include "demo_random.h"

struct demo_scene {
	uint32_t sky, hill, wall, roof;
	int house, tree, sun; /* where, in hundredths of the width */
	bool smoke;
};
struct demo_scene demo_drawing_scene(struct demo_random *r);
/* Four wide, three high. RC_TOO_BIG: no memory. */
enum rc demo_drawing_jpeg(struct arena *mem, const struct demo_scene *s, int width, str *ret) MUST_CHECK;
