/* Messages between a child and its family: left and heard by the two sides, known to nobody else; asked about
 * before a number leaves; every fault in a sentence, nothing typed lost; gone in time, with file and history.
 */
#include "call.h"
#include "erase.h"
#include "home.h"
#include "link.h"
#include "media_send.h"
#include "message.h"
#include "voice_made.h"

static struct answer get(struct harness *h, enum as as, const char *pattern, int64_t id)
{
	return harness_get(h, as, media_path(h, pattern, id));
}

static struct answer post(struct harness *h, enum as as, const char *pattern, int64_t id)
{
	return harness_ask(h, as, HTTP_POST, media_path(h, pattern, id), NULL, "");
}

static int64_t newest(struct harness *h) { return media_number(h, "SELECT max(m.id) FROM message m"); }
static int64_t count(struct harness *h) { return media_number(h, "SELECT count(*) FROM message"); }

struct sending {
	enum as as;
	str file;
	const char *text, *client, *sure;
};

static struct answer send_to(struct harness *h, const struct sending *s, const char *path)
{
	const str none = { NULL, 0 };
	const struct media_part parts[] = { { "client", s->client ? str_of(s->client) : none, NULL },
					    { "text", s->text ? str_of(s->text) : none, NULL },
					    { "sure", s->sure ? str_of(s->sure) : none, NULL },
					    { "file", s->file, "voice.webm" } };

	return media_send(h, s->as, path, parts, COUNT(parts));
}

static struct answer send(struct harness *h, const struct sending *s)
{
	return send_to(h, s, "/children/{kid}/messages");
}

static str voice_of(struct harness *h, size_t packets)
{
	return made_voice(&h->mem, &(struct made_voice){ .packets = packets, .extra = true });
}

/* --- left and heard --- */

static void test_text(struct harness *h)
{
	struct sending s = { AS_PARENT, { NULL, 0 }, "夜里冷，多穿一件", "text0001", NULL };
	struct answer a = send(h, &s);

	OK(a.status == 303 && count(h) == 1);
	OK(send(h, &s).status == 303 && count(h) == 1); /* a slow line makes people press twice */
	int64_t id = newest(h);
	OK(media_number(h, "SELECT count(*) FROM message m WHERE m.from_side = 'family' AND m.what = 'text'"
			   " AND m.person IS NOT NULL AND m.until_day = 20270520") == 1);
	/* The parent reads its own; opening it does nothing, it is not for that side. */
	a = get(h, AS_PARENT, "/messages/#", id);
	OK(a.status == 200 && a.no_store && media_holds(&a, "夜里冷，多穿一件"));
	OK(post(h, AS_PARENT, "/messages/#/open", id).status == 303);
	OK(media_number(h, "SELECT count(*) FROM message m WHERE m.heard_at IS NULL") == 1);
	/* It waits for the child: closed until it is opened. */
	a = harness_get(h, AS_CHILD, "/children/{kid}/messages");
	OK(a.status == 200 && !str_has(a.body, STR("夜里冷")));
	OK(media_holds(&a, str_z(&h->mem, harness_text(&h->mem, "/messages/%lld/open", (long long)id))));
	a = harness_get(h, AS_CHILD, "/me");
	OK(a.status == 200 && media_holds(&a, "/children/"));
	OK(post(h, AS_CHILD, "/messages/#/open", id).status == 303);
	OK(media_number(h, "SELECT count(*) FROM message m WHERE m.heard_at IS NOT NULL") == 1);
	a = get(h, AS_CHILD, "/messages/#", id);
	OK(a.status == 200 && media_holds(&a, "夜里冷，多穿一件"));
	OK(post(h, AS_CHILD, "/messages/#/open", id).status == 303); /* once is enough */
}

static void test_voice(struct harness *h, const char *dir)
{
	struct sending s = { AS_CHILD, voice_of(h, 150), NULL, "voice001", NULL };

	OK(send(h, &s).status == 303 && count(h) == 2 && media_files(dir) == 1);
	OK(send(h, &s).status == 303 && count(h) == 2 && media_files(dir) == 1);
	int64_t id = newest(h);
	OK(media_number(h, "SELECT count(*) FROM message m WHERE m.from_side = 'child' AND m.seconds = 3") ==
	   1);
	/* Father and grandmother are told. */
	OK(media_number(h,
			"SELECT count(*) FROM notice n WHERE n.code = 'message_new' AND n.done_at IS NULL") >=
	   2);
	struct answer a = get(h, AS_GUARDIAN, "/messages/#", id);
	OK(a.status == 200 && !str_has(a.body, STR("<audio controls preload")));
	OK(post(h, AS_GUARDIAN, "/messages/#/open", id).status == 303);
	OK(media_number(h,
			"SELECT count(*) FROM notice n WHERE n.code = 'message_new' AND n.done_at IS NULL") ==
	   0);
	a = get(h, AS_GUARDIAN, "/messages/#", id);
	OK(media_holds(&a, "/sound\""));
	a = get(h, AS_PARENT, "/messages/#/sound", id);
	OK(a.status == 200 && str_eq(a.type, STR("audio/webm")) &&
	   str_starts(a.body, STR("\x1a\x45\xdf\xa3")));
	OK(!str_has(a.body, STR("grandma")) && !str_has(a.body, STR("GPS")));
	OK(get(h, AS_CHILD, API "messages/#/file", id).status == 200);
	OK(get(h, AS_PARENT, "/messages/#/sound", id - 1).status == 404); /* that one is written */
}

/* --- nobody else --- */

static void test_strangers(struct harness *h)
{
	static const enum as strangers[] = {
		AS_OFFICER,    AS_CIVIL,    AS_SUPERVISOR,  AS_HEAD,      AS_TEACHER,
		AS_COUNSELLOR, AS_DIRECTOR, AS_HEAD_2,      AS_TEACHER_2, AS_GUARDIAN_2,
		AS_CHILD_2,    AS_ADMIN,    AS_AUDITOR,     AS_POLICE,    AS_FEDERATION,
		AS_KEEPER,     AS_CITY,     AS_FAR_OFFICER, AS_BARRED,
	};
	int64_t id = newest(h);

	for (size_t i = 0; i < COUNT(strangers); i++) {
		int list = harness_get(h, strangers[i], "/children/{kid}/messages").status,
		    one = get(h, strangers[i], "/messages/#", id).status,
		    sound = get(h, strangers[i], "/messages/#/sound", id).status,
		    api = harness_ask(h, strangers[i], HTTP_GET, media_path(h, API "messages/#", id),
				      "X-Purpose: audit", NULL)
				  .status,
		    left = send(h, &(struct sending){ strangers[i], { NULL, 0 }, "hello", "strange1", NULL })
				   .status;
		bool ok = list == 404 && one == 404 && sound == 404 && api == 404 && left == 404;
		if (!ok)
			printf("# %s: %d %d %d %d %d\n", as_name[strangers[i]], list, one, sound, api, left);
		OK(ok);
	}
	OK(count(h) == 2);
}

/* Whoever reads the growth file sees that there was contact, and no word of it. */
static void test_presence(struct harness *h)
{
	struct answer a = harness_get(h, AS_TEACHER, "/children/{kid}/growth");

	OK(a.status == 200 && media_holds(&a, "The family left a message for the child"));
	OK(media_holds(&a, "The child left a message for its family"));
	OK(!str_has(a.body, STR("夜里冷")) && !str_has(a.body, STR("/messages/")));
	a = harness_get(h, AS_PARENT, "/children/{kid}/growth");
	OK(a.status == 200 && media_holds(&a, "The family left a message for the child"));
}

/* --- what is wrong with one --- */

static void test_refusals(struct harness *h, const char *dir)
{
	const struct {
		str bytes;
		int status;
		const char *says;
	} bad[] = {
		{ STR("OggS\0\2\0\0"), 422, "record it on this page" },
		{ STR("%PDF-1.7"), 422, "record it on this page" },
		{ made_voice(&h->mem, &(struct made_voice){ .packets = 9, .type = 1 }), 422, "a film" },
		{ made_voice(&h->mem, &(struct made_voice){ .packets = 0 }), 422, "no sound" },
		{ str_cut(voice_of(h, 20), 0, 900), 400, "cut off" },
		{ voice_of(h, 6200), 422, "longer than 120 seconds" },
		{ { arena_alloc(&h->mem, 1, 1, 1500000), 1500000 }, 422, "larger than 1000 kB" },
	};
	int64_t before = count(h);
	int files = media_files(dir);

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sending s = { AS_PARENT, bad[i].bytes, "what I typed", "voicebad", NULL };
		struct answer a = send(h, &s);
		if (a.status != bad[i].status)
			printf("# %zu: %d\n", i, a.status);
		OK(a.status == bad[i].status && media_holds(&a, bad[i].says));
		OK(media_holds(&a, "what I typed") && media_holds(&a, "voicebad"));
		struct answer b = send_to(h, &s, API "children/{kid}/messages");
		OK(b.status == bad[i].status && problem_at(&b, "file"));
	}
	struct answer a = send(h, &(struct sending){ AS_PARENT, { NULL, 0 }, " ", "nothing1", NULL });
	OK(a.status == 422 && media_holds(&a, "Say something, or write a few words"));
	char *much = arena_alloc(&h->mem, 1, 1, (1 << 20) + 1);
	memset(much, 'x', 1 << 20);
	much[1 << 20] = 0;
	a = send(h, &(struct sending){ AS_PARENT, { NULL, 0 }, much, "toolong1", NULL });
	OK(a.status == 422 && media_holds(&a, "1000") && a.body.n > 1 << 20); /* nothing typed is lost */
	OK(send(h, &(struct sending){ AS_PARENT, { NULL, 0 }, "hello", "no", NULL }).status == 422);
	a = harness_ask(h, AS_PARENT, HTTP_POST, API "messages", NULL,
			"{'child':'{kid}','text':'by the back door'}");
	OK(a.status == 422);
	OK(count(h) == before && media_files(dir) == files);
}

/* --- what a child is asked --- */

static void test_private(struct harness *h)
{
	struct sending s = { AS_CHILD, { NULL, 0 }, "我的新电话 13800138000", "number01", NULL };
	int64_t before = count(h);
	struct answer a = send(h, &s);

	OK(a.status == 422 && media_holds(&a, "name=\"sure\"") && media_holds(&a, "13800138000"));
	OK(count(h) == before);
	s.sure = "1";
	OK(send(h, &s).status == 303 && count(h) == before + 1);
	s = (struct sending){ AS_CHILD, { NULL, 0 }, "我家住在五和村", "place001", NULL };
	OK(send(h, &s).status == 422);
	s = (struct sending){ AS_CHILD, { NULL, 0 }, "卡号 4111111111111111", "card0001", "1" };
	a = send(h, &s);
	OK(a.status == 422 && media_holds(&a, "never sent in messages"));
	/* Grown-ups give their own number to whom they like. */
	s = (struct sending){ AS_PARENT, { NULL, 0 }, "打我新号码 13800138000", "number02", NULL };
	OK(send(h, &s).status == 303 && count(h) == before + 2);
	OK(media_number(h, "SELECT count(*) FROM alert") == 0);
}

static void test_harm(struct harness *h)
{
	struct sending s = { AS_CHILD, { NULL, 0 }, "叔叔打我，我不想活了", "harm0001", NULL };

	OK(send(h, &s).status == 303);
	OK(send(h, &s).status == 303);
	OK(media_number(h, "SELECT count(*) FROM alert a WHERE a.what = 'feelings'") == 1);
	int64_t id = media_number(h, "SELECT max(a.id) FROM alert a");
	struct answer a = harness_ask(h, AS_TEACHER, HTTP_GET, media_path(h, API "alerts/#", id),
				      "X-Purpose: care", NULL);
	OK(a.status == 200 && media_holds(&a, "not shown here") && !str_has(a.body, STR("叔叔")));
	a = harness_ask(h, AS_COUNSELLOR, HTTP_GET, media_path(h, API "alerts/#", id), "X-Purpose: care",
			NULL);
	OK(a.status == 200 && !str_has(a.body, STR("叔叔")));
	/* What the family writes is not looked into. */
	s = (struct sending){ AS_PARENT, { NULL, 0 }, "我不想活了", "harm0002", NULL };
	OK(send(h, &s).status == 303);
	OK(media_number(h, "SELECT count(*) FROM alert") == 1);
}

/* --- a text message says that one waits --- */

static int64_t texts(struct harness *h)
{
	return media_number(
		h, "SELECT count(*) FROM outbox o JOIN message m ON m.id = o.ref WHERE o.channel = 0");
}

static enum rc open_all(struct ctx *c, void *arg)
{
	struct records all;
	struct list l = { .limit = LIST_MAX };

	(void)arg;
	l.where = SQL("t.heard_at IS NULL");
	enum rc rc = record_list(c, &message_kind, &l, &all);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		rc = message_open(c, &all.r[i]);
	return rc;
}

static enum rc give_phone(struct ctx *c, void *arg)
{
	struct input in = input_new(&person_kind);
	struct record done;

	input_set(&in, PERSON_PHONE, STR("13900139000"));
	return record_update(c, &person_kind, *(const int64_t *)arg, 0, &in, &done);
}

static void test_texts(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_PEOPLE, open_all, NULL) == RC_OK);
	OK(store_write(&c, PRIO_PEOPLE, give_phone, &h->fix[FIX_FATHER]) == RC_OK);
	int64_t before = texts(h);
	OK(send(h, &(struct sending){ AS_CHILD, { NULL, 0 }, "爸爸你好", "hello001", NULL }).status == 303);
	OK(texts(h) > before);
	before = texts(h);
	/* One is enough while anything waits. */
	OK(send(h, &(struct sending){ AS_CHILD, { NULL, 0 }, "爸爸再见", "hello002", NULL }).status == 303);
	OK(texts(h) == before);
	OK(media_number(h, "SELECT count(*) FROM outbox o WHERE o.child = 0") == 0);
	/* Opened: nothing asks for it any more. */
	OK(store_write(&c, PRIO_PEOPLE, open_all, NULL) == RC_OK);
	OK(texts(h) == 0);
}

/* --- by the link of a call that came to nothing --- */

struct linked {
	int64_t child, person, call;
	str secret, cookie;
};

static enum rc make_call(struct ctx *c, void *arg)
{
	struct linked *l = arg;
	struct input in = input_new(&call_kind), party = input_new(&call_party_kind);
	struct record call, relative;

	input_int(&in, c->mem, CALL_CHILD, l->child);
	input_day(&in, c->mem, CALL_ON, c->today);
	input_int(&in, c->mem, CALL_FROM, 9 * 60);
	input_int(&in, c->mem, CALL_MINUTES, 15);
	input_set(&in, CALL_CHANNEL, STR(CODE_CALL_CHANNEL_VIDEO));
	input_set(&in, CALL_OCCASION, STR(CODE_CALL_OCCASION_WEEKLY));
	input_set(&in, CALL_STATE, STR(CODE_CALL_STATE_MISSED));
	enum rc rc = record_create(c, &in, &call);
	if (rc != RC_OK)
		return rc;
	l->call = call.id;
	input_int(&party, c->mem, CALL_PARTY_CHILD, l->child);
	input_int(&party, c->mem, CALL_PARTY_CALL, call.id);
	input_int(&party, c->mem, CALL_PARTY_PERSON, l->person);
	input_set(&party, CALL_PARTY_PART, STR(CODE_CALL_PART_RELATIVE));
	rc = record_create(c, &party, &relative);
	if (rc == RC_OK)
		rc = link_make(c, &call, &relative, &l->secret);
	return rc == RC_OK ? link_take(c, l->secret, STR(""), &l->cookie) : rc;
}

static struct answer by_link(struct harness *h, const struct linked *l, enum method m, const char *tail,
			     const char *body)
{
	str path = harness_text(&h->mem, "/l/%.*s%s", STR_ARG(l->secret), tail),
	    head = harness_text(&h->mem, "Cookie: link=%.*s", STR_ARG(l->cookie));

	return harness_ask(h, AS_NOBODY, m, str_z(&h->mem, path), str_z(&h->mem, head), body);
}

static void test_link(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct linked l = { .child = h->fix[FIX_KID], .person = h->fix[FIX_MOTHER] };
	struct answer a;

	OK(store_write(&c, PRIO_PEOPLE, make_call, &l) == RC_OK);
	if (!l.cookie.n)
		return;
	a = by_link(h, &l, HTTP_GET, "/message", NULL);
	OK(a.status == 200 && a.no_store && !str_has(a.body, STR("爸爸再见"))); /* of no other day */
	/* The child leaves one after the call: it belongs to that call by itself. */
	OK(send(h, &(struct sending){ AS_CHILD, { NULL, 0 }, "妈妈你怎么没来", "missed01", NULL }).status ==
	   303);
	int64_t id = newest(h);
	OK(media_number(h, "SELECT count(*) FROM message m WHERE m.call IS NOT NULL") == 1);
	a = by_link(h, &l, HTTP_GET, "/message", NULL);
	OK(a.status == 200 && !str_has(a.body, STR("怎么没来")));
	const char *open = str_z(&h->mem, harness_text(&h->mem, "/message/%lld/open", (long long)id));
	OK(by_link(h, &l, HTTP_POST, open, "").status == 303);
	a = by_link(h, &l, HTTP_GET, "/message", NULL);
	OK(media_holds(&a, "妈妈你怎么没来"));
	/* The answer, twice by a slow line. */
	a = by_link(h, &l, HTTP_POST, "/message", "client=linked01&text=%E4%B8%8B%E5%91%A8%E8%A7%81");
	OK(a.status == 303);
	int64_t n = count(h);
	OK(by_link(h, &l, HTTP_POST, "/message", "client=linked01&text=%E4%B8%8B%E5%91%A8%E8%A7%81").status ==
	   303);
	OK(count(h) == n);
	OK(media_number(h,
			"SELECT count(*) FROM message m WHERE m.from_side = 'family' AND m.by_account IS NULL"
			" AND m.person IS NOT NULL") == 1);
	a = by_link(h, &l, HTTP_GET, "/message?sent=1", NULL);
	OK(media_holds(&a, "下周见"));
	a = harness_get(h, AS_CHILD, "/children/{kid}/messages");
	OK(media_holds(&a, "mum"));
	OK(by_link(h, &l, HTTP_POST, "/message", "client=linked02&text=").status == 422);
	/* Another browser, another word: to the page of the link, which says why. */
	struct linked other = l;
	other.cookie = STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	OK(by_link(h, &other, HTTP_GET, "/message", NULL).status == 303);
	OK(by_link(h, &other, HTTP_POST, "/message", "client=linked03&text=x").status == 303);
	other = l;
	other.secret = STR("abcdefghjkmnpqrstuvwxyzabcdef");
	OK(by_link(h, &other, HTTP_GET, "/message", NULL).status == 303);
	const char *sound =
		str_z(&h->mem, harness_text(&h->mem, "/message/%lld/sound",
					    (long long)media_number(h, "SELECT min(m.id) FROM message m")));
	OK(by_link(h, &l, HTTP_GET, sound, NULL).status == 404); /* of another day */
	OK(count(h) == n);
}

/* --- enough, and gone --- */

static void test_limit(struct harness *h)
{
	struct answer a = { .status = 0 };

	for (int i = 0; i < 21; i++)
		a = send(h, &(struct sending){ AS_GUARDIAN,
					       { NULL, 0 },
					       "好",
					       str_z(&h->mem, harness_text(&h->mem, "many%04d", i)),
					       NULL });
	OK(a.status == 422 && media_holds(&a, "adds 20 of these"));
}

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(const int64_t *)arg); }

static void test_away(struct harness *h, const char *dir)
{
	struct ctx c = harness_ctx(h);
	int64_t own = media_number(h, "SELECT max(m.id) FROM message m WHERE m.role = 'guardian'"),
		before = count(h);

	/* Taken back by who left it, by nobody else. */
	OK(post(h, AS_PARENT, "/messages/#/drop", own).status == 403);
	OK(post(h, AS_CHILD, "/messages/#/drop", own).status == 403);
	OK(post(h, AS_TEACHER, "/messages/#/drop", own).status == 404);
	OK(post(h, AS_GUARDIAN, "/messages/#/drop", own).status == 303 && count(h) == before - 1);
	/* On the last day they are there, the day after they are gone: rows, files, and what the journal
	 * kept. */
	harness_today(h, 20270520);
	harness_daily(h);
	OK(count(h) == before - 1 && media_files(dir) == 1);
	harness_today(h, 20270521);
	harness_daily(h);
	OK(harness_jobs(h) >= 1);
	OK(count(h) == 0 && media_files(dir) == 0 && media_number(h, "SELECT count(*) FROM blob") == 0);
	OK(harness_journal_whole(h));
	harness_daily(h); /* again: nothing */
	/* With the child's file. */
	OK(send(h, &(struct sending){ AS_CHILD, voice_of(h, 60), NULL, "voice002", NULL }).status == 303);
	OK(count(h) == 1 && media_files(dir) == 1);
	c = harness_ctx(h);
	OK(store_write(&c, PRIO_PEOPLE, erase, &h->fix[FIX_KID]) == RC_OK);
	OK(count(h) == 0 && harness_jobs(h) >= 1 && media_files(dir) == 0);
}

static void test_engine(struct harness *h)
{
	char dir[256];

	media_place(h, dir, sizeof dir);
	test_text(h);
	test_voice(h, dir);
	test_strangers(h);
	test_presence(h);
	test_refusals(h, dir);
	test_private(h);
	test_harm(h);
	test_texts(h);
	test_link(h);
	test_limit(h);
	test_away(h, dir);
	media_away(h, dir);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
