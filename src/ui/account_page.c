#include "account_page.h"
#include "session.h"
#include "table.h"

/* Who signs in by name and password; a card has its own secret, which its giver changes. */
#define BY_NAME (ROLES_SIGNED_IN & ~(unsigned)(ROLE_GUARDIAN | ROLE_CHILD))

/* clang-format off */
const struct route account_routes[] = {
	{ HTTP_GET,  "/account",               account_own_show,        .need = ROLES_SIGNED_IN },
	{ HTTP_POST, "/account/password",      account_own_password,    .need = BY_NAME, .costly = true },
	{ HTTP_GET,  "/account/factor",        account_own_factor_ask,  .need = BY_NAME },
	{ HTTP_POST, "/account/factor",        account_own_factor_take, .need = BY_NAME },
	{ HTTP_POST, "/account/sessions/end",  account_own_sessions,    .need = ROLES_SIGNED_IN },
	{ HTTP_POST, "/account/tokens",        account_own_token,       .need = BY_NAME },
	{ HTTP_POST, "/account/tokens/end",    account_own_token_end,   .need = BY_NAME },
	{ HTTP_POST, "/deputy",                account_own_place,       .need = ROLES_SIGNED_IN },

	{ HTTP_GET,  "/accounts/new",          account_keep_ask,        .need = ROLE_SECURITY },
	{ HTTP_POST, "/accounts/new",          account_keep_make,       .need = ROLE_SECURITY },
	{ HTTP_GET,  "/accounts/:id",          account_keep_show,       .need = ROLE_SECURITY | ROLE_AUDITOR },
	{ HTTP_POST, "/accounts/:id/password", account_keep_password,   .need = ROLE_SECURITY, .costly = true },
	{ HTTP_POST, "/accounts/:id/do/:word", account_keep_act,        .need = ROLE_SECURITY },
	{ 0 },
};
/* clang-format on */

void account_head(struct page *p, const char *text)
{
	html_lit(p, "<h2>");
	html_tr(p, text);
	html_lit(p, "</h2>\n");
}

void account_button(struct page *p, const struct account_act *a)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, a->action);
	html_lit(p, ">");
	html_csrf(p);
	if (a->name)
		html_hidden(p, str_of(a->name), a->value);
	html_lit(p, "<button>");
	html_tr(p, a->label);
	if (a->what.n) {
		html_lit(p, "<span class=\"hide\"> ");
		html_text(p, a->what);
		html_lit(p, "</span>");
	}
	html_lit(p, "</button></form>\n");
}

str account_when(struct page *p, int64_t instant)
{
	if (!instant)
		return STR("");
	return html_say(p, N_("{0} {1}"), html_day_text(p, instant_day(instant)),
			html_clock_text(p, instant));
}

void account_secret(struct page *p, str secret)
{
	p->secret = true;
	p->r->reply->no_store = true;
	p->r->reply->no_gzip = true;
	html_lit(p, "<p class=\"sheet code\" translate=\"no\">");
	html_text(p, secret);
	html_lit(p, "</p>\n<p>");
	html_tr(p, N_("It is shown this once and kept nowhere. Write it down or hand it over now."));
	html_lit(p, "</p>\n");
}

/* What a token may do, when it was used, when it ends. */
static void put_token(struct page *p, const struct token_row *t, str action)
{
	str name = t->name.n ? t->name : html_word(p, N_("without a name"));

	html_lit(p, "<li><div class=\"stack\"><b>");
	html_text(p, name);
	html_lit(p, "</b><small>");
	html_tr(p, t->writes ? N_("reads and writes") : N_("only reads"));
	if (t->kinds.n) {
		html_lit(p, " · ");
		html_text(p, t->kinds);
	}
	html_lit(p, "<br>");
	html_tr(p, N_("Last used about {0}"), account_when(p, t->seen ? t->seen : t->created));
	if (t->expires) {
		html_lit(p, "<br>");
		html_tr(p, N_("Ends {0}"), account_when(p, t->expires));
	}
	html_lit(p, "</small></div>");
	if (action.n)
		account_button(p, &(struct account_act){ action, "token", t->id, N_("Revoke"), name });
	html_lit(p, "</li>\n");
}

void account_tokens(struct page *p, const struct token_row *row, size_t n, str action)
{
	if (!n) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("No program uses this account."));
		html_lit(p, "</p>\n");
		return;
	}
	html_lit(p, "<ul class=\"rows narrow\">\n");
	for (size_t i = 0; i < n; i++)
		put_token(p, &row[i], action);
	html_lit(p, "</ul>\n");
}
