/* Works with pictures: sent by who may, seen by whose child it is; faces only while every family agrees, gone
 * from page, address and book the moment it is taken back; hostile pictures told in a sentence; away with the
 * child's file, bytes and all. */
#include "consent.h"
#include "erase.h"
#include "image_made.h"
#include "image_work.h"
#include "media_send.h"
#include "work.h"

struct sending {
	enum as as;
	str file;
	const char *child, *what, *faces, *client, *title, *on;
};

static str may(const char *s) { return s ? str_of(s) : (str){ NULL, 0 }; }

static struct answer send_to(struct harness *h, const struct sending *s, const char *path)
{
	const struct media_part parts[] = {
		{ "client", may(s->client), NULL },
		{ "what", may(s->what), NULL },
		{ "faces", may(s->faces), NULL },
		{ "title", may(s->title), NULL },
		{ "on", may(s->on ? s->on : "2026-11-20"), NULL },
		{ "in_book", STR("1"), NULL },
		{ "file", s->file, "IMG_1.JPG" },
	};

	harness_keep(h, "c", str_of(s->child ? s->child : "{kid}"));
	return media_send(h, s->as, path, parts, COUNT(parts));
}

static const char *works_of(struct harness *h, const char *child, const char *head)
{
	return str_z(&h->mem, harness_text(&h->mem, "%s/children/%s/works", head, child));
}

static struct answer send(struct harness *h, const struct sending *s)
{
	return send_to(h, s, works_of(h, s->child ? s->child : "{kid}", ""));
}

static struct answer get(struct harness *h, enum as as, const char *pattern, int64_t id)
{
	return harness_get(h, as, media_path(h, pattern, id));
}

static int64_t newest(struct harness *h) { return media_number(h, "SELECT max(w.id) FROM work w"); }
static int64_t works(struct harness *h) { return media_number(h, "SELECT count(*) FROM work"); }
static int64_t blobs(struct harness *h) { return media_number(h, "SELECT count(*) FROM blob"); }

static bool is_jpeg(struct harness *h, const struct answer *a, unsigned longer)
{
	struct pixels p = { NULL, 0, 0 };
	struct exif exif;
	struct image_order o = { a->body, IMAGE_LARGEST, &h->mem };

	return a->status == 200 && str_eq(a->type, STR("image/jpeg")) &&
	       image_jpeg_read(&o, &p, &exif) == IMAGE_FINE &&
	       (p.width > p.height ? p.width : p.height) == longer && !str_has(a->body, STR("Exif"));
}

static bool agree(struct harness *h, enum as as, const char *child, bool yes)
{
	const char *path = str_z(&h->mem, harness_text(&h->mem, "/my/children/%s/consents/portrait", child));

	return harness_ask(h, as, HTTP_POST, path, NULL, yes ? "answer=yes" : "answer=no").status == 303;
}

/* --- tests --- */

static void test_sending(struct harness *h, const char *dir)
{
	str jpeg = made_with_exif(&h->mem, made_jpeg(&h->mem, 2000, 1500), made_exif(&h->mem, 6, true));
	struct sending s = { AS_TEACHER, jpeg, NULL, "drawing", "0", "0a1b2c3d", "my dog", NULL };

	OK(send(h, &s).status == 303 && works(h) == 1 && blobs(h) == 1 && media_files(dir) == 1);
	/* Turned upright as its EXIF said. */
	OK(media_number(h, "SELECT count(*) FROM work w WHERE w.width = 1200 AND w.height = 1600") == 1);
	OK(send(h, &s).status == 303 && works(h) == 1 && media_files(dir) == 1);
	s.client = "0A1B2C3D"; /* as the store keeps it */
	OK(send(h, &s).status == 303 && works(h) == 1);
	s.child = "{kid_b}";
	OK(send(h, &s).status == 404); /* of another class */
	s = (struct sending){ AS_CHILD, made_jpeg(&h->mem, 300, 200), NULL, "craft", "0", "aaaaaaa1", NULL,
			      NULL };
	OK(send(h, &s).status == 303);
	s.as = AS_GUARDIAN;
	s.client = "aaaaaaa2";
	OK(send(h, &s).status == 303 && works(h) == 3);
	s.as = AS_DIRECTOR; /* sees, does not add */
	s.client = "aaaaaaa3";
	OK(send(h, &s).status == 404 && works(h) == 3);
}

static void test_seeing(struct harness *h)
{
	static const enum as see[] = { AS_OFFICER,    AS_HEAD,     AS_TEACHER, AS_COUNSELLOR, AS_DIRECTOR,
				       AS_SUPERVISOR, AS_GUARDIAN, AS_PARENT,  AS_CHILD };
	static const enum as strangers[] = { AS_HEAD_2,     AS_TEACHER_2,  AS_FAR_OFFICER, AS_ADMIN,
					     AS_SECURITY,   AS_AUDITOR,    AS_POLICE,      AS_HOSPITAL,
					     AS_DIRECTOR_2, AS_GUARDIAN_2, AS_CHILD_2,     AS_CITY,
					     AS_FEDERATION, AS_OVERDUE,    AS_BARRED };
	int64_t work = media_number(h, "SELECT min(w.id) FROM work w");

	for (size_t i = 0; i < COUNT(see); i++) {
		struct answer large = get(h, see[i], "/works/#/large", work),
			      small = get(h, see[i], "/works/#/small", work);
		bool ok = is_jpeg(h, &large, 1600) && is_jpeg(h, &small, 480) &&
			  get(h, see[i], "/works/#", work).status == 200 &&
			  get(h, see[i], API "works/#/file", work).status == 200;
		struct answer list = harness_get(h, see[i], "/children/{kid}/works");
		ok = ok && list.status == 200 && str_has(list.body, STR("my dog"));
		if (!ok)
			printf("# %s: %d %d %d\n", as_name[see[i]], large.status, small.status, list.status);
		OK(ok);
	}
	for (size_t i = 0; i < COUNT(strangers); i++) {
		int page = get(h, strangers[i], "/works/#", work).status,
		    large = get(h, strangers[i], "/works/#/large", work).status,
		    api = get(h, strangers[i], API "works/#/small", work).status;
		if (page != 404 || large != 404 || api != 404)
			printf("# %s: %d %d %d\n", as_name[strangers[i]], page, large, api);
		OK(page == 404 && large == 404 && api == 404);
	}
}

static void test_refusals(struct harness *h, const char *dir)
{
	str jpeg = made_jpeg(&h->mem, 300, 200);
	struct buf much = buf_new(&h->mem, 12 << 20);
	buf_str(&much, jpeg);
	buf_str(&much, (str){ arena_alloc(&h->mem, 1, 1, 11 << 20), 11 << 20 });
	const struct {
		str bytes;
		int status;
		const char *says;
	} bad[] = {
		{ STR(""), 422, "Choose a photo first." },
		{ STR("<html>"), 422, "choose a JPEG or a PNG" },
		{ STR("\0\0\0\x18"
		      "ftypheic\0\0\0\0"),
		  422, "HEIC" },
		{ str_cut(jpeg, 0, jpeg.n / 2), 400, "cut off" },
		{ buf_view(&much), 422, "larger than 10 MB" },
		/* A PNG that says of itself 30000 x 30000. */
		{ STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0\xe9\x45\x6f\xed\0"
		      "\0\0\0IDAT"),
		  413, "too many pixels" },
	};
	int64_t before = works(h);
	int files = media_files(dir);

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sending s = { AS_TEACHER, bad[i].bytes, NULL,           "drawing",
				     "0",        "bad00001",   "what I typed", NULL };
		struct answer a = send(h, &s);
		if (a.status != bad[i].status)
			printf("# %zu: %d\n", i, a.status);
		OK(a.status == bad[i].status && media_holds(&a, bad[i].says));
		OK(media_holds(&a, "what I typed") && media_holds(&a, "bad00001"));
		struct answer b = send_to(h, &s, works_of(h, "{kid}", "/api/v1"));
		OK(b.status == bad[i].status && problem_at(&b, "file"));
	}
	struct sending s = { AS_TEACHER, jpeg, NULL, NULL, NULL, "no way", NULL, "2027-01-01" };
	struct answer a = send_to(h, &s, works_of(h, "{kid}", "/api/v1"));
	OK(a.status == 422 && problem_at(&a, "what") && problem_at(&a, "faces"));
	s.what = "drawing";
	s.faces = "0";
	a = send_to(h, &s, works_of(h, "{kid}", "/api/v1"));
	OK(a.status == 422 && problem_at(&a, "on") && problem_at(&a, "client"));
	OK(works(h) == before && media_files(dir) == files);
	a = harness_ask(h, AS_TEACHER, HTTP_POST, API "works", NULL,
			"{'child':'{kid}','what':'drawing','on':'2026-11-20'}");
	OK(a.status == 422 && problem_at(&a, "file"));
}

static void test_no_place(struct harness *h)
{
	const struct blobs *place = h->model.blobs;
	struct sending s = { AS_TEACHER, made_jpeg(&h->mem, 60, 40), NULL, "drawing", "0", "c1c1c1c1", NULL,
			     NULL };

	h->model.blobs = NULL;
	struct answer a = send(h, &s);
	OK(a.status == 422 && media_holds(&a, "no place for pictures"));
	h->model.blobs = place;
}

static void test_limit_of_day(struct harness *h)
{
	OK(harness_exec(h, STR("UPDATE work SET at_time = at_time")));
	struct sending s = { AS_PARENT, made_jpeg(&h->mem, 60, 40), NULL, "photo", "0", NULL, NULL, NULL };
	struct answer a = { .status = 0 };

	for (int i = 0; i < 31; i++) {
		s.client = str_z(&h->mem, harness_text(&h->mem, "day%05d", i));
		a = send(h, &s);
		if (i == 29)
			OK(a.status == 303);
	}
	OK(a.status == 422 && media_holds(&a, "adds 30 of these"));
	harness_today(h, 20261122);
	OK(send(h, &s).status == 303);
	harness_today(h, HARNESS_TODAY);
	OK(harness_exec(h, STR("DELETE FROM work WHERE client LIKE 'DAY%'")));
}

/* --- faces --- */

static bool in_book(struct harness *h, int64_t work)
{
	struct ctx c = harness_ctx(h);
	struct records list = { .n = 0 };

	OK(work_for_book(&c, h->fix[FIX_KID], 20200101, 20301231, 100, &list) == RC_OK);
	for (size_t i = 0; i < list.n; i++)
		if (list.r[i].id == work)
			return true;
	return false;
}

static bool shown(struct harness *h, enum as as, int64_t work)
{
	struct answer a = get(h, as, "/works/#", work);
	bool page = a.status == 200 && str_has(a.body, STR("/large"));
	bool large = get(h, as, "/works/#/large", work).status == 200,
	     small = get(h, as, "/works/#/small", work).status == 200,
	     file = get(h, as, API "works/#/file", work).status == 200,
	     api = get(h, as, API "works/#/small", work).status == 200;

	OK(page == large && large == small && small == file && file == api);
	return page;
}

static void test_faces(struct harness *h)
{
	struct sending s = {
		AS_TEACHER, made_jpeg(&h->mem, 900, 700), NULL, "photo", "1", "face0001", "sports day", NULL
	};

	OK(send(h, &s).status == 303);
	int64_t work = newest(h);
	OK(!shown(h, AS_TEACHER, work) && !shown(h, AS_PARENT, work) && !in_book(h, work));
	/* Who may write sees why; who may not, nothing. */
	struct answer a = get(h, AS_TEACHER, "/works/#", work);
	OK(a.status == 200 && media_holds(&a, "the family does not agree"));
	a = harness_get(h, AS_TEACHER, "/children/{kid}/works");
	OK(media_holds(&a, "Covered"));
	OK(get(h, AS_DIRECTOR, "/works/#", work).status == 404);
	a = harness_get(h, AS_DIRECTOR, "/children/{kid}/works");
	OK(a.status == 200 && !str_has(a.body, STR("sports day")));
	OK(agree(h, AS_GUARDIAN, "{kid}", true));
	OK(shown(h, AS_TEACHER, work) && shown(h, AS_DIRECTOR, work) && shown(h, AS_CHILD, work) &&
	   in_book(h, work));
	OK(agree(h, AS_GUARDIAN, "{kid}", false));
	OK(!shown(h, AS_TEACHER, work) && get(h, AS_DIRECTOR, "/works/#", work).status == 404 &&
	   !in_book(h, work));
	/* Not said is as good as said. */
	OK(harness_exec(
		h, harness_text(&h->mem, "UPDATE work SET faces = NULL WHERE id = %lld", (long long)work)));
	OK(!shown(h, AS_TEACHER, work));
	OK(harness_exec(h,
			harness_text(&h->mem, "UPDATE work SET faces = 1 WHERE id = %lld", (long long)work)));
}

/* To say that no face is to be seen is not everybody's. */
static void test_no_faces(struct harness *h)
{
	const char *path = str_z(&h->mem, harness_text(&h->mem, API "works/%lld", (long long)newest(h)));

	struct answer a = harness_ask(h, AS_CHILD, HTTP_PATCH, path, "If-Match: \"1\"", "{'faces':false}");
	OK(a.status == 422 && problem_at(&a, "faces"));
	a = harness_ask(h, AS_PARENT, HTTP_PATCH, path, "If-Match: \"1\"", "{'faces':false}");
	OK(a.status == 422 && problem_at(&a, "faces"));
	a = harness_ask(h, AS_CHILD, HTTP_PATCH, path, "If-Match: \"1\"", "{'title':'the race'}");
	OK(a.status == 200);
	a = harness_ask(h, AS_TEACHER, HTTP_PATCH, path, "If-Match: \"2\"", "{'faces':false}");
	OK(a.status == 200 && shown(h, AS_DIRECTOR, newest(h)));
}

/* --- away --- */

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(const int64_t *)arg); }

static void test_away(struct harness *h, const char *dir)
{
	struct ctx c = harness_ctx(h);
	int64_t own = media_number(h, "SELECT w.id FROM work w WHERE w.client = 'AAAAAAA1'");
	const char *path = str_z(&h->mem, harness_text(&h->mem, API "works/%lld", (long long)own));
	struct blob_report swept;

	OK(harness_ask(h, AS_TEACHER, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 403);
	OK(harness_ask(h, AS_CHILD, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 204);
	OK(get(h, AS_TEACHER, "/works/#/large", own).status == 404);
	OK(harness_jobs(h) >= 1);
	OK(store_write(&c, PRIO_PEOPLE, erase, &h->fix[FIX_KID]) == RC_OK);
	OK(works(h) == 0);
	OK(harness_jobs(h) >= 1);
	OK(blob_sweep(&c, false, &swept) == RC_OK);
	/* The limit's own, whose rows the test took away past the store, are what is left. */
	OK(blobs(h) == media_files(dir));
}

static void test_engine(struct harness *h)
{
	char dir[256];

	harness_daily(h);
	media_place(h, dir, sizeof dir);
	test_sending(h, dir);
	test_seeing(h);
	test_refusals(h, dir);
	test_no_place(h);
	test_limit_of_day(h);
	test_faces(h);
	test_no_faces(h);
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
