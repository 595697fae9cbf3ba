/* account_page.h - one's own account (/account: password, second factor, sessions, tokens, whose place one
 * takes), and those that the security administrator keeps (/accounts). */
#pragma once
#include "frame.h"

extern const struct route account_routes[];

/* account_own.c */
handler account_own_show, account_own_password, account_own_factor_ask, account_own_factor_take;
handler account_own_sessions, account_own_token, account_own_token_end, account_own_place;
/* account_keep_page.c */
handler account_keep_show, account_keep_ask, account_keep_make, account_keep_password, account_keep_act;

/* Parts of both: account_page.c.  A form with one button and a hidden value (name NULL: none). */
struct account_act {
	str action;
	const char *name;
	str value;
	const char *label; /* English */
	str what;          /* what a screen reader adds, to tell buttons of one name apart; may be empty */
};
void account_button(struct page *p, const struct account_act *a);
struct token_row;
/* The tokens of an account, each with its end where `action` is not empty. */
void account_tokens(struct page *p, const struct token_row *row, size_t n, str action);
void account_head(struct page *p, const char *text); /* h2, English */
/* A secret that is shown this once. */
void account_secret(struct page *p, str secret);
str account_when(struct page *p, int64_t instant); /* "21 November 2026 10:00"; empty for 0 */
