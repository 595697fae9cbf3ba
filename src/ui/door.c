#include "door_page.h"
#include "form.h"
#include "table.h"

static void put_demo(struct page *p)
{
	html_lit(p, "<div class=\"sheet note\"><h2>");
	html_tr(p, N_("This is a demonstration"));
	html_lit(p, "</h2><p>");
	html_tr(p,
		N_("Every name is invented. Try officer, head, teacher, director, guardian or security with "
		   "the password {0}."),
		STR("tongxin-demo"));
	html_lit(p, "</p></div>\n");
}

/* `login`: what had been typed; the password never comes back. */
static void put_door(struct req *r, str login, const struct door_refusal *wrong)
{
	struct frame f = { .title = str_of(tr(r->ctx.lang, N_("Sign in"))),
			   .door = true,
			   .own_h1 = true,
			   .status = wrong ? wrong->status : 0 };
	struct page p = page_begin(r, &f);

	table_scene(&p);
	html_lit(&p, "<div class=\"brand\"><svg class=\"i mark\" aria-hidden=\"true\"><use");
	html_attr(&p, "href", html_fill(&p, "{0}#mark", p.icons));
	html_lit(&p, "/></svg><h1>");
	html_tr(&p, N_("Tongxin"));
	html_lit(&p, "</h1></div>\n<p>");
	if (r->app->where.n)
		html_tr(&p, N_("Where teachers, parents and children of {0} keep in touch."), r->app->where);
	else
		html_tr(&p, N_("Where teachers, parents and children keep in touch."));
	html_lit(&p, "</p>\n<form method=\"post\" action=\"/sign-in\" class=\"stack\">\n");
	html_csrf(&p);
	door_wrong(&p, wrong ? wrong->text : NULL);
	form_text_put(&p, &(struct form_text){ .name = "login",
					       .label = N_("User name"),
					       .value = login,
					       .autocomplete = "username",
					       .required = true });
	form_text_put(&p, &(struct form_text){ .name = "password",
					       .label = N_("Password"),
					       .type = "password",
					       .autocomplete = "current-password",
					       .required = true });
	html_lit(&p, "<button class=\"main\">");
	html_tr(&p, N_("Sign in"));
	html_lit(&p, "</button>\n</form>\n<ul class=\"rows ways\">\n");
	door_way(&p, "child", STR("/sign-in/child"), N_("I am a child and have a card"));
	door_way(&p, "lock", STR("/sign-in/card"), N_("I have a card with a PIN"));
	door_way(&p, "help", STR("/help-a-child"), N_("I am worried about a child"));
	html_lit(&p, "</ul>\n");
	if (r->app->demo)
		put_demo(&p);
	html_lit(&p, "<p><small>");
	html_tr(&p, N_("Forgot it? Your school or your county resets it with you. Nothing to pay, nothing to "
		       "install."));
	html_lit(&p, "</small></p>\n");
	door_end(&p);
}

enum rc door_show(struct req *r)
{
	if (r->session.stage != SESSION_NONE)
		return req_see_other(r, door_next(r->session.stage));
	put_door(r, STR(""), NULL);
	return RC_OK;
}

enum rc door_enter(struct req *r)
{
	struct http_pair *form;
	struct door_refusal wrong = { rc_status(RC_INVALID), N_("Both are needed, name and password.") };
	size_t n;
	struct session s;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	struct sign_in given = door_brought(r, SIGN_IN_PASSWORD);
	given.login = str_trim(form_value(form, n, STR("login")));
	given.password = form_value(form, n, STR("password"));
	if (!given.login.n || !given.password.n) {
		put_door(r, given.login, &wrong);
		return RC_OK;
	}
	rc = session_open(&r->ctx, &given, &s);
	if (rc == RC_OK)
		return door_proceed(r, &s);
	if (!door_refused(r, rc, N_("Name and password do not belong together. Look once more."), &wrong))
		return rc;
	put_door(r, given.login, &wrong);
	return RC_OK;
}

enum rc door_end_session(struct req *r)
{
	static const struct session nobody;
	enum rc rc = r->session.token.n ? session_end(&r->ctx, &r->session) : RC_OK;

	if (rc != RC_OK)
		return rc;
	reply_header(r->reply, STR("Set-Cookie"), session_cookie(r->ctx.mem, &nobody, r->app->secure));
	/* What this browser has kept of children goes with the session. */
	reply_header(r->reply, STR("Clear-Site-Data"), STR("\"cache\", \"storage\""));
	return RC_OK;
}

enum rc door_leave(struct req *r)
{
	enum rc rc = door_end_session(r);

	return rc == RC_OK ? req_see_other(r, STR("/sign-in")) : rc;
}

/* A preference, no secret: a year, for scripts out of reach like all our cookies. */
enum rc door_language(struct req *r)
{
	struct buf b = buf_new(r->ctx.mem, 200);
	str back = req_query(r, STR("back"));
	bool known = str_eq(r->word, STR("zh")) || str_eq(r->word, STR("en"));

	if (!known)
		return RC_NOT_FOUND;
	buf_lit(&b, "lang=");
	buf_str(&b, r->word);
	buf_lit(&b, "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
	if (r->app->secure)
		buf_lit(&b, "; Secure");
	reply_header(r->reply, STR("Set-Cookie"), buf_view(&b));
	/* Only within the site, and never to the switch itself. */
	bool safe = html_url_ours(back) && back.s[0] == '/' && !str_starts(back, STR("/language"));
	return req_see_other(r, safe ? back : STR("/"));
}

/* clang-format off */
const struct route door_routes[] = {
	{ HTTP_GET,  "/sign-in/code",     door_code_ask,      .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in/code",     door_code_take,     .need = ROLES_ANYONE },
	{ HTTP_GET,  "/sign-in/factor",   door_factor_ask,    .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in/factor",   door_factor_take,   .need = ROLES_ANYONE },
	{ HTTP_GET,  "/sign-in/password", door_password_ask,  .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in/password", door_password_take, .need = ROLES_ANYONE, .costly = true },
	{ HTTP_GET,  "/sign-in/card",     door_card_ask,      .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in/card",     door_card_take,     .need = ROLES_ANYONE, .costly = true },
	{ HTTP_GET,  "/sign-in/child",    door_child_ask,     .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in/child",    door_child_take,    .need = ROLES_ANYONE, .costly = true },
	{ 0 },
};
/* clang-format on */
