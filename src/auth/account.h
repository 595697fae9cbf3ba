/* account.h - who may sign in: accounts, and what their keepers, the command line and the demo do with them.
 * GB/T 22239-2019 8.1.4.1 a, 8.1.4.2: one account a person, a role from a fixed list, disabled instead of
 * reused; who keeps accounts sees no child, and never keeps their own. */
#pragma once
#include "record.h"

enum {
	ACCOUNT_LOGIN,
	ACCOUNT_NAME,
	ACCOUNT_ROLE,
	/* Ids as text, as JSON has them: schools and classes are kinds of a room above this one. */
	ACCOUNT_SCHOOL_ID,
	ACCOUNT_CLASS_ID,
	ACCOUNT_REGION,    /* of a reach that is a place: province 2 digits, city 4, township 9, village 12 */
	ACCOUNT_PERSON_ID, /* the adult that a guardian or parent is */
	ACCOUNT_CHILD_ID,  /* the child it is */
	ACCOUNT_DISABLED,
	ACCOUNT_PASSWORD, /* as password.h keeps it; given and read by auth/ only */
	ACCOUNT_PASSWORD_CHANGED_AT,
	ACCOUNT_MUST_CHANGE, /* the password was set by somebody else */
	ACCOUNT_TOTP,        /* secret of the second factor in base32, sealed; auth/ only */
	ACCOUNT_TOTP_AT,     /* confirmed when */
	ACCOUNT__N
};
extern const struct kind account_kind;
enum { ACCOUNT_LOGIN_MAX = 40 };

/* The one spelling of a login: trimmed, full-width folded, lower case. */
str account_login(struct arena *mem, str login);

struct account_new {
	str login, name;
	str role;       /* a code of data/codes/role.csv */
	int64_t school; /* of those whose reach is a school; else 0 */
	int64_t class;  /* of a teacher; else 0 */
	str password;   /* empty for those who sign in with a card */
	str region;     /* of those whose reach is a place */
	int64_t person; /* of a guardian or parent */
	int64_t child;  /* of a child */
	day cleared;    /* the conviction query was answered then, without a record; 0: not yet */
};
/* These run inside store_write() when there is one under way, else as a unit of their own; on the journal the
 * actor of the context did it.  RC_NOT_FOUND: no such account for these eyes; RC_DENIED unless that actor
 * keeps accounts, or when the account is their own; RC_INVALID, RC_CONFLICT: c->problems says what.  Argon2id
 * makes those with a password slow (and RC_BUSY possible: password.h). */
enum rc account_add(struct ctx *c, const struct account_new *given, int64_t *ret_account) MUST_CHECK;
/* A new password ends every session of the account; its API tokens stay.  It is to be changed at the first
 * sign-in (parameter password.first_change). */
enum rc account_password(struct ctx *c, int64_t account, str password) MUST_CHECK;
/* A disabled account is signed out everywhere, at once; its API tokens are dead as long as it is disabled. */
enum rc account_disable(struct ctx *c, int64_t account, bool disabled) MUST_CHECK;
/* Forget the second factor: the next sign-in sets up a new one, where the role needs one. */
enum rc account_factor_reset(struct ctx *c, int64_t account) MUST_CHECK;
enum rc account_sign_out(struct ctx *c, int64_t account) MUST_CHECK; /* end every session of it */
enum rc account_unlock(struct ctx *c, int64_t account) MUST_CHECK;   /* forget failed sign-ins */

/* The account with this login, whatever its state: for who keeps accounts, never for an answer to a stranger.
 */
enum rc account_find(struct ctx *c, str login, int64_t *ret_account) MUST_CHECK;

/* When somebody last signed in with it; 0: never.  For who keeps accounts, and oneself. */
enum rc account_last_sign_in(struct ctx *c, int64_t account, int64_t *ret_at) MUST_CHECK;

/* Who acts: read from the columns ACCOUNT_ACTOR of a query, the first being `col`; `a` is the account whose
 * place is taken, `b` one's own: the same but for deputies.  Texts live in c->mem.  False: the role is none
 * (any more).  Without a query for convictions that is young enough, a role that needs one reaches nothing
 * (Law on the Protection of Minors, art. 62). */
#define ACCOUNT_ACTOR                                                                                        \
	"a.id, a.county, a.role, a.school_id, a.class_id, a.region, a.person_id, a.child_id,"                \
	" b.id, b.login, b.name, b.created_at,"                                                              \
	" (SELECT max(x.queried_on) FROM clearance x WHERE x.account = b.id AND x.result = 'clear'"          \
	" AND NOT EXISTS (SELECT 1 FROM clearance y WHERE y.account = b.id AND y.result <> 'clear'"          \
	" AND y.queried_on >= x.queried_on))"
enum { ACCOUNT_ACTOR_N = 13 };
bool account_actor(struct ctx *c, const struct rows *q, int col, struct actor *ret) MUST_CHECK;
/* Who acts, for work that goes on when no session is there: the account as it is now, in the place of
 * `for_account` (0: its own).  RC_DENIED: one of them is gone or disabled, or the deputyship has ended. */
enum rc account_actor_load(struct ctx *c, int64_t account, int64_t for_account, struct actor *ret) MUST_CHECK;

/* The rules of the kind. */
void account_check(struct ctx *c, const struct change *change);
enum rc account_after(struct ctx *c, struct change *change);
