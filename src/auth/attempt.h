/* attempt.h - inside auth/ only: a try to prove who one is (password, code, card), counted before it is
 * judged.  Throttle and table `failure` together: the one is quick, the other outlives a restart. */
#pragma once
#include "record.h"
#include "throttle.h"

struct attempt {
	struct throttle_try try;
	struct throttle_taken taken;
};
/* What is being guessed.  A browser that is known (known.h) has strikes of its own, so that nobody can shut
 * out the owner of a login by knocking. */
struct attempt_at {
	str what; /* "login", "known", "card", "code": each its own count */
	str name; /* the login, the number, the account: kept as a keyed digest only */
	str peer; /* the client's address; empty: not counted by address */
};
/* RC_BUSY: shut, nothing counted; a problem at `wait` tells it from a machine that is busy. */
enum rc attempt_take(struct ctx *c, const struct attempt_at *at, struct attempt *ret) MUST_CHECK;
void attempt_give_back(const struct attempt *a); /* neither right nor wrong */
void attempt_right(const struct attempt *a);     /* once it is written down */

/* Inside store_write(): the same in the database, for after a restart. */
enum rc attempt_failed(struct ctx *c, const struct attempt *a) MUST_CHECK;
enum rc attempt_forget(struct ctx *c, const struct attempt *a) MUST_CHECK;
/* A keeper lifts what shuts this name out: both of it. */
enum rc attempt_lift(struct ctx *c, const struct attempt_at *at) MUST_CHECK;
