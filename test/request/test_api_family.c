/* Families through the API: parents as a view of tie and person, flat fields that stand for dated facts,
 * enrolments that follow from a child's school. */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

/* clang-format off */
static const struct step parents[] = {
	{ "a view of tie and person", AS_OFFICER, GET, API "parents/{father_tie}", NULL, NULL, 200,
	  { "id={father_tie}", "child={kid}", "person={father}", "relation=51", "name=李建国", "phone=130****0001", "state=alive",
	    "guardianship=able", "lives_with=false", "barred=false" } },
	{ "new", AS_OFFICER, POST, API "parents", NULL,
	  "{'child':'{kid_2}','relation':'52','name':'林阿妹','id_number':'440823198603031128','phone':'13900005555','lives_with':true}", 422, { "?id_number" } },
	{ "with a number that is one", AS_OFFICER, POST, API "parents", NULL,
	  "{'child':'{kid_2}','relation':'52','name':'林阿妹','id_number':'{lin}','phone':'13900005555','lives_with':true}", 201,
	  { "name=林阿妹", "state=alive", "guardianship=able", "lives_with=true", "version=1", "@location=" API "parents/{lt}" }, "lt=id lin_id=person ltag=@etag" },
	{ "its id is the tie's", AS_OFFICER, GET, API "ties/{lt}", NULL, NULL, 200, { "child={kid_2}", "person={lin_id}", "relation=52", "lives_with=true" } },
	{ "the same number is the same person", AS_OFFICER, POST, API "parents", NULL,
	  "{'child':'{loose}','relation':'52','name':'林阿妹','id_number':'{lin}'}", 201, { "person={lin_id}", "phone=139****5555" }, "lt2=id" },
	{ "under another name it is refused", AS_OFFICER, POST, API "parents", NULL,
	  "{'child':'{kid_b}','relation':'52','name':'林小妹','id_number':'{lin}'}", 422, { "?name" } },
	{ "name and phone are enough", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid_b}','relation':'52','name':'王秀英','phone':'13000000002'}", 201,
	  { "person={mother}" } },
	{ "the name alone is not", AS_OFFICER, POST, API "parents", NULL, "{'child':'{loose}','relation':'51','name':'李建国'}", 201, {  }, "other=person lt3=id" },
	{ "it is somebody else", AS_OFFICER, GET, API "parents?person={father}", NULL, NULL, 200, { "items.#=2" } },
	{ "nor the phone alone", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid_2}','relation':'59','name':'林阿公','phone':'13900005555'}", 201, {  }, "gp=person" },
	{ "two persons with one phone", AS_OFFICER, GET, API "persons?q=13900005555", NULL, NULL, 200, { "items.#=2" } },
	{ "same name and phone, another number: another person", AS_OFFICER, POST, API "parents", NULL,
	  "{'child':'{loose}','relation':'59','name':'林阿妹','id_number':'{lin2}','phone':'13900005555'}", 201, {  }, "p3=person" },
	{ "three now", AS_OFFICER, GET, API "persons?q=13900005555", NULL, NULL, 200, { "items.#=3" } },
	{ "twice to one child", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid_2}','relation':'52','name':'林阿妹','id_number':'{lin}'}", 422, { "?person" } },
	{ "by id", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid_b}','person':'{lin_id}','relation':'59'}", 201, { "name=林阿妹", "relation=59" } },
	{ "neither name nor person", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid}','relation':'52'}", 422, { "?name" } },
	{ "a relation there is not", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid}','relation':'77x','name':'某'}", 422, { "?relation" } },
	{ "everything at once", AS_OFFICER, POST, API "parents", NULL, "{'relation':'0','phone':'12','id_number':'1','state':'gone','barred':1,'x':2}", 422,
	  { "?child", "?relation", "?phone", "?id_number", "?state", "?barred", "?x" } },
	{ "of a child out of reach", AS_OFFICER, POST, API "parents", NULL, "{'child':'{far_kid}','relation':'52','name':'某'}", 422, { "?child" } },
	{ "a teacher enters one", AS_TEACHER, POST, API "parents", NULL, "{'child':'{kid}','relation':'61','name':'李爷爷'}", 201, { "name=李爷爷" }, "gt=id" },
	{ "not for another class", AS_TEACHER, POST, API "parents", NULL, "{'child':'{kid_b}','relation':'61','name':'李爷爷'}", 422, { "?child" } },
	{ "not the admin", AS_ADMIN, POST, API "parents", NULL, "{'child':'{kid}','relation':'61','name':'李爷爷'}", 404 },
};

static const struct step versions[] = {
	{ "the version counts both", AS_OFFICER, GET, API "parents/{lt}", NULL, NULL, 200, { "@etag=\"{v}\"" }, "v=version" },
	{ "a write to the tie", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '{v}'", "{'barred':true}", 200, { "barred=true" }, "v2=version" },
	{ "is in the tie", AS_OFFICER, GET, API "ties/{lt}", NULL, NULL, 200, { "version=2", "barred=true" } },
	{ "one to the person", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '{v2}'", "{'name':'林亚妹'}", 200, { "name=林亚妹", "barred=true" }, "v3=version" },
	{ "shows at the other child too", AS_OFFICER, GET, API "parents/{lt2}", NULL, NULL, 200, { "name=林亚妹" } },
	{ "an old version, another field", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '{v2}'", "{'lives_with':false}", 200, { "lives_with=false", "name=林亚妹" } },
	{ "an old version, same field of the person", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '{v2}'", "{'name':'林某'}", 412, { "current.name=林亚妹" } },
	{ "an old version, same field of the tie", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '{v}'", "{'barred':false}", 412 },
	{ "one that never was", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '99'", "{'barred':false}", 412, { "current.barred=true" } },
	{ "none", AS_OFFICER, PATCH, API "parents/{lt}", NULL, "{'barred':false}", 428 },
	{ "none to end it", AS_OFFICER, DELETE, API "parents/{lt}", NULL, NULL, 428 },
	{ "an old one to end it", AS_OFFICER, DELETE, API "parents/{lt}", "If-Match: '{v}'", NULL, 412 },
	{ "the child is not changed", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '9'", "{'child':'{kid}'}", 412 },
	{ "now", AS_OFFICER, GET, API "parents/{lt}", NULL, NULL, 200, {  }, "v=version" },
	{ "a fixed field", AS_OFFICER, PATCH, API "parents/{lt}", "If-Match: '{v}'", "{'child':'{kid}'}", 422, { "?child" } },
	{ "ended: the tie only", AS_OFFICER, DELETE, API "parents/{lt}", "If-Match: '{v}'", NULL, 204 },
	{ "not there today", AS_OFFICER, GET, API "parents/{lt}", NULL, NULL, 404 },
	{ "nor in the list", AS_OFFICER, GET, API "parents?child={kid_2}", NULL, NULL, 200, { "items.#=2" } },
	{ "the person stays", AS_OFFICER, GET, API "persons/{lin_id}", NULL, NULL, 200, { "name=林亚妹" } },
	{ "and is tied to the other child", AS_OFFICER, GET, API "parents/{lt2}", NULL, NULL, 200, { "person={lin_id}" } },
	{ "what another deletes twice", AS_OFFICER, DELETE, API "parents/{lt}", "If-Match: '{v}'", NULL, 404 },
};

static const struct step facts[] = {
	{ "the first value holds from the beginning", AS_OFFICER, GET, API "circumstances?child={kid}&limit=200", NULL, NULL, 200,
	  { "items.0.from=null", "items.0.to=null", "items.1.from=null", "items.2.from=null" } },
	{ "a state since a day", AS_OFFICER, PATCH, API "parents/{father_tie}", "If-Match: '1'", "{'state':'imprisoned','since':'2026-05-01'}", 200, { "state=imprisoned" } },
	{ "the day before it is not so", AS_OFFICER, GET, API "parents/{father_tie}?as_of=2026-04-30", NULL, NULL, 200, { "state=alive" } },
	{ "on it, it is", AS_OFFICER, GET, API "parents/{father_tie}?as_of=2026-05-01", NULL, NULL, 200, { "state=imprisoned" } },
	{ "kept as a circumstance", AS_OFFICER, GET, API "circumstances?person={father}", NULL, NULL, 200,
	  { "items.#=1", "items.0.topic=state", "items.0.value=imprisoned", "items.0.from=2026-05-01", "items.0.to=null" } },
	{ "another without a day: today", AS_OFFICER, PATCH, API "parents/{father_tie}", "If-Match: '2'", "{'state':'alive'}", 200, { "state=alive" } },
	{ "the old one ends the day before", AS_OFFICER, GET, API "circumstances?person={father}", NULL, NULL, 200,
	  { "items.#=2", "items.0.to=2026-11-20", "items.1.value=alive", "items.1.from={today}" } },
	{ "a correction in the past keeps what came later", AS_OFFICER, PATCH, API "parents/{father_tie}", "If-Match: '3'", "{'state':'missing','since':'2026-07-01'}", 200, { "state=alive" } },
	{ "in between", AS_OFFICER, GET, API "parents/{father_tie}?as_of=2026-08-01", NULL, NULL, 200, { "state=missing" } },
	{ "before", AS_OFFICER, GET, API "parents/{father_tie}?as_of=2026-06-30", NULL, NULL, 200, { "state=imprisoned" } },
	{ "guardianship of its own", AS_OFFICER, PATCH, API "parents/{father_tie}", "If-Match: '4'", "{'guardianship':'lost'}", 200, { "guardianship=lost", "state=alive" } },
	{ "the first of its topic: from the beginning", AS_OFFICER, GET, API "parents/{father_tie}?as_of=2020-01-01", NULL, NULL, 200, { "guardianship=lost" } },
	{ "household type of a child, today", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '1'", "{'household_type':'2'}", 200, { "household_type=2" } },
	{ "yesterday it was another", AS_OFFICER, GET, API "children/{kid_2}?as_of=2026-11-20", NULL, NULL, 200, { "household_type=1" } },
	{ "a living place where none was known: from the beginning", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '2'", "{'living_region':'440804103204'}", 200,
	  { "living_region=440804103204" } },
	{ "that far back", AS_OFFICER, GET, API "children/{kid_2}?as_of=2020-05-05", NULL, NULL, 200, { "living_region=440804103204" } },
	{ "since before the birth", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '3'", "{'living_region':'440804103205','since':'2019-05-04'}", 422, { "?since" } },
	{ "since a day that is none", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '3'", "{'living_region':'440804103205','since':'2026-06-31'}", 422, { "?since" } },
	{ "a value yet to come", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '3'", "{'living_region':'440804103206','since':'2026-12-24'}", 200, { "living_region=440804103204" } },
	{ "holds then", AS_OFFICER, GET, API "children/{kid_2}?as_of=2026-12-24", NULL, NULL, 200, { "living_region=440804103206" } },
	{ "two truths on one day are refused", AS_OFFICER, POST, API "circumstances", NULL, "{'child':'{kid}','topic':'household_type','value':'2','from':'2026-01-01'}", 422, { "?from" } },
	{ "a child has no state", AS_OFFICER, POST, API "circumstances", NULL, "{'child':'{kid}','topic':'state','value':'dead'}", 422, { "?person" } },
	{ "an adult no household", AS_OFFICER, POST, API "circumstances", NULL, "{'person':'{father}','topic':'household_type','value':'1'}", 422, { "?person" } },
	{ "nor both at once", AS_OFFICER, POST, API "circumstances", NULL, "{'person':'{father}','child':'{kid}','topic':'state','value':'dead'}", 422, { "?person" } },
	{ "a value of another topic", AS_OFFICER, POST, API "circumstances", NULL, "{'person':'{mother}','topic':'state','value':'lost'}", 422, { "?value" } },
};

static const struct step schools[] = {
	{ "a school from the month of entry", AS_OFFICER, POST, API "children", NULL,
	  "{'name':'何一','sex':'1','birth_date':'2019-01-02','no_id_reason':'1','school':'{school}','class':'{class_b}','entry_month':'202509'}", 201,
	  { "school={school}", "entry_month=202509" }, "k=id" },
	{ "from its first day", AS_OFFICER, GET, API "enrolments?child={k}", NULL, NULL, 200, { "items.#=1", "items.0.from=2025-09-01", "items.0.to=null" } },
	{ "without a month: from today", AS_OFFICER, POST, API "children", NULL, "{'name':'何二','sex':'1','birth_date':'2019-01-02','no_id_reason':'1','school':'{school}'}", 201, {  }, "k2=id" },
	{ "today", AS_OFFICER, GET, API "enrolments?child={k2}", NULL, NULL, 200, { "items.#=1", "items.0.from={today}" } },
	{ "no school is no enrolment", AS_OFFICER, GET, API "enrolments?child={loose}", NULL, NULL, 200, { "items.#=0" } },
	{ "another school", AS_OFFICER, PATCH, API "children/{k}", "If-Match: '1'", "{'school':'{school_2}'}", 200, { "school={school_2}", "class=null" }, "v=version" },
	{ "ends the old one the day before", AS_OFFICER, GET, API "enrolments?child={k}", NULL, NULL, 200,
	  { "items.#=2", "items.0.school={school}", "items.0.to=2026-11-20", "items.1.school={school_2}", "items.1.from={today}", "items.1.to=null" } },
	{ "on the day before it was there", AS_OFFICER, GET, API "children/{k}?as_of=2026-11-20", NULL, NULL, 200, { "school={school}", "class={class_b}" } },
	{ "a class of the new one", AS_OFFICER, PATCH, API "children/{k}", "If-Match: '{v}'", "{'class':'{class_2}'}", 200, { "class={class_2}" }, "v=version" },
	{ "is no new enrolment", AS_OFFICER, GET, API "enrolments?child={k}", NULL, NULL, 200, { "items.#=2", "items.1.class={class_2}" } },
	{ "no school any more", AS_OFFICER, PATCH, API "children/{k2}", "If-Match: '1'", "{'school':null}", 200, { "school=null" } },
	{ "with the month of the move", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '4'", "{'school':'{school}','class':'{class}','entry_month':'202610'}", 200,
	  { "school={school}", "entry_month=202610" } },
	{ "ended the day before it", AS_OFFICER, GET, API "enrolments?child={kid_2}", NULL, NULL, 200,
	  { "items.#=2", "items.0.from=2026-09-01", "items.0.to=2026-09-30", "items.1.from=2026-10-01" } },
	{ "a head lets go of a child", AS_HEAD, PATCH, API "children/{kid_2}", "If-Match: '5'", "{'school':null}", 422 },
	{ "enrolled twice on a day", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{k}','school':'{school}','from':'2026-11-01'}", 422, { "?from" } },
	{ "a class of another school", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{loose}','school':'{school}','class':'{class_2}','from':'2026-11-01'}", 422, { "?class" } },
	{ "before the birth", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{loose}','school':'{school}','from':'2022-02-03'}", 422, { "?from" } },
	{ "of a boarder", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '1'", "{'attendance_mode':'2'}", 200, { "attendance_mode=2", "entry_month=202209" } },
	{ "on the same enrolment", AS_OFFICER, GET, API "enrolments?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.attendance_mode=2", "items.0.class={class}" } },
};

/* What the family does raises the child's file version: offline readers live on it. */
static const struct step files[] = {
	{ "before", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, {  }, "fv=file_version v=version" },
	{ "an absence", AS_OFFICER, POST, API "absences", NULL, "{'person':'{mother}','from':'2024-01-01','to':'2024-02-01'}", 201, {  }, "a=id" },
	{ "raises it", AS_OFFICER, GET, API "children/{kid}?as_of={today}", NULL, NULL, 200, { "version={v}" }, "fv2=file_version" },
};
/* clang-format on */

static void test_file_version(struct harness *h)
{
	STEPS(h, files);
	int64_t before = 0, after = 0;
	OK(str_int(harness_fill(h, "{fv}"), &before) && str_int(harness_fill(h, "{fv2}"), &after) &&
	   after > before);
}

static void test_engine(struct harness *h)
{
	harness_keep(h, "lin", harness_id_number(&h->mem, "440823", 19860303, 112));
	harness_keep(h, "lin2", harness_id_number(&h->mem, "440823", 19860303, 114));
	STEPS(h, parents);
	STEPS(h, versions);
	STEPS(h, facts);
	STEPS(h, schools);
	test_file_version(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
