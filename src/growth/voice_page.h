/* voice_page.h - voice notes of a child: all that this reader may hear of, the form to record one, and the
 * sound itself, in the pieces that a player asks for. */
#pragma once
#include "html.h"

extern const struct route voice_routes[]; /* ended by an empty row */
extern const struct kind_page voice_pages;
extern const struct timeline_source voice_timeline;
