/* invite.h - whoever is to take part in a call is told: an account by a notice, others by a one-time link in
 * a text message where a number is known and the family agreed that the home knows the child; and what they
 * answer. */
#pragma once
#include "booking.h"
#include "link.h"

/* Inside store_write(): tell one.  `to`: a number that was typed; empty: that of the file. */
struct invite {
	const struct record *call, *party;
	str to, origin;
	const char *code; /* of a notice: CODE_NOTICE_CODE_CALL_... */
};
enum rc invite_send(struct ctx *c, const struct invite *i) MUST_CHECK;
/* Inside store_write(): all relatives of a call who have an account, and the child's. */
enum rc invite_tell_all(struct ctx *c, const struct call *call, const char *code) MUST_CHECK;

/* Inside store_write(): what a relative says; `says`: another time, in their words.  RC_CONFLICT: the call is
 * over. */
struct invite_answer {
	str answer, says; /* CODE_CALL_ANSWER_... */
};
enum rc invite_answer(struct ctx *c, const struct call *call, const struct record *party,
		      const struct invite_answer *a) MUST_CHECK;

/* The address of a link. */
str invite_url(struct arena *mem, str origin, str secret);
