/* Lists of the JSON API: limits and cursors, q, as_of, region, references, and who finds what (DESIGN 6). */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

/* clang-format off */
static const struct step parameters[] = {
	{ "no limit", AS_OFFICER, GET, API "children", NULL, NULL, 200, { "items.#=4", "next=null" } },
	{ "limit 1", AS_OFFICER, GET, API "children?limit=1", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" }, "n=next" },
	{ "the cursor goes on", AS_OFFICER, GET, API "children?limit=2&after={n}", NULL, NULL, 200, { "items.#=2", "items.0.id={kid_b}", "items.1.id={kid_2}" }, "n=next" },
	{ "to the end", AS_OFFICER, GET, API "children?limit=2&after={n}", NULL, NULL, 200, { "items.#=1", "items.0.id={loose}", "next=null" } },
	{ "limit 200", AS_OFFICER, GET, API "children?limit=200", NULL, NULL, 200, { "items.#=4" } },
	{ "limit 0", AS_OFFICER, GET, API "children?limit=0", NULL, NULL, 422, { "?limit" } },
	{ "limit 201", AS_OFFICER, GET, API "children?limit=201", NULL, NULL, 422, { "?limit" } },
	{ "limit -1", AS_OFFICER, GET, API "children?limit=-1", NULL, NULL, 422, { "?limit" } },
	{ "limit many", AS_OFFICER, GET, API "children?limit=many", NULL, NULL, 422, { "?limit" } },
	{ "limit nothing", AS_OFFICER, GET, API "children?limit=", NULL, NULL, 422, { "?limit" } },
	{ "a cursor of nobody's", AS_OFFICER, GET, API "children?after=abc", NULL, NULL, 422, { "?after" } },
	{ "too large a cursor", AS_OFFICER, GET, API "children?after=99999999999999999999", NULL, NULL, 422, { "?after" } },
	{ "an unknown parameter", AS_OFFICER, GET, API "children?page=2", NULL, NULL, 422, { "?page" } },
	{ "all of them at once", AS_OFFICER, GET, API "children?page=2&limit=0&as_of=2026-02-30&region=44x&school=a", NULL, NULL, 422,
	  { "?page", "?limit", "?as_of", "?region", "?school" } },
	{ "one twice", AS_OFFICER, GET, API "children?limit=2&limit=3", NULL, NULL, 422, { "?limit" } },
	{ "a field that is no reference", AS_OFFICER, GET, API "children?sex=1", NULL, NULL, 422, { "?sex" } },
	{ "a reference another kind has", AS_OFFICER, GET, API "children?person=5", NULL, NULL, 422, { "?person" } },
	{ "a region where there is none", AS_OFFICER, GET, API "ties?region=44", NULL, NULL, 422, { "?region" } },
	{ "of one: no parameter but the day", AS_OFFICER, GET, API "children/{kid}?limit=2", NULL, NULL, 422, { "?limit" } },
	{ "of one that is not there: nothing is told", AS_OFFICER, GET, API "children/{far_kid}?limit=2", NULL, NULL, 404 },
	{ "of one: a day that is none", AS_OFFICER, GET, API "children/{kid}?as_of=2026-02-30", NULL, NULL, 422, { "?as_of" } },
	{ "of a parent: no other parameter", AS_OFFICER, GET, API "parents/{father_tie}?limit=2", NULL, NULL, 422, { "?limit" } },
	{ "of a parent: a day that is none", AS_OFFICER, GET, API "parents/{father_tie}?as_of=2026-02-30", NULL, NULL, 422, { "?as_of" } },
	{ "of a parent that is not there", AS_OFFICER, GET, API "parents/{far_tie}?as_of=2026-02-30", NULL, NULL, 404 },
	{ "a day before the birth", AS_OFFICER, GET, API "children/{kid}?as_of=2015-09-05", NULL, NULL, 422, { "?as_of", "~6 Sep 2015" } },
	{ "the birthday itself", AS_OFFICER, GET, API "children/{kid}?as_of=2015-09-06", NULL, NULL, 200, { "left_behind.as_of=2015-09-06" } },
};

static const struct step search[] = {
	{ "a whole id number", AS_OFFICER, GET, API "children?q=44080420150906101X", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" } },
	{ "however it is written", AS_OFFICER, GET, API "children?q=%2044080420150906101x", NULL, NULL, 200, { "items.#=1" } },
	{ "in full width", AS_OFFICER, GET, API "children?q=%EF%BC%94%EF%BC%94080420150906101X", NULL, NULL, 200, { "items.#=1" } },
	{ "not part of one", AS_OFFICER, GET, API "children?q=4408042015090610", NULL, NULL, 200, { "items.#=0" } },
	{ "a student number", AS_OFFICER, GET, API "children?q=G44080420150906101X", NULL, NULL, 200, { "items.#=1" } },
	{ "a whole phone", AS_OFFICER, GET, API "children?q=13000000077", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" } },
	{ "its tail", AS_OFFICER, GET, API "children?q=0077", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" } },
	{ "three digits are no tail", AS_OFFICER, GET, API "children?q=077", NULL, NULL, 200, { "items.#=0" } },
	{ "part of a name", AS_OFFICER, GET, API "children?q=%E5%B0%8F", NULL, NULL, 200, { "items.#=2" } },
	{ "at its end", AS_OFFICER, GET, API "children?q=%E6%98%8E", NULL, NULL, 200, { "items.#=1", "items.0.name=李小明" } },
	{ "LIKE has no say in it", AS_OFFICER, GET, API "children?q=%25", NULL, NULL, 200, { "items.#=0" } },
	{ "nor its other sign", AS_OFFICER, GET, API "children?q=_", NULL, NULL, 200, { "items.#=0" } },
	{ "nor a quote", AS_OFFICER, GET, API "children?q=%27%22%5C", NULL, NULL, 200, { "items.#=0" } },
	{ "blanks look for nothing", AS_OFFICER, GET, API "children?q=%20", NULL, NULL, 200, { "items.#=4" } },
	{ "nobody else's", AS_FAR_OFFICER, GET, API "children?q=44080420150906101X", NULL, NULL, 200, { "items.#=0" } },
	{ "of another class", AS_TEACHER_2, GET, API "children?q=0077", NULL, NULL, 200, { "items.#=0" } },
	{ "persons by phone", AS_OFFICER, GET, API "persons?q=13000000001", NULL, NULL, 200, { "items.#=1", "items.0.name=李建国" } },
	{ "by tail", AS_OFFICER, GET, API "persons?q=0001", NULL, NULL, 200, { "items.#=1" } },
	{ "by number", AS_OFFICER, GET, API "persons?q=440804198501010010", NULL, NULL, 200, { "items.#=1" } },
	{ "parents by name", AS_OFFICER, GET, API "parents?q=%E7%8E%8B", NULL, NULL, 200, { "items.#=1", "items.0.name=王秀英" } },
	{ "by tail", AS_OFFICER, GET, API "parents?q=0001", NULL, NULL, 200, { "items.#=2" } },
	{ "by number", AS_OFFICER, GET, API "parents?q=440804198501010010", NULL, NULL, 200, { "items.#=2" } },
	{ "schools by code", AS_OFFICER, GET, API "schools?q=2144000124", NULL, NULL, 200, { "items.#=1" } },
	{ "classes by name", AS_OFFICER, GET, API "classes?q=1%E7%8F%AD", NULL, NULL, 200, { "items.#=2" } },
};

static const struct step filters[] = {
	{ "children of a school", AS_OFFICER, GET, API "children?school={school}", NULL, NULL, 200, { "items.#=2" } },
	{ "of a class", AS_OFFICER, GET, API "children?class={class_b}", NULL, NULL, 200, { "items.#=1", "items.0.id={kid_b}" } },
	{ "of both", AS_OFFICER, GET, API "children?school={school_2}&class={class}", NULL, NULL, 200, { "items.#=0" } },
	{ "classes of a school", AS_OFFICER, GET, API "classes?school={school}", NULL, NULL, 200, { "items.#=2" } },
	{ "ties of a child", AS_OFFICER, GET, API "ties?child={kid}", NULL, NULL, 200, { "items.#=2" } },
	{ "of a person", AS_OFFICER, GET, API "ties?person={father}", NULL, NULL, 200, { "items.#=2" } },
	{ "parents of a child", AS_OFFICER, GET, API "parents?child={kid}", NULL, NULL, 200, { "items.#=2", "items.0.name=李建国", "items.1.name=王秀英" } },
	{ "of a person", AS_OFFICER, GET, API "parents?person={father}", NULL, NULL, 200, { "items.#=2", "items.1.child={kid_b}" } },
	{ "page by page", AS_OFFICER, GET, API "parents?limit=3", NULL, NULL, 200, { "items.#=3" }, "n=next" },
	{ "to the end", AS_OFFICER, GET, API "parents?limit=3&after={n}", NULL, NULL, 200, { "items.#=1", "next=null" } },
	{ "absences of a person", AS_OFFICER, GET, API "absences?person={mother}", NULL, NULL, 200, { "items.#=1" } },
	{ "circumstances of a child", AS_OFFICER, GET, API "circumstances?child={kid}", NULL, NULL, 200, { "items.#=3" } },
	{ "enrolments of a child", AS_OFFICER, GET, API "enrolments?child={kid}&school={school}", NULL, NULL, 200, { "items.#=1" } },
	{ "crossings of a child", AS_OFFICER, GET, API "crossings?child={kid}", NULL, NULL, 200, { "items.0.day=2015-09-06" } },
	{ "of a child out of reach: nothing", AS_OFFICER, GET, API "ties?child={far_kid}", NULL, NULL, 200, { "items.#=0" } },
	{ "region: children by household", AS_OFFICER, GET, API "children?region=440804103", NULL, NULL, 200, { "items.#=2" } },
	{ "of a village", AS_OFFICER, GET, API "children?region=440804101209", NULL, NULL, 200, { "items.#=1", "items.0.id={kid_2}" } },
	{ "a township finds what is known no finer", AS_OFFICER, GET, API "children?region=440804101", NULL, NULL, 200, { "items.#=2" } },
	{ "a county", AS_OFFICER, GET, API "children?region=440804", NULL, NULL, 200, { "items.#=4" } },
	{ "a province", AS_OFFICER, GET, API "children?region=44", NULL, NULL, 200, { "items.#=4" } },
	{ "another county", AS_OFFICER, GET, API "children?region=440803", NULL, NULL, 200, { "items.#=0" } },
	{ "schools", AS_OFFICER, GET, API "schools?region=440804103", NULL, NULL, 200, { "items.#=1", "items.0.id={school_2}" } },
	{ "three digits are no region", AS_OFFICER, GET, API "children?region=440", NULL, NULL, 422, { "?region" } },
	{ "nor is nothing", AS_OFFICER, GET, API "children?region=", NULL, NULL, 422, { "?region" } },
	{ "combined", AS_OFFICER, GET, API "children?region=44&school={school}&q=%E5%B0%8F&limit=1", NULL, NULL, 200, { "items.#=1" } },
};

static const struct step days[] = {
	{ "born by that day", AS_OFFICER, GET, API "children?as_of=2016-01-01", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" } },
	{ "with the status of that day", AS_OFFICER, GET, API "children?as_of=2026-01-31", NULL, NULL, 200,
	  { "items.#=4", "items.0.left_behind.as_of=2026-01-31", "items.0.left_behind.school_roll=0", "items.0.left_behind.civil_affairs=false" } },
	{ "without a day there is none", AS_OFFICER, GET, API "children", NULL, NULL, 200, { "!items.0.left_behind" } },
	{ "and the school of that day", AS_OFFICER, GET, API "children?as_of=2022-08-31", NULL, NULL, 200, { "items.0.school=null", "items.0.class=null", "items.0.entry_month=null" } },
	{ "under eighteen on it", AS_OFFICER, GET, API "children?as_of=2033-09-05", NULL, NULL, 200, { "items.#=4" } },
	{ "not on the birthday", AS_OFFICER, GET, API "children?as_of=2033-09-06", NULL, NULL, 200, { "items.#=3", "items.0.id={kid_b}" } },
	{ "nobody yet", AS_OFFICER, GET, API "children?as_of=2015-09-05", NULL, NULL, 200, { "items.#=0" } },
	{ "absences on a day", AS_OFFICER, GET, API "absences?as_of=2026-01-10", NULL, NULL, 200, { "items.#=1", "items.0.id={absence}" } },
	{ "the day before", AS_OFFICER, GET, API "absences?as_of=2026-01-09", NULL, NULL, 200, { "items.#=0" } },
	{ "enrolments on a day", AS_OFFICER, GET, API "enrolments?as_of=2022-09-01", NULL, NULL, 200, { "items.#=1" } },
	{ "full-width digits are no date", AS_OFFICER, GET, API "children?as_of=%EF%BC%92026-01-01", NULL, NULL, 422, { "?as_of" } },
	{ "the household moves", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '1'", "{'household_region':'440804101209','since':'2026-06-01'}", 200,
	  { "household_region=440804101209" } },
	{ "after it", AS_OFFICER, GET, API "children?region=440804103&as_of=2026-06-01", NULL, NULL, 200, { "items.#=1", "items.0.id={kid_b}" } },
	{ "before it", AS_OFFICER, GET, API "children?region=440804103&as_of=2026-05-31", NULL, NULL, 200,
	  { "items.#=2", "items.0.id={kid}", "items.0.household_region=440804103203" } },
	{ "today", AS_OFFICER, GET, API "children?region=440804101&as_of={today}", NULL, NULL, 200, { "items.#=3" } },
	{ "one child on a day", AS_OFFICER, GET, API "children/{kid}?as_of=2026-05-31", NULL, NULL, 200,
	  { "household_region=440804103203", "left_behind.as_of=2026-05-31", "left_behind.civil_affairs=true" } },
	{ "and today", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, { "household_region=440804101209", "left_behind.as_of={today}" } },
};

static const struct step reach[] = {
	{ "a head's children", AS_HEAD, GET, API "children", NULL, NULL, 200, { "items.#=2" } },
	{ "a teacher's", AS_TEACHER, GET, API "children", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" } },
	{ "a head's schools", AS_HEAD, GET, API "schools", NULL, NULL, 200, { "items.#=1", "items.0.id={school}" } },
	{ "a teacher's", AS_TEACHER, GET, API "schools", NULL, NULL, 200, { "items.#=1" } },
	{ "a teacher's classes", AS_TEACHER, GET, API "classes", NULL, NULL, 200, { "items.#=1", "items.0.id={class}" } },
	{ "a teacher's persons", AS_TEACHER, GET, API "persons", NULL, NULL, 200, { "items.#=2" } },
	{ "a teacher's ties", AS_TEACHER, GET, API "ties", NULL, NULL, 200, { "items.#=2" } },
	{ "a teacher's parents", AS_TEACHER, GET, API "parents", NULL, NULL, 200, { "items.#=2" } },
	{ "a teacher's absences", AS_TEACHER, GET, API "absences", NULL, NULL, 200, { "items.#=2" } },
	{ "a teacher's circumstances", AS_TEACHER, GET, API "circumstances", NULL, NULL, 200, { "items.#=3" } },
	{ "a teacher's enrolments", AS_TEACHER, GET, API "enrolments", NULL, NULL, 200, { "items.#=1" } },
	{ "another county's children", AS_FAR_OFFICER, GET, API "children", NULL, NULL, 200, { "items.#=1", "items.0.id={far_kid}" } },
	{ "persons", AS_FAR_OFFICER, GET, API "persons", NULL, NULL, 200, { "items.#=1" } },
	{ "schools", AS_FAR_OFFICER, GET, API "schools", NULL, NULL, 200, { "items.#=1", "items.0.id={far_school}" } },
};
/* clang-format on */

/* Every child once, whatever the size of a page; in order of ids. */
/* Are the items in order of ids, all after *last?  Moves it to the last of them and counts them. */
static bool in_order(const struct answer *a, int64_t *last, int64_t *seen)
{
	const struct json_value *items = json_at(a->json, "items");

	for (const struct json_value *v = items ? items->child : NULL; v; v = v->next, ++*seen) {
		int64_t id = 0;
		if (!str_int(json_get(v, STR("id"))->text, &id) || id <= *last)
			return false;
		*last = id;
	}
	return items != NULL;
}

static int64_t walked(struct harness *h, int limit)
{
	int64_t last = 0, seen = 0;

	for (;;) {
		char path[200];
		snprintf(path, sizeof path,
			 last ? API "circumstances?limit=%d&after=%lld" : API "circumstances?limit=%d", limit,
			 (long long)last);
		struct answer a = harness_get(h, AS_OFFICER, path);
		OK(in_order(&a, &last, &seen));
		if (str_eq(text_at(&a, "next"), STR("null")))
			return seen;
		OK(id_at(&a, "next") == last);
	}
}

static void test_cursors(struct harness *h)
{
	int64_t all = harness_number(h, STR("SELECT count(*) FROM circumstance WHERE county = 440804"));

	for (int limit = 1; limit <= 5; limit += 2)
		OK(walked(h, limit) == all);
}

static void test_long_q(struct harness *h)
{
	char path[260] = API "children?q=";

	memset(path + strlen(path), 'a', 201);
	struct answer a = harness_get(h, AS_OFFICER, path);
	OK(a.status == 422 && problem_at(&a, "q"));
	path[strlen(path) - 1] = 0;
	a = harness_get(h, AS_OFFICER, path);
	OK(a.status == 200);
}

static void test_engine(struct harness *h)
{
	STEPS(h, parameters);
	STEPS(h, search);
	STEPS(h, filters);
	STEPS(h, reach);
	test_cursors(h);
	test_long_q(h);
	STEPS(h, days);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
