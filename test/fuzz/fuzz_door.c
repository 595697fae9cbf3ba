/* Signing in by steps, in any order: whoever stands inside has said the right password since, and the right
 * code where one is set up; and each code opens once. */
#include "account.h"
#include "fuzz_house.h"
#include "page_read.h"

enum { OLD = 4 };
struct browser {
	struct harness *h;
	str cookie, page, csrf;
	str old[OLD]; /* cookies that were */
	size_t nold;
	str secret; /* of the second factor, as it was shown */
	bool password, code;
};

static void begin(struct harness *h)
{
	static const char *const login[] = { "he.li", "plain" };

	for (size_t i = 0; i < COUNT(login); i++) {
		struct ctx c = harness_ctx(h);
		int64_t id = 0;
		struct account_new new = { .login = str_of(login[i]),
					   .name = STR("何老师"),
					   .role = i ? STR("teacher") : STR("officer"),
					   .school = i ? h->fix[FIX_SCHOOL] : 0,
					   .class = i ? h->fix[FIX_CLASS] : 0,
					   .password = STR("First-one-77"),
					   .cleared = 20261101 };
		require(account_add(&c, &new, &id) == RC_OK);
	}
}

static void keep_cookie(struct browser *b, const struct answer *a)
{
	for (size_t i = 0; i < a->nheaders; i++) {
		str v = a->header[i].value;
		if (!str_eq(a->header[i].name, STR("Set-Cookie")) || !str_starts(v, STR("tx=")))
			continue;
		if (b->cookie.n)
			b->old[b->nold++ % OLD] = b->cookie;
		b->cookie = between(v, "tx=", ";");
	}
}

static int ask(struct browser *b, enum method method, const char *path, const char *body)
{
	struct arena *mem = &b->h->mem;
	str head = harness_text(mem, "Cookie: tx=%.*s\nUser-Agent: Mozilla/5.0 (Linux) Chrome/99.0",
				STR_ARG(b->cookie));
	struct answer a = harness_ask(b->h, AS_NOBODY, method, path, str_z(mem, head), body);

	require(a.status >= 200 && a.status < 500);
	keep_cookie(b, &a);
	b->page = a.body;
	str csrf = between(a.body, "name=\"csrf\" value=\"", "\"");
	if (csrf.n)
		b->csrf = csrf;
	return a.status;
}

static int post(struct browser *b, const char *path, str fields)
{
	return ask(b, HTTP_POST, path,
		   str_z(&b->h->mem,
			 harness_text(&b->h->mem, "csrf=%.*s&%.*s", STR_ARG(b->csrf), STR_ARG(fields))));
}

static void keep_secret(struct browser *b)
{
	str shown = secret_shown(&b->h->mem, b->page);

	if (shown.n == TOTP_BYTES)
		b->secret = shown;
}

/* --- what can be done --- */

static void look(struct browser *b, struct feed *f)
{
	static const char *const page[] = { "/sign-in",
					    "/sign-in/code",
					    "/sign-in/factor",
					    "/sign-in/password",
					    "/sign-in/card",
					    "/sign-in/child",
					    "/",
					    "/account/sessions" };

	(void)ask(b, HTTP_GET, page[feed_below(f, COUNT(page))], NULL);
	keep_secret(b);
}

static void say_password(struct browser *b, struct feed *f)
{
	static const char *const login[] = { "he.li", "plain", "nobody", "he.li%00", "" };
	static const char *const word[] = { "First-one-77", "My-own-word-5", "wrong", "", "My-own-word-6" };
	unsigned who = feed_below(f, COUNT(login)), what = feed_below(f, COUNT(word));

	if (post(b, "/sign-in", harness_text(&b->h->mem, "login=%s&password=%s", login[who], word[what])) ==
	    303)
		b->password = true, b->code = who == 1;
}

static void say_code(struct browser *b, struct feed *f)
{
	static const char *const where[] = { "/sign-in/code", "/sign-in/factor" };
	const char *path = where[feed_below(f, COUNT(where))];
	int later = (int)feed_below(f, 5) - 2;
	str code = STR("000000");

	if (b->secret.n)
		require(totp_code(&b->h->mem, b->secret, totp_step(b->h->now) + later, TOTP_DIGITS, &code));
	int status = post(b, path, harness_text(&b->h->mem, "code=%.*s", STR_ARG(code)));
	if (status != 303 || b->page.n)
		return;
	if (b->secret.n && later >= -1 && later <= 1)
		b->code = true;
}

static void say_new(struct browser *b, struct feed *f)
{
	static const char *const word[] = { "My-own-word-5", "First-one-77", "short", "My-own-word-6" };

	(void)post(b, "/sign-in/password",
		   harness_text(&b->h->mem, "new_password=%s", word[feed_below(f, COUNT(word))]));
}

static void say_card(struct browser *b, struct feed *f)
{
	static const char *const number[] = { "", "00000000", "12345678", "%ff", "1234567890123" };
	unsigned n = feed_below(f, COUNT(number)), pin = feed_byte(f);

	(void)post(b, pin % 2 ? "/sign-in/card" : "/sign-in/child",
		   harness_text(&b->h->mem, "number=%s&pin=%04u&pick=%u&picked=%u&picked=3", number[n], pin,
				pin % 13, pin % 7));
}

static void do_one(struct browser *b, struct feed *f)
{
	switch (feed_below(f, 9)) {
	case 0: look(b, f); break;
	case 1: say_password(b, f); break;
	case 2: say_code(b, f); break;
	case 3: say_new(b, f); break;
	case 4: say_card(b, f); break;
	case 5:
		if (post(b, "/sign-out", STR("x=")) == 303)
			b->password = b->code = false;
		break;
	case 6: b->h->now += (int64_t)feed_byte(f) * 30 * 1000000; break;
	case 7: b->cookie = b->nold ? b->old[feed_below(f, b->nold < OLD ? b->nold : OLD)] : b->cookie; break;
	default: b->csrf = STR("x"); break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed f = { data, size };
	struct browser b = { .h = fuzz_house(begin) };

	b.h->model.demo = false; /* as in earnest: a county's officer needs the second factor */
	for (int i = 0; i < FUZZ_ACTS_MAX && f.left; i++) {
		do_one(&b, &f);
		struct browser other = b;
		bool inside = ask(&other, HTTP_GET, "/account", NULL) == 200;
		require(!inside || (b.password && b.code));
	}
	return 0;
}
