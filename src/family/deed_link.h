/* deed_link.h - a one-time link by which a parent far away, who has no account, reads a deed and signs it:
 * /d/SECRET. As link.h has it: the secret is shown once, the first browser that says it is the one keeps it,
 * and it ends with its days, with the deed, and when a newer one is made.  What is signed by it says so. */
#pragma once
#include "deed.h"
#include "link.h"

struct deed_link {
	enum link_is is;
	int64_t id;
	struct deed d; /* unless LINK_UNKNOWN: all of it */
};
const char *deed_link_why(enum link_is is); /* English, marked for translation; NULL: nothing is wrong */

/* `cookie`: of the browser, that of link.h.  Never RC_NOT_FOUND: .is says it. */
enum rc deed_link_find(struct ctx *c, str word, str cookie, struct deed_link *ret) MUST_CHECK;
/* Inside store_write(), as the witness, while the parent has not signed: a fresh one; by text message too
 * where their number is known.  RC_DENIED: not theirs to make; RC_CONFLICT: signed, or over. */
enum rc deed_link_make(struct ctx *c, int64_t deed, str origin, str *ret) MUST_CHECK;
/* Inside store_write(): this browser is the one; *ret: what its cookie holds.  RC_DENIED: not LINK_FRESH. */
enum rc deed_link_take(struct ctx *c, str word, str cookie, str *ret) MUST_CHECK;
