/* Figures: places are ranked and open to their rows; a statutory form says the same on the screen, in the CSV
 * and in the Excel file; its equations hold, or say of whom something is missing; what is handed in stays,
 * and the next form shows who came and who went. */
#include "book.h"
#include "hand_in.h"
#include "site.h"
#include "steps.h"
#include "today_item.h"

#include <stdio.h>
#include <stdlib.h>

#define CIVIL "/statutory/civil_monthly"
#define ROLL "/statutory/roll_term"
#define FEDERATION "/statutory/federation"

static struct answer get(struct harness *h, enum as as, const char *path) { return harness_get(h, as, path); }

static bool has(const struct answer *a, const char *text) { return str_has(a->body, str_of(text)); }

static void show(const struct answer *a)
{
	printf("# status %d\n", a->status);
	tap_note(a->body.s, a->body.n > 4000 ? 4000 : a->body.n);
}

/* --- figures out of a page, a CSV, a workbook --- */

enum { LINES = 60 };
struct figures {
	int64_t n[LINES][STATUTORY_COLUMNS];
	size_t columns[LINES], lines;
};

/* The text of a cell, its markup left out, as a number; -1: none. */
static int64_t cell_number(const char *from, const char *to)
{
	int64_t n = 0;
	bool any = false, tag = false;

	for (const char *p = from; p < to; p++) {
		tag = *p == '<' || (tag && *p != '>');
		if (!tag && *p >= '0' && *p <= '9') {
			n = n * 10 + *p - '0';
			any = true;
		}
	}
	return any ? n : -1;
}

/* The rows of the table in the section with that id. */
static void of_page(struct harness *h, str body, const char *id, struct figures *ret)
{
	const char *at = strstr(str_z(&h->mem, body), id), *end = at ? strstr(at, "</section>") : NULL;
	const char *row = at ? strstr(at, "<tbody>") : NULL;

	*ret = (struct figures){ .lines = 0 };
	while (row && (row = strstr(row, "<tr>")) && row < end && ret->lines < LINES) {
		const char *stop = strstr(row, "</tr>"), *cell = row;
		size_t *n = &ret->columns[ret->lines];
		while ((cell = strstr(cell, "<td class=\"n\">")) && cell < stop && *n < STATUTORY_COLUMNS) {
			const char *last = strstr(cell, "</td>");
			ret->n[ret->lines][(*n)++] = cell_number(cell + 14, last);
			cell = last;
		}
		row = stop;
		ret->lines++;
	}
}

static void of_csv(struct harness *h, str body, struct figures *ret)
{
	str rest = body, line, part;
	size_t at = 0;

	(void)h;
	*ret = (struct figures){ .lines = 0 };
	while (str_next(&rest, '\n', &line) && ret->lines < LINES) {
		if (at++ == 0 || !line.n)
			continue;
		size_t column = 0;
		bool quoted = line.s[0] == '"';
		if (quoted) { /* the line's name may hold a comma */
			const char *end = strstr(line.s + 1, "\",");
			line = str_cut(line, (size_t)(end - line.s) + 2, line.n);
		} else
			(void)str_next(&line, ',', &part);
		while (str_next(&line, ',', &part) && column < STATUTORY_COLUMNS)
			ret->n[ret->lines][column++] = cell_number(part.s, part.s + part.n);
		ret->columns[ret->lines++] = column;
	}
}

static void of_book(struct harness *h, str bytes, struct figures *ret)
{
	struct book b = { .n = 0 };
	const char *why = "";

	*ret = (struct figures){ .lines = 0 };
	OK(book_read(&h->mem, bytes, &b, &why) == RC_OK && b.n == 2);
	if (!b.n) {
		printf("# %s\n", why);
		return;
	}
	const struct book_sheet *s = &b.sheet[0];
	for (size_t i = 2; i < s->n && ret->lines < LINES; i++) { /* after the title and the headings */
		for (size_t k = 1; k < s->row[i].n && k <= STATUTORY_COLUMNS; k++) {
			str text = s->row[i].cell[k].text;
			ret->n[ret->lines][k - 1] = cell_number(text.s, text.s + text.n);
		}
		ret->columns[ret->lines] = s->row[i].n - 1;
		ret->lines++;
	}
}

static bool same(const struct figures *a, const struct figures *b)
{
	if (a->lines != b->lines || !a->lines) {
		printf("# %zu lines, %zu lines\n", a->lines, b->lines);
		return false;
	}
	for (size_t i = 0; i < a->lines; i++)
		for (size_t k = 0; k < STATUTORY_COLUMNS; k++)
			if (a->columns[i] != b->columns[i] || a->n[i][k] != b->n[i][k]) {
				printf("# line %zu of %zu and %zu, column %zu: %lld, %lld\n", i,
				       a->columns[i], b->columns[i], k + 1, (long long)a->n[i][k],
				       (long long)b->n[i][k]);
				return false;
			}
	return true;
}

/* The last line is the sum of the others. */
static bool summed(const struct figures *f)
{
	for (size_t k = 0; f->lines && k < f->columns[0]; k++) {
		int64_t sum = 0;
		for (size_t i = 0; i + 1 < f->lines; i++)
			sum += f->n[i][k];
		if (sum != f->n[f->lines - 1][k])
			return false;
	}
	return f->lines > 1;
}

/* --- families --- */

static int64_t made(struct harness *h, enum as as, const char *path, const char *body)
{
	struct answer a = harness_ask(h, as, POST, path, NULL, body);

	if (a.status != 201)
		show(&a);
	OK(a.status == 201);
	return id_at(&a, path == strstr(path, API "parents") ? "person" : "id");
}

struct family {
	const char *name, *born, *region, *school; /* school: NULL none */
	const char *boards;                        /* code of attendance_mode; NULL: not known */
	const char *since;                         /* NULL: 2025-02-01 */
};

/* Both parents away for work. */
static int64_t make_family(struct harness *h, const struct family *f)
{
	char body[1000], school[200] = "";

	if (f->school)
		snprintf(school, sizeof school,
			 ",'school':'%s','class':'{class}','entry_month':'202309'%s%s%s", f->school,
			 f->boards ? ",'attendance_mode':'" : "", f->boards ? f->boards : "",
			 f->boards ? "'" : "");
	snprintf(body, sizeof body,
		 "{'name':'%s','sex':'2','birth_date':'%s','no_id_reason':'9','household_type':'1',"
		 "'household_region':'%s'%s}",
		 f->name, f->born, f->region, school);
	int64_t child = made(h, AS_OFFICER, API "children", body);
	for (int i = 0; i < 2; i++) {
		snprintf(body, sizeof body, "{'child':'%lld','relation':'%d','name':'%s家%d'}",
			 (long long)child, 51 + i, f->name, i);
		int64_t person = made(h, AS_OFFICER, API "parents", body);
		snprintf(body, sizeof body, "{'person':'%lld','reason':'work','from':'%s'}",
			 (long long)person, f->since ? f->since : "2025-02-01");
		(void)made(h, AS_OFFICER, API "absences", body);
	}
	return child;
}

static void judge(struct harness *h, int64_t child, const char *more)
{
	char body[400];

	snprintf(body, sizeof body, "{'child':'%lld','care_mode':'fathers_parents','care_grade':'good'%s}",
		 (long long)child, more);
	(void)made(h, AS_CIVIL, API "register_entries", body);
}

/* --- forms --- */

static void test_same(struct harness *h, enum as as, const char *path)
{
	struct figures page, csv, book;
	struct answer a = get(h, as, path);
	str csv_path = harness_text(&h->mem, "%s/file?format=csv", path),
	    book_path = harness_text(&h->mem, "%s/file?format=xlsx", path);

	OK(a.status == 200 && a.writes == 0);
	of_page(h, a.body, "id=\"lines\"", &page);
	a = get(h, as, str_z(&h->mem, csv_path));
	OK(a.status == 200 && a.no_store && str_starts(a.type, STR("text/csv")));
	of_csv(h, a.body, &csv);
	a = get(h, as, str_z(&h->mem, book_path));
	OK(a.status == 200 && a.no_store);
	of_book(h, a.body, &book);
	OK(same(&page, &csv));
	OK(same(&page, &book));
	OK(summed(&page));
}

static struct answer hand_in(struct harness *h, enum as as, const char *path, const char *fields)
{
	return harness_ask(h, as, POST, str_z(&h->mem, harness_text(&h->mem, "%s/hand-in", path)), NULL,
			   fields);
}

static int64_t handed_in(struct harness *h, enum as as, const char *path, const char *fields)
{
	struct answer a = hand_in(h, as, path, fields);
	str to = a.location.n ? a.location : header_of(&a, "Location");
	int64_t id = 0;

	if (a.status != 303)
		show(&a);
	OK(a.status == 303 && str_starts(to, STR("/hand_ins/")));
	return str_int(str_cut(to, 10, to.n), &id) ? id : 0;
}

static int64_t civil_now(struct harness *h)
{
	struct answer a = get(h, AS_CIVIL, API "left-behind?region=440804");

	return int_at(&a, "civil_affairs");
}

static void test_forms(struct harness *h)
{
	static const struct family families[] = {
		{ "甲小一", "2017-05-05", "440804103203", "{school}", "2" },
		{ "甲小二", "2018-05-05", "440804103203", "{school}", "1" },
		{ "甲小三", "2022-05-05", "440804101209", NULL, NULL },
	};
	int64_t child[COUNT(families)];
	struct figures page;

	for (size_t i = 0; i < COUNT(families); i++)
		child[i] = make_family(h, &families[i]);
	test_same(h, AS_CIVIL, CIVIL);
	test_same(h, AS_OFFICER, CIVIL);
	test_same(h, AS_CIVIL, FEDERATION);
	test_same(h, AS_OFFICER, ROLL);
	test_same(h, AS_HEAD, ROLL);
	struct answer a = get(h, AS_CIVIL, CIVIL);
	of_page(h, a.body, "id=\"lines\"", &page);
	/* The same number wherever one asks. */
	OK(page.lines && page.n[page.lines - 1][0] == civil_now(h) && civil_now(h) >= 3);
	/* Nobody has judged how well they are looked after: that equation is broken, and says by how many. */
	OK(has(&a, "Does not hold") && has(&a, "gap=6") && has(&a, "nobody has judged"));
	a = get(h, AS_CIVIL, CIVIL "/rows?gap=6");
	OK(a.status == 200 && has(&a, "甲小一") && has(&a, "甲小三"));
	a = hand_in(h, AS_CIVIL, CIVIL, "as_of=2026-11-21");
	OK(a.status == 422 && has(&a, "say in a sentence why"));
	a = hand_in(h, AS_CIVIL, CIVIL, "as_of=2026-11-21&note=x%01y");
	if (a.status != 422)
		show(&a);
	OK(a.status == 422);
	for (size_t i = 0; i < COUNT(families); i++)
		judge(h, child[i], "");
	judge(h, h->fix[FIX_KID], ",'schooling':'primary'");
	a = get(h, AS_CIVIL, CIVIL "/rows?gap=6");
	OK(a.status == 200 && !has(&a, "甲小一"));
	OK(get(h, AS_CIVIL, CIVIL).reads <= 4 && get(h, AS_CIVIL, CIVIL "/rows?of=1").reads <= 6);
}

/* The father's absence ends on that day. */
static void come_home(struct harness *h, const char *father, const char *to)
{
	str sql = harness_text(
		&h->mem, "SELECT a.id FROM absence a JOIN person p ON p.id = a.person WHERE p.name = '%s'",
		father);
	char path[200], body[100];

	snprintf(path, sizeof path, API "absences/%lld", (long long)harness_number(h, sql));
	snprintf(body, sizeof body, "{'to':'%s'}", to);
	OK(harness_ask(h, AS_OFFICER, HTTP_PATCH, path, "If-Match: '1'", body).status == 200);
}

static void test_changes(struct harness *h, int64_t id, int64_t before)
{
	static const struct family fresh = { "新小四",   "2016-05-05", "440804103203",
					     "{school}", "1",          "2026-11-25" };
	char path[200];

	(void)make_family(h, &fresh);
	come_home(h, "乙二家0", "2026-10-25"); /* thirty days at home end an absence */
	come_home(h, "乙一家0", "2026-09-01"); /* long before, as is known only now */
	OK(civil_now(h) == before - 1);
	snprintf(path, sizeof path, CIVIL "/changes?since=%lld&of=1", (long long)id);
	struct answer a = get(h, AS_CIVIL, path);
	OK(a.status == 200 && has(&a, "Came: 1") && has(&a, "新小四"));
	OK(has(&a, "Went: 2") && has(&a, "乙二") && has(&a, "乙一") && a.reads <= 8);
	if (!has(&a, "Went: 2"))
		show(&a);
	snprintf(path, sizeof path, CIVIL "?as_of=2026-11-28");
	a = get(h, AS_CIVIL, path);
	OK(a.status == 200 && has(&a, "−1") && has(&a, "/changes?"));
}

/* What was handed in stays, and what changed is told by name. */
static void test_hand_in(struct harness *h)
{
	int64_t before = civil_now(h),
		id = handed_in(h, AS_CIVIL, CIVIL, "as_of=2026-11-21&note=two+to+be+asked");
	struct answer a = hand_in(h, AS_CIVIL, CIVIL, "as_of=2026-11-21&note=two+to+be+asked");
	struct figures was, is;
	char path[200];

	OK(a.status == 409 && has(&a, "handed in already"));
	snprintf(path, sizeof path, "/hand_ins/%lld", (long long)id);
	a = get(h, AS_CIVIL, path);
	OK(a.status == 200 && has(&a, "two to be asked") && !has(&a, "/rows?"));
	of_page(h, str_dup(&h->mem, a.body), "id=\"lines\"", &was);
	test_same(h, AS_CIVIL, path);
	harness_today(h, 20261128);
	test_changes(h, id, before);
	a = get(h, AS_CIVIL, path);
	of_page(h, a.body, "id=\"lines\"", &is);
	OK(same(&was, &is));
	id = handed_in(h, AS_CIVIL, CIVIL, "as_of=2026-11-28&note=x");
	snprintf(path, sizeof path, "/hand_ins/%lld", (long long)id);
	a = get(h, AS_CIVIL, path);
	OK(a.status == 200 && has(&a, "Changes since"));
	OK(harness_journal_whole(h));
}

static void test_whole(struct harness *h)
{
	/* Every child that counts, with all that the form asks: every equation holds. */
	static const struct family families[] = { { "乙一", "2015-05-05", "440804101209", "{school}", "1" },
						  { "乙二", "2021-05-05", "440804103203", NULL, NULL } };
	struct ctx c = harness_ctx(h);
	struct statutory_table t;

	for (size_t i = 0; i < COUNT(families); i++)
		judge(h, make_family(h, &families[i]), "");
	OK(statutory_load(&c, statutory_find(STR("civil_monthly")), STR("440804"), h->now ? 20261121 : 0,
			  &t) == RC_OK);
	int64_t *missing = NEW(&h->mem, int64_t, t.rows + 1);
	for (size_t e = 0; e < t.form->equations; e++) {
		size_t n = statutory_gap(&t, e, missing);
		struct statutory_check check = statutory_check_of(&t.form->equation[e], t.total);
		OK(check.left - check.right == (int64_t)n && check.holds == !n);
	}
	OK(t.lines >= 2);
}

/* --- who may, and what is no form --- */

static void test_access(struct harness *h)
{
	static const enum as never[] = { AS_TEACHER, AS_SECURITY, AS_ADMIN };

	for (size_t i = 0; i < COUNT(never); i++) {
		OK(get(h, never[i], CIVIL).status == 404 || get(h, never[i], CIVIL).status == 403);
		OK(get(h, never[i], "/hand_ins").status >= 400);
	}
	OK(get(h, AS_HEAD, CIVIL).status == 404);
	OK(get(h, AS_HEAD, ROLL "/rows?of=1").status >= 400);
	OK(get(h, AS_AUDITOR, "/hand_ins").status == 200);
	struct answer a = hand_in(h, AS_HEAD, ROLL, "as_of=2026-11-21&note=x");
	OK(a.status >= 400);
	/* Another county's figures are not there. */
	int64_t id = harness_number(h, STR("SELECT max(t.id) FROM hand_in t"));
	a = get(h, AS_FAR_OFFICER, str_z(&h->mem, harness_text(&h->mem, "/hand_ins/%lld", (long long)id)));
	if (a.status != 404)
		show(&a);
	OK(a.status == 404);
}

/* Those above read the figures that were handed in, in sum; the federation its own form; nobody a name. */
static void test_above(struct harness *h)
{
	struct figures sum, one;
	char path[100];
	int64_t id = harness_number(h, STR("SELECT max(t.id) FROM hand_in t WHERE t.form = 'civil_monthly'"));
	struct answer a = get(h, AS_CITY, "/hand_ins");

	OK(a.status == 200 && has(&a, "/hand_ins/sum?form=civil_monthly&amp;period=202611"));
	a = get(h, AS_CITY, "/hand_ins/sum?form=civil_monthly&period=202611");
	OK(a.status == 200 && !has(&a, "/rows?") && !has(&a, "甲小一"));
	of_page(h, a.body, "id=\"lines\"", &sum);
	snprintf(path, sizeof path, "/hand_ins/%lld", (long long)id);
	a = get(h, AS_CITY, path);
	OK(a.status == 200 && !has(&a, "/rows?") && !has(&a, "/changes?"));
	of_page(h, a.body, "id=\"lines\"", &one);
	OK(sum.lines == 2 && one.lines > 1); /* one county, and the sum: the last of two hand-ins */
	for (size_t k = 0; k < 32; k++)
		OK(sum.n[1][k] == one.n[one.lines - 1][k] && sum.n[0][k] == sum.n[1][k]);
	OK(get(h, AS_FAR_CITY, path).status == 404);
	OK(get(h, AS_FEDERATION, path).status == 404 && get(h, AS_INSPECTOR, path).status == 200);
	id = handed_in(h, AS_CIVIL, FEDERATION, "as_of=2026-11-28&note=x");
	snprintf(path, sizeof path, "/hand_ins/%lld", (long long)id);
	OK(get(h, AS_FEDERATION, path).status == 200 && get(h, AS_KEEPER, path).status >= 400);
	OK(get(h, AS_CITY, "/hand_ins/sum?form=nothing&period=202611").status == 404);
	OK(get(h, AS_CITY, "/hand_ins/sum?form=civil_monthly&period=x").status == 422);
}

/* "far-head", "head-2": of which role they are. */
static unsigned role_named(const char *name)
{
	str s = str_of(name), first;

	if (s.n > 4 && !strncmp(name, "far-", 4))
		s = str_cut(s, 4, s.n);
	str_next(&s, '-', &first);
	const struct role_row *row = role_of_code(first);
	return row ? (unsigned)row->role : ROLES_SIGNED_IN;
}

/* What the rooms after the registry ask for a role: a statement each. */
static uint64_t asked_by_rooms(unsigned role)
{
	uint64_t n = 0;

	for (size_t i = 1; the_house.rooms[i]; i++)
		for (const struct today_item *const *t = the_house.rooms[i]->today; t && *t; t++)
			n += ((*t)->need & role) != 0;
	return n;
}

/* Today is there for everybody, without a fault and within few statements. */
static void test_today(struct harness *h)
{
	for (int who = AS_NOBODY + 1; who < AS__N; who++) {
		if (!harness_knows((enum as)who))
			continue;
		bool child = role_named(as_name[who]) == ROLE_CHILD; /* has a page of its own */
		struct answer a = get(h, (enum as)who, child ? "/me" : "/");
		uint64_t most = 16 + asked_by_rooms(role_named(as_name[who]));
		/* The child reads its own letters at once: a row of the read log (ADR 0034). */
		OK(a.status == 200 && a.writes <= (child ? 5U : 0U) && a.reads <= most && a.body.n < 40000);
		if (a.status != 200 || a.reads > most)
			printf("# %s: %d, %llu statements, %llu writes\n", as_name[who], a.status,
			       (unsigned long long)a.reads, (unsigned long long)a.writes);
	}
}

/* clang-format off */
static const struct step bad[] = {
	{ "no such form", AS_CIVIL, GET, "/statutory/nothing", NULL, NULL, 404 },
	{ "a day to come", AS_CIVIL, GET, CIVIL "?as_of=2027-01-01", NULL, NULL, 422 },
	{ "no day", AS_CIVIL, GET, CIVIL "?as_of=yesterday", NULL, NULL, 422 },
	{ "no such column", AS_CIVIL, GET, CIVIL "/rows?of=33", NULL, NULL, 422 },
	{ "no column", AS_CIVIL, GET, CIVIL "/rows", NULL, NULL, 422 },
	{ "no such line", AS_CIVIL, GET, CIVIL "/rows?of=1&line=1", NULL, NULL, 422 },
	{ "no such format", AS_CIVIL, GET, CIVIL "/file?format=pdf", NULL, NULL, 422 },
	{ "no such hand-in", AS_CIVIL, GET, CIVIL "/changes?since=1&of=1", NULL, NULL, 404 },
	{ "handed in for a day to come", AS_CIVIL, POST, CIVIL "/hand-in", NULL, "as_of=2027-01-01", 422 },
	{ "handed in for no day", AS_CIVIL, POST, CIVIL "/hand-in", NULL, "as_of=", 422 },
	{ "no such figure", AS_CIVIL, GET, "/regions/440804/children?of=nothing", NULL, NULL, 422 },
	{ "no such place", AS_CIVIL, GET, "/regions/440899", NULL, NULL, 404 },
};
/* clang-format on */

/* --- places --- */

static void test_regions(struct harness *h)
{
	static const char *const levels[] = { "44", "4408", "440804", "440804103", "440804103203" };
	struct figures f;
	char path[100];

	for (size_t i = 0; i < COUNT(levels); i++) {
		snprintf(path, sizeof path, "/regions/%s", levels[i]);
		struct answer a = get(h, AS_OFFICER, path);
		OK(a.status == 200 && a.reads <= 6 && has(&a, "Over twelve months"));
		of_page(h, a.body, "<figure", &f);
		/* The newest month stands first, and is what counts today. */
		a = get(h, AS_OFFICER,
			str_z(&h->mem, harness_text(&h->mem, API "left-behind?region=%s", levels[i])));
		OK(f.lines == 13 && f.n[0][0] == int_at(&a, "civil_affairs"));
	}
	struct answer a = get(h, AS_OFFICER, "/regions/440804");
	OK(has(&a, "Where most are left behind") && has(&a, "of=civil_affairs"));
	a = get(h, AS_OFFICER, "/regions/440804?by=share");
	OK(a.status == 200 && has(&a, "Where the share is largest"));
	a = get(h, AS_OFFICER, "/regions/440804/children?of=civil_affairs");
	OK(a.status == 200 && has(&a, "甲小一"));
}

static void tests(struct harness *h)
{
	printf("# %s\n", harness_engine(h->engine));
	struct answer a = get(h, AS_CIVIL, "/");
	OK(a.status == 200 && has(&a, "summary has not been handed in"));
	test_forms(h);
	test_whole(h);
	(void)handed_in(h, AS_CIVIL, CIVIL, "as_of=2026-10-31&note=x");
	a = get(h, AS_CIVIL, "/");
	OK(a.status == 200 && !has(&a, "summary has not been handed in"));
	for (size_t i = 0; i < COUNT(bad); i++)
		OK(harness_step(h, &bad[i]));
	test_regions(h);
	test_hand_in(h);
	test_access(h);
	test_above(h);
	test_today(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
