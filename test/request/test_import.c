/* test_import - lists in: dry run, every reason for which a row is refused, likely duplicates, going on after
 * a crash, the report as bytes, refused rows out and in again, memory. */
#include "sheets.h"
#include "tap.h"

#include <stdio.h>

#define HEAD                                                                                                                                  \
	"姓名|性别|出生日期|身份证号|民族|户籍地|户口性质|现住地|电话|学校|班级|入学年月|父亲姓名|"     \
	"父亲身份证号|父亲电话|父亲外出日期|父亲外出地|母亲姓名|母亲身份证号|母亲电话|母亲外出日期|" \
	"母亲外出地\n"

static const struct import_options of_children = { .kind = &child_kind };

/* The numbers of the nth girl and her parents: 400 of a day. */
static day born_of(unsigned n, day first) { return day_add(first, (int32_t)(n / 400)); }
static str child_number(struct harness *h, unsigned n)
{
	return harness_id_number(&h->mem, "440804", born_of(n, 20170110), n % 400 * 2 + 2);
}
static str adult_number(struct harness *h, unsigned n, unsigned mother)
{
	return harness_id_number(&h->mem, "440804", born_of(n, 19880301), n % 400 * 2 + 1 + mother);
}

static str roster_row(struct harness *h, unsigned n)
{
	day born = born_of(n, 20170110);

	return harness_text(&h->mem,
			    "林小%u|女|%04d-%02d-%02d|%.*s|汉族|440804101209|农业户口|440804101209||"
			    "2144000123|三年级2班|202409|林大%u|%.*s|"
			    "139%08u|2025-01-10|440606|陈阿%u|%.*s|138%08u|2025-03-01|440606\n",
			    n, born / 10000, born / 100 % 100, born % 100, STR_ARG(child_number(h, n)), n,
			    STR_ARG(adult_number(h, n, 0)), n, n, STR_ARG(adult_number(h, n, 1)), n);
}

static str roster(struct harness *h, unsigned from, unsigned n)
{
	struct buf b = buf_new(&h->mem, 8 << 20);

	buf_lit(&b, HEAD);
	for (unsigned i = from; i < from + n; i++)
		buf_str(&b, roster_row(h, i));
	buf_ch(&b, '\0');
	return (str){ b.s, b.n - 1 };
}

static int64_t children(struct harness *h) { return harness_number(h, STR("SELECT count(*) FROM child")); }

static void test_roster(struct harness *h)
{
	int64_t before = children(h), journal = harness_number(h, STR("SELECT count(*) FROM journal"));
	struct import_options o = of_children;
	str text = roster(h, 1, 12);

	o.dry_run = true;
	struct import_report r = sheets_import(h, NULL, text.s, o);
	OK(sheets_are(h, &r, 12, 0, 0, 0) && children(h) == before);
	OK(harness_number(h, STR("SELECT count(*) FROM journal")) == journal);
	OK(r.row[3].line == 5 && r.row[3].id == 0 && r.row[3].outcome == IMPORT_NEW);
	o.dry_run = false;
	r = sheets_import(h, NULL, text.s, o);
	OK(sheets_are(h, &r, 12, 0, 0, 0) && children(h) == before + 12 && r.row[3].id > 0);
	r = sheets_import(h, NULL, text.s, o);
	OK(sheets_are(h, &r, 0, 0, 12, 0));
	OK(harness_number(h, STR("SELECT count(*) FROM absence a JOIN person p ON p.id = a.person WHERE "
				 "p.name = '林大3'")) == 1);
	/* our old headings, in English */
	r = sheets_import(
		h, NULL,
		harness_text(&h->mem,
			     "name|sex|birth_date|id_number|father_name|father_phone|father_away_from|father_"
			     "away_region|phone\n"
			     "林小1|2|20170110|%.*s|林大1|13900000001|2025-01-10|440606|13000000555\n",
			     STR_ARG(child_number(h, 1)))
			.s,
		o);
	OK(sheets_are(h, &r, 0, 1, 0, 0));
	/* An empty cell says nothing: it clears nothing. */
	OK(harness_number(h, STR("SELECT count(*) FROM child WHERE name = '林小1' AND household_region = "
				 "'440804101209'")) == 1);
}

/* One bad cell in a row that is right otherwise. */
static void test_reasons(struct harness *h)
{
	/* clang-format off */
	static const struct { const char *from, *to, *column, *words; } bad[] = {
		{ "女", "女孩", "性别", "not one of the choices" },
		{ "2017-01-10", "2017-02-30", "出生日期", "not a date" },
		{ "2017-01-10", "42745", "出生日期", "counts days" },
		{ "2017-01-10", "@e#REF!", "出生日期", "error of the spreadsheet" },
		{ "%id", "@r4.40804E+17", "身份证号", "last digits are lost" },
		{ "%id", "440804********0000", "身份证号", "exported without numbers" },
		{ "%id", "440804201701100001", "身份证号", "check" },
		{ "汉族", "地球族", "民族", "not one of the choices" },
		{ "440804101209", "990000", "户籍地", "no region" },
		{ "440804101209", "某某县", "户籍地", "no place called" },
		{ "2144000123", "2144000999", "学校", "no school" },
		{ "三年级2班", "九（9）班", "班级", "It has: " },
		{ "202409", "202413", "入学年月", "not a month" },
		{ "%father", "12345", "父亲身份证号", "" },
		{ "2025-01-10", "2025/13/01", "父亲外出日期", "not a date" },
		{ "陈阿%n", "", "母亲姓名", "Give the name" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(bad); i++) {
		unsigned n = 100 + (unsigned)i;
		str row = roster_row(h, n), cut = str_of(bad[i].from);
		if (str_eq(cut, STR("%id")))
			cut = child_number(h, n);
		if (str_eq(cut, STR("%father")))
			cut = adult_number(h, n, 0);
		if (str_eq(cut, STR("陈阿%n")))
			cut = harness_text(&h->mem, "陈阿%u", n);
		const char *at = strstr(row.s, str_z(&h->mem, cut));
		str text = harness_text(&h->mem, HEAD "%.*s%s%s", (int)(at - row.s), row.s, bad[i].to,
					at + cut.n);
		struct import_report r = sheets_import(h, NULL, text.s, of_children);
		OK(sheets_are(h, &r, 0, 0, 0, 1) &&
		   sheets_problem(h, &r.problems, 2, bad[i].column, bad[i].words));
	}
	/* Everything that is wrong with a row at once, with what stands there. */
	struct import_report r = sheets_import(h, NULL, HEAD "|男孩|2017-02-30|123|地球族\n", of_children);
	OK(sheets_are(h, &r, 0, 0, 0, 1) && r.problems.n == 5);
	OK(sheets_problem(h, &r.problems, 2, "姓名", "needed") &&
	   sheets_problem(h, &r.problems, 2, "性别", "choices"));
	OK(str_eq(r.problems.list[0].what.value, STR("男孩")) || r.problems.n > 1);
}

static void test_whose(struct harness *h)
{
	struct import_options o = of_children;
	struct actor head = sheets_actor(h, ROLE_HEAD, FIX_SCHOOL);
	str kid = child_number(h, 390);
	struct import_report r;

	/* The school of the row is not the one that was chosen. */
	o.school = h->fix[FIX_SCHOOL_2];
	r = sheets_import(h, NULL, roster(h, 300, 1).s, o);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "学校", "but the list was chosen for"));
	/* A child of another county, and one of another school to a head: registered elsewhere. */
	o.school = 0;
	harness_exec(h, STR("UPDATE child SET county = 440803 WHERE name = '林小2'"));
	struct actor officer = sheets_actor(h, ROLE_OFFICER, FIX_SCHOOL);
	r = sheets_import(h, &officer, roster(h, 2, 1).s, o);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "身份证号", "registered elsewhere"));
	harness_exec(h, STR("UPDATE child SET county = 440804 WHERE name = '林小2'"));
	struct actor head_2 = sheets_actor(h, ROLE_HEAD, FIX_SCHOOL_2);
	r = sheets_import(h, &head_2, roster(h, 2, 1).s, o);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "身份证号", "registered elsewhere"));
	r = sheets_import(h, &head, roster(h, 2, 1).s, o);
	OK(sheets_are(h, &r, 0, 0, 1, 0));
	/* Two rows with one number: the second names the first. */
	str twice = harness_text(
		&h->mem, "姓名|性别|出生日期|身份证号\n何甲|女|2017-01-10|%.*s\n何乙|女|2017-01-10|%.*s\n",
		STR_ARG(kid), STR_ARG(kid));
	r = sheets_import(h, NULL, twice.s, o);
	OK(sheets_are(h, &r, 1, 0, 0, 1) && sheets_problem(h, &r.problems, 3, "身份证号", "Row 2"));
	/* A known number with quite another name is told, and with another birthday, too, refused. */
	r = sheets_import(h, NULL,
			  harness_text(&h->mem, "姓名|性别|出生日期|身份证号\n赵丽颖|女|2017-01-10|%.*s\n",
				       STR_ARG(kid))
				  .s,
			  o);
	OK(sheets_are(h, &r, 0, 1, 0, 0) && sheets_problem(h, &r.warnings, 2, "姓名", "was called 何甲"));
	r = sheets_import(h, NULL,
			  harness_text(&h->mem, "姓名|性别|出生日期|身份证号\n王大力|女|2016-05-06|%.*s\n",
				       STR_ARG(kid))
				  .s,
			  o);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "身份证号", "another name and another date"));
	/* A closed school. */
	harness_exec(h, STR("UPDATE school SET closed_on = 20260901 WHERE code = '2144000124'"));
	r = sheets_import(
		h, NULL,
		harness_text(&h->mem,
			     "姓名|性别|出生日期|身份证号|学校\n何丙|女|2017-01-10|%.*s|2144000124\n",
			     STR_ARG(child_number(h, 391)))
			.s,
		o);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "学校", "has been closed since 2026-09-01"));
	harness_exec(h, STR("UPDATE school SET closed_on = NULL WHERE code = '2144000124'"));
	/* Masks of what is known say nothing; masks of something else are refused. */
	r = sheets_import(h, &officer,
			  "姓名|性别|出生日期|身份证号\n李小明|男|2015-09-06|440804********101X\n", o);
	OK(sheets_are(h, &r, 0, 0, 1, 0));
	r = sheets_import(h, &officer,
			  "姓名|性别|出生日期|身份证号\n李小明|男|2015-09-06|440804********9999\n", o);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "身份证号", "mask of another value"));
}

static void test_sheets(struct harness *h)
{
	struct import_options o = of_children;
	struct book b =
		sheets_of(&h->mem, harness_text(&h->mem, "# 一\n2026年名单\n\n" HEAD "%.*s# 二\n某些说明\n",
						STR_ARG(roster_row(h, 1)))
					   .s);
	enum rc rc;
	struct import_report r = sheets_import_book(h, NULL, &b, o, &rc);

	OK(rc == RC_OK && sheets_are(h, &r, 0, 0, 1, 0) && r.row[0].line == 4);
	OK(r.warnings.n == 1 &&
	   str_has(str_of(r.warnings.list[0].what.text), STR("no headings that are known")));
	b.sheet[0].hidden = true;
	r = sheets_import_book(h, NULL, &b, o, &rc);
	OK(rc == RC_INVALID && r.problems.n == 1 && r.problems.list[0].sheet == IMPORT_NO_SHEET);
	OK(r.warnings.n == 2 && str_has(str_of(r.warnings.list[0].what.text), STR("is hidden")));
	r = sheets_import(h, NULL, "姓名|性别|出生日期|姓名\n何丁|女|2017-01-10|何丁\n", o);
	OK(r.rows == 0 && sheets_problem(h, &r.problems, 1, "姓名", "stands twice"));
	r = sheets_import(h, NULL, "姓名|出生日期|星座\n何丁|2017-01-10|白羊\n", o);
	OK(sheets_problem(h, &r.problems, 1, "性别", "is missing") &&
	   sheets_problem(h, &r.warnings, 1, "星座", "left out"));
	r = sheets_import(
		h, NULL,
		"姓名|性别|出生日期|不填身份证的原因|没有号码的原因|地址\n何戊|女|2017-01-11||9|@f莫村5号\n",
		o);
	OK(sheets_are(h, &r, 1, 0, 0, 0) &&
	   sheets_problem(h, &r.warnings, 2, "地址", "computed by formulas"));
	o.form_day = 20270101;
	r = sheets_import(h, NULL, HEAD, o);
	OK(sheets_problem(h, &r.problems, 0, "", "still to come"));
	struct actor teacher = sheets_actor(h, ROLE_VOLUNTEER, FIX_SCHOOL);
	b = sheets_of(&h->mem, HEAD);
	(void)sheets_import_book(h, &teacher, &b, of_children, &rc);
	OK(rc == RC_DENIED);
}

static void test_likely(struct harness *h)
{
	struct import_options o = of_children;
	const char *text =
		"姓名|性别|出生日期|没有号码的原因|学校|父亲电话\n李小明|男|2015-09-06|1|2144000123|\n";
	struct import_report r;
	int64_t before = children(h);

	/* Without a number, where the known child has one. */
	o.dry_run = o.hold_likely = true;
	r = sheets_import(h, NULL, text, o);
	OK(sheets_are(h, &r, 0, 0, 0, 0) && r.held == 1 && r.nlikely == 1 && r.problems.n == 0);
	OK(r.likely[0].child == h->fix[FIX_KID] && r.likely[0].score >= 60);
	OK(str_eq(r.likely[0].told[IMPORT_TOLD_NAME], STR("李小明")) &&
	   str_eq(r.likely[0].told[IMPORT_TOLD_BORN], STR("2015-09-06")));
	o.dry_run = false;
	r = sheets_import(h, NULL, text, o);
	OK(r.held == 1 && r.row[0].outcome == IMPORT_HELD && children(h) == before);
	/* The very same one. */
	o.choice = &(struct import_choice){ 0, 2, h->fix[FIX_KID] };
	o.nchoice = 1;
	r = sheets_import(h, NULL, text, o);
	OK(r.held == 0 && r.fresh == 0 && r.refused == 0 && children(h) == before &&
	   r.row[0].id == h->fix[FIX_KID]);
	/* Another one. */
	o.choice = &(struct import_choice){ 0, 2, 0 };
	r = sheets_import(h, NULL, text, o);
	OK(sheets_are(h, &r, 1, 0, 0, 0) && children(h) == before + 1);
	/* On the command line nobody is asked: new, with a warning. */
	r = sheets_import(h, NULL, "姓名|性别|出生日期|没有号码的原因\n李小明|男|2015-06-09|1\n",
			  of_children);
	OK(sheets_are(h, &r, 1, 0, 0, 0) && r.nlikely > 0 &&
	   sheets_problem(h, &r.warnings, 2, "姓名", "registered already"));
	/* A faulty row is refused before anybody is asked about it. */
	o.nchoice = 0;
	r = sheets_import(h, NULL, "姓名|性别|出生日期|没有号码的原因|电话\n李小明|男|2015-09-06|1|12\n", o);
	OK(r.refused == 1 && r.held == 0);
}

struct stop {
	size_t at, calls, seen;
};

static enum rc stop_there(struct ctx *c, void *arg, size_t done, size_t total)
{
	struct stop *s = arg;

	(void)c;
	(void)total;
	s->calls++;
	if (done > s->at)
		return RC_BUSY;
	s->seen = done;
	return RC_OK;
}

/* The second unit comes to nothing; the next attempt goes on behind the first. */
static void test_going_on(struct harness *h)
{
	struct stop s = { .at = 200 };
	struct import_options o = { .kind = &child_kind, .progress = stop_there, .arg = &s };
	int64_t before = children(h);
	str text = roster(h, 1000, 450);
	struct book b = sheets_of(&h->mem, text.s);
	enum rc rc;
	struct import_report r = sheets_import_book(h, NULL, &b, o, &rc);

	OK(rc == RC_BUSY && s.seen == 200 && children(h) == before + 200 && r.fresh == 200);
	s = (struct stop){ .at = 450 };
	o.from = 200;
	r = sheets_import_book(h, NULL, &b, o, &rc);
	OK(rc == RC_OK && s.calls == 2 && s.seen == 450 && children(h) == before + 450 && r.fresh == 250 &&
	   r.rows == 450);
	r = sheets_import(h, NULL, text.s, of_children);
	OK(sheets_are(h, &r, 0, 0, 450, 0));
	/* A dry run tells how far it is without a unit. */
	s = (struct stop){ .at = 450 };
	o.from = 0;
	o.dry_run = true;
	r = sheets_import_book(h, NULL, &b, o, &rc);
	OK(rc == RC_OK && s.calls == 3 && s.seen == 450);
}

/* A database that fails in the middle leaves whole rows, or none of a unit. */
static void test_failing(struct harness *h)
{
	int64_t before = children(h);
	struct book b = sheets_of(&h->mem, roster(h, 2000, 20).s);
	struct ctx c = harness_ctx(h);
	struct import_report r;
	struct import_options o = of_children;
	size_t kept = 0;

	for (uint64_t nth = 5; nth < 900; nth += 97) {
		c = harness_ctx(h);
		db_fail_at(harness_writer(h), nth);
		enum rc rc = import_run(&c, &b, &o, &r);
		db_fail_at(harness_writer(h), 0);
		int64_t now = children(h);
		OK((rc == RC_OK) == (now == before + 20) && (now == before || now == before + 20));
		kept += now != before;
		if (now != before)
			break;
	}
	c = harness_ctx(h);
	OK(import_run(&c, &b, &o, &r) == RC_OK && children(h) == before + 20);
	(void)kept;
}

/* --- the report as bytes; the refused rows out and in again --- */

static void test_bytes(struct harness *h)
{
	struct book b = sheets_of(&h->mem, harness_text(&h->mem,
							HEAD "%.*s|男孩|2017-02-30\n"
							     "李小明|男|2015-09-06\n",
							STR_ARG(roster_row(h, 1)))
						   .s);
	struct import_report r, back;
	enum rc rc;
	struct import_options o = of_children;

	o.hold_likely = o.dry_run = true;
	r = sheets_import_book(h, NULL, &b, o, &rc);
	str bytes = import_report_pack(&h->mem, &r);
	OK(rc == RC_OK && import_report_unpack(&h->mem, bytes, &back) == RC_OK);
	OK(back.rows == 3 && back.refused == r.refused && back.nsheet == 1 &&
	   back.sheet[0].kind == &child_kind);
	OK(back.problems.n == r.problems.n && back.problems.n > 0 && back.row[2].line == 4);
	OK(back.problems.list[0].what.row == 3 &&
	   str_eq(back.problems.list[0].what.value, r.problems.list[0].what.value));
	OK(str_eq(import_report_pack(&h->mem, &back), bytes));
	size_t taken = 0;
	for (size_t n = 0; n < bytes.n; n++)
		taken += import_report_unpack(&h->mem, str_cut(bytes, 0, n), &back) == RC_OK;
	OK(taken == 0);
}

static void test_refused(struct harness *h)
{
	struct book b =
		sheets_of(&h->mem, harness_text(&h->mem, HEAD "%.*s李新|女孩|2017-01-10|%.*s\n",
						STR_ARG(roster_row(h, 1)), STR_ARG(child_number(h, 392)))
					   .s);
	struct book back;
	struct ctx c = harness_ctx(h);
	enum rc rc;
	const char *why = NULL;
	str file;
	struct import_report r = sheets_import_book(h, NULL, &b, of_children, &rc);

	OK(rc == RC_OK && r.refused == 1);
	OK(import_refused(&c, &b, &r, LANG_EN, &file) == RC_OK);
	OK(book_read(&h->mem, file, &back, &why) == RC_OK && back.n == 1 && back.sheet[0].n == 2);
	const struct book_row *head = &back.sheet[0].row[0], *row = &back.sheet[0].row[1];
	OK(head->n == 23 && str_eq(head->cell[22].text, STR("Why")) &&
	   str_eq(row->cell[0].text, STR("李新")));
	OK(str_has(row->cell[22].text, STR("性别")));
	row->cell[1].text = STR("女"); /* put right, and in again with its column of reasons */
	r = sheets_import_book(h, NULL, &back, of_children, &rc);
	OK(rc == RC_OK && sheets_are(h, &r, 1, 0, 0, 0) && r.warnings.n == 0);
	OK(import_refused_csv(&c, &b, &r, LANG_ZH, &file) == RC_OK);
}

/* Ten thousand rows, in memory that does not grow with what is written. */
static void test_memory(struct harness *h)
{
	enum { ROWS = 10000, MOST = 48 << 20 };
	struct arena mem;
	struct import_report r;

	arena_init(&mem, 256 << 20);
	struct buf b = buf_new(&mem, 16 << 20);
	buf_lit(&b, "姓名,性别,出生日期,没有号码的原因,父亲姓名,父亲电话\n");
	for (unsigned i = 0; i < ROWS; i++) {
		char line[200];
		(void)snprintf(line, sizeof line, "万%u,男,20%02u-%02u-%02u,%s,万父%u,135%08u\n", i,
			       10 + i % 8, 1 + i % 12, 1 + i % 28, i % 33 ? "1" : "无此项", i, i);
		buf_str(&b, str_of(line));
	}
	struct book book;
	const char *why;
	OK(book_read(&mem, buf_view(&b), &book, &why) == RC_OK && book.sheet[0].n == ROWS + 1);
	struct arena *own = arena_within(&mem, 128 << 20);
	struct ctx c = harness_ctx(h);
	c.mem = own;
	struct import_options o = { .kind = &child_kind, .dry_run = true };
	OK(import_run(&c, &book, &o, &r) == RC_OK && r.rows == ROWS && r.refused == 304 &&
	   r.fresh == ROWS - 304);
	OK(own->used < MOST);
	printf("# %zu bytes\n", own->used);
	arena_free(&mem);
}

static void tests(struct harness *h)
{
	test_roster(h);
	test_reasons(h);
	test_whose(h);
	test_sheets(h);
	test_likely(h);
	test_going_on(h);
	test_failing(h);
	test_bytes(h);
	test_refused(h);
	test_memory(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
