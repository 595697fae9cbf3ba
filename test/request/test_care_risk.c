/* Levels of risk in the house: what is seen, contested and answered, decided up and down, forms filled in;
 * who may and who sees; that what is kept is what the facts say. */
#include "care.h"
#include "settle_care.h"
#include "steps.h"

#include <string.h>

#define CASE API "care_cases?child={kid}"

/* clang-format off */
static const struct step seen[] = {
	{ "under care, and green", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.#=1", "items.0.level=1", "items.0.state=fresh" } },
	{ "not who is at no risk", AS_OFFICER, GET, API "care_cases?child={loose}", NULL, NULL, 200, { "items.#=0" } },
	{ "nothing said", AS_TEACHER, POST, API "findings", NULL, "{}", 422, { "?child", "?indicator", "?on" } },
	{ "tomorrow", AS_TEACHER, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2026-11-22'}", 422, { "?on", "~still to come" } },
	{ "before birth", AS_OFFICER, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2010-01-01'}", 422, { "?on" } },
	{ "too long ago", AS_TEACHER, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2026-09-01'}", 422, { "?on", "~too long ago" } },
	{ "no such sign", AS_TEACHER, POST, API "findings", NULL, "{'child':'{kid}','indicator':'poor','on':'2026-11-20'}", 422, { "?indicator" } },
	{ "nobody says how it stands", AS_TEACHER, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2026-11-20','state':'upheld'}", 422, { "?state" } },
	{ "a child of another's", AS_TEACHER_2, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2026-11-20'}", 422, { "?child" } },
	{ "a parent does not", AS_PARENT, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2026-11-20'}", 404 },
	{ "seen", AS_TEACHER, POST, API "findings", NULL, "{'child':'{kid}','indicator':'truancy','on':'2026-11-20','note':'five days in November'}", 201, { "state=stands", "by", "at" }, "f=id" },
	{ "yellow at once", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=3", "items.0.since=2026-11-20" } },
	{ "with its reasons", AS_TEACHER, GET, API "risk_levels?child={kid}", NULL, NULL, 200, { "~truancy" } },
	{ "of one child, not of a class", AS_TEACHER, GET, API "risk_levels", NULL, NULL, 422, { "?child" } },
	{ "nor of a school", AS_HEAD, GET, API "care_cases", NULL, NULL, 422, { "?child" } },
	{ "where children are visited it is a list", AS_DIRECTOR, GET, API "care_cases", NULL, NULL, 200, { "items.0.level" } },
	{ "no word of anybody in them", AS_TEACHER, GET, API "risk_levels?child={kid}", NULL, NULL, 200, { "!~five days" } },
	{ "covered", AS_HEAD, GET, API "findings/{f}", NULL, NULL, 200, { "!~five days" } },
	{ "the mother reads none of it", AS_PARENT, GET, API "findings/{f}", NULL, NULL, 404 },
	{ "nor who looks after the child", AS_GUARDIAN, GET, API "findings/{f}", NULL, NULL, 404 },
	{ "nor the child", AS_CHILD, GET, API "findings/{f}", NULL, NULL, 404 },
	{ "nor the federation", AS_FEDERATION, GET, API "care_cases", NULL, NULL, 404 },
	{ "nor the keeper", AS_KEEPER, GET, API "risk_levels", NULL, NULL, 404 },
	{ "nor who keeps the system", AS_ADMIN, GET, API "findings/{f}", NULL, NULL, 404 },
	{ "nor another village", AS_DIRECTOR_2, GET, API "findings/{f}", NULL, NULL, 404 },
	{ "nor a barred one", AS_BARRED, GET, API "findings/{f}", NULL, NULL, 404 },
};

static const struct step contested[] = {
	{ "no reason", AS_COUNSELLOR, POST, API "findings/{f}/contest", NULL, "{}", 422, { "?contest" } },
	{ "nothing to answer yet", AS_SUPERVISOR, POST, API "findings/{f}/answer", NULL, "{'withdraw':true,'answer':'no'}", 409, { "?answer" } },
	{ "it is not so", AS_COUNSELLOR, POST, API "findings/{f}/contest", NULL, "{'contest':'The child was ill, the doctor wrote it.'}", 200, { "state=contested", "contested_on=2026-11-21" } },
	{ "twice", AS_HEAD, POST, API "findings/{f}/contest", NULL, "{'contest':'so'}", 422, { "?contest" } },
	{ "it counts until it is answered", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=3" } },
	{ "Today of the head", AS_HEAD, GET, "/", NULL, NULL, 200, { "~somebody says is not so: 1" } },
	{ "the list, without a level", AS_HEAD, GET, "/findings", NULL, NULL, 200, { "~findings/{f}", "!~yellow", "!~truancy" } },
	{ "the teacher does not answer", AS_TEACHER, POST, API "findings/{f}/answer", NULL, "{'withdraw':false,'answer':'no'}", 404 },
	{ "nor without words", AS_SUPERVISOR, POST, API "findings/{f}/answer", NULL, "{'withdraw':true}", 422, { "?answer" } },
	{ "nor neither", AS_SUPERVISOR, POST, API "findings/{f}/answer", NULL, "{'answer':'so'}", 422, { "?withdraw" } },
	{ "taken back", AS_SUPERVISOR, POST, API "findings/{f}/answer", NULL, "{'withdraw':true,'answer':'The doctor was asked.'}", 200, { "state=withdrawn" } },
	{ "it never counted", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=1" } },
	{ "nobody answers it again", AS_OFFICER, POST, API "findings/{f}/answer", NULL, "{'withdraw':false,'answer':'no'}", 409 },
	{ "the supervisor sees one", AS_SUPERVISOR, POST, API "findings", NULL, "{'child':'{kid}','indicator':'house_unsafe','on':'2026-11-21'}", 201, {}, "g=id" },
	{ "on a page", AS_HEAD, POST, "/findings/{g}/contest", NULL, "contest=The+roof+was+mended", 303 },
	{ "who saw it does not answer", AS_SUPERVISOR, POST, API "findings/{g}/answer", NULL, "{'withdraw':true,'answer':'no'}", 422, { "?answer", "~Somebody else" } },
	{ "nor who contested it", AS_HEAD, POST, "/findings/{g}/answer", NULL, "withdraw=1&answer=so", 422, { "~Somebody else" } },
	{ "it stands", AS_CIVIL, POST, "/findings/{g}/answer", NULL, "withdraw=0&answer=Went+there", 303 },
	{ "upheld", AS_CIVIL, GET, API "findings/{g}", NULL, NULL, 200, { "state=upheld" } },
	{ "contested once more", AS_HEAD, PATCH, API "findings/{g}", "If-Match: '3'", "{'contest':'It is mended now'}", 200, { "state=contested" } },
	{ "nobody writes the answer by hand", AS_CIVIL, PATCH, API "findings/{g}", "If-Match: '4'", "{'answer':'so'}", 422, { "?answer" } },
	{ "answered by the officer", AS_OFFICER, POST, API "findings/{g}/answer", NULL, "{'withdraw':true,'answer':'Seen on a photo'}", 200, { "state=withdrawn" } },
	{ "green again", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=1" } },
};

static const struct step decided[] = {
	{ "nothing said", AS_TEACHER, POST, API "level_decisions", NULL, "{}", 422, { "?child", "?what", "?level", "?on", "?reason" } },
	{ "yesterday", AS_TEACHER, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'up','level':4,'on':'2026-11-20','reason':'so'}", 422, { "?on" } },
	{ "not above red", AS_TEACHER, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'up','level':5,'on':'2026-11-21','reason':'so'}", 422, { "?level" } },
	{ "up to where it stands", AS_TEACHER, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'up','level':1,'on':'2026-11-21','reason':'so'}", 422, { "?level", "~already" } },
	{ "up, by the teacher", AS_TEACHER, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'up','level':4,'on':'2026-11-21','reason':'Grandmother fell'}", 201 },
	{ "red", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=4", "items.0.visit_due=2026-11-22" } },
	{ "the director does not step down", AS_DIRECTOR, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'down','level':3,'on':'2026-11-21','reason':'so'}", 422, { "?what", "~supervisor or civil affairs" } },
	{ "nor on a page", AS_DIRECTOR, POST, "/children/{kid}/level", NULL, "what=down&reason=so", 403 },
	{ "nor two steps", AS_SUPERVISOR, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'down','level':2,'on':'2026-11-21','reason':'so'}", 422, { "?level", "~one step at a time" } },
	{ "not without a reason", AS_SUPERVISOR, POST, "/children/{kid}/level", NULL, "what=down&reason=", 422, { "~This is needed" } },
	{ "one step", AS_SUPERVISOR, POST, "/children/{kid}/level", NULL, "what=down&reason=A+neighbour+is+there", 303 },
	{ "yellow", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=3" } },
	{ "once a day", AS_CIVIL, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'down','level':2,'on':'2026-11-21','reason':'so'}", 422, { "?on", "~next review" } },
	{ "an aunt does not call", AS_DIRECTOR, POST, API "findings", NULL, "{'child':'{kid}','indicator':'no_contact','on':'2026-11-21'}", 201 },
};

static const struct step floored[] = {
	{ "never below what triggers", AS_SUPERVISOR, POST, API "level_decisions", NULL, "{'child':'{kid}','what':'down','level':2,'on':'2026-11-22','reason':'so'}", 422, { "?level", "~contest it first" } },
	{ "the page says so", AS_SUPERVISOR, GET, "/children/{kid}/risk", NULL, NULL, 200, { "~contest it first", "~Put the level up", "~Step the level down" } },
	{ "of the director it says nothing of stepping down", AS_DIRECTOR, GET, "/children/{kid}/risk", NULL, NULL, 200, { "!~Step the level down", "~no contact with parents" } },
};

#define ANSWERS "\"{\\\"body\\\":\\\"healthy\\\",\\\"mind\\\":\\\"steady\\\",\\\"habits\\\":[],\\\"hazards\\\":[\\\"gas\\\"],\\\"income\\\":\\\"to_double\\\",\\\"parents\\\":\\\"both\\\"}\""
static const struct step filled[] = {
	{ "the form", AS_DIRECTOR, GET, "/children/{kid}/assess", NULL, NULL, 200, { "~Hazards where the child lives", "~Save the assessment", "!~0 to 5 years" } },
	{ "not of the head", AS_HEAD, GET, "/children/{kid}/assess", NULL, NULL, 404 },
	{ "nothing answered", AS_DIRECTOR, POST, "/children/{kid}/assess", NULL, "on=2026-11-21&hazards=gas&note=typed", 422, { "~To put right: 4", "~typed", "~value=\"gas\" checked" } },
	{ "tomorrow, and nothing is lost", AS_DIRECTOR, POST, "/children/{kid}/assess", NULL, "on=2026-11-22&body=healthy&mind=steady&income=below&parents=one&hazards=gas&note=typed", 422, { "~still to come", "~typed", "~value=\"gas\" checked" } },
	{ "no such answer", AS_DIRECTOR, POST, "/children/{kid}/assess", NULL, "on=2026-11-21&body=fine&mind=steady&income=below&parents=one", 422, { "~Choose one of the list" } },
	{ "filled in", AS_DIRECTOR, POST, "/children/{kid}/assess", NULL, "client=ab12&on=2026-11-21&body=ill&mind=troubled&income=below&parents=one&hazards=gas&hazards=drowning", 303, {}, "a=@location" },
	{ "and sent twice", AS_DIRECTOR, POST, "/children/{kid}/assess", NULL, "client=ab12&on=2026-11-21&body=ill&mind=troubled&income=below&parents=one&hazards=gas&hazards=drowning", 303, { "@location={a}" } },
	{ "is one", AS_DIRECTOR, GET, API "assessments?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.score=15", "items.0.out_of=65" } },
	{ "poverty, health, mind and family raise nothing", AS_DIRECTOR, GET, API "findings?child={kid}&limit=200", NULL, NULL, 200, { "~fire_electric", "~water_near", "!~illness", "!~withdrawn\",\"on", "!~parents_detained" } },
	{ "covered", AS_DIRECTOR, GET, "{a}", NULL, NULL, 200, { "~15 of 65", "!~below the relief line" } },
	{ "a reason opens it", AS_DIRECTOR, POST, "{a}/show", NULL, "purpose=To+write+the+plan", 200, { "~below the relief line", "~gas" } },
	{ "none does not", AS_DIRECTOR, POST, "{a}/show", NULL, "purpose=", 422, { "!~below the relief line" } },
	{ "by another program", AS_TEACHER, POST, API "assessments", NULL, "{'child':'{kid}','client':'cd34','answers':" ANSWERS "}", 201, { "score=50" }, "b=id" },
	{ "again: the same", AS_TEACHER, POST, API "assessments", NULL, "{'child':'{kid}','client':'CD34','answers':" ANSWERS "}", 201, { "id={b}" } },
	{ "the same number of another hand is another", AS_SUPERVISOR, POST, API "assessments", NULL, "{'child':'{kid}','client':'cd34','answers':" ANSWERS "}", 201, { "!id={b}" } },
	{ "no answers", AS_TEACHER, POST, API "assessments", NULL, "{'child':'{kid}','answers':'x'}", 422, { "?answers" } },
	{ "no child", AS_TEACHER, POST, API "assessments", NULL, "{'answers':" ANSWERS "}", 422, { "?child" } },
	{ "not the head", AS_HEAD, POST, API "assessments", NULL, "{'child':'{kid}','answers':" ANSWERS "}", 404 },
	{ "harm leads to a report", AS_DIRECTOR, POST, "/children/{kid}/assess", NULL, "on=2026-11-21&body=healthy&mind=steady&income=below&parents=both&hazards=violence", 303, {}, "v=@location" },
	{ "at once", AS_DIRECTOR, GET, "{v}", NULL, NULL, 200, { "~must be reported at once", "~/reports/new" } },
	{ "assessed", AS_DIRECTOR, GET, CASE, NULL, NULL, 200, { "items.0.level=4", "items.0.assessed_on=2026-11-21", "items.0.state=assessed" } },
};

static const struct step pages[] = {
	{ "the file", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200, { "~id=\"care\"", "~red: high", "~Level and reasons" } },
	{ "nothing of it for the mother", AS_PARENT, GET, "/", NULL, NULL, 200, { "!~id=\"care\"", "!~red: high" } },
	{ "a child who is not under care", AS_OFFICER, GET, "/children/{loose}", NULL, NULL, 200, { "~No care case of this child" } },
	{ "the list of the village", AS_DIRECTOR, GET, "/care", NULL, NULL, 200, { "~李小明", "~red: high" } },
	{ "by level", AS_CIVIL, GET, "/care?level=2", NULL, NULL, 200, { "!~李小明" } },
	{ "not of that number", AS_CIVIL, GET, "/care?level=7", NULL, NULL, 422 },
	{ "nor place", AS_CIVIL, GET, "/care?after=x", NULL, NULL, 422 },
	{ "of another village nobody", AS_DIRECTOR_2, GET, "/care", NULL, NULL, 200, { "!~李小明" } },
	{ "never of a teacher", AS_TEACHER, GET, "/care", NULL, NULL, 404 },
	{ "nor a head", AS_HEAD, GET, "/care", NULL, NULL, 404 },
	{ "nor a counsellor", AS_COUNSELLOR, GET, "/care", NULL, NULL, 404 },
	{ "fairness says nothing of few", AS_INSPECTOR, GET, "/care/fairness", NULL, NULL, 200, { "~Too few children", "!~李小明" } },
	{ "by sex", AS_OFFICER, GET, "/care/fairness?by=sex", NULL, NULL, 200, { "~Too few children" } },
	{ "by poverty there is none", AS_OFFICER, GET, "/care/fairness?by=income", NULL, NULL, 422 },
	{ "not for a supervisor", AS_SUPERVISOR, GET, "/care/fairness", NULL, NULL, 404 },
	{ "a form for what was seen", AS_TEACHER, GET, "/children/{kid}/findings/new", NULL, NULL, 200, { "~Report harm or danger" } },
	{ "nothing typed is lost", AS_TEACHER, POST, "/children/{kid}/findings/new", NULL, "indicator=grades&on=2026-12-01&note=typed", 422, { "~still to come", "~typed" } },
	{ "saved", AS_TEACHER, POST, "/children/{kid}/findings/new", NULL, "indicator=grades&on=2026-11-22&note=typed", 303 },
	{ "of another's child", AS_TEACHER_2, GET, "/children/{kid}/risk", NULL, NULL, 404 },
	{ "nobody's child", AS_DIRECTOR, GET, "/children/1/risk", NULL, NULL, 404 },
	{ "no such finding", AS_DIRECTOR, GET, "/findings/1", NULL, NULL, 404 },
	{ "no such form", AS_DIRECTOR, GET, "/assessments/1", NULL, NULL, 404 },
};
/* clang-format on */

static bool same_levels(const struct care_facts *f, const struct care_level *l, size_t n)
{
	bool same = f->nlevel == n;

	for (size_t i = 0; same && i < n; i++)
		same = f->level[i].from == l[i].from && f->level[i].level == l[i].level;
	return same;
}

/* What is kept is what the facts say, of everybody. */
static void recount(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct settle_rules rules = settle_rules_of(&c);
	int64_t id[FIX__N];
	struct care_facts f[FIX__N];
	size_t n = 0, wrong = 0, levels = 0;

	for (size_t i = FIX_KID; i <= FIX_FAR_KID; i++)
		id[n++] = h->fix[i];
	OK(care_facts_load(&c, id, n, f) == RC_OK);
	for (size_t i = 0; i < n; i++) {
		struct care_level *l;
		size_t nl = risk_history(c.mem, &f[i], &indicators_embedded, &rules.risk, c.today, &l);
		wrong += !same_levels(&f[i], l, nl);
		levels += nl;
	}
	OK(wrong == 0);
	OK(levels > 0);
}

/* Time alone: what wore off keeps the level, and a review steps it down; care that ends closes the case. */
static void later(struct harness *h)
{
	harness_today(h, 20270601);
	harness_daily(h);
	recount(h);
	OK(harness_number(h, STR("SELECT count(*) FROM care_case WHERE next_on <= 20270601")) == 0);
	OK(harness_step(h, &(struct step){ "half a year later it waits for a review",
					   AS_SUPERVISOR,
					   GET,
					   "/children/{kid}/risk",
					   NULL,
					   NULL,
					   200,
					   { "~worn off" } }));
	OK(harness_step(h, &(struct step){ "one step", AS_SUPERVISOR, POST, "/children/{kid}/level", NULL,
					   "what=down&reason=Quiet+for+months", 303 }));
	OK(harness_step(
		h, &(struct step){
			   "yellow", AS_SUPERVISOR, GET, CASE, NULL, NULL, 200, { "items.0.level=3" } }));
	harness_today(h, 20270602);
	OK(harness_step(h, &(struct step){ "violence wears off slowly: no further",
					   AS_CIVIL,
					   POST,
					   "/children/{kid}/level",
					   NULL,
					   "what=down&reason=Quiet",
					   422,
					   { "~contest it first" } }));
	recount(h);
}

/* A database that has no cases yet gets them from the timer, once. */
static void build(struct harness *h)
{
	int64_t before = harness_number(h, STR("SELECT count(*) FROM care_case WHERE level > 0"));

	OK(before > 0);
	OK(harness_exec(h, STR("DELETE FROM care_case")) && harness_exec(h, STR("DELETE FROM risk_level")));
	OK(harness_exec(h, STR("DELETE FROM meta WHERE name = 'care_built'")));
	harness_daily(h);
	OK(harness_number(h, STR("SELECT count(*) FROM care_case WHERE level > 0")) == before);
	OK(harness_number(h, STR("SELECT count(*) FROM meta WHERE name = 'care_built'")) == 1);
	recount(h);
}

static void tests(struct harness *h)
{
	STEPS(h, seen);
	STEPS(h, contested);
	recount(h);
	STEPS(h, decided);
	harness_today(h, 20261122);
	STEPS(h, floored);
	harness_today(h, 20261121);
	STEPS(h, filled);
	recount(h);
	harness_today(h, 20261122);
	STEPS(h, pages);
	later(h);
	build(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
