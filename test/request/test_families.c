/* Families of children whose ids lie far apart are loaded in pieces, and say the same as one by one; parents
 * are found by a phone's tail across the county; classes move up each school year. */
#include "steps.h"

enum { FAMILIES = 20 };

/* Two children a family, the second far away in the numbering, so that pieces share the parents. */
static void make_child(struct harness *h, int family, bool second)
{
	int64_t person = 0;
	str born = second ? STR("2017-03-04") : STR("2015-03-04");
	str body = harness_text(
		&h->mem,
		"{'name':'远处%d','sex':'1','birth_date':'%.*s','no_id_reason':'1','household_type':'1',"
		"'household_region':'440804103203','school':'{school}','entry_month':'202409'}",
		family, STR_ARG(born));
	struct answer child =
		harness_ask(h, AS_OFFICER, HTTP_POST, API "children", NULL, str_z(&h->mem, body));

	OK(child.status == 201);
	for (int p = 0; p < 2; p++) {
		str line = harness_text(
			&h->mem, "{'child':'%lld','relation':'5%d','name':'家长%d%d','phone':'1390%d%06d'}",
			(long long)id_at(&child, "id"), p + 1, family, p, p, family);
		struct answer parent =
			harness_ask(h, AS_OFFICER, HTTP_POST, API "parents", NULL, str_z(&h->mem, line));
		OK(parent.status == 201);
		person = id_at(&parent, "person");
		if (second || (family + p) % 3 == 0)
			continue;
		line = harness_text(&h->mem, "{'person':'%lld','from':'2026-0%d-01','reason':'work'}",
				    (long long)person, 1 + family % 8);
		OK(harness_ask(h, AS_OFFICER, HTTP_POST, API "absences", NULL, str_z(&h->mem, line)).status ==
		   201);
	}
}

static void test_far_apart(struct harness *h)
{
	for (int i = 0; i < FAMILIES; i++)
		make_child(h, i, false);
	OK(harness_exec(h, STR("UPDATE counter SET next = next + 1000000 WHERE county = 440804")));
	harness_restart(h);
	for (int i = 0; i < FAMILIES; i++)
		make_child(h, i, true);
	struct answer list =
		harness_get(h, AS_OFFICER, API "children?q=%E8%BF%9C%E5%A4%84&as_of=2026-11-20&limit=200");
	OK(list.status == 200 && str_eq(text_at(&list, "items.#"), STR("40")));
	int64_t behind = 0;
	for (int i = 0; i < 2 * FAMILIES; i++) {
		const char *path = str_z(&h->mem, harness_text(&h->mem, "items.%d.id", i));
		const char *roll =
			str_z(&h->mem, harness_text(&h->mem, "items.%d.left_behind.school_roll", i));
		const char *civil =
			str_z(&h->mem, harness_text(&h->mem, "items.%d.left_behind.civil_affairs", i));
		str one = harness_text(&h->mem, API "children/%lld?as_of=2026-11-20",
				       (long long)id_at(&list, path));
		struct answer alone = harness_get(h, AS_OFFICER, str_z(&h->mem, one));
		behind += int_at(&list, roll) > 0;
		OK(str_eq(text_at(&list, roll), text_at(&alone, "left_behind.school_roll")) &&
		   str_eq(text_at(&list, civil), text_at(&alone, "left_behind.civil_affairs")));
	}
	OK(behind == 2LL * FAMILIES); /* in each at least one parent is away */
	struct answer parents = harness_get(h, AS_OFFICER, API "parents?q=0007&limit=200");
	OK(parents.status == 200 && str_eq(text_at(&parents, "items.#"), STR("4")));
	OK(str_starts(text_at(&parents, "items.3.name"), STR("家长7")));
}

static const struct step classes[] = {
	{ "by rule",
	  AS_OFFICER,
	  HTTP_POST,
	  API "classes",
	  NULL,
	  "{'school':'{school}','number':7,'entry_year':2024}",
	  201,
	  { "name=三（7）班" },
	  "rule=id" },
	{ "chosen",
	  AS_OFFICER,
	  HTTP_POST,
	  API "classes",
	  NULL,
	  "{'school':'{school}','number':8,'entry_year':2024,'name':'彩虹班'}",
	  201,
	  { "name=彩虹班" },
	  "chosen=id" },
	{ "leaving",
	  AS_OFFICER,
	  HTTP_POST,
	  API "classes",
	  NULL,
	  "{'school':'{school}','number':7,'entry_year':2021}",
	  201,
	  { "name=六（7）班" },
	  "leaving=id" },
};
static const struct step moved_up[] = {
	{ "a year on",
	  AS_OFFICER,
	  HTTP_GET,
	  API "classes/{rule}",
	  NULL,
	  NULL,
	  200,
	  { "name=四（7）班", "version=2" } },
	{ "as chosen",
	  AS_OFFICER,
	  HTTP_GET,
	  API "classes/{chosen}",
	  NULL,
	  NULL,
	  200,
	  { "name=彩虹班", "version=1" } },
	{ "no grade to move to",
	  AS_OFFICER,
	  HTTP_GET,
	  API "classes/{leaving}",
	  NULL,
	  NULL,
	  200,
	  { "name=六（7）班", "version=1" } },
};

static void test_school_year(struct harness *h)
{
	harness_daily(h);
	for (size_t i = 0; i < COUNT(classes); i++)
		OK(harness_step(h, &classes[i]));
	harness_today(h, 20270831);
	harness_daily(h);
	struct answer before = harness_ask(h, AS_OFFICER, HTTP_GET, API "classes/{rule}", NULL, NULL);
	OK(int_at(&before, "version") == 1);
	harness_today(h, 20270901);
	harness_daily(h);
	harness_daily(h);
	for (size_t i = 0; i < COUNT(moved_up); i++)
		OK(harness_step(h, &moved_up[i]));
	OK(harness_journal_whole(h));
}

static void test_engine(struct harness *h)
{
	test_far_apart(h);
	test_school_year(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
