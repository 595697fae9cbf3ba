/* The children's computer of a happy home: unlocked by who works there, for one browser and one opening; a
 * child comes in by its pictures, finds its own and nothing else, and goes; nothing of it stays for the next
 * one. */
#include "call.h"
#include "card.h"
#include "home.h"
#include "kiosk.h"
#include "steps.h"

#include <stdio.h>

/* --- a browser, with its cookies --- */

struct browser {
	struct harness *h;
	str session, kiosk, csrf;
	struct answer last;
};

static void take_cookies(struct browser *b)
{
	for (size_t i = 0; i < b->last.nheaders; i++) {
		str value = b->last.header[i].value, name;
		if (!str_eq(b->last.header[i].name, STR("Set-Cookie")) || !str_next(&value, '=', &name))
			continue;
		str is;
		(void)str_next(&value, ';', &is);
		if (str_eq(name, STR("tx")))
			b->session = is;
		else if (str_eq(name, STR("kiosk")))
			b->kiosk = is;
	}
}

static void take_csrf(struct browser *b)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	const char *at =
		b->last.body.n ? memmem(b->last.body.s, b->last.body.n, mark, sizeof mark - 1) : NULL;
	size_t n = 0;

	if (!at)
		return;
	at += sizeof mark - 1;
	while (at[n] != '"')
		n++;
	b->csrf = (str){ at, n };
}

static int ask(struct browser *b, enum method m, const char *path, const char *body)
{
	str head = harness_text(&b->h->mem, "Cookie: tx=%.*s; kiosk=%.*s\nX-CSRF-Token: %.*s",
				STR_ARG(b->session), STR_ARG(b->kiosk), STR_ARG(b->csrf));

	b->last = harness_ask(b->h, AS_NOBODY, m, path, str_z(&b->h->mem, head), body);
	take_cookies(b);
	if (m == HTTP_GET)
		take_csrf(b);
	return b->last.status;
}

static bool holds(const struct browser *b, const char *text)
{
	bool ok = str_has(b->last.body, str_of(text));

	if (!ok)
		printf("# %d, not there: %s\n", b->last.status, text);
	return ok;
}

static bool has_header(const struct answer *a, const char *name, const char *text)
{
	for (size_t i = 0; i < a->nheaders; i++)
		if (str_eq(a->header[i].name, str_of(name)) && str_has(a->header[i].value, str_of(text)))
			return true;
	return false;
}

/* --- a home, and who works there --- */

struct place {
	int64_t account, child, other, home, second, opening, call;
};

static enum rc make_home(struct ctx *c, const char *name, int64_t *ret)
{
	struct input in = input_new(&happy_home_kind);
	struct record done;

	input_set(&in, HAPPY_HOME_NAME, str_of(name));
	input_set(&in, HAPPY_HOME_REGION, STR("440804101209"));
	input_set(&in, HAPPY_HOME_LEVEL, STR(CODE_HOME_LEVEL_VILLAGE));
	input_set(&in, HAPPY_HOME_OPENED_ON, STR("2026-01-01"));
	enum rc rc = record_create(c, &in, &done);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

static enum rc make_call(struct ctx *c, struct place *p)
{
	struct input in = input_new(&call_kind);
	struct record done;

	input_int(&in, c->mem, CALL_CHILD, p->child);
	input_int(&in, c->mem, CALL_HOME, p->home);
	input_day(&in, c->mem, CALL_ON, c->today);
	input_int(&in, c->mem, CALL_FROM, 10 * 60 + 30);
	input_int(&in, c->mem, CALL_MINUTES, 15);
	input_set(&in, CALL_CHANNEL, STR(CODE_CALL_CHANNEL_VIDEO));
	input_set(&in, CALL_OCCASION, STR(CODE_CALL_OCCASION_WEEKLY));
	input_set(&in, CALL_STATE, STR(CODE_CALL_STATE_BOOKED));
	enum rc rc = record_create(c, &in, &done);
	if (rc == RC_OK)
		p->call = done.id;
	return rc;
}

static enum rc make_place(struct ctx *c, void *arg)
{
	struct place *p = arg;
	struct input in = input_new(&home_member_kind);
	struct record done;
	enum rc rc = make_home(c, "Wuhe", &p->home);

	if (rc == RC_OK)
		rc = make_home(c, "Tangtou", &p->second);
	if (rc == RC_OK)
		rc = make_call(c, p);
	input_int(&in, c->mem, HOME_MEMBER_HOME, p->home);
	input_int(&in, c->mem, HOME_MEMBER_ACCOUNT, p->account);
	input_set(&in, HOME_MEMBER_NAME, STR("Chen"));
	input_set(&in, HOME_MEMBER_WHAT, STR(CODE_HOME_MEMBER_WHAT_FULL_TIME));
	input_set(&in, HOME_MEMBER_FIRST_ON, STR("2026-01-01"));
	return rc == RC_OK ? record_create(c, &in, &done) : rc;
}

static enum rc open_home(struct ctx *c, void *arg)
{
	struct place *p = arg;
	struct input in = input_new(&home_opening_kind);
	struct record done;

	input_int(&in, c->mem, HOME_OPENING_HOME, p->home);
	input_day(&in, c->mem, HOME_OPENING_ON, c->today);
	input_int(&in, c->mem, HOME_OPENING_OPENED_AT, c->now);
	enum rc rc = record_create(c, &in, &done);
	if (rc == RC_OK)
		p->opening = done.id;
	return rc;
}

static enum rc close_home(struct ctx *c, void *arg)
{
	const struct place *p = arg;
	struct input in = input_new(&home_opening_kind);
	struct record done;

	input_int(&in, c->mem, HOME_OPENING_CLOSED_AT, c->now);
	return record_update(c, &home_opening_kind, p->opening, 0, &in, &done);
}

static const char *path(struct harness *h, const struct place *p, const char *tail)
{
	return str_z(&h->mem, harness_text(&h->mem, "/kiosk/%lld%s", (long long)p->home, tail));
}

/* --- unlocking --- */

static void test_locked(struct harness *h, const struct place *p)
{
	struct browser b = { .h = h };
	struct ctx c = harness_ctx(h);

	OK(ask(&b, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(&b, "This computer is not unlocked"));
	OK(ask(&b, HTTP_POST, path(h, p, "/sign-in"), "number=12345678") == 303);
	OK(ask(&b, HTTP_GET, "/kiosk/99", NULL) == 200 && holds(&b, "This computer is not unlocked"));
	/* Made up, of another home, of another opening. */
	b.kiosk = harness_text(&h->mem, "%lld.%lld.0123456789abcdef0123456789abcdef", (long long)p->home,
			       (long long)p->opening);
	OK(ask(&b, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(&b, "This computer is not unlocked"));
	b.kiosk = str_dup(&h->mem, kiosk_pass_text(&c, &(struct kiosk_pass){ p->second, p->opening }));
	OK(ask(&b, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(&b, "This computer is not unlocked"));
	b.kiosk = str_dup(&h->mem, kiosk_pass_text(&c, &(struct kiosk_pass){ p->home, p->opening + 1 }));
	OK(ask(&b, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(&b, "This computer is not unlocked"));
	/* Who does not work there. */
	OK(harness_ask(h, AS_PARENT, HTTP_POST, path(h, p, "/unlock"), NULL, "").status == 404);
	OK(harness_ask(h, AS_HEAD_2, HTTP_POST, path(h, p, "/unlock"), NULL, "").status == 404);
	OK(harness_ask(h, AS_FEDERATION, HTTP_POST, "/kiosk/99/unlock", NULL, "").status == 404);
	struct answer a = harness_get(h, AS_HEAD_2, path(h, p, ""));
	OK(a.status == 200 && str_has(a.body, STR("This computer is not unlocked")));
}

static void test_pass(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct kiosk_pass pass = { 12, 34 }, back = { 0, 0 };
	str text = kiosk_pass_text(&c, &pass);
	static const char *const bad[] = {
		"", ".", "..", "12.34", "12.34.", "12.34.00", "x.34.0123456789abcdef0123456789abcdef"
	};

	OK(kiosk_pass_read(&c, text, &back) && back.home == 12 && back.opening == 34);
	for (size_t i = 0; i < COUNT(bad); i++)
		OK(!kiosk_pass_read(&c, str_of(bad[i]), &back));
	for (size_t i = 0; i < text.n; i++) {
		char *other = str_z(&h->mem, text);
		other[i] = other[i] == '0' ? '1' : '0';
		OK(!kiosk_pass_read(&c, str_of(other), &back));
	}
}

static void test_unlock(struct harness *h, struct place *p, struct browser *b)
{
	struct ctx c = harness_ctx(h);
	struct answer a = harness_get(h, AS_DIRECTOR, path(h, p, ""));

	OK(a.status == 200 && str_has(a.body, STR("The happy home is not open")));
	a = harness_ask(h, AS_DIRECTOR, HTTP_POST, path(h, p, "/unlock"), NULL, "");
	OK(a.status == 303 && !has_header(&a, "Set-Cookie", "kiosk="));
	OK(store_write(&c, PRIO_PEOPLE, open_home, p) == RC_OK);
	a = harness_get(h, AS_DIRECTOR, path(h, p, ""));
	OK(a.status == 200 && a.no_store && str_has(a.body, STR("Unlock for the children")));
	test_locked(h, p);
	/* The keeper's own session does not stay in children's hands. */
	b->last = harness_ask(h, AS_DIRECTOR, HTTP_POST, path(h, p, "/unlock"), NULL, "");
	OK(b->last.status == 303 && has_header(&b->last, "Set-Cookie", "HttpOnly"));
	OK(has_header(&b->last, "Clear-Site-Data", "\"cache\""));
	take_cookies(b);
	OK(b->kiosk.n > 40 && !b->session.n);
	OK(harness_get(h, AS_DIRECTOR, "/account").status == 303);
}

/* --- a child --- */

static enum rc make_card(struct harness *h, int64_t child, struct card_made *ret)
{
	static struct actor teacher = { .account = 1, .role = ROLE_TEACHER, .county = HARNESS_COUNTY };
	struct ctx c = harness_ctx(h);

	c.who = &teacher;
	return card_make(&c, &(struct card_owner){ .role = "child", .child = child, .name = STR("小朋友") },
			 ret);
}

static void tap(struct browser *b, const struct place *p, const struct card_made *m, unsigned last)
{
	struct harness *h = b->h;

	OK(ask(b, HTTP_GET, path(h, p, ""), NULL) == 200 && b->last.no_store &&
	   holds(b, "What number is on your card"));
	OK(!str_has(b->last.body, STR("/sign-in/card"))); /* no other door here */
	OK(ask(b, HTTP_POST, path(h, p, "/sign-in"),
	       str_z(&h->mem, harness_text(&h->mem, "number=%.*s", STR_ARG(m->number)))) == 200);
	OK(holds(b, "Tap your first picture") && holds(b, path(h, p, "/sign-in")));
	str two = harness_text(&h->mem, "number=%.*s&picked=%u&picked=%u&pick=%u", STR_ARG(m->number),
			       m->pictures[0], m->pictures[1], last);
	(void)ask(b, HTTP_POST, path(h, p, "/sign-in"), str_z(&h->mem, two));
}

static void test_child(struct harness *h, const struct place *p, struct browser *b)
{
	struct card_made m;

	OK(make_card(h, p->child, &m) == RC_OK);
	tap(b, p, &m, (m.pictures[2] + 1) % CARD_PICTURES);
	OK(b->last.status == 401 && !b->session.n && holds(b, "That was not it"));
	tap(b, p, &m, m.pictures[2]);
	OK(b->last.status == 303 && b->session.n && str_eq(b->last.location, str_of(path(h, p, ""))));
	OK(ask(b, HTTP_GET, path(h, p, ""), NULL) == 200 && b->last.no_store);
	OK(holds(b, "Call with") && holds(b, "10:30") && !str_has(b->last.body, STR("/room\"")));
	OK(holds(b, "kiosk.js") && has_header(&b->last, "Refresh", path(h, p, "/rest")));
	OK(holds(b, "I want to call home") && holds(b, "I am done"));
	/* Its messages lead back here, and watch too. */
	OK(ask(b, HTTP_GET, "/children/{kid}/messages", NULL) == 200 && holds(b, path(h, p, "\"")) &&
	   holds(b, "kiosk.js"));
	/* No other child. */
	OK(ask(b, HTTP_GET,
	       str_z(&h->mem, harness_text(&h->mem, "/children/%lld/messages", (long long)p->other)),
	       NULL) == 404);
	/* Time for the call. */
	harness_clock(h, h->now + INT64_C(25) * 60 * 1000000);
	OK(ask(b, HTTP_GET, path(h, p, ""), NULL) == 200);
	OK(holds(b, str_z(&h->mem, harness_text(&h->mem, "/calls/%lld/room", (long long)p->call))));
}

static void test_wish(struct harness *h, const struct place *p, struct browser *b)
{
	OK(ask(b, HTTP_GET, path(h, p, "/wish"), NULL) == 200 && holds(b, "mum") && holds(b, "dad"));
	str body = harness_text(&h->mem, "client=wish0001&person=%lld", (long long)h->fix[FIX_MOTHER]);
	OK(ask(b, HTTP_POST, path(h, p, "/wish"), str_z(&h->mem, body)) == 303);
	OK(ask(b, HTTP_POST, path(h, p, "/wish"), str_z(&h->mem, body)) == 303); /* twice is once */
	OK(harness_number(h, STR("SELECT count(*) FROM call_wish w WHERE w.person IS NOT NULL")) == 1);
	OK(ask(b, HTTP_GET, path(h, p, "?asked=1"), NULL) == 200 && holds(b, "looks for a time"));
	body = harness_text(&h->mem, "client=wish0002&person=%lld", (long long)h->fix[FIX_FAR_PARENT]);
	int status = ask(b, HTTP_POST, path(h, p, "/wish"), str_z(&h->mem, body));
	OK(status == 422 || status == 404);
}

/* --- the end --- */

static void test_end(struct harness *h, struct place *p, struct browser *b)
{
	struct ctx c;
	struct browser idle = *b;
	str session = b->session;

	/* Where no script is: the browser forgets. */
	OK(ask(&idle, HTTP_GET, path(h, p, "/rest"), NULL) == 303 && !idle.session.n);
	OK(ask(&idle, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(&idle, "What number is on your card"));
	/* By the button, or by the script. */
	OK(ask(b, HTTP_GET, path(h, p, ""), NULL) == 200);
	OK(ask(b, HTTP_POST, path(h, p, "/leave"), "") == 303 && !b->session.n);
	OK(has_header(&b->last, "Clear-Site-Data", "\"cache\""));
	struct browser thief = { .h = h, .session = session, .kiosk = b->kiosk };
	OK(ask(&thief, HTTP_GET, "/me", NULL) == 303); /* that session is over */
	/* A teacher who signs in here is told; the computer can be locked. */
	struct browser grown = { .h = h, .session = harness_session(AS_TEACHER, h), .kiosk = b->kiosk };
	OK(ask(&grown, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(&grown, "Lock this computer"));
	OK(ask(&grown, HTTP_POST, path(h, p, "/lock"), "") == 303 && !grown.kiosk.n && !grown.session.n);
	/* The home closes: so does the computer, wherever the pass lies. */
	c = harness_ctx(h);
	OK(store_write(&c, PRIO_PEOPLE, close_home, p) == RC_OK);
	OK(ask(b, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(b, "This computer is not unlocked"));
	OK(store_write(&c, PRIO_PEOPLE, open_home, p) == RC_OK);
	OK(ask(b, HTTP_GET, path(h, p, ""), NULL) == 200 && holds(b, "This computer is not unlocked"));
}

static void test_engine(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct place p = { .child = h->fix[FIX_KID], .other = h->fix[FIX_KID_2] };
	struct browser b = { .h = h };

	p.account = harness_number(h, harness_text(&h->mem, "SELECT a.id FROM account a WHERE a.login = '%s'",
						   as_name[AS_DIRECTOR]));
	OK(store_write(&c, PRIO_PEOPLE, make_place, &p) == RC_OK);
	test_pass(h);
	test_unlock(h, &p, &b);
	test_child(h, &p, &b);
	test_wish(h, &p, &b);
	test_end(h, &p, &b);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
