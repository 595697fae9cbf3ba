/* Duties as people meet them: who sees which figures and which rows, nobody's absence holds a duty up, what
 * is put off stays due, other duties settle anew, and what is gone counts no longer. */
#include "duty_file.h"
#include "obligation.h"
#include "steps.h"

#include <stdio.h>

#define VILLAGE "440804101209"

/* --- who sees what --- */

/* clang-format off */
static const struct step seeing[] = {
	{ "the officer: each duty with its article", AS_OFFICER, GET, "/duties", NULL, NULL, 200,
	  { "~Visit the child", "~Law on the Protection of Minors, art. 43", "~Query for convictions", "!~report_at_once", "!~Mandatory" } },
	{ "one of them with its sentence", AS_OFFICER, GET, "/duties/register_entry?months=12", NULL, NULL, 200,
	  { "~keep an information file of every left-behind minor", "~By school", "~By person", "~坡头镇" } },
	{ "a township", AS_OFFICER, GET, "/duties/register_entry?months=12&region=440804101", NULL, NULL, 200, { "~/duties/register_entry/rows" } },
	{ "by school", AS_OFFICER, GET, "/duties/student_record?months=12&by=school", NULL, NULL, 200, { "~五合小学" } },
	{ "by person", AS_OFFICER, GET, "/duties/register_entry?months=12&by=person", NULL, NULL, 200, { "~Whose place it is today" } },
	{ "the cases", AS_OFFICER, GET, "/duties/register_entry/rows?of=not_done&months=12", NULL, NULL, 200, { "~李小明", "~/children/{kid}" } },
	{ "those of one school", AS_OFFICER, GET, "/duties/student_record/rows?of=not_done&months=12&school={school_2}", NULL, NULL, 200, { "!~李小明" } },
	{ "the village's own", AS_DIRECTOR, GET, "/duties/register_entry/rows?of=not_done&months=12", NULL, NULL, 200, { "~李小明" } },
	{ "not another village's", AS_DIRECTOR_2, GET, "/duties/register_entry/rows?of=not_done&months=12", NULL, NULL, 200, { "!~李小明" } },
	{ "nor by asking for it", AS_DIRECTOR_2, GET, "/duties/register_entry/rows?of=not_done&months=12&region=" VILLAGE, NULL, NULL, 404 },
	{ "nor its figures", AS_DIRECTOR_2, GET, "/duties/visit?region=" VILLAGE, NULL, NULL, 404 },
	{ "a far county's officer sees none of it", AS_FAR_OFFICER, GET, "/duties/register_entry/rows?of=not_done&months=12", NULL, NULL, 200, { "!~李小明" } },
	{ "a head: of the pupils", AS_HEAD, GET, "/duties/student_record/rows?of=not_done&months=12", NULL, NULL, 200, { "~李小明", "!~陈大文" } },
	{ "nobody's level out of a list", AS_HEAD, GET, "/duties", NULL, NULL, 200, { "~Visit the child", "!~Case conference", "!~Query for convictions" } },
	{ "nor by the address", AS_HEAD, GET, "/duties/conference", NULL, NULL, 404 },
	{ "nor a teacher", AS_TEACHER, GET, "/duties/conference/rows?of=late", NULL, NULL, 404 },
	{ "whose queries are due is the county's", AS_SUPERVISOR, GET, "/duties/clearance", NULL, NULL, 404 },
	{ "the inspector has figures", AS_INSPECTOR, GET, "/duties/register_entry?months=12", NULL, NULL, 200, { "!~/rows" } },
	{ "and no rows", AS_INSPECTOR, GET, "/duties/register_entry/rows?of=late", NULL, NULL, 404 },
	{ "the city has months that are over", AS_CITY, GET, "/duties/register_entry?months=12", NULL, NULL, 200, { "~Oct 2026", "!~/rows" } },
	{ "the ministry", AS_MINISTRY, GET, "/duties", NULL, NULL, 200 },
	{ "reports are in none of it", AS_CIVIL, GET, "/duties/report_at_once", NULL, NULL, 404 },
	{ "nor what is no duty", AS_OFFICER, GET, "/duties/nothing", NULL, NULL, 404 },
	{ "nor what became of it in no such way", AS_OFFICER, GET, "/duties/visit/rows?of=perhaps", NULL, NULL, 422 },
	{ "nor in seven months", AS_OFFICER, GET, "/duties?months=7", NULL, NULL, 422 },
	{ "nor where there is nothing", AS_OFFICER, GET, "/duties/visit?region=x", NULL, NULL, 404 },
	{ "no family", AS_GUARDIAN, GET, "/duties", NULL, NULL, 404 },
	{ "nor who keeps the system", AS_ADMIN, GET, "/duties", NULL, NULL, 404 },
	{ "nor a volunteer", AS_VOLUNTEER, GET, "/duties", NULL, NULL, 404 },
	{ "the rows are the API's too", AS_DIRECTOR, GET, API "obligations?limit=200", NULL, NULL, 200, { "items.0.duty" } },
	{ "written by nobody", AS_OFFICER, POST, API "obligations", NULL, "{'duty':'visit_green'}", 403 },
};
/* clang-format on */

/* --- nothing waits for one who is not there --- */

static int64_t with(struct harness *h, const char *role)
{
	return harness_number(
		h, harness_text(&h->mem,
				"SELECT count(*) FROM obligation WHERE village = '" VILLAGE
				"' AND role = 'director' AND now_role = '%s' AND child IS NOT NULL",
				role));
}

static void disable(struct harness *h, bool is)
{
	OK(harness_exec(
		h, harness_text(&h->mem, "UPDATE account SET disabled = %d WHERE login = 'director'", is)));
	harness_daily(h);
}

static void test_absence(struct harness *h)
{
	int64_t before = with(h, "director"), all;

	harness_daily(h);
	OK(before > 0 && with(h, "director") == before);
	all = with(h, "director") + with(h, "supervisor") + with(h, "civil");
	disable(h, true);
	OK(with(h, "director") == 0);
	OK(with(h, "supervisor") + with(h, "civil") == all);
	/* Back again: what is not late is theirs, what is late stays up where it went. */
	disable(h, false);
	OK(with(h, "director") == before);
	OK(with(h, "director") + with(h, "supervisor") + with(h, "civil") == all);
}

/* --- put off, it stays due --- */

static void test_deferral(struct harness *h)
{
	static const char open[] = "SELECT %s FROM obligation WHERE child = {kid} AND duty = 'file_village'";
	int64_t from = steps_number(h, str_z(&h->mem, harness_text(&h->mem, open, "from_day")));
	int64_t due = steps_number(h, str_z(&h->mem, harness_text(&h->mem, open, "due")));
	day until = day_add(instant_day(h->now), 10);

	OK(from > 0);
	OK(harness_exec(
		h, harness_text(&h->mem,
				"INSERT INTO deferral (id, version, county, created_at, updated_at, child,"
				" duty, from_day, until_day, reason) VALUES (%lld, 1, 440804, 0, 0, %lld,"
				" 'file_village', %lld, %d, %s)",
				(long long)(((int64_t)HARNESS_COUNTY << 43) + 900001),
				(long long)h->fix[FIX_KID], (long long)from, until,
				h->engine == DB_SQLITE ? "x'00'" : "'\\x00'")));
	harness_exec(h, STR("UPDATE care_case SET next_on = 20200101"));
	harness_daily(h);
	OK(steps_number(h, str_z(&h->mem, harness_text(&h->mem, open, "coalesce(deferred_to, 0)"))) == until);
	OK(steps_number(h, str_z(&h->mem, harness_text(&h->mem, open, "due"))) == due);
}

/* --- other duties --- */

static const struct duties *duties_with(struct harness *h, const char *was, const char *is)
{
	struct duties *d = NEW(&h->mem, struct duties, 1);
	struct buf b = buf_new(&h->mem, 1 << 16);
	char *text = str_z(&h->mem, duty_file_duties), *at = strstr(text, was);
	str faults;

	if (!at)
		harness_fail("%s", was);
	buf_put(&b, text, (size_t)(at - text));
	buf_str(&b, str_of(is));
	buf_str(&b, str_of(at + strlen(was)));
	if (duty_read(&h->mem,
		      &(struct duty_files){ .duties = buf_view(&b),
					    .ladders = duty_file_ladders,
					    .duties_name = STR("d"),
					    .ladders_name = STR("l"),
					    .facts = h->model.facts,
					    .params = h->model.params },
		      d, &faults) != RC_OK)
		harness_fail("%.*s", STR_ARG(faults));
	return d;
}

static void test_other_duties(struct harness *h)
{
	const struct duties *own = h->model.duties;
	static const char all[] = "SELECT count(*) FROM obligation WHERE duty = 'file_village'";
	static const char sum[] =
		"SELECT CAST(coalesce(sum(asked), 0) AS BIGINT) FROM rollup_duty WHERE region = ''"
		" AND county = 0 AND duty = 'file_village'";
	int64_t before = steps_number(h, all);

	harness_daily(h);
	OK(before > 0 && steps_number(h, sum) == before);
	/* From 2030 on: asked of nobody yet. */
	h->model.duties = duties_with(h, "\nfile_village,2021-06-01", "\nfile_village,2030-01-01");
	harness_daily(h);
	OK(steps_number(h, all) == 0 && steps_number(h, sum) == 0);
	h->model.duties = own;
	harness_daily(h);
	OK(steps_number(h, all) == before && steps_number(h, sum) == before);
}

/* --- gone --- */

static enum rc drop_child(struct ctx *c, void *arg)
{
	return record_delete(c, &child_kind, *(const int64_t *)arg, 0);
}

static int64_t asked(struct harness *h)
{
	return steps_number(
		h, "SELECT CAST(coalesce(sum(asked), 0) AS BIGINT) FROM rollup_duty WHERE region = '' "
		   "AND county = "
		   "440804");
}

static int64_t new_child(struct harness *h)
{
	struct answer a = harness_ask(h, AS_OFFICER, POST, API "children", NULL,
				      "{'name':'去了','sex':'1','no_id_reason':'1','birth_date':'2017-01-05',"
				      "'household_type':'1','household_region':'" VILLAGE "'}");

	OK(a.status == 201);
	return id_at(&a, "id");
}

static void certify(struct harness *h, int64_t child)
{
	harness_keep(h, "certified", harness_text(&h->mem, "%lld", (long long)child));
	OK(harness_step(h, &(struct step){ "certified", AS_CIVIL, POST, API "difficulties", NULL,
					   "{'child':'{certified}','category':'orphan','from':'2026-01-01'}",
					   201 }));
}

static void test_gone(struct harness *h)
{
	int64_t child = new_child(h), before = asked(h);
	struct ctx c = harness_ctx(h);

	harness_keep(h, "gone", harness_text(&h->mem, "%lld", (long long)child));
	certify(h, child);
	OK(steps_number(h, "SELECT count(*) FROM obligation WHERE child = {gone}") > 2 && asked(h) > before);
	OK(store_write(&c, PRIO_PEOPLE, drop_child, &child) == RC_OK);
	OK(steps_number(h, "SELECT count(*) FROM obligation WHERE child = {gone}") == 0);
	OK(asked(h) == before);
}

/* Day after day it goes up, and never down. */
static void test_ladder(struct harness *h)
{
	static const char turn[] =
		"SELECT count(*) FROM obligation WHERE child = {rung} AND duty = 'visit_green'"
		" AND now_role = '%s'";
	static const struct {
		int days;
		const char *role;
	} at[] = { { -29, "director" },  { 0, "director" }, { 7, "director" }, { 8, "supervisor" },
		   { 14, "supervisor" }, { 15, "civil" },   { 60, "civil" } };
	int64_t child = new_child(h), due;

	harness_keep(h, "rung", harness_text(&h->mem, "%lld", (long long)child));
	harness_exec(h, STR("UPDATE care_case SET next_on = 20200101"));
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE child SET created_at = %lld WHERE id = %lld",
					(long long)(h->now + INT64_C(400) * 86400 * 1000000),
					(long long)child)));
	certify(h, child);
	due = steps_number(h, "SELECT due FROM obligation WHERE child = {rung} AND duty = 'visit_green'");
	OK(due == day_add(instant_day(h->now), 30));
	for (size_t i = 0; i < COUNT(at); i++) {
		harness_today(h, day_add((day)due, at[i].days));
		harness_daily(h);
		OK(steps_number(h, str_z(&h->mem, harness_text(&h->mem, turn, at[i].role))) == 1);
	}
}

static void test_engine(struct harness *h)
{
	harness_daily(h);
	STEPS(h, seeing);
	test_absence(h);
	test_deferral(h);
	test_other_duties(h);
	test_gone(h);
	test_ladder(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
