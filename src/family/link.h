/* link.h - a one-time link by which somebody without an account takes part in a call: /l/SECRET.
 *
 * The secret is shown once and kept only as a keyed digest.  The first browser that says it is the one (a
 * POST, so that a messenger's preview does not use it up) gets a cookie, of which a digest is kept too:
 * another browser is refused from then on, so a forwarded link is worth nothing.  It ends when the call is
 * over, when the call is cancelled, when a newer link is made, or when its holder is no longer tied to the
 * child.
 *
 * A link that was never made and one that ended long ago give the same answer (LINK_UNKNOWN), byte by byte.
 */
#pragma once
#include "call.h"

enum link_is {
	LINK_UNKNOWN, /* never made, replaced, ended long ago, or its holder may not come near */
	LINK_FRESH,   /* good, and no browser has taken it yet */
	LINK_OURS,    /* good, and this browser's */
	LINK_OTHERS,  /* taken by another browser */
	LINK_EXPIRED,
	LINK_CANCELLED,
};
/* What is wrong, as a sentence (English); NULL: nothing is. */
const char *link_why(enum link_is is);

struct link {
	enum link_is is;
	struct call call;           /* unless LINK_UNKNOWN; .child.kind is NULL: a link shows no file */
	const struct record *party; /* within .call */
	str child, name, relation;  /* what the page calls them: the child, the relative, code of relation */
};
/* `word`: of the address; `cookie`: of the browser, empty: none.  Never RC_NOT_FOUND: .is says it. */
enum rc link_find(struct ctx *c, str word, str cookie, struct link *ret) MUST_CHECK;

/* May its holder move the call, or give it up: this browser's, the call not begun, and no other relative
 * comes. */
bool link_may_change(const struct ctx *c, const struct link *l);
/* Inside store_write(): a fresh link for a party, of an earlier one nothing is left.  *ret: the secret. */
enum rc link_make(struct ctx *c, const struct record *call, const struct record *party, str *ret) MUST_CHECK;
/* Until when a link of this call opens something. */
int64_t link_until(const struct ctx *c, const struct record *call);
/* Inside store_write(): this browser is the one; *ret: what its cookie holds.  RC_DENIED: not LINK_FRESH (any
 * more). */
enum rc link_take(struct ctx *c, str word, str cookie, str *ret) MUST_CHECK;

/* Asking for links that are none, from one place: RC_BUSY when there was too much of it.  Before the answer.
 */
enum rc link_guess(struct ctx *c, str peer, enum link_is is) MUST_CHECK;

/* The cookie of a link: its name, and the value of Set-Cookie for what link_take() gave. */
str link_cookie_name(bool secure);
str link_cookie(struct arena *mem, str value, bool secure);

/* For other links of the kind: a fresh secret, and what is kept of one. */
str link_draw(struct arena *mem);
str link_digest(struct ctx *c, const char *what, str secret);

enum { LINK_LETTERS = 29 /* of 23: 131 bits */ };
bool link_word(str word); /* could it be one? */
