/* Between the password and the first page: a code, setting up a second factor, a password of one's own. */
#include "door_page.h"
#include "form.h"
#include "qr.h"
#include "totp.h"

static const struct door_refusal nothing_wrong = { 0, NULL };

/* A page of one stage shows itself to no other. */
static enum rc elsewhere(struct req *r) { return req_see_other(r, door_next(r->session.stage)); }

static void put_form(struct page *p, str action)
{
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, action);
	html_lit(p, ">\n");
	html_csrf(p);
}

static void put_button(struct page *p, const char *label)
{
	html_lit(p, "<button class=\"main\">");
	html_tr(p, label);
	html_lit(p, "</button>\n</form>\n");
}

static void put_leave(struct page *p)
{
	html_lit(p, "<form method=\"post\" action=\"/sign-out\" class=\"stack\">");
	html_csrf(p);
	html_lit(p, "<button>");
	html_tr(p, N_("Not now: sign out"));
	html_lit(p, "</button></form>\n");
}

static enum rc posted(struct req *r, const char *name, str *ret)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc == RC_OK)
		*ret = form_value(form, n, str_of(name));
	return rc;
}

static void put_code_field(struct page *p)
{
	form_text_put(p, &(struct form_text){ .name = "code",
					      .label = N_("Six digits from the app"),
					      .hint = N_("They change every 30 seconds; each is good once."),
					      .inputmode = "numeric",
					      .autocomplete = "one-time-code",
					      .required = true });
}

/* --- the code --- */

static void put_code(struct req *r, const struct door_refusal *wrong)
{
	struct page p = door_begin(r, &(struct door){ .title = N_("Your code"), .status = wrong->status });

	put_form(&p, STR("/sign-in/code"));
	door_wrong(&p, wrong->text);
	put_code_field(&p);
	put_button(&p, N_("Go on"));
	put_leave(&p);
	html_lit(&p, "<p><small>");
	html_tr(&p, N_("The telephone is lost or new? The security administrator of your county resets the "
		       "second factor with you."));
	html_lit(&p, "</small></p>\n");
	door_end(&p);
}

enum rc door_code_ask(struct req *r)
{
	if (r->session.stage != SESSION_CODE)
		return elsewhere(r);
	put_code(r, &nothing_wrong);
	return RC_OK;
}

enum rc door_code_take(struct req *r)
{
	struct door_refusal wrong;
	struct session s;
	str code;

	if (r->session.stage != SESSION_CODE)
		return elsewhere(r);
	enum rc rc = posted(r, "code", &code);
	if (rc == RC_OK)
		rc = session_code(&r->ctx, &r->session, code, &s);
	if (rc == RC_OK)
		return door_proceed(r, &s);
	if (!door_refused(r, rc, N_("This code is not right, or was used already. Wait for the next one."),
			  &wrong))
		return rc;
	put_code(r, &wrong);
	return RC_OK;
}

/* --- setting up the second factor --- */

/* Groups of four are easier to copy. */
static str grouped(struct arena *mem, str secret)
{
	struct buf b = buf_new(mem, 100);

	for (size_t i = 0; i < secret.n; i++) {
		if (i && i % 4 == 0)
			buf_ch(&b, ' ');
		buf_ch(&b, secret.s[i]);
	}
	return buf_view(&b);
}

void door_factor_put(struct page *p, str action, const char *wrong)
{
	struct req *r = p->r;
	str secret = session_secret(&r->ctx, &r->session);

	p->secret = true;
	html_lit(p, "<ol class=\"steps stack\"><li>");
	html_tr(p, N_("Open an authenticator app on your telephone. Any that speaks TOTP will do."));
	html_lit(p, "</li><li>");
	html_tr(p, N_("Let it read this picture, or type the letters."));
	html_lit(p, "</li></ol>\n");
	qr_put(p, totp_uri(p->mem, secret, r->session.login, STR("Tongxin")),
	       N_("QR code with the letters below"));
	html_lit(p, "<p class=\"sheet code\" translate=\"no\">");
	html_text(p, grouped(p->mem, secret));
	html_lit(p, "</p>\n");
	put_form(p, action);
	door_wrong(p, wrong);
	put_code_field(p);
	put_button(p, N_("Set it up"));
	r->reply->no_gzip = true;
}

static void put_factor(struct req *r, const struct door_refusal *wrong)
{
	struct page p = door_begin(
		r, &(struct door){
			   .title = N_("A second key for your account"),
			   .lead = N_("Whoever works with children's files shows two things: the password, "
				      "and a code from their telephone. This is done once."),
			   .status = wrong->status });

	door_factor_put(&p, STR("/sign-in/factor"), wrong->text);
	put_leave(&p);
	door_end(&p);
}

enum rc door_factor_ask(struct req *r)
{
	if (r->session.stage != SESSION_ENROL)
		return elsewhere(r);
	put_factor(r, &nothing_wrong);
	return RC_OK;
}

enum rc door_factor_take(struct req *r)
{
	struct door_refusal wrong;
	struct session s;
	str code;

	if (r->session.stage != SESSION_ENROL)
		return elsewhere(r);
	enum rc rc = posted(r, "code", &code);
	if (rc == RC_OK)
		rc = session_enrol(&r->ctx, &r->session, code, &s);
	if (rc == RC_OK)
		return door_proceed(r, &s);
	if (!door_refused(r, rc,
			  N_("This code is not right. Is the clock of the telephone set by the network?"),
			  &wrong))
		return rc;
	put_factor(r, &wrong);
	return RC_OK;
}

/* --- a password of one's own --- */

static void put_password(struct req *r, const struct door_refusal *wrong)
{
	struct page p = door_begin(
		r, &(struct door){ .title = N_("Choose your own password"),
				   .lead = N_("The one you have was made by somebody else, or is old."),
				   .status = wrong->status });

	put_form(&p, STR("/sign-in/password"));
	form_summary(&p, NULL);
	door_wrong(&p, wrong->text);
	form_text_put(&p, &(struct form_text){
				  .name = "new_password",
				  .label = N_("New password"),
				  .hint = N_("A whole sentence is easy to keep in mind and hard to guess."),
				  .type = "password",
				  .autocomplete = "new-password",
				  .required = true });
	put_button(&p, N_("Take it"));
	put_leave(&p);
	door_end(&p);
}

enum rc door_password_ask(struct req *r)
{
	if (r->session.stage != SESSION_CHANGE)
		return elsewhere(r);
	put_password(r, &nothing_wrong);
	return RC_OK;
}

enum rc door_password_take(struct req *r)
{
	struct door_refusal wrong = { rc_status(RC_INVALID), NULL };
	struct password_change given = { .old = STR("") };
	struct session s;

	if (r->session.stage != SESSION_CHANGE)
		return elsewhere(r);
	enum rc rc = posted(r, "new_password", &given.new);
	if (rc == RC_OK)
		rc = session_password(&r->ctx, &r->session, &given, &s);
	if (rc == RC_OK)
		return door_proceed(r, &s);
	if (rc != RC_INVALID && !door_refused(r, rc, N_("Sign in once more, please."), &wrong))
		return rc;
	put_password(r, &wrong);
	return RC_OK;
}
