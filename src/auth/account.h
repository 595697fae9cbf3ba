/* account.h - who may sign in: accounts, and what the command line and the demo do with them.  GB/T
 * 22239-2019 8.1.4.1 a, 8.1.4.2: one account a person, a role from a fixed list, disabled instead of reused.
 */
#pragma once
#include "record.h"

enum {
	ACCOUNT_LOGIN,
	ACCOUNT_NAME,
	ACCOUNT_ROLE,
	/* Ids as text, as JSON has them: schools and classes are kinds of a room above this one. */
	ACCOUNT_SCHOOL_ID,
	ACCOUNT_CLASS_ID,
	ACCOUNT_DISABLED,
	ACCOUNT_PASSWORD, /* as password.h keeps it; given and read by auth/ only */
	ACCOUNT_PASSWORD_CHANGED_AT,
	ACCOUNT__N
};
extern const struct kind account_kind;
enum { ACCOUNT_LOGIN_MAX = 40 };

/* The one spelling of a login: trimmed, full-width folded, lower case. */
str account_login(struct arena *mem, str login);

struct account_new {
	str login, name;
	str role;       /* a code of data/codes/role.csv */
	int64_t school; /* of a head or teacher; else 0 */
	int64_t class;  /* of a teacher; else 0 */
	str password;
};
/* These run inside store_write() when there is one under way, else as a unit of their own; on the journal the
 * actor of the context did it.  RC_DENIED unless that actor keeps accounts; RC_INVALID, RC_CONFLICT:
 * c->problems says what.  Argon2id makes those with a password slow (and RC_BUSY possible: password.h). */
enum rc account_add(struct ctx *c, const struct account_new *given, int64_t *ret_account) MUST_CHECK;
/* A new password ends every session of the account; its API tokens stay. */
enum rc account_password(struct ctx *c, int64_t account, str password) MUST_CHECK;
/* A disabled account is signed out everywhere, at once; its API tokens are dead as long as it is disabled. */
enum rc account_disable(struct ctx *c, int64_t account, bool disabled) MUST_CHECK;

/* The account with this login, whatever its state: for who keeps accounts, never for an answer to a stranger.
 */
enum rc account_find(struct ctx *c, str login, int64_t *ret_account) MUST_CHECK;

/* Who acts for an account: read from the columns ACCOUNT_ACTOR of a query, the first being `col`.  Texts live
 * in `mem`.  False: its role is none (any more). */
#define ACCOUNT_ACTOR "a.id, a.county, a.login, a.name, a.role, a.school_id, a.class_id"
bool account_actor(struct arena *mem, const struct rows *q, int col, struct actor *ret) MUST_CHECK;

/* The rules of the kind. */
void account_check(struct ctx *c, const struct change *change);
enum rc account_after(struct ctx *c, struct change *change);
