/* Booking calls: who may, for whom, when; what is wrong said at its field and nothing lost; answers, another
 * time, cancelling, the waiting list; one-time links opened, forwarded, replaced, ended; a gateway that is
 * away; and two hundred at once on twenty slots. */
#include "booking.h"
#include "home.h"
#include "link.h"
#include "make.h"
#include "steps.h"

#include <pthread.h>
#include <stdio.h>

/* Saturday 21 and Sunday 22 November 2026 from 9:00 to 12:00; closed on the 29th. */
static void begin(struct harness *h)
{
	MAKE(h, &happy_home_kind, "home", "name", "Wuhe home", "region", "440804101209", "level", "village",
	     "opened_on", "2026-01-01");
	MAKE(h, &home_device_kind, "pc", "home", "{home}", "name", "Computer 1", "what", "computer",
	     "works_from", "2026-01-01");
	MAKE(h, &home_device_kind, "phone", "home", "{home}", "name", "Telephone", "what", "phone",
	     "works_from", "2026-01-01");
	for (int i = 6; i <= 7; i++)
		MAKE(h, &home_hours_kind, NULL, "home", "{home}", "weekday", i == 6 ? "6" : "7",
		     "from_minute", "540", "to_minute", "720", "first_on", "2026-01-01");
	MAKE(h, &home_hours_kind, NULL, "home", "{home}", "weekday", "5", "from_minute", "540", "to_minute",
	     "720", "first_on", "2026-01-01");
	MAKE(h, &home_closure_kind, NULL, "home", "{home}", "first_on", "2026-11-29", "last_on", "2026-11-29",
	     "why", "Painting");
	keep_account(h, "keeper", "keeper");
	MAKE(h, &home_member_kind, NULL, "home", "{home}", "account", "{keeper}", "name", "Li Keeper", "what",
	     "full_time", "first_on", "2026-01-01");
	harness_daily(h); /* the words of consent are there */
	OK(harness_step(h,
			&(struct step){ "the family lets the home know the child", AS_GUARDIAN, POST,
					"/my/children/{kid}/consents/provision", NULL, "answer=yes", 303 }));
}

#define BOOK "/children/{kid}/calls"
#define WITH "home={home}&channel=video&person={father}&"
#define C1 "client=11111111-aaaa-4bbb-8ccc-000000000001"
#define HOST "Host: tongxin.example"

/* clang-format off */
static const struct step form[] = {
	{ "the father sees times, himself ticked", AS_PARENT, GET, BOOK "/new?home={home}", NULL, NULL, 200, { "~name=\"from\" value=\"10:15\"", "!~value=\"09:45\"", "~Beijing", "~name=\"client\"" } },
	{ "the grandmother", AS_GUARDIAN, GET, BOOK "/new?home={home}", NULL, NULL, 200, { "~value=\"10:15\"", "!~name=\"phone\"" } },
	{ "the teacher", AS_TEACHER, GET, BOOK "/new?home={home}", NULL, NULL, 200, { "~name=\"phone\"" } },
	{ "the director", AS_DIRECTOR, GET, BOOK "/new?home={home}", NULL, NULL, 200 },
	{ "the keeper, for the family agreed", AS_KEEPER, GET, BOOK "/new?home={home}", NULL, NULL, 200 },
	{ "the child asks, and does not book", AS_CHILD, GET, BOOK "/new?home={home}", NULL, NULL, 404 },
	{ "the head looks", AS_HEAD, GET, BOOK "/new?home={home}", NULL, NULL, 404 },
	{ "another class", AS_TEACHER_2, GET, BOOK "/new", NULL, NULL, 404 },
	{ "another village", AS_DIRECTOR_2, GET, BOOK "/new", NULL, NULL, 404 },
	{ "another family", AS_GUARDIAN_2, GET, BOOK "/new", NULL, NULL, 404 },
	{ "who is kept away", AS_BARRED, GET, BOOK "/new", NULL, NULL, 404 },
	{ "another county", AS_FAR_TEACHER, GET, BOOK "/new", NULL, NULL, 404 },
	{ "the county education office", AS_OFFICER, GET, BOOK "/new", NULL, NULL, 404 },
	{ "nobody", AS_NOBODY, POST, BOOK, NULL, "x=1", 401 },
	{ "a closed day says why", AS_PARENT, GET, BOOK "/new?home={home}&on=2026-11-29", NULL, NULL, 200, { "~Painting", "!~name=\"from\" value" } },
	{ "no such day", AS_PARENT, GET, BOOK "/new?home=x", NULL, NULL, 404 },
};

static const struct step wrong[] = {
	{ "in the past", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-21&from=09:45", 422, { "~This time is over" } },
	{ "yesterday", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-20&from=09:45", 422, { "~This time is over" } },
	{ "across midnight", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-22&from=23:50", 422, { "~past midnight" } },
	{ "outside the hours", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-22&from=12:00", 422, { "~not open then" } },
	{ "between two slots", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-22&from=10:07", 422, { "~No slot begins" } },
	{ "on a closed day", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-29&from=10:00", 422, { "~closed on that day" } },
	{ "too far ahead", AS_TEACHER, POST, BOOK, NULL, WITH "on=2027-01-23&from=10:00", 422, { "~So far ahead" } },
	{ "no day", AS_TEACHER, POST, BOOK, NULL, WITH "on=tomorrow&from=10:00", 422, { "~Choose a day" } },
	{ "no time", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-22", 422, { "~Choose one of the times" } },
	{ "nobody to call", AS_TEACHER, POST, BOOK, NULL, "home={home}&channel=video&on=2026-11-22&from=10:00", 422, { "~Choose who is to be called" } },
	{ "somebody else's father", AS_TEACHER, POST, BOOK, NULL, "home={home}&channel=video&person={parent_2}&on=2026-11-22&from=10:00", 422, { "~not tied to this child" } },
	{ "an uncle who is kept away", AS_TEACHER, POST, BOOK, NULL, "home={home}&channel=video&person={barred}&on=2026-11-22&from=10:00", 422, { "~may not come near" } },
	{ "eleven wrong digits", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-22&from=10:00&phone=99999999999", 422, { "~This is no mobile number", "~value=\"99999999999\"" } },
	{ "all at once, and kept", AS_TEACHER, POST, BOOK, NULL, WITH "on=2026-11-22&from=23:50&phone=12345678901&rehearsal=1", 422, { "~past midnight", "~This is no mobile number", "~12345678901" } },
	{ "no such way", AS_TEACHER, POST, BOOK, NULL, "home={home}&channel=smoke&person={father}&on=2026-11-22&from=10:00", 422, { "~Choose how they talk" } },
	{ "no home", AS_TEACHER, POST, BOOK, NULL, "channel=video&person={father}&on=2026-11-22&from=10:00", 422, { "~Choose a happy home" } },
	{ "nothing was booked", AS_TEACHER, GET, API "calls?child={kid}", NULL, NULL, 200, { "items.#=0" } },
};

static const struct step booking[] = {
	{ "booked", AS_TEACHER, POST, BOOK, HOST, WITH "person={mother}&phone=13912345678&on=2026-11-22&from=10:00&" C1, 303, { NULL }, "call=@location" },
	{ "the same form again is the same call", AS_TEACHER, POST, BOOK, HOST, WITH "on=2026-11-22&from=10:00&" C1, 303, { "@location={call}" } },
	{ "the slot is taken", AS_TEACHER, POST, "/children/{kid_b}/calls", NULL, WITH "device={pc}&on=2026-11-22&from=10:00", 404 },
	{ "the week is full", AS_PARENT, POST, BOOK, NULL, WITH "on=2026-11-22&from=10:30", 422, { "~booked already" } },
	{ "a trial call costs nothing", AS_PARENT, POST, BOOK, NULL, WITH "on=2026-11-22&from=10:30&rehearsal=1", 303, { NULL }, "trial=@location" },
	{ "the child cannot be at two places", AS_PARENT, POST, BOOK, NULL, "home={home}&channel=phone&person={father}&rehearsal=1&on=2026-11-22&from=10:30", 422, { "~has a call at that time" } },
	{ "another week is free", AS_PARENT, POST, BOOK, NULL, WITH "on=2026-11-28&from=11:00", 303, { NULL }, "next=@location" },
	{ "who books for himself comes", AS_PARENT, GET, "{next}", NULL, NULL, 200, { "~confirmed", "~data-zone" } },
	{ "the father sees what he is asked", AS_PARENT, GET, "{call}", NULL, NULL, 200, { "~Can you come?", "~booked" } },
	{ "in his own zone", AS_PARENT, GET, "{call}?zone=120", NULL, NULL, 200, { "~3:00", "~UTC+02:00" } },
	{ "the grandmother sees it", AS_GUARDIAN, GET, "{call}", NULL, NULL, 200, { "!~Can you come?" } },
	{ "the child sees it", AS_CHILD, GET, "{call}", NULL, NULL, 200, { "!~/cancel" } },
	{ "the head", AS_HEAD, GET, "{call}", NULL, NULL, 200, { "!~/cancel", "!~/link" } },
	{ "not another family", AS_GUARDIAN_2, GET, "{call}", NULL, NULL, 404 },
	{ "nor another class", AS_TEACHER_2, GET, "{call}", NULL, NULL, 404 },
	{ "nor the county", AS_OFFICER, GET, "{call}", NULL, NULL, 404 },
	{ "the home's day", AS_KEEPER, GET, "/homes/{home}/calls?on=2026-11-22", NULL, NULL, 200, { "~Computer 1", "~free", "~booked" } },
	{ "the day of who looks after them", AS_TEACHER, GET, "/calls?on=2026-11-22", NULL, NULL, 200, { "~{call}" } },
	{ "all calls of the child", AS_PARENT, GET, BOOK, NULL, NULL, 200, { "~{call}", "~Book a call" } },
	{ "the father's answer", AS_PARENT, POST, "{call}/answer", NULL, "answer=yes", 303 },
	{ "confirms it", AS_TEACHER, GET, "{call}", NULL, NULL, 200, { "~confirmed", "~will come" } },
	{ "an answer that is none", AS_PARENT, POST, "{call}/answer", NULL, "answer=perhaps", 422, { "~Say yes, no" } },
	{ "the grandmother does not answer for him", AS_GUARDIAN, POST, "{call}/answer", NULL, "answer=no", 403 },
	{ "who cannot come after all", AS_PARENT, POST, "{call}/answer", NULL, "answer=no", 303 },
	{ "opens it again", AS_TEACHER, GET, API "calls?child={kid}", NULL, NULL, 200, { "items.0.on=2026-11-22", "items.0.state=booked" } },
	{ "moved to a taken time", AS_TEACHER, POST, "{call}/move", NULL, "on=2026-11-22&from=10:30", 409, { "~just booked" } },
	{ "moved into the past", AS_TEACHER, POST, "{call}/move", NULL, "on=2026-11-20&from=10:30", 422, { "~This time is over" } },
	{ "moved", AS_TEACHER, POST, "{call}/move", HOST, "on=2026-11-22&from=11:15", 303 },
	{ "is asked anew", AS_PARENT, GET, "{call}", NULL, NULL, 200, { "~11:15", "~asked" } },
	{ "cancelled without a reason", AS_TEACHER, POST, "{trial}/cancel", NULL, "why=", 422, { "~Say why" } },
	{ "the head cancels none", AS_HEAD, POST, "{trial}/cancel", NULL, "why=home", 404 },
	{ "cancelled", AS_TEACHER, POST, "{trial}/cancel", NULL, "why=home", 303 },
	{ "once", AS_TEACHER, POST, "{trial}/cancel", NULL, "why=home", 409, { "~not possible any more" } },
	{ "and nothing moves it", AS_TEACHER, POST, "{trial}/move", NULL, "on=2026-11-22&from=10:45", 409 },
};

static const struct step by_program[] = {
	{ "a program books", AS_TEACHER, POST, API "calls", NULL, "{'child':'{kid}','home':'{home}','person':['{mother}'],'on':'2026-12-05','from':'09:00','channel':'video'}", 201, { "state=booked", "from=540", "role=teacher" } },
	{ "and is told what is wrong", AS_TEACHER, POST, API "calls", NULL, "{'child':'{kid}','home':'{home}','person':['{mother}'],'on':'2026-12-06','from':'23:50','smoke':1}", 422, { "?smoke" } },
	{ "at the field", AS_TEACHER, POST, API "calls", NULL, "{'child':'{kid}','home':'{home}','person':['{mother}'],'on':'2026-12-12','from':'23:50'}", 422, { "?from" } },
	{ "nobody writes one past the rules", AS_TEACHER, POST, API "call-parties", NULL, "{'child':'{kid}'}", 403 },
	{ "links are nobody's to read", AS_TEACHER, GET, API "call-parties?child={kid}", NULL, NULL, 200, { "!items.0.link", "!items.0.browser", "!items.0.seat" } },
};
/* clang-format on */

/* --- the waiting list --- */

/* clang-format off */
static const struct step wishing[] = {
	{ "the child would like to call", AS_CHILD, POST, BOOK "/wish", NULL, "home={home}", 303 },
	{ "twice is once", AS_CHILD, POST, BOOK "/wish", NULL, "home={home}", 303 },
	{ "seen by the keeper", AS_KEEPER, GET, "/calls/wishes", NULL, NULL, 200, { "~Wuhe home", "~Book a call" } },
	{ "and by the family", AS_GUARDIAN, GET, BOOK, NULL, NULL, 200, { "~On the waiting list" } },
	{ "not by others", AS_TEACHER_2, GET, "/calls/wishes", NULL, NULL, 200, { "!~Wuhe home" } },
	{ "no home", AS_CHILD, POST, BOOK "/wish", NULL, "x=1", 422 },
	{ "with the other child's mother", AS_TEACHER, POST, BOOK "/wish", NULL, "home={home}&person={parent_2}", 422, { "~not tied to the child" } },
	{ "with an uncle who is kept away", AS_TEACHER, POST, BOOK "/wish", NULL, "home={home}&person={barred}", 422, { "~may not come near" } },
};
/* clang-format on */

static void test_wishes(struct harness *h)
{
	int64_t waiting;

	STEPS(h, wishing);
	waiting = steps_number(h, "SELECT count(*) FROM call_wish WHERE state = 'waiting'");
	OK(waiting == 1);
	/* A slot of a week in which the child has none falls free: it is the child's. */
	MAKE(h, &call_kind, "other", "child", "{kid_b}", "home", "{home}", "device", "{pc}", "on",
	     "2026-12-04", "from", "555", "minutes", "15", "channel", "video", "occasion", "weekly", "state",
	     "booked");
	/* The week of 30 November holds one already (booked by a program on the 5th): nobody's turn. */
	const struct step full = { "cancelled, and the week of the one who waits is full",
				   AS_PARENT,
				   POST,
				   "/calls/{other}/cancel",
				   NULL,
				   "why=child",
				   303 };
	OK(harness_step(h, &full));
	OK(steps_number(h, "SELECT count(*) FROM call_wish WHERE state = 'waiting'") == 1);
	OK(harness_exec(h, STR("UPDATE call SET state = 'cancelled' WHERE on_day = 20261205")));
	MAKE(h, &call_kind, "other", "child", "{kid_b}", "home", "{home}", "device", "{pc}", "on",
	     "2026-12-04", "from", "555", "minutes", "15", "channel", "video", "occasion", "weekly", "state",
	     "booked");
	/* With the mother, who has no account: she gets a link by text message, and the reminders. */
	OK(harness_exec(h, harness_fill(h, "UPDATE call_wish SET person = {mother}")));
	int64_t sent =
		steps_number(h, "SELECT count(*) FROM outbox WHERE child = {kid} AND person = {mother}");
	OK(harness_step(h, &(struct step){ "cancelled, and served", AS_PARENT, POST, "/calls/{other}/cancel",
					   HOST, "why=child", 303 }));
	OK(steps_number(h, "SELECT count(*) FROM outbox WHERE child = {kid} AND person = {mother}") ==
	   sent + 3);
	OK(harness_exec(h, STR("UPDATE call_wish SET person = NULL")));
	OK(steps_number(h, "SELECT count(*) FROM call_wish WHERE state = 'served'") == 1);
	OK(steps_number(
		   h,
		   "SELECT count(*) FROM call WHERE child = {kid} AND on_day = 20261204 AND from_minute = 555"
		   " AND state = 'booked'") == 1);
}

/* --- links --- */

static str between(str text, str before, char end)
{
	for (size_t i = 0; i + before.n <= text.n; i++)
		if (!memcmp(text.s + i, before.s, before.n)) {
			size_t from = i + before.n, to = from;
			while (to < text.n && text.s[to] != end)
				to++;
			return str_cut(text, from, to - from);
		}
	return (str){ NULL, 0 };
}

/* Make a link as the teacher does; the word is kept under `name`. */
static bool new_link(struct harness *h, const char *name)
{
	struct answer a = harness_ask(h, AS_TEACHER, POST, "{call}/link", HOST, "party={mum_party}");
	str word = between(a.body, STR("http://tongxin.example/l/"), '<');

	harness_keep(h, name, str_dup(&h->mem, word));
	return a.status == 200 && a.no_store && link_word(word);
}

static bool open_link(struct harness *h, const char *path, const char *name)
{
	struct answer a = harness_ask(h, AS_NOBODY, POST, path, "Sec-Fetch-Site: same-origin", "");
	str cookie = between(header_of(&a, "Set-Cookie"), STR("link="), ';');

	harness_keep(h, name, str_dup(&h->mem, cookie));
	return a.status == 303 && link_word(cookie);
}

#define UNKNOWN "/l/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
/* clang-format off */
static const struct step looking[] = {
	{ "looking uses nothing up", AS_NOBODY, GET, "/l/{one}", NULL, NULL, 200, { "~Open it on this phone", "!~10:", "!~李小明" } },
	{ "again", AS_NOBODY, GET, "/l/{one}", NULL, NULL, 200, { "~Open it on this phone" } },
	{ "an answer without opening it", AS_NOBODY, POST, "/l/{one}/answer", NULL, "answer=yes", 200, { "~Open it on this phone" } },
};
static const struct step opened[] = {
	{ "the call", AS_NOBODY, GET, "/l/{one}", "Cookie: link={browser}", NULL, 200, { "~11:15", "~Can you come?", "~/room", "!~/cancel" } },
	{ "in her own zone", AS_NOBODY, GET, "/l/{one}?zone=540", "Cookie: link={browser}", NULL, 200, { "~12:15", "~UTC+09:00" } },
	{ "says yes", AS_NOBODY, POST, "/l/{one}/answer", "Cookie: link={browser}", "answer=yes", 303 },
	{ "it stands there", AS_NOBODY, GET, "/l/{one}", "Cookie: link={browser}", NULL, 200, { "~will come" } },
	{ "the teacher reads it", AS_TEACHER, GET, "{call}", NULL, NULL, 200, { "~will come", "~It was opened" } },
	{ "another time, please", AS_NOBODY, POST, "/l/{one}/answer", "Cookie: link={browser}", "answer=other&says=Sunday+evening", 303 },
	{ "in her words", AS_TEACHER, GET, "{call}", NULL, NULL, 200, { "~Sunday evening" } },
	{ "no answer at all", AS_NOBODY, POST, "/l/{one}/answer", "Cookie: link={browser}", "answer=", 422, { "~Say yes, no" } },
	{ "opened twice by the same browser is once", AS_NOBODY, POST, "/l/{one}/open", "Cookie: link={browser}", "", 303 },
	{ "forwarded to another browser", AS_NOBODY, GET, "/l/{one}", NULL, NULL, 410, { "~another phone first", "!~11:15" } },
	{ "which cannot take it", AS_NOBODY, POST, "/l/{one}/open", NULL, "", 410, { "~another phone first" } },
	{ "nor answer", AS_NOBODY, POST, "/l/{one}/answer", "Cookie: link=bbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "answer=no", 410 },
	{ "a link of which none was made", AS_NOBODY, GET, UNKNOWN, NULL, NULL, 404, { "~not good" } },
	{ "no link at all", AS_NOBODY, GET, "/l/x", NULL, NULL, 404, { "~not good" } },
	{ "posted to", AS_NOBODY, POST, UNKNOWN "/answer", NULL, "answer=yes", 404, { "~not good" } },
	{ "a relative with an account gets none", AS_TEACHER, POST, "{call}/link", NULL, "party={dad_party}", 404 },
	{ "the head makes none", AS_HEAD, POST, "{call}/link", NULL, "party={mum_party}", 404 },
	{ "the father neither", AS_GUARDIAN_2, POST, "{call}/link", NULL, "party={mum_party}", 404 },
};
static const struct step replaced[] = {
	{ "the one before is like one that never was", AS_NOBODY, GET, "/l/{one}", "Cookie: link={browser}", NULL, 404, { "~not good" } },
	{ "the new one opens", AS_NOBODY, GET, "/l/{two}", NULL, NULL, 200, { "~Open it on this phone" } },
};
/* clang-format on */

static void test_unknown_alike(struct harness *h)
{
	struct answer a = harness_ask(h, AS_NOBODY, GET, UNKNOWN, NULL, NULL),
		      b = harness_ask(h, AS_NOBODY, GET, "/l/{one}", NULL, NULL);

	OK(a.status == b.status && str_eq(a.body, b.body)); /* replaced and never made: byte by byte */
	OK(a.no_store && b.no_store);
}

/* One place that tries words is answered no more for a while; others, and who has a link, are. */
static void test_guessing(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t most = ctx_param(&c, PARAM_FAMILY_LINK_TRIES);
	/* Tries are counted by the process, which plays both engines. */
	str here = h->engine == DB_SQLITE ? STR("203.0.113.7") : STR("198.51.100.7");
	bool all = true;

	for (int64_t i = 0; i < 2 * most; i++)
		all &= link_guess(&c, here, LINK_OURS) == RC_OK;
	OK(all);
	for (int64_t i = 0; i < most; i++)
		all &= link_guess(&c, here, LINK_UNKNOWN) == RC_OK;
	OK(all);
	OK(link_guess(&c, here, LINK_UNKNOWN) == RC_BUSY);
	OK(link_guess(&c, STR("203.0.113.8"), LINK_UNKNOWN) == RC_OK);
	c.now += INT64_C(3600) * 1000000;
	OK(link_guess(&c, here, LINK_UNKNOWN) == RC_OK);
}

static void test_links(struct harness *h)
{
	harness_keep(h, "call_id", str_cut(harness_fill(h, "{call}"), 7, 40));
	harness_keep(
		h, "mum_party",
		harness_text(
			&h->mem, "%lld",
			(long long)steps_number(
				h,
				"SELECT id FROM call_party WHERE call = {call_id} AND person = {mother}")));
	harness_keep(
		h, "dad_party",
		harness_text(
			&h->mem, "%lld",
			(long long)steps_number(
				h,
				"SELECT id FROM call_party WHERE call = {call_id} AND person = {father}")));
	OK(new_link(h, "one"));
	STEPS(h, looking);
	OK(open_link(h, "/l/{one}/open", "browser"));
	STEPS(h, opened);
	OK(steps_number(h, "SELECT count(*) FROM call_party WHERE link = '{one}' OR browser = '{browser}'") ==
	   0);
	OK(new_link(h, "two"));
	STEPS(h, replaced);
	test_unknown_alike(h);
	/* Its time comes and goes: the messages stay a while, then nothing does. */
	OK(open_link(h, "/l/{two}/open", "browser"));
	int64_t now = h->now;
	harness_clock(h, call_instant(20261122, 700));
	OK(harness_step(h, &(struct step){ "over, not held",
					   AS_NOBODY,
					   GET,
					   "/l/{two}",
					   "Cookie: link={browser}",
					   NULL,
					   200,
					   { "~/message", "!~/answer" } }));
	harness_clock(h, call_instant(20261130, 600));
	OK(harness_step(h, &(struct step){ "expired",
					   AS_NOBODY,
					   GET,
					   "/l/{two}",
					   "Cookie: link={browser}",
					   NULL,
					   410,
					   { "~has ended" } }));
	harness_clock(h, call_instant(20261210, 600));
	OK(harness_step(h, &(struct step){ "long ago",
					   AS_NOBODY,
					   GET,
					   "/l/{two}",
					   "Cookie: link={browser}",
					   NULL,
					   404,
					   { "~not good" } }));
	harness_clock(h, now);
	OK(new_link(h, "three"));
	OK(harness_step(h, &(struct step){ "cancelled", AS_TEACHER, POST, "{call}/cancel", NULL,
					   "why=relative", 303 }));
	OK(harness_step(h, &(struct step){ "so is its link",
					   AS_NOBODY,
					   GET,
					   "/l/{three}",
					   NULL,
					   NULL,
					   410,
					   { "~was cancelled" } }));
}

/* --- the only one who comes moves it, or gives it up --- */

/* clang-format off */
static const struct step alone[] = {
	{ "booked with the mother alone", AS_TEACHER, POST, BOOK, HOST, "home={home}&channel=video&person={mother}&on=2026-12-12&from=09:00", 303, { NULL }, "call=@location" },
};
static const struct step moving[] = {
	{ "she may move it", AS_NOBODY, GET, "/l/{own}", "Cookie: link={browser}", NULL, 200, { "~/l/{own}/move", "~/l/{own}/cancel" } },
	{ "from no other browser", AS_NOBODY, GET, "/l/{own}/move", NULL, NULL, 303, { "@location=/l/{own}" } },
	{ "nor takes another browser a time", AS_NOBODY, POST, "/l/{own}/move", NULL, "on=2026-12-12&from=10:00", 303 },
	{ "free times", AS_NOBODY, GET, "/l/{own}/move", "Cookie: link={browser}", NULL, 200, { "~value=\"10:15\"", "!~value=\"09:00\"", "~on=2026-12-13", "!~csrf" } },
	{ "of another day", AS_NOBODY, GET, "/l/{own}/move?on=2026-12-13", "Cookie: link={browser}", NULL, 200, { "~value=\"09:00\"" } },
	{ "a time that is none", AS_NOBODY, POST, "/l/{own}/move", "Cookie: link={browser}", "on=2026-12-12&from=23:50", 422, { "~past midnight" } },
	{ "in the past", AS_NOBODY, POST, "/l/{own}/move", "Cookie: link={browser}", "on=2026-11-20&from=10:00", 422, { "~This time is over" } },
	{ "moved", AS_NOBODY, POST, "/l/{own}/move", "Cookie: link={browser}", "on=2026-12-13&from=10:15", 303, { "@location=/l/{own}" } },
	{ "the link goes on, and she comes", AS_NOBODY, GET, "/l/{own}", "Cookie: link={browser}", NULL, 200, { "~10:15", "~will come" } },
	{ "the teacher sees it confirmed", AS_TEACHER, GET, "{call}", NULL, NULL, 200, { "~10:15", "~confirmed" } },
};
static const struct step giving_up[] = {
	{ "nobody else cancels it", AS_NOBODY, POST, "/l/{own}/cancel", NULL, "", 303 },
	{ "it stands", AS_TEACHER, GET, "{call}", NULL, NULL, 200, { "~confirmed" } },
	{ "she gives it up", AS_NOBODY, POST, "/l/{own}/cancel", "Cookie: link={browser}", "", 303 },
	{ "it is cancelled", AS_NOBODY, GET, "/l/{own}", "Cookie: link={browser}", NULL, 410, { "~was cancelled" } },
	{ "twice is once", AS_NOBODY, POST, "/l/{own}/cancel", "Cookie: link={browser}", "", 303 },
	{ "the teacher reads why", AS_TEACHER, GET, "{call}", NULL, NULL, 200, { "~the family could not" } },
};
/* clang-format on */

static int64_t planned(struct harness *h)
{
	return steps_number(h, "SELECT count(*) FROM outbox WHERE ref = {own_id} AND state = 1");
}

static void test_change(struct harness *h)
{
	STEPS(h, alone);
	harness_keep(h, "own_id", str_cut(harness_fill(h, "{call}"), 7, 40));
	harness_keep(h, "mum_party",
		     harness_text(&h->mem, "%lld",
				  (long long)steps_number(h, "SELECT id FROM call_party WHERE call = {own_id}"
							     " AND person = {mother}")));
	OK(planned(h) == 0 || planned(h) == 2);
	OK(new_link(h, "own"));
	OK(open_link(h, "/l/{own}/open", "browser"));
	/* The evening before at seven, and two hours before nine. */
	OK(planned(h) == 2);
	OK(steps_number(h, "SELECT count(*) FROM outbox WHERE ref = {own_id} AND not_before IN"
			   " (1796986800000000, 1797030000000000)") == 2);
	STEPS(h, moving);
	OK(planned(h) == 2);
	OK(steps_number(h, "SELECT count(*) FROM outbox WHERE ref = {own_id} AND not_before IN"
			   " (1797073200000000, 1797120900000000)") == 2);
	OK(steps_number(h, "SELECT count(*) FROM call_event WHERE call = {own_id} AND what = 'moved'"
			   " AND party = {mum_party}") == 1);
	STEPS(h, giving_up);
	OK(planned(h) == 0);
}

/* --- what is sent, and what comes soon --- */

static void test_telling(struct harness *h)
{
	/* The father has an account and a notice; the mother a text message, whose gateway is away: it waits.
	 */
	OK(steps_number(h, "SELECT count(*) FROM notice WHERE code = 'call_asked' AND about = 'calls'") >= 1);
	OK(steps_number(h, "SELECT count(*) FROM outbox") >= 1);
	OK(harness_step(h, &(struct step){ "the page says it waits",
					   AS_TEACHER,
					   GET,
					   "{call}",
					   NULL,
					   NULL,
					   200,
					   { "~Text message with the link", "~booked all the same" } }));
}

static void test_reminders(struct harness *h)
{
	int64_t before = steps_number(h, "SELECT count(*) FROM notice WHERE code = 'call_reminder'");

	MAKE(h, &call_kind, "soon", "child", "{kid}", "home", "{home}", "device", "{pc}", "on", "2026-12-19",
	     "from", "600", "minutes", "15", "channel", "video", "occasion", "weekly", "state", "booked");
	MAKE(h, &call_party_kind, NULL, "child", "{kid}", "call", "{soon}", "part", "relative", "person",
	     "{father}", "account",
	     str_z(&h->mem,
		   harness_text(&h->mem, "%lld",
				(long long)harness_number(
					h, harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'",
							as_name[AS_PARENT])))),
	     "answer", "asked");
	harness_today(h, 20261218);
	harness_daily(h);
	int64_t told = steps_number(h, "SELECT count(*) FROM notice WHERE code = 'call_reminder'");
	OK(told > before);
	harness_daily(h);
	OK(steps_number(h, "SELECT count(*) FROM notice WHERE code = 'call_reminder'") == told);
	OK(steps_number(h, "SELECT count(*) FROM call WHERE id = {soon} AND reminded_at IS NOT NULL") == 1);
}

/* --- two hundred at once on twenty slots --- */

enum { RUSH = 200, HANDS = 20, SLOTS = 20 };

struct rush {
	struct harness *h;
	pthread_barrier_t gate;
	int64_t child[RUSH], person[RUSH], home;
	int won[HANDS], lost[HANDS], other[HANDS];
};
struct hand {
	struct rush *rush;
	size_t at;
	struct actor who;
};

static void book_one(struct hand *hand, size_t i)
{
	struct rush *s = hand->rush;
	struct arena mem;
	struct ctx c = harness_ctx(s->h);
	struct booking_new n = { .child = s->child[i],
				 .home = s->home,
				 .on = 20261226,
				 .from = 540 + (int)(i % SLOTS) * 15,
				 .channel = STR("video"),
				 .person = { s->person[i] },
				 .nperson = 1 };
	int64_t id = 0;

	arena_init(&mem, 32 << 20);
	c.mem = &mem;
	c.who = &hand->who;
	c.problems = (struct problems){ .mem = &mem };
	enum rc rc = booking_make(&c, &n, &id);
	s->won[hand->at] += rc == RC_OK;
	s->lost[hand->at] += rc == RC_CONFLICT;
	s->other[hand->at] += rc != RC_OK && rc != RC_CONFLICT;
	arena_free(&mem);
}

static void *run_hand(void *arg)
{
	struct hand *hand = arg;

	pthread_barrier_wait(&hand->rush->gate);
	for (size_t i = hand->at; i < RUSH; i += HANDS)
		book_one(hand, (i * 7) % RUSH);
	return NULL;
}

static void make_families(struct harness *h, struct rush *s)
{
	for (size_t i = 0; i < RUSH; i++) {
		str name = harness_text(&h->mem, "Kid%zu", i);
		s->child[i] =
			MAKE(h, &child_kind, "one", "name", str_z(&h->mem, name), "sex", "1", "birth_date",
			     "2017-06-01", "school", "{school}", "class", "{class}", "no_id_reason", "1");
		s->person[i] = MAKE(h, &person_kind, "adult", "name", str_z(&h->mem, name), "sex", "2");
		MAKE(h, &tie_kind, NULL, "child", "{one}", "person", "{adult}", "relation", "52");
	}
}

static void test_rush(struct harness *h)
{
	struct rush *s = NEW(&h->mem, struct rush, 1);
	struct hand *hand = NEW(&h->mem, struct hand, HANDS);
	pthread_t thread[HANDS];
	int won = 0, lost = 0, other = 0;

	s->h = h;
	harness_today(h, 20261221);
	s->home = MAKE(h, &happy_home_kind, "rush", "name", "Rush", "region", "440804101209", "level",
		       "village", "opened_on", "2026-01-01");
	MAKE(h, &home_device_kind, NULL, "home", "{rush}", "name", "PC", "what", "computer", "works_from",
	     "2026-01-01");
	MAKE(h, &home_hours_kind, NULL, "home", "{rush}", "weekday", "6", "from_minute", "540", "to_minute",
	     "840", "first_on", "2026-01-01");
	make_families(h, s);
	pthread_barrier_init(&s->gate, NULL, HANDS);
	for (size_t i = 0; i < HANDS; i++) {
		hand[i] = (struct hand){ s, i, actor_system(HARNESS_COUNTY) };
		if (pthread_create(&thread[i], NULL, run_hand, &hand[i]))
			harness_fail("no thread");
	}
	for (size_t i = 0; i < HANDS; i++) {
		pthread_join(thread[i], NULL);
		won += s->won[i];
		lost += s->lost[i];
		other += s->other[i];
	}
	pthread_barrier_destroy(&s->gate);
	if (won != SLOTS || other)
		printf("# won %d, lost %d, other %d\n", won, lost, other);
	OK(won == SLOTS);
	OK(lost == RUSH - SLOTS);
	OK(other == 0);
	OK(steps_number(h, "SELECT count(*) FROM call WHERE home = {rush}") == SLOTS);
	OK(steps_number(h, "SELECT count(*) FROM (SELECT DISTINCT device, on_day, from_minute FROM call "
			   "WHERE home = {rush}) x") == SLOTS);
	OK(harness_journal_whole(h));
}

static void tests(struct harness *h)
{
	h->lang = LANG_EN;
	begin(h);
	STEPS(h, form);
	STEPS(h, wrong);
	STEPS(h, booking);
	test_telling(h);
	STEPS(h, by_program);
	test_links(h);
	test_change(h);
	test_guessing(h);
	test_wishes(h);
	test_reminders(h);
	test_rush(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
