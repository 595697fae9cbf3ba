/* call_outcome.h - what came of a call: reckoned by the program from who was there when, or written down by
 * the grown-up of the home, who also dialled where there was no picture and no sound. */
#pragma once
#include "call_seat.h"

/* Inside store_write(): the call is over, held or missed, from the times at which its parties came and went.
 * Nothing happens to one that has ended already. */
enum rc call_outcome_settle(struct ctx *c, const struct call *call, const struct call_limits *l) MUST_CHECK;

/* As a grown-up writes it down; a unit of its own. */
struct call_outcome_form {
	str reached; /* yes, no */
	str mood;    /* of call_mood; empty: not said */
	str why;     /* of call_why; where nobody was reached */
	str way;     /* of call_channel: how they talked in the end */
	str minutes; /* by telephone: how long */
	str whom;    /* by telephone: with which party; of one alone it goes without saying */
};
/* RC_DENIED: not theirs, or too early; RC_INVALID: c->problems says what, at the fields of those names. */
enum rc call_outcome_write(struct req *r, struct call_who *w, const struct call_outcome_form *f) MUST_CHECK;

/* Calls whose time is over and which nobody has closed; the log of calls that is too old. */
enum rc call_outcome_daily(struct ctx *c) MUST_CHECK;
