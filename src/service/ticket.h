/* ticket.h - by which the address of something covered opens it: a picture, a voice.  A page that was opened
 * for a purpose hands tickets out with its addresses; each is good for one account and one record, for an
 * hour or two.  Pure but for the clock of the work. */
#pragma once
#include "model.h"

/* `what` keeps tickets of different sorts apart: "photo.ticket". */
str ticket_of(struct ctx *c, const char *what, int64_t id);
bool ticket_holds(struct ctx *c, const char *what, int64_t id, str ticket);
