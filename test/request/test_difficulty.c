/* Children in difficulty: what is refused of a certificate, what counts and since when, what the parents'
 * facts propose against what is certified, and who may see any of it. */
#include "difficulty.h"
#include "steps.h"

#include <stdio.h>

#define CERTIFY(more) "{'child':'{kid}'," more "}"
#define COUNTS API "left-behind?region=440804"

/* clang-format off */
static const struct step refused[] = {
	{ "no such category", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'self','from':'2026-01-01'"), 422, { "?category" } },
	{ "no day", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship'"), 422, { "?from" } },
	{ "ends before it begins", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2026-02-01','to':'2026-01-31'"), 422, { "?to" } },
	{ "before birth", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2015-09-05'"), 422, { "?from" } },
	{ "on the day of birth", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'other','from':'2015-09-06','to':'2015-09-30'"), 201 },
	{ "more than a year ahead", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2027-11-22'"), 422, { "?from" } },
	{ "of age", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2033-09-06'"), 422, { "?from" } },
	{ "which disability", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'disability','from':'2026-01-01'"), 422, { "?disability_type", "?disability_level" } },
	{ "none is no disability", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'disability','from':'2026-01-01','disability_type':'0','disability_level':'1'"), 422, { "?disability_type" } },
	{ "a grade without disability", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2026-01-01','disability_type':'4','disability_level':'1'"), 422, { "?disability_type", "?disability_level" } },
	{ "the head does not certify", AS_HEAD, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2026-01-01'"), 404 },
	{ "a child of another county", AS_OFFICER, POST, API "difficulties", NULL, "{'child':'{far_kid}','category':'hardship','from':'2026-01-01'}", 422, { "?child" } },
	{ "nothing counts yet", AS_OFFICER, GET, COUNTS, NULL, NULL, 200, { "difficulty=0", "cared_for=3", "orphan=0" } },
};

/* The father dies in March, the mother is no longer able to care from May on. */
static const struct step family[] = {
	{ "nobody is proposed", AS_OFFICER, GET, "/difficulties", NULL, NULL, 200, { "!~李小明" } },
	{ NULL, AS_OFFICER, GET, API "persons/{father}", NULL, NULL, 200, { NULL }, "fv=version" },
	{ "the father died", AS_OFFICER, PATCH, API "persons/{father}", "If-Match: '{fv}'", "{'state':'dead','since':'2026-03-01'}", 200, { NULL }, "fv=version" },
	{ "one able parent is enough", AS_OFFICER, GET, "/difficulties", NULL, NULL, 200, { "!~李小明" } },
	{ NULL, AS_OFFICER, GET, API "persons/{mother}", NULL, NULL, 200, { NULL }, "mv=version" },
	{ "the mother is ill", AS_OFFICER, PATCH, API "persons/{mother}", "If-Match: '{mv}'", "{'guardianship':'lost','since':'2026-05-01'}", 200, { NULL }, "mv=version" },
	{ "proposed", AS_OFFICER, GET, "/difficulties", NULL, NULL, 200, { "~李小明", "!~李小红" } },
	{ "not before", AS_OFFICER, GET, "/difficulties?as_of=2026-04-30", NULL, NULL, 200, { "!~李小明" } },
	{ "since then", AS_OFFICER, GET, "/difficulties?as_of=2026-05-01", NULL, NULL, 200, { "~李小明" } },
	{ "it waits on Today", AS_OFFICER, GET, "/", NULL, NULL, 200, { "~/difficulties" } },
	{ "the file says why", AS_OFFICER, GET, "/children/{kid}", NULL, NULL, 200, { "~id=\"difficulty\"", "~/difficulties/new?child={kid}" } },
	{ "certified", AS_OFFICER, POST, API "difficulties", NULL,
	  CERTIFY("'category':'unattended','from':'2026-06-15','certificate':'ZJ202600077','decided_by':'坡头区民政局'"), 201, { "category=unattended" }, "cert=id cv=version" },
	{ "proposed no more", AS_OFFICER, GET, "/difficulties?of=proposed", NULL, NULL, 200, { "!~李小明" } },
	{ "certified, and the facts agree", AS_OFFICER, GET, "/difficulties?of=unfounded", NULL, NULL, 200, { "!~李小明" } },
	{ "in the list", AS_OFFICER, GET, "/difficulties?of=certified", NULL, NULL, 200, { "~李小明" } },
	{ "no such list", AS_OFFICER, GET, "/difficulties?of=all", NULL, NULL, 422 },
	{ "twice", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'unattended','from':'2026-10-01'"), 409, { "?category" } },
	{ "twice, backwards", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'unattended','from':'2026-01-01','to':'2026-06-15'"), 409, { "?category" } },
	{ "before it, apart", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'unattended','from':'2026-01-01','to':'2026-01-31'"), 201 },
	{ "an orphan too", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'orphan','from':'2026-10-01'"), 422, { "?category" } },
	{ "poor too: another category", AS_OFFICER, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2026-07-01'"), 201 },
	{ "counted once, in each category", AS_OFFICER, GET, COUNTS, NULL, NULL, 200, { "difficulty=1", "unattended=1", "orphan=0", "disability=0" } },
	{ "at the end of May: not yet", AS_OFFICER, GET, COUNTS "&as_of=2026-05-31", NULL, NULL, 200, { "difficulty=0", "unattended=0" } },
	{ "at the end of January: then", AS_OFFICER, GET, COUNTS "&as_of=2026-01-31", NULL, NULL, 200, { "difficulty=1", "unattended=1" } },
	{ "at the end of June", AS_OFFICER, GET, COUNTS "&as_of=2026-06-30", NULL, NULL, 200, { "difficulty=1", "unattended=1" } },
	{ "at the end of 2015", AS_OFFICER, GET, COUNTS "&as_of=2015-09-30", NULL, NULL, 200, { "difficulty=1" } },
	{ "a day that ends no month", AS_OFFICER, GET, COUNTS "&as_of=2026-06-14", NULL, NULL, 200, { "difficulty=0" } },
	{ "and the next one", AS_OFFICER, GET, COUNTS "&as_of=2026-06-15", NULL, NULL, 200, { "difficulty=1", "unattended=1" } },
};

/* What was written of the father was wrong. */
static const struct step corrected[] = {
	{ "the father lives", AS_OFFICER, PATCH, API "persons/{father}", "If-Match: '{fv}'", "{'state':'alive','since':'2026-03-01'}", 200, { NULL } },
	{ "the certificate stands against the facts", AS_OFFICER, GET, "/difficulties?of=unfounded", NULL, NULL, 200, { "~李小明" } },
	{ "never proposed", AS_OFFICER, GET, "/difficulties?as_of=2026-05-01", NULL, NULL, 200, { "!~李小明" } },
	{ "what counts is the certificate", AS_OFFICER, GET, COUNTS, NULL, NULL, 200, { "unattended=1" } },
	{ "it is taken back", AS_OFFICER, PATCH, API "difficulties/{cert}", "If-Match: '{cv}'", "{'to':'2026-09-30'}", 200 },
	{ "no longer", AS_OFFICER, GET, COUNTS, NULL, NULL, 200, { "unattended=0", "difficulty=1" } },
	{ "the past stays", AS_OFFICER, GET, COUNTS "&as_of=2026-09-30", NULL, NULL, 200, { "unattended=1" } },
	{ "no list any more", AS_OFFICER, GET, "/difficulties?of=unfounded", NULL, NULL, 200, { "!~李小明" } },
};

static const struct step access[] = {
	{ "masked", AS_OFFICER, GET, API "difficulties/{cert}", NULL, NULL, 200, { "category=unattended", "!~ZJ202600077" } },
	{ "with a purpose", AS_OFFICER, GET, API "difficulties/{cert}", "X-Purpose: check", NULL, 200, { "certificate=ZJ202600077" } },
	{ "civil affairs", AS_CIVIL, GET, "/difficulties?of=certified", NULL, NULL, 200, { "~李小明" } },
	{ "the director of the village where the child lives", AS_DIRECTOR, GET, "/difficulties?of=certified", NULL, NULL, 200, { "~李小明" } },
	{ "of another village", AS_DIRECTOR_2, GET, "/difficulties?of=certified", NULL, NULL, 200, { "!~李小明" } },
	{ "does not certify", AS_DIRECTOR, POST, API "difficulties", NULL, CERTIFY("'category':'hardship','from':'2025-01-01','to':'2025-02-01'"), 403 },
	{ "of another county", AS_FAR_OFFICER, GET, "/difficulties?of=certified", NULL, NULL, 200, { "!~李小明" } },
	{ "of another county", AS_FAR_OFFICER, GET, API "difficulties/{cert}", NULL, NULL, 404 },
	{ "the teacher: no list", AS_TEACHER, GET, "/difficulties", NULL, NULL, 404 },
	{ "the teacher: no record", AS_TEACHER, GET, API "difficulties/{cert}", NULL, NULL, 404 },
	{ "the teacher: nothing in the file", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200, { "!~id=\"difficulty\"", "!~difficulties" } },
	{ "the teacher: nothing in the counts", AS_TEACHER, GET, API "left-behind", NULL, NULL, 200, { "children", "!difficulty", "!cared_for", "!orphan" } },
	{ "the teacher: no such crossings", AS_TEACHER, GET, API "crossings?child={kid}", NULL, NULL, 200, { "items.0.basis", "!items.0.difficulty", "!items.0.proposed" } },
	{ "the head", AS_HEAD, GET, "/children/{kid}", NULL, NULL, 200, { "!~id=\"difficulty\"" } },
	{ "the guardian", AS_GUARDIAN, GET, API "difficulties/{cert}", NULL, NULL, 404 },
	{ "the parent", AS_PARENT, GET, "/difficulties", NULL, NULL, 404 },
	{ "the child", AS_CHILD, GET, "/difficulties", NULL, NULL, 404 },
	{ "the keeper of a home", AS_KEEPER, GET, API "difficulties/{cert}", NULL, NULL, 404 },
	{ "the admin", AS_ADMIN, GET, "/difficulties", NULL, NULL, 404 },
	{ "a class screen has no label", AS_OFFICER, GET, "/classes/{class}", NULL, NULL, 200, { "~李小明", "!~difficult" } },
};
/* clang-format on */

/* Time alone: a certificate that ends, and one that begins, while nobody writes. */
static void test_time(struct harness *h)
{
	static const struct step made[] = {
		{ "an end ahead", AS_OFFICER, POST, API "difficulties", NULL,
		  "{'child':'{kid_b}','category':'fallback','from':'2026-10-01','to':'2026-11-25'}", 201 },
		{ "a beginning ahead", AS_OFFICER, POST, API "difficulties", NULL,
		  "{'child':'{kid_2}','category':'disability','disability_type':'1','disability_level':'2',"
		  "'from':'2026-11-28'}",
		  201 },
		{ "today", AS_OFFICER, GET, COUNTS, NULL, NULL, 200, { "difficulty=2", "disability=0" } },
	};
	static const struct step later = {
		"ten days on", AS_OFFICER, GET, COUNTS, NULL, NULL, 200, { "difficulty=2", "disability=1" }
	};

	STEPS(h, made);
	OK(harness_number(h, harness_text(&h->mem, "SELECT next_on FROM child WHERE id = %lld",
					  (long long)h->fix[FIX_KID_B])) == 20261126);
	OK(harness_number(h, harness_text(&h->mem, "SELECT next_on FROM child WHERE id = %lld",
					  (long long)h->fix[FIX_KID_2])) == 20261128);
	harness_today(h, day_add(HARNESS_TODAY, 10));
	harness_daily(h);
	OK(harness_step(h, &later));
	OK(harness_number(h, STR("SELECT count(*) FROM crossing WHERE day = 20261126 AND difficulty = 0")) ==
	   1);
	OK(harness_number(h, STR("SELECT count(*) FROM crossing WHERE day = 20261128 AND disability = 1")) ==
	   1);
}

/* A list is as many statements however long it is. */
static void test_statements(struct harness *h)
{
	struct answer one = harness_get(h, AS_OFFICER, "/difficulties?of=certified"),
		      none = harness_get(h, AS_OFFICER, "/difficulties?of=unfounded");

	OK(one.status == 200 && none.status == 200 && one.reads <= 14 && none.reads <= one.reads);
}

static void test_engine(struct harness *h)
{
	STEPS(h, refused);
	STEPS(h, family);
	STEPS(h, corrected);
	STEPS(h, access);
	test_statements(h);
	test_time(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
