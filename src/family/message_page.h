/* message_page.h - the pages of messages: for a child and its family; for whoever holds the link of a call
 * that came to nothing. */
#pragma once
#include "route.h"
#include "timeline.h"

extern const struct route message_routes[]; /* ended by an empty row */
extern const struct route message_link_routes[];
/* That there was contact, for everybody who reads a growth file; never what was said. */
extern const struct timeline_source message_timeline;

handler message_page_list, message_page_new, message_page_save, message_page_show, message_page_open;
handler message_page_drop, message_page_sound, message_page_api_save, message_page_api_sound;
handler message_link_show, message_link_save, message_link_open, message_link_sound;
