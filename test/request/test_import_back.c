/* test_import_back - out and in again: random families, exported as our own workbook, change nothing where
 * they came from and arrive whole in another house; what that house exports says the same. */
#include "export_make.h"
#include "sheets.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAMILIES = 60, SEEDS = 3 };

static unsigned seed, begin = 20261121;

static unsigned any(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

static bool often(void) { return any(3) > 0; }

struct text {
	struct harness *h;
	struct buf child, tie, absence, held, enrolment, roll, entry, said;
	unsigned number; /* of the next record of the file */
};

static str day_text(struct harness *h, day d)
{
	return harness_text(&h->mem, "%04d-%02d-%02d", d / 10000, d / 100 % 100, d % 100);
}

#define PUT(t, sheet, ...) buf_str(&(t)->sheet, harness_text(&(t)->h->mem, __VA_ARGS__))

static void put_absences(struct text *t, unsigned person)
{
	day from = day_add(20210101, (int32_t)any(700));

	if (often())
		PUT(t, absence, "%u|%u|%.*s|%.*s|4403|外出务工|是|\n", t->number++, person,
		    STR_ARG(day_text(t->h, from)),
		    STR_ARG(day_text(t->h, day_add(from, 50 + (int32_t)any(100)))));
	if (often())
		PUT(t, absence, "%u|%u|%s|||%s||%s\n", t->number++, person, any(2) ? "2025-02-16" : "",
		    any(2) ? "外出务工" : "其他", any(2) ? "2026-09-01" : "2026-08-01");
	if (!any(4)) {
		PUT(t, held, "%u||%u|监护能力|无监护能力|2024-01-01||\n", t->number++, person);
		PUT(t, held, "%u||%u|监护能力|有监护能力||2023-12-31|诊断书\n", t->number++, person);
	}
	if (!any(6))
		PUT(t, held, "%u||%u|人员状态|已故|2026-01-0%u||\n", t->number++, person, 1 + any(9));
}

static void put_adults(struct text *t, unsigned child, unsigned i)
{
	static const char *const relations[] = { "父亲", "母亲", "祖母", "外祖父", "其他亲属" };

	for (unsigned k = 0; k < COUNT(relations); k++) {
		unsigned person = t->number + 1;
		if (!often())
			continue;
		PUT(t, tie, "%u|%u|%u|%s|%s|%s|%s|长%u%u|%s|%s|%s|%s\n", t->number, child, person,
		    relations[k], any(2) ? "是" : "", any(2) ? "否" : "", any(3) ? "" : "2020-03-01", i, k,
		    any(2) ? harness_text(&t->h->mem, "137%05u%03u", i, k).s : "",
		    any(3) ? harness_id_number(&t->h->mem, "440804", day_add(19800101, (int32_t)(i * 5 + k)),
					       100 + seed % 800)
				     .s
			   : "",
		    any(2) ? "汉族" : "", any(2) ? "电子厂" : "");
		t->number += 2;
		put_absences(t, person);
	}
}

static void put_rest(struct text *t, unsigned child)
{
	if (often())
		PUT(t, roll, "%u|%u|440804|广东|是|否|2.%u|步行\n", t->number++, child, any(9));
	if (often())
		PUT(t, entry, "%u|%u|是|小学|务工、种养|低保|较好|王主任|2026-09-0%u\n", t->number++, child,
		    1 + any(9));
	if (often())
		PUT(t, said, "%u|%u|%u|2025-09-01|学籍表\n", t->number++, child, any(3));
	if (often())
		PUT(t, said, "%u|%u|%u|2026-09-01|民政登记表\n", t->number++, child, any(3));
}

static void put_family(struct text *t, unsigned i)
{
	day born = day_add(20140101, (int32_t)(i * 37 + any(20)));
	unsigned child = t->number++;
	bool moved = any(2), schooled = often();
	str number =
		any(2) ? harness_id_number(&t->h->mem, "440804", born, 200 + any(300) * 2) : (str){ "", 0 };

	PUT(t, child, "%u|孩%u%u|女|%.*s|%s|%s|%s|%s|%s|%s|%s|%s\n", child, seed % 1000, i,
	    STR_ARG(day_text(t->h, born)), number.s, number.n ? "" : "未登记户口", any(2) ? "汉族" : "",
	    often() ? "440804103203" : "", often() ? "农业户口" : "", schooled ? "2144000123" : "",
	    schooled && any(2) ? "三年级2班" : "", schooled ? "202409" : "");
	if (schooled && moved)
		PUT(t, enrolment, "%u|%u|2144000124||2022-09-01|2024-08-31|转出\n", t->number++, child);
	if (schooled)
		PUT(t, enrolment, "%u|%u|2144000123||2024-09-01||\n", t->number++, child);
	if (any(2)) {
		PUT(t, held, "%u|%u||living_region|440804101209|2025-05-01||\n", t->number++, child);
		PUT(t, held, "%u|%u||living_region|440804103203|2020-01-01|2025-04-30|走访\n", t->number++,
		    child);
	}
	put_adults(t, child, i);
	put_rest(t, child);
}

static struct book random_book(struct harness *h)
{
	struct text t = { .h = h, .number = 1000 };
	struct buf *const all[] = { &t.child,     &t.tie,  &t.absence, &t.held,
				    &t.enrolment, &t.roll, &t.entry,   &t.said };
	static const char *const heads[] = {
		"# "
		"孩子\n编号|姓名|性别|出生日期|身份证号|没有号码的原因|民族|户籍地|户口性质|学校|班级|"
		"入学年月\n",
		"# "
		"亲属\n编号|child|person|relation|guardian|lives_with|from|name|phone|id_number|ethnicity|"
		"employer\n",
		"# 外出\n编号|person|from|to|region|reason|child_along|known_by\n",
		"# 情况\n编号|child|person|topic|value|from|to|evidence\n",
		"# 就读\n编号|child|school|class|from|to|end\n",
		"# 学籍信息\n编号|child|birthplace|native_place|only_child|preschool|distance_km|transport\n",
		"# "
		"民政\n编号|child|household_registered|schooling|income_source|aid_items|care_grade|in_"
		"charge|form_day\n",
		"# 声明\n编号|child|status|day|source\n",
	};
	struct buf whole = buf_new(&h->mem, 4 << 20);

	for (size_t i = 0; i < COUNT(all); i++)
		*all[i] = buf_new(&h->mem, 1 << 20);
	for (unsigned i = 0; i < FAMILIES; i++)
		put_family(&t, i);
	for (size_t i = 0; i < COUNT(all); i++) {
		buf_str(&whole, str_of(heads[i]));
		buf_str(&whole, buf_view(all[i]));
	}
	return sheets_of(&h->mem, str_z(&h->mem, buf_view(&whole)));
}

static struct book exported(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct actor officer = sheets_actor(h, ROLE_OFFICER, FIX_SCHOOL);
	struct export_order o = { .form = &forms[FORM_CHILDREN],
				  .query = { .kind = &child_kind },
				  .number = STR("1"),
				  .who = STR("test"),
				  .purpose = STR("test") };
	struct export_made made = { { NULL, 0 }, 0 };
	struct book b = { .n = 0 };
	const char *why = NULL;

	c.who = &officer;
	c.purpose = STR("test");
	c.lang = LANG_ZH;
	if (export_make(&c, &o, &made) != RC_OK || book_read(&h->mem, made.bytes, &b, &why) != RC_OK)
		printf("# not exported: %s\n", why ? why : "");
	return b;
}

/* --- two workbooks that say the same, numbers of records aside --- */

static bool is_number(str s) { return s.n >= 12 && str_digits(s) && str_starts(s, STR("387")); }

static int compare(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

static str *lines_of(struct arena *mem, const struct book_sheet *s)
{
	str *lines = NEW(mem, str, s->n + 1);

	for (size_t i = 0; i < s->n; i++) {
		struct buf b = buf_new(mem, 64 << 10);
		for (size_t k = 0; k < s->row[i].n; k++) {
			buf_str(&b, is_number(s->row[i].cell[k].text) ? STR("#") : s->row[i].cell[k].text);
			buf_ch(&b, '|');
		}
		lines[i] = buf_view(&b);
	}
	qsort(lines, s->n, sizeof *lines, compare);
	return lines;
}

static bool same_books(struct harness *h, const struct book *a, const struct book *b)
{
	bool same = a->n == b->n && a->n >= 8;

	for (size_t i = 0; same && i + 1 < a->n; i++) { /* the last one is the watermark */
		str *x = lines_of(&h->mem, &a->sheet[i]), *y = lines_of(&h->mem, &b->sheet[i]);
		same = a->sheet[i].n == b->sheet[i].n;
		for (size_t k = 0; same && k < a->sheet[i].n; k++) {
			same = str_eq(x[k], y[k]);
			if (!same)
				printf("# %.*s: %.*s\n# %.*s\n", STR_ARG(a->sheet[i].name), STR_ARG(x[k]),
				       STR_ARG(y[k]));
		}
		if (!same)
			printf("# sheet %.*s: %zu and %zu rows\n", STR_ARG(a->sheet[i].name), a->sheet[i].n,
			       b->sheet[i].n);
	}
	return same;
}

static void out_and_in(struct harness *h)
{
	static struct harness other;
	struct import_options o = { .kind = &child_kind };
	struct book first = random_book(h);
	enum rc rc;
	struct import_report r = sheets_import_book(h, NULL, &first, o, &rc);

	OK(rc == RC_OK && r.refused == 0 && r.fresh > FAMILIES * 3);
	if (r.refused)
		(void)sheets_are(h, &r, 0, 0, 0, 0);
	r = sheets_import_book(h, NULL, &first, o, &rc);
	OK(rc == RC_OK && sheets_are(h, &r, 0, 0, r.rows, 0));
	struct book out = exported(h);
	r = sheets_import_book(h, NULL, &out, o, &rc);
	OK(rc == RC_OK && r.rows > FAMILIES * 3 && sheets_are(h, &r, 0, 0, r.rows, 0));
	harness_open(&other, h->engine);
	o.dry_run = true;
	r = sheets_import_book(&other, NULL, &out, o, &rc);
	OK(rc == RC_OK && r.refused == 0 && r.fresh > FAMILIES * 3);
	size_t fresh = r.fresh;
	o.dry_run = false;
	r = sheets_import_book(&other, NULL, &out, o, &rc);
	OK(rc == RC_OK && r.refused == 0 && r.fresh == fresh);
	if (r.refused)
		(void)sheets_are(h, &r, 0, 0, 0, 0);
	struct book back = exported(&other);
	OK(same_books(h, &out, &back));
	r = sheets_import_book(&other, NULL, &out, o, &rc);
	OK(rc == RC_OK && sheets_are(&other, &r, 0, 0, r.rows, 0));
	OK(harness_journal_whole(h) && harness_journal_whole(&other));
	harness_close(&other);
}

static void tests(struct harness *h)
{
	seed = begin;
	printf("# seed %u\n", begin);
	out_and_in(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	for (int i = 0; i < SEEDS; i++) {
		harness_each_engine(tests, tap_skip);
		begin++;
	}
	harness_stop();
	return tap_end();
}
