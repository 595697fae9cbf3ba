/* session.h - who is signed in: browser sessions and API tokens, both kept as digests only.  The times come
 * from data/params/security.csv; passwords, throttling and accounts have headers of their own.  GB/T
 * 22239-2019 8.1.4.1: two factors for staff, failures limited, sessions that end. */
#pragma once
#include "record.h"

/* How far somebody has got.  All but SESSION_OPEN are half sessions: their actor is nobody, so that no route
 * but those for anyone runs for them, and they last minutes. */
enum session_stage {
	SESSION_NONE,
	SESSION_CODE,   /* the password was right, the code is still to come */
	SESSION_ENROL,  /* the role needs a second factor and there is none yet */
	SESSION_CHANGE, /* the password is somebody else's or too old */
	SESSION_OPEN
};

struct session {
	int64_t account;     /* whose it is; 0: none */
	int64_t for_account; /* a deputy: whose place is taken; else 0 */
	enum session_stage stage;
	struct actor actor; /* nobody unless SESSION_OPEN */
	str login;          /* of the account, also of half sessions */
	str token;          /* what the cookie holds; empty for API tokens */
	str csrf;           /* secret of the session; pages carry it masked, another mask each time */
	bool by_token;      /* Authorization: Bearer */
	bool writes;        /* of a token: more than reading */
	str kinds;          /* of a token: only these lists of the API, parted by commas; empty: all */
	str digest;         /* of a token */
	int64_t seen;       /* instant, at most session_due()'s patience behind the last request */
	int64_t idle;       /* how long it may rest; microseconds */
};

/* `seen` is written no more often than this (or a third of .idle), so a session may end idle by so much too
 * early, never too late.  Of tokens it is a hint for people, hours apart. */
enum { SESSION_SEEN_MINUTES = 5, TOKEN_SEEN_MINUTES = 60 };

/* RC_UNKNOWN_USER: unknown, expired, idle for too long, or the account is disabled.  One statement, none for
 * a cookie that cannot be one of ours.  A deputy acts for the absent one as long as the appointment is in
 * force, asked at each request; after it, for themselves.  Everything in *ret lives in c->mem. */
enum rc session_find(struct ctx *c, str cookie, struct session *ret) MUST_CHECK;

/* Keep a session from going idle: after each answer to a request that carried it.  Mostly nothing; now and
 * then one short write, so on a thread that may wait for the writer (session_due() says whether it will). */
bool session_due(const struct session *s, int64_t now);
enum rc session_touch(struct ctx *c, const struct session *s) MUST_CHECK;

/* Check who it is (Argon2id, slow: on a worker) and open a session under a fresh secret; the one that the
 * browser's cookie held is ended.  ret->stage says what is still to come.  The same answer, the same
 * statements and the same work for an unknown login or card, a wrong secret and a disabled account:
 * RC_UNKNOWN_USER; RC_BUSY when throttled (throttle.h; c->problems then has one at `wait`), also alike for
 * those that are there and that are not, and when all hands are busy (password.h).  Journalled either way,
 * without the login. */
enum sign_in_way { SIGN_IN_PASSWORD, SIGN_IN_CARD };
struct sign_in {
	str login, password; /* of a card: its number, and PIN or pictures as card.h writes them */
	str peer;            /* the client's address; empty: not known */
	str cookie;          /* what the request brought, empty: nothing */
	enum sign_in_way way;
	str known; /* the cookie of a browser that is known, empty: none */
	str agent; /* User-Agent: what the list of sessions calls it */
};
enum rc session_open(struct ctx *c, const struct sign_in *given, struct session *ret) MUST_CHECK;
enum rc session_end(struct ctx *c, const struct session *s) MUST_CHECK; /* sign out */

/* Inside store_write(): end all sessions of the account, and of those who act in its place; their event
 * streams end after the commit. */
enum rc session_end_all(struct ctx *c, int64_t account) MUST_CHECK;

/* --- further steps; each ends `s` and gives a fresh session, that of SESSION_OPEN the others of the account
 * where its proofs changed.  RC_UNKNOWN_USER: wrong; RC_BUSY: throttled; RC_DENIED: not at this stage. --- */

enum rc session_code(struct ctx *c, const struct session *s, str code, struct session *ret) MUST_CHECK;

/* The second factor to be set up in this session: base32, the same until the session changes, kept nowhere.
 * Once a code made from it is right, it is the account's. */
str session_secret(struct ctx *c, const struct session *s);
enum rc session_enrol(struct ctx *c, const struct session *s, str code, struct session *ret) MUST_CHECK;

/* A new password of one's own; at SESSION_CHANGE `old` is not asked again.  RC_INVALID: c->problems says why,
 * at the fields old_password and new_password. */
struct password_change {
	str old, new;
};
enum rc session_password(struct ctx *c, const struct session *s, const struct password_change *given,
			 struct session *ret) MUST_CHECK;

/* Is this the password of whoever is behind the session?  Nothing changes.  RC_UNKNOWN_USER: it is not;
 * RC_BUSY: throttled; RC_DENIED: an account without a password (a card), a token, a half session. */
enum rc session_again(struct ctx *c, const struct session *s, str password) MUST_CHECK;

/* Take the place of an absent one (0: back to one's own). RC_NOT_FOUND: no such appointment is in force. */
enum rc session_stand_in(struct ctx *c, const struct session *s, int64_t absent,
			 struct session *ret) MUST_CHECK;
struct absent {
	int64_t account;
	str name, role;
	day to;
};
/* For whom this account may stand in today. */
enum rc session_absent(struct ctx *c, int64_t account, struct absent **ret, size_t *ret_n) MUST_CHECK;

/* --- one's own sessions --- */

struct session_row {
	str id; /* hex; leads back to no cookie */
	str agent;
	int64_t created, seen;
	bool this_one;
};
enum rc session_list(struct ctx *c, const struct session *s, struct session_row **ret,
		     size_t *ret_n) MUST_CHECK;
/* End one of one's own by its id; empty: all but this one. RC_NOT_FOUND: there is none. */
enum rc session_drop(struct ctx *c, const struct session *s, str id) MUST_CHECK;

/* --- a browser that is known: it has signed in with this login before, so strangers who guess at the login
 * do not shut it out --- */

str session_known_name(bool secure);
/* The value of Set-Cookie; empty when `given` is still good for this login. */
str session_known(struct ctx *c, str login, str given, bool secure);

/* The cookie: its name (`__Host-tx`, or `tx` where there is no https), and the value of Set-Cookie that hands
 * it out; for a session without token, the one that takes it back. */
str session_cookie_name(bool secure);
str session_cookie(struct arena *mem, const struct session *s, bool secure);

/* Anti-forgery: a masked copy for a page, and the check of what came back.  A session without secret (nobody,
 * API tokens) has an empty copy and nothing is valid for it. */
str csrf_token(struct arena *mem, const struct session *s);
bool csrf_valid(const struct session *s, str given);

/* API tokens.  token_create() gives the plain token once; only its digest is kept.  For the account itself
 * and the command line, else RC_DENIED; RC_NOT_FOUND: no such account; RC_INVALID: c->problems says what.
 * token_find() is one statement and answers like session_find(). */
struct token_new {
	int64_t account;
	str name;        /* what it is for, at most 100 characters */
	int64_t expires; /* an instant; 0: as late as token.max_days allows (0 days: never) */
	bool writes;
	str kinds; /* plurals parted by commas; empty: all */
};
enum rc token_create(struct ctx *c, const struct token_new *given, str *ret_plain) MUST_CHECK;
enum rc token_find(struct ctx *c, str bearer, struct session *ret) MUST_CHECK;
/* May a token do this?  RC_DENIED: it only reads; RC_NOT_FOUND: not among its kinds.  Sessions may. */
enum rc token_permits(const struct session *s, bool unsafe, str path) MUST_CHECK;

struct token_row {
	str id; /* hex; leads back to no token */
	str name, kinds;
	bool writes;
	int64_t created, seen, expires; /* 0: never */
};
/* Of one account: for itself, its keepers and the command line, else RC_NOT_FOUND. */
enum rc token_list(struct ctx *c, int64_t account, struct token_row **ret, size_t *ret_n) MUST_CHECK;
enum rc token_revoke(struct ctx *c, int64_t account, str id) MUST_CHECK; /* RC_NOT_FOUND: there is none */

/* The tables of this room that are no kinds, in the six words of db/migrate.h. */
extern const char auth_ddl[];
