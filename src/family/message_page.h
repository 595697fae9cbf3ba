/* message_page.h - the pages of messages: for a child and its family; for whoever holds the link of a call
 * that came to nothing. */
#pragma once
#include "route.h"
#include "timeline.h"

extern const struct route message_routes[]; /* ended by an empty row */
extern const struct route message_link_routes[];
/* That there was contact, for everybody who reads a growth file; never what was said. */
extern const struct timeline_source message_timeline;
