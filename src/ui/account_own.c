/* One's own account. */
#include "account.h"
#include "account_page.h"
#include "door_page.h"
#include "facts.h"
#include "form.h"

struct own {
	struct session_row *session;
	struct token_row *token;
	struct absent *absent;
	size_t nsession, ntoken, nabsent;
	bool password, factor; /* signs in with one; has set one up */
	int64_t last;
};

static str role_label(struct page *p, str code)
{
	const struct code_list *roles = code_list_find(STR("role"));

	return roles ? code_label(roles, code, p->lang) : STR("");
}

/* A program with a token has no page about itself. */
static enum rc read_own(struct req *r, struct own *ret)
{
	struct own o = { 0 };
	struct session *s = &r->session;
	struct actor program = actor_system(r->ctx.who->county);
	struct ctx plain = ctx_system(&r->ctx, &program);
	struct record account;

	if (s->by_token)
		return RC_NOT_FOUND;
	enum rc rc = record_load(&plain, &account_kind, s->account, &account);
	if (rc == RC_OK)
		rc = session_list(&r->ctx, s, &o.session, &o.nsession);
	if (rc == RC_OK && !s->for_account)
		rc = token_list(&r->ctx, s->account, &o.token, &o.ntoken);
	if (rc == RC_OK)
		rc = session_absent(&r->ctx, s->account, &o.absent, &o.nabsent);
	if (rc == RC_OK)
		rc = account_last_sign_in(&r->ctx, s->account, &o.last);
	if (rc != RC_OK)
		return rc;
	const struct role_row *role = role_row_of(r->ctx.who->role);
	o.password = role && role->by == BY_PASSWORD && !rec_null(&account, ACCOUNT_PASSWORD);
	o.factor = !rec_null(&account, ACCOUNT_TOTP_AT);
	*ret = o;
	return RC_OK;
}

/* --- its parts --- */

static void put_place(struct page *p, const struct own *o)
{
	if (!o->nabsent && !p->who->for_account)
		return;
	account_head(p, N_("Standing in for others"));
	if (p->who->for_account) {
		html_lit(p, "<p>");
		html_tr(p, N_("You are in the place of another just now. The journal names you both."));
		html_lit(p, "</p>\n");
		account_button(p, &(struct account_act){ STR("/deputy"),
							 "account",
							 STR("0"),
							 N_("Back to my own place"),
							 { NULL, 0 } });
		return;
	}
	html_lit(p, "<ul class=\"rows narrow\">\n");
	for (size_t i = 0; i < o->nabsent; i++) {
		const struct absent *a = &o->absent[i];
		html_lit(p, "<li><div><b>");
		html_text(p, a->name);
		html_lit(p, "</b><small>");
		html_tr(p, N_("{0}, until {1}"), role_label(p, a->role), html_day_text(p, a->to));
		html_lit(p, "</small></div>");
		account_button(p,
			       &(struct account_act){ STR("/deputy"), "account", html_int_text(p, a->account),
						      N_("Take their place"), a->name });
		html_lit(p, "</li>\n");
	}
	html_lit(p, "</ul>\n");
}

static void put_password(struct page *p)
{
	account_head(p, N_("Password"));
	html_lit(p, "<form method=\"post\" action=\"/account/password\" class=\"stack narrow\">\n");
	html_csrf(p);
	form_summary(p, NULL);
	form_text_put(p, &(struct form_text){ .name = "old_password",
					      .label = N_("Present password"),
					      .type = "password",
					      .autocomplete = "current-password",
					      .required = true });
	form_text_put(p, &(struct form_text){ .name = "new_password",
					      .label = N_("New password"),
					      .hint = N_("You are signed out everywhere else."),
					      .type = "password",
					      .autocomplete = "new-password",
					      .required = true });
	html_lit(p, "<button>");
	html_tr(p, N_("Change the password"));
	html_lit(p, "</button>\n</form>\n");
}

static void put_factor(struct page *p, const struct own *o)
{
	account_head(p, N_("Second factor"));
	html_lit(p, "<p>");
	if (o->factor)
		html_tr(p,
			N_("A code from your telephone is asked at each sign-in. If the telephone is lost, "
			   "the security administrator resets this."));
	else
		html_tr(p, N_("With a code from your telephone, a stolen password alone opens nothing."));
	html_lit(p, "</p>\n");
	if (!o->factor) {
		html_lit(p, "<p><a class=\"btn\" href=\"/account/factor\">");
		html_tr(p, N_("Set up a second factor"));
		html_lit(p, "</a></p>\n");
	}
}

static void put_session(struct page *p, const struct session_row *s)
{
	str agent = s->agent.n ? s->agent : html_word(p, N_("A browser"));

	html_lit(p, "<li><div><b>");
	html_text(p, agent);
	html_lit(p, "</b><small>");
	if (s->this_one)
		html_tr(p, N_("this one"));
	else
		html_tr(p, N_("since {0}, last {1}"), account_when(p, s->created), account_when(p, s->seen));
	html_lit(p, "</small></div>");
	if (!s->this_one)
		account_button(p, &(struct account_act){ STR("/account/sessions/end"), "session", s->id,
							 N_("Sign out there"), agent });
	html_lit(p, "</li>\n");
}

static void put_sessions(struct page *p, const struct own *o)
{
	account_head(p, N_("Where you are signed in"));
	html_lit(p, "<ul class=\"rows narrow\">\n");
	for (size_t i = 0; i < o->nsession; i++)
		put_session(p, &o->session[i]);
	html_lit(p, "</ul>\n");
	if (o->nsession > 1)
		account_button(p, &(struct account_act){ STR("/account/sessions/end"),
							 NULL,
							 { NULL, 0 },
							 N_("Sign out everywhere else"),
							 { NULL, 0 } });
}

static void put_tokens(struct page *p, const struct own *o)
{
	account_head(p, N_("Programs"));
	account_tokens(p, o->token, o->ntoken, STR("/account/tokens/end"));
	html_lit(p, "<details><summary>");
	html_tr(p, N_("Make a token for a program"));
	html_lit(p, "</summary><form method=\"post\" action=\"/account/tokens\" class=\"stack narrow\">\n");
	html_csrf(p);
	form_text_put(p,
		      &(struct form_text){ .name = "name", .label = N_("What it is for"), .required = true });
	form_text_put(p,
		      &(struct form_text){ .name = "kinds",
					   .label = N_("Only these lists of the API"),
					   .hint = N_("Such as children,schools; empty: all you may see") });
	form_text_put(p, &(struct form_text){ .name = "expires",
					      .label = N_("Last day"),
					      .hint = N_("Empty: as late as allowed"),
					      .type = "date" });
	html_lit(p, "<label class=\"pick\"><input type=\"checkbox\" name=\"writes\" value=\"1\"><span>");
	html_tr(p, N_("It may also write"));
	html_lit(p, "</span></label>\n<button>");
	html_tr(p, N_("Make the token"));
	html_lit(p, "</button></form></details>\n");
}

static void put_own(struct req *r, const struct own *o, int status)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("My account"))),
						       .tab = "/more",
						       .back = STR("/more"),
						       .no_store = true,
						       .status = status });

	html_lit(&p, "<div class=\"stack\"><section class=\"sheet stack\">");
	facts_begin(&p);
	facts_row(&p, N_("Name"), p.who->name);
	facts_row(&p, N_("User name"), p.who->login);
	facts_row(&p, N_("Role"), role_label(&p, str_of(role_code(p.who->role))));
	facts_row(&p, N_("Signed in"), account_when(&p, o->last));
	facts_end(&p);
	html_lit(&p, "</section>\n");
	if (!p.who->cleared) {
		html_lit(&p, "<p class=\"sheet note\">");
		html_tr(&p, N_("Your yearly query for convictions is missing or too old, so you see no child "
			       "until it "
			       "is entered. The county education bureau does that."));
		html_lit(&p, "</p>\n");
	}
	put_place(&p, o);
	if (o->password && !p.who->for_account) {
		put_password(&p);
		put_factor(&p, o);
	}
	put_sessions(&p, o);
	if (o->password && !p.who->for_account)
		put_tokens(&p, o);
	html_lit(&p, "</div>\n");
	page_end(&p);
}

static enum rc show(struct req *r, int status)
{
	struct own o;
	enum rc rc = read_own(r, &o);

	if (rc == RC_OK)
		put_own(r, &o, status);
	return rc;
}

enum rc account_own_show(struct req *r) { return show(r, 0); }

/* --- what is done there --- */

static enum rc posted(struct req *r, struct http_pair **form, size_t *n)
{
	return r->session.by_token ? RC_NOT_FOUND : req_form(r, form, n);
}

/* The account page again, with what was wrong; false: not for us. */
static bool say(struct req *r, enum rc rc, const char *field, const char *unknown, int *ret_status)
{
	struct door_refusal wrong;

	if (rc == RC_INVALID) {
		*ret_status = rc_status(rc);
		return true;
	}
	if (!door_refused(r, rc, unknown, &wrong))
		return false;
	problem_add(&r->ctx.problems, str_of(field), wrong.text, (str){ NULL, 0 }, (str){ NULL, 0 });
	*ret_status = wrong.status == 429 || rc == RC_BUSY ? wrong.status : rc_status(RC_INVALID);
	return true;
}

enum rc account_own_password(struct req *r)
{
	struct http_pair *form;
	struct session s;
	size_t n;
	int status;
	enum rc rc = posted(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	struct password_change given = { form_value(form, n, STR("old_password")),
					 form_value(form, n, STR("new_password")) };
	rc = session_password(&r->ctx, &r->session, &given, &s);
	if (rc == RC_OK) {
		door_hand(r, &s);
		return req_see_other(r, STR("/account"));
	}
	return say(r, rc, "old_password", N_("This is not your present password."), &status) ? show(r, status)
											     : rc;
}

static void put_factor_page(struct req *r, const char *wrong, int status)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Second factor"))),
						       .back = STR("/account"),
						       .task = true,
						       .no_store = true,
						       .status = status });

	html_lit(&p, "<div class=\"stack narrow\">");
	door_factor_put(&p, STR("/account/factor"), wrong);
	html_lit(&p, "</div>\n");
	page_end(&p);
	r->reply->etag = (str){ NULL, 0 };
}

static enum rc may_set_up(struct req *r)
{
	struct own o;
	enum rc rc = read_own(r, &o);

	return rc == RC_OK && (o.factor || !o.password || r->ctx.who->for_account) ? RC_DENIED : rc;
}

enum rc account_own_factor_ask(struct req *r)
{
	enum rc rc = may_set_up(r);

	if (rc == RC_OK)
		put_factor_page(r, NULL, 0);
	return rc;
}

enum rc account_own_factor_take(struct req *r)
{
	struct http_pair *form;
	struct door_refusal wrong;
	struct session s;
	size_t n;
	enum rc rc = posted(r, &form, &n);

	if (rc == RC_OK)
		rc = may_set_up(r);
	if (rc != RC_OK)
		return rc;
	rc = session_enrol(&r->ctx, &r->session, form_value(form, n, STR("code")), &s);
	if (rc == RC_OK) {
		door_hand(r, &s);
		return req_see_other(r, STR("/account"));
	}
	if (!door_refused(r, rc,
			  N_("This code is not right. Is the clock of the telephone set by the network?"),
			  &wrong))
		return rc;
	put_factor_page(r, wrong.text, wrong.status == 401 ? rc_status(RC_INVALID) : wrong.status);
	return RC_OK;
}

enum rc account_own_sessions(struct req *r)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = posted(r, &form, &n);

	if (rc == RC_OK)
		rc = session_drop(&r->ctx, &r->session, form_value(form, n, STR("session")));
	return rc == RC_OK ? req_see_other(r, STR("/account")) : rc;
}

static int64_t end_of(struct ctx *c, str last)
{
	const int64_t a_day = INT64_C(86400) * 1000000, shanghai = INT64_C(8) * 3600 * 1000000;
	day d;

	if (!last.n)
		return 0;
	if (day_parse(last, &d))
		return ((int64_t)day_number(d) + 1) * a_day - shanghai;
	problem_add(&c->problems, STR("expires"),
		    N_("{0} is not a date that exists. Write it like 2026-09-01."), str_cut(last, 0, 40),
		    (str){ NULL, 0 });
	return 0;
}

enum rc account_own_token(struct req *r)
{
	struct http_pair *form;
	size_t n;
	str plain;
	enum rc rc = posted(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	struct token_new t = { .account = r->session.account,
			       .name = str_trim(form_value(form, n, STR("name"))),
			       .kinds = str_trim(form_value(form, n, STR("kinds"))),
			       .writes = str_eq(form_value(form, n, STR("writes")), STR("1")) };
	t.expires = end_of(&r->ctx, str_trim(form_value(form, n, STR("expires"))));
	rc = token_create(&r->ctx, &t, &plain);
	if (rc == RC_INVALID)
		return show(r, rc_status(rc));
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("The new token"))),
						       .back = STR("/account"),
						       .no_store = true });
	account_secret(&p, plain);
	page_end(&p);
	return RC_OK;
}

enum rc account_own_token_end(struct req *r)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = posted(r, &form, &n);

	if (rc == RC_OK)
		rc = token_revoke(&r->ctx, r->session.account, form_value(form, n, STR("token")));
	return rc == RC_OK ? req_see_other(r, STR("/account")) : rc;
}

enum rc account_own_place(struct req *r)
{
	struct http_pair *form;
	struct session s;
	int64_t account;
	size_t n;
	enum rc rc = posted(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	if (!str_int(form_value(form, n, STR("account")), &account) || account < 0)
		return RC_NOT_FOUND;
	rc = session_stand_in(&r->ctx, &r->session, account, &s);
	return rc == RC_OK ? door_proceed(r, &s) : rc;
}
