/* Measurements as a school makes them: one child, a whole class in one form, a spreadsheet; what cannot be is
 * said at its row and nothing typed is lost; who reads the numbers; health entries; a survey of the home. */
#include "steps.h"

#define KID "/children/{kid}/measurements"
#define BOUNDARY "measuringday"
#define CLASS "/classes/{class}/measure"

/* clang-format off */
/* --- one child --- */
static const struct step wrong[] = {
	{ "twelve metres", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'1200'}", 422, { "?height", "~No child of this age" } },
	{ "in metres", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'1.32'}", 422, { "?height", "~looks like metres" } },
	{ "in jin, perhaps", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','weight':'156'}", 422, { "?weight", "~jin" } },
	{ "no number", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'tall'}", 422, { "?height", "~no number" } },
	{ "on no chart", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','left':'2.5'}", 422, { "?left", "~neither chart" } },
	{ "nothing", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20'}", 422, { "?height" } },
	{ "tomorrow", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-22','height':'140'}", 422, { "?on" } },
	{ "before birth", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2014-11-22','height':'50'}", 422, { "?on" } },
	{ "derived", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'140','role':'head'}", 422, { "?role" } },
	{ "another class", AS_TEACHER_2, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'140'}", 422, { "?child" } },
	{ "the counsellor reads", AS_COUNSELLOR, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'140'}", 403 },
	{ "the family reads", AS_GUARDIAN, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-11-20','height':'140'}", 403 },
	{ "the village has none of it", AS_DIRECTOR, GET, API "measurements", NULL, NULL, 404 },
	{ "nor civil affairs", AS_CIVIL, GET, API "measurements", NULL, NULL, 404 },
	{ "nor the child, for whom it is no number", AS_CHILD, GET, API "measurements", NULL, NULL, 404 },
	{ "nobody", AS_NOBODY, GET, CLASS, NULL, NULL, 303 },
};

static const struct step one[] = {
	{ "written", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2025-09-10','height':'134.5','weight':'28.4','left':'4.9','right':'1.0','client':'0f8fad5b-d9cb-469f'}", 201, { "role=teacher", "height=null" }, "first=id" },
	{ "again under its number", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2025-09-10','height':'134.5','client':'0F8FAD5B-d9cb-469f'}", 200, { "id={first}" } },
	{ "of another child under it", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid_b}','on':'2025-09-10','height':'134.5','client':'0f8fad5b-d9cb-469f'}", 422, { "?client" } },
	{ "the same day again", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2025-09-10','height':'134.6'}", 422, { "?on", "~measurement already" } },
	{ "shrunk", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-03-10','height':'131'}", 422, { "?height", "~shrunk", "!~134.5" } },
	{ "within a hair", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-03-10','height':'133.5'}", 201, { NULL }, "second=id" },
	{ "shot up", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-09-10','height':'150.5'}", 422, { "?height", "~more than children grow" } },
	{ "with a reason", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-09-10','height':'150.5','weight':'36','note':'measured twice'}", 201, { NULL }, "third=id" },
	{ "put right", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-09-10','height':'140.5','weight':'36','corrects':'{third}'}", 201, { "corrects={third}" }, "fourth=id" },
	{ "once only", AS_TEACHER, POST, API "measurements", NULL, "{'child':'{kid}','on':'2026-09-10','height':'141','corrects':'{third}'}", 422, { "?corrects", "~put right already" } },
	{ "of another child", AS_HEAD, POST, API "measurements", NULL, "{'child':'{kid_b}','on':'2026-09-10','height':'130','corrects':'{fourth}'}", 422, { "?corrects", "~another child" } },
	{ "never changed", AS_TEACHER, PATCH, API "measurements/{first}", "If-Match: '1'", "{'height':'140'}", 422, { "?height" } },
	{ "never deleted", AS_OFFICER, DELETE, API "measurements/{first}", "If-Match: '1'", NULL, 403 },
	{ "masked", AS_TEACHER, GET, API "measurements/{first}", NULL, NULL, 200, { "height=null", "on=2025-09-10" } },
	{ "in plain for a purpose", AS_HEAD, GET, API "measurements/{first}", "X-Purpose: checkup", NULL, 200, { "height=134.5", "right=1.0" } },
};

static const struct step reading[] = {
	{ "covered", AS_TEACHER, GET, KID, NULL, NULL, 200, { "~Measured 3 times", "!~134.5", "!~<svg viewBox", "~/measurements/new", "~/health_notes/new" } },
	{ "opened for nothing", AS_TEACHER, POST, KID "/show", NULL, "purpose=", 422, { "!~134.5" } },
	{ "opened: the curve", AS_TEACHER, POST, KID "/show", NULL, "purpose=talk+with+the+doctor", 200, { "~134.5", "~140.5", "!~150.5", "~<svg viewBox", "~WS/T 612-2018" } },
	{ "by the counsellor", AS_COUNSELLOR, POST, KID "/show", NULL, "purpose=x", 200, { "~134.5", "!~/measurements/new" } },
	{ "by the grandmother at once", AS_GUARDIAN, GET, KID, NULL, NULL, 200, { "~134.5", "~<svg viewBox", "!~/measurements/new", "!~diagnos" } },
	{ "by the father", AS_PARENT, GET, KID, NULL, NULL, 200, { "~134.5" } },
	{ "not by another family", AS_GUARDIAN_2, GET, KID, NULL, NULL, 404 },
	{ "not by the child: no numbers", AS_CHILD, GET, KID, NULL, NULL, 404 },
	{ "not by the village", AS_DIRECTOR, GET, KID, NULL, NULL, 404 },
	{ "not by another class", AS_TEACHER_2, GET, KID, NULL, NULL, 404 },
	{ "not by the federation", AS_FEDERATION, GET, KID, NULL, NULL, 404 },
	{ "not by another county", AS_FAR_OFFICER, POST, KID "/show", NULL, "purpose=x", 404 },
	{ "one by itself", AS_TEACHER, GET, "/measurements/{first}", NULL, NULL, 200, { "!~134.5" } },
	{ "the form", AS_TEACHER, GET, KID "/new", NULL, NULL, 200, { "~name=\"client\"", "~Such as 132.5" } },
	{ "of a correction", AS_TEACHER, GET, KID "/new?corrects={fourth}", NULL, NULL, 200, { "~corrects" } },
	{ "in the form what is wrong stands beside it", AS_TEACHER, POST, KID, NULL, "on=2026-11-20&height=1200&weight=37.25&client=abcdef0123456789", 422, { "~No child of this age", "~37.25" } },
	{ "in the growth file", AS_TEACHER, GET, "/children/{kid}/growth", NULL, NULL, 200, { "~Measurement" } },
};

/* --- a whole class --- */
#define FORM "client=00112233445566778899aabbccddeeff&on=2026-11-20"
static const struct step class[] = {
	{ "the form", AS_TEACHER, GET, CLASS, NULL, NULL, 200, { "~height-{kid}", "~next.js", "~inputmode=\"decimal\"", "!~134.5", "!~yellow" } },
	{ "from the class's page", AS_TEACHER, GET, "/classes/{class}", NULL, NULL, 200, { "~/classes/{class}/measure", "~/classes/{class}/comments" } },
	{ "another class", AS_TEACHER_2, GET, CLASS, NULL, NULL, 404 },
	{ "the counsellor", AS_COUNSELLOR, GET, CLASS, NULL, NULL, 404 },
	{ "the village", AS_DIRECTOR, GET, CLASS, NULL, NULL, 404 },
	{ "nothing typed", AS_TEACHER, POST, CLASS, NULL, FORM "&height-{kid}=&weight-{kid}=", 422, { "~Nothing is typed" } },
	{ "no form of ours", AS_TEACHER, POST, CLASS, NULL, "on=2026-11-20&height-{kid}=142", 400 },
	{ "a day to come", AS_TEACHER, POST, CLASS, NULL, "client=00112233445566778899aabbccddeeff&on=2026-12-20&height-{kid}=142", 422, { "~still to come", "~value=\"142\"" } },
	{ "one right, one wrong", AS_TEACHER, POST, CLASS, NULL, FORM "&height-{kid}=142&weight-{kid}=37&height-{new}=1200&weight-{new}=30.5", 422,
	  { "~Children saved: 1", "~Not saved yet: 1", "~No child of this age is 1200", "~value=\"1200\"", "~value=\"30.5\"", "!~value=\"142\"", "~measured, saved", "~note-{new}" } },
	{ "the saved one stays when all is sent again", AS_TEACHER, POST, CLASS, NULL, FORM "&height-{kid}=142&weight-{kid}=37&height-{new}=120&weight-{new}=30.5", 303, { NULL }, "after=@location" },
	{ "it says how many", AS_TEACHER, GET, "{after}", NULL, NULL, 200, { "~Children saved: 2" } },
	{ "nobody is asked again that day", AS_TEACHER, GET, CLASS "?on=2026-11-20", NULL, NULL, 200, { "!~height-{kid}", "~measured, saved" } },
	{ "another form, the same day", AS_TEACHER, POST, CLASS, NULL, "client=ff112233445566778899aabbccddeeff&on=2026-11-20&height-{kid}=143", 422, { "~measurement already", "~value=\"143\"" } },
	{ "a child of another class is not in this form", AS_TEACHER, POST, CLASS, NULL, "client=ee112233445566778899aabbccddeeff&on=2026-11-20&height-{kid_2}=143", 422, { "~Nothing is typed" } },
};

/* --- comments of a term --- */
static const struct step comments[] = {
	{ "the form", AS_TEACHER, GET, "/classes/{class}/comments", NULL, NULL, 200, { "~text-{kid}" } },
	{ "two of them", AS_TEACHER, POST, "/classes/{class}/comments", NULL, FORM "&text-{kid}=Reads+aloud+gladly.%0D%0AHelps+others.&text-{new}=", 303, { "@location=/classes/{class}/comments?saved=1" } },
	{ "sent twice it is one", AS_TEACHER, POST, "/classes/{class}/comments", NULL, FORM "&text-{kid}=Reads+aloud+gladly.", 303 },
	{ "stands in the file", AS_TEACHER, GET, API "growth_notes?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.what=comment" } },
	{ "and in the form", AS_TEACHER, GET, "/classes/{class}/comments", NULL, NULL, 200, { "~last comment on" } },
	{ "another class", AS_TEACHER_2, GET, "/classes/{class}/comments", NULL, NULL, 404 },
};

/* --- health entries --- */
static const struct step health[] = {
	{ "written", AS_TEACHER, POST, "/children/{kid}/health_notes", NULL, "what=allergy&on=2026-10-10&text=No+peanuts&client=aaaaaaaa00001111", 303, { NULL }, "entry=@location" },
	{ "ends before it begins", AS_TEACHER, POST, API "health_notes", NULL, "{'child':'{kid}','what':'illness','on':'2026-10-10','until':'2026-10-09','text':'cough'}", 422, { "?until" } },
	{ "no words", AS_TEACHER, POST, API "health_notes", NULL, "{'child':'{kid}','what':'illness','on':'2026-10-10'}", 422, { "?text" } },
	{ "covered", AS_TEACHER, GET, KID, NULL, NULL, 200, { "!~No peanuts", "~llergy" } },
	{ "opened", AS_TEACHER, POST, KID "/show", NULL, "purpose=school+lunch", 200, { "~No peanuts" } },
	{ "the family", AS_GUARDIAN, GET, KID, NULL, NULL, 200, { "~No peanuts" } },
	{ "the village not", AS_DIRECTOR, GET, API "health_notes", NULL, NULL, 404 },
};

/* --- the home --- */
#define HOME "/children/{kid}/home_surveys"
static const struct step home[] = {
	{ "the form", AS_DIRECTOR, GET, HOME "/new", NULL, NULL, 200, { "~c-house", "~Living conditions", "~A place to learn", "~At home with the family" } },
	{ "no answer", AS_DIRECTOR, POST, HOME, NULL, "on=2026-11-20&client=bbbbbbbb00001111&note=quiet", 422, { "~quiet" } },
	{ "no such answer", AS_DIRECTOR, POST, HOME, NULL, "on=2026-11-20&client=bbbbbbbb00001111&c-house=castle", 422, { "~does not have the answer" } },
	{ "written", AS_DIRECTOR, POST, HOME, NULL, "on=2026-11-20&client=bbbbbbbb00001111&c-house=own&c-danger=water&c-danger=road&c-wrong=explain&note=Clean+and+warm", 303, { "@location=" HOME } },
	{ "once", AS_DIRECTOR, POST, HOME, NULL, "on=2026-11-20&client=bbbbbbbb00001111&c-house=own", 303 },
	{ "kept in order", AS_DIRECTOR, GET, API "home_surveys?child={kid}", "X-Purpose: plan", NULL, 200, { "items.#=1", "items.0.answers=house=own danger=water+road wrong=explain", "items.0.role=director" }, "survey=items.0.id" },
	{ "covered", AS_TEACHER, GET, HOME, NULL, NULL, 200, { "!~Clean and warm", "!~busy road", "~Put something right" } },
	{ "opened", AS_TEACHER, POST, HOME "/show", NULL, "purpose=home+visit", 200, { "~Clean and warm", "~a busy road", "~the family&#39;s own house" } },
	{ "put right", AS_DIRECTOR, POST, HOME, NULL, "on=2026-11-20&client=cccccccc00001111&corrects={survey}&c-house=rented", 303 },
	{ "the newer one alone", AS_DIRECTOR, POST, HOME "/show", NULL, "purpose=visit", 200, { "~a rented place", "!~own house" } },
	{ "a child that is hit", AS_DIRECTOR, POST, HOME, NULL, "on=2026-11-21&client=dddddddd00001111&c-wrong=hit", 303, { "@location=" HOME "?harm=1" } },
	{ "leads on", AS_DIRECTOR, GET, HOME "?harm=1", NULL, NULL, 200, { "~/reports/new?child={kid}" } },
	{ "the family does not read it", AS_GUARDIAN, GET, HOME, NULL, NULL, 404 },
	{ "nor by a program", AS_PARENT, GET, API "home_surveys", NULL, NULL, 404 },
	{ "another village", AS_DIRECTOR_2, GET, HOME, NULL, NULL, 404 },
	{ "by a program, what cannot be", AS_DIRECTOR, POST, API "home_surveys", NULL, "{'child':'{kid}','on':'2026-11-20','answers':'house=own+kin'}", 422, { "?answers" } },
};
/* clang-format on */

/* --- spreadsheets --- */

static struct answer send(struct harness *h, enum as as, const char *csv)
{
	const char *path = str_z(&h->mem, harness_fill(h, "/classes/{class}/measurements/import"));
	struct buf b = buf_new(&h->mem, 1 << 20);

	buf_lit(&b, "--" BOUNDARY
		    "\r\nContent-Disposition: form-data; name=\"on\"\r\n\r\n2026-10-15\r\n--" BOUNDARY
		    "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"day.csv\"\r\n"
		    "Content-Type: text/csv\r\n\r\n");
	buf_str(&b, harness_fill(h, csv));
	buf_lit(&b, "\r\n--" BOUNDARY "--\r\n");
	return harness_send(h, as, path, "multipart/form-data; boundary=" BOUNDARY, buf_view(&b));
}

static void test_sheet(struct harness *h)
{
	int64_t before = steps_number(h, "SELECT count(*) FROM measurement");
	struct answer a = harness_get(h, AS_TEACHER, "/classes/{class}/measurements.xlsx");

	OK(a.status == 200 && a.no_store && str_has(a.type, STR("spreadsheetml")));
	OK(harness_get(h, AS_TEACHER_2, "/classes/{class}/measurements.xlsx").status == 404);
	OK(harness_get(h, AS_TEACHER, "/classes/{class}/measurements/import").status == 200);
	a = send(h, AS_TEACHER,
		 "姓名,日期,身高,体重\n李小明,2026-10-15,141.5,36.5\n王五,2026-10-15,130,30\n");
	OK(a.status == 200 && str_has(a.body, STR("nothing is saved yet")) &&
	   str_has(a.body, STR("value=\"141.5\"")));
	OK(str_has(a.body, STR("Line 3")) && str_has(a.body, STR("王五")));
	OK(steps_number(h, "SELECT count(*) FROM measurement") == before);
	a = send(h, AS_TEACHER, "Number in the program,Name,Height (cm)\n{kid},x,1200\n");
	OK(a.status == 200 && str_has(a.body, STR("No child of this age")) &&
	   str_has(a.body, STR("value=\"1200\"")));
	a = send(h, AS_TEACHER, "姓名,身高\n李小明,141\n李小明,142\n");
	OK(a.status == 200 && str_has(a.body, STR("Lines 2 and 3")) &&
	   !str_has(a.body, STR("value=\"141\"")));
	a = send(h, AS_TEACHER, "姓名,日期,身高\n李小明,2026-10-15,141\n李小红,2026-10-16,120\n");
	OK(a.status == 200 && str_has(a.body, STR("another day")));
	a = send(h, AS_TEACHER, "红,绿\n1,2\n");
	OK(a.status == 422 && str_has(a.body, STR("No headings are known")));
	a = send(h, AS_TEACHER, "姓名,身高\n");
	OK(a.status == 422 && str_has(a.body, STR("Nothing is measured")));
	OK(send(h, AS_TEACHER_2, "姓名,身高\n李小明,141\n").status == 404);
	OK(steps_number(h, "SELECT count(*) FROM measurement") == before);
	/* What was looked at is saved by the form it became; sent in again it changes nothing. */
	static const struct step save = {
		"saved", AS_TEACHER,
		POST,    CLASS,
		NULL,    "client=99112233445566778899aabbccddeeff&on=2026-10-15&height-{kid}=141.5",
		303
	};
	OK(harness_step(h, &save));
	a = send(h, AS_TEACHER, "姓名,日期,身高,体重\n李小明,2026-10-15,141.5,36.5\n");
	OK(a.status == 200 && str_has(a.body, STR("left as it is: 1")));
	OK(steps_number(h, "SELECT count(*) FROM measurement") == before + 1);
}

static void test_engine(struct harness *h)
{
	static const struct step another[] = {
		{ "a second child of the class",
		  AS_HEAD,
		  POST,
		  API "children",
		  NULL,
		  "{'name':'李小红','sex':'2','birth_date':'2017-03-02','no_id_reason':'1','school':'{school}"
		  "','class':'{class}','since':'2024-09-01'}",
		  201,
		  { NULL },
		  "new=id" },
	};
	STEPS(h, another);
	STEPS(h, wrong);
	OK(steps_number(h, "SELECT count(*) FROM measurement") == 0);
	STEPS(h, one);
	OK(steps_number(h, "SELECT count(*) FROM measurement") == 4);
	STEPS(h, reading);
	STEPS(h, class);
	OK(steps_number(h, "SELECT count(*) FROM measurement") == 6);
	STEPS(h, comments);
	STEPS(h, health);
	STEPS(h, home);
	OK(steps_number(h, "SELECT count(*) FROM home_survey") == 3);
	test_sheet(h);
	/* Nothing of it stands in the database in plain: neither as text nor, as PostgreSQL shows bytes, in
	 * hex. */
	OK(steps_number(h, "SELECT count(*) FROM measurement WHERE CAST(height AS TEXT) LIKE '%134._%'") <=
	   0);
	OK(steps_number(h, "SELECT count(*) FROM measurement WHERE CAST(height AS TEXT) LIKE '%3133342e%'") <=
	   0);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
