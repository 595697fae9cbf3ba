/* Lists taken in and taken back, on the pages: a file is looked through, imported by a job, and undone;
 * everybody sees their own; what comes too late, twice, or from a stranger does nothing. */
#include "batch.h"
#include "book_write.h"
#include "steps.h"

/* --- sending a list --- */

#define BOUNDARY "tongxin-test-boundary"

struct upload {
	enum as as;
	const char *kind, *school, *form_day, *file;
	str bytes;
};

static void put_part(struct buf *b, const char *name, str value)
{
	buf_lit(b, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
	buf_str(b, str_of(name));
	buf_lit(b, "\"\r\n\r\n");
	buf_str(b, value);
	buf_lit(b, "\r\n");
}

static struct answer send(struct harness *h, const struct upload *u)
{
	struct buf b = buf_new(&h->mem, u->bytes.n + 4096);

	put_part(&b, "kind", str_of(u->kind));
	put_part(&b, "school", u->school ? harness_fill(h, u->school) : STR(""));
	put_part(&b, "form_day", str_of(u->form_day));
	buf_lit(&b, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
	buf_str(&b, str_of(u->file));
	buf_lit(&b, "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
	buf_str(&b, u->bytes);
	buf_lit(&b, "\r\n--" BOUNDARY "--\r\n");
	return harness_send(h, u->as, "/import", "multipart/form-data; boundary=" BOUNDARY, buf_view(&b));
}

/* The id at the end of a redirect; 0: none. */
static int64_t batch_at(const struct answer *a)
{
	int64_t id = 0;

	if (a->status != 303 || !str_starts(a->location, STR("/batches/")) ||
	    !str_int(str_cut(a->location, 9, a->location.n), &id))
		return 0;
	return id;
}

static bool says(const struct answer *a, const char *text)
{
	bool found = str_has(a->body, str_of(text));

	if (!found)
		tap_note(a->body.s, a->body.n < 6000 ? a->body.n : 6000);
	return found;
}

static struct answer page_of_batch(struct harness *h, enum as as, int64_t id, const char *rest)
{
	return harness_get(h, as, harness_text(&h->mem, "/batches/%lld%s", (long long)id, rest).s);
}

static struct answer press(struct harness *h, enum as as, int64_t id, const char *what, const char *form)
{
	return harness_ask(h, as, POST, harness_text(&h->mem, "/batches/%lld%s", (long long)id, what).s, NULL,
			   form ? form : "a=b");
}

static int64_t field_of(struct harness *h, int64_t id, size_t field)
{
	struct ctx c = harness_ctx(h);
	struct record r;

	return record_load(&c, &batch_kind, id, &r) == RC_OK ? rec_int(&r, field) : -1;
}

static bool is_state(struct harness *h, int64_t id, const char *state)
{
	struct ctx c = harness_ctx(h);
	struct record r;

	if (record_load(&c, &batch_kind, id, &r) != RC_OK)
		return false;
	bool yes = str_eq(rec_text(&r, BATCH_STATE), str_of(state));
	if (!yes)
		printf("# state %.*s\n", STR_ARG(rec_text(&r, BATCH_STATE)));
	return yes;
}

static bool counts(struct harness *h, int64_t id, const int want[5])
{
	static const size_t field[5] = { BATCH_FRESH, BATCH_CHANGED, BATCH_SAME, BATCH_REFUSED, BATCH_HELD };
	bool all = true;

	for (size_t i = 0; i < 5; i++) {
		int64_t got = field_of(h, id, field[i]);
		if (got != want[i])
			printf("# %s: %lld, not %d\n", batch_kind.fields[field[i]].name, (long long)got,
			       want[i]);
		all &= got == want[i];
	}
	return all;
}
#define COUNTS(h, id, ...) counts((h), (id), (const int[5]){ __VA_ARGS__ })

static int64_t number(struct harness *h, const char *sql) { return harness_number(h, str_of(sql)); }
static int64_t children(struct harness *h) { return number(h, "SELECT count(*) FROM child"); }

/* --- lists --- */

#define HEAD                                                                                                                              \
	"姓名,性别,出生日期,身份证号,户籍地,班级,父亲姓名,父亲身份证号,父亲电话,父亲外出日期,no_id_" \
	"reason\r\n"

/* Pupil i of a list: a boy or girl of 2017 with a father who is away. */
static str line(struct harness *h, int i, const char *class)
{
	str own = harness_id_number(&h->mem, "440804", 20170101 + i, 500u + (unsigned)i);
	str father = harness_id_number(&h->mem, "440804", 19880101 + i, 601u + 2u * (unsigned)i);

	return harness_text(
		&h->mem,
		"新生%c,%s,2017-01-%02d,%.*s,440804101209,%s,家长%c,%.*s,1300001%04d,2026-01-10,\r\n",
		'A' + i, (500 + i) % 2 ? "男" : "女", 1 + i, STR_ARG(own), class, 'A' + i, STR_ARG(father),
		1000 + i);
}

static str class_name(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct record r;

	return record_load(&c, &class_kind, h->fix[FIX_CLASS], &r) == RC_OK ? rec_text(&r, CLASS_NAME)
									    : STR("");
}

/* `good` rows from number `from` on, then one whose birth date is no date, then one without a name. */
static str list(struct harness *h, int from, int good, bool bad)
{
	struct buf b = buf_new(&h->mem, 1 << 16);
	const char *class = class_name(h).s;

	buf_lit(&b, HEAD);
	for (int i = from; i < from + good; i++)
		buf_str(&b, line(h, i, class));
	if (bad) {
		buf_lit(&b, "坏日期,男,2017-02-30,,440804101209,,,,,,1\r\n");
		buf_lit(&b, ",女,2017-03-03,,440804101209,,,,,,1\r\n");
	}
	return buf_view(&b);
}

static int64_t take(struct harness *h, enum as as, str bytes)
{
	struct answer a = send(h, &(struct upload){ as, "children", "{school}", "", "名单.csv", bytes });
	int64_t id = batch_at(&a);

	if (!id)
		tap_note(a.body.s, a.body.n < 6000 ? a.body.n : 6000);
	return id;
}

/* Taken, looked through, imported. */
static int64_t import(struct harness *h, enum as as, str bytes)
{
	int64_t id = take(h, as, bytes);

	(void)harness_jobs(h);
	(void)press(h, as, id, "/run", NULL);
	(void)harness_jobs(h);
	return id;
}

/* --- asking --- */

/* clang-format off */
static const struct step asking[] = {
	{ "a head is asked for a list", AS_HEAD, GET, "/import", NULL, NULL, 200, { "~multipart/form-data", "~name=\"form_day\"", "~.xlsx" } },
	{ "so is civil affairs", AS_CIVIL, GET, "/import", NULL, NULL, 200, { "~multipart/form-data" } },
	{ "no teacher", AS_TEACHER, GET, "/import", NULL, NULL, 404 },
	{ "who has none of the imports either", AS_TEACHER, GET, "/batches", NULL, NULL, 404 },
	{ "the auditor sees them", AS_AUDITOR, GET, "/batches", NULL, NULL, 200, { "~No list was imported yet", "!~href=\"/import\"" } },
	{ "and takes none in", AS_AUDITOR, GET, "/import", NULL, NULL, 404 },
	{ "nobody keeps the system with them", AS_ADMIN, GET, "/batches", NULL, NULL, 404 },
	{ "nothing was imported yet", AS_OFFICER, GET, "/batches", NULL, NULL, 200, { "~No list was imported yet", "~href=\"/import\"" } },
	{ "nothing is there that nobody made", AS_OFFICER, GET, "/batches/1", NULL, NULL, 404 },
	{ "nor to run", AS_OFFICER, POST, "/batches/1/run", NULL, "a=b", 404 },
	{ "the old way is gone", AS_OFFICER, POST, "/import/run", NULL, "a=b", 404 },
};
/* clang-format on */

static void test_bad_files(struct harness *h)
{
	static const struct {
		const char *name, *say;
		str bytes;
	} files[] = {
		{ "", "Choose a file first", { "", 0 } },
		{ "leer.xlsx", "empty", { "", 0 } },
		{ "alt.xls", "xls",
		  STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on and so on and so on") },
		{ "null.csv", "class=\"err\"", STR_INIT("a,b\r\nc,\0d\r\n") },
		{ "halb.xlsx", "class=\"err\"", STR_INIT("PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0") },
		{ "bild.png", "class=\"err\"", STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR") },
	};

	for (size_t i = 0; i < COUNT(files); i++) {
		struct answer a = send(h, &(struct upload){ AS_OFFICER, "children", "{school}", "2026-09-01",
							    files[i].name, files[i].bytes });
		OK(a.status == 422);
		OK(says(&a, files[i].say));
		OK(says(&a, "value=\"2026-09-01\"")); /* nothing else is lost */
	}
	OK(number(h, "SELECT count(*) FROM batch") == 0);
	OK(number(h, "SELECT count(*) FROM job") == 0);
}

static void test_bad_fields(struct harness *h)
{
	str good = list(h, 0, 1, false);
	struct answer a =
		send(h, &(struct upload){ AS_OFFICER, "children", "", "2026-02-30", "a.csv", good });

	OK(a.status == 422 && says(&a, "2026-02-30 is not a date"));
	a = send(h, &(struct upload){ AS_OFFICER, "children", "", "2027-01-01", "a.csv", good });
	OK(a.status == 422 && says(&a, "has not come yet"));
	a = send(h, &(struct upload){ AS_OFFICER, "accounts", "", "", "a.csv", good });
	OK(a.status == 422 && says(&a, "not taken in here"));
	a = send(h, &(struct upload){ AS_HEAD, "children", "{school_2}", "", "a.csv", good });
	OK(a.status == 422 && says(&a, "Choose a school from the list"));
	a = send(h, &(struct upload){ AS_TEACHER, "children", "", "", "a.csv", good });
	OK(a.status == 404);
	/* Longer than any file may be: the rest of it is not even read. */
	static char big[HTTP_UPLOAD_MAX + 10000];
	memset(big, 'x', sizeof big);
	a = send(h, &(struct upload){
			    AS_OFFICER, "children", "", "", "a.csv", { big, HTTP_UPLOAD_MAX - 8000 } });
	OK(a.status == 422 || a.status == 413);
	struct buf b = buf_new(&h->mem, sizeof big + 1);
	buf_put(&b, big, sizeof big);
	a = harness_send(h, AS_OFFICER, "/import", "multipart/form-data; boundary=x", buf_view(&b));
	OK(a.status == 413);
	OK(number(h, "SELECT count(*) FROM batch") == 0);
}

/* --- the whole way --- */

static struct book refused_book(struct harness *h, enum as as, int64_t id)
{
	struct answer a = page_of_batch(h, as, id, "/refused");
	struct book b = { 0 };
	const char *why = "";

	OK(a.status == 200 && a.no_store && str_has(a.type, STR("spreadsheetml")));
	if (a.status != 200 || book_read(&h->mem, a.body, &b, &why) != RC_OK)
		printf("# refused: %d %s\n", a.status, why ? why : "");
	return b;
}

static bool sheet_has(const struct book *b, const char *text)
{
	for (size_t s = 0; s < b->n; s++)
		for (size_t r = 0; r < b->sheet[s].n; r++)
			for (size_t c = 0; c < b->sheet[s].row[r].n; c++)
				if (str_has(b->sheet[s].row[r].cell[c].text, str_of(text)))
					return true;
	return false;
}

static void look_at_refused(struct harness *h, int64_t id)
{
	struct book b = refused_book(h, AS_HEAD, id);

	OK(b.type == BOOK_XLSX && b.n >= 1);
	OK(sheet_has(&b, "坏日期") && sheet_has(&b, "2017-02-30") && sheet_has(&b, "身份证号"));
	OK(!sheet_has(&b, "新生A"));
	OK(sheet_has(&b, "Why"));
	OK(page_of_batch(h, AS_HEAD_2, id, "/refused").status == 404);
}

static int64_t test_flow(struct harness *h)
{
	int64_t before = children(h), id = take(h, AS_HEAD, list(h, 0, 3, true));
	struct answer a = page_of_batch(h, AS_HEAD, id, "");

	OK(id != 0 && is_state(h, id, CODE_BATCH_STATE_LOOKING));
	OK(a.status == 200 && says(&a, "<progress") && header_of(&a, "Refresh").n);
	OK(says(&a, "being looked through") && says(&a, "名单.csv"));
	OK(harness_jobs(h) == 1);
	OK(is_state(h, id, CODE_BATCH_STATE_LOOKED) && COUNTS(h, id, 3, 0, 0, 2, 0));
	OK(children(h) == before);
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(a.status == 200 && !header_of(&a, "Refresh").n && says(&a, "nothing is imported yet"));
	OK(says(&a, "Import 3 rows now") && says(&a, "Download these 2 rows") && says(&a, "Import nothing"));
	OK(says(&a, "2017-02-30") && says(&a, "Row 5") && says(&a, "Row 6"));
	look_at_refused(h, id);

	/* Others: not there; the officer sees it, and does not press its buttons. */
	OK(page_of_batch(h, AS_HEAD_2, id, "").status == 404);
	OK(press(h, AS_HEAD_2, id, "/run", NULL).status == 404);
	OK(press(h, AS_HEAD_2, id, "/drop", NULL).status == 404);
	OK(page_of_batch(h, AS_CIVIL, id, "").status == 404);
	OK(page_of_batch(h, AS_FAR_OFFICER, id, "").status == 404);
	a = page_of_batch(h, AS_OFFICER, id, "");
	OK(a.status == 200 && !str_has(a.body, STR("/run")));
	OK(press(h, AS_OFFICER, id, "/run", NULL).status == 403);
	OK(page_of_batch(h, AS_AUDITOR, id, "").status == 200);

	a = press(h, AS_HEAD, id, "/run", NULL);
	OK(batch_at(&a) == id && is_state(h, id, CODE_BATCH_STATE_RUNNING));
	a = press(h, AS_HEAD, id, "/run", NULL); /* twice: the first one counts */
	OK(batch_at(&a) == id && number(h, "SELECT count(*) FROM job WHERE kind = 'import.run'") == 1);
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "being imported") && says(&a, "<progress") && header_of(&a, "Refresh").n);
	OK(harness_jobs(h) == 1);
	OK(is_state(h, id, CODE_BATCH_STATE_DONE) && COUNTS(h, id, 3, 0, 0, 2, 0));
	OK(children(h) == before + 3);
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "The list is imported") && says(&a, "Take this import back") &&
	   says(&a, "Download these 2 rows"));
	OK(number(h,
		  harness_text(&h->mem, "SELECT count(*) FROM journal WHERE batch = %lld", (long long)id).s) >
	   3);
	OK(number(h,
		  harness_text(&h->mem, "SELECT count(*) FROM journal WHERE batch = %lld AND kind = 'batch'",
			       (long long)id)
			  .s) == 0);
	look_at_refused(h, id);
	a = harness_get(h, AS_HEAD, "/batches");
	OK(says(&a, "名单.csv") && says(&a, "3 new, 0 changed, 0 as before, 2 refused"));
	a = harness_get(h, AS_HEAD_2, "/batches");
	OK(a.status == 200 && !str_has(a.body, STR("名单.csv")));
	return id;
}

static void test_again(struct harness *h)
{
	int64_t before = children(h), id = take(h, AS_HEAD, list(h, 0, 3, false));

	OK(harness_jobs(h) == 1 && COUNTS(h, id, 0, 0, 3, 0, 0));
	struct answer a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "nothing to import") && !str_has(a.body, STR("class=\"main\"")));
	OK(press(h, AS_HEAD, id, "/run", NULL).status == 303 && harness_jobs(h) == 1);
	OK(is_state(h, id, CODE_BATCH_STATE_DONE) && children(h) == before);
}

/* The downloaded workbook, put right and sent as it is. */
static void test_corrected(struct harness *h, int64_t first)
{
	struct book b = refused_book(h, AS_HEAD, first);
	struct book_write *o = NULL;
	str bytes = STR("");
	int64_t before = children(h);

	OK(b.n && book_write_open(&h->mem, BOOK_WRITE_XLSX, &o) == RC_OK);
	for (size_t s = 0; s < b.n && o; s++) {
		book_write_sheet(o, b.sheet[s].name);
		for (size_t r = 0; r < b.sheet[s].n; r++) {
			for (size_t c = 0; c < b.sheet[s].row[r].n; c++) {
				str text = b.sheet[s].row[r].cell[c].text;
				if (str_eq(text, STR("2017-02-30")))
					text = STR("2017-02-28");
				if (r && c == 0 && !text.n)
					text = STR("有名字");
				book_write_cell(o, text);
			}
			book_write_end_row(o);
		}
	}
	OK(o && book_write_close(o, &bytes) == RC_OK);
	int64_t id = take(h, AS_HEAD, bytes);
	OK(harness_jobs(h) == 1);
	OK(field_of(h, id, BATCH_REFUSED) == 0 && field_of(h, id, BATCH_FRESH) == 2);
	OK(press(h, AS_HEAD, id, "/run", NULL).status == 303 && harness_jobs(h) == 1);
	OK(children(h) == before + 2);
}

/* --- giving up, and going wrong --- */

static void test_drop(struct harness *h)
{
	int64_t before = children(h), id = take(h, AS_HEAD, list(h, 4, 2, false));
	struct answer a = press(h, AS_HEAD, id, "/drop", NULL);

	OK(batch_at(&a) == id && is_state(h, id, CODE_BATCH_STATE_DROPPED));
	(void)harness_jobs(h);
	OK(is_state(h, id, CODE_BATCH_STATE_DROPPED));
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(a.status == 200 && says(&a, "Nothing of this list was imported"));
	OK(press(h, AS_HEAD, id, "/run", NULL).status == 303); /* too late: nothing */
	OK(harness_jobs(h) == 0 && children(h) == before);

	id = take(h, AS_HEAD, list(h, 4, 2, false)); /* after it was looked through */
	OK(harness_jobs(h) == 1 && is_state(h, id, CODE_BATCH_STATE_LOOKED));
	OK(press(h, AS_HEAD, id, "/drop", NULL).status == 303 && is_state(h, id, CODE_BATCH_STATE_DROPPED));
	OK(press(h, AS_HEAD, id, "/drop", NULL).status == 303 && is_state(h, id, CODE_BATCH_STATE_DROPPED));

	id = take(h, AS_HEAD, list(h, 4, 2, false)); /* told to run, and stopped before it began */
	OK(harness_jobs(h) == 1 && press(h, AS_HEAD, id, "/run", NULL).status == 303);
	OK(press(h, AS_HEAD, id, "/drop", NULL).status == 303);
	(void)harness_jobs(h);
	OK(is_state(h, id, CODE_BATCH_STATE_DROPPED) && children(h) == before);
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "The register is as it was before"));
}

static void test_failing(struct harness *h)
{
	int64_t before = children(h), id = take(h, AS_HEAD, list(h, 4, 2, false));

	OK(harness_exec(h, STR("DELETE FROM job_file WHERE part = 'file'")));
	OK(harness_jobs(h) == 1);
	struct answer a = page_of_batch(h, AS_HEAD, id, "");
	OK(a.status == 200 && says(&a, "could not be looked through") && says(&a, "Nothing is imported"));
	a = harness_get(h, AS_HEAD, "/batches");
	OK(says(&a, "It did not work"));
	OK(press(h, AS_HEAD, id, "/undo", NULL).status == 200); /* says that there is nothing */

	/* A heading that nobody knows: the file's fault, in a sentence. */
	id = take(h, AS_HEAD, STR("星座,血压\r\n白羊,高\r\n"));
	OK(harness_jobs(h) == 1 && is_state(h, id, CODE_BATCH_STATE_FAILED));
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "This list cannot be imported") && says(&a, "why-list") &&
	   says(&a, "Choose another file"));

	/* Whoever asked is gone by the time it is done. */
	id = take(h, AS_HEAD, list(h, 4, 2, false));
	OK(harness_jobs(h) == 1 && press(h, AS_HEAD, id, "/run", NULL).status == 303);
	OK(harness_exec(h, STR("UPDATE account SET disabled = 1 WHERE login = 'head'")));
	OK(harness_jobs(h) == 1);
	a = page_of_batch(h, AS_OFFICER, id, "");
	OK(a.status == 200 && says(&a, "did not come to its end") && says(&a, "closed"));
	OK(harness_exec(h, STR("UPDATE account SET disabled = NULL WHERE login = 'head'")));
	OK(children(h) == before);
	int64_t job = number(
		h, harness_text(&h->mem, "SELECT max(id) FROM job WHERE subject = %lld", (long long)id).s);
	a = harness_ask(h, AS_HEAD, POST, harness_text(&h->mem, "/jobs/%lld/retry", (long long)job).s, NULL,
			"a=b");
	OK(batch_at(&a) == id && harness_jobs(h) == 1);
	OK(is_state(h, id, CODE_BATCH_STATE_DONE) && children(h) == before + 2);
}

/* --- taking back --- */

static int64_t undo(struct harness *h, enum as as, int64_t id)
{
	struct answer a = press(h, as, id, "/undo", NULL);
	int64_t by = batch_at(&a);

	(void)harness_jobs(h);
	return by;
}

static void test_undo(struct harness *h)
{
	int64_t before = children(h), persons = number(h, "SELECT count(*) FROM person");
	int64_t id = import(h, AS_HEAD, list(h, 8, 3, false));
	OK(children(h) == before + 3);
	struct answer a = page_of_batch(h, AS_HEAD, id, "/undo");
	OK(a.status == 200 && says(&a, "Take this import back?") && says(&a, "changes are taken back"));
	OK(page_of_batch(h, AS_HEAD_2, id, "/undo").status == 404);
	OK(press(h, AS_HEAD_2, id, "/undo", NULL).status == 404);

	/* Two people at once: one batch takes it back. */
	a = press(h, AS_HEAD, id, "/undo", NULL);
	int64_t by = batch_at(&a);
	OK(by && by != id);
	a = press(h, AS_OFFICER, id, "/undo", NULL);
	OK(batch_at(&a) == id);
	OK(number(h, harness_text(&h->mem, "SELECT count(*) FROM batch WHERE undo_of = %lld", (long long)id)
			     .s) == 1);
	a = page_of_batch(h, AS_HEAD, by, "");
	OK(says(&a, "being taken back") && says(&a, "<progress"));
	OK(harness_jobs(h) == 1 && is_state(h, by, CODE_BATCH_STATE_DONE));
	OK(children(h) == before && number(h, "SELECT count(*) FROM person") == persons);
	a = page_of_batch(h, AS_HEAD, by, "");
	OK(says(&a, "The import is taken back") && !str_has(a.body, STR("id=\"left\"")));
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "Taken back by") && !str_has(a.body, STR("/undo\"")));
	a = page_of_batch(h, AS_HEAD, id, "/undo");
	OK(says(&a, "It has been taken back already"));

	/* And back again, and once more. */
	int64_t again = undo(h, AS_HEAD, by);
	OK(again && is_state(h, again, CODE_BATCH_STATE_DONE) && children(h) == before + 3);
	OK(number(h, "SELECT count(*) FROM person") == persons + 3);
	int64_t third = undo(h, AS_OFFICER, id);
	OK(third && is_state(h, third, CODE_BATCH_STATE_DONE) && children(h) == before);
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "Taken back by somebody else")); /* whose batch it is not */
	OK(page_of_batch(h, AS_HEAD, third, "").status == 404);
	OK(harness_journal_whole(h));
}

static void test_partial(struct harness *h)
{
	int64_t before = children(h), id = import(h, AS_HEAD, list(h, 12, 3, false));
	int64_t kid = number(h, "SELECT max(id) FROM child");

	OK(children(h) == before + 3);
	harness_keep(h, "edited", harness_text(&h->mem, "%lld", (long long)kid));
	struct answer a = harness_get(h, AS_OFFICER, API "children/{edited}");
	harness_keep(h, "tag", a.etag);
	a = harness_ask(h, AS_OFFICER, HTTP_PATCH, API "children/{edited}", "If-Match: {tag}",
			"{'phone':'13000007777'}");
	OK(a.status == 200);
	int64_t by = undo(h, AS_HEAD, id);
	OK(by && is_state(h, by, CODE_BATCH_STATE_PARTIAL));
	OK(children(h) == before + 1 && field_of(h, by, BATCH_LEFT) > 0);
	OK(page_of_batch(h, AS_HEAD, by, "").status == 200);
	a = page_of_batch(h, AS_OFFICER, by, "");
	OK(says(&a, "but not all of it") && says(&a, "id=\"left\"") && says(&a, "Phone"));
	OK(says(&a, harness_text(&h->mem, "/children/%lld", (long long)kid).s));
	a = harness_get(h, AS_HEAD, "/batches");
	OK(says(&a, "changes stayed"));
	OK(harness_journal_whole(h));
}

static void test_time(struct harness *h)
{
	int64_t before = children(h), id = import(h, AS_HEAD, list(h, 16, 1, false));

	harness_today(h, day_add(HARNESS_TODAY, 31));
	struct answer a = page_of_batch(h, AS_HEAD, id, "/undo");
	OK(says(&a, "The time to take it back as a whole has passed"));
	OK(undo(h, AS_HEAD, id) == 0 && children(h) == before + 1);
	harness_daily(h); /* the files are dropped by then */
	a = page_of_batch(h, AS_HEAD, id, "");
	OK(a.status == 200 && says(&a, "The list is imported"));
	harness_today(h, HARNESS_TODAY);
}

/* --- maybe known already --- */

static void test_likely(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct record kid;
	struct buf b = buf_new(&h->mem, 4096);
	int64_t before = children(h);

	OK(record_load(&c, &child_kind, h->fix[FIX_KID], &kid) == RC_OK);
	day born = rec_day(&kid, CHILD_BIRTH_DATE);
	buf_lit(&b, "姓名,性别,出生日期,no_id_reason,户籍地,班级\r\n");
	buf_str(&b, harness_text(&h->mem, "%.*s,%s,%04d-%02d-%02d,1,440804101209,\r\n",
				 STR_ARG(rec_text(&kid, CHILD_NAME)),
				 str_eq(rec_text(&kid, CHILD_SEX), STR("1")) ? "男" : "女", born / 10000,
				 born / 100 % 100, born % 100));
	int64_t id = take(h, AS_HEAD, buf_view(&b));
	OK(harness_jobs(h) == 1 && COUNTS(h, id, 0, 0, 0, 0, 1));
	struct answer a = page_of_batch(h, AS_HEAD, id, "");
	OK(says(&a, "Maybe known already") && says(&a, "In your list") && says(&a, "The same child"));
	OK(says(&a, "name=\"row-0-2\""));
	OK(press(h, AS_HEAD, id, "/run", "row-0-2=12345").status == 400); /* whom nobody offered */
	OK(press(h, AS_HEAD, id, "/run", harness_text(&h->mem, "row-0-2=%lld", (long long)kid.id).s).status ==
	   303);
	(void)harness_jobs(h);
	OK(is_state(h, id, CODE_BATCH_STATE_DONE) && children(h) == before);
	OK(field_of(h, id, BATCH_FRESH) == 0 && field_of(h, id, BATCH_HELD) == 0);

	id = take(h, AS_HEAD, buf_view(&b)); /* left out when nobody decides */
	(void)harness_jobs(h);
	OK(press(h, AS_HEAD, id, "/run", NULL).status == 303);
	(void)harness_jobs(h);
	OK(children(h) == before && field_of(h, id, BATCH_HELD) == 1);
	struct book left = refused_book(h, AS_HEAD, id);
	OK(sheet_has(&left, rec_text(&kid, CHILD_NAME).s));

	id = take(h, AS_HEAD, buf_view(&b)); /* another child of that name */
	(void)harness_jobs(h);
	OK(press(h, AS_HEAD, id, "/run", "row-0-2=new").status == 303);
	(void)harness_jobs(h);
	OK(children(h) == before + 1 && COUNTS(h, id, 1, 0, 0, 0, 0));
}

/* --- going on --- */

static str many(struct harness *h, int n, bool bad)
{
	struct buf b = buf_new(&h->mem, 1 << 20);

	buf_lit(&b, "姓名,性别,出生日期,no_id_reason,户籍地\r\n");
	for (int i = 0; i < n; i++)
		buf_str(&b, harness_text(&h->mem, "多人%d,男,%d-%02d-%02d,1,440804101209\r\n", i,
					 2013 + i / 300, 1 + i / 25 % 12, 1 + i % 25));
	if (bad)
		buf_lit(&b, "坏日期,男,2017-02-30,1,440804101209\r\n");
	return buf_view(&b);
}

/* Killed after its first unit: the next attempt goes on there, and tells of all rows. */
static void test_goes_on(struct harness *h)
{
	int64_t before = children(h), id = take(h, AS_OFFICER, many(h, 450, true));

	(void)harness_jobs(h);
	OK(COUNTS(h, id, 450, 0, 0, 1, 0));
	int64_t first =
		import(h, AS_OFFICER, many(h, 200, false)); /* what the first unit would have written */
	OK(children(h) == before + 200);
	OK(press(h, AS_OFFICER, id, "/run", NULL).status == 303);
	OK(harness_exec(h, harness_text(&h->mem,
					"UPDATE job SET done = 200, furthest = 200 WHERE subject = %lld"
					" AND kind = 'import.run'",
					(long long)id)));
	struct answer a = page_of_batch(h, AS_OFFICER, id, "");
	OK(says(&a, "Import")); /* it waits for its turn */
	OK(harness_jobs(h) == 1);
	OK(is_state(h, id, CODE_BATCH_STATE_DONE) && children(h) == before + 450);
	OK(COUNTS(h, id, 450, 0, 0, 1, 0));
	struct book left = refused_book(h, AS_OFFICER, id);
	OK(sheet_has(&left, "坏日期") && !sheet_has(&left, "多人7"));
	a = page_of_batch(h, AS_OFFICER, id, "");
	OK(says(&a, "2017-02-30"));

	/* Stopped while it waited to go on: what is done stands. */
	OK(undo(h, AS_OFFICER, id) && children(h) == before + 200);
	id = take(h, AS_OFFICER, many(h, 450, false));
	(void)harness_jobs(h);
	OK(press(h, AS_OFFICER, id, "/run", NULL).status == 303);
	OK(harness_exec(h, harness_text(&h->mem,
					"UPDATE job SET done = 200, total = 450 WHERE subject = %lld"
					" AND kind = 'import.run'",
					(long long)id)));
	OK(press(h, AS_OFFICER, id, "/drop", NULL).status == 303);
	OK(is_state(h, id, CODE_BATCH_STATE_PARTIAL) && COUNTS(h, id, 0, 0, 200, 0, 0));
	a = page_of_batch(h, AS_OFFICER, id, "");
	OK(says(&a, "A part of the list is imported") && says(&a, "It was stopped"));
	OK(harness_jobs(h) == 0);
	OK(undo(h, AS_OFFICER, first) && children(h) == before);
}

/* --- declared and computed --- */

/* clang-format off */
static const struct step declared[] = {
	{ "a form says that nobody is away", AS_OFFICER, POST, API "declarations", NULL,
	  "{'child':'{kid}','status':'0','day':'2026-09-01','source':'school_roll'}", 201 },
	{ "the officer sees that facts say otherwise", AS_OFFICER, GET, "/declared", NULL, NULL, 200,
	  { "~/children/{kid}", "~not left behind", "~both parents away", "~1 Sep" } },
	{ "so does civil affairs", AS_CIVIL, GET, "/declared", NULL, NULL, 200, { "~/children/{kid}" } },
	{ "before the form there is nothing", AS_OFFICER, GET, "/declared?as_of=2026-08-31", NULL, NULL, 200, { "!~/children/{kid}" } },
	{ "a head has no such list: it labels children", AS_HEAD, GET, "/declared", NULL, NULL, 404 },
	{ "nor has a teacher", AS_TEACHER, GET, "/declared", NULL, NULL, 404 },
	{ "another county sees none of it", AS_FAR_OFFICER, GET, "/declared", NULL, NULL, 200, { "!~/children/{kid}" } },
	{ "a newer form agrees", AS_OFFICER, POST, API "declarations", NULL,
	  "{'child':'{kid}','status':'2','day':'2026-10-01','source':'school_roll'}", 201 },
	{ "and it is gone from the list", AS_OFFICER, GET, "/declared", NULL, NULL, 200, { "!~/children/{kid}" } },
	{ "a pupil", AS_OFFICER, POST, API "children", NULL,
	  "{'name':'无父母','sex':'1','birth_date':'2016-05-05','no_id_reason':'1','household_region':'440804101209','school':'{school}','class':'{class}'}",
	  201, {}, "alone=id" },
	{ "whose parents nobody knows", AS_OFFICER, POST, API "declarations", NULL,
	  "{'child':'{alone}','status':'1','day':'2026-10-01','source':'civil_affairs'}", 201 },
	{ "that is said", AS_OFFICER, GET, "/declared?of=unknown", NULL, NULL, 200, { "~/children/{alone}", "~not known" } },
	{ "and is no difference", AS_OFFICER, GET, "/declared", NULL, NULL, 200, { "!~/children/{alone}" } },
	{ "no such list", AS_OFFICER, GET, "/declared?of=x", NULL, NULL, 422 },
};
/* clang-format on */

static void test_engine(struct harness *h)
{
	STEPS(h, asking);
	test_bad_files(h);
	test_bad_fields(h);
	int64_t first = test_flow(h);
	test_again(h);
	test_corrected(h, first);
	test_drop(h);
	test_failing(h);
	test_undo(h);
	test_partial(h);
	test_likely(h);
	test_goes_on(h);
	STEPS(h, declared);
	test_time(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
