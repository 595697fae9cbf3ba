/* Staff, what forms declare, the rest of the two forms, batches and exports: rules, reach, what goes along
 * when a child goes; and a database of the release before, brought up to date with what was in it. */
#include "canary_record.h"
#include "codes.h"
#include "db_text.h"
#include "erase.h"
#include "register_entry.h"
#include "registry.h"
#include "steps.h"

#include <stdio.h>
#include <unistd.h>

/* clang-format off */
/* --- a school that closes --- */

static const struct step closing[] = {
	{ "a head closes nothing", AS_HEAD, PATCH, API "schools/{school}", "If-Match: '1'", "{'closed_on':'2026-11-01'}", 422, { "?closed_on" } },
	{ "the county does", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '1'", "{'closed_on':'2026-11-01'}", 200, { "closed_on=2026-11-01" }, "v=version" },
	{ "a head opens nothing", AS_HEAD, PATCH, API "schools/{school}", "If-Match: '{v}'", "{'closed_on':null}", 422, { "?closed_on" } },
	{ "the rest is still theirs", AS_HEAD, PATCH, API "schools/{school}", "If-Match: '{v}'", "{'name':'五合完全小学'}", 200, { "closed_on=2026-11-01" } },
	{ "who is there stays", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, { "school={school}" }, "kv=version" },
	{ "and is looked after", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'attendance_mode':'2'}", 200, { "school={school}", "attendance_mode=2" } },
	{ "nobody comes", AS_OFFICER, POST, API "children", NULL,
	  "{'name':'迟到','sex':'1','birth_date':'2018-02-02','no_id_reason':'1','school':'{school}','entry_month':'202309'}", 422, { "?school", "~This school closed on 2026-11-01." } },
	{ "nor moves there", AS_OFFICER, GET, API "children/{kid_2}", NULL, NULL, 200, {}, "k2=version" },
	{ "nor moves there: refused", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '{k2}'", "{'school':'{school}'}", 422, { "?school" } },
	{ "no enrolment from that day", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{loose}','school':'{school}','from':'2026-11-01'}", 422, { "?from" } },
	{ "nor one that still lasts", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{loose}','school':'{school}','from':'2026-09-01'}", 422, { "?to" } },
	{ "what was before is written down", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{loose}','school':'{school}','from':'2026-09-01','to':'2026-10-31'}", 201, {}, "e=id" },
	{ "no class", AS_OFFICER, POST, API "classes", NULL, "{'school':'{school}','number':7,'entry_year':2025}", 422, { "?school" } },
	{ "the classes there are stand", AS_OFFICER, GET, API "classes/{class}", NULL, NULL, 200, {}, "cv=version" },
	{ "under another name", AS_OFFICER, PATCH, API "classes/{class}", "If-Match: '{cv}'", "{'name':'合并班'}", 200 },
	{ "nobody is posted there", AS_OFFICER, POST, API "staff", NULL, "{'name':'新老师','school':'{school}','post':'teacher'}", 422, { "?school" } },
	{ "a school closes on a day to come", AS_OFFICER, PATCH, API "schools/{school_2}", "If-Match: '1'", "{'closed_on':'2027-07-10'}", 200 },
	{ "until then children come", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, {}, "kv=version" },
	{ "until then children come: here", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'school':'{school_2}','class':null}", 200, { "school={school_2}" } },
	{ "no class of the autumn after", AS_OFFICER, POST, API "classes", NULL, "{'school':'{school_2}','number':7,'entry_year':2027}", 422, { "?school" } },
	{ "one of this autumn", AS_OFFICER, POST, API "classes", NULL, "{'school':'{school_2}','number':7,'entry_year':2026}", 201 },
	{ "still closed", AS_OFFICER, GET, API "schools/{school}", NULL, NULL, 200, { "closed_on=2026-11-01" }, "v=version" },
	{ "opened again", AS_OFFICER, PATCH, API "schools/{school}", "If-Match: '{v}'", "{'closed_on':null}", 200, { "closed_on=null" } },
	{ "still elsewhere", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, { "school={school_2}" }, "kv=version" },
	{ "it takes children", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'school':'{school}'}", 200, { "school={school}" } },
};

/* --- staff --- */

static const struct step staff[] = {
	{ "all that is wrong at once", AS_HEAD, POST, API "staff", NULL,
	  "{'name':'','id_number':'440804198501010011','phone':'12','school':'{school}','post':'captain','birth_date':'2030-01-01','from':'2026-09-01','to':'2026-08-01'}", 422,
	  { "?name", "?id_number", "?phone", "?post", "?birth_date", "?to" } },
	{ "the number says the sex", AS_HEAD, POST, API "staff", NULL, "{'name':'李老师','sex':'2','id_number':'{teacher_id}','school':'{school}','post':'teacher'}", 422, { "?id_number" } },
	{ "before birth", AS_HEAD, POST, API "staff", NULL, "{'name':'李老师','birth_date':'1990-05-05','school':'{school}','post':'teacher','from':'1980-09-01'}", 422, { "?from" } },
	{ "a teacher", AS_HEAD, POST, API "staff", NULL,
	  "{'name':'李老师','sex':'1','birth_date':'1985-03-04','id_number':'{teacher_id}','phone':'130 0000 0077','school':'{school}','post':'class_teacher','subject':'语文','education':'20','title':'first','from':'2015-09-01'}", 201,
	  { "id_number=440804********0010", "phone=130****0077", "post=class_teacher" }, "s=id" },
	{ "opened for a purpose", AS_HEAD, GET, API "staff/{s}", "X-Purpose: audit", NULL, 200, { "phone=13000000077" } },
	{ "found by the number", AS_HEAD, GET, API "staff?q=13000000077", NULL, NULL, 200, { "items.#=1" } },
	{ "twice at one school", AS_OFFICER, POST, API "staff", NULL, "{'name':'李老师','id_number':'{teacher_id}','school':'{school}','post':'cook','from':'2026-09-01'}", 409, { "?id_number" } },
	{ "before that time", AS_OFFICER, POST, API "staff", NULL, "{'name':'李老师','id_number':'{teacher_id}','school':'{school}','post':'teacher','from':'2010-09-01','to':'2013-07-01'}", 201 },
	{ "at another school as well", AS_OFFICER, POST, API "staff", NULL, "{'name':'李老师','id_number':'{teacher_id}','school':'{school_2}','post':'teacher','from':'2026-09-01','staff_number':'t7'}", 201, { "staff_number=T7" }, "s2=id" },
	{ "by the staff number", AS_OFFICER, POST, API "staff", NULL, "{'name':'另一人','school':'{school_2}','post':'teacher','staff_number':'T7'}", 409, { "?staff_number" } },
	{ "a head makes them for the own school only", AS_HEAD, POST, API "staff", NULL, "{'name':'王老师','school':'{school_2}','post':'teacher'}", 422, { "?school" } },
	{ "and sees them only", AS_HEAD, GET, API "staff/{s2}", NULL, NULL, 404 },
	{ "the other head theirs", AS_HEAD_2, GET, API "staff", NULL, NULL, 200, { "items.#=1" } },
	{ "a teacher none", AS_TEACHER, GET, API "staff/{s}", NULL, NULL, 404 },
	{ "nor makes one", AS_TEACHER, POST, API "staff", NULL, "{'name':'王老师','school':'{school}','post':'teacher'}", 404 },
	{ "the officer of another county neither", AS_FAR_OFFICER, GET, API "staff/{s}", NULL, NULL, 404 },
	{ "the security officer keeps accounts, not staff", AS_SECURITY, GET, API "staff/{s}", NULL, NULL, 404 },
	{ "leaves", AS_HEAD, PATCH, API "staff/{s}", "If-Match: '1'", "{'to':'2026-10-31'}", 200 },
	{ "comes back", AS_HEAD, POST, API "staff", NULL, "{'name':'李老师','id_number':'{teacher_id}','school':'{school}','post':'head','from':'2026-11-01'}", 201 },
};

/* --- what is declared --- */

static const struct step declarations[] = {
	{ "a day to come", AS_TEACHER, POST, API "declarations", NULL, "{'child':'{kid}','status':'2','day':'2026-11-22'}", 422, { "?day" } },
	{ "before birth", AS_TEACHER, POST, API "declarations", NULL, "{'child':'{kid}','status':'2','day':'2015-09-05'}", 422, { "?day" } },
	{ "no such status", AS_TEACHER, POST, API "declarations", NULL, "{'child':'{kid}','status':'3','day':'2026-11-01'}", 422, { "?status" } },
	{ "its import is not given", AS_TEACHER, POST, API "declarations", NULL, "{'child':'{kid}','status':'2','day':'2026-11-01','batch':'1'}", 422, { "?batch" } },
	{ "declared", AS_TEACHER, POST, API "declarations", NULL, "{'child':'{kid}','status':'0','day':'2026-11-01','source':'school_roll'}", 201, { "status=0", "batch=null" }, "d=id" },
	{ "of a child out of reach", AS_TEACHER, POST, API "declarations", NULL, "{'child':'{kid_2}','status':'0','day':'2026-11-01'}", 422, { "?child" } },
	{ "the computed answer stands", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, { "left_behind.school_roll=2" } },
	{ "civil affairs reads it", AS_CIVIL, GET, API "declarations/{d}", NULL, NULL, 200, { "status=0" } },
	{ "the village too", AS_DIRECTOR, GET, API "declarations/{d}", NULL, NULL, 200 },
	{ "no family", AS_GUARDIAN, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "no parent", AS_PARENT, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "not the child", AS_CHILD, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "no happy home", AS_KEEPER, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "no other class", AS_TEACHER_2, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "no inspector", AS_INSPECTOR, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "no city", AS_CITY, GET, API "declarations/{d}", NULL, NULL, 404 },
	{ "not moved to another child", AS_OFFICER, PATCH, API "declarations/{d}", "If-Match: '1'", "{'child':'{kid_b}'}", 422, { "?child" } },
	{ "put right", AS_TEACHER, PATCH, API "declarations/{d}", "If-Match: '1'", "{'source':'civil_affairs'}", 200, { "source=civil_affairs", "version=2" } },
};

/* --- the rest of the two forms --- */

static const struct step details[] = {
	{ "all that is wrong at once", AS_HEAD, POST, API "student_records", NULL,
	  "{'child':'{kid}','postcode':'12345','email':'a@b','distance_km':'far','id_expiry':'2014-01-01','class_number':'a1','nationality':'QQQ','birthplace':'99'}", 422,
	  { "?postcode", "?email", "?distance_km", "?id_expiry", "?class_number", "?nationality", "?birthplace" } },
	{ "two e-mail addresses are none", AS_HEAD, POST, API "student_records", NULL, "{'child':'{kid}','email':'a@b.cn,c@d.cn'}", 422, { "?email" } },
	{ "nor is one without a name", AS_HEAD, POST, API "student_records", NULL, "{'child':'{kid}','email':'@b.cn'}", 422, { "?email" } },
	{ "nor with two signs", AS_HEAD, POST, API "student_records", NULL, "{'child':'{kid}','email':'a@b@c.cn'}", 422, { "?email" } },
	{ "a thousand kilometres", AS_HEAD, POST, API "student_records", NULL, "{'child':'{kid}','distance_km':'1000'}", 422, { "?distance_km" } },
	{ "the unit is left out", AS_HEAD, POST, API "student_records", NULL,
	  "{'child':'{kid}','postcode':'５２４０５７','email':'kid@example.cn','distance_km':'2.5公里','orphan':'0','blood_type':'4','nationality':'CHN','only_child':true,'home_address':'广东省湛江市坡头区龙头镇莫村3号'}", 201,
	  { "postcode=524057", "distance_km=2.5", "nationality=CHN", "only_child=true", "!~kid@example.cn", "!~莫村3号", "blood_type=null" }, "r=id" },
	{ "one for each child", AS_OFFICER, POST, API "student_records", NULL, "{'child':'{kid}','postcode':'524057'}", 409, { "?child" } },
	{ "opened", AS_TEACHER, GET, API "student_records/{r}", "X-Purpose: form", NULL, 200, { "email=kid@example.cn", "orphan=0", "blood_type=4" } },
	{ "a teacher changes it", AS_TEACHER, PATCH, API "student_records/{r}", "If-Match: '1'", "{'talents':'唱歌'}", 200, { "talents=唱歌" } },
	{ "and makes none", AS_TEACHER, POST, API "student_records", NULL, "{'child':'{kid}'}", 403 },
	{ "the village sees no health", AS_DIRECTOR, GET, API "student_records/{r}", "X-Purpose: visit", NULL, 200, { "email=kid@example.cn", "!blood_type", "!disability_type" } },
	{ "the family its own", AS_GUARDIAN, GET, API "student_records/{r}", NULL, NULL, 200, { "postcode=524057" } },
	{ "no other family", AS_GUARDIAN_2, GET, API "student_records/{r}", NULL, NULL, 404 },
	{ "nor who is kept away", AS_BARRED, GET, API "student_records/{r}", NULL, NULL, 404 },
	{ "no other school", AS_HEAD_2, GET, API "student_records/{r}", NULL, NULL, 404 },
	{ "no happy home", AS_KEEPER, GET, API "student_records/{r}", NULL, NULL, 404 },
	{ "civil affairs' form", AS_CIVIL, POST, API "register_entries", NULL,
	  "{'child':'{kid}','household_registered':true,'schooling':'primary','income_source':'种养、打工','aid_items':'medical；低保','care_mode':'fathers_parents','care_grade':'fair','disability_type':'0','form_day':'2026-10-01'}", 201,
	  { "income_source=work,farming", "aid_items=subsistence,medical", "care_grade=fair" }, "g=id" },
	{ "one for each child", AS_SUPERVISOR, POST, API "register_entries", NULL, "{'child':'{kid}'}", 409, { "?child" } },
	{ "all that is wrong at once", AS_DIRECTOR, PATCH, API "register_entries/{g}", "If-Match: '1'",
	  "{'income_source':'打工、赌博','aid_items':'none','disability_level':'2','form_day':'2026-12-01','schooling':'gone'}", 422,
	  { "?income_source", "?aid_items", "?disability_level", "?form_day", "?schooling", "~赌博" } },
	{ "nothing but signs is nothing", AS_DIRECTOR, PATCH, API "register_entries/{g}", "If-Match: '1'", "{'aid_items':'，、 '}", 200, { "aid_items=null" } },
	{ "no head", AS_HEAD, GET, API "register_entries/{g}", NULL, NULL, 404 },
	{ "no teacher", AS_TEACHER, GET, API "register_entries/{g}", NULL, NULL, 404 },
	{ "no family", AS_GUARDIAN, GET, API "register_entries/{g}", NULL, NULL, 404 },
	{ "no other village", AS_DIRECTOR_2, GET, API "register_entries/{g}", NULL, NULL, 404 },
	{ "no head makes one", AS_HEAD, POST, API "register_entries", NULL, "{'child':'{kid_b}'}", 404 },
};

/* --- the adults' new fields --- */

static const struct step adults[] = {
	{ "another paper has another number", AS_OFFICER, POST, API "persons", NULL, "{'name':'阮氏','sex':'2','id_type':'A','id_number':'B1234567'}", 201, { "id_type=A" }, "p=id" },
	{ "an identity card has not", AS_OFFICER, POST, API "persons", NULL, "{'name':'阮氏','id_type':'1','id_number':'B1234567'}", 422, { "?id_number" } },
	{ "nor has none", AS_OFFICER, POST, API "persons", NULL, "{'name':'阮氏','id_number':'B1234567'}", 422, { "?id_number" } },
	{ "the same paper twice", AS_OFFICER, POST, API "persons", NULL, "{'name':'阮氏','id_type':'A','id_number':'b1234567'}", 409, { "?id_number" } },
	{ "work and place", AS_OFFICER, PATCH, API "persons/{p}", "If-Match: '1'", "{'education':'70','employer':'电子厂','occupation':'工人','household_region':'440804103','address':'广东省湛江市坡头区龙头镇5号'}", 200,
	  { "education=70", "household_region=440804103", "!~5号" } },
	{ "a word about the tie", AS_TEACHER, PATCH, API "ties/{grandma_tie}", "If-Match: '1'", "{'note':'孩子跟奶奶住'}", 200, { "note=孩子跟奶奶住" } },
};

/* --- their pages --- */

static const struct step pages[] = {
	{ "the form and the facts differ", AS_TEACHER, GET, "/children/{kid}/forms", NULL, NULL, 200,
	  { "~What a form says", "~Declared on 1 Nov 2026: not left behind. Computed: both parents away.", "~differ", "~Details for the school", "~唱歌", "!~Civil-affairs details" } },
	{ "the file leads there", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200, { "~/children/{kid}/forms", "!~Declared on" } },
	{ "the office sees its form", AS_CIVIL, GET, "/children/{kid}/forms", NULL, NULL, 200, { "~Civil-affairs details", "~work away from home, farming", "!~kid@example.cn" } },
	{ "opened with the rest", AS_OFFICER, POST, "/children/{kid}/forms", NULL, "purpose=letter", 200, { "~kid@example.cn" } },
	{ "of another child: nothing yet", AS_OFFICER, GET, "/children/{kid_2}/forms", NULL, NULL, 200, { "~Write them down", "!~Declared on" } },
	{ "a class shows no status", AS_TEACHER, GET, "/classes/{class}", NULL, NULL, 200, { "!~Declared", "!~left behind" } },
	{ "a form for what is declared", AS_TEACHER, GET, "/declarations/new?child={kid}", NULL, NULL, 200, { "~both parents away" } },
	{ "filled in", AS_TEACHER, POST, "/declarations/new?child={kid}", NULL, "status=2&day=2026-11-20&source=school_roll", 303 },
	{ "the newest counts, and they agree", AS_TEACHER, GET, "/children/{kid}/forms", NULL, NULL, 200, { "~Declared on 20 Nov 2026: both parents away.", "!~differ" } },
	{ "no list of it", AS_OFFICER, GET, "/declarations", NULL, NULL, 404 },
	{ "no family has the page", AS_GUARDIAN, GET, "/declarations/{d}", NULL, NULL, 404 },
	{ "the codes have names", AS_CIVIL, GET, "/register_entries/{g}/edit", NULL, NULL, 200, { "~work away from home, farming" } },
	{ "and are taken by them", AS_CIVIL, POST, "/register_entries/{g}/edit", NULL, "version=2&income_source=种养&income_source.was=x", 303 },
	{ "the staff on the school's page", AS_HEAD, GET, "/schools/{school}", NULL, NULL, 200, { "~Staff: 0", "~Add somebody to the staff" } },
	{ "not for who may not know", AS_TEACHER, GET, "/schools/{school}", NULL, NULL, 200, { "!~Staff:" } },
	{ "a form", AS_HEAD, GET, "/staff/new?school={school}", NULL, NULL, 200, { "~class teacher" } },
	{ "filled in", AS_HEAD, POST, "/staff/new?school={school}", NULL, "name=周老师&post=cook", 303 },
	{ "there", AS_HEAD, GET, "/schools/{school}", NULL, NULL, 200, { "~Staff: 1", "~周老师" } },
	{ "in the list", AS_OFFICER, GET, "/staff", NULL, NULL, 200, { "~周老师" } },
	{ "which a teacher has not", AS_TEACHER, GET, "/staff", NULL, NULL, 404 },
};

/* --- batches and exports: written by the program --- */

static const struct step batches[] = {
	{ "nobody writes one", AS_OFFICER, POST, API "batches", NULL, "{'what':'import','state':'done'}", 403 },
	{ "nor changes one", AS_HEAD, PATCH, API "batches/{b}", "If-Match: '1'", "{'state':'failed'}", 403 },
	{ "nor drops one", AS_OFFICER, DELETE, API "batches/{b}", "If-Match: '1'", NULL, 403 },
	{ "one's own", AS_HEAD, GET, API "batches/{b}", NULL, NULL, 200, { "file=花名册.xlsx", "state=done", "rows=7" } },
	{ "the county's", AS_OFFICER, GET, API "batches/{b}", NULL, NULL, 200 },
	{ "for who audits", AS_AUDITOR, GET, API "batches", NULL, NULL, 200, { "items.#=1" } },
	{ "not another's", AS_TEACHER, GET, API "batches/{b}", NULL, NULL, 404 },
	{ "nor civil affairs'", AS_CIVIL, GET, API "batches/{b}", NULL, NULL, 404 },
	{ "nor the administrator's", AS_ADMIN, GET, API "batches/{b}", NULL, NULL, 404 },
	{ "nor another county's", AS_FAR_AUDITOR, GET, API "batches/{b}", NULL, NULL, 404 },
	{ "nobody asks this way", AS_HEAD, POST, API "export_requests", NULL, "{'list':'children','form':'own','format':'csv','purpose':'x'}", 403 },
	{ "one's own", AS_HEAD, GET, API "export_requests/{x}", NULL, NULL, 200, { "purpose=核对", "state=asked" } },
	{ "the county's", AS_CIVIL, GET, API "export_requests/{x}", NULL, NULL, 200 },
	{ "for who audits", AS_AUDITOR, GET, API "export_requests/{x}", NULL, NULL, 200 },
	{ "not another's", AS_HEAD_2, GET, API "export_requests/{x}", NULL, NULL, 404 },
};
/* clang-format on */

static void keep(struct harness *h, const char *name, int64_t id)
{
	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)id));
}

static void test_batches(struct harness *h)
{
	keep(h, "head", canary_actor(h, AS_HEAD).account);
	keep(h, "b",
	     canary_put(h, &batch_kind, 0,
			"{'what':'import','state':'done','file':'花名册.xlsx','rows':7,'account':'{head}'}"));
	keep(h, "x",
	     canary_put(h, &export_request_kind, 0,
			"{'list':'children','form':'own','format':'csv','purpose':'核对','state':'asked',"
			"'account':'{head}'}"));
	STEPS(h, batches);
}

/* --- several codes in one value --- */

static void test_several(struct harness *h)
{
	static const struct {
		const char *text, *codes, *bad;
	} t[] = {
		{ "farming,work", "work,farming", "" },
		{ "打工", "work", "" },
		{ "打工/种养|经商", "work,farming,business", "" },
		{ " 务农 ； 外出务工 ;打工", "work,farming", "" },
		{ ",,", "", "" },
		{ "", "", "" },
		{ "打工，抢劫", "", "抢劫" },
		{ "work farming", "", "work farming" },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		str bad = { NULL, 0 };
		str codes = codes_several(&h->mem, "income_source", str_of(t[i].text), &bad);
		OK(str_eq(codes, str_of(t[i].codes)) && str_eq(bad, str_of(t[i].bad)));
	}
	OK(str_eq(codes_several_labels(&h->mem, "income_source", STR("work,farming"), LANG_EN),
		  STR("work away from home, farming")));
	OK(str_eq(codes_several_labels(&h->mem, "income_source", STR("gone"), LANG_EN), STR("gone")));
}

/* --- an import --- */

struct declaring {
	int64_t child, batch, id;
	enum via via;
};

static enum rc declare(struct ctx *c, void *arg)
{
	struct declaring *t = arg;
	struct input in = input_new(&declaration_kind);
	struct record r;

	c->batch = t->batch;
	c->via = t->via;
	input_int(&in, c->mem, DECLARATION_CHILD, t->child);
	input_set(&in, DECLARATION_STATUS, STR(CODE_ROLL_STATUS_BOTH));
	input_day(&in, c->mem, DECLARATION_DAY, c->today);
	enum rc rc = record_create(c, &in, &r);
	if (rc == RC_OK)
		t->id = r.id;
	return rc;
}

/* What an import declares names its batch; the same hand on another way does not. */
static void test_import(struct harness *h)
{
	struct actor head = canary_actor(h, AS_HEAD);
	struct ctx c = harness_ctx(h);
	int64_t batch = canary_put(h, &batch_kind, 0, "{'what':'import','state':'running'}");
	struct declaring t = { h->fix[FIX_KID], batch, 0, VIA_IMPORT };

	c.who = &head;
	OK(store_write(&c, PRIO_BULK, declare, &t) == RC_OK);
	OK(harness_number(h, harness_text(&h->mem, "SELECT batch FROM declaration WHERE id = %lld",
					  (long long)t.id)) == batch);
	t.via = VIA_PAGE;
	OK(store_write(&c, PRIO_BULK, declare, &t) == RC_OK);
	OK(harness_number(h,
			  harness_text(&h->mem,
				       "SELECT count(*) FROM declaration WHERE batch IS NULL AND id = %lld",
				       (long long)t.id)) == 1);
}

/* --- what goes along --- */

static enum rc delete_child(struct ctx *c, void *arg)
{
	return record_delete(c, &child_kind, *(int64_t *)arg, 0);
}

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(int64_t *)arg); }

static const char *const parts[] = { "declaration", "student_record", "register_entry" };

static void add_parts(struct harness *h, int64_t child)
{
	keep(h, "one", child);
	canary_put(h, &declaration_kind, 0, "{'child':'{one}','status':'1','day':'2026-11-01'}");
	canary_put(h, &student_record_kind, 0, "{'child':'{one}','former_name':'旧名','email':'a@b.cn'}");
	canary_put(h, &register_entry_kind, 0, "{'child':'{one}','disease':'哮喘','filled_by':'某某'}");
}

static int64_t parts_of(struct harness *h, int64_t child)
{
	int64_t n = 0;

	for (size_t i = 0; i < COUNT(parts); i++)
		n += harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM %s WHERE child = %lld",
						    parts[i], (long long)child));
	return n;
}

/* Bodies in the journal of the parts of children. */
static int64_t remembered(struct harness *h)
{
	return harness_number(h, STR("SELECT count(*) FROM journal_body b JOIN journal j ON j.county = "
				     "b.county AND j.node = b.node"
				     " AND j.seq = b.seq WHERE length(b.sealed) > 0 AND b.part >= 3"
				     " AND j.kind IN ('declaration', 'student_record', 'register_entry')"));
}

static void test_parts(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t loose = h->fix[FIX_LOOSE], second = h->fix[FIX_KID_2];

	/* Nobody's enrolment, nobody's tie: a child that was written down by mistake. */
	add_parts(h, loose);
	OK(parts_of(h, loose) == 3);
	int64_t version = harness_number(
		h, harness_text(&h->mem, "SELECT file_version FROM child WHERE id = %lld", (long long)loose));
	canary_put(h, &declaration_kind, 0, "{'child':'{one}','status':'2','day':'2026-11-02'}");
	OK(harness_number(h, harness_text(&h->mem, "SELECT file_version FROM child WHERE id = %lld",
					  (long long)loose)) > version);
	OK(store_write(&c, PRIO_PEOPLE, delete_child, &loose) == RC_OK);
	OK(parts_of(h, loose) == 0);
	int64_t before = remembered(h);
	add_parts(h, second);
	OK(remembered(h) > before);
	OK(store_write(&c, PRIO_PEOPLE, erase, &second) == RC_OK);
	OK(parts_of(h, second) == 0 && remembered(h) == before);
	OK(harness_journal_whole(h));
}

/* --- the release before --- */

enum { BEFORE = 2 };

static bool old_tables(struct db *db, struct arena *mem)
{
	str why = { NULL, 0 };

	return migrate(mem, db, migrations, BEFORE, &why) == RC_OK;
}

/* A school, an adult and a tie as the release before left them. */
static const char *const old_rows[] = {
	"INSERT INTO school (id, version, county, created_at, updated_at, code, name, region, kind)"
	" VALUES (11, 3, 440804, 1, 2, '2144000123', '五合小学', '440804101209', '211')",
	"INSERT INTO person (id, version, county, created_at, updated_at, name) VALUES (12, 1, 440804, 1, 2, "
	"'李建国')",
	"INSERT INTO tie (id, version, county, created_at, updated_at, child, person, relation)"
	" VALUES (13, 1, 440804, 1, 2, 14, 12, '51')",
};

static enum rc insert_old(struct db *db, void *arg)
{
	enum rc rc = RC_OK;

	(void)arg;
	for (size_t i = 0; i < COUNT(old_rows) && rc == RC_OK; i++)
		rc = db_script(db, str_of(old_rows[i]));
	return rc;
}

/* Brought up to date, it holds what it held, and its tables are those of a new one. */
static void test_old(struct harness *h)
{
	str live = { NULL, 0 }, now = { NULL, 0 }, why = { NULL, 0 };
	struct db *db = NULL;
	int64_t n = 0;
	str url = h->engine == DB_SQLITE
			  ? harness_text(&h->mem, "sqlite:/tmp/tongxin-old-%d.db", (int)getpid())
			  : (str){ NULL, 0 };

	if (h->engine !=
	    DB_SQLITE) { /* what it does to rows is the same text; the engine's own way is test_migrate's */
		OK(migrate_live(&h->mem, harness_db(h), &live) == RC_OK &&
		   str_has(live, STR("staff.id_number ")));
		return;
	}
	OK(db_open(&h->mem, url, DB_CREATE, &db, &why) == RC_OK);
	OK(old_tables(db, &h->mem));
	OK(db_write(db, insert_old, NULL) == RC_OK);
	OK(migrate(&h->mem, db, migrations, nmigrations, &why) == RC_OK);
	OK(migrate_live(&h->mem, db, &live) == RC_OK && migrate_live(&h->mem, harness_db(h), &now) == RC_OK);
	OK(str_eq(live, now));
	OK(DB_ONE(db, &n, "SELECT count(*) FROM school WHERE id = ?1 AND version = 3 AND closed_on IS NULL",
		  INT(11)) == RC_OK &&
	   n == 1);
	OK(DB_ONE(db, &n, "SELECT count(*) FROM person WHERE id = ?1 AND address IS NULL", INT(12)) ==
		   RC_OK &&
	   n == 1);
	OK(DB_ONE(db, &n, "SELECT count(*) FROM tie WHERE id = ?1 AND note IS NULL", INT(13)) == RC_OK &&
	   n == 1);
	db_close(db);
	OK(unlink(str_z(&h->mem, str_cut(url, 7, url.n))) == 0);
}

static void test_engine(struct harness *h)
{
	harness_keep(h, "teacher_id", harness_id_number(&h->mem, "440804", 19850304, 1));
	test_several(h);
	STEPS(h, adults);
	STEPS(h, declarations);
	STEPS(h, details);
	STEPS(h, pages);
	STEPS(h, staff);
	test_batches(h);
	test_import(h);
	STEPS(h, closing);
	test_parts(h);
	test_old(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
