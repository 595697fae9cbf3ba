/* Lists that leave as files: who may ask, who has to agree, what stands in the file, that it is what the
 * screen shows, and that all of it is on record. */
#include "book.h"
#include "export_make.h"
#include "import.h"
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

/* --- asking and fetching --- */

static struct answer ask(struct harness *h, enum as as, const char *fields)
{
	return harness_ask(h, as, POST, "/export", NULL, fields);
}

/* The number behind /exports/NUMBER; 0: it was not taken. */
static int64_t asked(struct harness *h, enum as as, const char *fields)
{
	struct answer a = ask(h, as, fields);
	str to = a.location.n ? a.location : header_of(&a, "Location");
	int64_t id = 0;

	if (a.status != 303)
		tap_note(a.body.s, a.body.n > 3000 ? 3000 : a.body.n);
	if (!str_starts(to, STR("/exports/")) || !str_int(str_cut(to, 9, to.n), &id))
		return 0;
	return id;
}

static struct answer on(struct harness *h, enum as as, int64_t id, const char *tail, const char *fields)
{
	str path = harness_text(&h->mem, "/exports/%lld%s", (long long)id, tail);

	return tail[0] ? harness_ask(h, as, POST, str_z(&h->mem, path), NULL, fields ? fields : "")
		       : harness_get(h, as, str_z(&h->mem, path));
}

/* Ask, run, fetch; empty when any of it fails. */
static str fetched(struct harness *h, enum as as, const char *fields)
{
	int64_t id = asked(h, as, fields);
	size_t ran = harness_jobs(h);
	struct answer a = on(h, as, id, "/file", NULL);

	OK(id > 0 && ran == 1 && a.status == 200 && a.no_store);
	if (a.status != 200)
		tap_note(a.body.s, a.body.n > 3000 ? 3000 : a.body.n);
	return a.status == 200 ? str_dup(&h->mem, a.body) : (str){ NULL, 0 };
}

static struct book book_of(struct harness *h, str bytes)
{
	struct book b = { .n = 0 };
	const char *why = "";

	OK(book_read(&h->mem, bytes, &b, &why) == RC_OK);
	return b;
}

static const struct book_sheet *sheet_named(const struct book *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->sheet[i].name, str_of(name)))
			return &b->sheet[i];
	return NULL;
}

static size_t column_of(const struct book_sheet *s, const char *heading)
{
	for (size_t i = 0; s && s->n && i < s->row[0].n; i++)
		if (form_same_heading(s->row[0].cell[i].text, str_of(heading)))
			return i;
	return SIZE_MAX;
}

static str cell_at(const struct book_sheet *s, size_t row, size_t column)
{
	return s && row < s->n && column < s->row[row].n ? s->row[row].cell[column].text : (str){ NULL, 0 };
}

/* The row in which this column holds that text; 0: none. */
static size_t row_with(const struct book_sheet *s, size_t column, str text)
{
	for (size_t i = 1; s && i < s->n; i++)
		if (str_eq(cell_at(s, i, column), text))
			return i;
	return 0;
}

static int64_t count(struct harness *h, const char *sql) { return harness_number(h, str_of(sql)); }

#define MASKED "form=own&list=children&format=%s&school=%s&class=%s&region=%s&purpose=Checking+the+roll"

static const char *masked(struct harness *h, const char *format, const char *school, const char *class,
			  const char *region)
{
	return str_z(&h->mem, harness_fill(h, str_z(&h->mem, harness_text(&h->mem, MASKED, format, school,
									  class, region))));
}

/* --- screen = CSV = XLSX = print --- */

/* Names of the links to children, in order, parted by '|'. */
static str names_on(struct harness *h, enum as as, const char *path)
{
	struct answer a = harness_get(h, as, path);
	struct buf b = buf_new(&h->mem, 64 << 10);
	str body = a.body;

	OK(a.status == 200);
	for (size_t i = 0; i < body.n; i++) {
		str rest = str_cut(body, i, body.n);
		if (!str_starts(rest, STR("<a href=\"/children/")) || rest.s[19] < '0' || rest.s[19] > '9')
			continue;
		size_t from = 0, to;
		while (from < rest.n && rest.s[from] != '>')
			from++;
		for (to = from + 1; to < rest.n && rest.s[to] != '<'; to++)
			;
		buf_put(&b, rest.s + from + 1, to - from - 1);
		buf_ch(&b, '|');
	}
	return buf_view(&b);
}

static str names_in(struct harness *h, const struct book_sheet *s)
{
	struct buf b = buf_new(&h->mem, 64 << 10);
	size_t at = column_of(s, tr(h->lang, "Name"));

	for (size_t i = 1; s && i < s->n; i++) {
		buf_str(&b, cell_at(s, i, at));
		buf_ch(&b, '|');
	}
	return buf_view(&b);
}

static void test_same(struct harness *h)
{
	static const struct {
		enum as as;
		const char *query, *school, *class, *region;
	} lists[] = {
		{ AS_OFFICER, "", "", "", "" },
		{ AS_OFFICER, "school={school}", "{school}", "", "" },
		{ AS_OFFICER, "school={school}&class={class}", "{school}", "{class}", "" },
		{ AS_OFFICER, "region=440804101", "", "", "440804101" },
		{ AS_HEAD, "", "", "", "" },
		{ AS_TEACHER, "", "", "", "" },
		{ AS_CIVIL, "school={school_2}", "{school_2}", "", "" },
	};

	for (size_t i = 0; i < COUNT(lists); i++) {
		const char *path = str_z(&h->mem, harness_text(&h->mem, "/children?%s", lists[i].query)),
			   *paper = str_z(&h->mem,
					  harness_text(&h->mem, "/children/print?%s", lists[i].query));
		str screen = names_on(h, lists[i].as, path), print = names_on(h, lists[i].as, paper);
		str xlsx = fetched(h, lists[i].as,
				   masked(h, "xlsx", lists[i].school, lists[i].class, lists[i].region));
		str csv = fetched(h, lists[i].as,
				  masked(h, "csv", lists[i].school, lists[i].class, lists[i].region));
		struct book x = book_of(h, xlsx), c = book_of(h, csv);
		str in_xlsx = x.n ? names_in(h, &x.sheet[0]) : STR(""),
		    in_csv = c.n ? names_in(h, &c.sheet[0]) : STR("");
		OK(screen.n > 0 && str_eq(screen, print));
		OK(str_eq(screen, in_xlsx));
		OK(str_eq(screen, in_csv));
		if (!str_eq(screen, in_csv))
			printf("# %.*s\n# %.*s\n# %.*s\n", STR_ARG(screen), STR_ARG(in_xlsx),
			       STR_ARG(in_csv));
	}
}

/* --- what stands in a masked file, and on record --- */

static void test_masked(struct harness *h)
{
	int64_t read = count(h, "SELECT count(*) FROM readlog WHERE what = 'export'"),
		out = count(h, "SELECT count(*) FROM journal WHERE act = 11");
	str bytes = fetched(h, AS_OFFICER, masked(h, "csv", "", "", ""));
	struct book b = book_of(h, bytes);
	const struct book_sheet *s = b.sheet;
	size_t id = column_of(s, tr(h->lang, "Id number")), number = column_of(s, "导出编号");

	if (number == SIZE_MAX)
		number = column_of(s, "Export number");
	OK(str_starts(bytes, STR("\xef\xbb\xbf")) && str_has(bytes, STR("\r\n")));
	OK(id != SIZE_MAX && str_has(cell_at(s, 1, id), STR("********")));
	OK(number == s->row[0].n - 1 && cell_at(s, 1, number).n > 0 &&
	   str_eq(cell_at(s, 1, number), cell_at(s, s->n - 1, number)));
	OK(count(h, "SELECT count(*) FROM readlog WHERE what = 'export'") == read + 1);
	OK(count(h, "SELECT count(*) FROM journal WHERE act = 11") == out + 1);
	OK(count(h,
		 "SELECT count(*) FROM readlog_child x, readlog r WHERE r.what = 'export' AND r.seq = x.seq"
		 " AND r.seq = (SELECT max(seq) FROM readlog WHERE what = 'export')") == (int64_t)s->n - 1);
	OK(count(h, "SELECT count(*) FROM readlog WHERE what = 'export' AND digest = ''") ==
	   0); /* why is known */
}

static bool holds(const struct book_sheet *s, const char *text)
{
	for (size_t i = 0; s && i < s->n; i++)
		for (size_t k = 0; k < s->row[i].n; k++)
			if (str_has(s->row[i].cell[k].text, str_of(text)))
				return true;
	return false;
}

static const struct book_sheet *watermark(const struct book *b)
{
	const struct book_sheet *s = sheet_named(b, "水印");

	return s ? s : sheet_named(b, "Watermark");
}

/* --- numbers in plain: a second person --- */

#define PLAIN "form=own&list=children&format=xlsx&plain=1&purpose=Merger+with+the+roll"

/* Nobody else than somebody of civil affairs of the county, who says why not. */
static void test_who_answers(struct harness *h, int64_t id)
{
	struct answer a = on(h, AS_OFFICER, id, "/approve", NULL);

	OK(a.status == 409 &&
	   str_has(a.body, str_of(tr(h->lang, "Nobody agrees to what they asked for themselves."))));
	a = on(h, AS_HEAD, id, "/approve", NULL);
	OK(a.status == 404 || a.status == 403);
	OK(on(h, AS_FAR_CIVIL, id, "/approve", NULL).status == 404);
	OK(on(h, AS_FAR_OFFICER, id, "", NULL).status == 404);
	OK(on(h, AS_HEAD, id, "", NULL).status == 404);
	OK(on(h, AS_CIVIL, id, "/refuse", "why=").status == 422);
	OK(harness_jobs(h) == 0);
}

static void test_answered(struct harness *h, int64_t id)
{
	struct answer a = harness_get(h, AS_CIVIL, "/");

	OK(str_has(a.body, STR("href=\"/exports\"")));
	OK(on(h, AS_CIVIL, id, "/approve", NULL).status == 303);
	a = on(h, AS_CIVIL, id, "/approve", NULL);
	OK(a.status == 409 && str_has(a.body, str_of(tr(h->lang, "This has been answered already."))));
	OK(on(h, AS_CIVIL, id, "/refuse", "why=late").status == 409);
	OK(harness_jobs(h) == 1);
	OK(on(h, AS_CIVIL, id, "/file", NULL).status == 404); /* the one who asked, nobody else */
	OK(count(h, "SELECT count(*) FROM journal WHERE act = 9") >= 1);
}

static void test_plain_file(struct harness *h, int64_t id)
{
	str number = harness_text(&h->mem, "%lld", (long long)id);
	struct answer a = on(h, AS_OFFICER, id, "/file", NULL);
	struct book b = book_of(h, a.body);
	size_t at = column_of(b.sheet, tr(h->lang, "Id number"));

	OK(at != SIZE_MAX && !holds(b.sheet, "********"));
	OK(cell_at(b.sheet, 1, at).n == 18);
	OK(b.sheet->row[1].cell[at].type == CELL_TEXT); /* no spreadsheet may reckon with it */
	OK(holds(watermark(&b), "Merger with the roll") && holds(watermark(&b), number.s));
	OK(b.n >= 4 && sheet_named(&b, tr(h->lang, "Relatives")));
	OK(on(h, AS_OFFICER, id, "/file", NULL).status == 200); /* again, on record again */
}

static void test_plain(struct harness *h)
{
	int64_t id = asked(h, AS_OFFICER, PLAIN);

	OK(id > 0 && harness_jobs(h) == 0);
	OK(on(h, AS_OFFICER, id, "/file", NULL).status == 409);
	test_who_answers(h, id);
	test_answered(h, id);
	test_plain_file(h, id);
	id = asked(h, AS_HEAD, PLAIN);
	OK(on(h, AS_OFFICER, id, "/refuse", "why=Not+needed").status == 303);
	struct answer a = on(h, AS_HEAD, id, "", NULL);
	OK(str_has(a.body, STR("Not needed")) && harness_jobs(h) == 0);
	OK(on(h, AS_HEAD, id, "/again", NULL).status == 409);
	OK(on(h, AS_HEAD, id, "/file", NULL).status == 409);
}

/* --- who may not, and what not --- */

static void test_refused(struct harness *h)
{
	static const struct {
		enum as as;
		const char *fields;
		int status;
	} tries[] = {
		{ AS_GUARDIAN, "form=own&list=children&format=csv&purpose=Because+I+like", 404 },
		{ AS_PARENT, "form=own&list=children&format=csv&purpose=Because+I+like", 404 },
		{ AS_CHILD, "form=own&list=children&format=csv&purpose=Because+I+like", 404 },
		{ AS_COUNSELLOR, "form=own&list=children&format=csv&purpose=Because+I+like", 404 },
		{ AS_ADMIN, "form=own&list=children&format=csv&purpose=Because+I+like", 404 },
		{ AS_TEACHER, "form=own&list=children&format=csv&plain=1&purpose=Because+I+like", 422 },
		{ AS_TEACHER, "form=national&list=children&format=csv&purpose=Because+I+like", 422 },
		{ AS_HEAD, "form=civil&list=children&format=csv&purpose=Because+I+like", 422 },
		{ AS_CIVIL, "form=national&list=children&format=csv&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=", 422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=abc", 422 },
		{ AS_OFFICER, "form=own&list=accounts&format=csv&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=own&list=&format=csv&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=none&list=children&format=csv&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=own&list=children&format=zip&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=own&list=children&format=pdf&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=civil&list=schools&format=csv&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=oneroster&list=children&plain=1&purpose=Because+I+like", 422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=Because+I+like&q=Li", 422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=Because+I+like&school=x", 422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=Because+I+like&region=44080", 422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=Because+I+like&region=440804%27--",
		  422 },
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=Because+I+like&as_of=20260230",
		  422 },
		/* nobody on it: of another county, of another school */
		{ AS_OFFICER, "form=own&list=children&format=csv&purpose=Because+I+like&school={far_school}",
		  422 },
		{ AS_HEAD, "form=own&list=children&format=csv&purpose=Because+I+like&school={school_2}",
		  422 },
		{ AS_TEACHER, "form=own&list=children&format=csv&purpose=Because+I+like&class={class_b}",
		  422 },
	};
	int64_t before = count(h, "SELECT count(*) FROM export_request");

	for (size_t i = 0; i < COUNT(tries); i++) {
		struct answer a = ask(h, tries[i].as, tries[i].fields);
		if (a.status != tries[i].status)
			printf("# %s %s: %d\n", as_name[tries[i].as], tries[i].fields, a.status);
		OK(a.status == tries[i].status || (tries[i].status == 404 && a.status == 403));
	}
	OK(count(h, "SELECT count(*) FROM export_request") == before && harness_jobs(h) == 0);
	/* Only the program writes the record. */
	OK(harness_ask(h, AS_OFFICER, POST, "/api/v1/export_requests", NULL,
		       "{'list':'children','form':'own','format':'csv','purpose':'x','state':'approved'}")
		   .status >= 400);
	OK(harness_get(h, AS_GUARDIAN, "/exports").status >= 400 &&
	   harness_get(h, AS_GUARDIAN, "/export").status >= 400);
	OK(harness_get(h, AS_AUDITOR, "/exports").status == 200);
}

static void test_query_text(struct harness *h)
{
	static const char *const bad[] = { "school=1 OR 1=1",
					   "school=1&q=abc",
					   "name=5",
					   "school",
					   "school=",
					   "&",
					   "school=1&school=2&school=3&school=4&school=5",
					   "region=44;DROP",
					   "as_of=1" };
	struct ctx c = harness_ctx(h);
	struct query q, again;
	const struct query all = { &child_kind, 5, 7, STR("440804101"), 20260901, { NULL, 0 } };

	OK(query_parse(&c, &child_kind, query_text(&h->mem, &all), &q) == RC_OK);
	OK(q.school == 5 && q.class == 7 && str_eq(q.region, STR("440804101")) && q.as_of == 20260901 &&
	   !q.q.n);
	OK(str_eq(query_text(&h->mem, &q), STR("school=5&class=7&region=440804101&as_of=20260901")));
	OK(query_parse(&c, &child_kind, STR(""), &again) == RC_OK && !query_narrows(&again));
	for (size_t i = 0; i < COUNT(bad); i++) {
		c.problems.n = 0;
		OK(query_parse(&c, &child_kind, str_of(bad[i]), &again) == RC_INVALID);
	}
}

/* --- limits, and time --- */

static void test_limits(struct harness *h)
{
	struct param row[400];
	struct params few = { row, 0 };
	const struct params *was = h->model.params;

	OK(was->n < COUNT(row));
	for (size_t i = 0; i < was->n && i < COUNT(row); i++) {
		row[few.n] = was->row[i];
		if (str_eq(row[few.n].key, str_of(PARAM_EXPORT_ROWS_C3)))
			row[few.n].value = 1;
		if (str_eq(row[few.n].key, str_of(PARAM_EXPORT_MAX_ROWS)))
			row[few.n].value = 2;
		few.n++;
	}
	h->model.params = &few;
	OK(ask(h, AS_OFFICER, masked(h, "csv", "", "", "")).status == 422); /* more than leaves at all */
	int64_t id = asked(h, AS_OFFICER, masked(h, "csv", "{school}", "", ""));
	OK(id > 0 && harness_jobs(h) == 0); /* two of them: a second person, though masked */
	OK(on(h, AS_CIVIL, id, "/approve", NULL).status == 303);
	h->model.params = was;
	OK(harness_jobs(h) == 1 && on(h, AS_OFFICER, id, "/file", NULL).status == 200);
}

static void test_time(struct harness *h)
{
	int64_t id = asked(h, AS_HEAD, masked(h, "xlsx", "", "", "")), waits = asked(h, AS_HEAD, PLAIN);

	OK(harness_jobs(h) == 1 && on(h, AS_HEAD, id, "/file", NULL).status == 200);
	harness_today(h, 20261128);
	OK(on(h, AS_HEAD, id, "/file", NULL).status == 200);
	harness_today(h, 20261129);
	struct answer a = on(h, AS_HEAD, id, "/file", NULL);
	OK(a.status == 409 && str_has(a.body, STR("7")));
	harness_daily(h);
	OK(count(h, "SELECT count(*) FROM export_request WHERE state IN ('ready', 'fetched') AND account IS "
		    "NOT NULL") == 0);
	OK(count(h, "SELECT count(*) FROM job_file f, job j WHERE f.job = j.id AND j.kind = 'export'") == 0);
	a = on(h, AS_HEAD, id, "", NULL);
	OK(a.status == 200 && str_has(a.body, str_of(tr(h->lang, "The file is gone."))));
	harness_today(h, 20261206);
	a = on(h, AS_OFFICER, waits, "/approve", NULL);
	OK(a.status == 409);
	OK(str_has(a.body,
		   str_of(tr(h->lang, "The time to answer has passed. It has to be asked for again."))));
	OK(harness_jobs(h) == 0);
}

/* --- the forms of others --- */

/* domain.md 7.5, verbatim */
static const char *const seventy_one[] = {
	"学校标识码",
	"姓名",
	"性别",
	"出生日期",
	"出生地行政区划代码",
	"籍贯",
	"民族",
	"国籍/地区",
	"身份证件类型",
	"港澳台侨外",
	"健康状况",
	"政治面貌",
	"身份证件号",
	"户口性质",
	"户口所在地行政区划",
	"班号",
	"入学年月",
	"入学方式",
	"就读方式",
	"现住址",
	"通信地址",
	"家庭地址",
	"联系电话",
	"邮政编码",
	"是否独生子女",
	"是否受过学前教育",
	"是否留守儿童",
	"是否需要申请资助",
	"是否享受一补",
	"是否孤儿",
	"是否烈士或优抚子女",
	"上下学距离",
	"上下学方式",
	"是否需要乘坐校车",
	"曾用名",
	"身份证件有效期",
	"血型",
	"特长",
	"学籍辅号",
	"班内学号",
	"学生来源",
	"电子信箱",
	"主页地址",
	"残疾类型",
	"是否由政府购买学位",
	"随班就读",
	"成员1姓名",
	"成员1关系",
	"成员1关系说明",
	"成员1现住址",
	"成员1户口所在地行政区划",
	"成员1联系电话",
	"成员1是否监护人",
	"成员1身份证件类型",
	"成员1身份证件号",
	"成员1民族",
	"成员1工作单位",
	"成员1职务",
	"成员2姓名",
	"成员2关系",
	"成员2关系说明",
	"成员2现住址",
	"成员2户口所在地行政区划",
	"成员2联系电话",
	"成员2是否监护人",
	"成员2身份证件类型",
	"成员2身份证件号",
	"成员2民族",
	"成员2工作单位",
	"成员2职务",
	"是否进城务工人员随迁子女",
};

static void test_national(struct harness *h)
{
	str bytes = fetched(h, AS_OFFICER, "form=national&list=children&format=xlsx&purpose=For+the+roll");
	struct book b = book_of(h, bytes);
	const struct book_sheet *s = b.sheet;
	bool same = s && s->row[0].n == COUNT(seventy_one);

	OK(COUNT(seventy_one) == 71 && same);
	for (size_t i = 0; same && i < COUNT(seventy_one); i++)
		same = form_same_heading(s->row[0].cell[i].text, str_of(seventy_one[i]));
	OK(same);
	size_t kid = row_with(s, 1, STR("李小明"));
	OK(kid > 0 && cell_at(s, kid, 0).n == 10 && str_digits(cell_at(s, kid, 3)) &&
	   cell_at(s, kid, 3).n == 8);
	/* The grandmother is the guardian; the uncle who is kept away is nobody's family here. */
	OK(str_eq(cell_at(s, kid, 46), STR("陈桂兰")) && cell_at(s, kid, 58).n > 0);
	OK(!holds(s, "李建军"));
	OK(!cell_at(s, kid, 26).n); /* nothing was declared, so nothing is said */

	struct book c = book_of(
		h, fetched(h, AS_CIVIL, "form=civil&list=children&format=xlsx&purpose=For+the+register"));
	size_t father = column_of(c.sheet, "父亲姓名"), name = column_of(c.sheet, "姓名");
	OK(name == 0 && father != SIZE_MAX && row_with(c.sheet, name, STR("李小明")) > 0);
	OK(cell_at(c.sheet, row_with(c.sheet, name, STR("李小明")), father).n > 0);
}

/* --- out and in again is the same --- */

/* What makes trouble in spreadsheets: formulas, apostrophes, codes that are none. */
static void make_troubles(struct harness *h)
{
	static const char *const name[] = { "=1+2",    "\\u0027=x", "@import", "-5",
					    "_x0041_", "a\\\"b, c", "\\u0027" };

	for (size_t i = 0; i < COUNT(name); i++) {
		str body =
			harness_text(&h->mem,
				     "{'name':'%s','sex':'1','birth_date':'2016-0%zu-11','no_id_reason':'1',"
				     "'school':'{school}','class':'{class}','entry_month':'202209',"
				     "'attendance_mode':'1'}",
				     name[i], i + 1);
		struct answer a =
			harness_ask(h, AS_OFFICER, POST, "/api/v1/children", NULL, str_z(&h->mem, body));
		OK(a.status == 201);
	}
}

/* The rows that a file brings back, and how many of them are as they were; plain: with numbers. */
static void test_again(struct harness *h, bool csv, bool plain, const struct form *form)
{
	struct actor officer = {
		.role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = HARNESS_COUNTY, .cleared = true
	};
	struct ctx c = harness_ctx(h);
	struct export_made made;
	struct import_report report = { .rows = 0 };
	const struct export_order o = { .form = form,
					.csv = csv,
					.query = { .kind = form->kind },
					.number = STR("7"),
					.who = STR("officer"),
					.purpose = STR("checking") };

	c.who = &officer;
	c.purpose = plain ? STR("checking") : (str){ NULL, 0 };
	OK(export_make(&c, &o, &made) == RC_OK && made.rows > 0);
	c.purpose = (str){ NULL, 0 };
	struct book b = book_of(h, made.bytes);
	OK(import_run(&c, &b, &(struct import_options){ .kind = form->of }, &report) == RC_OK);
	OK(report.rows >= made.rows && report.same == report.rows);
	if (report.same != report.rows)
		printf("# %s: rows %zu, new %zu, changed %zu, same %zu, refused %zu\n", form->name,
		       report.rows, report.fresh, report.changed, report.same, report.refused);
	for (size_t i = 0; i < report.problems.n && i < 5; i++)
		printf("# %.*s: %s\n", STR_ARG(report.problems.list[i].what.field),
		       report.problems.list[i].what.text);
}

static void test_identity(struct harness *h)
{
	static const size_t list[] = { FORM_CHILDREN, FORM_SCHOOLS, FORM_CLASSES, FORM_NATIONAL };

	make_troubles(h);
	for (size_t i = 0; i < COUNT(list); i++)
		for (unsigned how = 0; how < 4; how++)
			test_again(h, how & 1, how & 2, &forms[list[i]]);
}

static void test_engine(struct harness *h)
{
	test_query_text(h);
	test_same(h);
	test_masked(h);
	test_plain(h);
	test_refused(h);
	test_limits(h);
	test_national(h);
	test_identity(h);
	OK(harness_journal_whole(h));
	test_time(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
