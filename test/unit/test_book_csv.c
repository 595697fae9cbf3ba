/* Lists in text form as Excel, WPS Office and others save them in China; in this process and in the workshop.
 */
#include "book_made.h"

static struct made_reading csv(struct arena *mem, const char *text) { return made_read(mem, str_of(text)); }

static void read_utf8(struct arena *mem)
{
	struct made_reading r =
		csv(mem, "\xef\xbb\xbf姓名,性别\r\n林小春,女\r\n\r\n,,\r\n　, \r\n\"a\"\"b\",\"c\r\nd\"\r\n");

	OK(r.rc == RC_OK && r.book.type == BOOK_CSV && str_eq(r.book.encoding, STR("UTF-8")) &&
	   r.book.n == 1 && r.book.sheet[0].name.n == 0);
	OK(made_is(&r, "A1", CELL_TEXT, "姓名") && made_is(&r, "B2", CELL_TEXT, "女"));
	/* blank rows count and are left out */
	OK(r.rc == RC_OK && r.book.sheet[0].n == 3 && r.book.sheet[0].row[2].line == 6);
	OK(made_is(&r, "A6", CELL_TEXT, "a\"b") && made_is(&r, "B6", CELL_TEXT, "c\nd"));
	r = csv(mem, "a,b\n1,2");
	OK(made_is(&r, "B2", CELL_TEXT, "2"));
	r = csv(mem, "a,b\r1,2\r");
	OK(made_is(&r, "B2", CELL_TEXT, "2"));
	r = csv(mem, "a,,c,,\n");
	OK(r.rc == RC_OK && r.book.sheet[0].row[0].n == 3 && made_is(&r, "B1", CELL_EMPTY, ""));
}

static void read_gb18030(struct arena *mem)
{
	/* 姓名,䶮 (two bytes), 𠮷 (four) and two that the standard of 2022 moved: 龴 U+9FB4, ︐ U+FE10 */
	struct made_reading r = csv(mem, "\xd0\xd5\xc3\xfb,\xfe\x9f,\x95\x34\xb2\x35,\xfe\x59,"
					 "\xa6\xd9\r\n\xc1\xd6\xd0\xa1\xb4\xba,1\r\n");

	OK(r.rc == RC_OK && str_eq(r.book.encoding, STR("GB18030")));
	OK(made_is(&r, "A1", CELL_TEXT, "姓名") && made_is(&r, "A2", CELL_TEXT, "林小春"));
	OK(made_is(&r, "B1", CELL_TEXT, "䶮"));
	OK(made_is(&r, "C1", CELL_TEXT, "𠮷"));
	OK(made_is(&r, "D1", CELL_TEXT, "龴") && made_is(&r, "E1", CELL_TEXT, "︐"));
	/* the second byte of a character may be a comma's neighbour, never a comma or a quote: 俓 is 82 5C */
	r = csv(mem, "\x82\x5c,\x81\x7c\n");
	OK(r.rc == RC_OK && r.book.sheet[0].row[0].n == 2);
	OK(made_refused(mem, STR("\xd0\xd5\xff\xfb\n"), RC_MALFORMED, "GB18030"));
	OK(made_refused(mem, STR("\xd0\xd5\xd0"), RC_MALFORMED, "GB18030"));
	OK(made_refused(mem, STR("\xef\xbb\xbf\xd0\xd5\xc3\xfb"), RC_MALFORMED, "GB18030"));
	OK(made_refused(mem, STR("\x84\x31\xa4\x37,a\xff"), RC_MALFORMED, "GB18030"));
}

static void read_utf16(struct arena *mem)
{
	struct made_reading r = made_read(mem, STR("\xff\xfe\xd3\x59\x0d\x54\t\0b\0\r\0\n\0001\0\t\0002\0"));

	OK(r.rc == RC_OK && str_eq(r.book.encoding, STR("UTF-16")));
	OK(made_is(&r, "A1", CELL_TEXT, "姓名") && made_is(&r, "B2", CELL_TEXT, "2"));
	r = made_read(mem, STR("\xfe\xff\x59\xd3\0,\x54\x0d"));
	OK(made_is(&r, "A1", CELL_TEXT, "姓") && made_is(&r, "B1", CELL_TEXT, "名"));
	OK(made_refused(mem, STR("\xff\xfe\xd3"), RC_MALFORMED, "UTF-8"));
	OK(made_refused(mem, STR("\xff\xfe\0\xd8\0\0"), RC_MALFORMED, "")); /* half a character, and NUL */
	OK(made_refused(mem,
			STR("\xff\xfe"
			    "a\0\0\0b\0"),
			RC_MALFORMED, ""));
	OK(made_refused(mem, STR("\xff\xfe"), RC_INVALID, "empty"));
	OK(made_refused(mem, STR("a\0b\0,\0"), RC_MALFORMED, "no text has")); /* without a mark */
}

static void read_separators(struct arena *mem)
{
	struct made_reading r = csv(mem, "姓名;性别;a,x\na;b\n");

	OK(made_is(&r, "B2", CELL_TEXT, "b"));
	r = csv(mem, "姓名\t\"性,别;,,,\"\na\tb\n");
	OK(made_is(&r, "B1", CELL_TEXT, "性,别;,,,") && made_is(&r, "B2", CELL_TEXT, "b"));
	r = csv(mem, "登记表\n\n姓名;性别\na;b\n"); /* a title stands above */
	OK(made_is(&r, "B4", CELL_TEXT, "b"));
	r = csv(mem, "sep=|\r\na|b\r\n1|2\r\n");
	OK(made_is(&r, "B1", CELL_TEXT, "b") && made_is(&r, "B2", CELL_TEXT, "2"));
	r = csv(mem, "sep=\t");
	OK(r.rc == RC_OK && r.book.sheet[0].n == 0);
	r = csv(mem, "one\ntwo\n");
	OK(made_is(&r, "A2", CELL_TEXT, "two"));
}

static void read_tricks(struct arena *mem)
{
	struct made_reading r = csv(mem, "=\"0123\",\"=\"\"0456\"\"\",'=1+1,=1+1,'abc,\"=\"\"\"\"\",=\"\"\n"
					 "4.40804E+17,1.2e+17,#REF!,4.4,E+17,1E+5x,-1.5E+20\n"
					 " \"a\" , b ,\"\"\n");

	OK(made_is(&r, "A1", CELL_TEXT, "0123") && made_is(&r, "B1", CELL_TEXT, "0456"));
	OK(made_is(&r, "C1", CELL_TEXT, "=1+1") && made_is(&r, "D1", CELL_TEXT, "=1+1"));
	OK(made_is(&r, "E1", CELL_TEXT, "'abc"));
	OK(r.rc == RC_OK && r.book.sheet[0].row[0].n == 5);
	OK(made_is(&r, "A2", CELL_NUMBER, "4.40804E+17") && made_flags(&r, "A2", CELL_RUINED));
	OK(made_is(&r, "B2", CELL_NUMBER, "1.2e+17") && made_flags(&r, "B2", CELL_RUINED));
	OK(made_is(&r, "C2", CELL_ERROR, "#REF!"));
	OK(made_is(&r, "D2", CELL_TEXT, "4.4") && made_is(&r, "E2", CELL_TEXT, "E+17") &&
	   made_is(&r, "F2", CELL_TEXT, "1E+5x"));
	OK(made_is(&r, "G2", CELL_NUMBER, "-1.5E+20") && made_flags(&r, "G2", CELL_RUINED));
	OK(made_is(&r, "A3", CELL_TEXT, "a") && r.book.sheet[0].row[2].n == 2);
	r = csv(mem,
		"''=x,'''@x,'',''a\n"); /* one more was put in front of what a spreadsheet would compute */
	OK(made_is(&r, "A1", CELL_TEXT, "'=x") && made_is(&r, "B1", CELL_TEXT, "''@x"));
	OK(made_is(&r, "C1", CELL_TEXT, "''") && made_is(&r, "D1", CELL_TEXT, "''a"));
}

static str repeat(struct arena *mem, str head, str each, size_t n)
{
	char *s = NEW(mem, char, head.n + each.n * n + 1);

	memcpy(s, head.s, head.n);
	for (size_t i = 0; i < n; i++)
		memcpy(s + head.n + i * each.n, each.s, each.n);
	return (str){ s, head.n + each.n * n };
}

static void refuse(struct arena *mem)
{
	OK(made_refused(mem, STR("a,\"b\nc"), RC_MALFORMED, "quotation"));
	OK(made_refused(mem, STR("a\"b,c\n"), RC_MALFORMED, "quotation"));
	OK(made_refused(mem, STR("\"a\"b,c\n"), RC_MALFORMED, "quotation"));
	OK(made_refused(mem, STR("=\"a\"b,c\n"), RC_MALFORMED, "quotation"));
	OK(made_refused(mem, STR("a,b\0c\n"), RC_MALFORMED, "no text has"));
	OK(made_refused(mem, repeat(mem, STR(""), STR("a\n"), BOOK_ROWS + 1), RC_TOO_BIG, "200,000"));
	OK(made_refused(mem, repeat(mem, STR("x"), STR(",x"), BOOK_COLUMNS), RC_TOO_BIG, "512"));
	OK(made_refused(mem, repeat(mem, STR(""), STR("林"), BOOK_CELL + 1), RC_TOO_BIG, "32,767"));
	OK(made_refused(mem, repeat(mem, STR("\""), STR("x\n"), 1 << 20), RC_MALFORMED, "quotation"));
	struct made_reading r = made_read(mem, repeat(mem, STR("x"), STR(","), 1 << 20));
	OK(made_is(&r, "A1", CELL_TEXT, "x") && r.book.sheet[0].row[0].n == 1);
	r = made_read(mem, repeat(mem, STR(""), STR("a\n"), BOOK_ROWS));
	OK(r.rc == RC_OK && r.book.sheet[0].n == BOOK_ROWS);
	r = made_read(mem, repeat(mem, STR(""), STR("林"), BOOK_CELL));
	OK(r.rc == RC_OK);
	r = made_read(mem, repeat(mem, STR("x"), STR("\n"), 2 << 20)); /* blank rows, more than a sheet has */
	OK(r.rc == RC_OK && r.book.sheet[0].n == 1);
}

static void read_all(void)
{
	struct arena mem;

	arena_init(&mem, 512U << 20);
	read_utf8(&mem);
	read_gb18030(&mem);
	read_utf16(&mem);
	read_separators(&mem);
	read_tricks(&mem);
	refuse(&mem);
	arena_free(&mem);
}

/* The workshop first: what this process has loaded for itself would be there in its children too. */
int main(void)
{
	if (workshop_open(workshop_jobs, WORKSHOP__N, 2) == RC_OK) {
		read_all();
		OK(workshop_state().lost == 0);
		workshop_close();
	} else {
		SKIP("the kernel has no seccomp");
	}
	read_all();
	return tap_end();
}
