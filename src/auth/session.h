/* session.h - who is signed in: browser sessions and API tokens, both kept as digests only.  The times come
 * from data/params/security.csv; passwords, throttling and accounts have headers of their own. */
#pragma once
#include "record.h"

struct session {
	int64_t account;
	struct actor actor;
	str token;     /* what the cookie holds; empty for API tokens */
	str csrf;      /* secret of the session; pages carry it masked, another mask each time */
	bool by_token; /* Authorization: Bearer */
	int64_t seen;  /* instant, at most SESSION_SEEN_MINUTES behind the last request */
};

/* `seen` is written no more often than this, so a session may end idle by so much too early, never too late.
 */
enum { SESSION_SEEN_MINUTES = 5 };

/* RC_UNKNOWN_USER: unknown, expired, idle for too long, or the account is disabled.  One statement, none for
 * a cookie that cannot be one of ours.  Everything in *ret lives in c->mem. */
enum rc session_find(struct ctx *c, str cookie, struct session *ret) MUST_CHECK;

/* Keep a session from going idle: after each answer to a request that carried it.  Mostly nothing; every
 * SESSION_SEEN_MINUTES one short write, so on a thread that may wait for the writer (session_due() says
 * whether it will).  Nothing for API tokens. */
bool session_due(const struct session *s, int64_t now);
enum rc session_touch(struct ctx *c, const struct session *s) MUST_CHECK;

/* Check login and password (Argon2id, slow: on a worker) and open a session under a fresh secret; the one
 * that the browser's cookie held is ended.  The same answer, the same statements and the same work for an
 * unknown login, a wrong password and a disabled account: RC_UNKNOWN_USER; RC_BUSY when throttled
 * (throttle.h), also alike for logins that are there and that are not.  Journalled either way, without the
 * login. */
struct sign_in {
	str login, password;
	str peer;   /* the client's address; empty: not known */
	str cookie; /* what the request brought, empty: nothing */
};
enum rc session_open(struct ctx *c, const struct sign_in *given, struct session *ret) MUST_CHECK;
enum rc session_end(struct ctx *c, const struct session *s) MUST_CHECK; /* sign out */

/* The cookie: its name (`__Host-tx`, or `tx` where there is no https), and the value of Set-Cookie that hands
 * it out; for a session without token, the one that takes it back. */
str session_cookie_name(bool secure);
str session_cookie(struct arena *mem, const struct session *s, bool secure);

/* Anti-forgery: a masked copy for a page, and the check of what came back.  A session without secret (nobody,
 * API tokens) has an empty copy and nothing is valid for it. */
str csrf_token(struct arena *mem, const struct session *s);
bool csrf_valid(const struct session *s, str given);

/* API tokens.  token_create() gives the plain token once; only its digest is kept.  `name`: what
 * it is for, at most 100 characters; `expires`: an instant, 0 = never.  For the account itself and the
 * command line, else RC_DENIED; RC_NOT_FOUND: no such account; RC_INVALID: a bad name, or it would have
 * expired already. token_find() is one statement and answers like session_find(). */
enum rc token_create(struct ctx *c, int64_t account, str name, int64_t expires, str *ret_plain) MUST_CHECK;
enum rc token_find(struct ctx *c, str bearer, struct session *ret) MUST_CHECK;

/* The tables of this room that are no kinds, in the six words of db/migrate.h: sessions, tokens, failures. */
extern const char auth_ddl[];
