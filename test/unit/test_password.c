/* What of auth/ needs no database: anti-forgery, cookies, passwords, throttling. */
#include "account.h"
#include "password.h"
#include "session.h"
#include "tap.h"
#include "throttle.h"
#include <pthread.h>
#include <sched.h>

static const int64_t minute = INT64_C(60) * 1000 * 1000;
static const int64_t start = INT64_C(1788220800) * 1000 * 1000; /* 2026-09-01 00:00 UTC */
static const str good = STR_INIT("tongxin-demo");
static const struct model model = { .params = &param_embedded, .county = 440804 };
static struct arena mem;

/* The same text with one character changed. */
static str flipped(str text, size_t at)
{
	char *copy = str_z(&mem, text);

	copy[at] = copy[at] == '0' ? '1' : '0';
	return (str){ copy, text.n };
}

static void test_csrf(void)
{
	struct session s = { .csrf = STR("0123456789abcdef0123456789abcdef") }, t = s, nobody = { 0 };
	str a = csrf_token(&mem, &s), b = csrf_token(&mem, &s);

	t.csrf = STR("0123456789abcdef0123456789abcdeF");
	OK(a.n == 128 && !str_eq(a, b) && csrf_valid(&s, a) && csrf_valid(&s, b));
	OK(!str_eq(str_cut(a, 0, 64), str_cut(b, 0, 64)) && !str_eq(str_cut(a, 64, 64), str_cut(b, 64, 64)));
	OK(!csrf_valid(&t, a));
	for (size_t i = 0; i < a.n; i += 21)
		OK(!csrf_valid(&s, flipped(a, i)));
	OK(!csrf_valid(&s, STR("")) && !csrf_valid(&s, str_cut(a, 0, 126)) &&
	   !csrf_valid(&s, str_cut(a, 0, 64)));
	char zero[129];
	memset(zero, '0', 128);
	OK(csrf_token(&mem, &nobody).n == 0 && !csrf_valid(&nobody, STR("")) &&
	   !csrf_valid(&nobody, (str){ zero, 128 }) && !csrf_valid(&nobody, a));
}

static void test_cookie(void)
{
	struct session s = { .token = STR("ab12") }, none = { 0 };

	OK(str_eq(session_cookie(&mem, &s, false), STR("tx=ab12; Path=/; HttpOnly; SameSite=Lax")));
	OK(str_eq(session_cookie(&mem, &s, true),
		  STR("__Host-tx=ab12; Path=/; HttpOnly; SameSite=Lax; Secure")));
	OK(str_eq(session_cookie(&mem, &none, true),
		  STR("__Host-tx=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")));
	OK(str_eq(session_cookie_name(false), STR("tx")) &&
	   str_eq(session_cookie_name(true), STR("__Host-tx")));
}

static void test_password(void)
{
	str kept = { NULL, 0 }, again = { NULL, 0 };
	bool right = false;

	OK(password_hash(&mem, good, &kept) == RC_OK && password_hash(&mem, good, &again) == RC_OK);
	OK(kept.n == PASSWORD_KEPT && str_starts(kept, STR("argon2id$")) && !str_eq(kept, again));
	OK(password_verify(good, kept, &right) == RC_OK && right);
	OK(password_hash(&mem, STR(""), &again) == RC_INVALID);
	OK(password_verify(STR("tongxin-dem0"), kept, &right) == RC_OK && !right);
	/* RFC 9106 with 19 MiB, 2 passes, 1 lane, as OpenSSL computes it: what is kept must stay good for
	 * ever. */
	static const str old = STR_INIT("argon2id$000102030405060708090a0b0c0d0e0f$"
					"b838bdb66049e7c81716696c79bf89664ab4ca52d1f3774a1f14f78df4acb0cf");
	OK(password_verify(good, old, &right) == RC_OK && right);
	const str bad[] = { { NULL, 0 }, STR("argon2id$"), str_cut(kept, 0, kept.n - 2), STR("plain") };
	for (size_t i = 0; i < COUNT(bad); i++)
		OK(password_verify(good, bad[i], &right) == RC_OK && !right);
	/* A salt and hash that nothing was kept for are zero: the hash of nothing must not open it. */
	OK(password_verify(STR(""), (str){ NULL, 0 }, &right) == RC_OK && !right);
}

static const struct password_about li = { STR_INIT("li"), STR_INIT("李小明"), STR_INIT("五合小学") };

/* Is it good enough, and if not, is it for this reason and no other? */
static bool good_enough(struct ctx *x, const char *password)
{
	x->problems = (struct problems){ .mem = &mem };
	return password_check(x, STR("password"), &li, str_of(password));
}

static bool refused(struct ctx *x, const char *password, const char *why)
{
	return !good_enough(x, password) && x->problems.n == 1 && strstr(x->problems.list[0].text, why);
}

/* Names, what everybody tries, what cannot be typed. */
static void test_password_owner(struct ctx *x)
{
	OK(refused(x, "Charlie-and-9", "login name") && refused(x, "CHAR9LIE-and", "login name"));
	OK(refused(x, "李小明-Pq7-2026", "your name") && refused(x, "爱五合小学-Pq72", "your name"));
	OK(refused(x, "Tongxin2026!!", "tried first") && refused(x, "p@ssw0rd-2026-", "tried first"));
	OK(refused(x, "20150906-101-20150906", "tried first")); /* numbers alone are somebody's */
	OK(refused(x, "abababababababab", "tried first"));
	OK(!good_enough(x, "tab\x01in-Here9") && !good_enough(x, "Bad-utf8-\xff"));
}

/* GB/T 22239-2019 8.1.4.1 a. */
static void test_password_rules(void)
{
	struct ctx x = { .mem = &mem, .model = &model, .today = 20260901 };
	char *long_one = NEW(&mem, char, 200);

	for (size_t i = 0; i < 199; i++)
		long_one[i] = (char)('b' + i % 11);
	OK(refused(&x, "Xk3-fgh-w", "at least {0} characters"));
	OK(good_enough(&x, "Xk3-fgh-wq"));
	OK(refused(&x, "xkfgh-wqzr", "Mix at least") && refused(&x, "xkfghwqzrtvbn", "Mix at least"));
	OK(good_enough(&x, "xkfghwqzrtvbnm"));         /* long enough to be simple */
	OK(good_enough(&x, "我们的孩子们天天向上好")); /* a character counts twice */
	OK(refused(&x, "我们的孩子们天", "at least {0} characters"));
	long_one[128] = 0;
	OK(good_enough(&x, long_one));
	long_one[128] = 'x';
	long_one[129] = 0;
	OK(refused(&x, long_one, "longer"));
	test_password_owner(&x);
	struct model demo = model;
	demo.demo = true;
	x.model = &demo;
	OK(good_enough(&x, "tongxin-demo"));
}

static void test_password_make(void)
{
	struct ctx x = { .mem = &mem, .model = &model, .today = 20260901, .problems = { .mem = &mem } };
	str a = password_make(&x, &li), b = password_make(&x, &li);

	OK(a.n == 23 && !str_eq(a, b) && x.problems.n == 0);
	OK(password_check(&x, STR("password"), &li, a) && password_check(&x, STR("password"), &li, b));
}

static struct sm3 key(const char *kind, int i)
{
	const str part[] = { str_of(kind), { (const char *)&i, sizeof i } };

	return sm3(part, COUNT(part));
}

static struct throttle_try attempt(int login, int peer, int64_t now)
{
	return (struct throttle_try){ .login = key("login", login),
				      .peer = key("peer", peer),
				      .has_peer = true,
				      .now = now,
				      .period = 15 * minute,
				      .most = 5 };
}

/* Ten thousand wrong passwords from one address, at other logins and at one: a third person still gets in. */
static void test_throttle_crowd(struct throttle *t)
{
	struct throttle_taken taken = { 0 };
	struct throttle_try third = attempt(-1, 1, start), other = attempt(-2, 1, start);
	int let = 0, crowded = 0;

	for (int i = 0; i < 10000; i++) {
		struct throttle_try a = attempt(i % 5000, 1, start);
		bool open = throttle_take(t, &a, &taken);
		let += open;
		crowded += open && taken.crowded;
	}
	OK(let >= 100 && crowded >= let - 100);
	OK(throttle_take(t, &third, &taken) && taken.strikes == 1 && taken.crowded);
	throttle_clear(t, &third);
	OK(throttle_take(t, &third, &taken) && throttle_take(t, &other, &taken));
	OK(!throttle_take(t, &third, &taken)); /* one try each while it is crowded */
	third = attempt(-1, 2, start);
	OK(throttle_take(t, &third, &taken) && taken.strikes == 2 && !taken.crowded); /* elsewhere, as ever */
}

/* An entry that is only looked at, because another of its set is wanted, forgets no faster for it. */
static void test_throttle_neighbour(struct throttle *t)
{
	struct throttle_taken taken = { 0 };
	struct throttle_try a = attempt(3, 4, start), b = attempt(4, 5, start);

	memcpy(b.login.b, a.login.b, 8);
	for (int i = 0; i < 5; i++)
		OK(throttle_take(t, &a, &taken));
	b.now = start + 15 * minute;
	OK(throttle_take(t, &b, &taken) && taken.strikes == 1);
	b.now = a.now = start + 16 * minute;
	OK(throttle_take(t, &b, &taken) && taken.strikes == 2);
	OK(throttle_take(t, &a, &taken) && taken.strikes == 3);
}

static void test_throttle(void)
{
	struct throttle *t = NEW(&mem, struct throttle, 1);
	struct throttle_taken taken = { 0 };
	struct throttle_try a = attempt(1, 1, start);

	pthread_mutex_init(&t->lock, NULL);
	for (int i = 1; i <= 5; i++)
		OK(throttle_take(t, &a, &taken) && taken.strikes == i);
	OK(!throttle_take(t, &a, &taken));
	throttle_give_back(t, &a);
	OK(throttle_take(t, &a, &taken) && taken.strikes == 5);
	a.now = start + 15 * minute - 1;
	OK(!throttle_take(t, &a, &taken) &&
	   !throttle_take(t, &a, &taken)); /* knocking does not keep it shut */
	a.now = start + 15 * minute;
	for (int i = 3; i <= 5; i++) /* two of five are not forgotten yet */
		OK(throttle_take(t, &a, &taken) && taken.strikes == i);
	OK(!throttle_take(t, &a, &taken));
	a.now = start - 60 * minute; /* a clock set back opens nothing */
	OK(!throttle_take(t, &a, &taken));
	a = attempt(2, 3, start);
	a.kept = 5;
	a.kept_at = start - 14 * minute;
	OK(!throttle_take(t, &a, &taken));
	a.kept = 0; /* taken over by now */
	OK(!throttle_take(t, &a, &taken));
	a.now += 2 * minute;
	OK(throttle_take(t, &a, &taken) && taken.strikes == 3);
	test_throttle_neighbour(t);
	test_throttle_crowd(t);
	pthread_mutex_destroy(&t->lock);
}

static void test_peer(void)
{
	OK(str_eq(throttle_peer(&mem, STR("192.0.2.1")), STR("192.0.2.1")));
	OK(str_eq(throttle_peer(&mem, STR("2001:db8:1:2::1")),
		  throttle_peer(&mem, STR("2001:db8:1:2:ffff::9"))));
	OK(!str_eq(throttle_peer(&mem, STR("2001:db8:1:2::1")), throttle_peer(&mem, STR("2001:db8:1:3::1"))));
	OK(!str_eq(throttle_peer(&mem, STR("::ffff:192.0.2.1")),
		   throttle_peer(&mem, STR("::ffff:192.0.2.2"))));
}

static struct throttle_gate gate = {
	.lock = PTHREAD_MUTEX_INITIALIZER, .left = PTHREAD_COND_INITIALIZER, .most = 2, .queue = 3
};

static void *pass(void *arg)
{
	bool *in = arg;

	*in = throttle_enter(&gate);
	if (*in)
		throttle_leave(&gate);
	return NULL;
}

static int waiting(void)
{
	pthread_mutex_lock(&gate.lock);
	int n = gate.waiting;
	pthread_mutex_unlock(&gate.lock);
	return n;
}

static void test_gate(void)
{
	pthread_t thread[3];
	bool in[3] = { false };

	OK(throttle_enter(&gate) && throttle_enter(&gate));
	for (size_t i = 0; i < COUNT(thread); i++)
		OK(pthread_create(&thread[i], NULL, pass, &in[i]) == 0);
	while (waiting() < 3)
		sched_yield();
	OK(!throttle_enter(&gate)); /* the queue is full: told at once */
	throttle_leave(&gate);
	for (size_t i = 0; i < COUNT(thread); i++)
		OK(pthread_join(thread[i], NULL) == 0 && in[i]);
	OK(waiting() == 0 && gate.inside == 1 && throttle_enter(&gate));
	throttle_leave(&gate);
	throttle_leave(&gate);
}

int main(void)
{
	arena_init(&mem, (size_t)64 << 20);
	sm_start();
	test_csrf();
	test_cookie();
	test_password();
	test_password_rules();
	test_password_make();
	test_throttle();
	test_peer();
	test_gate();
	arena_free(&mem);
	return tap_end();
}
