/* kiosk.h - a computer of a happy home in children's hands: a keeper unlocks this browser for one opening of
 * the home; children sign in with their card and pictures, find their call and what was left for them, and
 * nothing of any other child; it ends by itself when nobody touches it, after the call, and with the opening.
 */
#pragma once
#include "html.h"

/* --- the pass that unlocks a browser: a cookie that says which opening of which home, under our digest ---
 */

struct kiosk_pass {
	int64_t home, opening;
};
str kiosk_pass_text(struct ctx *c, const struct kiosk_pass *pass);
/* False: not made here, or for an older key. */
bool kiosk_pass_read(struct ctx *c, str text, struct kiosk_pass *ret);
/* The value of Set-Cookie; an empty text takes it back. */
str kiosk_cookie(struct arena *mem, str text, bool secure);

/* --- what pages ask --- */

/* The home whose keeper unlocked this browser, while that opening lasts; 0: an ordinary browser.  One
 * statement, none without the cookie. */
int64_t kiosk_home(struct req *r);
/* Where the way back of a child's page leads on such a computer; empty: not on one. */
str kiosk_back(struct page *p);
/* At the end of a child's page there: it ends itself when nobody touches it so long (0: as the county says).
 * With script after a word of warning; without it the browser goes to the first page by itself.  Elsewhere
 * nothing. */
void kiosk_watch(struct page *p, int64_t seconds);

extern const struct route kiosk_routes[]; /* ended by an empty row */
