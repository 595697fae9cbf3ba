/* password.h - passwords: which are good enough, and what is kept of them: "argon2id$SALT$HASH" in hex
 * (Argon2id, RFC 9106, with the cost of base/sm.h).  About 30 ms and 19 MiB each, so no more than two at a
 * time in the whole process and 32 waiting; RC_BUSY for those beyond.  Never on an HTTP or the writer's
 * thread if it can be helped. */
#pragma once
#include "model.h"

enum { PASSWORD_MAX = 128, PASSWORD_KEPT = 9 + 32 + 1 + 64 };

/* Whose it is: what somebody who knows them would try first.  Any may be empty. */
struct password_about {
	str login, name, school;
};

/* Is it good enough?  GB/T 22239-2019 8.1.4.1 a; the numbers are parameters (password.*): a least length, and
 * then either some kinds of characters (small, large, digits, others) or a length that makes up for them, in
 * which a character beyond ASCII counts twice; not about its owner, and not among the common ones.  What is
 * wrong is added to c->problems at `field`. */
bool password_check(struct ctx *c, str field, const struct password_about *about, str password);

/* A first password for somebody else: easy to read out, more than 70 bits of chance, good enough by the rules
 * above. */
str password_make(struct ctx *c, const struct password_about *about);

/* RC_INVALID: an empty password. */
enum rc password_hash(struct arena *mem, str password, str *ret_kept) MUST_CHECK;

/* Compared in constant time.  Nothing or nonsense in `kept` costs the same as a hash and is never right: for
 * logins that are not there. */
enum rc password_verify(str password, str kept, bool *ret_right) MUST_CHECK;
