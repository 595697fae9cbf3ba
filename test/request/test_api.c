/* The contract of the JSON API, line by line: who may, which version, which answer again, which bodies, which
 * values (DESIGN 6 and the issue of part 1). Lists and families have tests of their own. */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

#define CHILD_MIN "'name':'周试','sex':'1','birth_date':'2016-01-02','no_id_reason':'1'"

/* clang-format off */
static const struct step access[] = {
	{ "nobody reads a list", AS_NOBODY, GET, API "children", NULL, NULL, 401, { "status=401", "title" } },
	{ "nobody reads one", AS_NOBODY, GET, API "children/{kid}", NULL, NULL, 401, { "@WWW-Authenticate=Bearer" } },
	{ "nobody writes", AS_NOBODY, POST, API "children", NULL, "{" CHILD_MIN "}", 401 },
	{ "nobody changes", AS_NOBODY, PATCH, API "children/{kid}", "If-Match: '1'", "{}", 401 },
	{ "nobody learns which paths there are", AS_NOBODY, GET, API "nothing", NULL, NULL, 401 },
	{ "a token that is none", AS_NOBODY, GET, API "children", "Authorization: Bearer tongxin_00", NULL, 401 },
	{ "another scheme", AS_NOBODY, GET, API "children", "Authorization: Basic YTpi", NULL, 401 },
	{ "the description is for all", AS_NOBODY, GET, API "openapi.json", NULL, NULL, 200, { "openapi", "paths" } },
	{ "so is health", AS_NOBODY, GET, "/healthz", NULL, NULL, 200, { "status=ok" } },
	{ "a kind that is not", AS_OFFICER, GET, API "nothing", NULL, NULL, 404, { "status=404" } },
	{ "a way back in any script", AS_OFFICER, GET, "/language/zh?back=/%E4%B8%AD%7F", NULL, NULL, 303, { "@location=/%e4%b8%ad%7f" } },
	{ "admin reads no child", AS_ADMIN, GET, API "children", NULL, NULL, 404 },
	{ "not even one", AS_ADMIN, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "nor its journal", AS_ADMIN, GET, API "children/{kid}/journal", NULL, NULL, 404 },
	{ "nor schools", AS_ADMIN, GET, API "schools", NULL, NULL, 404 },
	{ "nor parents", AS_ADMIN, GET, API "parents", NULL, NULL, 404 },
	{ "nor counts", AS_ADMIN, GET, API "left-behind", NULL, NULL, 404 },
	{ "admin makes no child", AS_ADMIN, POST, API "children", NULL, "{" CHILD_MIN "}", 404 },
	{ "staff read no accounts", AS_OFFICER, GET, API "accounts", NULL, NULL, 404 },
	{ "nor does who keeps the system", AS_ADMIN, GET, API "accounts", NULL, NULL, 404 },
	{ "who keeps accounts does", AS_SECURITY, GET, API "accounts", NULL, NULL, 200,
	  { "items.0.login=officer", "!items.0.password", "!items.0.totp", "items.#=9", "next=null" } },
	{ "and no child", AS_SECURITY, GET, API "children", NULL, NULL, 404 },
	{ "the auditor reads them", AS_AUDITOR, GET, API "accounts", NULL, NULL, 200, { "items.#=9" } },
	{ "and changes nothing", AS_AUDITOR, POST, API "accounts", NULL, "{'login':'li.si','name':'李四','role':'officer'}", 403 },
	{ "another county's are not there", AS_FAR_SECURITY, GET, API "accounts?q=head", NULL, NULL, 200, { "items.#=1" } },
	{ "out of reach: of another county", AS_FAR_OFFICER, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "of another school", AS_HEAD_2, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "of another class", AS_TEACHER, GET, API "children/{kid_b}", NULL, NULL, 404 },
	{ "and not to be changed", AS_HEAD_2, PATCH, API "children/{kid}", "If-Match: '1'", "{'name':'某'}", 404 },
	{ "whatever is missing", AS_HEAD_2, PATCH, API "children/{kid}", NULL, "{'name':'某'}", 404 },
	{ "nor deleted", AS_HEAD_2, DELETE, API "children/{kid}", "If-Match: '1'", NULL, 404 },
	{ "seen, but not to be made", AS_TEACHER, POST, API "children", NULL, "{" CHILD_MIN "}", 403, { "status=403" } },
	{ "seen, but not to be changed", AS_TEACHER, PATCH, API "schools/{school}", "If-Match: '1'", "{'name':'某校'}", 403 },
	{ "access comes before the version", AS_TEACHER, PATCH, API "schools/{school}", NULL, "{'name':'某校'}", 403 },
	{ "seen, but not to be deleted", AS_TEACHER, DELETE, API "children/{kid}", "If-Match: '1'", NULL, 403 },
	{ "access before the version here too", AS_TEACHER, DELETE, API "children/{kid}", NULL, NULL, 403 },
	{ "a head makes no school", AS_HEAD, POST, API "schools", NULL, "{'code':'2144000777','name':'新','region':'440804103'}", 403 },
	{ "what is computed is made by nobody", AS_OFFICER, POST, API "crossings", NULL, "{'child':'{kid}','day':'2026-01-01'}", 403 },
	{ "crossings are read", AS_OFFICER, GET, API "crossings?child={kid}&limit=1", NULL, NULL, 200, { "items.0.day" }, "crossing=items.0.id" },
	{ "not changed", AS_OFFICER, PATCH, API "crossings/{crossing}", "If-Match: '1'", "{'school_roll':0}", 403 },
	{ "not deleted", AS_OFFICER, DELETE, API "crossings/{crossing}", "If-Match: '1'", NULL, 403 },
	{ "no such method", AS_OFFICER, DELETE, API "children", NULL, NULL, 405, { "@Allow=GET, HEAD, POST" } },
	{ "nor where the path is not known", AS_OFFICER, DELETE, API "children/{kid}/nothing", NULL, NULL, 404 },
	{ "an id is a number", AS_OFFICER, GET, API "children/x1", NULL, NULL, 404 },
	{ "of at most 63 bits", AS_OFFICER, GET, API "children/9223372036854775808", NULL, NULL, 404 },
};

static const struct step crud[] = {
	{ "school", AS_OFFICER, POST, API "schools", NULL, "{'code':'3144000777','name':'坡头中学','region':'440804101001'}", 201,
	  { "version=1", "kind=311", "name=坡头中学", "code=3144000777", "county=440804" }, "s=id stag=@etag" },
	{ "read", AS_OFFICER, GET, API "schools/{s}", NULL, NULL, 200, { "id={s}", "region=440804101001" } },
	{ "changed", AS_OFFICER, PATCH, API "schools/{s}", "If-Match: {stag}", "{'name':'坡头一中'}", 200, { "name=坡头一中", "version=2" } },
	{ "class, its name made", AS_OFFICER, POST, API "classes", NULL, "{'school':'{s}','number':3,'entry_year':2026}", 201,
	  { "school={s}", "number=3", "entry_year=2026", "name=七（3）班" }, "c=id" },
	{ "class changed", AS_OFFICER, PATCH, API "classes/{c}", "If-Match: '1'", "{'name':'初一3班'}", 200, { "name=初一3班", "version=2" } },
	{ "child", AS_OFFICER, POST, API "children", NULL,
	  "{'name':'赵一','sex':'2','birth_date':'2012-06-01','id_number':'44080420120601008x','ethnicity':'01','school':'{s}','class':'{c}',"
	  "'entry_month':'202609','attendance_mode':'2','household_region':'440804103203','household_type':'1','phone':'13900001234',"
	  "'address':'湛江市坡头区龙头镇路西村8号','health':'20'}", 201,
	  { "name=赵一", "id_number=440804********008X", "id_type=1", "phone=139****1234", "health=null", "school={s}", "class={c}",
	    "entry_month=202609", "household_region=440804103203", "@location=" API "children/{k}" }, "k=id ktag=@etag" },
	{ "read", AS_OFFICER, GET, API "children/{k}", NULL, NULL, 200, { "name=赵一", "file_version", "left_behind.civil_affairs" } },
	{ "changed", AS_OFFICER, PATCH, API "children/{k}", "If-Match: {ktag}", "{'name':'赵乙','attendance_mode':'1'}", 200,
	  { "name=赵乙", "attendance_mode=1", "version=2" } },
	{ "person", AS_OFFICER, POST, API "persons", NULL, "{'name':'赵父','sex':'1','phone':'13900009999'}", 201,
	  { "name=赵父", "phone=139****9999" }, "p=id" },
	{ "person changed", AS_OFFICER, PATCH, API "persons/{p}", "If-Match: '1'", "{'birth_date':'1980-02-03'}", 200, { "birth_date=1980-02-03" } },
	{ "tie", AS_OFFICER, POST, API "ties", NULL, "{'child':'{k}','person':'{p}','relation':'51','guardian':true,'lives_with':false}", 201,
	  { "child={k}", "person={p}", "relation=51", "guardian=true", "lives_with=false", "barred=null" }, "t=id" },
	{ "tie changed", AS_OFFICER, PATCH, API "ties/{t}", "If-Match: '1'", "{'barred':true}", 200, { "barred=true" } },
	{ "absence", AS_OFFICER, POST, API "absences", NULL, "{'person':'{p}','from':'2026-03-01','region':'4403'}", 201,
	  { "person={p}", "from=2026-03-01", "to=null", "region=4403", "reason=work" }, "a=id" },
	{ "absence changed", AS_OFFICER, PATCH, API "absences/{a}", "If-Match: '1'", "{'to':'2026-04-01','child_along':true}", 200,
	  { "to=2026-04-01", "child_along=true" } },
	{ "circumstance", AS_OFFICER, POST, API "circumstances", NULL, "{'person':'{p}','topic':'guardianship','value':'lost','from':'2026-05-01','evidence':'判决'}", 201,
	  { "person={p}", "value=lost", "evidence=判决" }, "x=id" },
	{ "circumstance changed", AS_OFFICER, PATCH, API "circumstances/{x}", "If-Match: '1'", "{'to':'2026-06-01'}", 200, { "to=2026-06-01" } },
	{ "enrolments follow from the child", AS_OFFICER, GET, API "enrolments?child={k}", NULL, NULL, 200,
	  { "items.#=1", "items.0.school={s}", "items.0.from=2026-09-01", "items.0.stage=junior", "items.0.attendance_mode=1" }, "e=items.0.id" },
	{ "enrolment changed", AS_OFFICER, PATCH, API "enrolments/{e}", "If-Match: '2'", "{'to':'2026-11-01','end':'4'}", 422, { "?end" } },
	{ "another enrolment", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{k}','school':'{school}','from':'2020-09-01','to':'2026-08-31'}", 201,
	  { "stage=primary" }, "e2=id" },
	{ "which may go", AS_OFFICER, DELETE, API "enrolments/{e2}", "If-Match: '1'", NULL, 204 },
	{ "and is gone", AS_OFFICER, GET, API "enrolments/{e2}", NULL, NULL, 404 },
	{ "a person others refer to stays", AS_OFFICER, DELETE, API "persons/{p}", "If-Match: '2'", NULL, 409, { "status=409" } },
	{ "a child too", AS_OFFICER, DELETE, API "children/{k}", "If-Match: '2'", NULL, 409 },
	{ "a school too", AS_OFFICER, DELETE, API "schools/{s}", "If-Match: '2'", NULL, 409 },
	{ "a class too", AS_OFFICER, DELETE, API "classes/{c}", "If-Match: '2'", NULL, 409 },
	{ "the absence goes", AS_OFFICER, DELETE, API "absences/{a}", "If-Match: '2'", NULL, 204 },
	{ "the circumstance goes", AS_OFFICER, DELETE, API "circumstances/{x}", "If-Match: '2'", NULL, 204 },
	{ "the tie goes", AS_OFFICER, DELETE, API "ties/{t}", "If-Match: '2'", NULL, 204 },
	{ "then the person", AS_OFFICER, DELETE, API "persons/{p}", "If-Match: '2'", NULL, 204 },
	{ "then the child, its own facts with it", AS_OFFICER, DELETE, API "children/{k}", "If-Match: '2'", NULL, 204 },
	{ "which is not there", AS_OFFICER, GET, API "children/{k}", NULL, NULL, 404 },
	{ "nor its enrolment", AS_OFFICER, GET, API "enrolments/{e}", NULL, NULL, 404 },
	{ "nor its crossings", AS_OFFICER, GET, API "crossings?child={k}", NULL, NULL, 200, { "items.#=0" } },
	{ "then class", AS_OFFICER, DELETE, API "classes/{c}", "If-Match: '2'", NULL, 204 },
	{ "and school", AS_OFFICER, DELETE, API "schools/{s}", "If-Match: '2'", NULL, 204 },
	{ "an account", AS_SECURITY, POST, API "accounts", NULL, "{'login':'li.si','name':'李四','role':'officer'}", 201, { "!password", "login=li.si" }, "acc=id" },
	{ "a password is not set here", AS_SECURITY, PATCH, API "accounts/{acc}", "If-Match: '1'", "{'password':'tongxin-demo'}", 422, { "?password" } },
};

static const struct step versions[] = {
	{ "PATCH needs a version", AS_OFFICER, PATCH, API "children/{kid_2}", NULL, "{'name':'陈小文'}", 428, { "status=428" } },
	{ "even with bad values", AS_OFFICER, PATCH, API "children/{kid_2}", NULL, "{'name':7}", 428 },
	{ "so does DELETE", AS_OFFICER, DELETE, API "children/{kid_2}", NULL, NULL, 428 },
	{ "one that never was", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '9'", "{'name':'陈小文'}", 412, { "current.version=1", "current.name=陈大文" } },
	{ "nor can be", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '0'", "{'name':'陈小文'}", 412 },
	{ "nor is a number", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: 'one'", "{'name':'陈小文'}", 412 },
	{ "nor in quotes", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: 1", "{'name':'陈小文'}", 412 },
	{ "nor strong", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: W/'1'", "{'name':'陈小文'}", 412 },
	{ "version before values", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '9'", "{'name':7,'no':1}", 412 },
	{ "the ETag of a child", AS_OFFICER, GET, API "children/{kid_2}", NULL, NULL, 200, { "version=1" }, "tag=@etag fv=file_version" },
	{ "is version, file version and day", AS_OFFICER, GET, API "children/{kid_2}", NULL, NULL, 200, { "@etag=\"1.{fv}.{today}\"" } },
	{ "and read up to its first point", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: {tag}", "{'name':'陈中文'}", 200, { "version=2", "name=陈中文" } },
	{ "nothing new is no new version", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '2'", "{'name':'陈中文'}", 200, { "version=2" } },
	{ "an old version, other fields", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '1'", "{'ethnicity':'08'}", 200, { "version=3", "name=陈中文", "ethnicity=08" } },
	{ "an old version, same field", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '1'", "{'name':'陈又文'}", 412, { "current.version=3", "current.name=陈中文" } },
	{ "it is still as it was", AS_OFFICER, GET, API "children/{kid_2}", NULL, NULL, 200, { "name=陈中文", "version=3" } },
	{ "an old version, one of two", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '2'", "{'sex':'1','ethnicity':'01'}", 412 },
	{ "DELETE needs the current one", AS_OFFICER, DELETE, API "circumstances/{cc}", "If-Match: '9'", NULL, 412 },
	{ "null clears", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '3'", "{'ethnicity':null}", 200, { "ethnicity=null", "version=4" } },
	{ "absent leaves", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '4'", "{}", 200, { "name=陈中文", "version=4" } },
	{ "what is needed cannot be cleared", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '4'", "{'name':null}", 422, { "?name" } },
	{ "on POST null is absent", AS_OFFICER, POST, API "persons", NULL, "{'name':'冯','sex':null,'phone':null}", 201, { "sex=null" } },
	{ "masks stand in what is there now, too", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '9'", "{'name':'某'}", 412,
	  { "current.id_number=440804********101X", "current.health=null" } },
};

static const struct step bodies[] = {
	{ "no type", AS_OFFICER, POST, API "persons", "Content-Type: ", "{'name':'某'}", 415, { "status=415" } },
	{ "another type", AS_OFFICER, POST, API "persons", "Content-Type: text/plain", "{'name':'某'}", 415 },
	{ "a form", AS_OFFICER, POST, API "persons", "Content-Type: application/x-www-form-urlencoded", "name=a", 415 },
	{ "with a parameter it is taken", AS_OFFICER, POST, API "persons", "Content-Type: application/json; charset=utf-8", "{'name':'某'}", 201 },
	{ "on PATCH too", AS_OFFICER, PATCH, API "persons/{father}", "If-Match: '1'\nContent-Type: text/plain", "{'sex':'1'}", 415 },
	{ "no body", AS_OFFICER, POST, API "persons", NULL, "", 400, { "status=400" } },
	{ "cut short", AS_OFFICER, POST, API "persons", NULL, "{'name':'某'", 400 },
	{ "something behind it", AS_OFFICER, POST, API "persons", NULL, "{'name':'某'}x", 400 },
	{ "no JSON at all", AS_OFFICER, POST, API "persons", NULL, "name=a", 400 },
	{ "a comma too many", AS_OFFICER, POST, API "persons", NULL, "{'name':'某',}", 400 },
	{ "a key twice", AS_OFFICER, POST, API "persons", NULL, "{'name':'某','name':'某'}", 400 },
	{ "deep inside, too", AS_OFFICER, POST, API "persons", NULL, "{'x':{'a':1,'a':2}}", 400 },
	{ "bytes that are no UTF-8", AS_OFFICER, POST, API "persons", NULL, "{'name':'\xc3\x28'}", 400 },
	{ "half a pair of surrogates", AS_OFFICER, POST, API "persons", NULL, "{'name':'\\ud800'}", 400 },
	{ "a NUL in a text", AS_OFFICER, POST, API "persons", NULL, "{'name':'a\\u0000b'}", 400 },
	{ "a byte-order mark is skipped", AS_OFFICER, POST, API "persons", NULL, "\xef\xbb\xbf{'name':'某'}", 201 },
	{ "a list", AS_OFFICER, POST, API "persons", NULL, "[]", 422 },
	{ "a text", AS_OFFICER, POST, API "persons", NULL, "'name'", 422 },
	{ "an unknown field is named", AS_OFFICER, POST, API "persons", NULL, "{'name':'某','nmae':'x'}", 422, { "?nmae" } },
	{ "ids are not given", AS_OFFICER, POST, API "persons", NULL, "{'name':'某','id':'5'}", 422, { "?id" } },
	{ "a number for a text", AS_OFFICER, POST, API "persons", NULL, "{'name':5}", 422, { "?name" } },
	{ "an object for a text", AS_OFFICER, POST, API "persons", NULL, "{'name':{}}", 422, { "?name" } },
	{ "a text for a number", AS_OFFICER, POST, API "classes", NULL, "{'school':'{school}','number':'3','entry_year':2026}", 422, { "?number" } },
	{ "a fraction", AS_OFFICER, POST, API "classes", NULL, "{'school':'{school}','number':1.5,'entry_year':2026}", 422, { "?number" } },
	{ "past its limits", AS_OFFICER, POST, API "classes", NULL, "{'school':'{school}','number':100,'entry_year':1850}", 422, { "?number", "?entry_year" } },
	{ "a text for a truth", AS_OFFICER, PATCH, API "ties/{father_tie}", "If-Match: '1'", "{'barred':'true'}", 422, { "?barred" } },
	{ "a number for an id", AS_OFFICER, POST, API "absences", NULL, "{'person':5}", 422, { "?person" } },
};

static const struct step values[] = {
	{ "all at once", AS_OFFICER, POST, API "children", NULL,
	  "{'sex':'3','birth_date':'2015-02-29','id_number':'440804201509061011','ethnicity':'99','household_region':'999999',"
	  "'phone':'12','entry_month':'202613','attendance_mode':'9','health':'11','extra':1}", 422,
	  { "?name", "?sex", "?birth_date", "?ethnicity", "?household_region", "?phone", "?entry_month", "?attendance_mode", "?health", "?extra" } },
	{ "the number in the same breath", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'7','birth_date':'2015-09-06','id_number':'440804201509061011'}", 422,
	  { "?id_number", "?sex" } },
	{ "neither number nor reason", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'1','birth_date':'2015-09-06'}", 422, { "?id_number" } },
	{ "number against birth", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'2','birth_date':'2012-06-02','id_number':'44080420120601008X'}", 422, { "?id_number" } },
	{ "number against sex", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'1','birth_date':'2012-06-01','id_number':'44080420120601008X'}", 422, { "?id_number" } },
	{ "a birth date that is none in the number", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'1','birth_date':'2013-03-01','id_number':'440804201302290018'}", 422, { "?id_number" } },
	{ "full-width digits of a number are folded", AS_OFFICER, POST, API "children", NULL,
	  "{'name':'梁','sex':'2','birth_date':'2012-02-29','id_number':'　４４０８０４２０１２０２２９９００７ ','phone':'１３９００００１１１１'}", 201,
	  { "id_number=440804********9007", "phone=139****1111" }, "fold=id" },
	{ "as they are kept", AS_OFFICER, GET, API "children/{fold}", "X-Purpose: check", NULL, 200, { "id_number=440804201202299007", "phone=13900001111" } },
	{ "not those of a date", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'1','birth_date':'２０１６-01-02','no_id_reason':'1'}", 422, { "?birth_date" } },
	{ "impossible dates", AS_OFFICER, POST, API "absences", NULL, "{'person':'{father}','from':'2026-02-30','to':'2026-13-01'}", 422, { "?from", "?to" } },
	{ "a short date", AS_OFFICER, POST, API "absences", NULL, "{'person':'{father}','from':'2026-2-3'}", 422, { "?from" } },
	{ "backwards", AS_OFFICER, POST, API "absences", NULL, "{'person':'{father}','from':'2026-05-01','to':'2026-04-01'}", 422, { "?to" } },
	{ "a birth to come", AS_OFFICER, POST, API "children", NULL, "{'name':'某','sex':'1','birth_date':'2026-11-22','no_id_reason':'1'}", 422, { "?birth_date" } },
	{ "today is good", AS_OFFICER, POST, API "children", NULL, "{'name':'新生','sex':'1','birth_date':'2026-11-21','no_id_reason':'1'}", 201 },
	{ "school before birth", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'school':'{school}','entry_month':'201512'}", 422, { "?entry_month" } },
	{ "class without school", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'class':'{class}'}", 422, { "?class" } },
	{ "class of another school", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'school':'{school}','class':'{class_2}'}", 422, { "?class" } },
	{ "a school that is not", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'school':'5'}", 422, { "?school" } },
	{ "one out of reach is as little there", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'school':'{far_school}'}", 422, { "?school" } },
	{ "a region of a district is too coarse above it", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'household_region':'4408'}", 422, { "?household_region" } },
	{ "a region that is not", AS_OFFICER, POST, API "children", NULL, "{" CHILD_MIN ",'household_region':'440804999'}", 422, { "?household_region" } },
	{ "too long a name", AS_OFFICER, POST, API "persons", NULL, "{'name':'一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一'}", 422, { "?name" } },
	{ "a name over two lines", AS_OFFICER, POST, API "persons", NULL, "{'name':'a\\nb'}", 422, { "?name" } },
	{ "letters that turn the text around", AS_OFFICER, POST, API "persons", NULL, "{'name':'a\\u202eb'}", 422, { "?name" } },
	{ "only blanks", AS_OFFICER, POST, API "persons", NULL, "{'name':' 　'}", 422, { "?name" } },
	{ "a school code of a class there is not", AS_OFFICER, POST, API "schools", NULL, "{'code':'3851012345','name':'某','region':'440804103'}", 422, { "?code" } },
	{ "of a province there is not", AS_OFFICER, POST, API "schools", NULL, "{'code':'2199000001','name':'某','region':'440804103'}", 422, { "?code" } },
	{ "a school code twice", AS_OFFICER, POST, API "schools", NULL, "{'code':'2144000123','name':'某','region':'440804103'}", 409, { "?code" } },
	{ "a child's number twice", AS_OFFICER, POST, API "children", NULL, "{'name':'别','sex':'1','birth_date':'2015-09-06','id_number':'44080420150906101x'}", 409,
	  { "?id_number", "~transfer" } },
	{ "in another county, too", AS_FAR_OFFICER, POST, API "children", NULL, "{'name':'别','sex':'1','birth_date':'2015-09-06','id_number':'44080420150906101X'}", 409, { "?id_number" } },
	{ "or by a change", AS_OFFICER, PATCH, API "children/{kid_2}", "If-Match: '4'", "{'birth_date':'2015-09-06','id_number':'44080420150906101X'}", 409, { "?id_number" } },
	{ "a head makes children of the own school only", AS_HEAD, POST, API "children", NULL, "{" CHILD_MIN ",'school':'{school_2}'}", 422, { "?school" } },
	{ "and not of none", AS_HEAD, POST, API "children", NULL, "{" CHILD_MIN "}", 422 },
	{ "the own is good", AS_HEAD, POST, API "children", NULL, "{" CHILD_MIN ",'school':'{school}','class':'{class_b}'}", 201, { "school={school}" } },
};

static const struct step masks[] = {
	{ "masked", AS_TEACHER, GET, API "children/{kid}", NULL, NULL, 200,
	  { "id_number=440804********101X", "phone=130****0077", "student_number=null", "health=null", "masked.0=id_number", "masked.1=student_number",
	    "masked.2=address", "masked.3=phone", "masked.4=health", "masked.#=5" } },
	{ "an address to the township", AS_TEACHER, GET, API "children/{kid}", NULL, NULL, 200, { "address=广东省湛江市坡头区龙头镇****" } },
	{ "with a purpose", AS_TEACHER, GET, API "children/{kid}", "X-Purpose: home visit", NULL, 200,
	  { "id_number=44080420150906101X", "phone=13000000077", "student_number=G44080420150906101X", "health=10",
	    "address=广东省湛江市坡头区龙头镇莫村3号", "!masked", "@etag=" } },
	{ "in percents", AS_TEACHER, GET, API "children/{kid}", "X-Purpose: %E5%AE%B6%E8%AE%BF", NULL, 200, { "phone=13000000077" } },
	{ "an empty one is none", AS_TEACHER, GET, API "children/{kid}", "X-Purpose: ", NULL, 200, { "phone=130****0077" } },
	{ "nor are blanks one", AS_TEACHER, GET, API "children/{kid}", "X-Purpose: %20%E3%80%80", NULL, 200, { "phone=130****0077" } },
	{ "broken percents", AS_TEACHER, GET, API "children/{kid}", "X-Purpose: 100%", NULL, 422, { "?X-Purpose" } },
	{ "no UTF-8", AS_TEACHER, GET, API "children/{kid}", "X-Purpose: %ff", NULL, 422, { "?X-Purpose" } },
	{ "a list", AS_TEACHER, GET, API "children", "X-Purpose: roll%20call", NULL, 200, { "items.0.phone=13000000077" } },
	{ "a person", AS_TEACHER, GET, API "persons/{father}", NULL, NULL, 200, { "phone=130****0001", "masked.#=2" } },
	{ "a parent", AS_TEACHER, GET, API "parents/{father_tie}", NULL, NULL, 200, { "phone=130****0001", "id_number=440804********0010", "masked.#=2" } },
	{ "a parent with a purpose", AS_TEACHER, GET, API "parents/{father_tie}", "X-Purpose: call", NULL, 200, { "phone=13000000001", "id_number=440804198501010010", "!masked" } },
	{ "the masked id number sent back", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '1'", "{'id_number':'440804********101X'}", 422, { "?id_number" } },
	{ "the masked phone", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '1'", "{'phone':'130****0077'}", 422, { "?phone" } },
	{ "the masked address", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '1'", "{'address':'广东省湛江市坡头区龙头镇****'}", 422, { "?address" } },
	{ "a parent's masked phone", AS_OFFICER, PATCH, API "parents/{father_tie}", "If-Match: '1'", "{'phone':'130****0001'}", 422, { "?phone" } },
	{ "the journal masks, too", AS_OFFICER, GET, API "children/{kid}/journal", NULL, NULL, 200, { "!~44080420150906101X", "!~13000000077", "!~莫村3号", "!~'10'" } },
	{ "and opens with a purpose", AS_OFFICER, GET, API "children/{kid}/journal", "X-Purpose: audit", NULL, 200, { "~44080420150906101X", "~13000000077" } },
};

static const struct step journal[] = {
	{ "one change", AS_OFFICER, PATCH, API "children/{loose}", "If-Match: '1'", "{'name':'吴入学','ethnicity':'08'}", 200, { "version=2" } },
	{ "newest first", AS_OFFICER, GET, API "children/{loose}/journal", NULL, NULL, 200,
	  { "items.#=2", "items.0.act=update", "items.0.actor_name=老师1", "items.0.changes.#=2", "items.0.changes.0.field=name",
	    "items.0.changes.0.before=吴未入学", "items.0.changes.0.after=吴入学", "items.0.changes.1.before=null", "items.1.act=create", "next=null" } },
	{ "page by page", AS_OFFICER, GET, API "children/{loose}/journal?limit=1", NULL, NULL, 200, { "items.#=1", "items.0.act=update" }, "n=next" },
	{ "the next", AS_OFFICER, GET, API "children/{loose}/journal?limit=1&after={n}", NULL, NULL, 200, { "items.0.act=create" } },
	{ "not for who cannot see it", AS_HEAD, GET, API "children/{loose}/journal", NULL, NULL, 404 },
	{ "of a school", AS_HEAD, GET, API "schools/{school}/journal", NULL, NULL, 200, { "items.0.act=create" } },
	{ "of a parent", AS_HEAD, GET, API "parents/{father_tie}/journal", NULL, NULL, 200, { "items.0.act=create" } },
	{ "unknown parameters", AS_OFFICER, GET, API "children/{loose}/journal?page=2", NULL, NULL, 422, { "?page" } },
};
/* clang-format on */

static void test_deep(struct harness *h)
{
	char body[400] = "{'name':'深','x':";

	for (int depth = 63; depth <= 64; depth++) { /* the object around it is one, too */
		size_t at = strlen("{'name':'深','x':");
		memset(body + at, '[', (size_t)depth);
		memset(body + at + depth, ']', (size_t)depth);
		memcpy(body + at + 2 * (size_t)depth, "}", 2);
		struct answer a = harness_ask(h, AS_OFFICER, POST, API "persons", NULL, body);
		OK(a.status == (depth == 63 ? 422 : 400));
	}
}

static void test_big(struct harness *h)
{
	struct http_request r = { .mem = &h->mem, .method = POST, .path = STR(API "persons") };
	size_t most = 0;

	OK(route_slow(&h->app, &r, &most) && most == 1 << 20); /* http/ answers 413 past it */
	r.method = PATCH;
	r.path = STR(API "persons/5");
	OK(route_slow(&h->app, &r, &most) && most == 1 << 20);
	r.method = GET;
	OK(!route_slow(&h->app, &r, &most));
	r.header = &(struct http_pair){ STR("x-purpose"), STR("call") };
	r.nheader = 1;
	OK(route_slow(&h->app, &r, &most)); /* its reading must be durable first */
}

static void test_purpose_length(struct harness *h)
{
	struct buf b = buf_new(&h->mem, 4096);

	buf_lit(&b, "X-Purpose: ");
	for (int i = 0; i < 200; i++)
		buf_lit(&b, "%E5%AE%B6");
	struct answer a =
		harness_ask(h, AS_HEAD, GET, API "children/{kid}", str_z(&h->mem, buf_view(&b)), NULL);
	OK(a.status == 200 && str_eq(text_at(&a, "phone"), STR("13000000077")));
	buf_lit(&b, "%E5%AE%B6");
	a = harness_ask(h, AS_HEAD, GET, API "children/{kid}", str_z(&h->mem, buf_view(&b)), NULL);
	OK(a.status == 422 && problem_at(&a, "X-Purpose"));
}

/* What was opened is written down before the answer leaves; what was not, is not. */
static void test_purpose_noted(struct harness *h)
{
	str count = STR("SELECT count(*) FROM readlog WHERE length(purpose) > 0");
	static const char *const paths[] = { API "children/{kid}",
					     API "children",
					     API "children/{kid}/journal",
					     API "persons/{father}",
					     API "parents/{father_tie}",
					     API "parents",
					     API "parents/{father_tie}/journal" };

	for (size_t i = 0; i < COUNT(paths); i++) {
		int64_t before = harness_number(h, count);
		OK(harness_get(h, AS_HEAD, paths[i]).status == 200);
		OK(harness_number(h, count) == before);
		struct answer a = harness_ask(h, AS_HEAD, GET, paths[i], "X-Purpose: audit", NULL);
		OK(a.status == 200 && harness_number(h, count) == before + 1);
		OK(a.no_store);
	}
	int64_t before = harness_number(h, count);
	OK(harness_ask(h, AS_HEAD_2, GET, API "children/{kid}", "X-Purpose: audit", NULL).status == 404);
	OK(harness_number(h, count) == before);
	/* Pages open nothing by a header: showing is a POST of its own. */
	struct answer a = harness_ask(h, AS_HEAD, GET, "/children/{kid}", "X-Purpose: audit", NULL);
	OK(a.status == 200 && !str_has(a.body, STR("13000000077")) && harness_number(h, count) == before);
	a = harness_ask(h, AS_HEAD, POST, "/children/{kid}/show", NULL, "purpose=audit");
	OK(a.status == 200 && str_has(a.body, STR("13000000077")) && harness_number(h, count) == before + 1);
	OK(a.no_store);
	OK(harness_ask(h, AS_HEAD, POST, "/children/{kid}/show", NULL, "purpose=").status == 422);
	OK(harness_ask(h, AS_HEAD_2, POST, "/children/{kid}/show", NULL, "purpose=audit").status == 404);
	OK(harness_number(h, count) == before + 1);
}

/* An answer to a write that opens C4 is a reading, too. */
static void test_purpose_on_writes(struct harness *h)
{
	str count = STR("SELECT count(*) FROM readlog WHERE length(purpose) > 0");
	int64_t before = harness_number(h, count);
	struct answer a = harness_ask(h, AS_OFFICER, PATCH, API "children/{far_kid}",
				      "If-Match: '1'\nX-Purpose: x", "{}");

	OK(a.status == 404 && harness_number(h, count) == before);
	a = harness_ask(h, AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '1'\nX-Purpose: fix", "{}");
	OK(a.status == 200 && str_eq(text_at(&a, "phone"), STR("13000000077")));
	OK(harness_number(h, count) == before + 1);
	a = harness_ask(h, AS_OFFICER, PATCH, API "parents/{father_tie}", "If-Match: '1'\nX-Purpose: fix",
			"{}");
	OK(a.status == 200 && str_eq(text_at(&a, "phone"), STR("13000000001")));
	OK(harness_number(h, count) == before + 2);
	a = harness_ask(h, AS_OFFICER, POST, API "persons", "X-Purpose: fix",
			"{'name':'某','phone':'13900008888'}");
	OK(a.status == 201 && str_eq(text_at(&a, "phone"), STR("13900008888")) && a.no_store);
	OK(harness_number(h, count) == before + 3);
}

/* --- Idempotency-Key --- */

static bool same_answer(const struct answer *a, const struct answer *b)
{
	return a->status == b->status && str_eq(a->body, b->body) && str_eq(a->etag, b->etag) &&
	       str_eq(header_of(a, "Location"), header_of(b, "Location")) && str_eq(a->type, b->type);
}

static struct answer keyed(struct harness *h, enum as as, const char *path, const char *key, const char *body)
{
	char headers[400];

	snprintf(headers, sizeof headers, "Idempotency-Key: %s", key);
	return harness_ask(h, as, POST, path, headers, body);
}

static void test_keys(struct harness *h)
{
	str count = STR("SELECT count(*) FROM person");
	int64_t before = harness_number(h, count);
	struct answer first = keyed(h, AS_OFFICER, API "persons", "k1",
				    "{'name':'钱一','phone':'13900002222'}"),
		      again;

	OK(first.status == 201 && header_of(&first, "Location").n > 0 && first.etag.n > 0);
	again = keyed(h, AS_OFFICER, API "persons", "k1", "{'name':'钱一','phone':'13900002222'}");
	OK(same_answer(&first, &again));
	OK(harness_number(h, count) == before + 1);
	again = keyed(h, AS_OFFICER, API "persons", "k1", "{'name':'钱二'}");
	OK(again.status == 422 && problem_at(&again, "Idempotency-Key"));
	again = keyed(h, AS_OFFICER, API "persons", "k1", "{'name':7}"); /* the key before the values */
	OK(again.status == 422 && problem_at(&again, "Idempotency-Key") && !problem_at(&again, "name"));
	again = keyed(h, AS_OFFICER, API "absences", "k1", "{'name':'钱一','phone':'13900002222'}");
	OK(again.status == 422 && problem_at(&again, "Idempotency-Key"));
	again = keyed(h, AS_HEAD, API "persons", "k1", "{'name':'孙一'}"); /* keys are each user's own */
	OK(again.status != 422 || !problem_at(&again, "Idempotency-Key"));
	OK(harness_ask(h, AS_NOBODY, POST, API "persons", "Idempotency-Key: k1",
		       "{'name':'钱一','phone':'13900002222'}")
		   .status == 401);
	OK(keyed(h, AS_TEACHER, API "schools", "k1", "{}").status == 403); /* access before the key */
	/* What changed since does not change the answer. */
	str path = harness_text(&h->mem, API "persons/%lld", (long long)id_at(&first, "id"));
	OK(harness_ask(h, AS_OFFICER, PATCH, str_z(&h->mem, path), "If-Match: '1'", "{'name':'钱三'}")
		   .status == 200);
	again = keyed(h, AS_OFFICER, API "persons", "k1", "{'name':'钱一','phone':'13900002222'}");
	OK(same_answer(&first, &again));
}

static void test_keys_kept(struct harness *h)
{
	int64_t begin = h->now, a_day = INT64_C(86400) * 1000000;
	struct answer first = keyed(h, AS_OFFICER, API "persons", "k2", "{'name':''}"), again;

	OK(first.status == 422);
	first = keyed(h, AS_OFFICER, API "persons", "k2", "{'name':'郑一'}"); /* only 201 is kept */
	OK(first.status == 201);
	harness_clock(h, begin + a_day - 1000000);
	again = keyed(h, AS_OFFICER, API "persons", "k2", "{'name':'郑一'}");
	OK(same_answer(&first, &again));
	harness_clock(h, begin + a_day + 1000000);
	again = keyed(h, AS_OFFICER, API "persons", "k2", "{'name':'郑二'}");
	OK(again.status == 201 && id_at(&again, "id") != id_at(&first, "id"));
	harness_clock(h, begin);
	char key[220];
	memset(key, 'k', sizeof key);
	key[201] = 0;
	again = keyed(h, AS_OFFICER, API "persons", key, "{'name':'郑三'}");
	OK(again.status == 422 && problem_at(&again, "Idempotency-Key"));
	key[200] = 0;
	again = keyed(h, AS_OFFICER, API "persons", key, "{'name':'郑三'}");
	OK(again.status == 201);
	struct answer p = keyed(h, AS_OFFICER, API "parents", "k3",
				"{'child':'{kid_b}','relation':'52','name':'王秀英','phone':'13000000002'}");
	again = keyed(h, AS_OFFICER, API "parents", "k3",
		      "{'child':'{kid_b}','relation':'52','name':'王秀英','phone':'13000000002'}");
	OK(p.status == 201 && same_answer(&p, &again));
}

/* The answer kept under a key must not lie open in the database. */
static void test_keys_sealed(struct harness *h)
{
	(void)keyed(h, AS_OFFICER, API "persons", "k4", "{'name':'密封人','phone':'13900003333'}");
	OK(harness_number(h, STR("SELECT count(*) FROM idempotency WHERE name = 'k4'")) == 1);
	struct rows q;
	bool open = false;
	enum rc rc = DB_QUERY0(harness_db(h), &q, "SELECT i.answer FROM idempotency i");
	while (rc == RC_OK && db_next(&q))
		open |= str_has(db_blob(&q, 0), STR("密封人"));
	OK(db_done(&q) == RC_OK && !open);
}

static void test_engine(struct harness *h)
{
	STEPS(h, access);
	STEPS(h, crud);
	struct answer a = harness_get(h, AS_OFFICER, API "circumstances?child={kid_2}&limit=1");
	harness_keep(h, "cc", text_at(&a, "items.0.id"));
	STEPS(h, versions);
	STEPS(h, bodies);
	test_deep(h);
	test_big(h);
	STEPS(h, values);
	STEPS(h, journal);
	STEPS(h, masks);
	test_purpose_length(h);
	test_purpose_noted(h);
	test_purpose_on_writes(h);
	test_keys(h);
	test_keys_kept(h);
	test_keys_sealed(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
