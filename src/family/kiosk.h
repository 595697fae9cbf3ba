/* kiosk.h - a computer of a happy home in children's hands: a keeper unlocks this browser for one opening of
 * the home; children sign in with their card and pictures, find their call and what was left for them, and
 * nothing of any other child; it ends by itself when nobody touches it, after the call, and with the opening.
 */
#pragma once
#include "html.h"

/* The home whose keeper unlocked this browser, while its opening lasts; 0: an ordinary browser.  At most one
 * statement, none without the cookie. */
int64_t kiosk_home(struct req *r);
/* Where the way back of a child's page leads there; empty: not on such a computer. */
str kiosk_back(struct page *p);
