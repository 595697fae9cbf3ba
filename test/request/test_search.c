/* The search box: by name, letters, whole numbers and a phone's last digits, for each reader within reach;
 * what is refused, with a sentence; over many counties with a purpose; what the read log says of it; the keys
 * of names as they are kept. */
#include "search.h"
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

/* clang-format off */
static const struct step box[] = {
	{ "part of a name", AS_OFFICER, POST, "/children", NULL, "q=小明", 200, { "~李小明", "!~李小红" } },
	{ "first letters", AS_OFFICER, POST, "/children", NULL, "q=lxm", 200, { "~李小明", "!~李小红" } },
	{ "of the given name", AS_OFFICER, POST, "/children", NULL, "q=xh", 200, { "~李小红", "!~李小明" } },
	{ "large letters", AS_OFFICER, POST, "/children", NULL, "q=LXM", 200, { "~李小明" } },
	{ "as it is read", AS_OFFICER, POST, "/children", NULL, "q=lixiaoming", 200, { "~李小明", "!~李小红" } },
	{ "with blanks", AS_OFFICER, POST, "/children", NULL, "q=li+xiao", 200, { "~李小明", "~李小红", "!~吴未入学" } },
	{ "a surname alone", AS_OFFICER, POST, "/children", NULL, "q=wu", 200, { "~吴未入学", "!~李小明" } },
	{ "a whole id number", AS_OFFICER, POST, "/children", NULL, "q=44080420150906101x", 200, { "~李小明", "!~李小红" } },
	{ "a student number", AS_OFFICER, POST, "/children", NULL, "q=G44080420150906101X", 200, { "~李小明" } },
	{ "the phone of the child", AS_OFFICER, POST, "/children", NULL, "q=130+0000+0077", 200, { "~李小明" } },
	{ "its last digits", AS_OFFICER, POST, "/children", NULL, "q=0077", 200, { "~李小明", "!~李小红" } },
	{ "those of the father find both", AS_OFFICER, POST, "/children", NULL, "q=0001", 200, { "~李小明", "~李小红" } },
	{ "those of the mother", AS_OFFICER, POST, "/children", NULL, "q=0002", 200, { "~李小明", "!~李小红" } },
	{ "the father's phone", AS_OFFICER, POST, "/children", NULL, "q=13000000001", 200, { "~李小明", "~李小红" } },
	{ "the father's id number", AS_OFFICER, POST, "/children", NULL, "q=440804198501010010", 200, { "~李小明", "~李小红" } },
	{ "nobody", AS_OFFICER, POST, "/children", NULL, "q=zzz", 200, { "~Nobody found" } },
	{ "no label stands there", AS_OFFICER, POST, "/children", NULL, "q=lxm", 200, { "!~left behind", "!~Left behind", "!~0077" } },
	{ "nothing: the list", AS_OFFICER, POST, "/children", NULL, "q=", 200, { "~李小明", "~吴未入学" } },
	{ "never in an address", AS_OFFICER, GET, "/children?q=zzz", NULL, NULL, 200, { "~李小明" } },
	{ "the class teacher: the own class", AS_TEACHER, POST, "/children", NULL, "q=li", 200, { "~李小明", "!~李小红" } },
	{ "by the father's phone too", AS_TEACHER, POST, "/children", NULL, "q=0001", 200, { "~李小明", "!~李小红" } },
	{ "of another class nobody", AS_TEACHER_2, POST, "/children", NULL, "q=lxm", 200, { "~Nobody found" } },
	{ "of another school nobody", AS_HEAD_2, POST, "/children", NULL, "q=lxm", 200, { "!~李小明" } },
	{ "of another county nobody", AS_FAR_OFFICER, POST, "/children", NULL, "q=lxm", 200, { "~Nobody found" } },
	{ "nor by number", AS_FAR_OFFICER, POST, "/children", NULL, "q=44080420150906101X", 200, { "~Nobody found" } },
	{ "the director of the village", AS_DIRECTOR, POST, "/children", NULL, "q=lxm", 200, { "~李小明" } },
	{ "of another village nobody", AS_DIRECTOR_2, POST, "/children", NULL, "q=lxm", 200, { "!~李小明" } },
	{ "the supervisor", AS_SUPERVISOR, POST, "/children", NULL, "q=lixm", 200, { "~李小明" } },
	{ "the counsellor", AS_COUNSELLOR, POST, "/children", NULL, "q=xm", 200, { "~李小明" } },
	{ "the federation without consent", AS_FEDERATION, POST, "/children", NULL, "q=lxm", 200, { "~Nobody found" } },
	{ "a parent has no search", AS_PARENT, POST, "/children", NULL, "q=lxm", 404 },
	{ "nor has a city", AS_CITY, POST, "/children", NULL, "q=lxm", 404 },
	{ "the API: letters", AS_OFFICER, GET, API "children?q=lxm", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}", "next=null" } },
	{ "as it is read", AS_OFFICER, GET, API "children?q=lixiao&limit=1", NULL, NULL, 200, { "items.#=1", "items.0.id={kid}" }, "n=next" },
	{ "the next of them", AS_OFFICER, GET, API "children?q=lixiao&limit=1&after={n}", NULL, NULL, 200, { "items.#=1", "items.0.id={kid_b}", "next=null" } },
	{ "of a school", AS_OFFICER, GET, API "children?q=li&school={school_2}", NULL, NULL, 200, { "items.#=0" } },
	{ "the father's phone", AS_OFFICER, GET, API "children?q=13000000001", NULL, NULL, 200, { "items.#=2" } },
	{ "one letter finds nobody", AS_OFFICER, GET, API "children?q=l", NULL, NULL, 200, { "items.#=0", "next=null" } },
	{ "another script finds nobody", AS_OFFICER, GET, API "children?q=%D0%90", NULL, NULL, 200, { "items.#=0" } },
};

static const struct step refused[] = {
	{ "one letter", AS_OFFICER, POST, "/children", NULL, "q=l", 422, { "~type two or more", "!~李小明" } },
	{ "three digits", AS_OFFICER, POST, "/children", NULL, "q=077", 422, { "~looked for whole", "!~李小明" } },
	{ "another script", AS_OFFICER, POST, "/children", NULL, "q=Анна", 422, { "~Chinese characters or Latin letters", "!~李小明" } },
	{ "punctuation", AS_OFFICER, POST, "/children", NULL, "q=%25_'%5C", 422, { "~no name and no number", "!~李小明" } },
	{ "a picture", AS_OFFICER, POST, "/children", NULL, "q=😀", 422, { "~Latin letters" } },
	{ "name and number", AS_OFFICER, POST, "/children", NULL, "q=李7", 422, { "~not for both at once" } },
	{ "a mark-up", AS_OFFICER, POST, "/children", NULL, "q=<b>7", 422, { "!~<b>7" } },
	{ "a cursor of nobody's", AS_OFFICER, POST, "/children", NULL, "q=lxm&after=x", 400 },
};

static const struct step wide[] = {
	{ "the form", AS_MINISTRY, GET, "/search", NULL, NULL, 200, { "~Full name" } },
	{ "for an officer it is not there", AS_OFFICER, GET, "/search", NULL, NULL, 404 },
	{ "nor a head", AS_HEAD, POST, "/search", NULL, "number=44080420150906101X&purpose=x", 404 },
	{ "by number", AS_MINISTRY, POST, "/search", NULL, "number=44080420150906101x&purpose=寻亲", 200, { "~湛江市", "~Sep 2015" } },
	{ "by name and year", AS_MINISTRY, POST, "/search", NULL, "name=李小明&year=2015&purpose=寻亲", 200, { "~Sep 2015" } },
	{ "another year", AS_MINISTRY, POST, "/search", NULL, "name=李小明&year=2016&purpose=寻亲", 200, { "~No child found" } },
	{ "part of the name is not enough", AS_MINISTRY, POST, "/search", NULL, "name=小明&year=2015&purpose=寻亲", 200, { "~No child found" } },
	{ "the city", AS_CITY, POST, "/search", NULL, "name=李小明&year=2015&purpose=寻亲", 200, { "~Sep 2015" } },
	{ "another city", AS_FAR_CITY, POST, "/search", NULL, "name=李小明&year=2015&purpose=寻亲", 200, { "~No child found" } },
	{ "by the number too", AS_FAR_CITY, POST, "/search", NULL, "number=44080420150906101X&purpose=寻亲", 200, { "~No child found" } },
	{ "without a purpose", AS_CITY, POST, "/search", NULL, "number=44080420150906101X", 422, { "~what you need it for", "!~Sep 2015" } },
	{ "blanks are none", AS_CITY, POST, "/search", NULL, "number=44080420150906101X&purpose=+", 422, { "!~Sep 2015" } },
	{ "nothing at all", AS_CITY, POST, "/search", NULL, "purpose=x", 422, { "~an id number, or a full name" } },
	{ "both at once", AS_CITY, POST, "/search", NULL, "number=44080420150906101X&name=李小明&year=2015&purpose=x", 422, { "~not by both" } },
	{ "a slip in the number", AS_CITY, POST, "/search", NULL, "number=440804201509061011&purpose=x", 422, { "!~Sep 2015" } },
	{ "part of a number", AS_CITY, POST, "/search", NULL, "number=0906&purpose=x", 422, { "~whole id number" } },
	{ "one sign", AS_CITY, POST, "/search", NULL, "name=李&year=2015&purpose=x", 422, { "~full name" } },
	{ "no year", AS_CITY, POST, "/search", NULL, "name=李小明&purpose=x", 422, { "~year of birth" } },
	{ "a year to come", AS_CITY, POST, "/search", NULL, "name=李小明&year=2027&purpose=x", 422, { "~year of birth" } },
	{ "another script", AS_CITY, POST, "/search", NULL, "name=Анна&year=2015&purpose=x", 422, { "~Latin letters" } },
	{ "nothing else of the file", AS_CITY, POST, "/search", NULL, "number=44080420150906101X&purpose=x", 200, { "!~李小明", "!~李建国", "!~Left", "!~2015-09-06" } },
};
/* clang-format on */

static int64_t readings(struct harness *h)
{
	harness_flush(h, true);
	return harness_number(h, STR("SELECT count(*) FROM readlog"));
}

static int64_t last(struct harness *h, const char *what)
{
	return harness_number(
		h, harness_text(&h->mem, "SELECT %s FROM readlog ORDER BY at DESC, seq DESC LIMIT 1", what));
}

/* Who is shown stands in the log, whoever was only compared does not; a refusal shows nobody. */
static void test_log(struct harness *h)
{
	int64_t before = readings(h);

	harness_clock(h, h->now + INT64_C(3600) * 1000000);
	OK(harness_ask(h, AS_OFFICER, POST, "/children", NULL, "q=lixiaoming").status == 200);
	OK(readings(h) == before + 1 && last(h, "n") == 1 && last(h, "record") == h->fix[FIX_KID]);
	OK(last(h, "CASE WHEN what = 'search' THEN 1 ELSE 0 END") == 1);
	OK(harness_ask(h, AS_OFFICER, POST, "/children", NULL, "q=l").status == 422);
	OK(harness_ask(h, AS_OFFICER, POST, "/children", NULL, "q=zzz").status == 200);
	OK(readings(h) == before + 1);
	harness_clock(h, h->now + INT64_C(3600) * 1000000);
	OK(harness_get(h, AS_OFFICER, API "children?q=lixiaoming").status == 200);
	OK(readings(h) == before + 2 && last(h, "n") == 1);
	/* Over many counties every search is written down, with its purpose. */
	harness_clock(h, h->now + INT64_C(3600) * 1000000);
	OK(harness_ask(h, AS_CITY, POST, "/search", NULL, "number=44080420150906101X&purpose=寻亲").status ==
	   200);
	OK(readings(h) == before + 3 && last(h, "record") == h->fix[FIX_KID]);
	OK(last(h, "CASE WHEN what = 'wide' AND purpose IS NOT NULL THEN 1 ELSE 0 END") == 1);
	harness_clock(h, h->now + INT64_C(3600) * 1000000);
	OK(harness_ask(h, AS_CITY, POST, "/search", NULL, "name=没有人&year=2015&purpose=寻亲").status ==
	   200);
	OK(readings(h) == before + 4 && last(h, "n") == 0);
	OK(harness_ask(h, AS_CITY, POST, "/search", NULL, "name=没有人&year=2015").status == 422);
	OK(readings(h) == before + 4);
}

/* --- keys --- */

static int64_t keys_of(struct harness *h, int64_t child)
{
	return harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM name_key WHERE child = %lld",
					      (long long)child));
}

static int64_t keys_like(struct harness *h, int64_t child, const char *like)
{
	return harness_number(
		h, harness_text(&h->mem,
				"SELECT count(*) FROM name_key WHERE child = %lld AND initials LIKE "
				"'%s'",
				(long long)child, like));
}

static void test_kept(struct harness *h)
{
	/* clang-format off */
	const struct step steps[] = {
		{ "a child", AS_OFFICER, POST, API "children", NULL, "{'name':'尉迟重行','sex':'1','birth_date':'2016-01-02','no_id_reason':'1','household_region':'440804101201'}", 201, { "id" }, "new=id" },
		{ "is found as the surname is read", AS_OFFICER, GET, API "children?q=yuchi", NULL, NULL, 200, { "items.#=1" } },
		{ "and as the signs are", AS_OFFICER, GET, API "children?q=weichi", NULL, NULL, 200, { "items.#=1" } },
		{ "renamed", AS_OFFICER, PATCH, API "children/{new}", "If-Match: '1'", "{'name':'𠮷·小龙'}", 200, { "name=𠮷·小龙" } },
		{ "no longer so", AS_OFFICER, GET, API "children?q=yuchi", NULL, NULL, 200, { "items.#=0" } },
		{ "but so", AS_OFFICER, GET, API "children?q=jxl", NULL, NULL, 200, { "items.#=1", "items.0.id={new}" } },
		{ "and without its dot", AS_OFFICER, GET, API "children?q=%F0%A0%AE%B7%E5%B0%8F", NULL, NULL, 200, { "items.#=1" } },
		{ "its sign alone", AS_OFFICER, GET, API "children?q=%F0%A0%AE%B7", NULL, NULL, 200, { "items.#=1" } },
	};
	/* clang-format on */
	STEPS(h, steps);
	int64_t id = 0;
	OK(str_int(harness_fill(h, "{new}"), &id) && id > 0);
	OK(keys_of(h, id) == 2 && keys_like(h, id, "jxl%") == 1 && keys_like(h, id, "yc%") == 0);
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_GET, API "children/{new}", NULL, NULL);
	harness_keep(h, "tag", a.etag);
	OK(harness_ask(h, AS_OFFICER, DELETE, API "children/{new}", "If-Match: {tag}", NULL).status == 204);
	OK(keys_of(h, id) == 0);
}

/* What was kept bit by bit is what is written anew. */
static void test_built(struct harness *h)
{
	static const char sum[] =
		"SELECT count(*) + CAST(sum(length(initials) * 7 + child % 1000003) AS BIGINT)"
		" FROM name_key";
	int64_t kept = harness_number(h, str_of(sum));
	int64_t n = harness_number(h, STR("SELECT count(*) FROM name_key"));

	OK(n >= 8);
	OK(harness_exec(h, STR("DELETE FROM name_key")));
	OK(harness_exec(h, STR("DELETE FROM meta WHERE name = 'name_key'")));
	struct answer a = harness_get(h, AS_OFFICER, API "children?q=lxm");
	OK(a.status == 200 && str_eq(text_at(&a, "items.#"), STR("0")));
	harness_daily(h);
	OK(harness_number(h, str_of(sum)) == kept);
	OK(harness_number(h, STR("SELECT count(*) FROM meta WHERE name = 'name_key'")) == 1);
	OK(harness_exec(h, STR("DELETE FROM name_key WHERE initials LIKE 'lxm%'")));
	harness_daily(h); /* once is enough */
	OK(harness_number(h, STR("SELECT count(*) FROM name_key")) == n - 1);
}

static void test_too_long(struct harness *h)
{
	enum { LONG = 10000 };
	char *body = NEW(&h->mem, char, LONG + 3);

	memcpy(body, "q=", 2);
	memset(body + 2, 'l', LONG);
	struct answer a = harness_ask(h, AS_OFFICER, POST, "/children", NULL, body);
	OK(a.status == 422 && str_has(a.body, STR("at most 50 characters")) && a.body.n < 20000);
	OK(!str_has(a.body, STR("李小明")));
	char *path = NEW(&h->mem, char, 300);
	memcpy(path, API "children?q=", sizeof API + 10);
	memset(path + strlen(path), 'l', 201);
	a = harness_get(h, AS_OFFICER, path);
	OK(a.status == 422 && problem_at(&a, "q"));
}

/* More than a page of them: the words go along in the form. */
static void test_pages(struct harness *h)
{
	for (int i = 0; i < 53; i++) {
		str body = harness_text(
			&h->mem,
			"{'name':'查小%s','sex':'1','birth_date':'2016-01-02','no_id_reason':'1',"
			"'household_region':'440804101201'}",
			i % 2 ? "龙" : "虎");
		if (harness_ask(h, AS_OFFICER, POST, API "children", NULL, str_z(&h->mem, body)).status !=
		    201)
			OK(!"a child is made");
	}
	struct answer a = harness_ask(h, AS_OFFICER, POST, "/children", NULL, "q=zhaxiao");
	OK(a.status == 200 && str_has(a.body, STR("More of them")) &&
	   str_has(a.body, STR("value=\"zhaxiao\"")));
	OK(str_has(a.body, STR("name=\"after\"")) && !str_has(a.body, STR("?q=")));
	a = harness_get(h, AS_OFFICER, API "children?q=zhaxiao&limit=50");
	OK(str_eq(text_at(&a, "items.#"), STR("50")));
	harness_keep(h, "n", text_at(&a, "next"));
	a = harness_ask(h, AS_OFFICER, POST, "/children", NULL, "q=zhaxiao&after={n}");
	OK(a.status == 200 && !str_has(a.body, STR("More of them")) && str_has(a.body, STR("查小")));
	a = harness_get(h, AS_OFFICER, API "children?q=zhaxiaolong&limit=200");
	OK(str_eq(text_at(&a, "items.#"), STR("26")) && str_eq(text_at(&a, "next"), STR("null")));
}

static void tests(struct harness *h)
{
	h->lang = LANG_EN;
	STEPS(h, box);
	STEPS(h, refused);
	STEPS(h, wide);
	test_log(h);
	test_too_long(h);
	test_kept(h);
	test_built(h);
	test_pages(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
