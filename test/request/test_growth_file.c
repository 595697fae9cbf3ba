/* The register of growth files in the house: what a file holds as it is written, recounted from the rows;
 * who sees which number and whose names; what follows when a child moves, is joined, taken back, leaves. */
#include "growth_fact.h"
#include "growth_file.h"
#include "merge.h"
#include "steps.h"

#include <stdio.h>

#define FILE_OF API "growth_files?child={kid}"

/* --- the recount: section by section, from the rows alone --- */

/* # is the child. */
static int64_t number(struct harness *h, const char *sql, int64_t child)
{
	struct buf b = buf_new(&h->mem, 1 << 10);

	for (; *sql; sql++)
		if (*sql == '#')
			buf_int(&b, child);
		else
			buf_ch(&b, *sql);
	return harness_number(h, buf_view(&b));
}

#define NEWEST(table) " AND NOT EXISTS (SELECT 1 FROM " table " w WHERE w.corrects = n.id)"

static const struct {
	int section;
	const char *rows; /* how many rows of the child fill it */
	const char *last; /* the day of the last */
} sources[] = {
#define SOURCE(s, from) s, "SELECT count(*) FROM " from, "SELECT coalesce(max(n.on_day), 0) FROM " from
	{ SOURCE(3, "home_survey n WHERE n.child = #" NEWEST("home_survey")) },
	{ SOURCE(4, "measurement n WHERE n.child = #" NEWEST("measurement")) },
	{ SOURCE(4, "health_note n WHERE n.child = #" NEWEST("health_note")) },
	{ SOURCE(5, "growth_note n WHERE n.child = # AND n.what IN ('comment', 'homework', 'reading',"
		    " 'tutoring', 'stage_plan', 'stage_summary')" NEWEST("growth_note")) },
	{ SOURCE(6, "growth_note n WHERE n.child = # AND n.what IN ('conduct', 'award', 'reminder', "
		    "'duty')" NEWEST("growth_note")) },
	{ SOURCE(8, "growth_note n WHERE n.child = # AND n.what = 'meeting'" NEWEST("growth_note")) },
	{ SOURCE(11, "growth_note n WHERE n.child = # AND n.what IN ('activity', 'carer_activity')" NEWEST(
			     "growth_note")) },
	{ SOURCE(7, "talk n WHERE n.child = #" NEWEST("talk")) },
	{ SOURCE(8, "letter n WHERE n.child = #") },
	{ SOURCE(8, "recording n WHERE n.child = #") },
	{ SOURCE(8, "child_word n WHERE n.child = # AND n.what IN ('tell', 'thanks')") },
	{ SOURCE(1, "child_word n WHERE n.child = # AND n.what NOT IN ('tell', 'thanks')") },
	{ SOURCE(9, "visit n WHERE n.child = #" NEWEST("visit")) },
	{ SOURCE(10, "support n WHERE n.child = #" NEWEST("support")) },
	{ SOURCE(5, "work n WHERE n.child = # AND n.what = 'homework'") },
	{ SOURCE(6, "work n WHERE n.child = # AND n.what = 'certificate'") },
	{ SOURCE(11, "work n WHERE n.child = # AND n.what NOT IN ('homework', 'certificate')") },
	{ SOURCE(12, "assessment n WHERE n.child = #") },
	{ 12, "SELECT count(*) FROM plan n WHERE n.child = #",
	  "SELECT coalesce(max(n.from_day), 0) FROM plan n WHERE n.child = #" },
	{ SOURCE(13, "handover_note n WHERE n.child = #" NEWEST("handover_note")) },
};

/* Sections as a number; 0: no file. */
static int64_t recount(struct harness *h, int64_t child, int64_t *ret_touched, int64_t *ret_school)
{
	int64_t sections = 0, touched = 0, school = 0;

	for (size_t i = 0; i < COUNT(sources); i++) {
		int64_t last = number(h, sources[i].last, child);
		if (number(h, sources[i].rows, child))
			sections |= INT64_C(1) << (sources[i].section - 1);
		touched = last > touched ? last : touched;
		if (sources[i].section >= 4 && sources[i].section <= 11 && sources[i].section != 9 &&
		    sources[i].section != 10)
			school = last > school ? last : school;
	}
	*ret_touched = touched;
	*ret_school = school;
	if (!touched)
		return 0;
	if (number(h,
		   "SELECT count(*) FROM child c WHERE c.id = # AND c.sex IS NOT NULL"
		   " AND c.birth_date IS NOT NULL AND c.household_region <> ''",
		   child))
		sections |= 1;
	if (number(h, "SELECT count(*) FROM tie t WHERE t.child = # AND t.to_day IS NULL", child))
		sections |= 2;
	return sections;
}

/* Is every file as the rows say, and none of a child of whom nothing is written? */
static bool same_as_recounted(struct harness *h)
{
	bool same = true;
	struct rows q;
	int64_t child[64];
	size_t n = 0;

	if (DB_QUERY0(harness_db(h), &q, "SELECT c.id FROM child c ORDER BY c.id") != RC_OK)
		harness_fail("children");
	while (db_next(&q) && n < COUNT(child))
		child[n++] = db_int(&q, 0);
	if (db_done(&q) != RC_OK || n == COUNT(child))
		harness_fail("children");
	for (size_t i = 0; i < n; i++) {
		int64_t touched, school,
			sections = recount(h, child[i], &touched, &school),
			files = number(h, "SELECT count(*) FROM growth_file WHERE child = #", child[i]);
		bool right = files == (touched ? 1 : 0);
		if (right && touched)
			right = number(h, "SELECT coalesce(school_on, 0) FROM growth_file WHERE child = #",
				       child[i]) == school &&
				number(h, "SELECT sections FROM growth_file WHERE child = #", child[i]) ==
					sections &&
				number(h, "SELECT touched_on FROM growth_file WHERE child = #", child[i]) ==
					touched &&
				number(h,
				       "SELECT count(*) FROM growth_file g JOIN child c ON c.id = g.child"
				       " AND c.county = g.county AND coalesce(c.school, 0) = "
				       "coalesce(g.school, 0)"
				       " WHERE g.child = #",
				       child[i]) == 1;
		if (!right)
			printf("# child %lld: %lld files, recounted %lld on %lld\n", (long long)child[i],
			       (long long)files, (long long)sections, (long long)touched);
		same = same && right;
	}
	return same && !harness_number(h, STR("SELECT count(*) FROM growth_file g WHERE NOT EXISTS"
					      " (SELECT 1 FROM child c WHERE c.id = g.child)"));
}

/* --- written into --- */

#define NOTE(more) "{'child':'{kid}'," more "}"
/* clang-format off */
static const struct step before[] = {
	{ "nothing is written: no file", AS_OFFICER, GET, FILE_OF, NULL, NULL, 200, { "items.#=0" } },
	{ "one child, nothing at all yet", AS_OFFICER, GET, "/growth", NULL, NULL, 200, { "~nobody wrote for a term", "~/growth/rows?of=bare" } },
	{ "on Today of the teacher", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~nobody wrote into for a term" } },
	{ "of the head", AS_HEAD, GET, "/", NULL, NULL, 200, { "~nobody wrote into for a term" } },
	{ "of the village", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~nobody wrote into for a term" } },
	{ "nobody writes a file by hand", AS_OFFICER, POST, API "growth_files", NULL, "{'child':'{kid}'}", 403 },
};

static const struct step written[] = {
	{ "a comment", AS_TEACHER, POST, API "growth_notes", NULL, NOTE("'what':'comment','on':'2026-11-10','text':'He reads aloud gladly.'"), 201, {}, "note=id" },
	{ "study holds something", AS_OFFICER, GET, FILE_OF, NULL, NULL, 200, { "items.0.touched_on=2026-11-10", "items.0.sections" } },
	{ "an award, long ago", AS_TEACHER, POST, API "growth_notes", NULL, NOTE("'what':'award','on':'2025-06-01','title':'Long jump, third'"), 201, {}, "award=id" },
	{ "the last day stays", AS_OFFICER, GET, FILE_OF, NULL, NULL, 200, { "items.0.touched_on=2026-11-10" } },
	{ "it was an activity", AS_TEACHER, POST, API "growth_notes", NULL, NOTE("'what':'activity','on':'2025-06-01','title':'Long jump','text':'It was a day of games, no award.','corrects':'{award}'"), 201, {}, "activity=id" },
	{ "a talk", AS_TEACHER, POST, API "talks", NULL, NOTE("'on':'2026-10-08','how':'face','text':'About the holidays.'"), 201 },
	{ "a measurement", AS_TEACHER, POST, API "measurements", NULL, NOTE("'on':'2026-09-10','height':'145.0','weight':'38.5'"), 201 },
	{ "a visit of the village", AS_DIRECTOR, POST, API "visits", NULL, NOTE("'on':'2026-11-12','how':'home','met':'child','seen':'A warm house.'"), 201 },
	{ "of a class one by one only", AS_TEACHER, GET, API "growth_files", NULL, NULL, 422, { "?child" } },
	{ "the county has a list", AS_OFFICER, GET, API "growth_files", NULL, NULL, 200, { "items.#=1", "items.0.touched_on=2026-11-12" } },
	{ "not another county", AS_FAR_OFFICER, GET, API "growth_files", NULL, NULL, 200, { "items.#=0" } },
	{ "the mother reads none of it", AS_PARENT, GET, FILE_OF, NULL, NULL, 404 },
	{ "nor the child", AS_CHILD, GET, FILE_OF, NULL, NULL, 404 },
};

/* --- who sees what --- */

static const struct step seen[] = {
	{ "the teacher's: all pupils alike", AS_TEACHER, GET, "/growth", NULL, NULL, 200, { "~of all pupils alike", "!~Visits", "!~Help received", "!~Home and place", "!~Assessment and plan", "!~李小明" } },
	{ "a visit is nobody's business in a class", AS_TEACHER, GET, "/growth/rows", NULL, NULL, 200, { "~10 Nov", "!~12 Nov" } },
	{ "the head's, by class", AS_HEAD, GET, "/growth", NULL, NULL, 200, { "~of all pupils alike", "!~Visits", "~Class" } },
	{ "the county's, by township", AS_OFFICER, GET, "/growth", NULL, NULL, 200, { "~of the children under care", "~Visits", "~aria-current=\"page\"", "!~李小明" } },
	{ "by school", AS_OFFICER, GET, "/growth?by=school", NULL, NULL, 200, { "~五合小学" } },
	{ "within a township", AS_CIVIL, GET, "/growth?region=440804101", NULL, NULL, 200, { "~Section by section" } },
	{ "of the supervisor", AS_SUPERVISOR, GET, "/growth", NULL, NULL, 200, { "~Section by section" } },
	{ "of the director", AS_DIRECTOR, GET, "/growth", NULL, NULL, 200, { "~Section by section" } },
	{ "of another village: nobody", AS_DIRECTOR_2, GET, "/growth", NULL, NULL, 200, { "~Nobody counts here" } },
	{ "the federation counts all", AS_FEDERATION, GET, "/growth", NULL, NULL, 200, { "~Section by section", "!~李小明" } },
	{ "and is told no name", AS_FEDERATION, GET, "/growth/rows?of=all", NULL, NULL, 200, { "~No names here", "!~李小明" } },
	{ "the officer is", AS_OFFICER, GET, "/growth/rows?of=all", NULL, NULL, 200, { "~李小明", "~/children/{kid}/growth" } },
	{ "the teacher: how much is filled, of theirs", AS_TEACHER, GET, "/growth/rows", NULL, NULL, 200, { "~李小明", "!~under care", "!~left behind" } },
	{ "not of another school", AS_TEACHER_2, GET, "/growth/rows", NULL, NULL, 200, { "!~李小明" } },
	{ "nor through an address", AS_TEACHER_2, GET, "/growth/rows?class={class}", NULL, NULL, 200, { "!~李小明" } },
	{ "nor another village", AS_DIRECTOR_2, GET, "/growth/rows?region=440804101", NULL, NULL, 200, { "!~李小明" } },
	{ "who lacks a section", AS_OFFICER, GET, "/growth/rows?of=lacks&section=10", NULL, NULL, 200, { "~李小明" } },
	{ "who has one", AS_OFFICER, GET, "/growth/rows?of=holds&section=10", NULL, NULL, 200, { "!~李小明", "~Nobody" } },
	{ "no school asks for visits", AS_TEACHER, GET, "/growth/rows?of=holds&section=9", NULL, NULL, 422 },
	{ "no such section", AS_OFFICER, GET, "/growth/rows?of=holds&section=14", NULL, NULL, 422 },
	{ "no such list", AS_OFFICER, GET, "/growth/rows?of=red", NULL, NULL, 422 },
	{ "no such place", AS_OFFICER, GET, "/growth?region=44080x", NULL, NULL, 422 },
	{ "no such way", AS_OFFICER, GET, "/growth?by=street", NULL, NULL, 422 },
	{ "no such page", AS_OFFICER, GET, "/growth/rows?after=7", NULL, NULL, 422 },
	{ "on paper", AS_DIRECTOR, GET, "/growth/print?of=all", NULL, NULL, 200, { "~李小明" } },
	{ "figures as a workbook", AS_HEAD, GET, "/growth/file?format=xlsx", NULL, NULL, 200, { "~PK" } },
	{ "as text", AS_OFFICER, GET, "/growth/file?format=csv", NULL, NULL, 200, { "~Sections filled", "!~李小明" } },
	{ "as nothing else", AS_OFFICER, GET, "/growth/file?format=doc", NULL, NULL, 422 },
	{ "names: what for?", AS_OFFICER, POST, "/growth/rows/file?of=all", NULL, "purpose=x", 422, { "~Say what the file is for", "~李小明" } },
	{ "names as text", AS_OFFICER, POST, "/growth/rows/file?of=all", NULL, "purpose=for+the+yearly+report", 200, { "~李小明", "~for the yearly report" } },
	{ "no school takes them out", AS_HEAD, POST, "/growth/rows/file?of=all", NULL, "purpose=for+the+yearly+report", 404 },
	{ "no parent", AS_PARENT, GET, "/growth", NULL, NULL, 404 },
	{ "no guardian", AS_GUARDIAN, GET, "/growth", NULL, NULL, 404 },
	{ "no child", AS_CHILD, GET, "/growth/rows", NULL, NULL, 404 },
	{ "no keeper of the system", AS_ADMIN, GET, "/growth", NULL, NULL, 404 },
	{ "nor the inspector", AS_INSPECTOR, GET, "/growth/rows", NULL, NULL, 404 },
};

static const struct step agreed[] = {
	{ "the grandmother agrees", AS_GUARDIAN, POST, "/my/children/{kid}/consents/provision", NULL, "answer=yes", 303 },
	{ "the federation reads the name", AS_FEDERATION, GET, "/growth/rows?of=all", NULL, NULL, 200, { "~李小明", "!~No names here" } },
	{ "and takes it out", AS_FEDERATION, POST, "/growth/rows/file?of=all", NULL, "purpose=for+the+yearly+report", 200, { "~李小明" } },
};
static const struct step half_a_year[] = {
	{ "half a year on", AS_DIRECTOR, GET, "/growth/rows?of=untouched", NULL, NULL, 200, { "~李小明" } },
	{ "not bare", AS_DIRECTOR, GET, "/growth/rows?of=bare", NULL, NULL, 200, { "!~李小明" } },
};
/* clang-format on */

static void test_seen(struct harness *h)
{
	STEPS(h, seen);
	harness_daily(h); /* the words that are agreed to */
	STEPS(h, agreed);
}

/* --- what changes a file without an entry --- */

static void test_moves(struct harness *h)
{
	static const struct step far[] = {
		{ "the other county asks",
		  AS_FAR_HEAD,
		  POST,
		  API "transfers",
		  NULL,
		  "{'side':'receiving','id_number':'44080420150906101X','name':'李小明','reason':'with_"
		  "parents',"
		  "'start_on':'2026-11-21'}",
		  201,
		  {},
		  "t=id" },
		{ "agreed", AS_OFFICER, POST, API "transfers/{t}/accept", NULL, NULL, 200 },
		{ "the file is theirs",
		  AS_FAR_OFFICER,
		  GET,
		  API "growth_files",
		  NULL,
		  NULL,
		  200,
		  { "items.#=1" } },
		{ "and no longer here",
		  AS_OFFICER,
		  GET,
		  API "growth_files",
		  NULL,
		  NULL,
		  200,
		  { "items.#=0" } },
	};

	STEPS(h, far);
	OK(same_as_recounted(h));
}

/* The younger record into the older one, by the county. */
static bool join(struct harness *h, const struct merge *m)
{
	str id, place;

	harness_keep(h, "gone", harness_text(&h->mem, "%lld", (long long)m->gone.id));
	harness_keep(h, "gone_version", harness_text(&h->mem, "%lld", (long long)merge_version(&m->gone)));
	harness_keep(h, "keep_version", harness_text(&h->mem, "%lld", (long long)merge_version(&m->keep)));
	struct answer a = harness_ask(
		h, AS_OFFICER, POST, "/duplicates/{kid}/join", NULL,
		"of=children&with={gone}&keep-version={keep_version}&gone-version={gone_version}");
	place = a.location;
	while (str_next(&place, '/', &id))
		;
	harness_keep(h, "batch", id);
	return a.status == 303 && m->keep.id == h->fix[FIX_KID];
}

static void test_merge(struct harness *h)
{
	static const struct step twice[] = {
		{ "written down once more",
		  AS_HEAD,
		  POST,
		  API "children",
		  NULL,
		  "{'name':'李小明','sex':'1','birth_date':'2015-09-06','no_id_reason':'9','school':'{school}"
		  "','class':'{class}'}",
		  201,
		  {},
		  "other=id" },
		{ "and written of", AS_TEACHER, POST, API "growth_notes", NULL,
		  "{'child':'{other}','what':'duty','on':'2026-11-18','text':'Waters the plants.'}", 201 },
	};
	const struct actor officer = {
		.role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = HARNESS_COUNTY, .cleared = true
	};
	struct ctx c = harness_ctx(h);
	struct merge m = { .why = NULL };
	int64_t other = 0;

	STEPS(h, twice);
	OK(str_int(harness_fill(h, "{other}"), &other) && same_as_recounted(h));
	c.who = &officer;
	OK(merge_look(&c, MATCH_CHILDREN, h->fix[FIX_KID], other, &m) == RC_OK);
	OK(join(h, &m));
	OK(same_as_recounted(h));
	OK(number(h, "SELECT sections FROM growth_file WHERE child = #", h->fix[FIX_KID]) & 1 << 5);
	OK(number(h, "SELECT count(*) FROM growth_file WHERE child = #", other) == 0);
	struct answer undo = harness_ask(h, AS_OFFICER, POST, "/batches/{batch}/undo", NULL, "");
	OK(undo.status == 303 && harness_jobs(h) == 1);
	OK(same_as_recounted(h));
	OK(number(h, "SELECT count(*) FROM growth_file WHERE child = #", other) == 1);
	OK(harness_journal_whole(h));
}

/* Without it: made anew by the night, and never twice. */
static void test_rebuild(struct harness *h)
{
	OK(harness_exec(h, STR("DELETE FROM growth_file")));
	OK(harness_exec(h, STR("DELETE FROM meta WHERE name = 'growth_built'")));
	OK(!same_as_recounted(h));
	harness_daily(h);
	OK(same_as_recounted(h));
	OK(harness_number(h, STR("SELECT count(*) FROM meta WHERE name = 'growth_built'")) == 1);
}

/* A roster costs one statement more for sixteen children of whom nothing is written. */
static void test_cost(struct harness *h)
{
	struct answer one = harness_ask(h, AS_HEAD, POST, API "children", NULL,
					"{'name':'王新','sex':'1','birth_date':'2016-03-04','no_id_reason':'"
					"9','school':'{school}','class':'{class}'}");

	OK(one.status == 201);
	OK(harness_number(h, STR("SELECT count(*) FROM growth_file g JOIN child c ON c.id = g.child WHERE "
				 "c.name = '王新'")) == 0);
}

/* How the room answers duties: a visit of the village is none of the school's. */
static void test_facts(struct harness *h)
{
	static const struct {
		const char *name;
		size_t n;
	} want[] = { { "guardian_meeting", 0 }, { "school_visit", 0 }, { "talk", 1 } };
	struct ctx c = harness_ctx(h);

	for (size_t i = 0; i < COUNT(want); i++) {
		const struct fact *f = growth_fact_list[i];
		struct fact_days days;
		OK(str_eq(str_of(f->name), str_of(want[i].name)));
		OK(f->load(&c, &h->fix[FIX_KID], 1, &days) == RC_OK && days.n == want[i].n);
		OK(!days.n || (days.list[0].on == 20261008 && days.list[0].object == h->fix[FIX_KID]));
	}
	OK(!growth_fact_list[COUNT(want)]);
}

/* --- before a child leaves --- */

#define TASKS API "tasks?child={kid}"

static void test_leaving(struct harness *h)
{
	static const struct step asked[] = {
		{ "a fifth grade there", AS_HEAD_2, POST, API "classes", NULL,
		  "{'school':'{school_2}','number':1,'entry_year':2022}", 201 },
		{ "another school asks",
		  AS_HEAD_2,
		  POST,
		  API "transfers",
		  NULL,
		  "{'side':'receiving','id_number':'44080420150906101X','name':'李小明','reason':'moved',"
		  "'start_on':'2026-12-01'}",
		  201,
		  {},
		  "t=id" },
	};
	static const struct step told[] = {
		{ "the class teacher is asked to write",
		  AS_TEACHER,
		  GET,
		  TASKS,
		  NULL,
		  NULL,
		  200,
		  { "items.0.for_role=teacher", "items.0.due=2026-12-01", "items.0.state=open" } },
		{ "she does", AS_TEACHER, POST, API "handover_notes", NULL,
		  NOTE("'on':'2026-11-21','strengths':'Draws well, helps others.'"), 201 },
		{ "it is done with", AS_TEACHER, GET, TASKS, NULL, NULL, 200, { "items.0.state=dropped" } },
		{ "and the child stays after all", AS_HEAD_2, POST, API "transfers/{t}/withdraw", NULL, NULL,
		  200 },
	};

	STEPS(h, asked);
	harness_daily(h);
	harness_daily(h);
	OK(number(h, "SELECT count(*) FROM task WHERE child = # AND source = 'handover:transfer'",
		  h->fix[FIX_KID]) == 1);
	STEPS(h, told);
	harness_daily(h);
	OK(number(h, "SELECT count(*) FROM task WHERE child = # AND source = 'handover:transfer'",
		  h->fix[FIX_KID]) == 1);
	OK(same_as_recounted(h));
}

/* Grade six in June: once, and not in May. */
static void test_summer(struct harness *h)
{
	static const char tasks[] = "SELECT count(*) FROM task WHERE child = # AND source = 'handover:2028'";

	harness_today(h, 20280531);
	harness_daily(h);
	OK(number(h, tasks, h->fix[FIX_KID]) == 0);
	harness_today(h, 20280602);
	harness_daily(h);
	harness_daily(h);
	OK(number(h, tasks, h->fix[FIX_KID]) == 1);
	OK(number(h, "SELECT due FROM task WHERE child = # AND source = 'handover:2028'", h->fix[FIX_KID]) ==
	   20280630);
	harness_today(h, 20270620); /* a class that stays is asked nothing */
}

static void test_engine(struct harness *h)
{
	STEPS(h, before);
	OK(same_as_recounted(h)); /* and no file of anybody */
	STEPS(h, written);
	OK(same_as_recounted(h));
	OK(number(h, "SELECT sections FROM growth_file WHERE child = #", h->fix[FIX_KID]) & 1 << 10);
	OK(!(number(h, "SELECT sections FROM growth_file WHERE child = #", h->fix[FIX_KID]) & 1 << 5));
	test_facts(h);
	test_seen(h);
	test_cost(h);
	test_leaving(h);
	test_merge(h);
	test_rebuild(h);
	harness_today(h, 20270601);
	STEPS(h, half_a_year);
	test_summer(h);
	OK(same_as_recounted(h));
}

static void test_far(struct harness *h)
{
	steps_run(h, written, 1);
	test_moves(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_each_engine(test_far, tap_skip);
	harness_stop();
	return tap_end();
}
