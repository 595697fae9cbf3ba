#include "door.h"

#include "form.h"
#include "table.h"

static void put_demo(struct page *p)
{
	html_lit(p, "<div class=\"sheet note\"><h2>");
	html_tr(p, N_("This is a demonstration"));
	html_lit(p, "</h2><p>");
	html_tr(p, N_("Every name is invented. Try officer, head, teacher or admin with the password {0}."),
		STR("tongxin-demo"));
	html_lit(p, "</p></div>\n");
}

/* `login`: what had been typed; the password never comes back. */
static void put_door(struct req *r, str login, const char *wrong, int status)
{
	struct frame f = { .title = str_of(tr(r->ctx.lang, N_("Sign in"))),
			   .door = true,
			   .own_h1 = true,
			   .status = status };
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
	if (wrong) {
		html_lit(&p, "<p class=\"sheet oops err\" role=\"alert\">");
		html_icon(&p, "warn");
		html_lit(&p, "<span>");
		html_tr(&p, wrong);
		html_lit(&p, "</span></p>\n");
	}
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
	html_lit(&p, "</button>\n</form>\n");
	if (r->app->demo)
		put_demo(&p);
	html_lit(&p, "<p><small>");
	html_tr(&p, N_("Forgot it? Your school or your county resets it with you. Nothing to pay, nothing to "
		       "install."));
	html_lit(&p, "</small></p>\n");
	page_end(&p);
	r->reply->no_store = true;
	r->reply->etag = (str){ NULL, 0 };
}

enum rc door_show(struct req *r)
{
	if (r->ctx.who->account)
		return req_see_other(r, STR("/"));
	put_door(r, STR(""), NULL, 0);
	return RC_OK;
}

enum rc door_enter(struct req *r)
{
	struct http_pair *form;
	size_t n;
	struct session s;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	str login = str_trim(form_value(form, n, STR("login")));
	struct sign_in given = {
		.login = login,
		.password = form_value(form, n, STR("password")),
		.peer = r->http->peer,
		.cookie = http_cookie(r->http, session_cookie_name(r->app->secure)),
	};
	if (!given.login.n || !given.password.n) {
		put_door(r, login, N_("Both are needed, name and password."), rc_status(RC_INVALID));
		return RC_OK;
	}
	rc = session_open(&r->ctx, &given, &s);
	if (rc == RC_UNKNOWN_USER) {
		put_door(r, login, N_("Name and password do not belong together. Look once more."),
			 rc_status(rc));
		return RC_OK;
	}
	if (rc == RC_BUSY) {
		put_door(r, login,
			 N_("Too many tries. Wait some minutes, or ask your school to reset the password."),
			 rc_status(rc));
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	reply_header(r->reply, STR("Set-Cookie"), session_cookie(r->ctx.mem, &s, r->app->secure));
	return req_see_other(r, STR("/"));
}

enum rc door_leave(struct req *r)
{
	static const struct session nobody;
	enum rc rc = r->session.token.n ? session_end(&r->ctx, &r->session) : RC_OK;

	if (rc != RC_OK)
		return rc;
	reply_header(r->reply, STR("Set-Cookie"), session_cookie(r->ctx.mem, &nobody, r->app->secure));
	/* What this browser has kept of children goes with the session. */
	reply_header(r->reply, STR("Clear-Site-Data"), STR("\"cache\", \"storage\""));
	return req_see_other(r, STR("/sign-in"));
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
