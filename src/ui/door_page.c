#include "door_page.h"

struct page door_begin(struct req *r, const struct door *d)
{
	struct frame f = { .title = str_of(tr(r->ctx.lang, d->title)),
			   .door = true,
			   .elder = d->elder,
			   .own_h1 = true,
			   .status = d->status };
	struct page p = page_begin(r, &f);

	html_lit(&p, "<div class=\"brand\"><svg class=\"i mark\" aria-hidden=\"true\"><use");
	html_attr(&p, "href", html_fill(&p, "{0}#mark", p.icons));
	html_lit(&p, "/></svg><h1>");
	html_tr(&p, d->title);
	html_lit(&p, "</h1></div>\n");
	if (d->lead) {
		html_lit(&p, "<p>");
		html_tr(&p, d->lead);
		html_lit(&p, "</p>\n");
	}
	return p;
}

void door_end(struct page *p)
{
	page_end(p);
	p->r->reply->no_store = true;
	p->r->reply->etag = (str){ NULL, 0 };
}

void door_wrong(struct page *p, const char *text)
{
	if (!text)
		return;
	html_lit(p, "<p class=\"sheet oops err\" role=\"alert\">");
	html_icon(p, "warn");
	html_lit(p, "<span>");
	html_tr(p, text);
	html_lit(p, "</span></p>\n");
}

void door_way(struct page *p, const char *icon, str url, const char *label)
{
	html_lit(p, "<li>");
	html_icon_(p, str_of(icon));
	html_lit(p, "<a");
	html_href(p, url);
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</a></li>\n");
}

bool door_refused(struct req *r, enum rc rc, const char *unknown, struct door_refusal *ret)
{
	if (rc == RC_UNKNOWN_USER) {
		*ret = (struct door_refusal){ rc_status(rc), unknown };
		return true;
	}
	if (rc != RC_BUSY)
		return false;
	if (!r->ctx.problems.n) { /* all hands are busy with others' passwords */
		reply_header(r->reply, STR("Retry-After"), STR("5"));
		*ret = (struct door_refusal){ rc_status(rc), N_("Many people are signing in. Try again in a "
								"moment.") };
		return true;
	}
	struct buf b = buf_new(r->ctx.mem, 24);
	buf_int(&b, ctx_param(&r->ctx, PARAM_SIGN_IN_LOCK_MINUTES) * 60);
	reply_header(r->reply, STR("Retry-After"), buf_view(&b));
	r->ctx.problems.n = 0;
	*ret = (struct door_refusal){
		429, N_("Too many tries. Wait some minutes, or ask your school or county to help.")
	};
	return true;
}

str door_next(enum session_stage stage)
{
	switch (stage) {
	case SESSION_CODE: return STR("/sign-in/code");
	case SESSION_ENROL: return STR("/sign-in/factor");
	case SESSION_CHANGE: return STR("/sign-in/password");
	case SESSION_OPEN: return STR("/");
	case SESSION_NONE: break;
	}
	return STR("/sign-in");
}

void door_hand(struct req *r, const struct session *s)
{
	bool secure = r->app->secure;
	str known = { NULL, 0 };

	reply_header(r->reply, STR("Set-Cookie"), session_cookie(r->ctx.mem, s, secure));
	if (s->stage == SESSION_OPEN)
		known = session_known(&r->ctx, s->login, http_cookie(r->http, session_known_name(secure)),
				      secure);
	if (known.n)
		reply_header(r->reply, STR("Set-Cookie"), known);
}

enum rc door_proceed(struct req *r, const struct session *s)
{
	door_hand(r, s);
	return req_see_other(r, door_next(s->stage));
}

struct sign_in door_brought(struct req *r, enum sign_in_way way)
{
	bool secure = r->app->secure;

	return (struct sign_in){ .peer = r->http->peer,
				 .cookie = http_cookie(r->http, session_cookie_name(secure)),
				 .way = way,
				 .known = http_cookie(r->http, session_known_name(secure)),
				 .agent = http_header(r->http, STR("user-agent")) };
}
