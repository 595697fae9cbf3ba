/* Browsers that have signed in before.  Somebody who guesses at a login shuts it for strangers (throttle.h);
 * its owner, whose browser shows this cookie, has strikes of its own and is not shut out.  NONCE.DAY.MAC: the
 * keyed MAC covers the login, which does not stand in it.  It opens nothing. */
#include "key.h"
#include "open.h"
#include "sm.h"

enum { NONCE = 32, DAY = 8, MAC = 64 };

str session_known_name(bool secure) { return secure ? STR("__Host-known") : STR("known"); }

static str mac_of(struct ctx *c, str login, str nonce, str made)
{
	struct buf b = buf_new(c->mem, 512);

	buf_str(&b, nonce);
	buf_ch(&b, ' ');
	buf_str(&b, made);
	buf_ch(&b, ' ');
	buf_str(&b, login);
	str d = keys_digest(c->mem, c->model->keys, STR("known browser"), buf_view(&b));
	return hex_put(c->mem, d.s, d.n);
}

bool known_name(struct ctx *c, str login, str cookie, str *ret_name)
{
	str nonce, made, mac;
	int64_t on;

	if (cookie.n != NONCE + 1 + DAY + 1 + MAC || !str_next(&cookie, '.', &nonce) ||
	    !str_next(&cookie, '.', &made) || !str_next(&cookie, '.', &mac) || nonce.n != NONCE ||
	    made.n != DAY || !str_digits(made) || !str_int(made, &on) || !day_valid((day)on))
		return false;
	str want = mac_of(c, login, nonce, made);
	if (want.n != mac.n || !sm_equal(want.s, mac.s, mac.n) ||
	    day_number(c->today) - day_number((day)on) > ctx_param(c, PARAM_SIGN_IN_KNOWN_DAYS))
		return false;
	struct buf b = buf_new(c->mem, 256);
	buf_str(&b, nonce);
	buf_ch(&b, ' ');
	buf_str(&b, login);
	*ret_name = buf_view(&b);
	return true;
}

str session_known(struct ctx *c, str login, str given, bool secure)
{
	char bytes[NONCE / 2];
	struct buf b = buf_new(c->mem, 400), made = buf_new(c->mem, DAY);
	str known;

	if (known_name(c, login, given, &known))
		return (str){ NULL, 0 };
	sm_random(bytes, sizeof bytes);
	str nonce = hex_put(c->mem, bytes, sizeof bytes);
	buf_pad(&made, c->today, DAY);
	buf_str(&b, session_known_name(secure));
	buf_ch(&b, '=');
	buf_str(&b, nonce);
	buf_ch(&b, '.');
	buf_str(&b, buf_view(&made));
	buf_ch(&b, '.');
	buf_str(&b, mac_of(c, login, nonce, buf_view(&made)));
	buf_lit(&b, "; Path=/; Max-Age=");
	buf_int(&b, ctx_param(c, PARAM_SIGN_IN_KNOWN_DAYS) * 24 * 60 * 60);
	buf_lit(&b, "; HttpOnly; SameSite=Lax");
	if (secure)
		buf_lit(&b, "; Secure");
	return buf_view(&b);
}
