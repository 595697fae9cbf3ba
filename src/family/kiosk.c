#include "kiosk.h"

#include "home.h"
#include "sm.h"

enum { MAC = 32 /* hex digits */, HOURS = 12 };

/* --- the pass --- */

static str mac_of(struct ctx *c, str said)
{
	return hex_put(c->mem, keys_digest(c->mem, c->model->keys, STR("kiosk.pass"), said).s, MAC / 2);
}

str kiosk_pass_text(struct ctx *c, const struct kiosk_pass *pass)
{
	struct buf b = buf_new(c->mem, 120);

	buf_int(&b, pass->home);
	buf_ch(&b, '.');
	buf_int(&b, pass->opening);
	str mac = mac_of(c, buf_view(&b));
	buf_ch(&b, '.');
	buf_str(&b, mac);
	return buf_view(&b);
}

bool kiosk_pass_read(struct ctx *c, str text, struct kiosk_pass *ret)
{
	struct kiosk_pass p;
	str rest = text, home, opening;

	if (text.n <= MAC + 1 || !str_next(&rest, '.', &home) || !str_next(&rest, '.', &opening) ||
	    rest.n != MAC)
		return false;
	str want = mac_of(c, str_cut(text, 0, text.n - MAC - 1));
	if (want.n != MAC || !sm_equal(want.s, rest.s, MAC) || !str_int(home, &p.home) ||
	    !str_int(opening, &p.opening))
		return false;
	*ret = p;
	return true;
}

static str kiosk_cookie_name(bool secure) { return secure ? STR("__Host-kiosk") : STR("kiosk"); }

str kiosk_cookie(struct arena *mem, str text, bool secure)
{
	struct buf b = buf_new(mem, 300);

	buf_str(&b, kiosk_cookie_name(secure));
	buf_ch(&b, '=');
	buf_str(&b, text);
	buf_lit(&b, "; Path=/; Max-Age=");
	buf_int(&b, text.n ? HOURS * 3600 : 0);
	buf_lit(&b, "; HttpOnly; SameSite=Lax");
	if (secure)
		buf_lit(&b, "; Secure");
	return buf_view(&b);
}

/* --- what pages ask --- */

int64_t kiosk_home(struct req *r)
{
	struct kiosk_pass pass;
	int64_t opening = 0;
	str cookie = http_cookie(r->http, kiosk_cookie_name(r->app->secure));

	if (!cookie.n || !kiosk_pass_read(&r->ctx, cookie, &pass))
		return 0;
	if (home_is_open(&r->ctx, pass.home, &opening) != RC_OK || !opening || opening != pass.opening)
		return 0;
	return pass.home;
}

str kiosk_back(struct page *p)
{
	int64_t home = kiosk_home(p->r);

	return home ? html_url(p, "/kiosk/#", home) : STR("");
}

static str refresh_text(struct page *p, int64_t seconds, int64_t home)
{
	/* The script comes first; this is for where there is none. */
	enum { LATER = 30 };

	return html_fill(p, "{0};url={1}", html_int_text(p, seconds + LATER),
			 html_url(p, "/kiosk/#/rest", home));
}

void kiosk_watch(struct page *p, int64_t seconds)
{
	int64_t home = p->who->role == ROLE_CHILD ? kiosk_home(p->r) : 0;

	if (!home)
		return;
	if (!seconds)
		seconds = ctx_param(&p->r->ctx, PARAM_FAMILY_KIOSK_IDLE_SECONDS);
	reply_header(p->r->reply, STR("Refresh"), refresh_text(p, seconds, home));
	html_lit(p, "<form method=\"post\" id=\"kiosk\" class=\"stack\"");
	html_attr(p, "data-seconds", html_int_text(p, seconds));
	html_action(p, html_url(p, "/kiosk/#/leave", home));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<p class=\"sheet note\" role=\"alert\" hidden>");
	html_tr(p, N_("Are you still there? Touch the screen, or this ends now."));
	html_lit(p, " <output></output></p><button class=\"quiet wide-btn\">");
	html_icon(p, "yes");
	html_lit(p, " ");
	html_tr(p, N_("I am done"));
	html_lit(p, "</button></form>\n<script defer");
	html_attr(p, "src", static_url(p->mem, STR("kiosk.js")));
	html_lit(p, "></script>\n");
}
