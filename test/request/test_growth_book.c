/* A child's book: who may have one made and fetch it, what stands in it and what never does, a face that may
 * be seen no more, a sign without a typeface, one that is stopped half-way, what goes by itself; the page for
 * the wall; the list of a village. */
#include "image_made.h"
#include "journal.h"
#include "media_send.h"

#define GET HTTP_GET
#define POST HTTP_POST

static int64_t number(struct harness *h, const char *sql) { return media_number(h, sql); }

static struct answer post(struct harness *h, enum as as, const char *path, const char *fields)
{
	return harness_ask(h, as, POST, path, NULL, fields);
}

static bool write_down(struct harness *h, enum as as, const char *plural, const char *json)
{
	const char *path = str_z(&h->mem, harness_text(&h->mem, API "%s", plural));
	struct answer a = harness_ask(h, as, POST, path, NULL, json);

	if (a.status != 201)
		tap_note(a.body.s, a.body.n > 1500 ? 1500 : a.body.n);
	return a.status == 201;
}

static void send_work(struct harness *h, const char *what, const char *faces, const char *title, int shade)
{
	str jpeg = made_jpeg(&h->mem, 400 + (unsigned)shade, 300);
	const struct media_part parts[] = {
		{ "what", str_of(what), NULL },   { "faces", str_of(faces), NULL },
		{ "title", str_of(title), NULL }, { "on", STR("2026-10-20"), NULL },
		{ "in_book", STR("1"), NULL },    { "file", jpeg, "a.jpg" },
	};

	OK(media_send(h, AS_TEACHER, "/children/{kid}/works", parts, COUNT(parts)).status == 303);
}

static bool agree(struct harness *h, bool yes)
{
	return post(h, AS_GUARDIAN, "/my/children/{kid}/consents/portrait", yes ? "answer=yes" : "answer=no")
		       .status == 303;
}

/* --- what there is --- */

static void write_file(struct harness *h)
{
	OK(write_down(h, AS_TEACHER, "growth_notes",
		      "{'child':'{kid}','what':'comment','on':'2026-01-15','text':'COMMENT-A works well'}"));
	OK(write_down(
		h, AS_TEACHER, "growth_notes",
		"{'child':'{kid}','what':'award','on':'2026-05-15','title':'AWARD-B','rank':'school'}"));
	OK(write_down(h, AS_TEACHER, "growth_notes",
		      "{'child':'{kid}','what':'reminder','on':'2026-05-16','text':'REMINDER-C'}"));
	OK(write_down(h, AS_TEACHER, "talks",
		      "{'child':'{kid}','on':'2026-05-17','how':'face','text':'TALK-D'}"));
	OK(write_down(h, AS_DIRECTOR, "visits",
		      "{'child':'{kid}','on':'2026-05-18','how':'home','seen':'VISIT-E'}"));
	OK(write_down(h, AS_CHILD, "child_words",
		      "{'child':'{kid}','what':'strength','on':'2026-09-18','text':'STRENGTH-F','share':'"
		      "teacher'}"));
	OK(write_down(
		h, AS_CHILD, "child_words",
		"{'child':'{kid}','what':'tell','on':'2026-09-19','text':'FAMILY-G','share':'family'}"));
	OK(write_down(h, AS_CHILD, "child_words",
		      "{'child':'{kid}','what':'day','on':'2026-09-20','text':'SELF-H','share':'self'}"));
	OK(write_down(h, AS_PARENT, "letters",
		      "{'child':'{kid}','from':'family','on':'2026-09-21','text':'LETTER-"
		      "I\\u597d\\ud842\\udfb7','share':'teacher'}"));
	OK(write_down(h, AS_TEACHER, "measurements",
		      "{'child':'{kid}','on':'2026-09-22','height':'131.5','weight':'28.4'}"));
	OK(agree(h, true));
	send_work(h, "drawing", "0", "DRAWING-J", 0);
	send_work(h, "photo", "1", "PHOTO-K", 40);
}

/* --- asking, making, fetching --- */

static int64_t ask(struct harness *h, enum as as, const char *what)
{
	const char *fields = str_z(&h->mem, harness_text(&h->mem, "what=%s", what));
	struct answer a = post(h, as, "/children/{kid}/book", fields);
	str to = header_of(&a, "Location");
	int64_t id = 0;

	if (!to.n)
		to = a.location;
	return a.status == 303 && str_starts(to, STR("/books/")) && str_int(str_cut(to, 7, to.n), &id) ? id
												       : 0;
}

static struct answer on(struct harness *h, enum as as, int64_t id, const char *tail)
{
	const char *path = str_z(&h->mem, harness_text(&h->mem, "/books/%lld%s", (long long)id, tail));

	return tail[0] ? post(h, as, path, "") : harness_get(h, as, path);
}

/* What a PDF reads as, blanks left out; empty: there is no program for it here. */
static str text_of(struct harness *h, str pdf)
{
	const char *tmp = getenv("TMPDIR");
	char path[200], command[300];
	struct buf b = buf_new(&h->mem, 4 << 20);

	snprintf(path, sizeof path, "%s/book-XXXXXX", tmp ? tmp : "/tmp");
	int fd = mkstemp(path);
	OK(fd >= 0 && write(fd, pdf.s, pdf.n) == (ssize_t)pdf.n);
	close(fd);
	snprintf(command, sizeof command, "pdftotext -enc UTF-8 %s -", path);
	FILE *f = popen(command, "r"); /* NOLINT(bugprone-command-processor,cert-env33-c): our own file */
	for (int c; f && (c = fgetc(f)) != EOF;)
		if (c != ' ' && c != '\n')
			buf_ch(&b, (char)c);
	if (f)
		pclose(f);
	unlink(path);
	return buf_view(&b);
}

static str made(struct harness *h, enum as as, const char *what, int64_t *ret_id)
{
	int64_t id = ask(h, as, what);

	OK(id > 0);
	OK(harness_jobs(h) >= 1);
	struct answer a = on(h, as, id, "/file");
	OK(a.status == 200 && str_eq(a.type, STR("application/pdf")) && a.no_store);
	if (a.status != 200)
		tap_note(a.body.s, a.body.n > 3000 ? 3000 : a.body.n);
	*ret_id = id;
	return text_of(h, str_dup(&h->mem, a.body));
}

static int64_t exported(struct harness *h, const char *kind)
{
	const char *sql = str_z(
		&h->mem,
		harness_text(&h->mem, "SELECT count(*) FROM journal j WHERE j.act = %d AND j.kind = '%s'",
			     ACT_EXPORT, kind));

	return number(h, sql);
}

static bool holds(str text, const char *part) { return str_has(text, str_of(part)); }

/* --- tests --- */

static void test_content(struct harness *h)
{
	int64_t id;
	str text = made(h, AS_TEACHER, "book", &id);

	OK(holds(text, "COMMENT-A") && holds(text, "AWARD-B") && holds(text, "STRENGTH-F"));
	OK(holds(text, "LETTER-I好𠮷") && holds(text, "DRAWING-J") && holds(text, "PHOTO-K") &&
	   holds(text, "131.5"));
	OK(!holds(text, "REMINDER-C") && !holds(text, "TALK-D") && !holds(text, "VISIT-E"));
	OK(!holds(text, "FAMILY-G") && !holds(text, "SELF-H")); /* not shared with a teacher */
	text = made(h, AS_CHILD, "book", &id);
	OK(holds(text, "FAMILY-G") && holds(text, "SELF-H") && !holds(text, "REMINDER-C") &&
	   !holds(text, "131.5"));
	text = made(h, AS_PARENT, "book", &id);
	OK(holds(text, "FAMILY-G") && !holds(text, "SELF-H") && holds(text, "131.5") &&
	   !holds(text, "TALK-D"));
	text = made(h, AS_DIRECTOR, "book", &id);
	OK(holds(text, "COMMENT-A") && !holds(text, "131.5") && !holds(text, "VISIT-E"));
	text = made(h, AS_TEACHER, "wall", &id);
	OK(holds(text, "STRENGTH-F") && holds(text, "AWARD-B") && !holds(text, "COMMENT-A") &&
	   !holds(text, "131.5"));
	OK(number(h, "SELECT count(*) FROM growth_book b WHERE b.what = 'wall' AND b.pages = 1 AND b.faces = "
		     "0") == 1);
	text = made(h, AS_CHILD, "wall", &id);
	OK(!holds(text, "FAMILY-G") && !holds(text, "SELF-H")); /* everybody reads a wall */
	OK(number(h,
		  "SELECT count(*) FROM readlog r WHERE r.what = 'growth_book' AND length(r.digest) > 2") ==
	   6);
	OK(exported(h, "growth_book") == 6);
}

static void test_access(struct harness *h)
{
	static const enum as others[] = { AS_PARENT,     AS_CHILD,    AS_HEAD,       AS_TEACHER_2,
					  AS_OFFICER,    AS_DIRECTOR, AS_CIVIL,      AS_FEDERATION,
					  AS_COUNSELLOR, AS_BARRED,   AS_GUARDIAN_2, AS_FAR_TEACHER };
	static const enum as none[] = { AS_OFFICER,    AS_CIVIL,   AS_COUNSELLOR, AS_FEDERATION,
					AS_TEACHER_2,  AS_HEAD_2,  AS_DIRECTOR_2, AS_BARRED,
					AS_GUARDIAN_2, AS_CHILD_2, AS_FAR_HEAD,   AS_SUPERVISOR };
	int64_t id = ask(h, AS_TEACHER, "book");

	OK(ask(h, AS_TEACHER, "book") == id); /* one that is being made is the answer */
	OK(on(h, AS_TEACHER, id, "/file").status == 409);
	OK(harness_jobs(h) == 1);
	for (size_t i = 0; i < COUNT(others); i++) {
		OK(on(h, others[i], id, "").status == 404);
		OK(on(h, others[i], id, "/file").status == 404);
		OK(on(h, others[i], id, "/drop").status == 404);
	}
	for (size_t i = 0; i < COUNT(none); i++) {
		OK(harness_get(h, none[i], "/children/{kid}/book").status == 404);
		OK(post(h, none[i], "/children/{kid}/book", "what=book").status == 404);
	}
	OK(post(h, AS_NOBODY, "/children/{kid}/book", "what=book").status == 401);
	OK(post(h, AS_TEACHER, "/children/{kid}/book", "what=village").status == 422);
	OK(post(h, AS_TEACHER, "/children/{kid}/book", "").status == 422);
	OK(harness_get(h, AS_GUARDIAN, "/children/{kid}/book").status == 200);
	struct answer a = harness_get(h, AS_HEAD, API "growth_books");
	OK(a.status == 200 && !str_has(a.body, STR("\"what\"")));
	OK(on(h, AS_TEACHER, id, "/drop").status == 303 && on(h, AS_TEACHER, id, "").status == 404);
	a = harness_ask(h, AS_TEACHER, POST, API "children/{kid}/books", NULL, "{'what':'wall'}");
	OK(a.status == 202 && str_has(a.body, STR("\"state\":\"making\"")));
	OK(harness_jobs(h) >= 1);
}

static void test_faces(struct harness *h)
{
	int64_t id, next;
	str text = made(h, AS_TEACHER, "book", &id);

	OK(holds(text, "PHOTO-K"));
	OK(agree(h, false));
	struct answer a = on(h, AS_TEACHER, id, "/file");
	OK(a.status == 409);
	OK(number(h, "SELECT count(*) FROM growth_book b WHERE b.faces = 1 AND b.by_account = (SELECT a.id "
		     "FROM account a WHERE a.login = 'teacher')") <= 1);
	OK(on(h, AS_TEACHER, id, "").status == 404); /* gone for good */
	text = made(h, AS_TEACHER, "book", &next);
	OK(!holds(text, "PHOTO-K") && holds(text, "DRAWING-J"));
	harness_daily(h); /* of the others that were made with it none is left */
	OK(number(h, "SELECT count(*) FROM growth_book b WHERE b.faces = 1") == 0);
	OK(agree(h, true));
}

static void test_sign(struct harness *h)
{
	int64_t id;

	OK(write_down(h, AS_CHILD, "child_words",
		      "{'child':'{kid}','what':'wish','on':'2026-09-18','text':'WISH-L "
		      "\\ud83d\\ude0a','share':'teacher'}"));
	str text = made(h, AS_TEACHER, "book", &id);
	OK(holds(text, "WISH-L"));
	struct answer a = on(h, AS_TEACHER, id, "");
	OK(a.status == 200 && str_has(a.body, STR("😊")) && str_has(a.body, STR("white box")));
}

static void test_stopped(struct harness *h)
{
	int64_t id = ask(h, AS_HEAD, "book"), next;
	int64_t job = number(h, "SELECT max(j.id) FROM job j WHERE j.kind = 'growth_book'");

	struct answer a = on(h, AS_HEAD, id, "");
	OK(a.status == 200 && str_has(a.body, STR("/cancel")));
	OK(post(h, AS_HEAD, str_z(&h->mem, harness_text(&h->mem, "/jobs/%lld/cancel", (long long)job)), "")
		   .status == 303);
	harness_jobs(h);
	a = on(h, AS_HEAD, id, "");
	OK(a.status == 200 && str_has(a.body, STR("This was stopped")));
	OK(on(h, AS_HEAD, id, "/file").status == 409);
	OK(holds(made(h, AS_HEAD, "book", &next), "COMMENT-A") && next != id);
	OK(on(h, AS_HEAD, id, "/drop").status == 303);
}

static void test_goes(struct harness *h, const char *dir)
{
	struct ctx c = harness_ctx(h);
	struct blob_report swept;
	int64_t id;

	made(h, AS_TEACHER, "book", &id);
	harness_today(h, 20261225);
	OK(on(h, AS_TEACHER, id, "/file").status == 409);
	harness_daily(h);
	OK(number(h, "SELECT count(*) FROM growth_book") == 0);
	harness_jobs(h);
	OK(blob_sweep(&c, false, &swept) == RC_OK && !swept.lost);
	OK(number(h, "SELECT count(*) FROM blob") == media_files(dir));
	harness_today(h, 20261121);
}

static void test_village(struct harness *h)
{
	struct answer a = harness_get(h, AS_DIRECTOR, "/village-list");

	OK(a.status == 200 && str_has(a.body, STR("李小明")));
	a = post(h, AS_DIRECTOR, "/village-list/pdf", "");
	OK(a.status == 200 && str_eq(a.type, STR("application/pdf")) && a.no_store);
	OK(holds(text_of(h, str_dup(&h->mem, a.body)), "李小明"));
	OK(!str_has(harness_get(h, AS_DIRECTOR_2, "/village-list").body, STR("李小明")));
	OK(harness_get(h, AS_OFFICER, "/village-list").status == 200);
	OK(harness_get(h, AS_OFFICER, "/village-list?region=44").status == 422);
	OK(harness_get(h, AS_TEACHER, "/village-list").status == 404);
	OK(harness_get(h, AS_PARENT, "/village-list").status == 404);
	OK(exported(h, "child") == 1);
}

static void test_engine(struct harness *h)
{
	char dir[256];

	harness_daily(h);
	media_place(h, dir, sizeof dir);
	write_file(h);
	test_content(h);
	test_access(h);
	test_faces(h);
	test_sign(h);
	test_stopped(h);
	test_village(h);
	test_goes(h, dir);
	media_away(h, dir);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
