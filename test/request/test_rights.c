/* What families may ask for: a copy, a file, a correction, erasure; by when; and what erasing leaves behind.
 */
#include "erase.h"
#include "journal.h"
#include "registry.h"
#include "rights.h"
#include "steps.h"

#include <string.h>

#define MY "/my/children/{kid}"

/* --- rules --- */

static void test_due(void)
{
	OK(rights_due(20261120, 0) == 20261120); /* a Friday */
	OK(rights_due(20261120, 1) == 20261123); /* the Monday after */
	OK(rights_due(20261121, 1) == 20261123); /* asked on a Saturday */
	OK(rights_due(20261122, 1) == 20261123); /* and on a Sunday */
	OK(rights_due(20261120, 5) == 20261127);
	OK(rights_due(20261120, 15) == 20261211); /* three weeks */
	OK(rights_due(20261231, 1) == 20270101);
}

static struct erase_facts facts(day born, day today, bool enrolled)
{
	return (struct erase_facts){
		.born = born, .today = today, .enrolled = enrolled, .after_age = 18, .years = 3
	};
}

static void test_way(void)
{
	struct erase_facts f = facts(20150906, 20261121, true);

	OK(erase_way(&f) == ERASE_NOT_YET); /* a pupil of the county */
	f.enrolled = false;
	OK(erase_way(&f) == ERASE_LOCK); /* gone elsewhere: the time to keep it is not over */
	f = facts(20051121, 20261120, false);
	OK(erase_until(&f) == 20261120 &&
	   erase_way(&f) == ERASE_LOCK); /* twenty years: tomorrow twenty-one */
	f.today = 20261121;
	OK(erase_way(&f) == ERASE_NOW);
	f = facts(20051121, 20261120, true);
	OK(erase_way(&f) == ERASE_LOCK); /* of age, although at school */
	f = facts(20040229, 20250228, false);
	OK(erase_until(&f) == 20250228 && erase_way(&f) == ERASE_LOCK);
	f.today = 20250301; /* 29 February: a year older on 1 March */
	OK(erase_way(&f) == ERASE_NOW);
}

/* clang-format off */
static const struct step asking[] = {
	{ "the family is told its clock", AS_GUARDIAN, GET, MY "/requests", NULL, NULL, 200, { "~within 15 working days", "~A copy", "~Erase" } },
	{ "another family is not", AS_GUARDIAN_2, GET, MY "/requests", NULL, NULL, 404 },
	{ "nor somebody kept away", AS_BARRED, GET, MY "/requests", NULL, NULL, 404 },
	{ "nor does a teacher ask", AS_TEACHER, GET, "/children/{kid}/requests", NULL, NULL, 404 },
	{ "nothing said", AS_PARENT, POST, MY "/requests", NULL, "what=", 422, { "~To put right: 1" } },
	{ "a wrong password", AS_PARENT, POST, MY "/requests", NULL, "what=copy&again=wrong", 422, { "~This is not it" } },
	{ "asked without proof", AS_PARENT, POST, MY "/requests", NULL, "what=correction&text=The+birthday", 303, {}, "loc=@location" },
	{ "it waits", AS_OFFICER, GET, API "rights_requests?child={kid}", NULL, NULL, 200,
	  { "items.#=1", "items.0.what=correction", "items.0.state=asked", "items.0.asked_on=2026-11-21", "items.0.due_on=2026-12-11", "items.0.identity=null", "items.0.text=The birthday" },
	  "q=items.0.id" },
	{ "who asked sees it", AS_PARENT, GET, "/my/requests/{q}", NULL, NULL, 200, { "~The birthday", "~answered by" } },
	{ "the other guardian does not", AS_GUARDIAN, GET, "/my/requests/{q}", NULL, NULL, 404 },
	{ "the auditor does", AS_AUDITOR, GET, "/rights_requests/{q}", NULL, NULL, 200 },
	{ "and answers nothing", AS_AUDITOR, POST, "/rights_requests/{q}", NULL, "state=done&version=1", 404 },
	{ "nobody else knows", AS_HEAD, GET, API "rights_requests", NULL, NULL, 404 },
	{ "the officer's Today tells", AS_OFFICER, GET, "/", NULL, NULL, 200, { "~Families have asked for something: 1" } },
	{ "the family answers nothing itself", AS_PARENT, PATCH, API "rights_requests/{q}", "If-Match: '1'", "{'state':'done'}", 422, { "?state" } },
	{ "and takes nothing away", AS_PARENT, DELETE, API "rights_requests/{q}", "If-Match: '1'", NULL, 403 },
	{ "nor says who it is", AS_PARENT, POST, API "rights_requests", NULL, "{'child':'{kid}','person':'{father}','what':'copy','identity':'again'}", 422, { "?identity" } },
	{ "nor for another", AS_PARENT, POST, API "rights_requests", NULL, "{'child':'{kid}','person':'{grandma}','what':'copy'}", 422, { "?person" } },
	{ "nor asks and answers", AS_PARENT, POST, API "rights_requests", NULL, "{'child':'{kid}','person':'{father}','what':'copy','state':'done'}", 422, { "?state" } },
	{ "nor yesterday", AS_PARENT, POST, API "rights_requests", NULL, "{'child':'{kid}','person':'{father}','what':'copy','asked_on':'2026-11-20'}", 422, { "?asked_on" } },
};
static const struct step answering[] = {
	{ "a refusal needs its reason", AS_OFFICER, POST, "/rights_requests/{q}", NULL, "state=refused&version=1", 422, { "~A refusal needs its reason" } },
	{ "nothing is done for somebody unknown", AS_OFFICER, POST, "/rights_requests/{q}", NULL, "state=done&version=1", 422, { "~papers" } },
	{ "begun", AS_OFFICER, POST, "/rights_requests/{q}", NULL, "state=doing&version=1", 303 },
	{ "done, papers seen", AS_OFFICER, POST, "/rights_requests/{q}", NULL, "state=done&version=2&papers=1&decision=Put+right", 303 },
	{ "the family reads the answer", AS_PARENT, GET, "/my/requests/{q}", NULL, NULL, 200, { "~Put right" } },
	{ "with its day", AS_OFFICER, GET, API "rights_requests/{q}", NULL, NULL, 200, { "state=done", "decided_on=2026-11-21", "identity=papers", "decision=Put right" } },
	{ "once", AS_OFFICER, POST, "/rights_requests/{q}", NULL, "state=refused&version=3&decision=x", 422 },
	{ "nothing waits", AS_OFFICER, GET, "/", NULL, NULL, 200, { "!~Families have asked" } },
	{ "no copy of a correction", AS_PARENT, POST, "/my/requests/{q}/copy", NULL, "", 404 },
};
static const struct step copies[] = {
	{ "a copy, who it is said again: at once", AS_PARENT, POST, MY "/requests", NULL, "what=copy&again=request-Test1", 303 },
	{ "done", AS_OFFICER, GET, API "rights_requests?child={kid}", NULL, NULL, 200, { "items.1.what=copy", "items.1.state=done", "items.1.identity=again" }, "k=items.1.id" },
	{ "the copy says everything", AS_PARENT, POST, "/my/requests/{k}/copy", NULL, "", 200, { "~44080420150906101X", "~李建国", "~五合小学", "~Who looked at this file" } },
	{ "of oneself, not of the others", AS_PARENT, POST, "/my/requests/{k}/copy", NULL, "", 200, { "~13000000001", "!~13000000002", "!~李建军", "!~13000000005" } },
	{ "a copy is no file", AS_PARENT, POST, "/my/requests/{k}/file", NULL, "", 404 },
	{ "nor another's", AS_GUARDIAN, POST, "/my/requests/{k}/copy", NULL, "", 404 },
	{ "a file", AS_PARENT, POST, MY "/requests", NULL, "what=portability&again=request-Test1", 303 },
	{ "asked for", AS_OFFICER, GET, API "rights_requests?child={kid}", NULL, NULL, 200, { "items.2.what=portability" }, "p=items.2.id" },
	{ "with the names of the API", AS_PARENT, POST, "/my/requests/{p}/file", NULL, "", 200,
	  { "child.id_number=44080420150906101X", "records.persons.#=1", "records.persons.0.phone=13000000001", "records.ties.0.relation=51", "made_on=2026-11-21", "kinds.0.count" } },
	{ "the officer prints it as the asker sees it", AS_OFFICER, POST, "/rights_requests/{k}/copy", NULL, "", 200, { "~44080420150906101X", "!~13000000002" } },
	{ "it is on the journal", AS_PARENT, GET, MY "/looked", NULL, NULL, 200, { "~A print of the file" } },
};
static const struct step own[] = {
	{ "what is kept, covered", AS_GUARDIAN, GET, MY "/file", NULL, NULL, 200, { "~440804********101X", "!~44080420150906101X", "~陈桂兰", "!~李建军" } },
	{ "shown for a purpose", AS_GUARDIAN, POST, MY "/file", NULL, "purpose=school+form", 200, { "~44080420150906101X" } },
	{ "not without", AS_GUARDIAN, POST, MY "/file", NULL, "purpose=", 422, { "!~44080420150906101X" } },
	{ "the hub", AS_GUARDIAN, GET, MY, NULL, NULL, 200, { "~What is written down", "~Who looked", "~Ask for something" } },
	{ "the first page", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~李小明", "!~李小红" } },
	{ "both of the father's", AS_PARENT, GET, "/", NULL, NULL, 200, { "~李小明", "~李小红" } },
	{ "none for who is kept away", AS_BARRED, GET, "/", NULL, NULL, 200, { "!~李小明" } },
	{ "not by guessing", AS_BARRED, GET, MY, NULL, NULL, 404 },
	{ "staff have their own page", AS_TEACHER, GET, MY, NULL, NULL, 404 },
	{ "the family has not theirs", AS_GUARDIAN, GET, "/children/{kid}", NULL, NULL, 404 },
};
/* The sister is at no school any more: her file is locked away. */
static const struct step locking[] = {
	{ "a pupil's register is a duty", AS_OFFICER, GET, "/children/{kid}/erase", NULL, NULL, 200, { "~a duty by law", "!~Lock it away" } },
	{ "so nothing is done", AS_OFFICER, POST, "/children/{kid}/erase", NULL, "answer=erase&law=x", 409 },
	{ "a child at no school", AS_OFFICER, GET, "/children/{loose}/erase", NULL, NULL, 200, { "~Lock it away", "!~Erase it for good" } },
	{ "not erased yet", AS_OFFICER, POST, "/children/{loose}/erase", NULL, "answer=erase&law=x", 409 },
	{ "which law?", AS_OFFICER, POST, "/children/{loose}/erase", NULL, "answer=lock&law=", 422 },
	{ "a head does not", AS_HEAD, POST, "/children/{loose}/erase", NULL, "answer=lock&law=x", 404 },
	{ "locked", AS_OFFICER, POST, "/children/{loose}/erase", NULL, "answer=lock&law=PIPL+47", 303 },
	{ "gone for the officer", AS_OFFICER, GET, API "children/{loose}", NULL, NULL, 404 },
	{ "and its page", AS_OFFICER, GET, "/children/{loose}", NULL, NULL, 404 },
	{ "and from search", AS_OFFICER, POST, "/children", NULL, "q=吴未入学", 200, { "!~吴未入学<" } },
	{ "and for the city", AS_CITY, GET, API "children/{loose}", NULL, NULL, 404 },
	{ "it stands among what is only stored", AS_OFFICER, GET, "/storage_locks", NULL, NULL, 200, { "~PIPL 47", "!~吴未入学" } },
	{ "by number", AS_AUDITOR, GET, API "storage_locks", NULL, NULL, 200, { "items.#=1", "items.0.child={loose}" }, "lock=items.0.id" },
	{ "a family locks nobody", AS_PARENT, POST, API "storage_locks", NULL, "{'child':'{kid}','since':'2026-11-21','until':'2030-01-01','law':'x'}", 422 },
	{ "the auditor lifts nothing", AS_AUDITOR, POST, "/storage_locks/{lock}/lift", NULL, "", 404 },
	{ "lifted", AS_OFFICER, POST, "/storage_locks/{lock}/lift", NULL, "", 303 },
	{ "there again", AS_OFFICER, GET, API "children/{loose}", NULL, NULL, 200 },
};
/* clang-format on */

struct erasing {
	int64_t child;
};

static enum rc erase_job(struct ctx *c, void *arg)
{
	const struct erasing *e = arg;

	return erase_child(c, e->child);
}

/* Rows of a query that ends in this id. */
static int64_t count(struct harness *h, const char *sql, int64_t id)
{
	return harness_number(h, harness_text(&h->mem, "%s%lld", sql, (long long)id));
}

/* Everything of a child goes, and what the journal kept of it; the chain stays whole and says so. */
static void test_erase(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t kid = h->fix[FIX_KID_2], parent = h->fix[FIX_PARENT_2];
	int64_t bodies =
		count(h,
		      "SELECT count(*) FROM journal_body b JOIN journal j ON j.county = b.county AND"
		      " j.node = b.node AND j.seq = b.seq WHERE length(b.sealed) > 0 AND j.record = ",
		      kid);

	OK(bodies > 0);
	OK(store_write(&c, PRIO_PEOPLE, erase_job, &(struct erasing){ kid }) == RC_OK);
	OK(count(h, "SELECT count(*) FROM child WHERE id = ", kid) == 0);
	OK(count(h, "SELECT count(*) FROM tie WHERE child = ", kid) == 0);
	OK(count(h, "SELECT count(*) FROM enrolment WHERE child = ", kid) == 0);
	OK(count(h, "SELECT count(*) FROM circumstance WHERE child = ", kid) == 0);
	OK(count(h, "SELECT count(*) FROM crossing WHERE child = ", kid) == 0);
	/* Somebody signs in as this adult: that account's person stays. */
	OK(count(h, "SELECT count(*) FROM person WHERE id = ", parent) == 1);
	OK(count(h,
		 "SELECT count(*) FROM journal_body b JOIN journal j ON j.county = b.county AND"
		 " j.node = b.node AND j.seq = b.seq WHERE length(b.sealed) > 0 AND j.record = ",
		 kid) == 0);
	OK(count(h, "SELECT count(*) FROM journal WHERE act = 12 AND kind = 'child' AND record = ", kid) ==
	   1);
	OK(harness_journal_whole(h));
}

static void test_late(struct harness *h)
{
	static const struct step late[] = {
		{ "asked", AS_GUARDIAN, POST, MY "/requests", NULL, "what=explanation", 303 },
		{ "three weeks later it is late",
		  AS_OFFICER,
		  GET,
		  "/rights_requests",
		  NULL,
		  NULL,
		  200,
		  { "~late: it was due" } },
		{ "and says so on Today", AS_OFFICER, GET, "/", NULL, NULL, 200, { "~Late: 1" } },
	};

	steps_run(h, late, 1);
	harness_today(h, 20261211);
	OK(!harness_step(h, &late[1])); /* the last day is not late */
	harness_today(h, 20261212);
	steps_run(h, late + 1, 2);
}

static void test_engine(struct harness *h)
{
	harness_daily(h);
	STEPS(h, asking);
	STEPS(h, answering);
	STEPS(h, copies);
	STEPS(h, own);
	STEPS(h, locking);
	test_erase(h);
	test_late(h);
}

int main(int argc, char **argv)
{
	test_due();
	test_way();
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
