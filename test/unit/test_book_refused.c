/* What is no workbook, and what was made to do harm: a sentence each, and the reader goes on. In this process
 * and in the workshop. */
#include "book_made.h"

#define ROW1(cells) "<row r=\"1\">" cells "</row>"

static bool broken(struct arena *mem, struct made m, const char *words)
{
	return made_refused(mem, made_book(mem, m), RC_MALFORMED, words);
}

static bool sheet_refused(struct arena *mem, const char *xml, const char *words)
{
	return broken(mem, (struct made){ .sheet = xml }, words);
}

static bool works(struct arena *mem)
{
	struct made_reading r = made_read(mem, made_book(mem, (struct made){ .types = NULL }));

	return made_is(&r, "A1", CELL_TEXT, "林小春");
}

/* --- other files --- */

static void refuse_others(struct arena *mem)
{
	static const unsigned char cfb[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };
	char compound[2048] = { 0 };
	static const char password[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
			  word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
	const str file = { compound, sizeof compound };

	memcpy(compound, cfb, sizeof cfb);
	OK(made_refused(mem, file, RC_INVALID, ".xls"));
	memcpy(compound + 1024, password, sizeof password);
	OK(made_refused(mem, file, RC_INVALID, "password"));
	memset(compound + 1024, 0, sizeof password);
	memcpy(compound + 1024, word, sizeof word);
	OK(made_refused(mem, file, RC_INVALID, "text document"));
	OK(made_refused(mem, STR("\x89PNG\r\n\x1a\n1234"), RC_INVALID, "picture"));
	OK(made_refused(mem, STR("\xff\xd8\xff\xe0"), RC_INVALID, "picture"));
	OK(made_refused(mem, STR("RIFF1234WEBPVP8 "), RC_INVALID, "picture"));
	OK(made_refused(mem, STR("%PDF-1.7\n"), RC_INVALID, "PDF"));
	OK(made_refused(mem, STR("Rar!\x1a\x07"), RC_INVALID, "archive"));
	OK(made_refused(mem, STR("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>"),
			RC_INVALID, "web page"));
	OK(made_refused(mem, STR("\xef\xbb\xbf\r\n <TABLE border=1><tr>"), RC_INVALID, "web page"));
	OK(made_refused(mem, STR("<?xml version=\"1.0\"?><html><table>"), RC_INVALID, "web page"));
	OK(made_refused(mem,
			STR("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook "
			    "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style>"),
			RC_INVALID, "XML"));
	OK(made_refused(mem, STR(""), RC_INVALID, "empty"));
	OK(made_refused(mem, STR("\xef\xbb\xbf"), RC_INVALID, "empty"));
	OK(made_refused(mem, STR(" \r\n"), RC_INVALID, "empty"));
}

static void refuse_other_packages(struct arena *mem)
{
	const struct made_part ods[] = { { .name = "mimetype",
					   .bytes = STR("application/vnd.oasis.opendocument.spreadsheet") },
					 { .name = "content.xml", .bytes = STR("<x/>") } };
	const struct made_part photos[] = { { .name = "a.jpg", .bytes = STR("\xff\xd8") } };
	const char *word = MADE_XML
		"<Types xmlns=\"" MADE_PACKAGE
		"/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/"
		"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
	const char *binary =
		MADE_XML "<Types xmlns=\"" MADE_PACKAGE
			 "/content-types\"><Override PartName=\"/xl/workbook.bin\" ContentType=\"application/"
			 "vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>";

	OK(made_refused(mem, made_zip(mem, ods, COUNT(ods)), RC_INVALID, ".ods"));
	OK(made_refused(mem, made_zip(mem, photos, COUNT(photos)), RC_INVALID, "archive"));
	OK(made_refused(mem, made_book(mem, (struct made){ .types = word }), RC_INVALID, "text document"));
	OK(made_refused(mem, made_book(mem, (struct made){ .types = binary }), RC_INVALID, ".xlsb"));
	OK(made_refused(mem, STR("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), RC_INVALID, "archive"));
}

/* --- packages that are broken --- */

static void refuse_cut_off(struct arena *mem)
{
	str whole = made_book(mem, (struct made){ .types = NULL });
	int refused = 0, tries = 0;

	OK(made_refused(mem, str_cut(whole, 0, whole.n / 2), RC_MALFORMED, "cut off"));
	OK(made_refused(mem, str_cut(whole, 0, whole.n - 1), RC_MALFORMED, "cut off"));
	for (size_t n = 0; n < whole.n; n += 13) {
		struct made_reading r = made_read(mem, str_cut(whole, 0, n));
		refused += r.rc != RC_OK && r.why;
		tries++;
	}
	OK(refused == tries);
}

/* Each byte in turn: read as it was, or refused; a wrong checksum never passes. */
static void refuse_flipped(struct arena *mem)
{
	str whole = made_book(mem, (struct made){ .types = NULL });
	char *bytes = NEW(mem, char, whole.n);
	int fair = 0, tries = 0;

	for (size_t i = 0; i < whole.n; i += 3) {
		memcpy(bytes, whole.s, whole.n);
		bytes[i] ^= 0x15;
		struct made_reading r = made_read(mem, (str){ bytes, whole.n });
		bool same = r.rc == RC_OK && r.book.n == 1 && r.book.sheet[0].n <= 1;
		bool good = same || (r.rc != RC_OK && r.rc != RC_FAULT && r.why);
		if (!good)
			printf("# byte %zu: %d %s\n", i, (int)r.rc, r.why ? r.why : "");
		fair += good;
		tries++;
	}
	OK(fair == tries);
}

static void refuse_checksum(struct arena *mem)
{
	struct made_part part[MADE_PARTS];
	const struct made m = { .strings = MADE_SST("<si><t>ABCDEFGH</t></si>") };

	made_parts(&m, part);
	part[5].stored = true;
	str bytes = made_zip(mem, part, COUNT(part));
	char *at = memmem(bytes.s, bytes.n, "ABCDEFGH", 8);
	OK(at != NULL);
	if (at)
		at[0] = 'X';
	OK(made_refused(mem, bytes, RC_MALFORMED, "damaged"));
}

static void refuse_packages(struct arena *mem)
{
	struct made_part part[MADE_PARTS + 1];
	const struct made m = { .types = NULL };

	made_parts(&m, part);
	part[6].encryption = ZIP_EM_AES_256;
	OK(made_refused(mem, made_zip(mem, part, MADE_PARTS), RC_INVALID, "password"));
	made_parts(&m, part); /* twice there: XL/Workbook.xml is xl/workbook.xml */
	part[MADE_PARTS] = (struct made_part){ .name = "XL/Workbook.xml", .bytes = part[2].bytes };
	OK(made_refused(mem, made_zip(mem, part, MADE_PARTS + 1), RC_MALFORMED, "damaged"));
	OK(made_refused(mem, made_zip(mem, part, MADE_PARTS - 1), RC_MALFORMED,
			"damaged")); /* no sheet1.xml */
	made_parts(&m, part);
	part[1].name = "elsewhere";
	OK(made_refused(mem, made_zip(mem, part, MADE_PARTS), RC_MALFORMED, "damaged"));
	OK(broken(mem, (struct made){ .relations = MADE_XML "<Relationships/>" }, "") == false);
	OK(made_refused(mem, made_book(mem, (struct made){ .relations = MADE_XML "<Relationships/>" }),
			RC_INVALID, "no sheet"));
	OK(broken(mem, (struct made){ .workbook = MADE_XML "<html/>" }, "cannot be read"));
	OK(broken(mem, (struct made){ .workbook = "no XML" }, "cannot be read"));
	OK(broken(mem, (struct made){ .workbook = MADE_WORKBOOK("", "<sheet name=\"x\"/>") },
		  "cannot be read"));
}

/* --- parts --- */

static void refuse_declarations(struct arena *mem)
{
#define LOL                                                                                                  \
	"<!DOCTYPE sst [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "               \
	"\"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
#define EXTERNAL "<!DOCTYPE sst SYSTEM \"file:///etc/passwd\">"
	static const char words[] = "declarations";

	OK(broken(mem, (struct made){ .strings = MADE_XML LOL "<sst><si><t>&c;</t></si></sst>" }, words));
	OK(broken(mem, (struct made){ .strings = MADE_XML EXTERNAL "<sst/>" }, words));
	OK(broken(mem, (struct made){ .strings = MADE_XML "<!DOCTYPE sst><sst/>" }, words));
	OK(sheet_refused(mem, MADE_XML LOL "<worksheet/>", words));
	OK(broken(mem, (struct made){ .styles = MADE_XML LOL "<styleSheet/>" }, words));
	OK(broken(mem, (struct made){ .workbook = MADE_XML LOL "<workbook/>" }, words));
	OK(broken(mem, (struct made){ .relations = MADE_XML LOL "<Relationships/>" }, words));
	OK(broken(mem, (struct made){ .root = MADE_XML LOL "<Relationships/>" }, words));
	OK(broken(mem, (struct made){ .types = MADE_XML LOL "<Types/>" }, words));
	OK(sheet_refused(mem, MADE_SHEET(ROW1("<c r=\"A1\" t=\"inlineStr\"><is><t>&nbsp;</t></is></c>")),
			 "cannot be read"));
}

static void refuse_nonsense(struct arena *mem)
{
	static const char *const sheet[] = {
		ROW1("<c r=\"A1\"><v>1</v></c>") "<row",
		ROW1("<c r=\"A1\"><v>1</c></v>"),
		"<row r=\"0\"><c><v>1</v></c></row>",
		"<row r=\"x\"><c><v>1</v></c></row>",
		"<row r=\"-1\"><c><v>1</v></c></row>",
		"<row r=\"1048577\"><c><v>1</v></c></row>",
		"<row r=\"99999999999999999999\"><c><v>1</v></c></row>",
		ROW1("<c r=\"A2\"><v>1</v></c>"),
		ROW1("<c r=\"1\"><v>1</v></c>"),
		ROW1("<c r=\"A\"><v>1</v></c>"),
		ROW1("<c r=\"\"><v>1</v></c>"),
		ROW1("<c r=\"A1:B1\"><v>1</v></c>"),
		"<row r=\"1048576\"/><row><c><v>1</v></c></row>",
	};
	static const char *const damaged[] = {
		ROW1("<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>"),
		ROW1("<c r=\"A1\"><v>1</v></c>") ROW1("<c r=\"B1\"><v>2</v></c>"),
		ROW1("<c t=\"s\"><v>1</v></c>"), /* there is one string, number 0 */
		ROW1("<c t=\"s\"><v>4294967296</v></c>"),
		ROW1("<c t=\"s\"><v>99999999999999999999999</v></c>"),
		ROW1("<c t=\"s\"><v>-1</v></c>"),
		ROW1("<c t=\"s\"><v>0.0</v></c>"),
		ROW1("<c t=\"s\"><v>林</v></c>"),
	};
	char xml[2048];

	for (size_t i = 0; i < COUNT(sheet); i++) {
		(void)snprintf(xml, sizeof xml, MADE_SHEET("%s"), sheet[i]);
		printf("# %s\n", sheet[i]);
		OK(sheet_refused(mem, xml, "cannot be read"));
	}
	for (size_t i = 0; i < COUNT(damaged); i++) {
		(void)snprintf(xml, sizeof xml, MADE_SHEET("%s"), damaged[i]);
		printf("# %s\n", damaged[i]);
		OK(sheet_refused(mem, xml, "damaged"));
	}
	OK(sheet_refused(mem, MADE_SHEET(ROW1("<c r=\"A1\"><v>\xff</v></c>")), "cannot be read"));
	OK(sheet_refused(mem, "<?xml version=\"1.0\" encoding=\"GB18030\"?><worksheet/>", "cannot be read"));
	OK(sheet_refused(
		mem, MADE_XML "<worksheet><mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells></worksheet>",
		"cannot be read"));
	OK(sheet_refused(mem, MADE_XML "<worksheet><mergeCells><mergeCell/></mergeCells></worksheet>",
			 "cannot be read"));
}

/* --- more than there may be --- */

/* `head`, then n times `each`, then `tail`. */
static char *much(struct arena *mem, const char *head, const char *each, size_t n, const char *tail)
{
	size_t size = strlen(each);
	char *text = NEW(mem, char, strlen(head) + n * size + strlen(tail) + 1), *at = stpcpy(text, head);

	for (size_t i = 0; i < n; i++)
		at = stpcpy(at, each);
	(void)stpcpy(at, tail);
	return text;
}

#define OPEN MADE_XML "<worksheet><sheetData>"
#define CLOSE "</sheetData></worksheet>"

static bool too_much(struct arena *mem, const char *sheet, const char *words)
{
	return made_refused(mem, made_book(mem, (struct made){ .sheet = sheet, .stored = true }), RC_TOO_BIG,
			    words);
}

static void refuse_too_much(struct arena *mem)
{
	char sheets[8192] = "";
	size_t n = 0;

	OK(too_much(mem, much(mem, OPEN "<row>", "<c><v>1</v></c>", BOOK_COLUMNS + 1, "</row>" CLOSE),
		    "512 columns"));
	OK(too_much(mem, much(mem, OPEN "<row>", "<c/>", 1000000, "<c><v>1</v></c></row>" CLOSE),
		    "512 columns"));
	OK(too_much(mem, MADE_SHEET(ROW1("<c r=\"XFD1\"><v>1</v></c>")), "512 columns"));
	OK(too_much(mem, MADE_SHEET(ROW1("<c r=\"ABCDEFGHIJKLMNOP1\"><v>1</v></c>")), "512 columns"));
	OK(too_much(mem, much(mem, OPEN, "<row><c><v>1</v></c></row>", BOOK_ROWS + 1, CLOSE),
		    "200,000 rows"));
	OK(too_much(mem,
		    much(mem, OPEN "<row><c t=\"inlineStr\"><is><t>", "林", BOOK_CELL + 1,
			 "</t></is></c></row>" CLOSE),
		    "32,767"));
	OK(too_much(
		mem,
		much(mem, OPEN "<row><c t=\"inlineStr\"><is><t>", "林", 1 << 20, "</t></is></c></row>" CLOSE),
		"32,767"));
	struct made_reading r = made_read(
		mem, made_book(mem, (struct made){ .sheet = much(mem, OPEN "<row><c t=\"inlineStr\"><is><t>",
								 "_x6797_", BOOK_CELL,
								 "</t></is></c></row>" CLOSE) }));
	OK(r.rc == RC_OK && r.book.sheet[0].row[0].cell[0].text.n == 3 * (size_t)BOOK_CELL);
	for (int i = 0; i <= BOOK_SHEETS; i++)
		n += (size_t)snprintf(sheets + n, sizeof sheets - n,
				      "<sheet name=\"%d\" sheetId=\"1\" r:id=\"rId1\"/>", i);
	char workbook[10000];
	(void)snprintf(workbook, sizeof workbook, MADE_WORKBOOK("", "%s"), sheets);
	OK(made_refused(mem, made_book(mem, (struct made){ .workbook = workbook }), RC_TOO_BIG, "64 sheets"));
	str large = { NEW(mem, char, (size_t)BOOK_BYTES + 1), (size_t)BOOK_BYTES + 1 };
	OK(made_refused(mem, large, RC_TOO_BIG, "32 MB"));
}

static void refuse_bombs(struct arena *mem)
{
	enum { SOME = 200, MANY = 9000 };
	struct made_part *part = NEW(mem, struct made_part, MANY);
	const struct made m = { .types = NULL };

	/* one part that unpacks a thousandfold */
	const char *blank = much(mem, MADE_XML "<worksheet>", "          ", 6 << 20, "</worksheet>");
	OK(made_refused(mem, made_book(mem, (struct made){ .sheet = blank }), RC_TOO_BIG, "too large"));
	made_parts(&m, part);
	for (size_t i = MADE_PARTS; i < MANY; i++) {
		char *name = NEW(mem, char, 16);
		(void)snprintf(name, 16, "%zu", i);
		part[i] = (struct made_part){ .name = name, .bytes = STR("x") };
	}
	struct made_reading r = made_read(mem, made_zip(mem, part, SOME));
	OK(made_is(&r, "A1", CELL_TEXT, "林小春"));
	OK(made_refused(mem, made_zip(mem, part, MANY), RC_TOO_BIG, "too many parts"));
	/* a part that nobody would read, and that says it is large */
	str bytes = made_zip(mem, part, MADE_PARTS + 1);
	char *last = NULL;
	for (size_t i = 0; i + 4 < bytes.n; i++)
		if (memcmp(bytes.s + i, "PK\1\2", 4) == 0)
			last = (char *)bytes.s + i;
	OK(last != NULL);
	if (last)
		memset(last + 24, 0x7f, 4);
	OK(made_refused(mem, bytes, RC_TOO_BIG, "too large"));
	/* a number of parts that is not true: room for them would be made at once */
	bytes = made_book(mem, (struct made){ .types = NULL });
	char *end = memmem(bytes.s, bytes.n, "PK\5\6", 4);
	OK(end != NULL);
	if (end)
		memset(end + 8, 0x7f, 4);
	OK(made_refused(mem, bytes, RC_TOO_BIG, "too many parts"));
	/* one long text in each of many cells */
	const char *string = much(mem, MADE_XML "<sst><si><t>", "x", BOOK_CELL, "</t></si></sst>");
	const char *cells = much(
		mem, OPEN, "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>",
		30000, CLOSE);
	OK(made_refused(mem, made_book(mem, (struct made){ .strings = string, .sheet = cells }), RC_TOO_BIG,
			"more memory"));
}

static void refuse_strange_xml(struct arena *mem)
{
	char *names = NEW(mem, char, 4 << 20), *at = names;

	OK(sheet_refused(mem, much(mem, MADE_XML "<worksheet>", "<a>", 100000, ""), "cannot be read"));
	OK(sheet_refused(mem, much(mem, MADE_XML "<worksheet><!--", "x", 4 << 20, "--></worksheet>"),
			 "cannot be read"));
	OK(sheet_refused(mem, much(mem, MADE_XML "<worksheet a=\"", "x", 4 << 20, "\"/>"), "cannot be read"));
	OK(sheet_refused(mem, much(mem, MADE_XML "<worksheet", " \n", 2 << 20, "/>"), "cannot be read"));
	at += snprintf(at, 100, MADE_XML "<worksheet>");
	for (int i = 0; i < 100000; i++)
		at += snprintf(at, 32, "<n%d/>", i);
	(void)snprintf(at, 32, "</worksheet>");
	OK(sheet_refused(mem, names, "cannot be read"));
	at = names + snprintf(names, 100, MADE_XML "<worksheet>");
	for (int i = 0; i < 100000; i++)
		at += snprintf(at, 32, "<n n%d=\"1\"/>", i);
	(void)snprintf(at, 32, "</worksheet>");
	OK(sheet_refused(mem, names, "cannot be read"));
	at = names + snprintf(names, 100, MADE_XML "<worksheet><n");
	for (int i = 0; i < 1000; i++)
		at += snprintf(at, 32, " n%d=\"1\"", i);
	(void)snprintf(at, 32, "/></worksheet>");
	OK(sheet_refused(mem, names, "cannot be read"));
	/* ranges over one another, each of all rows */
	const char *rows = much(mem, OPEN, "<row><c><v>1</v></c></row>", 20000, "</sheetData><mergeCells>");
	OK(sheet_refused(
		mem,
		much(mem, rows, "<mergeCell ref=\"A1:XFD1048576\"/>", 100000, "</mergeCells></worksheet>"),
		"damaged"));
}

static void refuse_all(void)
{
	static void (*const part[])(struct arena *) = {
		refuse_others,   refuse_other_packages, refuse_cut_off,      refuse_flipped,
		refuse_checksum, refuse_packages,       refuse_declarations, refuse_nonsense,
		refuse_too_much, refuse_bombs,          refuse_strange_xml
	};

	for (size_t i = 0; i < COUNT(part); i++) {
		struct arena mem;
		arena_init(&mem, 1U << 30);
		part[i](&mem);
		OK(works(&mem));
		arena_free(&mem);
	}
}

/* The workshop first: what this process has loaded for itself would be there in its children too. */
int main(void)
{
	if (workshop_open(workshop_jobs, WORKSHOP__N, 1) == RC_OK) {
		refuse_all();
		OK(workshop_state().lost == 0);
		workshop_close();
	} else {
		SKIP("the kernel has no seccomp");
	}
	refuse_all();
	return tap_end();
}
