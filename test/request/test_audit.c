/* The year's audit, and what is insecure here: numbers out of the data, checks that are pure. */
#include "audit_report.h"
#include "persons.h"
#include "readlog.h"
#include "self_audit.h"
#include "steps.h"

#include <string.h>

/* --- the checks --- */

static enum self_level level_of(const struct self_facts *f, const char *name)
{
	bool there = false;

	for (size_t i = 0; i < self_nchecks; i++)
		if (!strcmp(self_checks[i].name, name))
			return self_checks[i].look(f).level;
	OK(there);
	return SELF_FINE;
}

static struct self_facts good(void)
{
	return (struct self_facts){
		.today = 20261121,
		.secure = true,
		.key_mode = 0600,
		.db_mode = 0600,
		.sandboxed = true,
		.totp_required = true,
		.keepers = { 1, 1, 1 },
		.verified_on = 20261121,
		.backup_on = 20261120,
		.persons = 100,
		.backup_days = 7,
		.verify_days = 31,
		.proof_days = 40,
		.proof = { .known = true, .good = true, .good_at = INT64_C(1795190400000000) }
	};
}

static void test_fine(void)
{
	struct self_facts f = good();

	for (size_t i = 0; i < self_nchecks; i++) {
		OK(self_checks[i].name && self_checks[i].wrong && self_checks[i].mend);
		OK(self_checks[i].look(&f).level == SELF_FINE);
	}
}

static void breaks(struct self_facts f, const char *name, enum self_level level)
{
	OK(level_of(&f, name) == level);
}

static void test_broken(void)
{
	struct self_facts f;

	f = good();
	f.secure = false;
	breaks(f, "Encrypted connection (https)", SELF_BAD);
	f = good();
	f.secure = false;
	f.demo = true;
	breaks(f, "Encrypted connection (https)", SELF_WARN);
	f = good();
	f.demo = true;
	breaks(f, "Demonstration", SELF_BAD);
	f = good();
	f.key_mode = 0640;
	breaks(f, "Key file for its owner only", SELF_BAD);
	f = good();
	f.key_mode = -1;
	breaks(f, "Key file for its owner only", SELF_FINE); /* PostgreSQL: none of ours */
	f = good();
	f.db_mode = 0644;
	breaks(f, "Database file for its owner only", SELF_WARN);
	f = good();
	f.key_beside = true;
	breaks(f, "Key file away from the database", SELF_HINT);
	f = good();
	f.sandboxed = false;
	breaks(f, "Sandbox", SELF_BAD);
	f = good();
	f.sandbox_missing = 2;
	breaks(f, "Sandbox", SELF_WARN);
	f = good();
	f.totp_required = false;
	breaks(f, "Second factor required", SELF_BAD);
}

static void test_lax(void)
{
	struct self_facts f;

	f = good();
	f.no_second_factor = 3;
	breaks(f, "Accounts without the second factor", SELF_WARN);
	f = good();
	f.no_clearance = 1;
	breaks(f, "Yearly query for convictions", SELF_BAD);
	f = good();
	f.shared_keepers = 1;
	breaks(f, "Three administrators, three persons", SELF_BAD);
	f = good();
	f.keepers[2] = 0;
	breaks(f, "All three administrators are there", SELF_WARN);
	f = good();
	f.endless_tokens = 1;
	breaks(f, "Tokens of programs end", SELF_WARN);
	f = good();
	f.old_passwords = 1;
	breaks(f, "Old passwords", SELF_WARN);
	f = good();
	f.idle_accounts = 1;
	breaks(f, "Accounts nobody uses", SELF_HINT);
	f = good();
	f.verify_findings = 1;
	breaks(f, "Journal, read log and records agree", SELF_BAD);
	f = good();
	f.verified_on = 20261001;
	breaks(f, "Journal, read log and records agree", SELF_WARN);
	f = good();
	f.verified_on = 0;
	f.verify_findings = -1;
	breaks(f, "Journal, read log and records agree", SELF_WARN);
	f = good();
	f.backup_on = 0;
	breaks(f, "Backup", SELF_WARN);
	f = good();
	f.backup_on = 20261113;
	breaks(f, "Backup", SELF_WARN);
	f = good();
	f.backup_on = 20261114;
	breaks(f, "Backup", SELF_FINE);
	f = good();
	f.proof = (struct proof){ .known = false };
	breaks(f, "The backup was restored aside", SELF_WARN);
	f = good();
	f.today = 20270102; /* more than forty days later */
	breaks(f, "The backup was restored aside", SELF_WARN);
	f = good();
	f.proof.good = false;
	breaks(f, "The backup was restored aside", SELF_BAD);
	f = good();
	f.clock_off = 61;
	breaks(f, "Clock", SELF_BAD);
	f = good();
	f.clock_off = 60;
	breaks(f, "Clock", SELF_FINE);
	f = good();
	f.persons_mode = PERSONS_MANY;
	breaks(f, "How many persons", SELF_WARN);
	f = good();
	f.persons_mode = PERSONS_IMPORTANT;
	breaks(f, "How many persons", SELF_BAD);
	f = good();
	f.late_requests = 1;
	breaks(f, "Requests of families", SELF_WARN);
}

/* --- numbers --- */

static int64_t number(struct harness *h, int year, const char *label, const char *code)
{
	struct ctx c = harness_ctx(h);
	struct audit_report report;

	if (audit_gather(&c, year, &report) != RC_OK)
		return -1;
	for (size_t i = 0; i < report.n; i++)
		if (!strcmp(report.line[i].label, label) &&
		    (!code || str_eq(report.line[i].code, str_of(code))))
			return report.line[i].n;
	return 0;
}

/* clang-format off */
static const struct step happened[] = {
	{ "yes", AS_GUARDIAN, POST, "/my/children/{kid}/consents/provision", NULL, "answer=yes", 303 },
	{ "no", AS_GUARDIAN, POST, "/my/children/{kid}/consents/portrait", NULL, "answer=no", 303 },
	{ "read", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200 },
	{ "asked", AS_PARENT, POST, "/my/children/{kid}/requests", NULL, "what=copy&again=request-Test1", 303 },
	{ "asked", AS_PARENT, POST, "/my/children/{kid}/requests", NULL, "what=explanation", 303 },
};
static const struct step pages[] = {
	{ "the report", AS_AUDITOR, GET, "/admin/audit-report?year=2026", NULL, NULL, 200, { "~Audit of minors", "~Who read what", "!~李小明" } },
	{ "of the admin too", AS_ADMIN, GET, "/admin/audit-report", NULL, NULL, 200 },
	{ "of the year before", AS_OFFICER, GET, "/admin/audit-report?year=2025", NULL, NULL, 200 },
	{ "not of a year to come", AS_OFFICER, GET, "/admin/audit-report?year=2027", NULL, NULL, 422 },
	{ "nor for a teacher", AS_TEACHER, GET, "/admin/audit-report", NULL, NULL, 404 },
	{ "sent", AS_OFFICER, POST, "/admin/audit-report", NULL, "year=2026&to=county+internet+office&submitted_on=2026-11-21", 303 },
	{ "it stands there", AS_AUDITOR, GET, "/admin/audit-report?year=2026", NULL, NULL, 200, { "~county internet office" } },
	{ "not for the year before", AS_AUDITOR, GET, "/admin/audit-report?year=2025", NULL, NULL, 200, { "!~county internet office", "~Not yet" } },
	{ "the auditor sends nothing", AS_AUDITOR, POST, "/admin/audit-report", NULL, "year=2026&to=x&submitted_on=2026-11-21", 404 },
	{ "not without to whom", AS_OFFICER, POST, "/admin/audit-report", NULL, "year=2026&to=&submitted_on=2026-11-21", 422 },
	{ "what is insecure", AS_SECURITY, GET, "/admin/self-audit", NULL, NULL, 200, { "~Encrypted connection", "~To mend it", "!~李小明" } },
	{ "for those three", AS_OFFICER, GET, "/admin/self-audit", NULL, NULL, 404 },
};
static const struct step looked[] = {
	{ "the guardian sees who looked", AS_GUARDIAN, GET, "/my/children/{kid}/looked", NULL, NULL, 200, { "~class teacher", "!~You" } },
	{ "the head too", AS_HEAD, GET, "/children/{kid}/looked", NULL, NULL, 200, { "~class teacher" } },
	{ "not a teacher", AS_TEACHER, GET, "/children/{kid}/looked", NULL, NULL, 404 },
	{ "nor another school's head", AS_HEAD_2, GET, "/children/{kid}/looked", NULL, NULL, 404 },
	{ "nor somebody kept away", AS_BARRED, GET, "/my/children/{kid}/looked", NULL, NULL, 404 },
	{ "nor another family", AS_GUARDIAN_2, GET, "/my/children/{kid}/looked", NULL, NULL, 404 },
	{ "the auditor, without the child", AS_AUDITOR, GET, "/children/{kid}/looked", NULL, NULL, 200, { "~class teacher", "!~李小明" } },
	{ "of this county", AS_FAR_AUDITOR, GET, "/children/{kid}/looked", NULL, NULL, 404 },
	{ "programs too", AS_GUARDIAN, GET, API "children/{kid}/readings", NULL, NULL, 200, { "items.0.role=teacher", "items.0.what=file", "items.0.times=1", "next=null" } },
	{ "not of others", AS_GUARDIAN_2, GET, API "children/{kid}/readings", NULL, NULL, 404 },
	{ "no other parameter", AS_GUARDIAN, GET, API "children/{kid}/readings?who=me", NULL, NULL, 422 },
};
/* clang-format on */

/* What was looked at for a case that is sealed: told to who is in charge and to the auditor, to nobody else.
 */
static void test_sealed(struct harness *h)
{
	static const struct step steps[] = {
		{ "not the family",
		  AS_GUARDIAN,
		  GET,
		  "/my/children/{kid}/looked",
		  NULL,
		  NULL,
		  200,
		  { "!~class=\"seal\"" } },
		{ "nor by the API",
		  AS_PARENT,
		  GET,
		  API "children/{kid}/readings",
		  NULL,
		  NULL,
		  200,
		  { "!~9999" } },
		{ "nor the head",
		  AS_HEAD,
		  GET,
		  "/children/{kid}/looked",
		  NULL,
		  NULL,
		  200,
		  { "!~class=\"seal\"" } },
		{ "nor the officer",
		  AS_OFFICER,
		  GET,
		  "/children/{kid}/looked",
		  NULL,
		  NULL,
		  200,
		  { "!~class=\"seal\"" } },
		{ "civil affairs",
		  AS_CIVIL,
		  GET,
		  "/children/{kid}/looked",
		  NULL,
		  NULL,
		  200,
		  { "~class=\"seal\"" } },
		{ "the auditor",
		  AS_AUDITOR,
		  GET,
		  "/children/{kid}/looked",
		  NULL,
		  NULL,
		  200,
		  { "~class=\"seal\"" } },
	};
	struct ctx c = harness_ctx(h);
	struct reading r = { .at = c.now,
			     .county = HARNESS_COUNTY,
			     .what = STR("order"),
			     .record = h->fix[FIX_KID],
			     .n = 1,
			     .times = 9999,
			     .sealed_case = true };

	OK(readlog_write(&c, &r) == RC_OK);
	STEPS(h, steps);
}

static void test_engine(struct harness *h)
{
	harness_daily(h);
	STEPS(h, happened);
	harness_flush(h, true);
	OK(number(h, 2026, "Agreed: {0}", "provision") == 1);
	OK(number(h, 2026, "Not wanted: {0}", "portrait") == 1);
	OK(number(h, 2026, "Taken back: {0}", NULL) == 0);
	OK(number(h, 2026, "In force today: {0}", "provision") == 1);
	OK(number(h, 2025, "Agreed: {0}", NULL) == 0);
	OK(number(h, 2026, "Asked: {0}", "copy") == 1 && number(h, 2026, "Asked: {0}", "explanation") == 1);
	OK(number(h, 2026, "Done", NULL) == 1);
	OK(number(h, 2026, "Readings by role: {0}", "teacher") == 1);
	OK(number(h, 2026, "Children", NULL) == 4); /* of this county */
	OK(number(h, 2026, "Children with an id number (C4, sealed)", NULL) == 1);
	OK(number(h, 2026, "Of these without this year's query for convictions", NULL) == 1); /* AS_OVERDUE */
	STEPS(h, pages);
	STEPS(h, looked);
	test_sealed(h);
	harness_flush(h, true);
	OK(harness_step(h, &(struct step){ "one's own look stands there as well",
					   AS_GUARDIAN,
					   GET,
					   "/my/children/{kid}/looked",
					   NULL,
					   NULL,
					   200,
					   { "~You" } }));
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	test_fine();
	test_broken();
	test_lax();
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
