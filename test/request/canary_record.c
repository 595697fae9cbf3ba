#include "canary_record.h"
#include "account.h"
#include "canary_family.h"
#include "canary_growth.h"
#include "care.h"
#include "clearance.h"
#include "deputy.h"
#include "growth.h"
#include "home.h"
#include "posting.h"
#include "registry.h"

#include <stdio.h>

struct actor canary_actor(struct harness *h, enum as as)
{
	struct ctx c = harness_ctx(h);
	struct actor a = { 0 };
	struct rows q;

	if (DB_QUERY(harness_db(h), &q,
		     "SELECT " ACCOUNT_ACTOR
		     " FROM account a JOIN account b ON b.id = a.id WHERE a.login = ?1",
		     TEXT(str_of(as_name[as]))) != RC_OK ||
	    !db_next(&q) || !account_actor(&c, &q, 0, &a))
		harness_fail("no account %s", as_name[as]);
	if (db_done(&q) != RC_OK)
		harness_fail("no account %s", as_name[as]);
	return a;
}

struct change_job {
	const struct kind *kind;
	int64_t id; /* 0: a new record */
	str body;
};

static enum rc change(struct ctx *c, void *arg)
{
	struct change_job *j = arg;
	struct json_value *body;
	struct record done;
	struct input in = input_new(j->kind);

	if (json_parse(c->mem, j->body, &body) != RC_OK)
		return RC_MALFORMED;
	input_json(c, &in, body);
	enum rc rc = j->id ? record_update(c, j->kind, j->id, 0, &in, &done) : record_create(c, &in, &done);
	if (rc == RC_OK)
		j->id = done.id;
	return rc;
}

/* As an account, or as the program itself (AS_NOBODY). */
static int64_t put_as(struct harness *h, enum as as, const struct kind *k, int64_t id, const char *body)
{
	struct ctx c = harness_ctx(h);
	struct actor actor = as == AS_NOBODY ? *c.who : canary_actor(h, as);
	str text = harness_fill(h, body);

	c.who = &actor;

	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] == '\'')
			((char *)text.s)[i] = '"';
	struct change_job j = { k, id, text };
	enum rc rc = store_write(&c, PRIO_PEOPLE, change, &j);
	for (size_t i = 0; i < c.problems.n; i++)
		printf("# %.*s: %s\n", STR_ARG(c.problems.list[i].field), c.problems.list[i].text);
	if (rc != RC_OK)
		harness_fail("%s: %d", k->name, (int)rc);
	return j.id;
}

int64_t canary_put(struct harness *h, const struct kind *k, int64_t id, const char *body)
{
	return put_as(h, AS_NOBODY, k, id, body);
}

void canary_keep(struct harness *h, const char *name, int64_t id)
{
	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)id));
}

int64_t canary_account(struct harness *h, enum as as) { return canary_actor(h, as).account; }

static int64_t of_kid(struct harness *h, const char *table)
{
	return harness_number(h, harness_text(&h->mem, "SELECT max(id) FROM %s WHERE child = %lld", table,
					      (long long)h->fix[FIX_KID]));
}

/* One that has a value in each field, as no real one has. */
static int64_t canary_of_obligation(struct harness *h, const struct kind *k)
{
	int64_t id = of_kid(h, k->name);

	harness_exec(
		h,
		harness_text(&h->mem,
			     "UPDATE obligation SET account = %lld, done_on = 20260211, ended_on = 20260212,"
			     " evidence = 'visit', evidence_id = '77', deferred_to = 20260217,"
			     " now_role = 'director', step_on = 20260219 WHERE id = %lld",
			     (long long)canary_account(h, AS_HEAD), (long long)id));
	return id;
}

static int64_t put_account(struct harness *h, const struct kind *k)
{
	struct ctx c = harness_ctx(h);
	struct account_new new = { STR("kanarienvogel"), STR("金丝雀师"),   STR("teacher"),
				   h->fix[FIX_SCHOOL],   h->fix[FIX_CLASS], STR("request-Test1") };
	int64_t id = 0;

	if (account_add(&c, &new, &id) != RC_OK)
		harness_fail("no account");
	return canary_put(h, k, id, "{'disabled':false}");
}

/* All its parts, in both languages. */
static const char *consent_text_body(struct harness *h, const char *of)
{
	static const char *const parts[] = { "processor", "contact", "aim",       "method", "kinds",
					     "retention", "rights",  "necessity", "refusal" };
	struct buf b = buf_new(&h->mem, 8000);

	buf_str(&b, harness_text(&h->mem, "{'purpose':'%s','edition':1,'from':'2026-10-0%d'", of,
				 1 + (int)strlen(of) % 9));
	for (size_t i = 0; i < COUNT(parts); i++)
		buf_str(&b, harness_text(&h->mem, ",'%s_zh':'告知%s','%s_en':'told %s'", parts[i], parts[i],
					 parts[i], parts[i]));
	buf_lit(&b, "}");
	return str_z(&h->mem, buf_view(&b));
}

static int64_t canary_of_staff(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "counsellor", canary_account(h, AS_COUNSELLOR));
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	if (k == &clearance_kind)
		return canary_put(
			h, k, 0,
			"{'account':'{account}','queried_on':'2026-11-03','result':'clear','reference':'"
			"金丝雀函'}");
	if (k == &posting_kind)
		return canary_put(
			h, k, 0,
			"{'account':'{counsellor}','school':'{school}','from':'2026-09-02','to':'2031-07-"
			"13'}");
	return canary_put(
		h, k, 0,
		"{'account':'{head_account}','deputy':'{account}','from':'2026-11-04','to':'2026-12-06','"
		"reason':'金丝雀"
		"进修'}");
}

/* Agreed to by the officer's word, as on paper. */
static int64_t canary_of_consent(struct harness *h, const struct kind *k)
{
	static const char words[] = "{'child':'{kid}','person':'{father}','purpose':'%s','text':'{text}','"
				    "how':'paper','child_agrees':false,"
				    "'from':'2026-11-05'}";
	const struct kind *text = model_kind_named(&h->model, STR("consent_text"));

	if (k == text)
		return canary_put(h, k, 0, consent_text_body(h, "psychology"));
	if (k == model_kind_named(&h->model, STR("consent_refusal"))) {
		canary_keep(h, "text", canary_put(h, text, 0, consent_text_body(h, "portrait")));
		return put_as(h, AS_OFFICER, k, 0,
			      "{'child':'{kid}','person':'{father}','purpose':'portrait','text':'{text}','on'"
			      ":'2026-11-05'}");
	}
	/* So that the women's federation and the keeper of its township's happy home see the child at all. */
	canary_keep(h, "account", canary_account(h, AS_KEEPER));
	canary_keep(
		h, "keepers_home",
		canary_put(h, &happy_home_kind, 0,
			   "{'name':'y','region':'440804101','level':'township','opened_on':'2025-01-01'}"));
	canary_put(h, &home_member_kind, 0,
		   "{'home':'{keepers_home}','account':'{account}','name':'y','what':'full_time','first_on':'"
		   "2025-01-01'}");
	canary_keep(h, "text", canary_put(h, text, 0, consent_text_body(h, "provision")));
	put_as(h, AS_OFFICER, k, 0, str_z(&h->mem, harness_text(&h->mem, words, "provision")));
	canary_keep(h, "text",
		    harness_number(h, STR("SELECT max(id) FROM consent_text WHERE purpose = 'psychology'")));
	int64_t id = put_as(h, AS_OFFICER, k, 0, str_z(&h->mem, harness_text(&h->mem, words, "psychology")));
	return put_as(h, AS_OFFICER, k, id, "{'to':'2026-11-19'}");
}

static int64_t canary_of_opening(struct harness *h, const struct kind *k)
{
	canary_keep(h, "order", harness_number(h, STR("SELECT max(id) FROM protection_order")));
	int64_t id =
		put_as(h, AS_HEAD, k, 0,
		       "{'kind':'protection_order','record':'{order}','reason':'金丝雀今天要去接她下学','"
		       "danger':false}");
	return put_as(h, AS_CIVIL, k, id, "{'state':'approved','answer':'金丝雀同意'}");
}

static int64_t canary_of_privacy(struct harness *h, const struct kind *k)
{
	if (k == &clearance_kind || k == &posting_kind || k == &deputy_kind)
		return canary_of_staff(h, k);
	if (str_starts(str_of(k->name), STR("consent")))
		return canary_of_consent(h, k);
	if (!strcmp(k->name, "rights_request"))
		return put_as(h, AS_PARENT, k, 0,
			      "{'child':'{kid}','person':'{father}','what':'copy','text':'金丝雀想看看'}");
	if (!strcmp(k->name, "storage_lock"))
		return canary_put(h, k, 0,
				  "{'child':'{loose}','since':'2026-11-06','until':'2040-02-11','law':'"
				  "金丝雀法第九条'}");
	if (!strcmp(k->name, "audit_submission"))
		return put_as(h, AS_OFFICER, k, 0,
			      "{'year':2025,'submitted_on':'2026-01-23','to':'金丝雀网信办','reference':'"
			      "金丝雀字7号'}");
	if (!strcmp(k->name, "protection_order"))
		return put_as(h, AS_CIVIL, k, 0,
			      "{'child':'{kid}','person':'{mother}','issued_by':'court','document_no':'"
			      "金丝雀裁1号','from':"
			      "'2026-11-07','to':'2026-12-19','grounds':'金丝雀的缘由'}");
	if (!strcmp(k->name, "opening"))
		return canary_of_opening(h, k);
	return harness_number(h, STR("SELECT max(id) FROM notice"));
}

/* A list taken in, one that took it back, and the one that is looked at: taken in, of another, taken back. */
static int64_t canary_of_batch(struct harness *h)
{
	static const char first[] =
		"{'what':'undo','state':'done','account':'{head_account}','at':'1763600000000000'}";

	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	canary_keep(h, "batch_before", canary_put(h, &batch_kind, 0, first));
	canary_keep(h, "batch_after", canary_put(h, &batch_kind, 0, first));
	return canary_put(h, &batch_kind, 0,
			  "{'what':'import','form':'金丝雀学籍表','file':'金丝雀花名册.xlsx','list':'"
			  "staff','school':'{school}',"
			  "'form_day':'2026-11-09','state':'partial','rows':7311,'fresh':7312,'changed':7313,"
			  "'same':7314,"
			  "'refused':7315,'held':7316,'left':7317,'undo_of':'{batch_before}','undone_by':'{"
			  "batch_after}',"
			  "'account':'{head_account}','at':'1763611111111111'}");
}

static int64_t canary_of_export(struct harness *h)
{
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	canary_keep(h, "officer_account", canary_account(h, AS_OFFICER));
	return canary_put(
		h, &export_request_kind, 0,
		"{'account':'{head_account}','list':'staff','form':'national','format':'xlsx',"
		"'filter':'school={school} "
		"金丝雀','plain':true,'purpose':'金丝雀核对学籍','rows':7401,'state':'approved',"
		"'approver':'{officer_account}','decided_at':'1763622222222222','at':'1763633333333333',"
		"'why':'金丝雀不必给'}");
}

/* What forms say, and who works at the school. */
static int64_t canary_of_list(struct harness *h, const struct kind *k)
{
	if (k == &staff_kind)
		return canary_put(h, k, 0,
				  "{'name':'金丝鸟先生','sex':'2','birth_date':'1985-01-02','id_number':'"
				  "440804198501020024',"
				  "'phone':'13000000099','staff_number':'XA7788','school':'{school}','post':'"
				  "life_teacher',"
				  "'subject':'金丝雀劳动课','education':'30','title':'second','from':'2019-"
				  "08-21','to':'2033-06-27'}");
	if (k == &declaration_kind) {
		canary_keep(h, "batch", canary_of_batch(h));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','status':'1','day':'2026-10-18','source':'civil_affairs',"
				  "'batch':'{batch}'}");
	}
	if (k == &student_record_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','former_name':'金丝雀旧名','birthplace':'440804103206','native_"
			"place':'金丝雀籍贯',"
			"'nationality':'LAO','overseas':'14','political_status':'03','id_expiry':'2031-05-16'"
			","
			"'blood_type':'3','talents':'金丝雀唱歌','auxiliary_number':'2244080499','class_"
			"number':'773311',"
			"'entry_mode':'12','source':'2','mailing_address':'"
			"广东省湛江市坡头区金丝雀通信地址5号',"
			"'home_address':'广东省湛江市坡头区金丝雀家庭地址6号','postcode':'524057','email':'"
			"canary7@example.cn',"
			"'homepage':'https://canary.example.cn/"
			"7','only_child':true,'preschool':true,'migrant_child':true,"
			"'orphan':'1','martyr':true,'inclusive':'2','disability_type':'2','seat_bought':true,"
			"'aid_wanted':true,'subsidy':true,'distance_km':'123.45','transport':'3','school_bus'"
			":true}");
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','household_registered':true,'disability_type':'6','disability_level':'3',"
		"'disease':'金丝雀的病','schooling':'primary','income_source':'farming,support',"
		"'aid_items':'disability,medical','care_mode':'relatives','care_grade':'poor','deed':true,"
		"'village_contact':'金丝雀主任','filled_by':'金丝雀填表','checked_by':'金丝雀复核','in_"
		"charge':'金丝雀负责',"
		"'form_day':'2026-10-17'}");
}

/* The other school, in another county. */
static int64_t canary_of_transfer(struct harness *h)
{
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	canary_keep(h, "officer_account", canary_account(h, AS_OFFICER));
	canary_keep(h, "elsewhere",
		    canary_put(h, &school_kind, 0,
			       "{'code':'2144077123','name':'金丝雀新校','region':'440811','kind':'211'}"));
	canary_keep(h, "class_there",
		    canary_put(h, &class_kind, 0,
			       "{'school':'{elsewhere}','number':9,'name':'金丝雀新班','entry_year':2024}"));
	return canary_put(
		h, &transfer_kind, 0,
		"{'child':'{kid}','name':'金丝雀当时名','birth_date':'2015-04-23','from_school':'{school}',"
		"'to_school':'{elsewhere}','from_county':440804,'to_county':440811,'to_class':'{class_there}'"
		","
		"'grade':7,'reason':'back_home','start_on':'2027-02-24','note':'金丝雀随迁','side':'giving',"
		"'state':'rejected','due_on':'2027-02-11','asked_by':'{head_account}',"
		"'asked_at':'1763644444444444','decided_by':'{officer_account}',"
		"'decided_at':'1763655555555555','answer':'金丝雀没有学位'}");
}

static int64_t canary_of_sweep(struct harness *h, const struct kind *k)
{
	canary_keep(h, "officer_account", canary_account(h, AS_OFFICER));
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	int64_t sweep =
		canary_put(h, &sweep_kind, 0,
			   "{'name':'金丝雀摸排','what':'half_year','region':'440804001','whom':'care',"
			   "'listed_on':'2026-10-21','from':'2026-10-22','due':'2026-12-23','check_share':37,"
			   "'state':'closed','closed_on':'2026-12-24','account':'{officer_account}'}");
	if (k == &sweep_kind)
		return sweep;
	canary_keep(h, "sweep", sweep);
	return canary_put(
		h, k, 0,
		"{'sweep':'{sweep}','child':'{kid}','village':'440804101207','state':'changed',"
		"'visited_on':'2026-10-25','visited_by':'{officer_account}','how':'elsewhere',"
		"'father':'visiting','father_from':'2026-10-26','father_to':'2026-10-30',"
		"'mother':'visiting','mother_from':'2026-10-27','mother_to':'2026-10-31','carer':'{father}',"
		"'note':'金丝雀所见','checked_by':'{head_account}','checked_on':'2026-10-29',"
		"'check':'wrong','check_note':'金丝雀不符'}");
}

/* What a county does with its register. */
static int64_t canary_of_county(struct harness *h, const struct kind *k)
{
	canary_keep(h, "officer_account", canary_account(h, AS_OFFICER));
	if (k == &transfer_kind)
		return canary_of_transfer(h);
	if (k == &sweep_kind || k == &sweep_entry_kind)
		return canary_of_sweep(h, k);
	if (k == &difficulty_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','category':'disability','from':'2026-08-17','to':'2032-03-19',"
			"'evidence':'金丝雀证明','certificate':'XC556677','disability_type':'4',"
			"'disability_level':'2','decided_by':'金丝雀民政局'}");
	if (k == &class_teacher_kind) {
		canary_keep(h, "colleague",
			    canary_put(h, &staff_kind, 0,
				       "{'name':'金丝雀同事','school':'{school}','post':'class_teacher'}"));
		return canary_put(h, k, 0,
				  "{'class':'{class}','staff':'{colleague}','from':'2026-09-03','to':'2032-"
				  "07-08'}");
	}
	if (k == &hand_in_kind)
		return canary_put(h, k, 0,
				  "{'form':'roll_term','region':'440804002','period':'201903','as_of':'2026-"
				  "09-29',"
				  "'cells':'{\\u0022canary\\u0022:7501}','account':'{officer_account}',"
				  "'at':'1763666666666666','note':'金丝雀上报'}");
	canary_keep(h, "batch", canary_of_batch(h));
	return canary_put(h, k, 0,
			  "{'what':'person','one':'7601','other':'7602','says':'merged','score':83,"
			  "'batch':'{batch}',"
			  "'account':'{officer_account}','at':'1763677777777777','note':'金丝雀合并'}");
}

static int64_t canary_of_file(struct harness *h, const struct kind *k)
{
	if (k == &staff_kind || k == &declaration_kind || k == &student_record_kind ||
	    k == &register_entry_kind)
		return canary_of_list(h, k);
	return k == &batch_kind            ? canary_of_batch(h)
	       : k == &export_request_kind ? canary_of_export(h)
	       : k->profile >= P_TRANSFER  ? canary_of_county(h, k)
					   : canary_of_privacy(h, k);
}

/* By the teacher, about the child; the police and education have it, so that all who may are seen reading.
 * The place is a village: townships stand in every form. */
static int64_t canary_of_report(struct harness *h, const struct kind *k)
{
	static const char report[] =
		"{'situation':'mr8','danger':true,'known_at':'1763700000000000','what':'金丝雀所报',"
		"'child':'{kid}','child_name':'金丝雀乳名','child_where':'金丝雀水井边','region':'"
		"440804104209',"
		"'state':'closed','to_police':true,'to_education':true,'police_no':'金丝雀公字9号',"
		"'by':'{account}','by_name':'金丝雀举报人','by_phone':'13000000066','code':'908070605040',"
		"'recorded_at':'1763700000000001','police_at':'1763700000000002',"
		"'supervisor_at':'1763700000000003','accepted_by':'{civil_account}',"
		"'accepted_at':'1763700000000004','feedback_at':'1763700000000005','feedback':'金丝雀答复',"
		"'closed_at':'1763700000000006','closed_by':'{civil_account}'}";

	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "civil_account", canary_account(h, AS_CIVIL));
	canary_keep(h, "barred_account", canary_account(h, AS_BARRED));
	if (k == &report_kind)
		return canary_put(h, k, 0, report);
	canary_keep(h, "report", harness_number(h, STR("SELECT max(id) FROM report")));
	if (k == &report_act_kind)
		return canary_put(
			h, k, 0,
			"{'report':'{report}','what':'placed','text':'金丝雀安置','by':'{civil_account}',"
			"'at':'1763700000000007'}");
	return canary_put(h, k, 0,
			  "{'report':'{report}','name':'金丝雀被指','relation':'金丝雀邻居',"
			  "'account':'{barred_account}','by':'{civil_account}','at':'1763700000000008'}");
}

/* It puts one visit right and reads like another. */
static int64_t canary_of_visit(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(
		h, "visit_before",
		canary_put(h, &visit_kind, 0, "{'child':'{kid}','on':'2026-10-07','how':'home','seen':'x'}"));
	canary_keep(
		h, "visit_alike",
		canary_put(h, &visit_kind, 0, "{'child':'{kid}','on':'2026-10-08','how':'home','seen':'x'}"));
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','on':'2026-10-09','how':'phone','met':'child neighbour',"
		"'checklist':'water=no friends=unseen','seen':'金丝雀看到的','words':'金丝雀说想家',"
		"'hazards':'traffic geology','next_step':'金丝雀下一步','next_on':'2027-03-08',"
		"'place':'21.9911,110.8822','corrects':'{visit_before}','mark':'CA9A57112233',"
		"'like':'{visit_alike}','client':'CANARY-7733-AA','by':'{account}','role':'keeper',"
		"'at':'1763788888888888'}");
}

/* An agency and its people, so that all who may are seen reading what went there. */
static int64_t canary_of_referral(struct harness *h, const struct kind *k)
{
	static const enum as people[] = { AS_POLICE, AS_HOSPITAL, AS_FEDERATION };

	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "supervisor_account", canary_account(h, AS_SUPERVISOR));
	if (k == &agency_kind)
		return canary_put(h, k, 0,
				  "{'name':'金丝雀援助站','sort':'youth','region':'440804102205',"
				  "'phone':'07590077077','address':'金丝雀路77号','closed_on':'2031-07-09'}");
	canary_keep(h, "agency",
		    harness_number(h, STR("SELECT max(id) FROM agency WHERE agency_sort = 'youth'")));
	if (k == &agency_member_kind)
		return canary_put(h, k, 0,
				  "{'agency':'{agency}','account':'{supervisor_account}','from':'2025-02-03',"
				  "'to':'2032-04-05'}");
	for (size_t i = 0; i < COUNT(people); i++) {
		canary_keep(h, "member_account", canary_account(h, people[i]));
		(void)canary_put(h, &agency_member_kind, 0,
				 "{'agency':'{agency}','account':'{member_account}','from':'2026-01-01'}");
	}
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','what':'transfer','to':'{agency}','name':'金丝雀转','basis':'statutory',"
		"'law':'金丝雀法第七十七条','reason':'金丝雀所求','parts':'plan "
		"school','shared':'金丝雀所交',"
		"'urgent':true,'quiet':true,'state':'done','by':'{account}',"
		"'sent_at':'1763600000000001','due_at':'1763600000000002',"
		"'decided_by':'{supervisor_account}','decided_at':'1763600000000003',"
		"'answer':'金丝雀回话','done_at':'1763600000000004','outcome':'金丝雀办结',"
		"'client':'CANARY-7744-AA'}");
}

/* Nothing lies behind its name: what is looked at here is the record. */
static int64_t canary_of_photo(struct harness *h, const struct kind *k)
{
	static const char name[] = "caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0cac";

	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(
		h, "photo_visit",
		canary_put(h, &visit_kind, 0, "{'child':'{kid}','on':'2026-10-11','how':'home','seen':'x'}"));
	harness_keep(h, "photo_name", str_of(name));
	canary_keep(h, "photo_before",
		    canary_put(h, &photo_kind, 0,
			       "{'child':'{kid}','visit':'{photo_visit}','name':'{photo_name}'}"));
	return canary_put(h, k, 0,
			  "{'child':'{kid}','visit':'{photo_visit}','name':'c{photo_name}','bytes':773310,"
			  "'width':1279,'height':961,'mark':'cafe7733cafe7733cafe7733cafe7733',"
			  "'like':'{photo_before}','place':'21.77331, 110.88331','caption':'金丝雀照片',"
			  "'client':'canary-photo-7733','by':'{account}','at':'1763799999999999'}");
}

/* Where a task and an alert lie follows from the child. */
static int64_t canary_of_task(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	if (k == &deferral_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','duty':'canary_duty','from':'2026-03-05','until':'2026-12-07',"
			"'reason':'金丝雀推迟缘由','by':'{account}','at':'1763711111111111'}");
	if (k == &task_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','what':'hazard','title':'金丝雀待办','for_account':'{account}',"
			"'for_role':'teacher','due':'2027-04-06','result':'金丝雀办妥','done_on':'2026-08-09'"
			","
			"'done_by':'{head_account}','snoozed_to':'2027-04-11','snooze_why':'金丝雀等一等',"
			"'source':'canary_source','source_id':'7701','by':'{head_account}',"
			"'at':'1763722222222222'}");
	return canary_put(h, k, 0,
			  "{'child':'{kid}','what':'work','text':'金丝雀担心','who':'金丝雀那个孩子',"
			  "'by':'{account}','contact':'金丝雀联系','open':true,'at':'1763733333333333',"
			  "'state':'closed','taken_by':'{head_account}','taken_at':'1763744444444444',"
			  "'closed_on':'2026-07-08','outcome':'金丝雀已看望','client':'CANARY-7755-AA'}");
}

/* A plan that is closed, with a day on which it was to be looked at; a conference that was held. */
static int64_t canary_of_plan(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	if (k == &plan_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','from':'2025-11-07','next_on':'2026-03-09','summary':'金丝雀计划',"
			"'child_view':'金丝雀孩子说','family_view':'金丝雀家里说','by':'{account}',"
			"'closed_on':'2026-05-06','outcome':'handed_over','note':'金丝雀计划附注'}");
	canary_keep(h, "plan", of_kid(h, "plan"));
	if (k == &goal_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','plan':'{plan}','domain':'feelings','aim':'金丝雀目标',"
			"'service':'金丝雀帮扶','who':'counsellor','account':'{account}','due':'2026-02-13',"
			"'state':'reached','done_on':'2026-02-16','note':'金丝雀目标附注'}");
	if (k == &plan_review_kind)
		return canary_put(h, k, 0,
				  "{'child':'{kid}','plan':'{plan}','on':'2026-04-14','found':'金丝雀复查',"
				  "'decision':'change','next_on':'2026-06-18','by':'{account}','at':'"
				  "1763755555555555'}");
	if (k == &conference_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','on':'2026-03-17','time':'07:49','place':'金丝雀会议室',"
			"'reason':'金丝雀会因','state':'held','minutes':'金丝雀纪要','by':'{account}',"
			"'held_on':'2026-03-19'}");
	canary_keep(h, "conference", of_kid(h, "conference"));
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','conference':'{conference}','agency':'procuratorate','name':'金丝雀参会',"
		"'account':'{account}','came':true}");
}

/* What was seen was contested and answered; the points of a form are given, not reckoned. */
static int64_t canary_of_risk(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	if (k == &level_decision_kind)
		return canary_put(h, k, 0,
				  "{'child':'{kid}','what':'down','level':3,'on':'2026-02-19','reason':'"
				  "金丝雀等级缘由',"
				  "'by':'{account}','at':'1763766666666611'}");
	if (k == &assessment_kind)
		return canary_put(h, k, 0,
				  "{'child':'{kid}','instrument':'qianxi','on':'2026-09-08','answers':'{"
				  "\\u0022body\\u0022:"
				  "\\u0022healthy\\u0022,\\u0022mind\\u0022:\\u0022steady\\u0022,"
				  "\\u0022income\\u0022:\\u0022below\\u0022,"
				  "\\u0022parents\\u0022:\\u0022one\\u0022}','score':737,'out_of':838,'note':"
				  "'金丝雀评估附注',"
				  "'client':'CANARY-7766-AA','by':'{account}','at':'1763766666666622'}");
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','indicator':'poisons','on':'2026-08-28','note':'金丝雀迹象',"
		"'evidence':'canary_evidence','evidence_id':'7702','by':'{account}',"
		"'at':'1763766666666633','state':'upheld','contest':'金丝雀异议',"
		"'contested_by':'{head_account}','contested_on':'2026-08-29','answer':'金丝雀答异议',"
		"'answered_by':'{account}','answered_on':'2026-08-31','over_on':'2031-03-03'}");
}

/* clang-format off */
/* What changes a record of the fixture; an empty place makes a new one. */
static const struct {
	const struct kind *kind;
	int fix; /* -1: a new record */
	const char *body;
} plain[] = {
	{ &school_kind, FIX_SCHOOL, "{'name':'金丝雀小学','region':'440804101202','closed_on':'2032-07-17','phone':'0759-1999077'}" },
	{ &class_kind, FIX_CLASS, "{'name':'金丝雀班','number':17}" },
	{ &child_kind, FIX_KID, "{'name':'金丝雀童','no_id_reason':'9','ethnicity':'33','household_region':'440804103207',"
				"'living_region':'440804101201','since':'2015-09-06'}" },
	{ &person_kind, FIX_FATHER, "{'name':'金丝雀父','sex':'1','birth_date':'1985-01-01','id_type':'1','ethnicity':'33',"
				    "'education':'40','employer':'金丝雀电子厂','occupation':'金丝雀焊工',"
				    "'household_region':'440804103205','address':'广东省湛江市坡头区金丝雀父亲住址7号',"
				    "'health':'30','care_ability':'limited'}" },
	{ &tie_kind, FIX_FATHER_TIE, "{'guardian':true,'lives_with':true,'barred':false,'from':'2015-10-13','to':'2031-12-29',"
				     "'note':'金丝雀关系说明','carer':true}" },
	{ &absence_kind, FIX_ABSENCE, "{'from':'2026-01-10','to':'2030-11-28','known_by':'2026-01-19','region':'620102001005',"
				      "'child_along':false}" },
	{ &circumstance_kind, -1, "{'person':'{father}','topic':'guardianship','value':'able','from':'2019-03-18',"
				  "'to':'2030-10-27','evidence':'金丝雀证'}" },
};

/* What needs more than one sentence. */
static const struct {
	const struct kind *kind;
	int64_t (*make)(struct harness *h, const struct kind *k);
} made[] = {
	{ &task_kind, canary_of_task },      { &deferral_kind, canary_of_task },   { &alert_kind, canary_of_task },
	{ &plan_kind, canary_of_plan },      { &goal_kind, canary_of_plan },       { &plan_review_kind, canary_of_plan },
	{ &conference_kind, canary_of_plan },{ &attendee_kind, canary_of_plan },   { &finding_kind, canary_of_risk },
	{ &level_decision_kind, canary_of_risk }, { &assessment_kind, canary_of_risk }, { &visit_kind, canary_of_visit },
	{ &photo_kind, canary_of_photo },    { &agency_kind, canary_of_referral }, { &agency_member_kind, canary_of_referral },
	{ &referral_kind, canary_of_referral }, { &account_kind, put_account },    { &obligation_kind, canary_of_obligation },
};
/* clang-format on */

/* Every field of one record of every kind holds a value; that each does is tested.  0: a kind without one
 * here. */
int64_t canary_record(struct harness *h, const struct kind *k)
{
	if (k->sealed)
		return canary_of_report(h, k);
	if (k == &care_case_kind) /* with a plan that runs, so that a review is due */
		(void)canary_put(h, &plan_kind, 0,
				 "{'child':'{kid}','from':'2026-07-19','next_on':'2026-12-21','summary':'x',"
				 "'child_view':'x'}");
	for (size_t i = 0; i < COUNT(made); i++)
		if (made[i].kind == k)
			return made[i].make(h, k);
	for (size_t i = 0; i < COUNT(plain); i++)
		if (plain[i].kind == k)
			return canary_put(h, k, plain[i].fix < 0 ? 0 : h->fix[plain[i].fix], plain[i].body);
	if (k == &enrolment_kind)
		return canary_put(
			h, k, of_kid(h, "enrolment"),
			"{'from':'2022-09-14','to':'2029-08-26','end':'21','entry_month':'202210'}");
	int64_t found = canary_growth(h, k);

	if (!found)
		found = canary_family(h, k);
	if (found)
		return found;
	return k->derived ? of_kid(h, k->name) : canary_of_file(h, k);
}
