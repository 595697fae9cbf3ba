/* Class teachers from day to day, who looks after a child, the phone of a school, and the pages by which a
 * family sees its child, says what is wrong and whom to ring; on both engines. */
#include "registry.h"
#include "steps.h"

#define MY "/my/children/{kid}"

/* clang-format off */

/* --- the phone of a school --- */

static const struct step phone[] = {
	{ "letters are no phone", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '1'", "{'phone':'call me'}", 422, { "?phone" } },
	{ "four digits are none", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '1'", "{'phone':'0759'}", 422, { "?phone" } },
	{ "nor are twenty", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '1'", "{'phone':'07591234567890123456'}", 422, { "?phone" } },
	{ "a number with its area code is", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '1'", "{'phone':'0759-1804001'}", 200, { "phone=0759-1804001" } },
	{ "the head may put it right", AS_HEAD, PATCH, API "schools/{school}", "If-Match: '2'", "{'phone':'07591804002'}", 200, { "phone=07591804002" } },
	{ "and back", AS_HEAD, PATCH, API "schools/{school}", "If-Match: '3'", "{'phone':'0759-1804001'}", 200 },
	{ "it stands on the school's page", AS_HEAD, GET, "/schools/{school}", NULL, NULL, 200, { "~tel:0759-1804001" } },
};

/* --- class teachers --- */

static const struct step leads[] = {
	{ "a teacher", AS_HEAD, POST, API "staff", NULL, "{'name':'周老师','school':'{school}','post':'class_teacher','from':'2020-09-01'}", 201, { "id" }, "zhou=id" },
	{ "one who came this autumn", AS_HEAD, POST, API "staff", NULL, "{'name':'林老师','school':'{school}','post':'class_teacher','from':'2026-09-01'}", 201, { "id" }, "lin=id" },
	{ "one who left", AS_HEAD, POST, API "staff", NULL, "{'name':'老陈','school':'{school}','post':'class_teacher','from':'2010-09-01','to':'2024-07-15'}", 201, { "id" }, "gone=id" },
	{ "one of another school", AS_OFFICER, POST, API "staff", NULL, "{'name':'外校','school':'{school_2}','post':'teacher','from':'2020-09-01'}", 201, { "id" }, "other=id" },

	{ "all that is missing at once", AS_HEAD, POST, API "class_teachers", NULL, "{}", 422, { "?class", "?staff", "?from" } },
	{ "of another school", AS_OFFICER, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{other}','from':'2025-09-01'}", 422, { "?staff" } },
	{ "before they came", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{lin}','from':'2026-08-31'}", 422, { "?from" } },
	{ "after they left", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{gone}','from':'2022-09-01'}", 422, { "?to" } },
	{ "the last day first", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{zhou}','from':'2025-09-01','to':'2025-08-01'}", 422, { "?to" } },
	{ "a teacher names nobody", AS_TEACHER, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{zhou}','from':'2025-09-01'}", 403 },
	{ "nor the head of another school", AS_HEAD_2, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{zhou}','from':'2025-09-01'}", 422 },
	{ "as it was once", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{gone}','from':'2022-09-01','to':'2024-07-15'}", 201 },
	{ "as it is", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{zhou}','from':'2024-09-01'}", 201, { "to=null" }, "lead=id" },
	{ "two at a time", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{zhou}','from':'2023-09-01'}", 409, { "?from" } },
	{ "on the class's page, with since when", AS_TEACHER, GET, "/classes/{class}", NULL, NULL, 200, { "~周老师", "~1 Sep 2024", "!~老陈" } },
	{ "the head reads who led it", AS_HEAD, GET, "/classes/{class}", NULL, NULL, 200, { "~周老师", "~老陈", "~/class_teachers/new?class=" } },
	{ "on the school's page", AS_HEAD, GET, "/schools/{school}", NULL, NULL, 200, { "~周老师", "!~老陈" } },
	{ "where a class has nobody, a way to name them", AS_HEAD, GET, "/schools/{school}", NULL, NULL, 200, { "~/class_teachers/new?class={class_b}" } },
	{ "its form lists the school's staff", AS_HEAD, GET, "/class_teachers/new?class={class}", NULL, NULL, 200, { "~周老师", "~林老师", "!~老陈", "!~外校" } },
	{ "in the child's file", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200, { "~周老师" } },
	{ "as it was on a day", AS_TEACHER, GET, "/children/{kid}?as_of=2023-10-01", NULL, NULL, 200, { "~老陈", "!~周老师" } },

	{ "another takes over", AS_HEAD, POST, API "class_teachers", NULL, "{'class':'{class}','staff':'{lin}','from':'2026-11-16'}", 201, { "to=null" } },
	{ "whose time ends the day before", AS_HEAD, GET, API "class_teachers/{lead}", NULL, NULL, 200, { "to=2026-11-15" } },
	{ "the family reads the name", AS_GUARDIAN, GET, "/my/children/{kid}", NULL, NULL, 200, { "~林老师", "!~周老师" } },
	{ "a teacher of the school reads no staff by it", AS_TEACHER, GET, API "staff/{lin}", NULL, NULL, 404 },
	{ "a teacher reads who leads the own class", AS_TEACHER, GET, API "class_teachers?class={class}", NULL, NULL, 200, { "items.#=3" } },
	{ "the family of another class does not", AS_GUARDIAN_2, GET, API "class_teachers/{lead}", NULL, NULL, 404 },
	{ "nor another county", AS_FAR_OFFICER, GET, API "class_teachers/{lead}", NULL, NULL, 404 },
	{ "a class ends its time by hand", AS_HEAD, PATCH, API "class_teachers/{lead}", "If-Match: '2'", "{'to':'2026-11-20'}", 409, { "?from" } },
};

/* --- who looks after a child --- */

static const struct step carers[] = {
	{ "the tie says so", AS_DIRECTOR, GET, API "parents/{grandma_tie}", NULL, NULL, 200, { "carer=false", "version=1" } },
	{ "age, ability and that they do", AS_TEACHER, PATCH, API "parents/{grandma_tie}", "If-Match: '1'",
	  "{'carer':true,'birth_date':'1955-03-01','health':'30','care_ability':'limited'}", 200,
	  { "carer=true", "birth_date=1955-03-01", "care_ability=limited", "health=null", "masked.1=health" }, "v=version" },
	{ "health is covered until somebody says why", AS_TEACHER, GET, API "parents/{grandma_tie}", "X-Purpose: visit", NULL, 200, { "health=30", "!masked" } },
	{ "a director may not know it", AS_DIRECTOR, GET, API "parents/{grandma_tie}", "X-Purpose: visit", NULL, 200, { "carer=true", "care_ability=limited", "!health" } },
	{ "nor write it", AS_DIRECTOR, PATCH, API "parents/{grandma_tie}", "If-Match: '{v}'", "{'health':'10'}", 422 },
	{ "but what they can do", AS_DIRECTOR, PATCH, API "parents/{grandma_tie}", "If-Match: '{v}'", "{'care_ability':'able'}", 200, { "care_ability=able" }, "v=version" },
	{ "an ability there is not", AS_DIRECTOR, PATCH, API "parents/{grandma_tie}", "If-Match: '{v}'", "{'care_ability':'superb'}", 422, { "?care_ability" } },
	{ "born tomorrow", AS_TEACHER, PATCH, API "parents/{grandma_tie}", "If-Match: '{v}'", "{'birth_date':'2026-11-22'}", 422, { "?birth_date" } },
	{ "flagged in the child's file, with the age", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200, { "~Looks after the child day by day; 71 years old, able to care.", "~class=\"bad\"" } },
	{ "at sixty-four less loudly", AS_TEACHER, GET, "/children/{kid}?as_of=2019-11-21", NULL, NULL, 200, { "~64 years old", "~class=\"due\"" } },
	{ "not among others", AS_TEACHER, GET, "/classes/{class}", NULL, NULL, 200, { "!~years old" } },
	{ "in the form", AS_TEACHER, GET, "/parents/{grandma_tie}/edit", NULL, NULL, 200, { "~1955-03-01", "~name=\"care_ability\"" } },
	{ "a form that says nothing of it leaves it", AS_TEACHER, PATCH, API "parents/{grandma_tie}", "If-Match: '{v}'", "{'lives_with':true}", 200, { "carer=true", "birth_date=1955-03-01" } },
};

/* --- the family's pages --- */

static const struct step family[] = {
	{ "Today is her one child", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~class=\"elder\"", "~Good day, grandma of 李小明", "~/my/children/{kid}/known", "~/my/children/{kid}/wrong", "~/my/children/{kid}/looked", "~/my/children/{kid}/consents", "~tel:0759-1804001" } },
	{ "a father of two chooses, in ordinary type", AS_PARENT, GET, "/", NULL, NULL, 200, { "!~class=\"elder\"", "~/my/children/{kid}\"", "~/my/children/{kid_b}\"" } },
	{ "what is known, in words", AS_GUARDIAN, GET, MY "/known", NULL, NULL, 200, { "~李小明, boy, 11 years 2 months.", "~You look after the child day by day.", "~You are the guardian.", "!~44080420150906101X", "!~13000000077", "~130****0077" } },
	{ "not of somebody else's child", AS_GUARDIAN, GET, "/my/children/{kid_2}/known", NULL, NULL, 404 },
	{ "nor for who is kept away", AS_BARRED, GET, MY "/known", NULL, NULL, 404 },
	{ "nor for staff, who have a file", AS_TEACHER, GET, MY "/known", NULL, NULL, 404 },
	{ "the form knows what it is about", AS_GUARDIAN, GET, MY "/wrong?about=home", NULL, NULL, 200, { "~value=\"home\" checked" } },
	{ "what is no part of it is nothing", AS_GUARDIAN, GET, MY "/wrong?about=elsewhere", NULL, NULL, 200, { "!~checked" } },
	{ "nothing tapped", AS_GUARDIAN, POST, MY "/wrong", NULL, "text=abc", 422, { "~Tap what is wrong.", "~abc" } },
	{ "something that is not there", AS_GUARDIAN, POST, MY "/wrong", NULL, "about=elsewhere&text=abc", 422, { "~Tap what is wrong." } },
	{ "a tap is enough", AS_GUARDIAN, POST, MY "/wrong", NULL, "about=school", 303, { NULL }, "first=@location" },
	{ "twice is once", AS_GUARDIAN, POST, MY "/wrong", NULL, "about=school", 303, { "@location={first}" } },
	{ "other words are another", AS_GUARDIAN, POST, MY "/wrong", NULL, "about=school&text=Class+six", 303, { NULL }, "second=@location" },
	{ "she sees it", AS_GUARDIAN, GET, "{second}", NULL, NULL, 200, { "~School or class: Class six" } },
	{ "the county has both", AS_OFFICER, GET, API "rights_requests", NULL, NULL, 200, { "items.#=2", "items.0.what=correction", "items.0.text=School or class", "items.0.state=asked" } },
	{ "who is kept away says nothing", AS_BARRED, POST, MY "/wrong", NULL, "about=school", 404 },
	{ "nor about another's child", AS_GUARDIAN, POST, "/my/children/{kid_2}/wrong", NULL, "about=school", 404 },
	{ "who looked, first in a sentence", AS_GUARDIAN, GET, MY "/looked", NULL, NULL, 200, { "~Lately it was: " } },
};

/* --- the printed card --- */

static const struct step cards[] = {
	{ "of the grandmother, with the school's phone", AS_TEACHER, POST, "/ties/{grandma_tie}/cards", NULL, "", 200, { "~class=\"sheet card\"", "~<svg class=\"qr\"", "~/sign-in/card", "~0759-1804001", "~李小明" } },
	{ "of the child, with pictures", AS_TEACHER, POST, "/children/{kid}/cards", NULL, "", 200, { "~class=\"pics\"", "~/sign-in/child", "~0759-1804001" } },
	{ "not for who is kept away", AS_TEACHER, POST, "/ties/{barred_tie}/cards", NULL, "", 403 },
};
/* clang-format on */

/* 1,901 characters are one too many. */
static void test_long(struct harness *h)
{
	struct buf b = buf_new(&h->mem, 4000);

	buf_lit(&b, "about=other&text=");
	for (int i = 0; i < 1901; i++)
		buf_ch(&b, 'x');
	struct answer a = harness_ask(h, AS_GUARDIAN, POST, MY "/wrong", NULL, str_z(&h->mem, buf_view(&b)));
	OK(a.status == 422 && str_has(a.body, STR("at most 1900 characters")));
}

static void test_engine(struct harness *h)
{
	harness_daily(h);
	STEPS(h, phone);
	STEPS(h, leads);
	STEPS(h, carers);
	STEPS(h, family);
	test_long(h);
	STEPS(h, cards);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
