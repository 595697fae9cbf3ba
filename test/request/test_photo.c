/* Photographs of visits: sent by who visits, seen by who may and says what for, nobody else; sealed on the
 * disk and in the database; gone with their record; a crash at any point leaves nothing that the sweep does
 * not find. */
#include "blob.h"
#include "care.h"
#include "erase.h"
#include "image_made.h"
#include "media_send.h"
#include "move.h"
#include "photo.h"
#include "rotate.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
	struct harness *h;
	char dir[256];
	int64_t visit;  /* of the director to FIX_KID */
	int64_t visit2; /* of the teacher to FIX_KID_2 */
};

/* --- files on the disk --- */

struct found {
	int n;
	char first[800];
	bool plain; /* one of them holds a picture as it is */
};

static bool holds(const char *path, const char *what, size_t n)
{
	static char bytes[4 << 20];
	FILE *f = fopen(path, "rbe");
	size_t got = f ? fread(bytes, 1, sizeof bytes, f) : 0;

	if (f)
		fclose(f);
	return memmem(bytes, got, what, n) != NULL;
}

static void look_into(const char *shelf, struct found *ret)
{
	DIR *d = opendir(shelf);

	for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
		char path[800];
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		snprintf(path, sizeof path, "%s/%s", shelf, e->d_name);
		ret->n++;
		ret->plain |= holds(path, "JFIF", 4) || holds(path, "\xff\xd8\xff", 3);
		snprintf(ret->first, sizeof ret->first, "%s", path);
	}
	if (d)
		closedir(d);
}

static struct found files_of(const struct world *w)
{
	struct found f = { 0 };

	for (int i = 0; i < 256; i++) {
		char shelf[300];
		snprintf(shelf, sizeof shelf, "%s/%02x", w->dir, i);
		look_into(shelf, &f);
	}
	return f;
}

static void make_old(const char *path)
{
	const struct timespec when[] = { { time(NULL) - INT64_C(2) * BLOB_YOUNG_S, 0 },
					 { time(NULL) - INT64_C(2) * BLOB_YOUNG_S, 0 } };

	if (utimensat(AT_FDCWD, path, when, 0))
		harness_fail("%s", path);
}

static bool swept(struct world *w, struct blob_report want)
{
	struct ctx c = harness_ctx(w->h);
	struct blob_report r = { 0 };
	enum rc rc = blob_sweep(&c, false, &r);
	bool ok = rc == RC_OK && !memcmp(&r, &want, sizeof r);

	if (!ok)
		printf("# sweep: rc %d, %lld files, %lld removed, %lld young, %lld lost, %lld cut\n", (int)rc,
		       (long long)r.files, (long long)r.removed, (long long)r.young, (long long)r.lost,
		       (long long)r.cut);
	return ok;
}

/* --- sending --- */

struct sending {
	enum as as;
	int64_t visit;
	str bytes;
	const char *client, *caption, *place;
};

static str may(const char *s) { return s ? str_of(s) : (str){ NULL, 0 }; }

static struct answer send_to(struct harness *h, const struct sending *s, const char *pattern)
{
	const struct media_part parts[] = {
		{ "client", may(s->client), NULL },
		{ "caption", may(s->caption), NULL },
		{ "place", may(s->place), NULL },
		{ "file", s->bytes, "IMG_1.JPG" },
	};

	return media_send(h, s->as, media_path(h, pattern, s->visit), parts, COUNT(parts));
}

static struct answer send(struct harness *h, const struct sending *s)
{
	return send_to(h, s, "/visits/#/photos");
}

static int64_t photos(struct harness *h) { return harness_number(h, STR("SELECT count(*) FROM photo")); }
static int64_t newest(struct harness *h) { return harness_number(h, STR("SELECT max(p.id) FROM photo p")); }
static int64_t blobs(struct harness *h) { return harness_number(h, STR("SELECT count(*) FROM blob")); }

static struct answer get(struct harness *h, enum as as, const char *pattern, int64_t id, const char *headers)
{
	return harness_ask(h, as, HTTP_GET, media_path(h, pattern, id), headers, NULL);
}

/* The address of this picture on a page; empty: it does not stand there. */
static str address(struct harness *h, const struct answer *page, int64_t photo, bool small)
{
	str want = harness_text(&h->mem,
				small ? "/photos/%lld/small?open=" : "/photos/%lld?open=", (long long)photo);
	const char *at = memmem(page->body.s, page->body.n, want.s, want.n);
	size_t n = 0;

	if (!at)
		return STR("");
	while (at + n < page->body.s + page->body.n && at[n] != '"')
		n++;
	return str_dup(&h->mem, (str){ at, n });
}

static int status_of(struct harness *h, enum as as, str url)
{
	return url.n ? harness_get(h, as, str_z(&h->mem, url)).status : 0;
}

static bool is_jpeg(struct harness *h, const struct answer *a, unsigned longer)
{
	struct pixels p = { NULL, 0, 0 };
	struct exif exif;
	struct image_order o = { a->body, IMAGE_LARGEST, &h->mem };

	return a->status == 200 && str_eq(a->type, STR("image/jpeg")) &&
	       image_jpeg_read(&o, &p, &exif) == IMAGE_FINE &&
	       (p.width > p.height ? p.width : p.height) == longer &&
	       !memmem(a->body.s, a->body.n, "Exif", 4);
}

/* --- tests --- */

static int64_t make_visit(struct harness *h, enum as as, const char *child)
{
	struct answer a = harness_ask(
		h, as, HTTP_POST, API "visits", NULL,
		str_z(&h->mem,
		      harness_text(&h->mem,
				   "{'child':'%s','on':'{today}','how':'home','met':'child',"
				   "'seen':'The stove smokes; the child does homework at the window %s.'}",
				   child, as_name[as])));

	if (a.status != 201)
		harness_fail("no visit: %d %.*s", a.status, STR_ARG(a.body));
	return id_at(&a, "id");
}

static void test_sending(struct world *w)
{
	struct harness *h = w->h;
	str jpeg = made_with_exif(&h->mem, made_jpeg(&h->mem, 2000, 1500), made_exif(&h->mem, 1, true));
	struct sending s = { AS_DIRECTOR, w->visit, jpeg, "0a1b", "kitchen of the house", NULL };
	struct answer a = send(h, &s);

	OK(a.status == 303 && str_ends(a.location, STR("#photos")));
	OK(photos(h) == 1 && blobs(h) == 1);
	struct found f = files_of(w);
	OK(f.n == 1 && !f.plain);
	/* The same form once more, and the same number by somebody else. */
	OK(send(h, &s).status == 303 && photos(h) == 1 && files_of(w).n == 1);
	s.as = AS_TEACHER;
	s.caption = NULL;
	s.place = "1";
	OK(send(h, &s).status == 303 && photos(h) == 2 && files_of(w).n == 2);
	OK(harness_number(h, STR("SELECT count(*) FROM photo p WHERE p.width = 1280 AND p.height = 960")) ==
	   2);
	OK(harness_number(h, STR("SELECT count(*) FROM photo p WHERE p.place IS NOT NULL")) == 1);
	/* Two of one visit that are alike are no wonder. */
	OK(harness_number(h, STR("SELECT count(*) FROM photo p WHERE p.like_photo IS NOT NULL")) == 0);
	OK(swept(w, (struct blob_report){ .files = 2 }));
}

static void test_seeing(struct world *w)
{
	struct harness *h = w->h;
	int64_t photo = harness_number(h, STR("SELECT min(p.id) FROM photo p"));
	struct answer page = get(h, AS_DIRECTOR, "/visits/#", w->visit, NULL);
	str large = address(h, &page, photo, false), small = address(h, &page, photo, true);

	/* What one has just sent oneself is there to be seen; others say first what for. */
	OK(large.n && small.n);
	struct answer a = harness_get(h, AS_DIRECTOR, str_z(&h->mem, large));
	OK(is_jpeg(h, &a, 1280) && !a.no_store && a.etag.n);
	a = harness_get(h, AS_DIRECTOR, str_z(&h->mem, small));
	OK(is_jpeg(h, &a, 480));
	page = get(h, AS_TEACHER, "/visits/#", w->visit, NULL);
	OK(page.status == 200 && !address(h, &page, photo, false).n && address(h, &page, newest(h), true).n);
	OK(status_of(h, AS_TEACHER, large) == 403);
	page = harness_ask(h, AS_TEACHER, HTTP_POST, media_path(h, "/visits/#/show", w->visit), NULL,
			   "purpose=class+talk");
	OK(page.status == 200 && status_of(h, AS_TEACHER, address(h, &page, photo, true)) == 200);
	OK(memmem(page.body.s, page.body.n, "kitchen of the house", 20) != NULL);
}

/* A ticket is one person's, one picture's, and not for long. */
static void test_tickets(struct world *w)
{
	struct harness *h = w->h;
	int64_t photo = harness_number(h, STR("SELECT min(p.id) FROM photo p"));
	struct answer page = get(h, AS_DIRECTOR, "/visits/#", w->visit, NULL);
	str large = address(h, &page, photo, false);

	OK(get(h, AS_DIRECTOR, "/photos/#", photo, NULL).status == 403);
	OK(get(h, AS_DIRECTOR, "/photos/#?open=00", photo, NULL).status == 403);
	str other = str_dup(&h->mem, large);
	((char *)other.s)[other.n - 1] ^= 1;
	OK(status_of(h, AS_DIRECTOR, other) == 403);
	int64_t now = h->now;
	harness_clock(h, now + INT64_C(3) * 3600 * 1000000);
	OK(status_of(h, AS_DIRECTOR, large) == 403);
	page = get(h, AS_DIRECTOR, "/visits/#", w->visit, NULL);
	OK(page.status == 200 && !address(h, &page, photo, true).n);
	harness_clock(h, now);
}

/* By programs, as any C4 value. */
static void test_programs(struct world *w)
{
	struct harness *h = w->h;
	int64_t photo = harness_number(h, STR("SELECT min(p.id) FROM photo p"));

	OK(get(h, AS_OFFICER, API "photos/#/file", photo, NULL).status == 422);
	struct answer a = get(h, AS_OFFICER, API "photos/#/file", photo, "X-Purpose: audit");
	OK(is_jpeg(h, &a, 1280) && a.no_store);
	a = get(h, AS_OFFICER, API "photos/#/small", photo, "X-Purpose: audit");
	OK(is_jpeg(h, &a, 480));
	a = get(h, AS_OFFICER, API "photos/#", photo, NULL);
	OK(a.status == 200 && !memmem(a.body.s, a.body.n, "kitchen", 7));
}

/* Whoever has no business with it is not even told that it is there. */
static void test_others(struct world *w)
{
	static const enum as strangers[] = { AS_NOBODY,      AS_ADMIN,    AS_HEAD_2,     AS_TEACHER_2,
					     AS_FAR_OFFICER, AS_FAR_HEAD, AS_SECURITY,   AS_AUDITOR,
					     AS_FEDERATION,  AS_GUARDIAN, AS_PARENT,     AS_CHILD,
					     AS_POLICE,      AS_HOSPITAL, AS_DIRECTOR_2, AS_CITY,
					     AS_MINISTRY,    AS_KEEPER,   AS_OVERDUE };
	struct harness *h = w->h;
	int64_t photo = newest(h);

	for (size_t i = 0; i < COUNT(strangers); i++) {
		enum as as = strangers[i];
		int want = as == AS_NOBODY ? 303 : 404, api = as == AS_NOBODY ? 401 : 404;
		int large = get(h, as, "/photos/#", photo, NULL).status;
		int small = get(h, as, "/photos/#/small?open=00", photo, NULL).status;
		int file = get(h, as, API "photos/#/file", photo, "X-Purpose: audit").status;
		struct sending s = { as, w->visit, made_jpeg(&h->mem, 60, 40), "aa", NULL, NULL };
		int sent = send(h, &s).status;
		bool ok = large == want && small == want && file == api && (sent == 404 || sent == 401);
		if (!ok)
			printf("# %s: %d %d %d %d\n", as_name[as], large, small, file, sent);
		OK(ok);
	}
	OK(photos(h) == 2 && files_of(w).n == 2);
}

static void test_refusals(struct world *w)
{
	struct harness *h = w->h;
	str jpeg = made_jpeg(&h->mem, 300, 200);
	struct buf much = buf_new(&h->mem, 40 << 20);
	buf_str(&much, jpeg);
	buf_str(&much, (str){ arena_alloc(&h->mem, 1, 1, (40 << 20) - jpeg.n), (40 << 20) - jpeg.n });
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
		{ buf_view(&much), 422, "larger than 20 MB" },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sending s = { AS_DIRECTOR, w->visit, bad[i].bytes, "bad0", "what I typed", "1" };
		struct answer a = send(h, &s);
		OK(a.status == bad[i].status);
		OK(memmem(a.body.s, a.body.n, bad[i].says, strlen(bad[i].says)));
		OK(memmem(a.body.s, a.body.n, "what I typed", 12) && memmem(a.body.s, a.body.n, "bad0", 4));
		struct answer b = send_to(h, &s, API "visits/#/photos");
		OK(b.status == bad[i].status && problem_at(&b, "file"));
	}
}

static void test_nothing_behind(struct world *w)
{
	struct harness *h = w->h;
	struct sending s = {
		AS_DIRECTOR, w->visit, made_jpeg(&h->mem, 300, 200), "not a number!", NULL, NULL
	};
	OK(send(h, &s).status == 422);
	/* Without its picture there is none. */
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_POST, API "photos", NULL,
				      "{'child':'{kid}','caption':'nothing behind it'}");
	OK(a.status == 422);
	OK(photos(h) == 2 && blobs(h) == 2 && files_of(w).n == 2);
	/* Nowhere to put it. */
	const struct blobs *place = h->model.blobs;
	h->model.blobs = NULL;
	s.client = "c1";
	a = send(h, &s);
	OK(a.status == 422 && memmem(a.body.s, a.body.n, "no place for pictures", 21));
	h->model.blobs = place;
}

static void test_alike(struct world *w)
{
	struct harness *h = w->h;
	/* The same picture, from another telephone: smaller, as PNG. */
	struct sending s = { AS_DIRECTOR, 0, made_png(&h->mem, 1000, 750, false), "d1", NULL, NULL };

	s.visit = make_visit(h, AS_DIRECTOR, "{kid}");
	OK(send(h, &s).status == 303 && photos(h) == 3);
	OK(harness_number(h, STR("SELECT count(*) FROM photo p WHERE p.like_photo IS NOT NULL")) == 1);
	struct answer a = get(h, AS_SUPERVISOR, "/visits/#", s.visit, NULL);
	OK(a.status == 200 && memmem(a.body.s, a.body.n, "looks the same as a photo", 25));
	a = get(h, AS_DIRECTOR, "/visits/#", s.visit, NULL);
	OK(a.status == 200 && !memmem(a.body.s, a.body.n, "looks the same as a photo", 25));
	/* The very same bytes by somebody else. */
	struct sending t = { AS_TEACHER_2, w->visit2, made_png(&h->mem, 1000, 750, false), "d2", NULL, NULL };
	OK(send(h, &t).status == 303);
	OK(harness_number(h, STR("SELECT count(*) FROM photo p WHERE p.like_photo IS NOT NULL")) == 2);
	/* And another picture is another one. */
	struct pixels p = made_pixels(&h->mem, 600, 500);
	str other = { NULL, 0 };
	OK(pixels_upright(&h->mem, 6, &p) == IMAGE_FINE);
	OK(image_jpeg_write(&h->mem, &p, 80, &other) == IMAGE_FINE);
	t.bytes = other;
	t.client = "d3";
	OK(send(h, &t).status == 303);
	OK(harness_number(h, STR("SELECT count(*) FROM photo p WHERE p.like_photo IS NOT NULL")) == 2);
	OK(swept(w, (struct blob_report){ .files = 5 }));
}

/* --- keys, counties --- */

static str bytes_of(struct world *w, int64_t photo)
{
	struct ctx c = harness_ctx(w->h);
	struct record r;
	str bytes = { NULL, 0 };

	if (record_load(&c, &photo_kind, photo, &r) != RC_OK || photo_bytes(&c, &r, false, &bytes) != RC_OK)
		return STR("");
	return bytes;
}

/* As the first row has it. */
static str sealed_key(struct ctx *c)
{
	struct rows q;
	str key = { NULL, 0 };

	if (DB_QUERY0(c->db, &q, "SELECT b.sealed FROM blob b ORDER BY b.name LIMIT 1") == RC_OK &&
	    db_next(&q))
		key = str_dup(c->mem, db_blob(&q, 0));
	return db_done(&q) == RC_OK ? key : STR("");
}

static void test_rotation(struct world *w)
{
	struct ctx c = harness_ctx(w->h);
	int64_t photo = newest(w->h);
	str before = bytes_of(w, photo), key = sealed_key(&c);
	struct rotation r;

	OK(before.n > 1000 && key.n);
	OK(rotate_begin(&c, (struct key_of){ HARNESS_COUNTY, C4_SENSITIVE }, &r) == RC_OK);
	while (!r.done && rotate_step(&c, &r) == RC_OK)
		;
	OK(r.done && r.unread == 0 && !str_eq(sealed_key(&c), key));
	const struct key_name old = { { HARNESS_COUNTY, C4_SENSITIVE }, r.from };
	int64_t uses = -1;
	OK(rotate_uses(&c, &old, &uses) == RC_OK && uses == 0);
	OK(str_eq(bytes_of(w, photo), before));
	OK(swept(w, (struct blob_report){ .files = 5 }));
}

struct moving {
	int64_t photo;
	unsigned county;
};

static enum rc move(struct ctx *c, void *arg)
{
	const struct moving *m = arg;

	return move_record(c, &photo_kind, m->photo, m->county);
}

static void test_county(struct world *w)
{
	struct ctx c = harness_ctx(w->h);
	struct moving m = { newest(w->h), HARNESS_FAR_COUNTY };
	str before = bytes_of(w, m.photo);

	OK(store_write(&c, PRIO_PEOPLE, move, &m) == RC_OK);
	OK(harness_number(w->h, STR("SELECT count(*) FROM blob b WHERE b.county = 440803")) == 1);
	OK(before.n && str_eq(bytes_of(w, m.photo), before));
	m.county = HARNESS_COUNTY;
	OK(store_write(&c, PRIO_PEOPLE, move, &m) == RC_OK);
	OK(harness_number(w->h, STR("SELECT count(*) FROM blob b WHERE b.county = 440803")) == 0);
	OK(str_eq(bytes_of(w, m.photo), before));
}

/* --- crashes and damage --- */

static void test_crash(struct world *w)
{
	struct ctx c = harness_ctx(w->h);
	struct blob_new b = { .bytes = 0 };

	/* Killed between file and row: the young file is left alone, the old one goes. */
	OK(blob_write(&c, STR("a picture of nobody's"), &b) == RC_OK && blobs(w->h) == 5);
	OK(swept(w, (struct blob_report){ .files = 5, .young = 1 }));
	OK(files_of(w).n == 6);
	char path[600];
	snprintf(path, sizeof path, "%s/%.2s/%.64s", w->dir, b.name, b.name);
	make_old(path);
	OK(swept(w, (struct blob_report){ .files = 5, .removed = 1 }) && files_of(w).n == 5);
	/* Killed while writing: under a name with a dot. */
	OK(blob_write(&c, STR("half of it"), &b) == RC_OK);
	char part[700], whole[600];
	snprintf(whole, sizeof whole, "%s/%.2s/%.64s", w->dir, b.name, b.name);
	snprintf(part, sizeof part, "%s/%.2s/.%.64s", w->dir, b.name, b.name);
	OK(rename(whole, part) == 0);
	make_old(part);
	OK(swept(w, (struct blob_report){ .files = 5, .removed = 1 }) && files_of(w).n == 5);
	/* What is not ours stays. */
	snprintf(part, sizeof part, "%s/%.2s/README", w->dir, b.name);
	int fd = open(part, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	OK(fd >= 0 && close(fd) == 0);
	make_old(part);
	OK(swept(w, (struct blob_report){ .files = 5 }) && files_of(w).n == 6 && unlink(part) == 0);
}

static void test_undone(struct world *w)
{
	struct ctx c = harness_ctx(w->h);
	struct blob_new gone = { .bytes = 0 };

	/* The unit was undone. */
	OK(blob_write(&c, STR("never kept"), &gone) == RC_OK);
	blob_discard(&c, &gone);
	OK(files_of(w).n == 5 && gone.name[0] == '\0');
	struct found f = files_of(w);
	/* A row whose file is missing, cut off, or changed. */
	char aside[900];
	snprintf(aside, sizeof aside, "%s.aside", f.first);
	OK(rename(f.first, aside) == 0);
	OK(swept(w, (struct blob_report){ .files = 4, .lost = 1 }));
	OK(rename(aside, f.first) == 0 && swept(w, (struct blob_report){ .files = 5 }));
}

static void test_damage(struct world *w)
{
	struct ctx c = harness_ctx(w->h);
	struct found f = files_of(w);
	const char *name = strrchr(f.first, '/') + 1;
	str whole = { NULL, 0 }, got;
	struct stat st = { .st_size = 0 };

	OK(blob_read(&c, str_of(name), 0, BLOB_BYTES, &whole) == RC_OK && whole.n > 1000);
	OK(blob_read(&c, str_of(name), 10, 20, &got) == RC_OK && str_eq(got, str_cut(whole, 10, 20)));
	OK(blob_read(&c, str_of(name), whole.n, 5, &got) == RC_OK && got.n == 0);
	OK(blob_read(&c, STR("../../etc/passwd"), 0, 5, &got) == RC_NOT_FOUND);
	int fd = open(f.first, O_RDWR | O_CLOEXEC);
	char c1 = 0;
	OK(fd >= 0 && fstat(fd, &st) == 0 && pread(fd, &c1, 1, st.st_size / 2) == 1);
	char c2 = (char)(c1 ^ 1);
	OK(pwrite(fd, &c2, 1, st.st_size / 2) == 1);
	OK(blob_read(&c, str_of(name), 0, BLOB_BYTES, &got) == RC_NOT_FOUND);
	OK(pwrite(fd, &c1, 1, st.st_size / 2) == 1);
	OK(blob_read(&c, str_of(name), 0, BLOB_BYTES, &got) == RC_OK && str_eq(got, whole));
	OK(ftruncate(fd, st.st_size - 1) == 0);
	OK(blob_read(&c, str_of(name), 0, BLOB_BYTES, &got) == RC_NOT_FOUND);
	OK(swept(w, (struct blob_report){ .files = 4, .cut = 1 }));
	OK(ftruncate(fd, st.st_size) == 0 && close(fd) == 0);
}

/* Sizes around the pieces. */
struct keeping {
	struct blob_new b;
	bool drop;
};

static enum rc keep_it(struct ctx *c, void *arg)
{
	struct keeping *k = arg;

	return k->drop ? blob_drop(c, (str){ k->b.name, BLOB_NAME }) : blob_keep(c, &k->b);
}

static void test_sizes(struct world *w)
{
	static const size_t size[] = { 0, 1, 65535, 65536, 65537, 131072, 1000000 };
	struct ctx c = harness_ctx(w->h);
	int64_t before = blobs(w->h);

	for (size_t i = 0; i < COUNT(size); i++) {
		struct keeping k = { .drop = false };
		char *bytes = arena_alloc(&w->h->mem, 1, 1, size[i] + 1);
		str got = { NULL, 0 };
		memset(bytes, (int)('a' + i), size[i]);
		OK(blob_write(&c, (str){ bytes, size[i] }, &k.b) == RC_OK);
		OK(blob_read(&c, (str){ k.b.name, BLOB_NAME }, 0, BLOB_BYTES, &got) == RC_NOT_FOUND);
		OK(store_write(&c, PRIO_PEOPLE, keep_it, &k) == RC_OK);
		OK(blob_read(&c, (str){ k.b.name, BLOB_NAME }, 0, BLOB_BYTES, &got) == RC_OK &&
		   str_eq(got, (str){ bytes, size[i] }));
		k.drop = true;
		OK(store_write(&c, PRIO_PEOPLE, keep_it, &k) == RC_OK);
		OK(blob_read(&c, (str){ k.b.name, BLOB_NAME }, 0, BLOB_BYTES, &got) == RC_NOT_FOUND);
	}
	OK(harness_number(w->h, STR("SELECT count(*) FROM blob_gone")) == COUNT(size));
	OK(harness_jobs(w->h) == 1 && harness_number(w->h, STR("SELECT count(*) FROM blob_gone")) == 0);
	OK(blobs(w->h) == before);
}

/* --- away --- */

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(const int64_t *)arg); }

static void test_away(struct world *w)
{
	struct harness *h = w->h;
	struct ctx c = harness_ctx(h);
	int64_t own = harness_number(h, STR("SELECT max(p.id) FROM photo p WHERE p.visit <> 0 AND p.child ="
					    " (SELECT v.child FROM visit v ORDER BY v.id LIMIT 1)"));
	const char *path = media_path(h, API "photos/#", own);

	/* Who did not take it does not take it away; the visitor does, in a form. */
	OK(harness_ask(h, AS_TEACHER, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 403);
	int before = files_of(w).n;
	OK(harness_ask(h, AS_DIRECTOR, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 204);
	OK(blobs(h) == 4 && files_of(w).n == before);
	OK(get(h, AS_OFFICER, API "photos/#/file", own, "X-Purpose: audit").status == 404);
	OK(harness_jobs(h) >= 1 && files_of(w).n == 4);
	/* With the child's file everything goes: rows, keys, files. */
	OK(store_write(&c, PRIO_PEOPLE, erase, &h->fix[FIX_KID]) == RC_OK);
	OK(photos(h) == 2 && blobs(h) == 2);
	OK(harness_jobs(h) >= 1 && files_of(w).n == 2);
	OK(swept(w, (struct blob_report){ .files = 2 }));
	/* Without a runner the sweep does it. */
	OK(store_write(&c, PRIO_PEOPLE, erase, &h->fix[FIX_KID_2]) == RC_OK);
	OK(blobs(h) == 0 && files_of(w).n == 2);
	OK(swept(w, (struct blob_report){ .removed = 2 }) && files_of(w).n == 0);
}

static void test_engine(struct harness *h)
{
	struct world w = { .h = h };

	media_place(h, w.dir, sizeof w.dir);
	w.visit = make_visit(h, AS_DIRECTOR, "{kid}");
	w.visit2 = make_visit(h, AS_TEACHER_2, "{kid_2}");
	test_sending(&w);
	test_seeing(&w);
	test_tickets(&w);
	test_programs(&w);
	test_others(&w);
	test_refusals(&w);
	test_nothing_behind(&w);
	test_alike(&w);
	test_rotation(&w);
	test_county(&w);
	test_crash(&w);
	test_undone(&w);
	test_damage(&w);
	test_sizes(&w);
	test_away(&w);
	OK(files_of(&w).n == 0);
	media_away(h, w.dir);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
