/* Workbooks as Excel, WPS Office, LibreOffice and others write them: each is read in this process and then
 * again in the workshop. */
#include "book_made.h"

#define ROW(n, cells) "<row r=\"" #n "\">" cells "</row>"
#define NUMBER(place, style, v) "<c r=\"" place "\" s=\"" style "\"><v>" v "</v></c>"
#define INLINE(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

static struct made_reading sheet(struct arena *mem, const char *xml)
{
	return made_read(mem, made_book(mem, (struct made){ .sheet = xml }));
}

/* --- text --- */

static void read_strings(struct arena *mem)
{
	struct made_reading r = made_read(
		mem,
		made_book(mem,
			  (struct made){
				  .strings = MADE_SST(
					  "<si><t>林小春</t></si>"
					  "<si><r><rPr><b/><sz val=\"11\"/></rPr><t>★</t></r><r><t "
					  "xml:space=\"preserve\"> 姓名</t></r></si>"
					  "<si><t>東京</t><rPh sb=\"0\" "
					  "eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr fontId=\"1\"/></si>"
					  "<si><t xml:space=\"preserve\"> a </t></si><si><t> b\n</t></si>"
					  "<si><t>一_x000D_\n二_x000A_三_x005F_x0041__x0041__xD83D__xDE00__"
					  "x0000__xD800__xZZZZ_</t></si>"
					  "<si><t/></si><si><t>&lt;&#20013;&amp;<![CDATA[<]]></t></si><si/>"),
				  .sheet = MADE_SHEET(
					  ROW(1, "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
						 "t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
						 "<c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" "
						 "t=\"s\"><v>4</v></c><c r=\"F1\" t=\"s\"><v>5</v></c>"
						 "<c r=\"G1\" t=\"s\"><v>6</v></c><c r=\"H1\" "
						 "t=\"s\"><v>7</v></c><c r=\"I1\" t=\"s\"><v>8</v></c>")) }));

	OK(r.rc == RC_OK && !r.why && r.book.type == BOOK_XLSX && r.book.n == 1);
	OK(made_is(&r, "A1", CELL_TEXT, "林小春"));
	OK(made_is(&r, "B1", CELL_TEXT, "★ 姓名"));
	OK(made_is(&r, "C1", CELL_TEXT, "東京"));
	OK(made_is(&r, "D1", CELL_TEXT, " a "));
	OK(made_is(&r, "E1", CELL_TEXT, "b"));
	OK(made_is(&r, "F1", CELL_TEXT, "一\n二\n三_x0041_A😀_x0000__xD800__xZZZZ_"));
	OK(made_is(&r, "G1", CELL_EMPTY, ""));
	OK(made_is(&r, "H1", CELL_TEXT, "<中&<"));
	OK(r.rc == RC_OK && r.book.sheet[0].row[0].n == 8); /* the ninth is empty */
}

static void read_inline(struct arena *mem)
{
	struct made_reading r = sheet(
		mem,
		MADE_SHEET(ROW(
			1,
			INLINE("A1", "甲") "<c r=\"B1\" t=\"inlineStr\"><is><r><t>乙</t></r><r><t>丙</t></r>"
					   "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></is></c>"
					   "<c r=\"C1\" t=\"str\"><f>A1&amp;B1</f><v>甲_x0041_</v></c>"
					   "<c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"b\"><v>0</v></c>"
					   "<c r=\"F1\" t=\"e\"><v>#REF!</v></c><c r=\"G1\" "
					   "t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
					   "<c r=\"H1\"><f>1+1</f><v>2</v></c><c r=\"I1\"><f>TODAY()</f></c>"
					   "<c r=\"J1\"><v>abc</v></c><c r=\"K1\" t=\"n\"><v> 7 </v></c>")));

	OK(made_is(&r, "A1", CELL_TEXT, "甲") && made_flags(&r, "A1", 0));
	OK(made_is(&r, "B1", CELL_TEXT, "乙丙"));
	OK(made_is(&r, "C1", CELL_TEXT, "甲A") && made_flags(&r, "C1", CELL_FORMULA));
	OK(made_is(&r, "D1", CELL_BOOL, "1") && made_is(&r, "E1", CELL_BOOL, "0"));
	OK(made_is(&r, "F1", CELL_ERROR, "#REF!") && made_flags(&r, "F1", 0));
	OK(made_is(&r, "G1", CELL_ERROR, "#DIV/0!") && made_flags(&r, "G1", CELL_FORMULA));
	OK(made_is(&r, "H1", CELL_NUMBER, "2") && made_flags(&r, "H1", CELL_FORMULA));
	OK(made_is(&r, "I1", CELL_EMPTY, ""));
	OK(made_is(&r, "J1", CELL_TEXT, "abc"));
	OK(made_is(&r, "K1", CELL_NUMBER, "7"));
}

/* --- numbers --- */

static void read_numbers(struct arena *mem)
{
	static const struct {
		const char *v, *text;
		unsigned flags;
	} number[] = {
		{ "0", "0", 0 },
		{ "-0", "0", 0 },
		{ "-5", "-5", 0 },
		{ "1.1000000000000001", "1.1", 0 },
		{ "0.30000000000000004", "0.3", 0 },
		{ "13800001111", "13800001111", 0 },
		{ "1.3800001111E10", "13800001111", 0 },
		{ "440804860110101", "440804860110101", 0 }, /* 15 digits: the old number of a person */
		{ "999999999999999", "999999999999999", 0 },
		{ "1E15", "1E+15", CELL_RUINED },
		{ "4.4080420170110502E+17", "4.40804E+17", CELL_RUINED },
		{ "440804201701105018", "4.40804E+17", CELL_RUINED },
		{ "1.2E+17", "1.2E+17", CELL_RUINED },
		{ "-1.2E+17", "-1.2E+17", CELL_RUINED },
		{ "1.5E-7", "0.00000015", 0 },
		{ "-2.5e-05", "-0.000025", 0 },
		{ "0.0001", "0.0001", 0 },
		{ "20170110", "20170110", 0 },
	};

	for (size_t i = 0; i < COUNT(number); i++) {
		char xml[1024];
		(void)snprintf(xml, sizeof xml, MADE_SHEET("<row r=\"1\"><c r=\"A1\"><v>%s</v></c></row>"),
			       number[i].v);
		struct made_reading r = sheet(mem, xml);
		printf("# %s\n", number[i].v);
		OK(made_is(&r, "A1", CELL_NUMBER, number[i].text));
		OK(made_flags(&r, "A1", number[i].flags));
	}
}

/* A column of the format 0 shows all digits of a long number: the last ones are zeros, and it is as ruined.
 */
static void read_shown_digits(struct arena *mem)
{
	struct made_reading r = made_read(
		mem,
		made_book(mem, (struct made){
				       .styles = MADE_STYLES("<numFmt numFmtId=\"176\" formatCode=\"0_ \"/>",
							     "<xf numFmtId=\"1\"/><xf numFmtId=\"176\"/>"
							     "<xf numFmtId=\"11\"/><xf numFmtId=\"49\"/>"),
				       .sheet = MADE_SHEET(
					       ROW(1, NUMBER("A1", "0", "4.4080420170110502E+17") NUMBER(
							      "B1", "1", "440804201701105018")
							      NUMBER("C1", "2", "440804201701105018") NUMBER(
								      "D1", "3", "440804201701105018"))) }));

	OK(made_is(&r, "A1", CELL_NUMBER, "440804201701105000") && made_flags(&r, "A1", CELL_RUINED));
	OK(made_is(&r, "B1", CELL_NUMBER, "440804201701105000") && made_flags(&r, "B1", CELL_RUINED));
	OK(made_is(&r, "C1", CELL_NUMBER, "4.40804E+17") && made_flags(&r, "C1", CELL_RUINED));
	OK(made_is(&r, "D1", CELL_NUMBER, "4.40804E+17") && made_flags(&r, "D1", CELL_RUINED));
}

/* --- days and times --- */

struct dated {
	const char *style, *v;
	enum cell_type type;
	const char *text;
};

static void try_dates(struct arena *mem, const char *workbook, const char *styles, const struct dated *d,
		      size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char xml[1024];
		(void)snprintf(xml, sizeof xml,
			       MADE_SHEET("<row r=\"1\"><c r=\"A1\" s=\"%s\"><v>%s</v></c></row>"),
			       d[i].style, d[i].v);
		struct made_reading r = made_read(mem, made_book(mem, (struct made){ .workbook = workbook,
										     .styles = styles,
										     .sheet = xml }));
		printf("# style %s, %s\n", d[i].style, d[i].v);
		OK(made_is(&r, "A1", d[i].type, d[i].text));
	}
}

#define BUILTIN(n) "<xf numFmtId=\"" #n "\"/>"
static const char builtin_styles[] =
	MADE_STYLES("", BUILTIN(14) BUILTIN(22) BUILTIN(20) BUILTIN(31) BUILTIN(57) BUILTIN(32) BUILTIN(34)
				BUILTIN(46) BUILTIN(27) BUILTIN(2));

static void read_dates(struct arena *mem)
{
	static const struct dated since_1900[] = {
		{ "0", "42745", CELL_DATE, "2017-01-10" },
		{ "0", "42745.75", CELL_DATE, "2017-01-10" }, /* what the format shows */
		{ "1", "42745.75", CELL_DATE, "2017-01-10 18:00:00" },
		{ "1", "42745", CELL_DATE, "2017-01-10" },
		{ "1", "42745.999999", CELL_DATE, "2017-01-11" },
		{ "1", "42745.354166666664", CELL_DATE, "2017-01-10 08:30:00" },
		{ "2", "0.354166666666667", CELL_DATE, "08:30:00" },
		{ "2", "0", CELL_DATE, "00:00:00" },
		{ "2", "1.5", CELL_DATE, "1900-01-01 12:00:00" },
		{ "3", "42745", CELL_DATE, "2017-01-10" },
		{ "4", "42745", CELL_DATE, "2017-01-10" },
		{ "5", "0.5", CELL_DATE, "12:00:00" },
		{ "6", "0.5", CELL_DATE, "12:00:00" },
		{ "6", "42745", CELL_DATE, "2017-01-10" }, /* a month in Japanese */
		{ "7", "1.5", CELL_NUMBER, "1.5" },        /* 36 hours */
		{ "8", "42736", CELL_DATE, "2017-01-01" },
		{ "9", "42745", CELL_NUMBER, "42745" },
		/* a year of 366 days that had 365 */
		{ "0", "1", CELL_DATE, "1900-01-01" },
		{ "0", "59", CELL_DATE, "1900-02-28" },
		{ "0", "60", CELL_TEXT, "1900-02-29" },
		{ "0", "61", CELL_DATE, "1900-03-01" },
		{ "0", "0", CELL_TEXT, "1900-01-00" },
		{ "0", "2958465", CELL_DATE, "9999-12-31" },
		{ "0", "2958466", CELL_NUMBER, "2958466" }, /* shown as ##### */
		{ "0", "-1", CELL_NUMBER, "-1" },
		{ "0", "20170110", CELL_NUMBER, "20170110" },
		{ "12345", "42745", CELL_NUMBER, "42745" }, /* no such style */
	};
	static const struct dated since_1904[] = {
		{ "0", "41283", CELL_DATE, "2017-01-10" },
		{ "0", "0", CELL_DATE, "1904-01-01" },
		{ "0", "1", CELL_DATE, "1904-01-02" },
		{ "1", "41283.75", CELL_DATE, "2017-01-10 18:00:00" },
		{ "2", "0.5", CELL_DATE, "12:00:00" },
		{ "0", "2957003", CELL_DATE, "9999-12-31" },
		{ "0", "2957004", CELL_NUMBER, "2957004" },
	};

	try_dates(mem, NULL, builtin_styles, since_1900, COUNT(since_1900));
	try_dates(mem,
		  MADE_WORKBOOK("<workbookPr date1904=\"1\"/>",
				"<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/>"),
		  builtin_styles, since_1904, COUNT(since_1904));
}

static void read_formats(struct arena *mem)
{
	static const struct {
		const char *code;
		enum cell_type type;
		const char *text;
	} format[] = {
		{ "yyyy/m/d", CELL_DATE, "2017-01-10" },
		{ "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", CELL_DATE, "2017-01-10" },
		{ "yyyy年m月d日", CELL_DATE, "2017-01-10" },
		{ "[$-804]yyyy\\-mm\\-dd\\ hh:mm:ss", CELL_DATE, "2017-01-10 12:00:00" },
		{ "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;;@", CELL_DATE, "2017-01-10" },
		{ "m&quot;月&quot;d&quot;日&quot;", CELL_DATE, "2017-01-10" },
		{ "mmm", CELL_DATE, "2017-01-10" },
		{ "ge.m.d", CELL_DATE, "2017-01-10" },
		{ "上午/下午h&quot;时&quot;mm&quot;分&quot;", CELL_DATE, "2017-01-10 12:00:00" },
		{ "h:mm AM/PM", CELL_DATE, "2017-01-10 12:00:00" },
		{ "mm:ss.0", CELL_DATE, "2017-01-10 12:00:00" },
		{ "[h]:mm", CELL_NUMBER, "42745.5" },
		{ "[mm]:ss", CELL_NUMBER, "42745.5" },
		{ "General", CELL_NUMBER, "42745.5" },
		{ "&quot;¥&quot;General", CELL_NUMBER, "42745.5" },
		{ "G/通用格式", CELL_NUMBER, "42745.5" },
		{ "Standard", CELL_NUMBER, "42745.5" },
		{ "0.00E+00", CELL_NUMBER, "42745.5" },
		{ "#,##0.00&quot;days&quot;", CELL_NUMBER, "42745.5" },
		{ "[Red]0.0", CELL_NUMBER, "42745.5" },
		{ "#,##0\\d", CELL_NUMBER, "42745.5" },
		{ "0_);[Red]\\(0\\)", CELL_NUMBER, "42745.5" },
		{ "0_d", CELL_NUMBER, "42745.5" },
		{ "@", CELL_NUMBER, "42745.5" },
		{ "", CELL_NUMBER, "42745.5" },
		{ "[", CELL_NUMBER, "42745.5" },
		{ "&quot;y", CELL_NUMBER, "42745.5" },
		{ "\\", CELL_NUMBER, "42745.5" },
	};

	for (size_t i = 0; i < COUNT(format); i++) {
		char styles[2048];
		(void)snprintf(
			styles, sizeof styles,
			MADE_STYLES("<numFmt numFmtId=\"200\" formatCode=\"%s\"/>", "<xf numFmtId=\"200\"/>"),
			format[i].code);
		struct made_reading r = made_read(
			mem, made_book(mem, (struct made){ .styles = styles,
							   .sheet = MADE_SHEET(
								   ROW(1, NUMBER("A1", "0", "42745.5"))) }));
		printf("# %s\n", format[i].code);
		OK(made_is(&r, "A1", format[i].type, format[i].text));
	}
}

static void read_iso(struct arena *mem)
{
#define ISO(place, v) "<c r=\"" place "\" t=\"d\"><v>" v "</v></c>"
	struct made_reading r =
		sheet(mem, MADE_SHEET(ROW(1, ISO("A1", "2017-01-10") ISO("B1", "2017-01-10T08:30:00.000Z")
						     ISO("C1", "2017-01-10T00:00:00") ISO("D1", "08:30:00")
							     ISO("E1", "T08:30:00") ISO("F1", "10.1.2017")
								     ISO("G1", "2017-01-10T8"))));

	OK(made_is(&r, "A1", CELL_DATE, "2017-01-10"));
	OK(made_is(&r, "B1", CELL_DATE, "2017-01-10 08:30:00"));
	OK(made_is(&r, "C1", CELL_DATE, "2017-01-10"));
	OK(made_is(&r, "D1", CELL_DATE, "08:30:00") && made_is(&r, "E1", CELL_DATE, "08:30:00"));
	OK(made_is(&r, "F1", CELL_TEXT, "10.1.2017") && made_is(&r, "G1", CELL_TEXT, "2017-01-10T8"));
}

/* --- where cells are --- */

static void read_places(struct arena *mem)
{
	struct made_reading r = sheet(
		mem,
		MADE_SHEET(
			"<row><c><v>1</v></c><c><v>2</v></c></row>"
			"<row/><row r=\"7\"><c r=\"C7\"><v>3</v></c><c><v>4</v></c></row>"
			"<row><c r=\"B8\"><v>5</v></c></row>"
			"<row r=\"12\" spans=\"1:3\"><c r=\"C12\"><v>8</v></c><c r=\"A12\"><v>6</v></c></row>"
			"<row r=\"10\" ht=\"15\"><c r=\"A10\" s=\"1\"/><c r=\"ZZ10\" s=\"1\"/></row>"
			"<row r=\"9\" hidden=\"1\"><c r=\"A9\"><v>9</v></c></row>"
			"<row r=\"13\"><c r=\"A13\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> "
			"　</t></is></c></row>"));
	const struct book_sheet *s = r.book.sheet;

	OK(made_is(&r, "A1", CELL_NUMBER, "1") && made_is(&r, "B1", CELL_NUMBER, "2"));
	OK(made_is(&r, "C7", CELL_NUMBER, "3") && made_is(&r, "D7", CELL_NUMBER, "4"));
	OK(made_is(&r, "A7", CELL_EMPTY, "") && made_is(&r, "B8", CELL_NUMBER, "5"));
	OK(made_is(&r, "A12", CELL_NUMBER, "6") && made_is(&r, "B12", CELL_EMPTY, "") &&
	   made_is(&r, "C12", CELL_NUMBER, "8"));
	/* in order, without the blank ones: 2, 10 and 13 */
	OK(r.rc == RC_OK && s->n == 5 && s->row[0].line == 1 && s->row[1].line == 7 && s->row[2].line == 8 &&
	   s->row[3].line == 9 && s->row[4].line == 12);
	OK(r.rc == RC_OK && s->n == 5 && s->row[3].hidden && !s->row[4].hidden);
	r = sheet(mem, MADE_XML
		  "<worksheet xmlns=\"" MADE_MAIN "\"><dimension ref=\"A1:XFD1048576\"/><sheetData>" ROW(
			  1048576, "<c r=\"A1048576\"><v>1</v></c>") "</sheetData></worksheet>");
	OK(made_is(&r, "A1048576", CELL_NUMBER, "1"));
	r = sheet(mem, MADE_SHEET(""));
	OK(r.rc == RC_OK && r.book.n == 1 && r.book.sheet[0].n == 0);
}

static void read_merged(struct arena *mem)
{
	struct made_reading r = sheet(
		mem, MADE_XML
		"<worksheet xmlns=\"" MADE_MAIN
		"\"><sheetData>" ROW(1, INLINE("A1", "登记表")) ROW(2, INLINE("A2", "班") INLINE("B2", "甲"))
			ROW(3, INLINE("A3", "left over") INLINE("B3", "乙")) ROW(4, INLINE("A4", "hid"))
				ROW(5, INLINE("A5", "x")) "</sheetData><mergeCells count=\"3\"><mergeCell "
							  "ref=\"A1:XFD1\"/><mergeCell ref=\"A2:A4\"/>"
							  "<mergeCell ref=\"B7\"/><mergeCell "
							  "ref=\"XFA1:XFD9\"/></mergeCells></worksheet>");

	OK(made_is(&r, "A1", CELL_TEXT, "登记表") && made_flags(&r, "A1", 0));
	OK(made_is(&r, "A2", CELL_TEXT, "班") && made_flags(&r, "A2", 0));
	OK(made_is(&r, "A3", CELL_EMPTY, "") && made_flags(&r, "A3", CELL_COVERED));
	OK(made_is(&r, "B3", CELL_TEXT, "乙") && made_flags(&r, "B3", 0));
	OK(r.rc == RC_OK && !made_cell_of(&r.book.sheet[0], "A4")); /* nothing else was in it */
	OK(made_is(&r, "A5", CELL_TEXT, "x"));
}

/* --- packages --- */

static void read_sheets(struct arena *mem)
{
	static const char workbook[] = MADE_WORKBOOK("<workbookPr defaultThemeVersion=\"124226\"/>",
						     "<sheet name=\"二\" sheetId=\"5\" r:id=\"rIdB\"/><sheet "
						     "name=\"图\" sheetId=\"7\" r:id=\"rIdC\"/>"
						     "<sheet name=\"一\" sheetId=\"2\" state=\"hidden\" "
						     "r:id=\"rIdA\"/><sheet name=\"深\" sheetId=\"9\" "
						     "state=\"veryHidden\" r:id=\"rIdA\"/>");
	static const char relations[] = MADE_XML
		"<Relationships xmlns=\"" MADE_PACKAGE
		"/relationships\"><Relationship Id=\"rIdA\" Type=\"" MADE_OFFICE
		"/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"rIdB\" "
		"Type=\"" MADE_OFFICE
		"/worksheet\" Target=\"../odd/Liste.xml\"/><Relationship Id=\"rIdC\" Type=\"" MADE_OFFICE
		"/chartsheet\" Target=\"chartsheets/sheet1.xml\"/></Relationships>";
	struct made_part part[MADE_PARTS + 1];
	const struct made m = { .workbook = workbook, .relations = relations, .sheet = MADE_SHEET("") };

	made_parts(&m, part);
	part[MADE_PARTS] = (struct made_part){ .name = "odd\\liste.XML",
					       .bytes = STR(MADE_SHEET(ROW(1, INLINE("A1", "乙")))) };
	struct made_reading r = made_read(mem, made_zip(mem, part, COUNT(part)));
	OK(r.rc == RC_OK && r.book.n == 3);
	OK(made_is(&r, "A1", CELL_TEXT, "乙"));
	OK(r.rc == RC_OK && r.book.n == 3 && str_eq(r.book.sheet[0].name, STR("二")) &&
	   !r.book.sheet[0].hidden && str_eq(r.book.sheet[1].name, STR("一")) && r.book.sheet[1].hidden &&
	   r.book.sheet[2].hidden);
}

/* Prefixes on every element, another for the relation, and the namespaces of ISO 29500 strict. */
static void read_strict(struct arena *mem)
{
#define STRICT "http://purl.oclc.org/ooxml/"
	struct made_reading r = made_read(
		mem,
		made_book(
			mem,
			(struct made){
				.root = MADE_XML "<p:Relationships xmlns:p=\"" MADE_PACKAGE
						 "/relationships\"><p:Relationship Id=\"a\" Type=\"" STRICT
						 "officeDocument/relationships/officeDocument\" "
						 "Target=\"/xl/workbook.xml\"/></p:Relationships>",
				.workbook = MADE_XML
				"<x:workbook xmlns:x=\"" STRICT
				"spreadsheetml/main\" conformance=\"strict\"><x:sheets><x:sheet name=\"s\" "
				"sheetId=\"1\" d3p1:id=\"rId1\" xmlns:d3p1=\"" STRICT
				"officeDocument/relationships\"/></x:sheets></x:workbook>",
				.relations = MADE_XML
				"<Relationships xmlns=\"" MADE_PACKAGE
				"/relationships\"><Relationship Id=\"rId1\" Type=\"" STRICT
				"officeDocument/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
				"<Relationship Id=\"rId9\" Type=\"" STRICT
				"officeDocument/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>"
				"</Relationships>",
				.strings = MADE_XML "<x:sst xmlns:x=\"" STRICT
						    "spreadsheetml/main\"><x:si><x:t>严</x:t></x:si></x:sst>",
				.sheet = MADE_XML "<x:worksheet xmlns:x=\"" STRICT
						  "spreadsheetml/main\"><x:sheetData><x:row r=\"1\"><x:c "
						  "r=\"A1\" t=\"s\"><x:v>0</x:v></x:c>"
						  "<x:c r=\"B1\" "
						  "t=\"d\"><x:v>2017-01-10T00:00:00</x:v></x:c></x:row></"
						  "x:sheetData></x:worksheet>",
			}));

	OK(made_is(&r, "A1", CELL_TEXT, "严"));
	OK(made_is(&r, "B1", CELL_DATE, "2017-01-10"));
}

/* What is around the cells, as three programs write it. */
static void read_writers(struct arena *mem)
{
	static const char *const sheets[] = {
		/* Excel */
		MADE_XML
		"<worksheet xmlns=\"" MADE_MAIN "\" xmlns:r=\"" MADE_OFFICE
		"\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
		"mc:Ignorable=\"x14ac xr\" xmlns:x14ac=\"urn:a\" xmlns:xr=\"urn:b\" xr:uid=\"{0}\"><sheetPr>"
		"<pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:B2\"/><sheetViews><sheetView "
		"tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
		"state=\"frozen\"/>"
		"</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"14\" "
		"x14ac:dyDescent=\"0.2\"/><cols>"
		"<col min=\"1\" max=\"16384\" width=\"20\"/></cols><sheetData><row r=\"1\" spans=\"1:2\" "
		"x14ac:dyDescent=\"0.2\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"/></row>"
		"<row r=\"2\" spans=\"1:2\" ht=\"30\" customHeight=\"1\"><c r=\"A2\" "
		"s=\"1\"><v>42745</v></c><c r=\"B2\">"
		"<f t=\"shared\" ref=\"B2:B9\" "
		"si=\"0\">A2+1</f><v>42746</v></c></row></sheetData><phoneticPr "
		"fontId=\"1\" type=\"noConversion\"/><dataValidations count=\"1\"><dataValidation "
		"type=\"list\" "
		"sqref=\"B2\"><formula1>\"1,2\"</formula1></dataValidation></dataValidations><pageMargins "
		"left=\"0.7\"/>"
		"</worksheet>",
		/* WPS Office */
		MADE_XML "<worksheet xmlns=\"" MADE_MAIN
			 "\" xmlns:xdr=\"urn:a\" xmlns:etc=\"http://www.wps.cn/officeDocument/"
			 "2017/etCustomData\"><sheetPr/><dimension ref=\"A1:B2\"/><sheetViews><sheetView "
			 "workbookViewId=\"0\">"
			 "<selection activeCell=\"A1\" sqref=\"A1\"/></sheetView></sheetViews><sheetFormatPr "
			 "defaultColWidth=\"9\" outlineLevelRow=\"1\"/><sheetData><row r=\"1\" s=\"2\" "
			 "customFormat=\"1\" "
			 "ht=\"28\" spans=\"1:2\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c></row><row r=\"2\" "
			 "spans=\"1:2\"><c r=\"A2\" "
			 "s=\"1\"><v>42745</v></c><c "
			 "r=\"B2\"><f>A2+1</f><v>42746</v></c></row></sheetData><pageMargins "
			 "left=\"0.75\"/><headerFooter/></worksheet>",
		/* LibreOffice */
		MADE_XML "<worksheet xmlns=\"" MADE_MAIN
			 "\"><sheetPr filterMode=\"false\"><pageSetUpPr fitToPage=\"false\"/></sheetPr>"
			 "<dimension ref=\"A1:B2\"/><sheetData><row r=\"1\" customFormat=\"false\" "
			 "ht=\"12.8\" hidden=\"false\" "
			 "customHeight=\"false\" outlineLevel=\"0\" collapsed=\"false\"><c r=\"A1\" s=\"0\" "
			 "t=\"s\"><v>0</v></c></row>"
			 "<row r=\"2\" hidden=\"false\"><c r=\"A2\" s=\"1\" t=\"n\"><v>42745</v></c><c "
			 "r=\"B2\" s=\"0\" t=\"n\">"
			 "<f aca=\"false\">A2+1</f><v>42746</v></c></row></sheetData><printOptions "
			 "headings=\"false\"/></worksheet>",
	};

	for (size_t i = 0; i < COUNT(sheets); i++) {
		struct made_reading r = sheet(mem, sheets[i]);
		OK(made_is(&r, "A1", CELL_TEXT, "林小春"));
		OK(made_is(&r, "A2", CELL_DATE, "2017-01-10") && made_flags(&r, "A2", 0));
		OK(made_is(&r, "B2", CELL_NUMBER, "42746") && made_flags(&r, "B2", CELL_FORMULA));
		OK(r.rc == RC_OK && r.book.sheet[0].n == 2 && !r.book.sheet[0].row[1].hidden);
	}
}

/* Elements of the same names where they are something else. */
static void pass_over(struct arena *mem)
{
	struct made_reading r = sheet(
		mem, MADE_XML
		"<worksheet xmlns=\"" MADE_MAIN
		"\" xmlns:x14=\"urn:x\"><sheetViews><row r=\"1\"><c r=\"A1\"><v>0</v></c></row></sheetViews>"
		"<sheetData><row r=\"1\"><c "
		"r=\"A1\"><v>1</v><extLst><ext><v>5</v><x14:t>6</x14:t></ext></extLst></c></row></sheetData>"
		"<extLst><ext><x14:sheetData><row r=\"1\"><c "
		"r=\"B1\"><v>2</v></c></row></x14:sheetData></ext></extLst></worksheet>");

	OK(made_is(&r, "A1", CELL_NUMBER, "1"));
	OK(r.rc == RC_OK && r.book.sheet[0].n == 1 && r.book.sheet[0].row[0].n == 1);
}

/* In UTF-16, with a mark: XML may be so. Stored, not packed. */
static void read_encodings(struct arena *mem)
{
	static const char ascii[] = MADE_XML "<sst><si><t>AB</t></si></sst>";
	struct made_part part[MADE_PARTS];
	const struct made m = { .types = NULL };
	char *wide = NEW(mem, char, 2 * sizeof ascii + 2);
	size_t n = 0;
	const char *head_end = strstr(ascii, "\n");

	made_parts(&m, part);
	wide[n++] = '\xff';
	wide[n++] = '\xfe';
	for (const char *p = head_end; *p; p++, n += 2)
		wide[n] = *p;
	part[5].bytes = (str){ wide, n };
	part[6].stored = true;
	struct made_reading r = made_read(mem, made_zip(mem, part, COUNT(part)));
	OK(made_is(&r, "A1", CELL_TEXT, "AB"));
}

/* --- large ones --- */

static void read_many(struct arena *mem, size_t rows, size_t columns)
{
	size_t cap = rows * (columns * 48 + 40) + 4096;
	char *xml = NEW(mem, char, cap);
	size_t n = (size_t)snprintf(xml, cap, MADE_XML "<worksheet xmlns=\"" MADE_MAIN "\"><sheetData>");

	for (size_t i = 0; i < rows; i++) {
		n += (size_t)snprintf(xml + n, cap - n, "<row>");
		for (size_t k = 0; k < columns; k++)
			n += (size_t)snprintf(xml + n, cap - n,
					      k % 2 ? "<c><v>%zu</v></c>"
						    : "<c t=\"inlineStr\"><is><t>%zu</t></is></c>",
					      i * 1000 + k);
		n += (size_t)snprintf(xml + n, cap - n, "</row>");
	}
	(void)snprintf(xml + n, cap - n, "</sheetData></worksheet>");
	struct made_reading r = sheet(mem, xml);
	const struct book_row *last =
		r.rc == RC_OK && r.book.sheet[0].n == rows ? &r.book.sheet[0].row[rows - 1] : NULL;
	char text[32];
	(void)snprintf(text, sizeof text, "%zu", (rows - 1) * 1000 + columns - 1);
	OK(last && last->n == columns && str_eq(last->cell[columns - 1].text, str_of(text)));
}

/* The caller's memory is too small: said, and nothing leaks or jumps. */
static void run_out_of_memory(struct arena *mem)
{
	str bytes = made_book(mem, (struct made){ .types = NULL });
	int fair = 0, tries = 0;

	for (size_t limit = 0; limit < 40000; limit += 977) {
		struct arena small;
		arena_init(&small, limit);
		struct made_reading r = made_read(&small, bytes);
		fair += r.rc == RC_OK || (r.rc == RC_TOO_BIG && r.why);
		tries++;
		arena_free(&small);
	}
	OK(fair == tries);
}

static void read_all(void)
{
	struct arena mem;

	arena_init(&mem, 1U << 30);
	read_strings(&mem);
	read_inline(&mem);
	read_numbers(&mem);
	read_shown_digits(&mem);
	read_dates(&mem);
	read_formats(&mem);
	read_iso(&mem);
	read_places(&mem);
	read_merged(&mem);
	read_sheets(&mem);
	read_strict(&mem);
	read_writers(&mem);
	pass_over(&mem);
	read_encodings(&mem);
	read_many(&mem, 3000, 71);
	read_many(&mem, 1, BOOK_COLUMNS);
	run_out_of_memory(&mem);
	arena_free(&mem);
}

/* The workshop first: what this process has loaded for itself would be there in its children too. */
int main(void)
{
	if (workshop_open(workshop_jobs, WORKSHOP__N, 1) == RC_OK) {
		read_all();
		OK(workshop_state().lost == 0);
		workshop_close();
	} else {
		SKIP("the kernel has no seccomp");
	}
	read_all();
	return tap_end();
}
