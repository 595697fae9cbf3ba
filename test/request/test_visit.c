/* Visits as their people write them: the form on a phone, what is wrong said at once, what is typed kept, the
 * same form twice one visit, texts covered until somebody says what for, two that read the same, what
 * follows. */
#include "draft.h"
#include "steps.h"

#define NEW_KID "/children/{kid}/visits"
#define SEEN "seen=Grandma+cooks+well+and+the+bed+is+warm"
#define JSON "Accept: application/json"

/* clang-format off */
static const struct step form[] = {
	{ "the form, the short checklist", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "~What to look at", "~name=\"client\"", "~c-carer", "~draft.js" } },
	{ "a teacher of the class has it too", AS_TEACHER, GET, NEW_KID "/new", NULL, NULL, 200 },
	{ "of another class not", AS_TEACHER_2, GET, NEW_KID "/new", NULL, NULL, 404 },
	{ "of another village not", AS_DIRECTOR_2, GET, NEW_KID "/new", NULL, NULL, 404 },
	{ "the counsellor reads and does not visit", AS_COUNSELLOR, GET, NEW_KID "/new", NULL, NULL, 404 },
	{ "the family neither", AS_GUARDIAN, GET, NEW_KID "/new", NULL, NULL, 404 },
	{ "another county", AS_FAR_OFFICER, GET, NEW_KID "/new", NULL, NULL, 404 },
	{ "nobody", AS_NOBODY, POST, NEW_KID "/draft", NULL, SEEN, 401 },
};

/* --- what is wrong, all at once, and nothing typed is lost --- */
static const struct step wrong[] = {
	{ "tomorrow", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-22&how=home&" SEEN, 422, { "~still to come", "~Grandma cooks well", "~2026-11-22" } },
	{ "before the child's birth", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2015-09-05&how=home&" SEEN, 422, { "~had not been born", "~Grandma cooks" } },
	{ "on the day of birth it could be", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{kid}','on':'2015-09-05','how':'home','seen':'x'}", 422, { "?on" } },
	{ "no day that exists", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-02-30&how=home&" SEEN, 422, { "~not a date that exists" } },
	{ "nothing at all", AS_DIRECTOR, POST, NEW_KID, NULL, "on=&how=&seen=", 422, { "~f-seen", "~f-on", "~f-how" } },
	{ "words, but the child was not met", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&met=mother&words=hello&" SEEN, 422, { "~mark that you met the child" } },
	{ "nobody and somebody", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&met=mother&met=nobody&" SEEN, 422, { "~Either somebody" } },
	{ "no such person", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&met=uncle&" SEEN, 422, { "~does not have uncle" } },
	{ "no such hazard, no such item", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&hazards=tiger&c-shoes=yes&c-food=perhaps&" SEEN, 422, { "~does not have tiger", "~does not have" } },
	{ "a day without a step", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&next_on=2026-12-01&" SEEN, 422, { "~what is to be done by then" } },
	{ "a step before the visit", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&next_step=call&next_on=2026-11-19&" SEEN, 422, { "~comes after the visit", "~call" } },
	{ "no place on earth", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&place=191%2C110&" SEEN, 422, { "~degrees" } },
	{ "no number of a device", AS_DIRECTOR, POST, NEW_KID, NULL, "on=2026-11-20&how=home&client=1&" SEEN, 422, { "~8 to 36" } },
	{ "a child of elsewhere", AS_DIRECTOR, POST, "/children/{far_kid}/visits", NULL, "on=2026-11-20&how=home&" SEEN, 404 },
	{ "no child", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{far_kid}','on':'2026-11-20','how':'home','seen':'x'}", 422, { "?child" } },
	{ "derived values are not to be given", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{kid}','on':'2026-11-20','how':'home','seen':'x','mark':'1'}", 422, { "?mark" } },
};

#define GOOD "on=2026-11-20&how=home&met=child&met=grandmother&c-food=yes&c-mood=no&words=I+miss+mum&hazards=drowning&next_step=bring+a+lamp&next_on=2026-11-28&place=21.2707%2C110.4567&client=0f8fad5b-d9cb-469f-a165-70867728950e&" SEEN

static const struct step writing[] = {
	{ "written", AS_DIRECTOR, POST, NEW_KID, NULL, GOOD, 303, { NULL }, "where=@location" },
	{ "the same form again is the same visit", AS_DIRECTOR, POST, NEW_KID, NULL, GOOD, 303, { "@location={where}" } },
	{ "even with another text", AS_DIRECTOR, POST, NEW_KID, NULL, GOOD "+today", 303, { "@location={where}" } },
	{ "the same number for another child", AS_DIRECTOR, POST, "/children/{kid_2}/visits", NULL, GOOD, 422, { "~visit to another child" } },
	{ "the same number by somebody else is another visit", AS_TEACHER, POST, API "visits", NULL,
	  "{'child':'{kid}','on':'2026-11-21','how':'phone','seen':'homework is done','client':'0F8FAD5B-D9CB-469F-A165-70867728950E'}", 201, { "role=teacher", "by" }, "taught=id" },
	{ "and again, by a program", AS_TEACHER, POST, API "visits", NULL,
	  "{'child':'{kid}','on':'2026-11-21','how':'phone','seen':'homework is done','client':'0f8fad5b-d9cb-469f-a165-70867728950e'}", 200, { "id={taught}" } },
	{ "a program's other child", AS_TEACHER, POST, API "visits", NULL,
	  "{'child':'{kid_b}','on':'2026-11-21','how':'phone','seen':'homework','client':'0f8fad5b-d9cb-469f-a165-70867728950e'}", 422 },
	{ "is read, masked", AS_DIRECTOR, GET, API "visits?child={kid}", NULL, NULL, 200, { "items.#=2", "items.0.how=home", "items.0.seen=null", "items.0.met=child grandmother", "items.0.role=director" }, "visit=items.0.id" },
	{ "in plain for a purpose", AS_DIRECTOR, GET, API "visits/{visit}", "X-Purpose: case", NULL, 200,
	  { "seen=Grandma cooks well and the bed is warm", "checklist=food=yes mood=no", "hazards=drowning", "place=21.2707,110.4567", "next_on=2026-11-28", "like=null" } },
	{ "never changed", AS_DIRECTOR, PATCH, API "visits/{visit}", "If-Match: '1'", "{'seen':'x'}", 422, { "?seen" } },
	{ "never deleted", AS_DIRECTOR, DELETE, API "visits/{visit}", "If-Match: '1'", NULL, 403 },
	{ "no visits of the family's", AS_GUARDIAN, GET, API "visits", NULL, NULL, 404 },
	{ "the counsellor writes none", AS_COUNSELLOR, POST, API "visits", NULL, "{'child':'{kid}','on':'2026-11-20','how':'home','seen':'x'}", 403 },
};

/* --- harm is reported at once (LPM 11) --- */
static const struct step harm[] = {
	{ "marked", AS_DIRECTOR, POST, "/children/{kid_2}/visits", NULL, "on=2026-11-18&how=home&hazards=violence&hazards=gas&seen=bruises+on+the+arm", 303, { NULL }, "harmed=@location" },
	{ "leads on", AS_DIRECTOR, GET, "{harmed}", NULL, NULL, 200, { "~call 110 first", "~/reports/new?child={kid_2}", "!~bruises" } },
	{ "no other does", AS_DIRECTOR, GET, "{where}", NULL, NULL, 200, { "!~call 110" } },
};

/* --- reading --- */
static const struct step reading[] = {
	{ "the visit, covered", AS_DIRECTOR, GET, "{where}", NULL, NULL, 200, { "!~Grandma cooks", "!~I miss mum", "!~21.2707", "~known, not shown", "~Show the covered" } },
	{ "opened for nothing", AS_DIRECTOR, POST, "{where}/show", NULL, "purpose=", 422, { "!~Grandma cooks", "~1 to 200 characters" } },
	{ "opened", AS_DIRECTOR, POST, "{where}/show", NULL, "purpose=next+visit", 200, { "~Grandma cooks", "~I miss mum", "~drowning", "~bring a lamp" } },
	{ "by the class teacher", AS_TEACHER, GET, "{where}", NULL, NULL, 200 },
	{ "by the head", AS_HEAD, GET, "{where}", NULL, NULL, 200 },
	{ "not by another head", AS_HEAD_2, GET, "{where}", NULL, NULL, 404 },
	{ "nor another director", AS_DIRECTOR_2, POST, "{where}/show", NULL, "purpose=x", 404 },
	{ "nor the family", AS_PARENT, GET, "{where}", NULL, NULL, 404 },
	{ "nor the federation", AS_FEDERATION, GET, "{where}", NULL, NULL, 404 },
	{ "all of a child", AS_SUPERVISOR, GET, NEW_KID, NULL, NULL, 200, { "!~Grandma cooks", "~at home", "~by phone" } },
	{ "opened together", AS_SUPERVISOR, POST, NEW_KID "/show", NULL, "purpose=plan", 200, { "~Grandma cooks", "~homework is done" } },
	{ "of a village", AS_DIRECTOR, GET, "/visits", NULL, NULL, 200, { "~李小明", "!~Grandma" } },
	{ "a teacher's list holds the teacher's own", AS_TEACHER, GET, "/visits", NULL, NULL, 200, { "~by phone", "!~at home" } },
	{ "the counsellor's none", AS_COUNSELLOR, GET, "/visits", NULL, NULL, 200, { "!~李小明" } },
	{ "another village", AS_DIRECTOR_2, GET, "/visits", NULL, NULL, 200, { "!~李小明" } },
	{ "on paper", AS_DIRECTOR, GET, "/visits/print?month=202611", NULL, NULL, 200, { "~李小明" } },
	{ "another month", AS_DIRECTOR, GET, "/visits/print?month=202610", NULL, NULL, 200, { "!~李小明" } },
	{ "no month", AS_DIRECTOR, GET, "/visits/print?month=202613", NULL, NULL, 422 },
	{ "no families", AS_PARENT, GET, "/visits", NULL, NULL, 404 },
};

/* --- the same words --- */
static const struct step alike[] = {
	{ "none yet", AS_SUPERVISOR, GET, "/visits/alike", NULL, NULL, 200, { "~No two visits" } },
	{ "the same words for another child", AS_DIRECTOR, POST, API "visits", NULL,
	  "{'child':'{kid_2}','on':'2026-11-21','how':'home','seen':'Grandma cooks well, and the bed is warm.','words':'i miss mum','met':'child'}", 201, { "like={visit}" }, "copy=id" },
	{ "other words", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{kid_2}','on':'2026-11-20','how':'home','seen':'Grandpa cooks well, and the bed is warm.'}", 201, { "like=null" } },
	{ "short ones tell nothing", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{kid_2}','on':'2026-11-19','how':'home','seen':'all fine'}", 201, { "like=null" } },
	{ "short ones again", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{kid}','on':'2026-11-19','how':'home','seen':'all fine'}", 201, { "like=null" } },
	{ "the same day put right is no copy", AS_DIRECTOR, POST, API "visits", NULL,
	  "{'child':'{kid_2}','on':'2026-11-20','how':'home','seen':'Grandpa cooks well, and the bed is warm.'}", 201, { "like=null" } },
	{ "the supervisor is asked to look", AS_SUPERVISOR, GET, "/visits/alike", NULL, NULL, 200, { "~陈大文", "~another child", "!~Grandma cooks" } },
	{ "on Today", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "~reads the same" } },
	{ "in the visit", AS_SUPERVISOR, GET, "/visits/{copy}", NULL, NULL, 200, { "~reads the same as a visit to another child" } },
	{ "the visitor, too", AS_DIRECTOR, GET, "/visits/{copy}", NULL, NULL, 200, { "~reads the same" } },
	{ "but has no list of it", AS_DIRECTOR, GET, "/visits/alike", NULL, NULL, 404 },
	{ "the school is not told", AS_HEAD_2, GET, "/visits/{copy}", NULL, NULL, 200, { "!~reads the same" } },
};

/* --- drafts --- */
#define DRAFT "on=2026-11-21&how=home&met=child&met=mother&c-food=no&client=aaaaaaaa-0000-1111-2222-333333333333&seen="
static const struct step drafts[] = {
	{ "kept by a script", AS_DIRECTOR, POST, NEW_KID "/draft", JSON, DRAFT "half+a+sent", 200, { "at=10:00" } },
	{ "and again", AS_DIRECTOR, POST, NEW_KID "/draft", JSON, DRAFT "half+a+sentence", 200 },
	{ "there it is", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "~half a sentence", "~not handed in yet", "~aaaaaaaa-0000", "~Throw this draft away" } },
	{ "nobody else's", AS_SUPERVISOR, GET, NEW_KID "/new", NULL, NULL, 200, { "!~half a sentence", "!~Throw this" } },
	{ "not of another child", AS_DIRECTOR, GET, "/children/{kid_2}/visits/new", NULL, NULL, 200, { "!~half a sentence" } },
	{ "on Today", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~visit you began to write" } },
	{ "and where visits are", AS_DIRECTOR, GET, "/visits", NULL, NULL, 200, { "~not handed in yet", "!~half a sentence" } },
	{ "without script", AS_DIRECTOR, POST, NEW_KID "/draft", NULL, DRAFT "a+whole+sentence", 303, { "@location=/children/{kid}/visits/new" } },
	{ "the rest stays, too", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "~a whole sentence", "!~half a", "~value=\"mother\" checked", "~value=\"no\" checked" } },
	{ "a child out of reach", AS_DIRECTOR_2, POST, NEW_KID "/draft", JSON, DRAFT "x", 404 },
	{ "what is wrong stays a draft", AS_DIRECTOR, POST, NEW_KID, NULL, DRAFT "", 422, { "~f-seen" } },
	{ "still there", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "~a whole sentence" } },
	{ "handed in", AS_DIRECTOR, POST, NEW_KID, NULL, DRAFT "a+whole+sentence", 303 },
	{ "then it is gone", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "!~a whole sentence", "!~not handed in" } },
	{ "a script's last word comes late", AS_DIRECTOR, POST, NEW_KID "/draft", JSON, DRAFT "a+whole+sentence", 200 },
	{ "and is no draft", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "!~a whole sentence" } },
	{ "another", AS_DIRECTOR, POST, "/children/{kid_2}/visits/draft", JSON, "seen=never+mind", 200 },
	{ "thrown away", AS_DIRECTOR, POST, "/children/{kid_2}/visits/draft/drop", NULL, "", 303 },
	{ "is gone", AS_DIRECTOR, GET, "/children/{kid_2}/visits/new", NULL, NULL, 200, { "!~never mind" } },
	{ "of a child that goes", AS_SUPERVISOR, POST, "/children/{loose}/visits/draft", JSON, "seen=born+by+mistake", 200 },
	{ "with its version", AS_OFFICER, GET, API "children/{loose}", NULL, NULL, 200, { NULL }, "v=version" },
	{ "it goes", AS_OFFICER, DELETE, API "children/{loose}", "If-Match: '{v}'", NULL, 204 },
	{ "one that is forgotten", AS_DIRECTOR, POST, "/children/{kid_2}/visits/draft", JSON, "seen=forgotten", 200 },
};

/* --- putting something right --- */
static const struct step correcting[] = {
	{ "the form says what it is", AS_DIRECTOR, GET, NEW_KID "/new?corrects={visit}", NULL, NULL, 200, { "~puts right the visit of", "~value=\"{visit}\"" } },
	{ "not of another child", AS_DIRECTOR, GET, "/children/{kid_2}/visits/new?corrects={visit}", NULL, NULL, 404 },
	{ "no such visit", AS_DIRECTOR, GET, NEW_KID "/new?corrects=12", NULL, NULL, 404 },
	{ "a draft of it stands beside", AS_DIRECTOR, POST, NEW_KID "/draft", JSON, "corrects={visit}&seen=it+was+grandpa", 200 },
	{ "the other", AS_DIRECTOR, POST, NEW_KID "/draft", JSON, "seen=a+new+visit", 200 },
	{ "each its own", AS_DIRECTOR, GET, NEW_KID "/new?corrects={visit}", NULL, NULL, 200, { "~it was grandpa", "!~a new visit" } },
	{ "both", AS_DIRECTOR, GET, NEW_KID "/new", NULL, NULL, 200, { "!~it was grandpa", "~a new visit" } },
	{ "written", AS_DIRECTOR, POST, NEW_KID, NULL, "corrects={visit}&on=2026-11-20&how=home&seen=It+was+grandpa+who+cooked+that+day", 303, { NULL }, "righted=@location" },
	{ "says so", AS_DIRECTOR, GET, "{righted}", NULL, NULL, 200, { "~puts an earlier visit right" } },
	{ "the earlier one, too", AS_DIRECTOR, GET, "{where}", NULL, NULL, 200, { "~A later visit puts this one right" } },
	{ "by a program to another child", AS_DIRECTOR, POST, API "visits", NULL, "{'child':'{kid_2}','corrects':'{visit}','on':'2026-11-20','how':'home','seen':'x'}", 422, { "?corrects" } },
};
/* clang-format on */

static void test_draft_store(struct harness *h)
{
	OK(steps_number(h, "SELECT count(*) FROM draft WHERE child = {loose}") ==
	   0); /* it goes with its child */
	/* Nothing of it stands in the database in plain. */
	OK(steps_number(h, "SELECT count(*) FROM draft WHERE form = 'visit'") == 2);
	OK(harness_engine(h->engine)[0] != 'S' ||
	   steps_number(h, "SELECT count(*) FROM draft WHERE instr(body, CAST('forgotten' AS BLOB)) > 0") ==
		   0);
	struct buf b = buf_new(&h->mem, DRAFT_MAX + 1000);
	buf_lit(&b, "seen=");
	for (int i = 0; i < DRAFT_MAX + 10; i++)
		buf_ch(&b, 'a');
	struct answer a =
		harness_ask(h, AS_DIRECTOR, POST, NEW_KID "/draft", JSON, str_z(&h->mem, buf_view(&b)));
	OK(a.status == 413);
	harness_today(h, 20261220);
	harness_daily(h);
	OK(steps_number(h, "SELECT count(*) FROM draft") == 2);
	harness_today(h, 20261222);
	harness_daily(h);
	OK(steps_number(h, "SELECT count(*) FROM draft") == 0);
}

static void test_engine(struct harness *h)
{
	STEPS(h, form);
	STEPS(h, wrong);
	OK(steps_number(h, "SELECT count(*) FROM visit") == 0);
	STEPS(h, writing);
	OK(steps_number(h, "SELECT count(*) FROM visit") == 2);
	/* What follows: the next step is a task, a hazard a finding, each once. */
	OK(steps_number(
		   h,
		   "SELECT count(*) FROM task WHERE source = 'visit' AND child = {kid} AND due = 20261128") ==
	   1);
	OK(steps_number(h, "SELECT count(*) FROM finding WHERE evidence = 'visit' AND child = {kid}") == 1);
	STEPS(h, reading);
	STEPS(h, harm);
	OK(str_ends(harness_fill(h, "{harmed}"), STR("?harm=1")));
	OK(str_has(harness_fill(h, "{where}"), STR("harm")) == false);
	STEPS(h, alike);
	STEPS(h, drafts);
	STEPS(h, correcting);
	OK(steps_number(h, "SELECT count(*) FROM task WHERE source = 'visit' AND state = 'open'") == 0);
	test_draft_store(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
