/* Voice notes: sent by family, child and who writes down for it; heard by whom it is shared with, at school
 * only for a purpose; in pieces, as players ask; every fault told in a sentence; away with the child's file.
 */
#include "erase.h"
#include "growth.h"
#include "media_send.h"
#include "voice_made.h"

static struct answer get(struct harness *h, enum as as, const char *pattern, int64_t id, const char *headers)
{
	return harness_ask(h, as, HTTP_GET, media_path(h, pattern, id), headers, NULL);
}

static int64_t newest(struct harness *h) { return media_number(h, "SELECT max(r.id) FROM recording r"); }
static int64_t count(struct harness *h) { return media_number(h, "SELECT count(*) FROM recording"); }

struct sending {
	enum as as;
	str file;
	const char *client, *title, *share, *from;
};

static struct answer send_to(struct harness *h, const struct sending *s, const char *path)
{
	const str none = { NULL, 0 };
	const struct media_part parts[] = { { "client", s->client ? str_of(s->client) : none, NULL },
					    { "title", s->title ? str_of(s->title) : none, NULL },
					    { "share", s->share ? str_of(s->share) : none, NULL },
					    { "from", s->from ? str_of(s->from) : none, NULL },
					    { "file", s->file, "voice.webm" } };

	return media_send(h, s->as, path, parts, COUNT(parts));
}

static struct answer send(struct harness *h, const struct sending *s)
{
	return send_to(h, s, "/children/{kid}/recordings");
}

static str voice_of(struct harness *h, size_t packets)
{
	return made_voice(&h->mem, &(struct made_voice){ .packets = packets, .extra = true });
}

static void test_sending(struct harness *h, const char *dir)
{
	struct sending s = { AS_PARENT, voice_of(h, 150), "voice001", "good night", "teacher", NULL };

	OK(send(h, &s).status == 303 && count(h) == 1 && media_files(dir) == 1);
	OK(media_number(h,
			"SELECT count(*) FROM recording r WHERE r.from_side = 'family' AND r.seconds = 3") ==
	   1);
	OK(send(h, &s).status == 303 && count(h) == 1 && media_files(dir) == 1);
	struct sending own = { AS_CHILD, voice_of(h, 60), "voice002", NULL, "self", NULL };
	OK(send(h, &own).status == 303 && count(h) == 2);
	struct sending scribe = { AS_TEACHER, voice_of(h, 60), "voice003", NULL, "teacher", NULL };
	OK(send(h, &scribe).status == 303);
	OK(media_number(h, "SELECT count(*) FROM recording r WHERE r.from_side = 'child'") == 2);
	struct answer a =
		send_to(h, &(struct sending){ AS_TEACHER, voice_of(h, 9), "voice004", NULL, "self", NULL },
			API "children/{kid}/recordings");
	OK(a.status == 422 && problem_at(&a, "share"));
	a = send_to(h, &(struct sending){ AS_TEACHER, voice_of(h, 9), "voice004", NULL, NULL, "family" },
		    API "children/{kid}/recordings");
	OK(a.status == 422 && problem_at(&a, "from"));
	a = send_to(h,
		    &(struct sending){ AS_PARENT, voice_of(h, 9), "voice004", "ring 13800138000", "teacher",
				       NULL },
		    API "children/{kid}/recordings");
	OK(a.status == 422 && problem_at(&a, "title"));
	OK(send(h, &(struct sending){ AS_HEAD, voice_of(h, 9), "voice005", NULL, NULL, NULL }).status == 404);
	OK(send(h, &(struct sending){ AS_GUARDIAN_2, voice_of(h, 9), "voice005", NULL, NULL, NULL }).status ==
	   404);
	OK(count(h) == 3 && media_files(dir) == 3);
}

/* The address of the sound on a page; empty: it does not stand there. */
static const char *sound(struct harness *h, const struct answer *page, int64_t id)
{
	str want = harness_text(&h->mem, "/recordings/%lld/sound?open=", (long long)id);
	const char *at = page->body.n ? memmem(page->body.s, page->body.n, want.s, want.n) : NULL;
	size_t n = 0;

	while (at && at + n < page->body.s + page->body.n && at[n] != '"')
		n++;
	return at ? str_z(&h->mem, (str){ at, n }) : "";
}

static void test_hearing(struct harness *h)
{
	int64_t first = media_number(h, "SELECT min(r.id) FROM recording r"), own = first + 1;
	struct answer a = get(h, AS_PARENT, "/recordings/#/sound", first, NULL);

	own = media_number(h, "SELECT r.id FROM recording r WHERE r.share = 'self'");
	OK(a.status == 200 && str_eq(a.type, STR("audio/webm")) &&
	   str_starts(a.body, STR("\x1a\x45\xdf\xa3")));
	OK(str_eq(header_of(&a, "Accept-Ranges"), STR("bytes")) && a.etag.n);
	OK(!str_has(a.body, STR("grandma")) && !str_has(a.body, STR("GPS")));
	OK(get(h, AS_CHILD, "/recordings/#/sound", first, NULL).status == 200);
	/* At school: for a purpose, by the ticket of that page. */
	OK(get(h, AS_TEACHER, "/recordings/#/sound", first, NULL).status == 403);
	OK(get(h, AS_TEACHER, "/recordings/#/sound?open=00", first, NULL).status == 403);
	struct answer page = harness_get(h, AS_TEACHER, "/children/{kid}/recordings");
	OK(page.status == 200 && !sound(h, &page, first)[0] && !str_has(page.body, STR("good night")));
	page = harness_ask(h, AS_TEACHER, HTTP_POST, "/children/{kid}/recordings/show", NULL,
			   "purpose=class+talk");
	OK(page.status == 200 && media_holds(&page, "good night"));
	OK(harness_get(h, AS_TEACHER, sound(h, &page, first)).status == 200);
	OK(harness_get(h, AS_HEAD, sound(h, &page, first)).status == 403);
	OK(get(h, AS_TEACHER, API "recordings/#/file", first, NULL).status == 422);
	OK(get(h, AS_TEACHER, API "recordings/#/file", first, "X-Purpose: talk").status == 200);
	/* What the child keeps for itself. */
	OK(get(h, AS_CHILD, "/recordings/#/sound", own, NULL).status == 200);
	OK(get(h, AS_PARENT, "/recordings/#/sound", own, NULL).status == 404);
	OK(get(h, AS_TEACHER, "/recordings/#/sound", own, NULL).status == 404);
	page = harness_get(h, AS_CHILD, "/children/{kid}/recordings");
	OK(page.status == 200 && sound(h, &page, own)[0] && media_holds(&page, "good night"));
}

static void test_strangers(struct harness *h)
{
	static const enum as strangers[] = { AS_OFFICER,   AS_CIVIL,       AS_SUPERVISOR, AS_HEAD_2,
					     AS_TEACHER_2, AS_GUARDIAN_2,  AS_CHILD_2,    AS_ADMIN,
					     AS_AUDITOR,   AS_POLICE,      AS_FEDERATION, AS_KEEPER,
					     AS_CITY,      AS_FAR_OFFICER, AS_BARRED };
	int64_t id = media_number(h, "SELECT min(r.id) FROM recording r");

	for (size_t i = 0; i < COUNT(strangers); i++) {
		int page = get(h, strangers[i], "/recordings/#/sound", id, NULL).status,
		    api = get(h, strangers[i], API "recordings/#/file", id, "X-Purpose: audit").status;
		if (page != 404 || api != 404)
			printf("# %s: %d %d\n", as_name[strangers[i]], page, api);
		OK(page == 404 && api == 404);
	}
}

static void test_pieces(struct harness *h)
{
	int64_t id = media_number(h, "SELECT min(r.id) FROM recording r");
	struct answer all = get(h, AS_PARENT, "/recordings/#/sound", id, NULL);
	const struct {
		const char *range;
		int status;
		size_t from, n;
	} list[] = {
		{ "Range: bytes=0-99", 206, 0, 100 },
		{ "Range: bytes=100-", 206, 100, all.body.n - 100 },
		{ "Range: bytes=-7", 206, all.body.n - 7, 7 },
		{ "Range: bytes=-99999999", 206, 0, all.body.n },
		{ "Range: bytes=10-99999999", 206, 10, all.body.n - 10 },
		{ "Range: bytes=0-0", 206, 0, 1 },
		{ "Range: bytes=99999999-", 416, 0, 0 },
		{ "Range: bytes=-0", 416, 0, 0 },
		{ "Range: bytes=5-4", 200, 0, all.body.n },
		{ "Range: bytes=a-b", 200, 0, all.body.n },
		{ "Range: bytes=0-1,5-6", 200, 0, all.body.n },
		{ "Range: lines=0-1", 200, 0, all.body.n },
		{ "Range: bytes=0-9\r\nIf-Range: \"other\"", 200, 0, all.body.n },
		{ "Range: bytes=99999999999999999999-", 200, 0, all.body.n },
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		struct answer a = get(h, AS_PARENT, "/recordings/#/sound", id, list[i].range);
		bool ok = a.status == list[i].status &&
			  str_eq(a.body,
				 list[i].status == 416 ? a.body : str_cut(all.body, list[i].from, list[i].n));
		if (!ok)
			printf("# %s: %d, %zu bytes\n", list[i].range, a.status, a.body.n);
		OK(ok);
	}
	struct answer a = get(h, AS_PARENT, "/recordings/#/sound", id, "Range: bytes=0-99");
	OK(str_eq(header_of(&a, "Content-Range"), harness_text(&h->mem, "bytes 0-99/%zu", all.body.n)));
}

static void test_refusals(struct harness *h, const char *dir)
{
	const struct {
		str bytes;
		int status;
		const char *says;
	} bad[] = {
		{ STR(""), 422, "Record something first" },
		{ STR("OggS\0\2\0\0"), 422, "record it on this page" },
		{ made_voice(&h->mem, &(struct made_voice){ .packets = 9, .type = 1 }), 422, "a film" },
		{ made_voice(&h->mem, &(struct made_voice){ .packets = 0 }), 422, "no sound" },
		{ str_cut(voice_of(h, 20), 0, 900), 400, "cut off" },
		{ voice_of(h, 6200), 422, "longer than 120 seconds" },
	};
	int64_t before = count(h);
	int files = media_files(dir);

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sending s = { AS_PARENT, bad[i].bytes, "voicebad", "what I typed", "family", NULL };
		struct answer a = send(h, &s);
		if (a.status != bad[i].status)
			printf("# %zu: %d\n", i, a.status);
		OK(a.status == bad[i].status && media_holds(&a, bad[i].says));
		OK(media_holds(&a, "what I typed") && media_holds(&a, "voicebad"));
		struct answer b = send_to(h, &s, API "children/{kid}/recordings");
		OK(b.status == bad[i].status && problem_at(&b, "file"));
	}
	struct sending big = { AS_PARENT,  { arena_alloc(&h->mem, 1, 1, 1500000), 1500000 },
			       "voicebig", NULL,
			       NULL,       NULL };
	struct answer a = send(h, &big);
	OK(a.status == 422 && media_holds(&a, "larger than 1000 kB"));
	OK(count(h) == before && media_files(dir) == files);
}

static void test_limit(struct harness *h)
{
	struct answer a = { .status = 0 };

	for (int i = 0; i < 11; i++)
		a = send(h, &(struct sending){ AS_GUARDIAN, voice_of(h, 5),
					       str_z(&h->mem, harness_text(&h->mem, "many%04d", i)), NULL,
					       NULL, NULL });
	OK(a.status == 422 && media_holds(&a, "adds 10 of these"));
}

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(const int64_t *)arg); }

static void test_away(struct harness *h, const char *dir)
{
	struct ctx c = harness_ctx(h);
	int64_t id = media_number(h, "SELECT min(r.id) FROM recording r");
	const char *path = str_z(&h->mem, harness_text(&h->mem, API "recordings/%lld", (long long)id));

	OK(harness_ask(h, AS_TEACHER, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 403);
	OK(harness_ask(h, AS_PARENT, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 204);
	OK(get(h, AS_PARENT, "/recordings/#/sound", id, NULL).status == 404);
	OK(store_write(&c, PRIO_PEOPLE, erase, &h->fix[FIX_KID]) == RC_OK);
	OK(count(h) == 0 && harness_jobs(h) >= 1 && media_files(dir) == 0);
	OK(newest(h) <= 0);
}

static void test_engine(struct harness *h)
{
	char dir[256];

	media_place(h, dir, sizeof dir);
	test_sending(h, dir);
	test_hearing(h);
	test_strangers(h);
	test_pieces(h);
	test_refusals(h, dir);
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
