/* call_line.h - how the lines of a call do: each browser says so every few seconds, the others see it as a
 * word, and what it cost is kept with the party. */
#pragma once
#include "call_seat.h"

struct call_line_report {
	int64_t bytes; /* both ways, since the party first came in */
	str rung;      /* of call_rung; anything else is left out */
	struct call_line line;
};
/* The county's limits, for browsers as for us: {"bad_lost":80,..}, data/params/family.csv. */
str call_line_ladder(struct ctx *c);
enum rc call_line_take(struct req *r, struct call_who *w, const struct record *party,
		       const struct call_line_report *l) MUST_CHECK;
