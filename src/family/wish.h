/* wish.h - a child or its family would like to talk, and no slot is free, or nobody has booked one yet.  When
 * a slot falls free, the wish that fits is served: first the child that has gone longest without a call, then
 * the wish that was made first.  So nobody who is quick at the screen talks twice before another one talks
 * once. */
#pragma once
#include "booking.h"

/* --- pure --- */

struct wish_row {
	int64_t id, child;
	day from, to; /* days that suit */
	day last;     /* of the child's last call, held or booked; 0: none */
	int64_t at;   /* when it was made */
	bool quota;   /* the child may have one more in that week */
};
/* Whose turn it is for a slot of that day; NULL: nobody waits for it. */
const struct wish_row *wish_turn(const struct wish_row *w, size_t n, day on);

/* --- wishes --- */

struct wish_new {
	int64_t child, home, person; /* person 0: whoever is away */
	day from, to;
	str note, client;
};
/* A unit of its own.  RC_INVALID: c->problems says what, at home, from, to, person. */
enum rc wish_make(struct ctx *c, const struct wish_new *n, int64_t *ret) MUST_CHECK;
enum rc wish_withdraw(struct ctx *c, int64_t id) MUST_CHECK; /* a unit of its own */
/* Of a home, or a child (0: any): those that wait. */
enum rc wish_list(struct ctx *c, int64_t home, int64_t child, struct records *ret) MUST_CHECK;

/* Inside store_write(): the slot of this call is free (again); whose turn it is gets it, unless it comes too
 * soon, and is told: by a notice, or by a link in a text message.  `origin`: as of booking.h. */
enum rc wish_serve(struct ctx *c, const struct record *call, str origin) MUST_CHECK;
/* Wishes whose days are over lapse.  A unit of its own, idempotent. */
enum rc wish_daily(struct ctx *c) MUST_CHECK;

#define ROLES_WISH (ROLES_CALL_BOOK | ROLE_CHILD)
