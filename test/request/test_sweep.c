/* The census sweep as its people do it: the county starts one, the list is drawn, the village answers,
 * answers become dated facts, a second person looks again, children that the list does not have, the return
 * season; and the two lists beside it: who came and went, days together. */
#include "steps.h"

#include <stdio.h>

/* The entry of a child, kept under this name. */
static void keep_entry(struct harness *h, const char *name, const char *child)
{
	char sql[300];

	snprintf(sql, sizeof sql, "SELECT e.id FROM sweep_entry e WHERE e.sweep = {sweep} AND e.child = {%s}",
		 child);
	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)steps_number(h, sql)));
}

#define SWEEP "'name':'秋季摸排','what':'half_year','whom':'all','from':'2026-11-21','due':'2026-12-10'"

/* --- starting one --- */

/* clang-format off */
static const struct step starting[] = {
	{ "a director starts none", AS_DIRECTOR, POST, API "sweeps", NULL, "{" SWEEP ",'region':'440804101209'}", 403 },
	{ "a head neither knows of them", AS_HEAD, GET, "/sweeps", NULL, NULL, 404 },
	{ "another county", AS_OFFICER, POST, API "sweeps", NULL, "{" SWEEP ",'region':'440803'}", 422, { "?region" } },
	{ "the whole county is not the township's", AS_SUPERVISOR, POST, API "sweeps", NULL, "{" SWEEP ",'region':'440804'}", 422, { "?region" } },
	{ "no region of this code", AS_OFFICER, POST, API "sweeps", NULL, "{" SWEEP ",'region':'440899'}", 422, { "?region" } },
	{ "due before it begins, and long ago", AS_OFFICER, POST, API "sweeps", NULL,
	  "{'name':'x','what':'term','whom':'all','region':'440804','from':'2026-11-21','due':'2026-11-01'}", 422, { "?due" } },
	{ "a share of more than all", AS_OFFICER, POST, API "sweeps", NULL, "{" SWEEP ",'region':'440804','check_share':101}", 422, { "?check_share" } },
	{ "the county's", AS_OFFICER, POST, API "sweeps", NULL, "{" SWEEP ",'region':'440804'}", 201,
	  { "state=open", "listed_on=2026-11-21", "check_share=10" }, "sweep=id" },
	{ "its form on the page", AS_CIVIL, GET, "/sweeps/new", NULL, NULL, 200, { "~check_share" } },
	{ "before the list is drawn", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200, { "~Not on the list", "~李小明" } },
};
/* clang-format on */

static void test_start(struct harness *h)
{
	STEPS(h, starting);
	OK(harness_jobs(h) == 1);
	OK(steps_number(h, "SELECT count(*) FROM sweep_entry e WHERE e.sweep = {sweep}") == 4);
	OK(steps_number(
		   h, "SELECT count(*) FROM sweep_entry e WHERE e.sweep = {sweep} AND e.child = {far_kid}") ==
	   0);
	OK(steps_number(h, "SELECT count(*) FROM sweep_entry e WHERE e.sweep = {sweep} AND e.village = "
			   "'440804101209'") == 2);
	/* Drawing again adds nobody. */
	harness_keep(h, "first", harness_fill(h, "{sweep}"));
	keep_entry(h, "kid_entry", "kid");
	keep_entry(h, "kid_2_entry", "kid_2");
	keep_entry(h, "loose_entry", "loose");
}

/* --- who sees which list --- */

/* clang-format off */
static const struct step seeing[] = {
	{ "the village's own", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200,
	  { "~李小明", "~陈大文", "!~李小红", "!~吴未入学", "!~Not on the list" } },
	{ "the director is led there", AS_DIRECTOR, GET, "/sweeps/{sweep}", NULL, NULL, 303, { "@location=/sweeps/{sweep}/villages/440804101209" } },
	{ "another village's director", AS_DIRECTOR_2, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 404 },
	{ "another village", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804103203", NULL, NULL, 404 },
	{ "the township", AS_SUPERVISOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200, { "~李小明" } },
	{ "the township's coverage has its villages only", AS_SUPERVISOR, GET, "/sweeps/{sweep}", NULL, NULL, 200, { "~/villages/440804101209", "!~440804103" } },
	{ "the county's by township", AS_OFFICER, GET, "/sweeps/{sweep}", NULL, NULL, 200, { "~region=440804101", "~region=440804103" } },
	{ "one township by village", AS_OFFICER, GET, "/sweeps/{sweep}?region=440804101", NULL, NULL, 200, { "~/villages/440804101209", "!~440804103203" } },
	{ "no region", AS_OFFICER, GET, "/sweeps/{sweep}?region=x", NULL, NULL, 422 },
	{ "a far county's officer", AS_FAR_OFFICER, GET, "/sweeps/{sweep}", NULL, NULL, 404 },
	{ "the list on paper, without any label", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209/print", NULL, NULL, 200,
	  { "~李小明", "~&#9744;", "!~left behind", "!~留守" } },
	{ "a child's own page", AS_DIRECTOR, GET, "/sweep_entries/{kid_entry}", NULL, NULL, 200, { "~李小明", "~李建国", "~王秀英", "~Father" } },
	{ "not another director's", AS_DIRECTOR_2, GET, "/sweep_entries/{kid_entry}", NULL, NULL, 404 },
	{ "not a teacher's", AS_TEACHER, GET, "/sweep_entries/{kid_entry}", NULL, NULL, 404 },
	{ "nor in the API", AS_TEACHER, GET, API "sweep_entries", NULL, NULL, 404 },
	{ "Today says so", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~Families to visit for the census: 2" } },
};

/* --- visits --- */
#define ANSWER(text) "version=1&state=" text
static const struct step answering[] = {
	{ "no answer", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, "version=1&note=x", 422, { "~Choose what you found", "~>\nx<" } },
	{ "no version", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, "state=same", 428 },
	{ "changed, but what", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("changed"), 422, { "~Say what has changed" } },
	{ "a visit to come", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("same&visited_on=2026-11-22"), 422, { "~still to come" } },
	{ "a visit before the list", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("same&visited_on=2026-11-20"), 422, { "~drawn later" } },
	{ "home since tomorrow", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("changed&mother=home&mother_from=2026-11-22"), 422, { "~comes after the visit" } },
	{ "home since before she left", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("changed&mother=home&mother_from=2026-02-01"), 422, { "~in the child&#39;s file" } },
	{ "days without where", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("same&father_from=2026-02-01"), 422, { "~Say where they are" } },
	{ "no day", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("changed&mother=home&mother_from=gestern"), 422, { "~gestern" } },
	{ "no answer of the list", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("perhaps"), 422 },
	{ "somebody who is not written down", AS_DIRECTOR, POST, "/sweep_entries/{kid_2_entry}", NULL, ANSWER("changed&mother=away"), 422, { "~No mother is written down" } },
	{ "out of reach", AS_DIRECTOR_2, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("same"), 404 },
	{ "nothing of this is written", AS_OFFICER, GET, API "sweep_entries/{kid_entry}", NULL, NULL, 200, { "state=open", "version=1" } },
	{ "the mother is home since the tenth", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL,
	  ANSWER("changed&mother=home&mother_from=2026-11-10&father=away&father_from=&note=%E8%BF%87%E5%B9%B4%E4%B8%8D%E5%8E%BB%E4%BA%86"), 303,
	  { "@location=/sweep_entries/{kid_2_entry}" } },
	{ "what is written", AS_OFFICER, GET, API "sweep_entries/{kid_entry}", NULL, NULL, 200,
	  { "state=changed", "visited_on=2026-11-21", "how=home", "mother=home", "mother_from=2026-11-10", "note=null" } },
	{ "her absence has ended", AS_OFFICER, GET, API "absences?person={mother}", NULL, NULL, 200, { "items.#=1", "items.0.to=2026-11-09" } },
	{ "his goes on", AS_OFFICER, GET, API "absences?person={father}", NULL, NULL, 200, { "items.#=1", "items.0.from=2026-01-10", "items.0.to=null" } },
	{ "said again", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, "version=2&state=changed&mother=home&mother_from=2026-11-10", 303 },
	{ "changes nothing", AS_OFFICER, GET, API "absences?person={mother}", NULL, NULL, 200, { "items.#=1", "items.0.to=2026-11-09" } },
	{ "one who wrote meanwhile", AS_SUPERVISOR, POST, "/sweep_entries/{kid_entry}", NULL, ANSWER("gone"), 412, { "~meanwhile" } },
	{ "who has gone", AS_SUPERVISOR, GET, API "sweep_entries/{kid_entry}", NULL, NULL, 200, { "state=changed" } },
	{ "his own correction of the day", AS_DIRECTOR, PATCH, API "sweep_entries/{kid_entry}", "If-Match: '2'", "{'father':'away','father_from':'2025-12-20'}", 200 },
	{ "through the API too", AS_OFFICER, GET, API "absences?person={father}", NULL, NULL, 200, { "items.#=1", "items.0.from=2025-12-20", "items.0.region=4419" } },
};

/* An absence that a form merely declares gets its first day. */
static const struct step declared[] = {
	{ "declared", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid_2}','relation':'52','name':'赵玉兰'}", 201, { NULL }, "mother_2=person" },
	{ "on a form", AS_OFFICER, POST, API "absences", NULL, "{'person':'{mother_2}','known_by':'2026-09-01'}", 201, { "known_by=2026-09-01" }, "undated=id" },
	{ "is asked for", AS_DIRECTOR, GET, "/sweep_entries/{kid_2_entry}", NULL, NULL, 200, { "~Please ask since when" } },
	{ "is counted", AS_OFFICER, GET, "/sweeps/{sweep}", NULL, NULL, 200, { "~absences without a first day" } },
	{ "answered", AS_DIRECTOR, POST, "/sweep_entries/{kid_2_entry}", NULL, ANSWER("same&mother=away&mother_from=2025-05-01&mother_to=2027-01-30"), 303,
	  { "@location=/sweeps/{sweep}/villages/440804101209" } },
	{ "is dated, and lasts", AS_OFFICER, GET, API "absences/{undated}", NULL, NULL, 200, { "from=2025-05-01", "to=null" } },
	{ "the status follows", AS_OFFICER, GET, API "children/{kid_2}", NULL, NULL, 200, { "left_behind.basis=computed", "left_behind.civil_affairs=true" } },
	{ "all are visited", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200, { "~All are visited" } },
};

/* --- the second look --- */
static const struct step looking[] = {
	{ "two are visited, one in ten is one", AS_SUPERVISOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200, { "~second time" } },
	{ "Today says so", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "~second look" } },
	{ "the village does not look at itself", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}/check", NULL, "version=3&check=right", 422, { "~township or the county" } },
	{ "nor by the API", AS_DIRECTOR, PATCH, API "sweep_entries/{kid_entry}", "If-Match: '3'", "{'check':'right'}", 422, { "?check" } },
	{ "nobody has been there", AS_SUPERVISOR, POST, "/sweep_entries/{loose_entry}/check", NULL, "version=1&check=right", 422, { "~Nobody has been there" } },
	{ "neither right nor wrong", AS_SUPERVISOR, POST, "/sweep_entries/{kid_entry}/check", NULL, "version=3&check=", 422, { "~as written" } },
	{ "wrong, but what", AS_SUPERVISOR, POST, "/sweep_entries/{kid_entry}/check", NULL, "version=3&check=wrong", 422, { "~Say what is not so" } },
	{ "not so", AS_SUPERVISOR, POST, "/sweep_entries/{kid_entry}/check", NULL, "version=3&check=wrong&check_note=%E4%B8%8D%E5%AF%B9", 303 },
	{ "back on the list", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200, { "~To be visited again" } },
	{ "what was not so is covered", AS_DIRECTOR, GET, "/sweep_entries/{kid_entry}", NULL, NULL, 200, { "!~不对" } },
	{ "without a purpose too", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}/show", NULL, "purpose=", 422, { "!~不对", "~1 to 200 characters" } },
	{ "opened for one", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}/show", NULL, "purpose=second+visit", 200, { "~不对" } },
	{ "not another director", AS_DIRECTOR_2, POST, "/sweep_entries/{kid_entry}/show", NULL, "purpose=second+visit", 404 },
	{ "visited again", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, "version=4&state=same", 303 },
	{ "the second look is gone", AS_OFFICER, GET, API "sweep_entries/{kid_entry}", NULL, NULL, 200, { "state=same", "check=null", "checked_on=null" } },
	{ "as written", AS_CIVIL, POST, "/sweep_entries/{kid_entry}/check", NULL, "version=5&check=right", 303 },
	{ "by whom and when", AS_OFFICER, GET, API "sweep_entries/{kid_entry}", NULL, NULL, 200, { "check=right", "checked_on=2026-11-21", "checked_by" } },
	{ "who visits does not look again", AS_SUPERVISOR, POST, "/sweep_entries/{loose_entry}", NULL, ANSWER("same"), 303 },
	{ "at what they wrote", AS_SUPERVISOR, POST, "/sweep_entries/{loose_entry}/check", NULL, "version=2&check=right", 422, { "~Who visited does not" } },
	{ "nor both at once", AS_SUPERVISOR, PATCH, API "sweep_entries/{kid_2_entry}", "If-Match: '2'", "{'state':'gone','check':'right'}", 422, { "?check" } },
};

/* --- a list printed before a birth and returned after --- */
static const struct step late[] = {
	{ "born meanwhile", AS_DIRECTOR, POST, API "children", NULL,
	  "{'name':'新生儿','sex':'2','birth_date':'2026-11-22','no_id_reason':'1','household_type':'1','household_region':'440804101209'}", 201, { NULL }, "baby=id" },
	{ "is not on the list", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209", NULL, NULL, 200, { "~Not on the list", "~新生儿" } },
	{ "nor on paper", AS_DIRECTOR, GET, "/sweeps/{sweep}/villages/440804101209/print", NULL, NULL, 200, { "!~新生儿" } },
	{ "nobody", AS_DIRECTOR, POST, "/sweeps/{sweep}/villages/440804101209", NULL, "child=", 400 },
	{ "a child of elsewhere", AS_OFFICER, POST, "/sweeps/{sweep}/villages/440804101209", NULL, "child={far_kid}", 404 },
	{ "put on it", AS_DIRECTOR, POST, "/sweeps/{sweep}/villages/440804101209", NULL, "child={baby}", 303 },
	{ "once only", AS_DIRECTOR, POST, "/sweeps/{sweep}/villages/440804101209", NULL, "child={baby}", 422, { "~on the list already" } },
};
static const struct step found[] = {
	{ "found", AS_DIRECTOR, GET, "/sweep_entries/{baby_entry}", NULL, NULL, 200, { "~found though not on the list" } },
	{ "and answered", AS_DIRECTOR, POST, "/sweep_entries/{baby_entry}", NULL, ANSWER("found"), 303 },
};

/* --- moved away, its end --- */
static const struct step moving[] = {
	{ "no such place", AS_DIRECTOR, POST, "/sweep_entries/{baby_entry}", NULL, "version=2&state=moved&moved_to=%E6%B2%A1%E6%9C%89", 422, { "~No single place" } },
	{ "a place, but not moved", AS_DIRECTOR, POST, "/sweep_entries/{baby_entry}", NULL, "version=2&state=gone&moved_to=440804103203", 422, { "~choose so above" } },
	{ "a day to come", AS_DIRECTOR, POST, "/sweep_entries/{baby_entry}", NULL, "version=2&state=moved&moved_to=440804103203&moved_on=2026-12-01", 422, { "~still to come" } },
	{ "moved to another village", AS_DIRECTOR, POST, "/sweep_entries/{baby_entry}", NULL, "version=2&state=moved&moved_to=440804103203&moved_on=2026-11-22", 303 },
	{ "where it lives now", AS_OFFICER, GET, API "children/{baby}", NULL, NULL, 200, { "living_region=440804103203" } },
	{ "who is missing", AS_OFFICER, GET, "/sweeps/{sweep}", NULL, NULL, 200, { "~Who is missing", "~新生儿" } },
	{ "a director closes nothing", AS_DIRECTOR, POST, "/sweeps/{sweep}/close", NULL, "closed=1", 404 },
	{ "the township not the county's", AS_SUPERVISOR, POST, "/sweeps/{sweep}/close", NULL, "closed=1", 403 },
	{ "closed", AS_OFFICER, POST, "/sweeps/{sweep}/close", NULL, "closed=1", 303 },
	{ "is closed", AS_OFFICER, GET, API "sweeps/{sweep}", NULL, NULL, 200, { "state=closed", "closed_on=2026-11-23" } },
	{ "no more answers", AS_DIRECTOR, POST, "/sweep_entries/{kid_2_entry}", NULL, "version=2&state=gone", 422, { "~closed" } },
	{ "nor children", AS_DIRECTOR, POST, "/sweeps/{sweep}/villages/440804101209", NULL, "child={kid}", 422, { "~closed" } },
	{ "nothing on Today", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "!~for the census" } },
	{ "opened again", AS_OFFICER, POST, "/sweeps/{sweep}/close", NULL, "closed=0", 303 },
	{ "is open", AS_OFFICER, GET, API "sweeps/{sweep}", NULL, NULL, 200, { "state=open", "closed_on=null" } },
};

/* --- the return season, among children in need --- */
static const struct step season[] = {
	{ "spring", AS_SUPERVISOR, POST, API "sweeps", NULL,
	  "{'name':'返乡季','what':'spring','whom':'care','region':'440804101','from':'2026-11-23','due':'2027-01-31','check_share':0}", 201, { NULL }, "sweep=id" },
};
static const struct step reunion[] = {
	{ "the mother comes, the father not", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL,
	  "version=1&state=same&father=away&mother=visiting&mother_from=2027-01-25&mother_to=2027-02-15", 303 },
	{ "a plan changes nothing", AS_OFFICER, GET, API "absences?person={mother_2}", NULL, NULL, 200, { "items.#=1", "items.0.to=null" } },
	{ "with a parent", AS_SUPERVISOR, GET, "/sweeps/{sweep}/season", NULL, NULL, 200, { "~6 Feb 2027", "!~Without father and mother on the eve" } },
	{ "neither comes", AS_DIRECTOR, POST, "/sweep_entries/{kid_entry}", NULL, "version=2&state=same&mother=away&mother_from=&mother_to=&mother_from-was=2027-01-25&mother_to-was=2027-02-15", 303 },
	{ "alone", AS_SUPERVISOR, GET, "/sweeps/{sweep}/season", NULL, NULL, 200, { "~Without father and mother on the eve", "~陈大文" } },
	{ "not over yet", AS_OFFICER, GET, "/", NULL, NULL, 200, { "!~last day" } },
	{ "no class screen", AS_TEACHER, GET, "/sweeps/{sweep}/season", NULL, NULL, 404 },
};

/* --- the monthly list, days together --- */
static const struct step lists[] = {
	{ "who came", AS_OFFICER, GET, "/moves?month=202602&of=civil_in", NULL, NULL, 200, { "~李小明" } },
	{ "only in that month", AS_OFFICER, GET, "/moves?month=202603&of=civil_in", NULL, NULL, 200, { "!~李小明" } },
	{ "who went", AS_CIVIL, GET, "/moves?month=202612&of=civil_out", NULL, NULL, 422 },
	{ "a township", AS_OFFICER, GET, "/moves?month=202602&of=civil_in&region=440804101", NULL, NULL, 200, { "!~李小明" } },
	{ "the village's people", AS_DIRECTOR, GET, "/moves?month=202602&of=civil_in", NULL, NULL, 200, { "~李小明" } },
	{ "no school", AS_HEAD, GET, "/moves", NULL, NULL, 404 },
	{ "no month", AS_OFFICER, GET, "/moves?month=202613", NULL, NULL, 422 },
	{ "no status", AS_OFFICER, GET, "/moves?of=poor", NULL, NULL, 422 },
	{ "on paper", AS_OFFICER, GET, "/moves/print?month=202602&of=civil_in", NULL, NULL, 200, { "~李小明" } },
	{ "a file for nothing", AS_OFFICER, POST, "/moves/file", NULL, "month=202602&of=civil_in&purpose=", 422, { "~Say what the file is for" } },
	{ "a file", AS_OFFICER, POST, "/moves/file", NULL, "month=202602&of=civil_in&purpose=monthly+report", 200, { "~李小明", "~monthly report", "~2026-02-20" } },
	{ "not the village's", AS_DIRECTOR, POST, "/moves/file", NULL, "month=202602&of=civil_in&purpose=monthly+report", 404 },
	{ "days together", AS_OFFICER, GET, "/together?year=2026", NULL, NULL, 200, { "~In 2026 the children here" } },
	{ "no year", AS_OFFICER, GET, "/together?year=2030", NULL, NULL, 422 },
	{ "not for schools", AS_TEACHER, GET, "/together", NULL, NULL, 404 },
};
/* clang-format on */

static void test_engine(struct harness *h)
{
	test_start(h);
	STEPS(h, seeing);
	STEPS(h, answering);
	STEPS(h, declared);
	STEPS(h, looking);
	harness_today(h, 20261123);
	STEPS(h, late);
	keep_entry(h, "baby_entry", "baby");
	STEPS(h, found);
	STEPS(h, moving);
	STEPS(h, season);
	OK(harness_jobs(h) == 1);
	/* Left behind and of the township; a mother who is home for thirteen days has not ended it. */
	OK(steps_number(h, "SELECT count(*) FROM sweep_entry e WHERE e.sweep = {sweep}") == 2);
	keep_entry(h, "kid_entry", "kid_2");
	STEPS(h, reunion);
	STEPS(h, lists);
	OK(steps_number(h, "SELECT count(*) FROM journal j WHERE j.act = 11 AND j.kind = 'crossing'") == 1);
	OK(harness_journal_whole(h));
	harness_today(h, 20261211);
	OK(harness_step(h, &(struct step){ "the last day is over",
					   AS_OFFICER,
					   GET,
					   "/",
					   NULL,
					   NULL,
					   200,
					   { "~The last day of a census sweep is over" } }));
	/* A sweep goes with its lists; the facts stay. */
	OK(harness_step(h, &(struct step){ "deleted", AS_SUPERVISOR, DELETE, API "sweeps/{sweep}",
					   "If-Match: '1'", NULL, 204 }));
	OK(steps_number(h, "SELECT count(*) FROM sweep_entry e WHERE e.sweep = {sweep}") == 0);
	OK(steps_number(h, "SELECT count(*) FROM absence a WHERE a.person = {mother_2}") == 1);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
