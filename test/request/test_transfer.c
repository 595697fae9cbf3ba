/* Transfers: asked, answered, taken back, refused; within a county and into another one; what each side reads
 * afterwards; the journals of both counties. */
#include "consent.h"
#include "erase.h"
#include "journal.h"
#include "registry.h"
#include "steps.h"

#include <string.h>

#define KID "'id_number':'44080420150906101X','name':'李小明'"
#define ASK "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21','to_class':'{five}'}"
#define FAR_ASK                                                                                              \
	"{'side':'receiving'," KID                                                                           \
	",'reason':'with_parents','start_on':'2026-11-23','to_class':'{far_class}'}"

/* clang-format off */
static const struct step refused[] = {
	{ "a fifth grade at the second school", AS_HEAD_2, POST, API "classes", NULL, "{'school':'{school_2}','number':1,'entry_year':2022}", 201, {}, "five=id" },
	{ "nothing said", AS_HEAD_2, POST, API "transfers", NULL, "{}", 422, { "?side" } },
	{ "of a side there is not", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'both'}", 422, { "?side" } },
	{ "all at once", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'}", 422, { "?id_number", "?name", "?start_on", "?reason" } },
	{ "no such field", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving','state':'accepted'}", 422, { "?state" } },
	{ "a wrong name", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving','id_number':'44080420150906101X','name':'李小','reason':'moved','start_on':'2026-11-21'}", 422, { "?id_number", "~No child is registered with this number and this name", "!~李小明" } },
	{ "sounds like a wrong number", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving','id_number':'440804201509061028','name':'李小明','reason':'moved','start_on':'2026-11-21'}", 422, { "?id_number", "~No child is registered with this number and this name" } },
	{ "part of a number is none", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving','id_number':'4408042015','name':'李小明','reason':'moved','start_on':'2026-11-21'}", 422, { "?id_number" } },
	{ "before birth", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2014-01-01'}", 422, { "?start_on", "~before the birth" } },
	{ "more than a year ahead", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2028-01-01'}", 422, { "?start_on", "~more than a year ahead" } },
	{ "before it came to its present school", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2022-08-01'}", 422, { "?start_on", "~since 2022-09-01" } },
	{ "no date", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-02-30'}", 422, { "?start_on", "~not a date that exists" } },
	{ "no such reason", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'so','start_on':'2026-11-21'}", 422, { "?reason" } },
	{ "a grade the school has not", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21','grade':3}", 422, { "?grade", "~莫村小学 has no grade 3" } },
	{ "nor teaches", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21','grade':8}", 422, { "?grade" } },
	{ "no grade at all", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21','grade':13}", 422, { "?grade" } },
	{ "a class elsewhere", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21','to_class':'{class}'}", 422, { "?to_class" } },
	{ "for another's school", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21','to_school':'{far_school}'}", 422, { "?to_school", "~school of your own" } },
	{ "who is there already", AS_HEAD, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21'}", 422, { "?to_school", "~at this school already" } },
	{ "a teacher does not ask", AS_TEACHER_2, POST, API "transfers", NULL, ASK, 404 },
	{ "nor the auditor", AS_AUDITOR, POST, API "transfers", NULL, ASK, 404 },
	{ "nor civil affairs", AS_CIVIL, POST, API "transfers", NULL, ASK, 404 },
	{ "giving another's child away", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','to_school':'{far_school}','reason':'moved','start_on':'2026-11-21'}", 404 },
	{ "to its own school", AS_HEAD, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','to_school':'{school}','reason':'moved','start_on':'2026-11-21'}", 422, { "?to_school" } },
	{ "to no school", AS_HEAD, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','reason':'moved','start_on':'2026-11-21'}", 422, { "?to_school", "~Choose the school" } },
	{ "to a code that is none", AS_HEAD, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','to_school_code':'2144009999','reason':'moved','start_on':'2026-11-21'}", 422, { "?to_school", "~No school has this code" } },
	{ "a child at no school", AS_OFFICER, POST, API "transfers", NULL, "{'side':'giving','child':'{loose}','to_school':'{school_2}','reason':'moved','start_on':'2026-11-21'}", 201, {}, "loose_t=id" },
	{ "taken back", AS_OFFICER, POST, API "transfers/{loose_t}/withdraw", NULL, NULL, 200, { "state=withdrawn" } },
	{ "nothing of this left a trace", AS_OFFICER, GET, API "transfers", NULL, NULL, 200, { "items.#=1" } },
};

static const struct step within[] = {
	{ "asked by the receiving head", AS_HEAD_2, POST, API "transfers", NULL, ASK, 201,
	  { "state=asked", "side=receiving", "from_school={school}", "to_school={school_2}", "name=李小明", "birth_date=2015-09-06", "grade=5", "due_on=2026-12-04", "from_county=440804" }, "t=id" },
	{ "asked twice", AS_HEAD_2, POST, API "transfers", NULL, ASK, 409, { "?child", "~waits for its answer" } },
	{ "nor by the other side", AS_HEAD, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','to_school':'{far_school}','reason':'moved','start_on':'2026-11-21'}", 409, { "?child" } },
	{ "nothing of the child is shown yet", AS_HEAD_2, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "both sides read it", AS_HEAD, GET, API "transfers/{t}", NULL, NULL, 200, { "state=asked" } },
	{ "another county does not", AS_FAR_HEAD, GET, API "transfers/{t}", NULL, NULL, 404 },
	{ "nor its officer", AS_FAR_OFFICER, GET, API "transfers/{t}", NULL, NULL, 404 },
	{ "nor a teacher", AS_TEACHER, GET, API "transfers/{t}", NULL, NULL, 404 },
	{ "nor answers", AS_FAR_HEAD, POST, API "transfers/{t}/accept", NULL, NULL, 404 },
	{ "nor may civil affairs", AS_CIVIL, POST, API "transfers/{t}/accept", NULL, NULL, 404 },
	{ "who asks does not answer", AS_HEAD_2, POST, API "transfers/{t}/accept", NULL, NULL, 403 },
	{ "nor refuses", AS_HEAD_2, POST, API "transfers/{t}/reject", NULL, "{'answer':'no'}", 403 },
	{ "who is asked takes nothing back", AS_HEAD, POST, API "transfers/{t}/withdraw", NULL, NULL, 403 },
	{ "nobody writes it by hand", AS_OFFICER, PATCH, API "transfers/{t}", "If-Match: '1'", "{'state':'accepted'}", 403 },
	{ "Today of the giving head", AS_HEAD, GET, "/", NULL, NULL, 200, { "~A transfer waits for your answer" } },
	{ "not of the asking one", AS_HEAD_2, GET, "/", NULL, NULL, 200, { "!~A transfer waits for your answer" } },
	{ "nor of the officer yet", AS_OFFICER, GET, "/", NULL, NULL, 200, { "!~A transfer waits for your answer" } },
	{ "taken back", AS_HEAD_2, POST, API "transfers/{t}/withdraw", NULL, NULL, 200, { "state=withdrawn" } },
	{ "once", AS_HEAD_2, POST, API "transfers/{t}/withdraw", NULL, NULL, 409, { "~taken back meanwhile" } },
	{ "then nobody answers", AS_HEAD, POST, API "transfers/{t}/accept", NULL, NULL, 409, { "~taken back meanwhile" } },
	{ "asked anew, by student number", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving','id_number':'g44080420150906101x','name':' 李小明 ','reason':'moved','start_on':'2026-11-21','to_class':'{five}'}", 201, {}, "u=id" },
	{ "a refusal says why", AS_HEAD, POST, API "transfers/{u}/reject", NULL, "{}", 422, { "?answer" } },
	{ "refused", AS_HEAD, POST, API "transfers/{u}/reject", NULL, "{'answer':'The family has not asked'}", 200, { "state=rejected", "answer=The family has not asked" } },
	{ "once", AS_OFFICER, POST, API "transfers/{u}/accept", NULL, NULL, 409, { "~answered meanwhile" } },
	{ "asked a third time", AS_HEAD_2, POST, API "transfers", NULL, ASK, 201, {}, "v=id" },
	{ "agreed", AS_HEAD, POST, API "transfers/{v}/accept", NULL, NULL, 200, { "state=accepted" } },
	{ "the same child at the new school", AS_HEAD_2, GET, API "children/{kid}", NULL, NULL, 200, { "school={school_2}", "class={five}", "id={kid}" } },
	{ "the old head reads the file no more", AS_HEAD, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "but the transfer", AS_HEAD, GET, API "transfers/{v}", NULL, NULL, 200, { "name=李小明", "state=accepted" } },
	{ "the times at school", AS_HEAD_2, GET, API "enrolments?child={kid}", NULL, NULL, 200, { "items.#=2", "items.0.to=2026-11-20", "items.0.end=21", "items.1.from=2026-11-21", "items.1.attendance_mode=1", "items.1.entry_month=202611" }, "old=items.0.id now=items.1.id" },
	{ "its own one the old head reads", AS_HEAD, GET, API "enrolments/{old}", NULL, NULL, 200, { "to=2026-11-20", "school={school}" } },
	{ "not the new one", AS_HEAD, GET, API "enrolments/{now}", NULL, NULL, 404 },
	{ "and changes it not", AS_HEAD, PATCH, API "enrolments/{old}", "If-Match: '2'", "{'to':'2026-10-01'}", 403 },
	{ "nor drops it", AS_HEAD, DELETE, API "enrolments/{old}", "If-Match: '2'", NULL, 403 },
	{ "the officer does", AS_OFFICER, PATCH, API "enrolments/{old}", "If-Match: '2'", "{'attendance_mode':'2'}", 200 },
};

static const struct step pages[] = {
	{ "the list", AS_HEAD, GET, "/transfers", NULL, NULL, 200, { "~Nobody waits for an answer" } },
	{ "what is done", AS_HEAD, GET, "/transfers?of=done", NULL, NULL, 200, { "~李小明, from the school 五合小学 to 莫村小学", "~agreed" } },
	{ "no such list", AS_HEAD, GET, "/transfers?of=all", NULL, NULL, 422 },
	{ "not for teachers", AS_TEACHER, GET, "/transfers", NULL, NULL, 404 },
	{ "the form", AS_HEAD, GET, "/transfers/new", NULL, NULL, 200, { "~Id number or student number", "~Class it comes into" } },
	{ "of the officer", AS_OFFICER, GET, "/transfers/new", NULL, NULL, 200, { "~School it comes to", "!~Class it comes into" } },
	{ "not of civil affairs", AS_CIVIL, GET, "/transfers/new", NULL, NULL, 404 },
	{ "with all that is missing", AS_HEAD, POST, "/transfers/new", NULL, "side=receiving", 422, { "~To put right: 4" } },
	{ "of a known number", AS_HEAD, POST, "/children/new", NULL, "name=%E6%9D%8E%E5%B0%8F%E6%98%8E&sex=1&birth_date=2015-09-06&id_number=44080420150906101X", 409, { "~ask for the transfer", "~href=\"/transfers/new\"" } },
	{ "asked on the page", AS_HEAD, POST, "/transfers/new", NULL, "side=receiving&id_number=44080420150906101X&name=%E6%9D%8E%E5%B0%8F%E6%98%8E&start_on=2026-11-23&reason=back_home&note=Comes+back", 303, {}, "w=@location" },
	{ "the new school sees it in the file", AS_HEAD_2, GET, "/children/{kid}", NULL, NULL, 200, { "~Change of school", "~from the school 莫村小学 to 五合小学", "!~Give to another school" } },
	{ "on the page of the school", AS_HEAD_2, GET, "/schools/{school_2}", NULL, NULL, 200, { "~Changes of school that wait for an answer: 1" } },
	{ "and can answer", AS_HEAD_2, GET, "{w}", NULL, NULL, 200, { "~Comes back", "~comes back home from", "~Not agree", "!~Withdraw the request" } },
	{ "the asker takes back", AS_HEAD, GET, "{w}", NULL, NULL, 200, { "!~Not agree", "~Withdraw the request" } },
	{ "no reason, no refusal", AS_HEAD_2, POST, "{w}/reject", NULL, "answer=", 422, { "~Say why" } },
	{ "refused", AS_HEAD_2, POST, "{w}/reject", NULL, "answer=Stays", 303 },
	{ "the asker reads why", AS_HEAD, GET, "{w}", NULL, NULL, 200, { "~Stays", "!~Withdraw the request" } },
	{ "giving", AS_HEAD_2, GET, "/transfers/new?child={kid}", NULL, NULL, 200, { "~Give to another school", "~李小明", "~五合小学", "~code of a school elsewhere" } },
	{ "of another's child", AS_HEAD, GET, "/transfers/new?child={kid}", NULL, NULL, 404 },
};

/* The officer answers in the place of a head who is silent. */
static const struct step asked_far[] = {
	{ "asked from afar", AS_FAR_HEAD, POST, API "transfers", NULL, FAR_ASK, 201, { "from_county=440804", "to_county=440803" }, "f=id" },
	{ "the county sees it", AS_OFFICER, GET, API "transfers/{f}", NULL, NULL, 200, { "state=asked" } },
	{ "without being called yet", AS_OFFICER, GET, "/", NULL, NULL, 200, { "!~A transfer waits for your answer" } },
	{ "an old version of the child", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, {}, "kv=version" },
	{ "and of its adults", AS_OFFICER, GET, API "persons/{mother}", NULL, NULL, 200, { "county=440804" } },
};
static const struct step silent[] = {
	{ "after ten working days the officer is called", AS_OFFICER, GET, "/", NULL, NULL, 200, { "~A transfer waits for your answer" } },
	{ "and agrees", AS_OFFICER, POST, API "transfers/{f}/accept", NULL, NULL, 200, { "state=accepted" } },
};
static const struct step moved[] = {
	{ "the child is the other county's", AS_FAR_OFFICER, GET, API "children/{kid}", "X-Purpose: roll", NULL, 200, { "county=440803", "school={far_school}", "class={far_class}", "id_number=44080420150906101X", "phone=13000000077", "health=10", "left_behind.civil_affairs=true", "left_behind.school_roll=0" }, "kv2=version" },
	{ "its head's", AS_FAR_HEAD, GET, API "children/{kid}", NULL, NULL, 200, { "id_number=440804********101X" } },
	{ "not this one's", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "nor the last head's", AS_HEAD_2, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "found by number there", AS_FAR_OFFICER, GET, API "children?q=44080420150906101X", NULL, NULL, 200, { "items.#=1" } },
	{ "not here", AS_OFFICER, GET, API "children?q=44080420150906101X", NULL, NULL, 200, { "items.#=0" } },
	{ "its past here is still read", AS_OFFICER, GET, API "enrolments/{old}", NULL, NULL, 200, { "county=440803" } },
	{ "and not changed", AS_OFFICER, PATCH, API "enrolments/{old}", "If-Match: '4'", "{'to':'2026-10-01'}", 403 },
	{ "there too", AS_FAR_HEAD, GET, API "enrolments?child={kid}", NULL, NULL, 200, { "items.#=3" } },
	{ "the mother went along", AS_FAR_OFFICER, GET, API "persons/{mother}", "X-Purpose: roll", NULL, 200, { "county=440803", "phone=13000000002" } },
	{ "and is gone here", AS_OFFICER, GET, API "persons/{mother}", NULL, NULL, 404 },
	{ "the father stayed with the sister", AS_OFFICER, GET, API "persons/{father}", NULL, NULL, 200, { "county=440804" } },
	{ "and both counties see him", AS_FAR_OFFICER, GET, API "persons/{father}", "X-Purpose: roll", NULL, 200, { "county=440804", "phone=13000000001" } },
	{ "his absence too", AS_FAR_OFFICER, GET, API "absences/{absence}", NULL, NULL, 200 },
	{ "not another's adults", AS_FAR_OFFICER, GET, API "persons/{parent_2}", NULL, NULL, 404 },
	{ "the transfer stays with both", AS_OFFICER, GET, API "transfers/{f}", NULL, NULL, 200, { "name=李小明", "state=accepted" } },
	{ "the other county's officer", AS_FAR_OFFICER, GET, API "transfers/{f}", NULL, NULL, 200, { "state=accepted" } },
	{ "who wrote before reads again first", AS_FAR_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'address':'x'}", 412 },
	{ "and writes", AS_FAR_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv2}'", "{'phone':'13000000099'}", 200 },
	{ "its history begins with the arrival", AS_FAR_OFFICER, GET, API "children/{kid}/journal", NULL, NULL, 200, { "items.#=2", "items.0.act=update", "items.1.act=arrive", "items.1.reason=440804" } },
	{ "a second transfer of a child that is elsewhere by now", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','to_school':'{school}','reason':'moved','start_on':'2026-12-08'}", 404 },
	{ "the page of it", AS_OFFICER, GET, "/transfers/{f}", NULL, NULL, 200, { "~坡头区", "~霞山区", "!~href=\"/children/" } },
	{ "with the way to the file there", AS_FAR_OFFICER, GET, "/transfers/{f}", NULL, NULL, 200, { "~href=\"/children/" } },
};
/* And back again, while somebody is kept away from the child. */
static const struct step back[] = {
	{ "an uncle", AS_FAR_OFFICER, POST, API "persons", NULL, "{'name':'李建军','sex':'1'}", 201, {}, "uncle=id" },
	{ "kept away", AS_FAR_OFFICER, POST, API "ties", NULL, "{'child':'{kid}','person':'{uncle}','relation':'83','barred':true}", 201 },
	{ "asked to come back", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'back_home','start_on':'2026-12-10','to_class':'{five}'}", 201, {}, "b=id" },
	{ "the head may not say", AS_FAR_HEAD, POST, API "transfers/{b}/accept", NULL, NULL, 422, { "?state", "~This one the county answers" } },
	{ "nor is the head called", AS_FAR_HEAD, GET, "/", NULL, NULL, 200, { "!~A transfer waits for your answer" } },
	{ "and is told", AS_FAR_HEAD, GET, "/transfers/{b}", NULL, NULL, 200, { "~This one the county answers", "!~Not agree" } },
	{ "the officer is called at once", AS_FAR_OFFICER, GET, "/", NULL, NULL, 200, { "~A transfer waits for your answer" } },
	{ "and agrees", AS_FAR_OFFICER, POST, API "transfers/{b}/accept", NULL, NULL, 200, { "state=accepted" } },
	{ "back, before the first day", AS_OFFICER, GET, API "children/{kid}", "X-Purpose: roll", NULL, 200, { "county=440804", "phone=13000000099", "school={far_school}" } },
	{ "until which the far head keeps the file", AS_FAR_HEAD, GET, API "children/{kid}", NULL, NULL, 200 },
	{ "the uncle came along", AS_OFFICER, GET, API "persons/{uncle}", NULL, NULL, 200, { "county=440804" } },
	{ "not their officer", AS_FAR_OFFICER, GET, API "children/{kid}", NULL, NULL, 404 },
};
static const struct step arrived[] = {
	{ "on that day it is at school here", AS_HEAD_2, GET, API "children/{kid}", NULL, NULL, 200, { "school={school_2}" } },
	{ "and no more there", AS_FAR_HEAD, GET, API "children/{kid}", NULL, NULL, 404 },
};

/* What happens while an answer is awaited. */
static const struct step meanwhile[] = {
	{ "asked for by the head", AS_HEAD, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-12-20'}", 201, {}, "m=id" },
	{ "the school closes", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '1'", "{'closed_on':'2026-12-15'}", 200 },
	{ "then nobody comes", AS_FAR_OFFICER, GET, API "transfers/{m}", NULL, NULL, 404 },
	{ "not to be agreed to", AS_OFFICER, POST, API "transfers/{m}/accept", NULL, NULL, 422, { "?to_school", "~closed on 2026-12-15" } },
	{ "it opens again", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '2'", "{'closed_on':null}", 200 },
	{ "the child leaves for a third place", AS_OFFICER, PATCH, API "enrolments/{run}", "If-Match: '2'", "{'to':'2026-12-10','end':'abroad'}", 200 },
	{ "then the one that was asked has nothing to give", AS_OFFICER, POST, API "transfers/{m}/accept", NULL, NULL, 422, { "?state", "~has left the school that was asked" } },
	{ "a child in the county at no school is not asked for", AS_OFFICER, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'to_school':'{school_2}','reason':'moved','start_on':'2026-12-20'}", 409, { "?child" } },
	{ "taken back", AS_OFFICER, POST, API "transfers/{m}/withdraw", NULL, NULL, 200 },
	{ "still not", AS_OFFICER, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'to_school':'{school_2}','reason':'moved','start_on':'2026-12-20'}", 422, { "?child", "~at no school" } },
	{ "from afar it is: the officer answers", AS_FAR_HEAD, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-12-20'}", 201, { "from_school=null" }, "n=id" },
	{ "called at once", AS_OFFICER, GET, "/", NULL, NULL, 200, { "~A transfer waits for your answer" } },
	{ "another child at no school is given away", AS_OFFICER, POST, API "transfers", NULL, "{'side':'giving','child':'{loose}','to_school':'{school_2}','reason':'moved','start_on':'2026-12-20'}", 201, {}, "o=id" },
	{ "it is deleted", AS_OFFICER, DELETE, API "children/{loose}", "If-Match: '1'", NULL, 204 },
	{ "and what was asked with it", AS_HEAD_2, POST, API "transfers/{o}/accept", NULL, NULL, 404 },
};
/* clang-format on */

static int64_t left_behind(struct harness *h, enum as as)
{
	struct answer a = harness_get(h, as, API "left-behind");

	return int_at(&a, "children");
}

static bool rollups_right(struct harness *h)
{
	return harness_number(h, STR("SELECT count(*) FROM crossing x JOIN child c ON c.id = x.child"
				     " WHERE c.county <> x.county")) == 0;
}

/* Nothing that is the child's lies with a county that has let it go, but what tells of that county's doings.
 */
static int64_t left_with(struct harness *h, int county)
{
	static const char *const parts[] = { "tie",         "enrolment",      "circumstance",
					     "declaration", "student_record", "register_entry",
					     "difficulty" };
	int64_t n = 0;

	for (size_t i = 0; i < COUNT(parts); i++)
		n += harness_number(
			h, harness_text(&h->mem, "SELECT count(*) FROM %s WHERE child = %lld AND county = %d",
					parts[i], (long long)h->fix[FIX_KID], county));
	return n;
}

static enum rc agree_job(struct ctx *c, void *arg)
{
	struct harness *h = arg;

	return consent_give(c, &(struct consent_answer){ .child = h->fix[FIX_KID],
							 .person = h->fix[FIX_MOTHER],
							 .purpose = STR(CODE_CONSENT_PURPOSE_PROVISION),
							 .how = STR(CODE_CONSENT_HOW_PAPER),
							 .yes = true,
							 .from = 20261121 });
}

static bool agrees(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	return consent_holds(&c, h->fix[FIX_KID], STR(CODE_CONSENT_PURPOSE_PROVISION), c.today);
}

static void test_far(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t near = left_behind(h, AS_OFFICER), far = left_behind(h, AS_FAR_OFFICER);

	harness_daily(h); /* which lays out the words */
	OK(store_write(&c, PRIO_PEOPLE, agree_job, h) == RC_OK);
	OK(agrees(h));
	STEPS(h, asked_far);
	harness_today(h, 20261204); /* the last day */
	OK(harness_step(h, &asked_far[2]));
	harness_today(h, 20261207);
	STEPS(h, silent);
	STEPS(h, moved);
	OK(left_behind(h, AS_OFFICER) == near - 1);
	OK(left_behind(h, AS_FAR_OFFICER) == far + 1);
	OK(left_with(h, HARNESS_COUNTY) == 0);
	OK(!agrees(h)); /* another county asks anew */
	OK(harness_number(h, STR("SELECT count(*) FROM consent WHERE county = 440804 AND ended = 'moved'")) ==
	   1);
	OK(harness_number(h, STR("SELECT count(*) FROM name_key k JOIN child c ON c.id = k.child"
				 " WHERE k.county <> c.county")) == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM match_fact m JOIN child c ON c.id = m.id"
				 " WHERE m.county <> c.county")) == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM match_fact m JOIN person p ON p.id = m.id"
				 " WHERE m.county <> p.county")) == 0);
	OK(rollups_right(h));
	OK(harness_number(h, STR("SELECT count(*) FROM journal WHERE act = 15 AND county = 440804")) > 5);
	OK(harness_number(h, STR("SELECT count(*) FROM journal WHERE act = 15")) ==
	   harness_number(h, STR("SELECT count(*) FROM journal WHERE act = 16")));
	OK(harness_journal_whole(h));
	STEPS(h, back);
	OK(left_with(h, HARNESS_FAR_COUNTY) == 0);
	OK(harness_journal_whole(h));
	harness_today(h, 20261210);
	harness_daily(h);
	STEPS(h, arrived);
	OK(left_behind(h, AS_OFFICER) == near && left_behind(h, AS_FAR_OFFICER) == far);
	OK(rollups_right(h));
}

/* A hand behind the program's back changes the keeper: the journal says so. */
static void test_tampered(struct harness *h)
{
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE tie SET county = 440803 WHERE id = %lld",
					(long long)h->fix[FIX_TIE_2])));
	OK(!harness_journal_whole(h));
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE tie SET county = 440804 WHERE id = %lld",
					(long long)h->fix[FIX_TIE_2])));
	OK(harness_journal_whole(h));
}

static void test_meanwhile(struct harness *h)
{
	str running = harness_text(&h->mem, "SELECT id FROM enrolment WHERE child = %lld AND to_day IS NULL",
				   (long long)h->fix[FIX_KID]);

	harness_today(h, 20261211);
	harness_keep(h, "run", harness_text(&h->mem, "%lld", (long long)harness_number(h, running)));
	STEPS(h, meanwhile);
	OK(harness_journal_whole(h));
}

/* Data that are only stored any more: the child is not there for anybody (PIPL 47). */
/* clang-format off */
static const struct step locked[] = {
	{ "not to be found", AS_HEAD_2, POST, API "transfers", NULL, ASK, 422, { "?id_number", "~No child is registered with this number and this name" } },
	{ "nor to be given", AS_HEAD, POST, API "transfers", NULL, "{'side':'giving','child':'{kid}','to_school':'{school_2}','reason':'moved','start_on':'2026-11-21'}", 404 },
};
static const struct step hidden[] = {
	{ "what was asked for is not there either", AS_HEAD, GET, API "transfers/{lt}", NULL, NULL, 404 },
	{ "nor answered", AS_OFFICER, POST, API "transfers/{lt}/accept", NULL, NULL, 404 },
	{ "nor counted", AS_HEAD, GET, "/", NULL, NULL, 200, { "!~A transfer waits for your answer" } },
};
static const struct step before_lock[] = {
	{ "asked before it is locked", AS_HEAD_2, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'moved','start_on':'2026-11-21'}", 201, {}, "lt=id" },
};
static const struct step after_lock[] = {
	{ "there again", AS_HEAD_2, POST, API "transfers/{lt}/withdraw", NULL, NULL, 200 },
};
/* clang-format on */

static enum rc lock_job(struct ctx *c, void *arg)
{
	struct harness *h = arg;

	return erase_lock(c, h->fix[FIX_KID], 20301231, STR("test"));
}

static enum rc unlock_job(struct ctx *c, void *arg)
{
	int64_t lock = 0;
	enum rc rc = DB_ONE(c->db, &lock, "SELECT k.id FROM storage_lock k WHERE k.lifted_on IS NULL");

	(void)arg;
	return rc == RC_OK ? erase_unlock(c, lock) : rc;
}

static void test_locked(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	STEPS(h, before_lock);
	OK(store_write(&c, PRIO_PEOPLE, lock_job, h) == RC_OK);
	STEPS(h, locked);
	STEPS(h, hidden);
	OK(store_write(&c, PRIO_PEOPLE, unlock_job, h) == RC_OK);
	STEPS(h, after_lock);
}

static enum rc erase_job(struct ctx *c, void *arg)
{
	struct harness *h = arg;

	return erase_child(c, h->fix[FIX_KID]);
}

/* Erased where it is kept, it is erased in the chains of both counties. */
static void test_erased(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_PEOPLE, erase_job, h) == RC_OK);
	OK(harness_number(
		   h, harness_text(&h->mem,
				   "SELECT count(*) FROM journal_body b JOIN journal j ON j.county = b.county"
				   " AND j.node = b.node AND j.seq = b.seq WHERE length(b.sealed) > 0"
				   " AND j.record = %lld",
				   (long long)h->fix[FIX_KID])) == 0);
	OK(harness_journal_whole(h));
}

/* What is left of an erased arrival is enough to go on with. */
static enum rc forget_job(struct ctx *c, void *arg)
{
	struct harness *h = arg;

	return journal_erase(c, &child_kind, h->fix[FIX_KID], 1u << C3_PERSONAL | 1u << C4_SENSITIVE);
}

static void test_forgotten(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_PEOPLE, forget_job, h) == RC_OK);
	OK(harness_journal_whole(h));
}

static void test_engine(struct harness *h)
{
	STEPS(h, refused);
	test_locked(h);
	STEPS(h, within);
	OK(harness_journal_whole(h));
	STEPS(h, pages);
	test_far(h);
	test_tampered(h);
	test_meanwhile(h);
	test_forgotten(h);
	test_erased(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
