/* Workbooks as written, looked at with libzip and expat, apart from our own reader. */
#include "book.h"
#include "book_write.h"
#include "csvio.h"
#include "sandbox.h"
#include "tap.h"

#include <dirent.h>
#include <expat.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

static struct arena mem;

static str part_of(str book, const char *name)
{
	zip_error_t e;
	zip_source_t *s = zip_source_buffer_create(book.s, book.n, 0, &e);
	zip_t *z = s ? zip_open_from_source(s, ZIP_RDONLY, &e) : NULL;
	zip_stat_t st;
	str none = { NULL, 0 };

	if (!z || zip_stat(z, name, 0, &st) != 0)
		return none;
	char *p = NEW(&mem, char, st.size + 1);
	zip_file_t *f = zip_fopen(z, name, 0);
	zip_int64_t n = zip_fread(f, p, st.size);
	zip_fclose(f);
	zip_discard(z);
	return (str){ p, (size_t)n };
}

static bool well_formed(str xml)
{
	XML_Parser p = XML_ParserCreate(NULL);
	bool ok = XML_Parse(p, xml.s, (int)xml.n, 1) == XML_STATUS_OK;

	XML_ParserFree(p);
	return ok;
}

static str simple(enum book_format f)
{
	static const struct book_heading h[] = { { STR_INIT("姓名"), 0, true },
						 { STR_INIT("身份证件号"), 20, false } };
	struct book_write *o;
	str bytes = { NULL, 0 };

	if (book_write_open(&mem, f, &o) != RC_OK)
		return bytes;
	book_write_sheet(o, STR("孩子"));
	book_write_line(o, STR("坡头区"));
	book_write_headings(o, h, COUNT(h));
	book_write_cell(o, STR("李小雨"));
	book_write_cell(o, STR("44080420150906101X"));
	book_write_end_row(o);
	book_write_cell(o, STR(""));
	book_write_cell(o, STR("=1+2 & <b> _x0041_"));
	book_write_bad(o, STR("No such day."));
	book_write_end_row(o);
	book_write_sheet(o, STR("水印"));
	book_write_line(o, STR("一行"));
	return book_write_close(o, &bytes) == RC_OK ? bytes : (str){ NULL, 0 };
}

static void test_xlsx(void)
{
	str book = simple(BOOK_WRITE_XLSX), sheet = part_of(book, "xl/worksheets/sheet1.xml"),
	    style = part_of(book, "xl/styles.xml"), names = part_of(book, "xl/workbook.xml");

	OK(book.n > 0 && well_formed(sheet) && well_formed(names));
	OK(str_has(names, STR("name=\"孩子\"")) && str_has(names, STR("name=\"水印\"")));
	OK(str_has(sheet, STR("*姓名")));
	OK(str_has(sheet, STR("t=\"inlineStr\"><is><t>44080420150906101X</t>"))); /* text, not a number */
	OK(!str_has(sheet, STR("<f>")));                                          /* nothing to compute */
	OK(str_has(sheet, STR("=1+2 &amp; &lt;b&gt; _x005F_x0041_")));
	OK(str_has(style, STR("numFmtId=\"49\""))); /* "@" */
	OK(str_has(sheet, STR("<col ")) && str_has(sheet, STR("state=\"frozen\"")));
	OK(str_has(sheet, STR("r=\"A3\"")) && str_has(sheet, STR("r=\"B4\"")) &&
	   !str_has(sheet, STR("r=\"A4\"")));
}

static void test_csv(void)
{
	str book = simple(BOOK_WRITE_CSV);

	OK(str_eq(book, STR("\xef\xbb\xbf*姓名,身份证件号\r\n李小雨,44080420150906101X\r\n"
			    ",'=1+2 & <b> _x0041_,No such day.\r\n")));
}

/* What is defused comes back as it was, whatever apostrophes it began with. */
static void test_defused(void)
{
	static const char *const cell[] = { "=1",   "'=1",   "''=1", "+86 1",  "-",
					    "@a",   "'",     "''",   "'a",     "a'",
					    "a=b",  "\"q\"", "a,b",  "a\r\nb", " a",
					    "a ",   "'-'=",  "'+",   "1'=",    "\xef\xbb\xbfx",
					    "-1\t", NULL };
	struct buf b = buf_new(&mem, 4096);
	struct csv got;

	for (size_t i = 0; cell[i]; i++) {
		csv_put(&b, str_of(cell[i]), true);
		csv_put(&b, STR("."), false);
		csv_end(&b);
	}
	OK(csv_read(&mem, buf_view(&b), &got) == RC_OK);
	OK(got.n == COUNT(cell) - 1);
	for (size_t i = 0; i < got.n; i++) {
		str s = got.row[i].cell[0];
		OK(str_eq(s, str_of(cell[i])));
	}
	OK(str_starts(buf_view(&b), STR("'=1,.\r\n''=1,.\r\n'''=1,.\r\n'+86 1,")));
}

static void test_names(void)
{
	struct book_write *o;
	str bytes, names;

	OK(book_write_open(&mem, BOOK_WRITE_XLSX, &o) == RC_OK);
	book_write_sheet(o, STR("a[b]c:d*e?f/g\\h"));
	book_write_sheet(o, STR("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四"));
	book_write_sheet(o, STR("'quoted'"));
	book_write_sheet(o, STR("QUOTED"));
	book_write_sheet(o, STR(""));
	OK(book_write_close(o, &bytes) == RC_OK);
	names = part_of(bytes, "xl/workbook.xml");
	OK(str_has(names, STR("name=\"a b c d e f g h\"")));
	OK(str_has(names, STR("name=\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一\"")));
	OK(str_has(names, STR("name=\"quoted\"")) && str_has(names, STR("name=\"QUOTED 4\"")));
	OK(str_has(names, STR("name=\"5\"")));
}

/* Twenty thousand rows, and the same in little memory of ours. */
static void test_long(void)
{
	enum { ROWS = 20000, COLUMNS = 12 };
	struct arena small;
	struct book_write *o;
	str bytes = { NULL, 0 };

	arena_init(&small, 8 << 20);
	OK(book_write_open(&small, BOOK_WRITE_XLSX, &o) == RC_OK);
	book_write_sheet(o, STR("s"));
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t k = 0; k < COLUMNS; k++)
			book_write_cell(o, STR("440804201509061001"));
		book_write_end_row(o);
	}
	OK(book_write_close(o, &bytes) == RC_OK);
	OK(str_has(part_of(bytes, "xl/worksheets/sheet1.xml"), STR("r=\"L20000\"")));
	arena_free(&small);
}

static void test_bad(void)
{
	struct book_write *o;
	str bytes = STR("untouched");
	char *longer = NEW(&mem, char, BOOK_CELL + 2);

	memset(longer, 'a', BOOK_CELL + 1);
	OK(book_write_open(&mem, BOOK_WRITE_XLSX, &o) == RC_OK);
	book_write_sheet(o, STR("s"));
	book_write_cell(o, str_of(longer));
	book_write_end_row(o);
	OK(book_write_close(o, &bytes) == RC_TOO_BIG && str_eq(bytes, STR("untouched")));
	OK(book_write_open(&mem, BOOK_WRITE_XLSX, &o) ==
	   RC_OK); /* given up in the middle, and without a sheet */
	book_write_cell(o, STR("lost"));
	book_write_sheet(o, STR("s"));
	book_write_cell(o, STR("a"));
	OK(book_write_close(o, &bytes) == RC_OK);
}

static size_t files_in(const char *directory)
{
	DIR *d = opendir(directory);
	size_t n = 0;

	if (!d)
		return 99;
	for (const struct dirent *e = readdir(d); e; e = readdir(d))
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

/* Shut in as the server is, to one directory; it need not be the one of $TMPDIR. */
static int in_sandbox(const char *spool, const char *allowed)
{
	struct sandbox_order order = { 0 };

	sandbox_allow(&order, allowed, SANDBOX_WRITE);
	setenv("TMPDIR", spool, 1);
	sandbox_harden();
	if (sandbox_enter(&order) != RC_OK)
		return 2;
	if (sandbox_state()->landlock && access("/etc/passwd", R_OK) == 0 && fopen("/etc/passwd", "re"))
		return 3;
	return simple(BOOK_WRITE_XLSX).n > 0 ? 0 : 1;
}

static int in_child(int (*run)(const char *a, const char *b), const char *a, const char *b)
{
	int status = -1;

	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		_exit(run(a, b));
	return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_sandbox(void)
{
	char spool[] = "/tmp/tongxin-book-XXXXXX", other[] = "/tmp/tongxin-other-XXXXXX";

	OK(mkdtemp(spool) && mkdtemp(other));
	OK(in_child(in_sandbox, spool, spool) == 0);
	OK(files_in(spool) == 0); /* nothing stays behind */
	int shut_out = in_child(in_sandbox, spool, other);
	OK(rmdir(spool) == 0 && rmdir(other) == 0);
	OK(shut_out == 1 || sandbox_landlock(&(struct sandbox_order){ 0 }) == 0); /* a kernel without */
}

/* A part that could not be written to its end is told of, though what is left would be a file that opens. */
static int on_full_disk(const char *a, const char *b)
{
	enum { ROWS = 4000, LEFT = 100 << 10 };
	const struct rlimit limit = { LEFT, LEFT };
	struct book_write *o;
	str bytes = STR("untouched");

	(void)a;
	(void)b;
	(void)signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || book_write_open(&mem, BOOK_WRITE_XLSX, &o) != RC_OK)
		return 2;
	book_write_sheet(o, STR("s"));
	for (size_t i = 0; i < ROWS; i++) {
		book_write_cell(o, STR("440804201509061001"));
		book_write_end_row(o);
	}
	return book_write_close(o, &bytes) == RC_FAULT && str_eq(bytes, STR("untouched")) ? 0 : 1;
}

int main(void)
{
	arena_init(&mem, 256 << 20);
	test_xlsx();
	test_csv();
	test_defused();
	test_names();
	test_long();
	test_bad();
	OK(in_child(on_full_disk, NULL, NULL) == 0);
	test_sandbox(); /* last: it may shut this process in */
	arena_free(&mem);
	return tap_end();
}
