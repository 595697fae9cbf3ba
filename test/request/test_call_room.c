/* The room of a call without a media server, which is how most counties begin: who sees it, who checks in and
 * when, one or two grown-ups, what a browser may post, links, somebody asked to leave, Help, what came of it
 * by the program and by hand, the log that is forgotten. */
#include "call.h"
#include "call_outcome.h"
#include "home.h"
#include "link.h"
#include "make.h"
#include "steps.h"

#define JSON "Content-Type: application/json"

static void new_call(struct harness *h, const char *from, const char *home)
{
	if (home)
		MAKE(h, &call_kind, "call", "child", "{kid}", "home", "{home}", "on", "2026-11-21", "from",
		     from, "minutes", "15", "channel", "video", "occasion", "weekly", "state", "booked");
	else
		MAKE(h, &call_kind, "call", "child", "{kid}", "on", "2026-11-21", "from", from, "minutes",
		     "15", "channel", "video", "occasion", "weekly", "state", "booked");
	MAKE(h, &call_party_kind, "kid_party", "child", "{kid}", "call", "{call}", "part", "child", "answer",
	     "yes");
	MAKE(h, &call_party_kind, "dad_party", "child", "{kid}", "call", "{call}", "part", "relative",
	     "person", "{father}", "answer", "yes");
	MAKE(h, &call_party_kind, "mum_party", "child", "{kid}", "call", "{call}", "part", "relative",
	     "person", "{mother}", "answer", "yes");
}

static void begin(struct harness *h)
{
	MAKE(h, &happy_home_kind, "home", "name", "Wuhe", "region", "440804101209", "level", "village",
	     "opened_on", "2026-01-01");
	keep_account(h, "teacher_account", as_name[AS_TEACHER]);
	keep_account(h, "director_account", as_name[AS_DIRECTOR]);
	MAKE(h, &home_member_kind, NULL, "home", "{home}", "account", "{teacher_account}", "name", "Chen",
	     "what", "full_time", "first_on", "2026-01-01");
	MAKE(h, &home_member_kind, NULL, "home", "{home}", "account", "{director_account}", "name", "Yang",
	     "what", "volunteer", "first_on", "2026-01-01");
}

#define ROOM "/calls/{call}/room"
#define JOIN "/calls/{call}/join"

/* 10:00 on the clock of the test; the call is at 10:30. */
/* clang-format off */
static const struct step early[] = {
	{ "the father finds it, and when", AS_PARENT, GET, ROOM, NULL, NULL, 200, { "~It is not time yet", "~data-wait=", "!~data-open", "~10:30" } },
	{ "the child", AS_CHILD, GET, ROOM, NULL, NULL, 200, { "~I need help", "!~/remove", "!~/check-in" } },
	{ "the grandmother looks after the child, and does not talk", AS_GUARDIAN, GET, ROOM, NULL, NULL, 200, { "~not one of those who talk", "!~id=\"call\"" } },
	{ "the teacher, of the home's team", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~You can check in from", "!~I am here" } },
	{ "the head looks", AS_HEAD, GET, ROOM, NULL, NULL, 200, { "!~I am here" } },
	{ "no other parent", AS_GUARDIAN_2, GET, ROOM, NULL, NULL, 404 },
	{ "nobody who is kept away", AS_BARRED, GET, ROOM, NULL, NULL, 404 },
	{ "no other teacher", AS_TEACHER_2, GET, ROOM, NULL, NULL, 404 },
	{ "no other child", AS_CHILD_2, GET, ROOM, NULL, NULL, 404 },
	{ "another county", AS_FAR_TEACHER, GET, ROOM, NULL, NULL, 404 },
	{ "the county", AS_OFFICER, GET, ROOM, NULL, NULL, 404 },
	{ "the administrator", AS_ADMIN, GET, ROOM, NULL, NULL, 404 },
	{ "a stranger", AS_NOBODY, GET, ROOM, NULL, NULL, 303 },
	{ "who posts", AS_NOBODY, POST, JOIN, JSON, "{}", 401 },
	{ "a stranger to the stream", AS_NOBODY, GET, "/calls/{call}/events", NULL, NULL, 303 },
	{ "no other's stream", AS_GUARDIAN_2, GET, "/calls/{call}/events", NULL, NULL, 404 },
	{ "who only looks has none", AS_HEAD, GET, "/calls/{call}/events", NULL, NULL, 404 },
	{ "checked in too early", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 422, { "~not time yet" } },
	{ "come in too early", AS_PARENT, POST, JOIN, JSON, "{}", 409, { "why=It is not time yet. This page opens the call by itself when it is." } },
	{ "written down too early", AS_TEACHER, POST, "/calls/{call}/outcome", NULL, "reached=yes", 403 },
};

/* 10:25 */
static const struct step opening[] = {
	{ "nobody is there yet", AS_PARENT, POST, JOIN, JSON, "{}", 409, { "why=The grown-up at the home has not come yet. The call opens as soon as they are there." } },
	{ "the father checks nobody in", AS_PARENT, POST, "/calls/{call}/check-in", NULL, "", 403 },
	{ "nor the head, who is not of the home", AS_HEAD, POST, "/calls/{call}/check-in", NULL, "", 403 },
	{ "nor another parent", AS_GUARDIAN_2, POST, "/calls/{call}/check-in", NULL, "", 404 },
	{ "the button is there", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~I am here" } },
	{ "checked in", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303, { "@location=/calls/{call}/room" } },
	{ "twice is once", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "why there is no call, and the telephone", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~By telephone", "~You are the grown-up in the room", "~130****0002", "!~13000000002" } },
	{ "the family reads why", AS_PARENT, GET, ROOM, NULL, NULL, 200, { "~Leave a message", "!~data-open", "!~130****" } },
	{ "coming in says why", AS_PARENT, POST, JOIN, JSON, "{}", 503, { "why" } },
	{ "who looks after the child does not come in", AS_GUARDIAN, POST, JOIN, JSON, "{}", 403 },
	{ "a grown-up for the child", AS_TEACHER, POST, JOIN, JSON, "{\"as_child\":true}", 503 },
	{ "the director is of the team, and has not checked in", AS_DIRECTOR, POST, JOIN, JSON, "{\"as_child\":true}", 403 },
	{ "the father is not the child", AS_PARENT, POST, JOIN, JSON, "{\"as_child\":true}", 403 },
	{ "no form", AS_PARENT, POST, JOIN, NULL, "a=b", 415 },
	{ "half a word", AS_PARENT, POST, JOIN, JSON, "{", 400 },
	{ "no object", AS_PARENT, POST, JOIN, JSON, "[]", 400 },
	{ "publish without a seat", AS_PARENT, POST, "/calls/{call}/publish", JSON, "{\"sdp\":\"v=0\"}", 403, { "why" } },
	{ "a seat that was never given", AS_PARENT, POST, "/calls/{call}/publish", JSON, "{\"seat\":\"00112233445566778899aabbccddeeff\",\"sdp\":\"v=0\"}", 403 },
	{ "hear", AS_PARENT, POST, "/calls/{call}/hear", JSON, "{\"seat\":7}", 403 },
	{ "configure", AS_PARENT, POST, "/calls/{call}/configure", JSON, "{}", 403 },
	{ "line", AS_PARENT, POST, "/calls/{call}/line", JSON, "{\"rung\":\"video\"}", 403 },
	{ "leave", AS_PARENT, POST, "/calls/{call}/leave", JSON, "{}", 403 },
	{ "subscribe", AS_PARENT, POST, "/calls/{call}/subscribe", JSON, "{}", 403 },
	{ "the father hears under his own number", AS_PARENT, GET, "/calls/{call}/events", NULL, NULL, 200 },
};

static const struct step removing[] = {
	{ "the father removes nobody", AS_PARENT, POST, "/calls/{call}/remove", NULL, "party={mum_party}", 403 },
	{ "nor the director, not checked in", AS_DIRECTOR, POST, "/calls/{call}/remove", NULL, "party={dad_party}", 403 },
	{ "the child stays", AS_TEACHER, POST, "/calls/{call}/remove", NULL, "party={kid_party}", 403 },
	{ "no such party", AS_TEACHER, POST, "/calls/{call}/remove", NULL, "party=12", 404 },
	{ "nor a word", AS_TEACHER, POST, "/calls/{call}/remove", NULL, "party=x", 404 },
	{ "the father is asked to leave", AS_TEACHER, POST, "/calls/{call}/remove", NULL, "party={dad_party}", 303 },
	{ "and does not come back", AS_PARENT, POST, JOIN, JSON, "{}", 409, { "why=You were asked to leave this call, so you cannot come back to it. The home can tell you why." } },
	{ "his page says so", AS_PARENT, GET, ROOM, NULL, NULL, 200, { "~cannot come back", "!~data-open" } },
};

static const struct step helping[] = {
	{ "the father presses no Help", AS_PARENT, POST, "/calls/{call}/help", NULL, "", 403 },
	{ "the child does", AS_CHILD, POST, "/calls/{call}/help", NULL, "", 303 },
	{ "somebody has to check in anew", AS_CHILD, POST, JOIN, JSON, "{}", 409, { "~has not come yet" } },
	{ "which is offered", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~I am here" } },
};

#define OUTCOME "/calls/{call}/outcome"
static const struct step outcome[] = {
	{ "nothing said", AS_TEACHER, POST, OUTCOME, NULL, "", 422, { "~Did they talk with each other?" } },
	{ "by telephone, how long?", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&way=phone&mood=happy", 422, { "~How many minutes did they talk", "~value=\"happy\" checked" } },
	{ "for how many?", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&way=phone&minutes=many", 422, { "~from 1 to 120", "~many" } },
	{ "with whom?", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&way=phone&minutes=7", 422, { "~Who was on the telephone?" } },
	{ "with the child itself?", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&way=phone&minutes=7&whom={kid_party}", 422 },
	{ "no such mood", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&mood=purple", 422, { "~not one of the choices" } },
	{ "the father writes none", AS_PARENT, POST, OUTCOME, NULL, "reached=yes", 403 },
	{ "the child neither", AS_CHILD, POST, OUTCOME, NULL, "reached=yes", 403 },
	{ "written down", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&way=phone&minutes=7&whom={mum_party}&mood=happy", 303 },
	{ "then it is over", AS_CHILD, POST, JOIN, JSON, "{}", 409, { "why=This call is over." } },
	{ "for the grown-up, too", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "!~I am here", "~value=\"happy\" checked" } },
	{ "as a record", AS_PARENT, GET, API "calls/{call}", NULL, NULL, 200, { "state=done", "seconds=420", "channel=phone", "mood=happy" } },
	{ "put right", AS_TEACHER, POST, OUTCOME, NULL, "reached=no&why=line&way=video", 303 },
	{ "is read", AS_PARENT, GET, API "calls/{call}", NULL, NULL, 200, { "state=missed", "why=line" } },
};
/* clang-format on */

/* clang-format off */
static const struct step ringing[] = {
	{ "the director was the last who came", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "the limits of the ladder are the county's", AS_PARENT, GET, ROOM, NULL, NULL, 200, { "~bad_lost&quot;:80", "~large_kbit&quot;:128", "~Please telephone me", "~Leave a message" } },
	{ "the father would like to be telephoned", AS_PARENT, POST, "/calls/{call}/ring", NULL, "", 303, { "@location=/calls/{call}/room?rung=1" } },
	{ "once is enough", AS_PARENT, POST, "/calls/{call}/ring", NULL, "", 303 },
	{ "he reads that it is known", AS_PARENT, GET, ROOM "?rung=1", NULL, NULL, 200, { "~would like to be telephoned" } },
	{ "and so does the teacher", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~Asks to be telephoned", "~Go on by telephone" } },
	{ "the child asks for no telephone", AS_CHILD, POST, "/calls/{call}/ring", NULL, "", 403 },
	{ "nor the grandmother, who is not in it", AS_GUARDIAN, POST, "/calls/{call}/ring", NULL, "", 403 },
	{ "the father does not dial", AS_PARENT, POST, "/calls/{call}/phone", NULL, "", 403 },
	{ "the teacher does", AS_TEACHER, POST, "/calls/{call}/phone", NULL, "", 303 },
	{ "everybody knows", AS_PARENT, POST, JOIN, JSON, "{}", 409, { "why=This call is made by telephone." } },
	{ "the form waits with the telephone chosen", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~value=\"phone\" checked", "!~Go on by telephone" } },
	{ "and it is written down", AS_TEACHER, POST, OUTCOME, NULL, "reached=yes&way=phone&minutes=5&whom={dad_party}", 303 },
	{ "nobody rings after that", AS_PARENT, POST, "/calls/{call}/ring", NULL, "", 403 },
};
/* clang-format on */

static int64_t count(struct harness *h, const char *sql);

static void test_ringing(struct harness *h)
{
	new_call(h, "630", "home");
	STEPS(h, ringing);
	OK(count(h, "SELECT count(*) FROM call_event WHERE call = {call} AND what = 'ring'") == 1);
	OK(count(h, "SELECT count(*) FROM call_event WHERE call = {call} AND what = 'phone'") == 1);
	OK(count(h, "SELECT count(*) FROM call WHERE id = {call} AND state = 'done' AND seconds = 300") == 1);
}

static void test_big(struct harness *h)
{
	size_t n = 1 << 20;
	char *big = NEW(&h->mem, char, n + 100);
	str head = STR("{\"seat\":\"00112233445566778899aabbccddeeff\",\"sdp\":\"");

	memset(big, 'a', n + 90);
	memcpy(big, head.s, head.n);
	memcpy(big + n, "\"}", 2);
	str path = harness_fill(h, "/calls/{call}/publish");
	OK(harness_send(h, AS_PARENT, str_z(&h->mem, path), "application/json", (str){ big, n + 2 }).status ==
	   413);
}

static int64_t count(struct harness *h, const char *sql) { return steps_number(h, sql); }

static void at(struct harness *h, const char *instant)
{
	int64_t t;

	if (!instant_parse(str_of(instant), &t))
		harness_fail("no instant: %s", instant);
	harness_clock(h, t);
}

/* --- two grown-ups --- */

static void with_param(struct harness *h, const char *key, int64_t value, struct params *own)
{
	const struct params *was = h->model.params;
	struct param *row = NEW(&h->mem, struct param, was->n);

	memcpy(row, was->row, was->n * sizeof *row);
	for (size_t i = 0; i < was->n; i++)
		if (str_eq(row[i].key, str_of(key)))
			row[i].value = value;
	*own = (struct params){ row, was->n };
	h->model.params = own;
}

/* clang-format off */
static const struct step two[] = {
	{ "two are asked for", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~once two grown-ups" } },
	{ "the first", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "is not enough", AS_CHILD, POST, JOIN, JSON, "{}", 409, { "why=A second grown-up has to be there before the call opens." } },
	{ "nor for a child beside the first", AS_TEACHER, POST, JOIN, JSON, "{\"as_child\":true}", 409 },
	{ "the same one again is still one", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "really", AS_CHILD, POST, JOIN, JSON, "{}", 409 },
	{ "who is alone reads it", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~A second grown-up" } },
	{ "the second", AS_DIRECTOR, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "now the door is open, and no media server behind it", AS_CHILD, POST, JOIN, JSON, "{}", 503 },
};

static const struct step no_home[] = {
	{ "without a home the grandmother is the grown-up", AS_GUARDIAN, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "and one is enough", AS_CHILD, POST, JOIN, JSON, "{}", 503 },
	{ "she gives the child her telephone", AS_GUARDIAN, POST, JOIN, JSON, "{\"as_child\":true}", 503 },
	{ "the father supervises nothing", AS_PARENT, POST, "/calls/{call}/check-in", NULL, "", 403 },
};
/* clang-format on */

/* clang-format off */
static const struct step staying[] = {
	{ "the teacher checks in", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "her page says how often it is to be heard of", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~data-beat=\"37\"" } },
	{ "the door is open", AS_CHILD, POST, JOIN, JSON, "{}", 503 },
};
static const struct step heard[] = {
	{ "the page is heard of", AS_TEACHER, POST, "/calls/{call}/present", JSON, "{}", 200 },
	{ "of nobody who did not check in", AS_DIRECTOR, POST, "/calls/{call}/present", JSON, "{}", 409, { "why=Please check in again." } },
	{ "nor of the father", AS_PARENT, POST, "/calls/{call}/present", JSON, "{}", 403 },
	{ "nor of a stranger", AS_NOBODY, POST, "/calls/{call}/present", JSON, "{}", 401 },
};
static const struct step still[] = { { "five minutes after she came in it is open", AS_CHILD, POST, JOIN, JSON, "{}", 503 } };
static const struct step gone[] = {
	{ "five minutes after the last word the child is not alone with the screen", AS_CHILD, POST, JOIN, JSON, "{}", 409, { "why=The grown-up of the home has gone away. The call goes on as soon as one of them is here again." } },
	{ "the page says so", AS_CHILD, GET, ROOM, NULL, NULL, 200, { "~has gone away", "!~data-open" } },
	{ "the other one is told", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~no grown-up beside it" } },
	{ "a late word of the page changes nothing", AS_TEACHER, POST, "/calls/{call}/present", JSON, "{}", 409 },
	{ "the director comes", AS_DIRECTOR, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "it goes on", AS_CHILD, POST, JOIN, JSON, "{}", 503 },
	{ "the teacher is back", AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "", 303 },
	{ "without script a button says it", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~I am still here" } },
};
/* clang-format on */

static void test_staying(struct harness *h)
{
	new_call(h, "630", "home");
	STEPS(h, staying);
	at(h, "2026-11-21T02:28:00Z");
	STEPS(h, heard);
	at(h, "2026-11-21T02:31:00Z");
	STEPS(h, still);
	at(h, "2026-11-21T02:33:00Z");
	STEPS(h, gone);
	OK(count(h, "SELECT count(*) FROM call_event WHERE call = {call} AND what = 'adult_gone'") == 1);
	OK(count(h, "SELECT count(*) FROM call_event WHERE call = {call} AND what = 'checked_in'") == 3);
	OK(count(h, "SELECT count(*) FROM call WHERE id = {call} AND staff = {teacher_account}"
		    " AND second_account = {director_account} AND state = 'open'") == 1);
	at(h, "2026-11-21T02:25:00Z");
}

/* With two asked for, the one who stays is not enough. */
/* clang-format off */
static const struct step one_left[] = {
	{ "the second leaves", AS_CHILD, POST, JOIN, JSON, "{}", 409, { "why=A second grown-up has to be there before the call opens." } },
	{ "the one who stayed reads it", AS_TEACHER, GET, ROOM, NULL, NULL, 200, { "~A second grown-up" } },
};
/* clang-format on */

static void test_two(struct harness *h)
{
	const struct params *was = h->model.params;
	struct params own;

	with_param(h, PARAM_FAMILY_TWO_ADULTS, 1, &own);
	new_call(h, "630", "home");
	STEPS(h, two);
	at(h, "2026-11-21T02:28:00Z");
	OK(harness_ask(h, AS_TEACHER, POST, "/calls/{call}/present", JSON, "{}").status == 200);
	at(h, "2026-11-21T02:31:00Z");
	STEPS(h, one_left);
	OK(count(h, "SELECT count(*) FROM call_event WHERE call = {call} AND what = 'adult_gone'") == 1);
	at(h, "2026-11-21T02:25:00Z");
	new_call(h, "630", NULL);
	STEPS(h, no_home);
	h->model.params = was;
}

/* --- a link --- */

static str secret;

static enum rc make_link(struct ctx *c, void *arg)
{
	struct call call;
	enum rc rc = call_load_program(c, *(int64_t *)arg, &call);
	const struct record *mum = NULL;

	for (size_t i = 0; rc == RC_OK && i < call.party.n; i++)
		if (str_eq(rec_text(&call.party.r[i], CALL_PARTY_PART), STR("relative")))
			mum = &call.party.r[i];
	return rc == RC_OK ? link_make(c, &call.call, mum, &secret) : rc;
}

static enum rc take_link(struct ctx *c, void *arg) { return link_take(c, secret, STR(""), arg); }

/* clang-format off */
static const struct step linked[] = {
	{ "by another browser", AS_NOBODY, GET, "/l/{link}/room", NULL, NULL, 303, { "@location=/l/{link}" } },
	{ "that posts", AS_NOBODY, POST, "/l/{link}/join", JSON, "{}", 403, { "why" } },
	{ "with a cookie of its own making", AS_NOBODY, POST, "/l/{link}/join", JSON "\nCookie: link=abc", "{}", 403 },
	{ "no such link", AS_NOBODY, GET, "/l/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa/room", NULL, NULL, 404 },
	{ "no such link to post to", AS_NOBODY, POST, "/l/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa/join", JSON, "{}", 404 },
	{ "by its own", AS_NOBODY, GET, "/l/{link}/room", "Cookie: link={browser}", NULL, 200, { "~data-at=\"/l/{link}/\"", "!~130****", "!~/remove" } },
	{ "comes in", AS_NOBODY, POST, "/l/{link}/join", JSON "\nCookie: link={browser}", "{}", 503, { "why" } },
	{ "never as the child", AS_NOBODY, POST, "/l/{link}/join", JSON "\nCookie: link={browser}", "{\"as_child\":true}", 403 },
	{ "hears", AS_NOBODY, GET, "/l/{link}/events", "Cookie: link={browser}", NULL, 200 },
	{ "presses no Help", AS_NOBODY, POST, "/l/{link}/help", "Cookie: link={browser}", "", 401 },
};
/* clang-format on */

static void test_link(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	str browser = STR("");

	new_call(h, "630", "home");
	int64_t call = count(h, "SELECT max(id) FROM call");
	OK(store_write(&c, PRIO_PEOPLE, make_link, &call) == RC_OK);
	OK(store_write(&c, PRIO_PEOPLE, take_link, &browser) == RC_OK);
	harness_keep(h, "link", str_dup(&h->mem, secret));
	harness_keep(h, "browser", str_dup(&h->mem, browser));
	OK(harness_ask(h, AS_TEACHER, POST, "/calls/{call}/check-in", NULL, "").status == 303);
	STEPS(h, linked);
}

/* --- by time alone --- */

static void event(struct harness *h, const char *party, const char *what, const char *when)
{
	MAKE(h, &call_event_kind, NULL, "child", "{kid}", "call", "{call}", "party", party, "at_time", when,
	     "what", what);
}

static void test_daily(struct harness *h)
{
	new_call(h, "630", "home");
	/* 10:31 to 10:36 the child, 10:30 to 10:40 the father: five minutes. */
	event(h, "{dad_party}", "joined", "2026-11-21T02:30:00Z");
	event(h, "{kid_party}", "joined", "2026-11-21T02:31:00Z");
	event(h, "{kid_party}", "left", "2026-11-21T02:36:00Z");
	event(h, "{dad_party}", "left", "2026-11-21T02:40:00Z");
	int64_t held = count(h, "SELECT max(id) FROM call");
	new_call(h, "660", "home");
	int64_t nobody = count(h, "SELECT max(id) FROM call");
	harness_daily(h);
	OK(count(h, "SELECT count(*) FROM call WHERE id = {call} AND state = 'booked'") == 1);
	harness_today(h, 20261122);
	harness_daily(h);
	str q = harness_text(&h->mem, "SELECT seconds FROM call WHERE id = %lld AND state = 'done'",
			     (long long)held);
	OK(harness_number(h, q) == 300);
	q = harness_text(&h->mem,
			 "SELECT count(*) FROM call WHERE id = %lld AND state = 'missed' AND why = 'home'",
			 (long long)nobody);
	OK(harness_number(h, q) == 1);
	OK(count(h, "SELECT count(*) FROM call WHERE state IN ('booked', 'confirmed', 'open', 'talking')") ==
	   0);
	OK(count(h, "SELECT count(*) FROM call_event WHERE what = 'joined'") == 2);
	harness_today(h, 20271123);
	harness_daily(h);
	OK(count(h, "SELECT count(*) FROM call_event") == 0);
	q = harness_text(&h->mem, "SELECT seconds FROM call WHERE id = %lld AND state = 'done'",
			 (long long)held);
	OK(harness_number(h, q) == 300);
}

static void tests(struct harness *h)
{
	printf("# %s\n", harness_engine(h->engine));
	h->lang = LANG_EN;
	begin(h);
	new_call(h, "630", "home");
	STEPS(h, early);
	at(h, "2026-11-21T02:25:00Z");
	STEPS(h, opening);
	test_big(h);
	OK(count(h, "SELECT count(*) FROM call WHERE id = {call} AND state = 'open'") == 1);
	STEPS(h, removing);
	STEPS(h, helping);
	OK(count(h, "SELECT count(*) FROM alert") == 1);
	OK(count(h, "SELECT count(*) FROM call_event WHERE what = 'help'") == 1);
	STEPS(h, outcome);
	OK(count(h, "SELECT count(*) FROM call_party WHERE id = {mum_party} AND rung = 'phone'") == 1);
	test_ringing(h);
	test_staying(h);
	test_two(h);
	test_link(h);
	test_daily(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
