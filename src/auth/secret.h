/* secret.h - inside auth/ only: what a cookie or a bearer token is made of, what the database keeps of it,
 * and how the program writes what no role may. */
#pragma once
#include "account.h"
#include "password.h"

enum { SECRET_SIZE = 32 };

str secret_make(struct arena *mem); /* fresh random bytes, in hex */
/* SM3 of the bytes behind the hex: random as they are, they need neither salt nor key.  False: not one of
 * ours. */
bool secret_digest(struct arena *mem, str hex, str *ret_digest) MUST_CHECK;

/* account_keep.c: the same work as the program itself; the journal still names who made it do so. */
struct elevated {
	struct ctx ctx;
	struct actor actor;
};
void elevate(struct elevated *e, const struct ctx *c);
void descend(const struct elevated *e, struct ctx *c); /* what is wrong goes back */

/* account_add() without asking whether the actor keeps accounts: for cards. */
enum rc account_make(struct ctx *c, const struct account_new *given, int64_t *ret_account) MUST_CHECK;
struct password_about account_about(struct ctx *c, str login, str name, str school_id);

/* Inside store_write(): remember the password that was (as password.h keeps it; empty: none), so that the
 * last password.kept do not come back. */
enum rc password_past_add(struct ctx *c, int64_t account, str kept) MUST_CHECK;
