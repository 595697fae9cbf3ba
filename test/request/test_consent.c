/* What families agree to: who may, what it opens, how it is taken back, that no is remembered, and that new
 * words are agreed to anew. */
#include "consent.h"
#include "home.h"
#include "make.h"
#include "registry.h"
#include "steps.h"

#include <string.h>

#define MY "/my/children/{kid}/consents"
#define STAFF "/children/{kid}/consents"

/* V-AGE: born 2012-02-29 at 2026-02-28 -> 13; at 2026-03-01 -> 14 (consent rule switches). */
static void test_age(void)
{
	OK(consent_needs(20120229, 20260228, 14, 18) == CONSENT_OF_GUARDIAN);
	OK(consent_needs(20120229, 20260301, 14, 18) == (CONSENT_OF_GUARDIAN | CONSENT_OF_CHILD));
	OK(consent_needs(20101121, 20261120, 14, 18) == (CONSENT_OF_GUARDIAN | CONSENT_OF_CHILD));
	OK(consent_needs(20081121, 20261120, 14, 18) == (CONSENT_OF_GUARDIAN | CONSENT_OF_CHILD));
	OK(consent_needs(20081121, 20261121, 14, 18) == CONSENT_OF_CHILD);
}

static void test_words(void)
{
	const struct code_list *list = code_list_find(STR("consent_purpose"));

	OK(consent_nwords == list->n);
	for (size_t i = 0; i < consent_nwords; i++) {
		OK(code_find(list, consent_words[i].purpose, 0, STR("")) != NULL);
		for (size_t part = 0; part < CONSENT_PART__N; part++)
			for (size_t lang = 0; lang < LANG__N; lang++)
				OK(consent_words[i].part[part][lang].n > 0);
	}
	OK(consent_statutory(STR("register")) && consent_statutory(STR("protection")));
	OK(!consent_statutory(STR("provision")) && !consent_statutory(STR("nothing")));
}

/* The table of gates and the clauses of child's reach say the same. */
static void test_gates(void)
{

	for (size_t i = 0; i < role_nrows; i++) {
		bool gated = false;
		for (size_t g = 0; g < consent_ngates; g++)
			gated |= (consent_gates[g].roles & (unsigned)role_rows[i].role) != 0;
		OK(gated == (role_rows[i].reach == REACH_CONSENTED || role_rows[i].reach == REACH_HOME));
	}
	OK(consent_ngates == 1);
	OK(strstr(child_kind.scope[REACH_CONSENTED], consent_gates[0].purpose) != NULL);
	OK(strstr(child_kind.scope[REACH_HOME], consent_gates[0].purpose) != NULL);
}

/* clang-format off */
static const struct step before[] = {
	{ "the federation does not see the child", AS_FEDERATION, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "nor does the keeper", AS_KEEPER, GET, "/children/{kid}", NULL, NULL, 404 },
	{ "nor its agreements", AS_FEDERATION, GET, STAFF, NULL, NULL, 404 },
	{ "the guardian reads what is asked", AS_GUARDIAN, GET, MY, NULL, NULL, 200, { "~Not answered yet", "~A duty by law", "!~Nobody asks again" } },
	{ "and the words", AS_GUARDIAN, GET, MY "/provision", NULL, NULL, 200, { "~I agree", "~I do not agree", "~If you say no", "~Purpose", "~Which data" } },
	{ "in Chinese by default", AS_GUARDIAN, GET, MY "/provision", "Accept-Language: zh-CN", NULL, 200, { "~可以不同意" } },
	{ "what the law demands is shown, nobody is asked", AS_GUARDIAN, GET, MY "/register", NULL, NULL, 200, { "!~I agree", "~Protection of Minors" } },
	{ "a purpose there is not", AS_GUARDIAN, GET, MY "/nothing", NULL, NULL, 404 },
	{ "not for another family", AS_GUARDIAN_2, GET, MY, NULL, NULL, 404 },
	{ "not for somebody kept away", AS_BARRED, GET, MY, NULL, NULL, 404 },
	{ "who says nothing answers nothing", AS_GUARDIAN, POST, MY "/provision", NULL, "answer=perhaps", 400 },
	{ "the law is not agreed to", AS_GUARDIAN, POST, MY "/register", NULL, "answer=yes", 422 },
	{ "another family does not answer", AS_GUARDIAN_2, POST, MY "/provision", NULL, "answer=yes", 404 },
	{ "somebody kept away does not answer", AS_BARRED, POST, MY "/provision", NULL, "answer=yes", 404 },
};
static const struct step giving[] = {
	{ "the guardian agrees", AS_GUARDIAN, POST, MY "/provision", NULL, "answer=yes", 303, { "@location=" MY } },
	{ "it stands there", AS_GUARDIAN, GET, MY, NULL, NULL, 200, { "~Agreed: 陈桂兰" } },
	{ "the federation sees the child from now on", AS_FEDERATION, GET, API "children/{kid}", NULL, NULL, 200, { "name=李小明" } },
	{ "and the keeper", AS_KEEPER, GET, "/children/{kid}", NULL, NULL, 200 },
	{ "not its sister", AS_FEDERATION, GET, API "children/{kid_b}", NULL, NULL, 404 },
	{ "one page lists it", AS_FEDERATION, GET, API "children", NULL, NULL, 200, { "items.#=1" } },
	{ "no ties, no numbers of the family", AS_FEDERATION, GET, API "persons", NULL, NULL, 200, { "items.#=0" } },
	{ "the record", AS_OFFICER, GET, API "consents?child={kid}", NULL, NULL, 200,
	  { "items.#=1", "items.0.purpose=provision", "items.0.person={grandma}", "items.0.how=page", "items.0.to=null" }, "c=items.0.id v=items.0.version text=items.0.text" },
	{ "nobody deletes it", AS_OFFICER, DELETE, API "consents/{c}", "If-Match: '1'", NULL, 403 },
	{ "nor changes who it was", AS_OFFICER, PATCH, API "consents/{c}", "If-Match: '1'", "{'person':'{father}'}", 422, { "?person" } },
	{ "nor does the federation end it", AS_FEDERATION, PATCH, API "consents/{c}", "If-Match: '1'", "{'to':'2026-11-20'}", 403 },
	{ "nor ends it tomorrow", AS_GUARDIAN, PATCH, API "consents/{c}", "If-Match: '1'", "{'to':'2026-11-22'}", 422, { "?to" } },
	{ "the father takes back what the grandmother gave", AS_PARENT, POST, MY "/provision", NULL, "answer=back", 303 },
	{ "gone at once", AS_FEDERATION, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "and from the list", AS_KEEPER, GET, API "children", NULL, NULL, 200, { "items.#=0" } },
	{ "it ended yesterday", AS_OFFICER, GET, API "consents/{c}", NULL, NULL, 200, { "to=2026-11-20", "end=withdrawn" } },
	{ "once and for all", AS_OFFICER, PATCH, API "consents/{c}", "If-Match: '2'", "{'to':'2026-11-19'}", 422, { "?to" } },
	{ "what ended is not taken back again", AS_PARENT, POST, MY "/provision", NULL, "answer=back", 404 },
	{ "nobody is urged to give it again", AS_GUARDIAN, GET, MY, NULL, NULL, 200, { "~Taken back" } },
	{ "but they may", AS_GUARDIAN, POST, MY "/provision", NULL, "answer=yes", 303 },
	{ "seen again", AS_FEDERATION, GET, API "children/{kid}", NULL, NULL, 200 },
};
static const struct step refusing[] = {
	{ "no", AS_GUARDIAN, POST, MY "/portrait", NULL, "answer=no", 303 },
	{ "is remembered", AS_GUARDIAN, GET, MY, NULL, NULL, 200, { "~Nobody asks again" } },
	{ "one can change one's mind", AS_GUARDIAN, GET, MY "/portrait", NULL, NULL, 200, { "~I agree", "!~I do not agree" } },
	{ "the child's file is as before", AS_GUARDIAN, GET, "/my/children/{kid}/file", NULL, NULL, 200, { "~李小明" } },
	{ "the teacher reads who said no", AS_TEACHER, GET, API "consent_refusals?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.purpose=portrait" } },
	{ "yes after all", AS_GUARDIAN, POST, MY "/portrait", NULL, "answer=yes", 303 },
	{ "and no again ends it", AS_GUARDIAN, POST, MY "/portrait", NULL, "answer=no", 303 },
	{ "one answer at a time", AS_OFFICER, GET, API "consents?child={kid}", NULL, NULL, 200, { "items.2.purpose=portrait", "items.2.end=withdrawn", "items.2.to=2026-11-20" } },
};
static const struct step staff[] = {
	{ "a teacher writes down what was signed", AS_TEACHER, GET, STAFF "/psychology", NULL, NULL, 200, { "~They agree", "~Who answers", "!~I agree" } },
	{ "nobody named", AS_TEACHER, POST, STAFF "/psychology", NULL, "answer=yes&how=paper&from=2026-11-20", 422 },
	{ "somebody kept away cannot agree", AS_TEACHER, POST, STAFF "/psychology", NULL, "answer=yes&how=paper&from=2026-11-20&person={barred}", 422 },
	{ "not on a page", AS_TEACHER, POST, STAFF "/psychology", NULL, "answer=yes&how=page&from=2026-11-20&person={mother}", 422 },
	{ "not tomorrow", AS_TEACHER, POST, STAFF "/psychology", NULL, "answer=yes&how=paper&from=2026-11-22&person={mother}", 422 },
	{ "no such day", AS_TEACHER, POST, STAFF "/psychology", NULL, "answer=yes&how=paper&from=2026-02-30&person={mother}", 422 },
	{ "the mother signed yesterday", AS_TEACHER, POST, STAFF "/psychology", NULL, "answer=yes&how=paper&from=2026-11-20&person={mother}", 303 },
	{ "who wrote it down", AS_OFFICER, GET, API "consents?child={kid}&person={mother}", NULL, NULL, 200, { "items.#=1", "items.0.from=2026-11-20", "items.0.how=paper", "items.0.by" } },
	{ "civil affairs reads and does not write", AS_CIVIL, GET, STAFF, NULL, NULL, 200 },
	{ "so there is no button", AS_CIVIL, GET, STAFF "/portrait", NULL, NULL, 200, { "!~They agree" } },
	{ "nor a way around", AS_CIVIL, POST, STAFF "/location", NULL, "answer=yes&how=paper&from=2026-11-20&person={mother}", 403 },
	{ "another teacher sees nothing", AS_TEACHER_2, GET, STAFF, NULL, NULL, 404 },
	{ "nor does the admin", AS_ADMIN, GET, STAFF, NULL, NULL, 404 },
	{ "a guardian does not speak for another", AS_GUARDIAN, POST, API "consents", NULL,
	  "{'child':'{kid}','person':'{father}','purpose':'donor','text':'{text}','how':'page','from':'2026-11-21'}", 422, { "?person" } },
	{ "words of another purpose", AS_GUARDIAN, POST, API "consents", NULL,
	  "{'child':'{kid}','person':'{grandma}','purpose':'donor','text':'{text}','how':'page','from':'2026-11-21'}", 422, { "?text" } },
};
/* clang-format on */

/* From fourteen on the child is asked too. */
static const struct step older[] = {
	{ "a child of fourteen",
	  AS_OFFICER,
	  POST,
	  API "children",
	  NULL,
	  "{'name':'李大明','sex':'1','birth_date':'2012-02-29','no_id_reason':'1','household_region':'"
	  "440804103203'}",
	  201,
	  {},
	  "teen=id" },
	{ "its father",
	  AS_OFFICER,
	  POST,
	  API "parents",
	  NULL,
	  "{'child':'{teen}','person':'{father}','relation':'51'}",
	  201,
	  {} },
	{ "is asked whether the child agrees",
	  AS_PARENT,
	  GET,
	  "/my/children/{teen}/consents/provision",
	  NULL,
	  NULL,
	  200,
	  { "~was asked and agrees too" } },
	{ "and must say so", AS_PARENT, POST, "/my/children/{teen}/consents/provision", NULL, "answer=yes",
	  422 },
	{ "then it holds", AS_PARENT, POST, "/my/children/{teen}/consents/provision", NULL,
	  "answer=yes&child_agrees=1", 303 },
	{ "it is noted",
	  AS_OFFICER,
	  GET,
	  API "consents?child={teen}",
	  NULL,
	  NULL,
	  200,
	  { "items.0.child_agrees=true" } },
};

/* New words: what was agreed to the old ones holds for a while, then ends by itself. */
static const struct step renewed[] = {
	{ "who wants words changed writes an edition", AS_TEACHER, POST, API "consent_texts", NULL, "{}",
	  403 },
	{ "the edition there is",
	  AS_OFFICER,
	  GET,
	  API "consent_texts/{text}",
	  NULL,
	  NULL,
	  200,
	  { "edition=1" } },
	{ "never changes",
	  AS_OFFICER,
	  PATCH,
	  API "consent_texts/{text}",
	  "If-Match: '1'",
	  "{'aim_zh':'别的'}",
	  422,
	  { "?aim_zh" } },
	{ "nor goes", AS_OFFICER, DELETE, API "consent_texts/{text}", "If-Match: '1'", NULL, 403 },
};

static bool new_edition(struct harness *h, int edition, const char *from)
{
	struct buf b = buf_new(&h->mem, 16 << 10);
	struct step s = { "a new edition", AS_OFFICER, POST, API "consent_texts", NULL, NULL, 201, {},
			  "text2=id" };

	buf_lit(&b, "{'purpose':'provision','edition':");
	buf_int(&b, edition);
	buf_lit(&b, ",'from':'");
	buf_str(&b, str_of(from));
	buf_lit(&b, "'");
	for (size_t i = CONSENT_TEXT_PARTS; i < CONSENT_TEXT__N; i++) {
		buf_lit(&b, ",'");
		buf_str(&b, str_of(consent_text_kind.fields[i].name));
		buf_lit(&b, "':'新 new'");
	}
	buf_lit(&b, "}");
	s.body = str_z(&h->mem, buf_view(&b));
	return harness_step(h, &s);
}

static bool sees(struct harness *h)
{
	struct step s = { "seen", AS_FEDERATION, GET, API "children/{kid}", NULL, NULL, 200 };

	return harness_step(h, &s);
}

static bool holds(struct harness *h, const char *purpose, day on)
{
	struct ctx c = harness_ctx(h);

	return consent_holds(&c, h->fix[FIX_KID], str_of(purpose), on);
}

static void test_renewal(struct harness *h)
{
	static const struct step asked[] = {
		{ "it holds meanwhile, and says how long",
		  AS_GUARDIAN,
		  GET,
		  MY,
		  NULL,
		  NULL,
		  200,
		  { "~it holds until" } },
		{ "the new words can be read",
		  AS_GUARDIAN,
		  GET,
		  MY "/provision",
		  NULL,
		  NULL,
		  200,
		  { "~新 new" },
		  "" },
	};
	static const struct step lapsed[] = {
		{ "it ended with its day",
		  AS_OFFICER,
		  GET,
		  API "consents?child={kid}&person={grandma}",
		  NULL,
		  NULL,
		  200,
		  { "items.1.to=2027-02-28", "items.1.end=lapsed" } },
		{ "the federation sees the child no more", AS_FEDERATION, GET, API "children/{kid}", NULL,
		  NULL, 404 },
		{ "a guardian may agree anew", AS_GUARDIAN, POST, MY "/provision", NULL, "answer=yes", 303 },
		{ "and it holds again", AS_FEDERATION, GET, API "children/{kid}", NULL, NULL, 200 },
	};

	STEPS(h, renewed);
	OK(!new_edition(h, 1, "2026-12-01")); /* there is this edition already */
	OK(new_edition(h, 2, "2026-11-30"));
	OK(holds(h, "provision", 20261121) && holds(h, "provision", 20270228) &&
	   !holds(h, "provision", 20270301));
	harness_today(h, 20261201);
	harness_daily(h);
	OK(sees(h));
	steps_run(h, asked, 1);
	steps_run(h, asked + 1, 1);
	harness_today(h, 20270228);
	harness_daily(h);
	OK(sees(h));
	harness_today(h, 20270301);
	harness_daily(h);
	STEPS(h, lapsed);
	OK(harness_number(h, STR("SELECT count(*) FROM consent_text")) == (int64_t)consent_nwords + 1);
	harness_daily(h); /* once more is the same */
	OK(harness_number(h, STR("SELECT count(*) FROM consent_text")) == (int64_t)consent_nwords + 1);
	OK(harness_journal_whole(h));
}

/* To whom the child belongs by its place: the family's word is what is missing. */
static void keeper_of_the_village(struct harness *h)
{
	MAKE(h, &happy_home_kind, "home", "name", "Home", "region", "440804101209", "level", "village",
	     "opened_on", "2026-01-01");
	keep_account(h, "keeper", "keeper");
	MAKE(h, &home_member_kind, NULL, "home", "{home}", "account", "{keeper}", "name", "Li", "what",
	     "full_time", "first_on", "2026-01-01");
}

static void test_engine(struct harness *h)
{
	harness_daily(h);
	OK(harness_number(h, STR("SELECT count(*) FROM consent_text")) == (int64_t)consent_nwords);
	keeper_of_the_village(h);
	STEPS(h, before);
	OK(holds(h, "register", HARNESS_TODAY) && !holds(h, "provision", HARNESS_TODAY));
	STEPS(h, giving);
	OK(holds(h, "provision", HARNESS_TODAY) && !holds(h, "psychology", HARNESS_TODAY));
	STEPS(h, refusing);
	STEPS(h, staff);
	STEPS(h, older);
	test_renewal(h);
}

int main(int argc, char **argv)
{
	test_age();
	test_words();
	test_gates();
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
