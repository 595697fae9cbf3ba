/* Signing in as a browser does it: password, second factor, password of one's own, cards, deputies, tokens,
 * and the pages of whoever keeps accounts; on both engines. */
#include "account.h"
#include "card.h"
#include "page_read.h"
#include "tap.h"

static const int64_t minute = INT64_C(60) * 1000 * 1000;

/* A browser: what it keeps between requests. */
struct browser {
	struct harness *h;
	str cookie, known; /* values; empty: none */
	struct answer a;   /* the last */
};

static str cookie_of(const struct answer *a, const char *name)
{
	for (size_t i = 0; i < a->nheaders; i++) {
		str rest = a->header[i].value, pair, key;
		if (!str_eq(a->header[i].name, STR("Set-Cookie")) || !str_next(&rest, ';', &pair) ||
		    !str_next(&pair, '=', &key) || !str_eq(key, str_of(name)))
			continue;
		return pair.s ? pair : STR("");
	}
	return (str){ NULL, 0 };
}

static int ask(struct browser *b, enum method method, const char *path, const char *body)
{
	struct arena *mem = &b->h->mem;
	str headers = harness_text(
		mem, "Cookie: tx=%.*s; known=%.*s\nUser-Agent: Mozilla/5.0 (Linux; Android 9) Chrome/99.0",
		STR_ARG(b->cookie), STR_ARG(b->known));

	b->a = harness_ask(b->h, AS_NOBODY, method, path, str_z(mem, headers), body);
	str session = cookie_of(&b->a, "tx"), known = cookie_of(&b->a, "known");
	if (session.s)
		b->cookie = session;
	if (known.s)
		b->known = known;
	return b->a.status;
}

static int get(struct browser *b, const char *path) { return ask(b, HTTP_GET, path, NULL); }

static bool at(const struct browser *b, const char *location)
{
	return b->a.status == 303 && str_eq(b->a.location, str_of(location));
}

static bool says(const struct browser *b, const char *text) { return str_has(b->a.body, str_of(text)); }

/* Fill in the form of the page `from` and send it to `to`. */
static int send(struct browser *b, const char *from, const char *to, const char *fields)
{
	(void)get(b, from);
	str csrf = between(b->a.body, "name=\"csrf\" value=\"", "\"");
	return ask(b, HTTP_POST, to,
		   str_z(&b->h->mem, harness_text(&b->h->mem, "csrf=%.*s&%s", STR_ARG(csrf), fields)));
}

static int sign_in(struct browser *b, const char *login, const char *password)
{
	return send(b, "/sign-in", "/sign-in",
		    str_z(&b->h->mem, harness_text(&b->h->mem, "login=%s&password=%s", login, password)));
}

/* --- codes --- */

static str secret_on(struct browser *b) { return secret_shown(&b->h->mem, b->a.body); }

static const char *code_of(struct browser *b, str secret, int later)
{
	str code = STR("");

	OK(totp_code(&b->h->mem, secret, totp_step(b->h->now) + later, TOTP_DIGITS, &code));
	return str_z(&b->h->mem, harness_text(&b->h->mem, "code=%.*s", STR_ARG(code)));
}

static int64_t add(struct harness *h, const char *login, const char *role)
{
	struct ctx c = harness_ctx(h);
	int64_t id = 0;
	struct account_new new = { .login = str_of(login),
				   .name = STR("何老师"),
				   .role = str_of(role),
				   .password = STR("First-one-77"),
				   .cleared = 20261101 };

	OK(account_add(&c, &new, &id) == RC_OK);
	return id;
}

/* --- the way in --- */

/* A half session opens nothing but its own steps. */
static void half_session(struct browser *b, const char *step)
{
	OK(get(b, "/") == 303 && at(b, "/sign-in") && get(b, "/sign-in") == 303 && at(b, step));
	OK(get(b, "/account") == 303 && get(b, "/children") == 303 && get(b, "/api/v1/schools") == 401);
	OK(ask(b, HTTP_POST, "/api/v1/schools", "{}") == 401);
}

/* From the password to the second factor: what its page shows, and the code it takes. */
static str set_up_factor(struct browser *browser)
{
	struct browser b = *browser;
	struct harness *h = b.h;
	int64_t id = add(h, "he.li", "officer");

	OK(id != 0 && sign_in(&b, "he.li", "wrong-Word-1") == 401 && !b.cookie.n);
	OK(sign_in(&b, "He.Li", "First-one-77") == 303 && at(&b, "/sign-in/factor") && b.cookie.n == 64);
	OK(!b.known.n); /* not known before the second factor */
	half_session(&b, "/sign-in/factor");
	OK(get(&b, "/sign-in/code") == 303 && get(&b, "/sign-in/password") == 303);
	OK(get(&b, "/sign-in/factor") == 200 && b.a.no_store && says(&b, "<svg class=\"qr\""));
	str secret = secret_on(&b), half = b.cookie;
	OK(secret.n == TOTP_BYTES);
	OK(send(&b, "/sign-in/factor", "/sign-in/factor", "code=000000") == 401 && says(&b, "not right"));
	OK(str_eq(b.cookie, half) && str_eq(secret_on(&b), secret));              /* the same to try again */
	OK(ask(&b, HTTP_POST, "/sign-in/factor", code_of(&b, secret, 0)) == 403); /* no token of the form */
	OK(send(&b, "/sign-in/factor", "/sign-in/factor", code_of(&b, secret, 0)) == 303);
	OK(at(&b, "/sign-in/password") && !str_eq(b.cookie, half)); /* rotated */
	*browser = b;
	struct browser old = { .h = h, .cookie = half };
	OK(get(&old, "/sign-in/factor") == 303 && at(&old, "/sign-in"));
	return secret;
}

static str test_first_time(struct harness *h)
{
	struct browser b = { .h = h };
	str secret = set_up_factor(&b), second = b.cookie;

	half_session(&b, "/sign-in/password");
	OK(send(&b, "/sign-in/password", "/sign-in/password", "new_password=First-one-77") == 422 &&
	   says(&b, "had this one"));
	OK(send(&b, "/sign-in/password", "/sign-in/password", "new_password=short") == 422 &&
	   says(&b, "at least 10"));
	OK(send(&b, "/sign-in/password", "/sign-in/password", "new_password=My-own-word-5") == 303 &&
	   at(&b, "/"));
	OK(!str_eq(b.cookie, second) && b.known.n == 32 + 1 + 8 + 1 + 64 && get(&b, "/more") == 200);
	struct browser older = { .h = h, .cookie = second };
	OK(get(&older, "/") == 303);
	OK(harness_number(h,
			  STR("SELECT count(*) FROM account a WHERE a.login = 'he.li' AND a.must_change = 0"
			      " AND a.totp IS NOT NULL")) == 1);
	return secret;
}

static void test_code(struct harness *h, str secret)
{
	struct browser b = { .h = h }, thief;

	OK(sign_in(&b, "he.li", "My-own-word-5") == 303 && at(&b, "/sign-in/code"));
	half_session(&b, "/sign-in/code");
	/* The code that set it up was used; one may not come again, nor an older one. */
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, 0)) == 401);
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, -1)) == 401);
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, 2)) == 401); /* too early */
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, 1)) == 303 && at(&b, "/"));
	OK(get(&b, "/more") == 200 && get(&b, "/sign-in") == 303 && at(&b, "/"));
	thief = b;
	OK(get(&thief, "/account") == 200);
	OK(send(&b, "/account", "/sign-out", "") == 303 && !b.cookie.n);
	OK(get(&thief, "/account") == 303 && at(&thief, "/sign-in")); /* a stolen cookie is dead then */
	OK(get(&thief, "/api/v1/schools") == 401);
}

static void test_half_ends(struct harness *h)
{
	struct browser b = { .h = h };

	OK(sign_in(&b, "he.li", "My-own-word-5") == 303 && at(&b, "/sign-in/code"));
	h->now += 4 * minute;
	OK(get(&b, "/sign-in/code") == 200);
	h->now += minute;
	OK(get(&b, "/sign-in/code") == 303 && at(&b, "/sign-in"));
}

/* Codes are guessed no faster than passwords. */
static void test_code_throttled(struct harness *h, str secret)
{
	struct browser b = { .h = h };

	OK(sign_in(&b, "he.li", "My-own-word-5") == 303);
	for (int i = 0; i < 5; i++)
		OK(send(&b, "/sign-in/code", "/sign-in/code", "code=123123") == 401);
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, 0)) == 429);
	OK(header_of(&b.a, "Retry-After").n > 0);
	h->now += 16 * minute;
	OK(sign_in(&b, "he.li", "My-own-word-5") == 303);
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, 0)) == 303 && at(&b, "/"));
}

/* A role without children needs no second factor, but a password of its own, and a fresh one twice a year. */
static void test_old_password(struct harness *h)
{
	struct browser b = { .h = h };
	int64_t first = h->now;

	OK(add(h, "lin", "volunteer") != 0);
	OK(sign_in(&b, "lin", "First-one-77") == 303 && at(&b, "/sign-in/password"));
	OK(send(&b, "/sign-in/password", "/sign-in/password", "new_password=My-own-word-5") == 303 &&
	   at(&b, "/"));
	h->now = first + INT64_C(180) * 24 * 60 * minute;
	OK(sign_in(&b, "lin", "My-own-word-5") == 303 && at(&b, "/"));
	b.cookie = STR("");
	h->now += minute;
	OK(sign_in(&b, "lin", "My-own-word-5") == 303 && at(&b, "/sign-in/password"));
	half_session(&b, "/sign-in/password");
	harness_today(h, HARNESS_TODAY);
}

/* --- one's own account --- */

static struct browser come(struct harness *h, str secret)
{
	struct browser b = { .h = h };

	h->now += 2 * minute;
	OK(sign_in(&b, "he.li", "My-own-word-5") == 303);
	OK(send(&b, "/sign-in/code", "/sign-in/code", code_of(&b, secret, 0)) == 303 && at(&b, "/"));
	return b;
}

static void test_sessions(struct harness *h, str secret)
{
	struct browser a = come(h, secret), b = come(h, secret), third = come(h, secret);

	OK(get(&a, "/account") == 200 && a.a.no_store && says(&a, "Chrome, Android") && says(&a, "this one"));
	str id = between(a.a.body, "name=\"session\" value=\"", "\"");
	OK(id.n == 64);
	str one = harness_text(&h->mem, "session=%.*s", STR_ARG(id));
	OK(send(&a, "/account", "/account/sessions/end", str_z(&h->mem, one)) == 303);
	OK((get(&b, "/account") == 200) + (get(&third, "/account") == 200) + (get(&a, "/account") == 200) ==
	   2);
	OK(send(&a, "/account", "/account/sessions/end", str_z(&h->mem, one)) == 404); /* it was ended */
	OK(send(&a, "/account", "/account/sessions/end", "session=") == 303);
	OK(get(&b, "/account") == 303 && get(&third, "/account") == 303 && get(&a, "/account") == 200);
	OK(send(&a, "/account", "/account/password", "old_password=nope&new_password=Another-one-88") == 422);
	OK(says(&a, "not your present"));
	struct browser before = a;
	b = come(h, secret);
	OK(send(&a, "/account", "/account/password",
		"old_password=My-own-word-5&new_password=Another-one-88") == 303 &&
	   at(&a, "/account"));
	OK(get(&a, "/account") == 200 && get(&before, "/account") == 303 && get(&b, "/account") == 303);
	OK(send(&a, "/account", "/account/password",
		"old_password=Another-one-88&new_password=My-own-word-5") == 422 &&
	   says(&a, "had this one"));
}

static int with_token(struct harness *h, enum method method, str token, const char *path, const char *body)
{
	str headers = harness_text(&h->mem, "Authorization: Bearer %.*s%s", STR_ARG(token),
				   body ? "\nContent-Type: application/json" : "");

	return harness_ask(h, AS_NOBODY, method, path, str_z(&h->mem, headers), body).status;
}

static void test_tokens(struct harness *h)
{
	struct browser b = { .h = h };

	b.cookie = harness_session(AS_OFFICER, h);
	OK(send(&b, "/account", "/account/tokens", "name=reports&kinds=schools,classes") == 200 &&
	   b.a.no_store);
	str token = between(b.a.body, "translate=\"no\">", "<");
	OK(str_starts(token, STR("tongxin_")));
	OK(with_token(h, HTTP_GET, token, "/api/v1/schools", NULL) == 200);
	OK(with_token(h, HTTP_GET, token, "/api/v1/children", NULL) == 404); /* not among its lists */
	OK(with_token(h, HTTP_GET, token, "/account", NULL) == 404);
	OK(with_token(h, HTTP_POST, token, "/api/v1/schools",
		      "{'code':'2144000999','name':'新小学','region':'440804101209'}") == 403);
	OK(get(&b, "/account") == 200 && says(&b, "only reads") && !says(&b, "tongxin_"));
	str id = between(between(b.a.body, "<b>reports</b>", "</li>"), "name=\"token\" value=\"", "\"");
	OK(id.n == 64);
	OK(send(&b, "/account", "/account/tokens/end",
		str_z(&h->mem, harness_text(&h->mem, "token=%s", str_z(&h->mem, id)))) == 303);
	OK(with_token(h, HTTP_GET, token, "/api/v1/schools", NULL) == 401);
	OK(send(&b, "/account", "/account/tokens", "name=writer&writes=1") == 200);
	str writer = between(b.a.body, "translate=\"no\">", "<");
	OK(with_token(h, HTTP_POST, writer, "/api/v1/schools",
		      "{'code':'2144000999','name':'新小学','region':'440804101209'}") == 201);
	OK(send(&b, "/account", "/account/tokens", "name=late&expires=2029-01-01") == 422);
	OK(send(&b, "/account", "/account/tokens", "name=odd&kinds=ghosts") == 422 && says(&b, "ghosts"));
	h->now += INT64_C(366) * 24 * 60 * minute;
	OK(with_token(h, HTTP_GET, writer, "/api/v1/schools", NULL) == 401);
	harness_today(h, HARNESS_TODAY);
}

/* --- cards --- */

static str picked(struct harness *h, str number, const unsigned p[CARD_PICKED])
{
	return harness_text(&h->mem, "number=%.*s&picked=%u&picked=%u&pick=%u", STR_ARG(number), p[0], p[1],
			    p[2]);
}

/* One tap after the other, without script. */
static void child_taps(struct browser *b, const struct card_made *m)
{
	struct arena *mem = &b->h->mem;
	const unsigned turned[] = { m->pictures[1], m->pictures[0], m->pictures[2] };
	str number = harness_text(mem, "number=%.4s %.4s", m->number.s, m->number.s + 4);

	OK(send(b, "/sign-in/child", "/sign-in/child", "number=") == 422);
	OK(send(b, "/sign-in/child", "/sign-in/child", str_z(mem, number)) == 200 &&
	   says(b, "first picture"));
	OK(b->a.no_store && !b->cookie.n);
	str two =
		harness_text(mem, "%.*s&picked=%u&pick=%u", STR_ARG(number), m->pictures[0], m->pictures[1]);
	OK(ask(b, HTTP_POST, "/sign-in/child", str_z(mem, two)) == 200 && says(b, "third picture"));
	OK(ask(b, HTTP_POST, "/sign-in/child", str_z(mem, picked(b->h, m->number, turned))) == 401);
	struct answer known = b->a;
	OK(ask(b, HTTP_POST, "/sign-in/child", str_z(mem, picked(b->h, STR("00000000"), turned))) == 401);
	OK(known.reads == b->a.reads && known.writes == b->a.writes && !b->cookie.n);
	OK(ask(b, HTTP_POST, "/sign-in/child", str_z(mem, picked(b->h, m->number, m->pictures))) == 303);
	OK(at(b, "/") && b->cookie.n && get(b, "/account") == 200 && !says(b, "new_password"));
}

static void test_child_card(struct harness *h)
{
	struct browser b = { .h = h }, again = { .h = h };
	struct actor teacher = { .account = 1, .role = ROLE_TEACHER, .county = HARNESS_COUNTY };
	struct ctx c = harness_ctx(h);
	struct card_owner owner = { .role = "child", .child = h->fix[FIX_KID], .name = STR("小朋友") };
	struct card_made m, next;

	c.who = &teacher;
	OK(card_make(&c, &owner, &m) == RC_OK && m.number.n == CARD_NUMBER && !m.pin.n);
	child_taps(&b, &m);
	OK(harness_number(h, harness_text(&h->mem, "SELECT s.idle FROM session s WHERE s.account = %lld",
					  (long long)m.account)) == 10 * minute);
	/* A new card kills the old one, and who came in with it. */
	OK(card_make(&c, &owner, &next) == RC_OK && next.account == m.account && get(&b, "/account") == 303);
	OK(ask(&again, HTTP_POST, "/sign-in/child", str_z(&h->mem, picked(h, m.number, m.pictures))) == 401);
	OK(card_revoke(&c, &owner) == RC_OK);
	OK(card_revoke(&c, &owner) == RC_NOT_FOUND);
	teacher.role = ROLE_COUNSELLOR;
	OK(card_make(&c, &owner, &m) == RC_DENIED);
}

/* Three of twelve pictures are few: after thirty wrong ones in all the card is dead, however slowly tried. */
static void test_card_wears_out(struct harness *h)
{
	struct browser b = { .h = h };
	struct ctx c = harness_ctx(h);
	struct card_owner owner = { .role = "guardian", .person = h->fix[FIX_FATHER], .name = STR("李建国") };
	struct card_made m;
	int64_t first = h->now;

	OK(card_make(&c, &owner, &m) == RC_OK && m.pin.n == CARD_PIN);
	str right = harness_text(&h->mem, "number=%.*s&pin=%.*s", STR_ARG(m.number), STR_ARG(m.pin));
	str wrong = harness_text(&h->mem, "number=%.*s&pin=1234567", STR_ARG(m.number));
	OK(ask(&b, HTTP_POST, "/sign-in/card", str_z(&h->mem, right)) == 303 && at(&b, "/"));
	b.cookie = STR("");
	int refused = 0;
	for (int i = 0; i < 30; i++, h->now += 16 * minute)
		refused += ask(&b, HTTP_POST, "/sign-in/card", str_z(&h->mem, wrong)) == 401;
	OK(refused == 30);
	h->now += 600 * minute;
	OK(ask(&b, HTTP_POST, "/sign-in/card", str_z(&h->mem, right)) == 401);
	OK(harness_number(h, STR("SELECT count(*) FROM card k WHERE k.wrong >= 30")) == 1);
	h->now = first;
	/* Nothing of number or PIN stands in the database. */
	OK(harness_number(h,
			  harness_text(&h->mem, "SELECT count(*) FROM card k WHERE k.secret LIKE '%%%.*s%%'",
				       STR_ARG(m.pin))) == 0);
}

static void test_card_pages(struct harness *h)
{
	struct answer a = harness_get(h, AS_TEACHER, "/children/{kid}/cards");

	OK(a.status == 200 && a.no_store && str_has(a.body, STR("has no card")));
	a = harness_ask(h, AS_TEACHER, HTTP_POST, "/children/{kid}/cards", "Host: tongxin.example", "x=1");
	OK(a.status == 200 && a.no_store && str_has(a.body, STR("#pic-")) &&
	   str_has(a.body, STR("class=\"qr\"")));
	a = harness_ask(h, AS_TEACHER, HTTP_POST, "/ties/{father_tie}/cards", NULL, "x=1");
	OK(a.status == 200 && str_has(a.body, STR("PIN")));
	OK(harness_ask(h, AS_TEACHER, HTTP_POST, "/ties/{father_tie}/cards/end", NULL, "x=1").status == 303);
	OK(harness_ask(h, AS_TEACHER, HTTP_POST, "/ties/{father_tie}/cards/end", NULL, "x=1").status == 404);
	/* Not of this class, or of nobody: the same. */
	OK(harness_ask(h, AS_TEACHER, HTTP_POST, "/children/{kid_2}/cards", NULL, "x=1").status == 404);
	OK(harness_ask(h, AS_TEACHER, HTTP_POST, "/ties/{tie_2}/cards", NULL, "x=1").status == 404);
	OK(harness_ask(h, AS_ADMIN, HTTP_POST, "/children/{kid}/cards", NULL, "x=1").status == 404);
}

/* --- whoever keeps accounts --- */

static int keep(struct harness *h, enum as as, int64_t account, const char *act)
{
	str path = harness_text(&h->mem, "/accounts/%lld%s", (long long)account, act);

	return harness_ask(h, as, HTTP_POST, str_z(&h->mem, path), NULL, "x=1").status;
}

static void test_who_keeps(struct harness *h)
{
	int64_t he = harness_number(h, STR("SELECT a.id FROM account a WHERE a.login = 'he.li'")),
		own = harness_number(h, STR("SELECT a.id FROM account a WHERE a.login = 'security'"));
	static const char *const acts[] = { "/password",    "/do/factor",  "/do/unlock",
					    "/do/sign-out", "/do/disable", "/do/enable" };

	for (size_t i = 0; i < COUNT(acts); i++) {
		OK(keep(h, AS_SECURITY, own, acts[i]) == 403); /* never one's own */
		OK(keep(h, AS_AUDITOR, he, acts[i]) == 404 && keep(h, AS_ADMIN, he, acts[i]) == 404);
		OK(keep(h, AS_OFFICER, he, acts[i]) == 404);
		OK(keep(h, AS_SECURITY, he + 9999, acts[i]) == 404);
	}
	OK(keep(h, AS_SECURITY, he, "/do/nonsense") == 404);
	str page = harness_text(&h->mem, "/accounts/%lld", (long long)he);
	OK(harness_get(h, AS_SECURITY, str_z(&h->mem, page)).status == 200);
	OK(harness_get(h, AS_AUDITOR, str_z(&h->mem, page)).status == 200);
	OK(harness_get(h, AS_OFFICER, str_z(&h->mem, page)).status == 404);
}

static void test_keeping(struct harness *h)
{
	int64_t he = harness_number(h, STR("SELECT a.id FROM account a WHERE a.login = 'he.li'"));
	struct answer a = harness_ask(
		h, AS_SECURITY, HTTP_POST,
		str_z(&h->mem, harness_text(&h->mem, "/accounts/%lld/password", (long long)he)), NULL, "x=1");
	str password = between(a.body, "translate=\"no\">", "<");
	OK(a.status == 200 && a.no_store && password.n == 23);
	struct browser b = { .h = h };
	OK(sign_in(&b, "he.li", str_z(&h->mem, password)) == 303 && at(&b, "/sign-in/code"));
	OK(keep(h, AS_SECURITY, he, "/do/factor") == 303);
	OK(sign_in(&b, "he.li", str_z(&h->mem, password)) == 303 && at(&b, "/sign-in/factor"));
	OK(keep(h, AS_SECURITY, he, "/do/disable") == 303);
	OK(sign_in(&b, "he.li", str_z(&h->mem, password)) == 401);
	OK(keep(h, AS_SECURITY, he, "/do/enable") == 303);
	for (int i = 0; i < 4; i++) /* the fifth, with that of the disabled account */
		OK(sign_in(&b, "he.li", "wrong-Word-1") == 401);
	OK(sign_in(&b, "he.li", str_z(&h->mem, password)) == 429);
	OK(keep(h, AS_SECURITY, he, "/do/unlock") == 303);
	OK(sign_in(&b, "he.li", str_z(&h->mem, password)) == 303);
}

static void test_making(struct harness *h)
{
	struct answer a =
		harness_ask(h, AS_SECURITY, HTTP_POST, "/accounts/new", NULL,
			    "role=teacher&name=赵老师&login=zhao&school_id=2144000123&class_id=五年级1班");

	OK(a.status == 200 && between(a.body, "translate=\"no\">", "<").n == 23);
	OK(harness_number(
		   h, harness_text(&h->mem,
				   "SELECT count(*) FROM account a WHERE a.login = 'zhao' AND a.class_id = "
				   "'%lld' AND a.must_change = 1",
				   (long long)h->fix[FIX_CLASS])) == 1);
	a = harness_ask(h, AS_SECURITY, HTTP_POST, "/accounts/new", NULL, "role=teacher&name=赵&login=zhao");
	OK(a.status == 422 || a.status == 409);
	OK(str_has(a.body, STR("already")) && str_has(a.body, STR("value=\"zhao\"")));
	OK(harness_ask(h, AS_SECURITY, HTTP_POST, "/accounts/new", NULL,
		       "role=head&name=x&login=y&school_id=7")
		   .status == 422);
	OK(harness_ask(h, AS_ADMIN, HTTP_POST, "/accounts/new", NULL, "role=admin&name=x&login=y").status ==
	   404);
}

/* --- standing in --- */

static void test_deputy(struct harness *h)
{
	int64_t teacher = harness_number(h, STR("SELECT a.id FROM account a WHERE a.login = 'teacher'")),
		head = harness_number(h, STR("SELECT a.id FROM account a WHERE a.login = 'head-2'"));
	struct browser b = { .h = h, .cookie = harness_session(AS_HEAD_2, h) };

	OK(get(&b, "/children/{kid}") == 404);
	str place = harness_text(&h->mem, "account=%lld", (long long)teacher);
	OK(send(&b, "/account", "/deputy", str_z(&h->mem, place)) == 404); /* nobody appointed them */
	OK(harness_exec(
		h, harness_text(
			   &h->mem,
			   "INSERT INTO deputy (id, version, county, created_at, updated_at, account, deputy,"
			   " from_day, to_day, reason) VALUES (%lld, 1, 440804, 0, 0, %lld, %lld, 20261101,"
			   " 20261130, 'x')",
			   (long long)teacher + 7777, (long long)teacher, (long long)head)));
	str before = b.cookie;
	OK(send(&b, "/account", "/deputy", str_z(&h->mem, place)) == 303 && !str_eq(b.cookie, before));
	OK(get(&b, "/children/{kid}") == 200 && get(&b, "/children/{kid_2}") == 404);
	OK(get(&b, "/account") == 200 && says(&b, "place of another") && !says(&b, "new_password"));
	OK(harness_number(
		   h,
		   harness_text(&h->mem,
				"SELECT count(*) FROM journal j WHERE j.reason = 'deputy' AND j.actor = %lld"
				" AND j.record = %lld",
				(long long)head, (long long)teacher)) == 1);
	/* The appointment ends: at the next request they are themselves again. */
	OK(harness_exec(h, STR("UPDATE deputy SET to_day = 20261120")));
	OK(get(&b, "/children/{kid}") == 404 && get(&b, "/children/{kid_2}") == 200);
	OK(harness_exec(h, STR("UPDATE deputy SET to_day = 20261130")));
	OK(get(&b, "/children/{kid}") == 200);
	OK(send(&b, "/account", "/deputy", "account=0") == 303 && get(&b, "/children/{kid}") == 404);
}

/* --- guessing --- */

/* A known browser: what its cookie holds. */
static str known_of(struct ctx *c, str login)
{
	str header = session_known(c, login, STR(""), false), name, value;

	return str_next(&header, '=', &name) && str_next(&header, ';', &value) ? value : STR("");
}

static enum rc try_from(struct ctx *c, str login, const char *password, str peer, str known)
{
	struct session s;
	struct sign_in given = { .login = login, .password = str_of(password), .peer = peer, .known = known };

	c->problems = (struct problems){ .mem = c->mem };
	return session_open(c, &given, &s);
}

/* Ten thousand wrong passwords for one login and for some that are not there, each from another address: all
 * but the first five for each are refused before anything is hashed. */
static void flood(struct harness *h, struct ctx *c, str wu)
{
	int hashed = 0, refused = 0;

	for (int i = 0; i < 10000; i++) {
		str login = i % 2 ? wu : harness_text(&h->mem, "%.*s-ghost%d", STR_ARG(wu), i % 20);
		enum rc rc = try_from(c, login, "wrong-Word-1",
				      harness_text(&h->mem, "10.%d.%d.7", i / 250, i % 250), STR(""));
		hashed += rc == RC_UNKNOWN_USER;
		refused += rc == RC_BUSY && c->problems.n == 1;
	}
	OK(hashed == 5 * 11 && refused == 10000 - hashed);
}

/* A third person gets in at the first try; so does the owner of the login, from a browser that is known. */
static void test_flood(struct harness *h)
{
	static const char right[] = "First-one-77";
	const str elsewhere = STR("198.51.100.3"), none = STR("");
	struct ctx c = harness_ctx(h);
	/* Strikes are the process's, and there is a run for each engine. */
	str wu = h->engine == DB_SQLITE ? STR("wu") : STR("wu.pg");
	str known = known_of(&c, wu), forged = harness_text(&h->mem, "%.*sx", (int)known.n - 1, known.s);

	c.who = &actor_nobody;
	OK(add(h, str_z(&h->mem, wu), "officer") && add(h, "zheng", "officer"));
	flood(h, &c, wu);
	OK(try_from(&c, STR("zheng"), right, elsewhere, none) == RC_OK);
	OK(try_from(&c, wu, right, elsewhere, none) == RC_BUSY);
	OK(try_from(&c, wu, right, elsewhere, forged) == RC_BUSY);
	OK(try_from(&c, wu, right, elsewhere, known_of(&c, STR("zheng"))) == RC_BUSY); /* known for another */
	OK(try_from(&c, wu, right, elsewhere, known) == RC_OK);
	/* It is no way around: it has a small count of its own. */
	for (int i = 0; i < 5; i++)
		OK(try_from(&c, wu, "wrong-Word-1", elsewhere, known) == RC_UNKNOWN_USER);
	OK(try_from(&c, wu, right, elsewhere, known) == RC_BUSY);
	OK(session_known(&c, wu, known, false).n == 0);
	OK(session_known(&c, STR("zheng"), known, false).n > 0);
	c.today = day_add(c.today, 91);
	OK(session_known(&c, wu, known, false).n > 0);
}

static void tests(struct harness *h)
{
	h->model.demo = false; /* as it is in a county */
	str secret = test_first_time(h);

	test_code(h, secret);
	test_half_ends(h);
	test_code_throttled(h, secret);
	test_sessions(h, secret);
	harness_today(h, HARNESS_TODAY);
	test_tokens(h);
	test_child_card(h);
	test_card_wears_out(h);
	test_card_pages(h);
	test_who_keeps(h);
	test_keeping(h);
	test_making(h);
	test_deputy(h);
	test_flood(h);
	test_old_password(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
