/* The ledger of weekly contact: who writes it and who never sees it, what is wrong said at once, a parent in
 * another time zone, corrections, a call that counts by itself and once, the clocks day by day with whoever
 * is next, the parent reminded once in kind words, and all of it the same after the program has stood still.
 */
#include "contact.h"
#include "db_text.h"
#include "steps.h"

#include <stdio.h>

#define TALKS "/children/{kid}/contacts"
#define OWN "person={father}&whom=both&channel=video&outcome=reached&day=2026-11-20"

/* clang-format off */
static const struct step readers[] = {
	{ "the father", AS_PARENT, GET, TALKS, NULL, NULL, 200, { "~We talked", "~value=\"{father}\"", "!~{mother}", "~name=\"zone\"", "~last twelve weeks" } },
	{ "grandma, for either of them", AS_GUARDIAN, GET, TALKS, NULL, NULL, 200, { "~{father}", "~{mother}", "~dad" } },
	{ "the class teacher", AS_TEACHER, GET, TALKS, NULL, NULL, 200, { "~measures grown-ups" } },
	{ "the director", AS_DIRECTOR, GET, TALKS, NULL, NULL, 200 },
	{ "the supervisor", AS_SUPERVISOR, GET, TALKS, NULL, NULL, 200 },
	{ "the head reads", AS_HEAD, GET, TALKS, NULL, NULL, 200, { "!~name=\"client\"" } },
	{ "the child never", AS_CHILD, GET, TALKS, NULL, NULL, 404 },
	{ "nor on its own page", AS_CHILD, GET, "/me", NULL, NULL, 200, { "!~contacts", "!~weeks" } },
	{ "nor by a program", AS_CHILD, GET, API "contacts", NULL, NULL, 404 },
	{ "nor where it stands", AS_CHILD, GET, API "contact_states", NULL, NULL, 404 },
	{ "no officer reads what was said", AS_OFFICER, GET, TALKS, NULL, NULL, 404 },
	{ "but where it stands", AS_OFFICER, GET, "/children/{kid}", NULL, NULL, 200, { "~Keeping in touch", "~weeks" } },
	{ "the counsellor too", AS_COUNSELLOR, GET, TALKS, NULL, NULL, 404 },
	{ "of another class not", AS_TEACHER_2, GET, TALKS, NULL, NULL, 404 },
	{ "of another village not", AS_DIRECTOR_2, GET, TALKS, NULL, NULL, 404 },
	{ "who is kept away not", AS_BARRED, GET, TALKS, NULL, NULL, 404 },
	{ "another family not", AS_GUARDIAN_2, GET, TALKS, NULL, NULL, 404 },
	{ "another county not", AS_FAR_TEACHER, GET, TALKS, NULL, NULL, 404 },
	{ "without the family's consent no keeper", AS_KEEPER, GET, TALKS, NULL, NULL, 404 },
	{ "nobody", AS_NOBODY, POST, TALKS, NULL, OWN, 401 },
};

/* All at once, and nothing typed is lost. */
static const struct step wrong[] = {
	{ "tomorrow", AS_PARENT, POST, TALKS, NULL, "person={father}&whom=both&channel=video&day=2026-11-22&note=see+you", 422, { "~still to come", "~2026-11-22", "~see you" } },
	{ "no day", AS_PARENT, POST, TALKS, NULL, "person={father}&whom=both&channel=video&day=", 422, { "~f-day" } },
	{ "an hour ahead", AS_PARENT, POST, TALKS, NULL, "person={father}&whom=child&channel=video&day=2026-11-21&minute=11:00", 422, { "~still to come", "~11:00" } },
	{ "already over in Tokyo", AS_PARENT, POST, API "contacts", NULL, "{'child':'{kid}','person':'{father}','whom':'child','channel':'audio','outcome':'reached','day':'2026-11-21','minute':600,'zone':540}", 201, { "on=2026-11-21", "when=2026-11-21T01:00:00.000000Z", "source=parent" } },
	{ "not yet in Berlin", AS_PARENT, POST, API "contacts", NULL, "{'child':'{kid}','person':'{father}','whom':'child','channel':'audio','outcome':'reached','day':'2026-11-21','minute':600,'zone':60}", 422, { "?minute" } },
	{ "no time", AS_PARENT, POST, TALKS, NULL, OWN "&minute=25:10", 422, { "~written as 20:15", "~25:10" } },
	{ "no zone on earth", AS_PARENT, POST, TALKS, NULL, OWN "&zone=900", 422, { "~e-zone" } },
	{ "nobody, with nobody, in no way", AS_TEACHER, POST, TALKS, NULL, "day=2026-11-20&person=&whom=&channel=", 422, { "~f-person", "~f-whom", "~f-channel" } },
	{ "grandma is no parent", AS_TEACHER, POST, TALKS, NULL, "person={grandma}&whom=child&channel=phone&day=2026-11-20", 422, { "~no parent of the child" } },
	{ "the uncle who must not", AS_TEACHER, POST, TALKS, NULL, "person={barred}&whom=child&channel=phone&day=2026-11-20", 422, { "~no parent of the child" } },
	{ "another child's parent", AS_TEACHER, POST, TALKS, NULL, "person={parent_2}&whom=child&channel=phone&day=2026-11-20", 422, { "~e-person" } },
	{ "for the other parent", AS_PARENT, POST, TALKS, NULL, "person={mother}&whom=child&channel=phone&day=2026-11-20", 422, { "~the other parent writes theirs" } },
	{ "a mistake of nothing", AS_GUARDIAN, POST, TALKS, NULL, "person={father}&whom=child&channel=phone&day=2026-11-20&outcome=mistake", 422, { "~which entry was a mistake" } },
	{ "before the child was born", AS_GUARDIAN, POST, TALKS, NULL, "person={father}&whom=child&channel=phone&day=2015-01-01", 422, { "~had not been born", "~e-day" } },
	{ "the moment is the program's", AS_PARENT, POST, API "contacts", NULL, "{'child':'{kid}','person':'{father}','whom':'child','channel':'audio','outcome':'reached','day':'2026-11-20','source':'teacher'}", 422, { "?source" } },
	{ "the head writes none", AS_HEAD, POST, TALKS, NULL, OWN, 404 },
	{ "nor the child", AS_CHILD, POST, API "contacts", NULL, "{'child':'{kid}'}", 404 },
};

#define AGAIN "person={father}&whom=both&channel=phone&outcome=reached&day=2026-11-12&minute=20:15&zone=480&note=homework&client=5c1f2a00-aaaa-bbbb"

static const struct step writing[] = {
	{ "one tap", AS_GUARDIAN, POST, TALKS, NULL, AGAIN, 303, { "@location=/children/{kid}/contacts" } },
	{ "twice is once", AS_GUARDIAN, POST, TALKS, NULL, AGAIN, 303 },
	{ "read by the family at once", AS_PARENT, GET, TALKS, NULL, NULL, 200, { "~homework", "~who looks after the child" } },
	{ "covered for the school", AS_TEACHER, GET, TALKS, NULL, NULL, 200, { "!~homework", "~Show the covered" } },
	{ "opened for nothing", AS_TEACHER, POST, TALKS "/show", NULL, "purpose=", 422, { "!~homework" } },
	{ "opened", AS_TEACHER, POST, TALKS "/show", NULL, "purpose=talk+with+grandma", 200, { "~homework" } },
	{ "an entry each", AS_GUARDIAN, GET, API "contacts?child={kid}", NULL, NULL, 200, { "items.#=2" }, "first=items.0.id second=items.1.id" },
	{ "never changed", AS_GUARDIAN, PATCH, API "contacts/{second}", "If-Match: '1'", "{'whom':'child'}", 422 },
	{ "never deleted", AS_GUARDIAN, DELETE, API "contacts/{second}", "If-Match: '1'", NULL, 403 },
	{ "put right by who wrote it", AS_GUARDIAN, GET, TALKS "?fix={second}", NULL, NULL, 200, { "~Put an entry right", "~20:15", "~written down by mistake" } },
	{ "by nobody else", AS_PARENT, GET, TALKS "?fix={second}", NULL, NULL, 404 },
	{ "it was a mistake", AS_GUARDIAN, POST, TALKS, NULL, "person={father}&whom=both&channel=phone&outcome=mistake&day=2026-11-12&corrects={second}", 303 },
	{ "and is gone from the ledger", AS_PARENT, GET, TALKS, NULL, NULL, 200, { "!~homework" } },
	{ "it cannot be put right twice", AS_GUARDIAN, POST, TALKS, NULL, "person={father}&whom=both&channel=phone&outcome=reached&day=2026-11-12&corrects={second}", 422, { "~been put right already" } },
	{ "in New York it is the evening before", AS_PARENT, POST, API "contacts", NULL,
	  "{'child':'{kid}','person':'{father}','whom':'both','channel':'audio','outcome':'reached','day':'2026-11-09','minute':1200,'zone':-300}", 201, { "on=2026-11-10", "day=2026-11-09" } },
};
/* clang-format on */

/* --- clocks, day by day --- */

static int64_t state(struct harness *h, const char *column, const char *person)
{
	return steps_number(
		h,
		str_z(&h->mem,
		      harness_text(&h->mem,
				   "SELECT coalesce((SELECT s.%s FROM contact_state s WHERE s.child = {kid}"
				   " AND s.person = {%s}), 0)",
				   column, person)));
}

/* Whose turn the open case of this duty is: 1 parent, 2 director, 3 supervisor, 0 none. */
static int64_t turn(struct harness *h, const char *duty)
{
	return steps_number(
		h, str_z(&h->mem,
			 harness_text(&h->mem,
				      "SELECT coalesce(max(CASE now_role WHEN 'parent' THEN 1 WHEN 'director'"
				      " THEN 2 WHEN 'supervisor' THEN 3 ELSE 9 END), 0) FROM obligation"
				      " WHERE child = {kid} AND duty = '%s' AND done_on IS NULL"
				      " AND ended_on IS NULL",
				      duty)));
}

/* How many the program found; of those that still hold. */
static int64_t findings(struct harness *h, const char *indicator, bool open)
{
	return steps_number(h, str_z(&h->mem, harness_text(&h->mem,
							   "SELECT count(*) FROM finding WHERE child = {kid}"
							   " AND indicator = '%s' AND by_account IS NULL%s",
							   indicator, open ? " AND over_on IS NULL" : "")));
}

static int64_t level(struct harness *h)
{
	return steps_number(h, str_z(&h->mem, harness_fill(h, "SELECT coalesce(max(level), 0) FROM care_case"
							      " WHERE child = {kid}")));
}

static int64_t reminders(struct harness *h)
{
	return steps_number(h, "SELECT count(*) FROM notice WHERE code = 'contact_wish'");
}

static int64_t written(struct harness *h, enum as as, const char *fields)
{
	struct answer a = harness_ask(h, as, HTTP_POST, API "contacts", NULL, fields);

	if (a.status != 201)
		printf("# %d %.*s\n", a.status, STR_ARG(a.body));
	return id_at(&a, "id");
}

/* V-CONTACT: with the child on the 10th at 20:00, with the carer on the 17th. */
static void talked(struct harness *h)
{
	harness_today(h, 20270110);
	harness_clock(h, h->now + INT64_C(12) * 3600 * 1000000);
	OK(written(h, AS_GUARDIAN,
		   "{'child':'{kid}','person':'{father}','whom':'child','channel':'video','outcome':'reached'"
		   ",'day':'2027-01-10','minute':1200}") > 0);
	OK(written(h, AS_GUARDIAN,
		   "{'child':'{kid}','person':'{mother}','whom':'both','channel':'video','outcome':'reached',"
		   "'day':'2027-01-10'}") > 0);
	harness_today(h, 20270117);
	OK(written(h, AS_DIRECTOR,
		   "{'child':'{kid}','person':'{father}','whom':'carer','channel':'phone','outcome':'reached'"
		   ",'day':'2027-01-17'}") > 0);
	harness_daily(h);
	OK(state(h, "child_since", "father") == 20270110 && state(h, "carer_since", "father") == 20270117);
	OK(state(h, "quiet_since", "father") == 20270110 && state(h, "entrusted", "father") == 1);
	OK(turn(h, "contact_child") == 1); /* due on the 17th, and it is the 17th */
}

static void clocks(struct harness *h)
{
	int64_t before = reminders(h);

	harness_today(h, 20270118); /* the eighth day */
	harness_daily(h);
	OK(state(h, "told_on", "father") == 20270118 && state(h, "told_on", "mother") == 20270118);
	OK(reminders(h) == before + 1); /* the father has an account, the mother none */
	OK(turn(h, "contact_child") == 1 && turn(h, "contact_carer") == 1);
	for (day d = 20270119; d <= 20270123; d = day_add(d, 1)) {
		harness_today(h, d);
		harness_daily(h);
	}
	OK(reminders(h) == before + 1 && turn(h, "contact_child") == 1);
	harness_today(h, 20270124); /* the fourteenth */
	harness_daily(h);
	OK(turn(h, "contact_child") == 2 && turn(h, "contact_carer") == 1);
	OK(findings(h, "contact_late", true) == 1 && findings(h, "no_contact", true) == 0);
	harness_daily(h);
	OK(findings(h, "contact_late", true) == 1); /* said once */
	OK(level(h) == 2);
}

static const struct step noticed[] = {
	{ "the father reads it on his first page",
	  AS_PARENT,
	  GET,
	  "/",
	  NULL,
	  NULL,
	  200,
	  { "~would be glad to hear from you" } },
	{ "it leads to the weeks",
	  AS_PARENT,
	  GET,
	  "/contact_wish/{kid}",
	  NULL,
	  NULL,
	  303,
	  { "@location=/children/{kid}/contacts" } },
	{ "the teacher's Today",
	  AS_TEACHER,
	  GET,
	  "/",
	  NULL,
	  NULL,
	  200,
	  { "~glad of a word from you", "~/contacts" } },
	{ "whose parents", AS_TEACHER, GET, "/contacts", NULL, NULL, 200, { "~李小明", "~14 days" } },
	{ "silent for a week", AS_TEACHER, GET, "/contacts?of=parent", NULL, NULL, 200, { "~李小明" } },
	{ "silent for a month: nobody yet",
	  AS_TEACHER,
	  GET,
	  "/contacts?of=township",
	  NULL,
	  NULL,
	  200,
	  { "~Nobody has been silent", "!~李小明" } },
	{ "no such list", AS_TEACHER, GET, "/contacts?of=year", NULL, NULL, 422 },
	{ "another class hears nothing", AS_TEACHER_2, GET, "/contacts", NULL, NULL, 200, { "!~李小明" } },
	{ "the director has it among the tasks",
	  AS_DIRECTOR,
	  GET,
	  "/tasks",
	  NULL,
	  NULL,
	  200,
	  { "~A weekly word with the child" } },
	{ "the supervisor not yet", AS_SUPERVISOR, GET, "/contacts", NULL, NULL, 200, { "~李小明" } },
	{ "no family reads such a list", AS_PARENT, GET, "/contacts", NULL, NULL, 404 },
	{ "by place, with the sentence of the law",
	  AS_OFFICER,
	  GET,
	  "/duties/contact_child",
	  NULL,
	  NULL,
	  200,
	  { "~at least once a week", "~art. 23" } },
	{ "down to the rows",
	  AS_OFFICER,
	  GET,
	  "/duties/contact_child/rows?of=not_done",
	  NULL,
	  NULL,
	  200,
	  { "~李小明" } },
};

/* The thirtieth day; then the program stands still for two weeks. */
static void later(struct harness *h)
{
	harness_today(h, 20270208);
	harness_daily(h);
	OK(turn(h, "contact_child") == 2);
	harness_today(h, 20270209);
	harness_daily(h);
	OK(turn(h, "contact_child") == 3);
	OK(findings(h, "no_contact", true) == 1 && findings(h, "contact_late", true) == 0);
	OK(findings(h, "contact_late", false) == 1 && level(h) == 3);
	OK(state(h, "next_on", "father") == 20270216); /* the carer's thirtieth */
	harness_today(h, 20270228);
	harness_daily(h);
	OK(turn(h, "contact_carer") == 3 && state(h, "next_on", "father") >= 0);
	int64_t ids =
		steps_number(h, "SELECT CAST(coalesce(sum(id % 1000003), 0) AS BIGINT) FROM contact_state");
	harness_daily(h);
	OK(steps_number(h, "SELECT CAST(coalesce(sum(id % 1000003), 0) AS BIGINT) FROM contact_state") ==
	   ids);
	/* A word, and all is well again; the silence that was stays in the figures. */
	OK(written(h, AS_TEACHER,
		   "{'child':'{kid}','person':'{father}','whom':'both','channel':'visit','outcome':'reached',"
		   "'day':'2027-02-28'}") > 0);
	OK(turn(h, "contact_child") == 1 && turn(h, "contact_carer") == 1);
	harness_daily(h);
	OK(findings(h, "no_contact", true) == 0 && findings(h, "no_contact", false) == 1);
	OK(level(h) == 3); /* it steps down by a review, never by itself */
	OK(state(h, "quiet_since", "father") == 20270228 && state(h, "told_on", "father") == 0);
	OK(steps_number(h, "SELECT count(*) FROM obligation WHERE child = {kid} AND duty = 'contact_child'"
			   " AND done_on = 20270228 AND done_on > due") == 1);
}

/* --- a call counts by itself, and once --- */

static void insert(struct harness *h, const char *sql)
{
	if (!harness_exec(h, str_of(str_z(&h->mem, harness_fill(h, sql)))))
		harness_fail("%s", sql);
}

static enum rc touch(struct ctx *c, void *arg)
{
	store_touch(c, *(const int64_t *)arg);
	return RC_OK;
}

static void settle(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	if (store_write(&c, PRIO_BULK, touch, &h->fix[FIX_KID]) != RC_OK)
		harness_fail("it cannot be settled");
}

#define A_CALL(id, seconds, state)                                                                           \
	"INSERT INTO call (id, version, county, created_at, updated_at, child, on_day, from_minute, "        \
	"minutes, channel,"                                                                                  \
	" occasion, state, started_at, seconds) VALUES (" id                                                 \
	", 1, 440804, 1, 1, {kid}, 20270306, 1080, 15, 'video',"                                             \
	" 'weekly', '" state "', 1804327200000000, " seconds ")"
#define A_PARTY(id, call, joined)                                                                            \
	"INSERT INTO call_party (id, version, county, created_at, updated_at, child, call, person, part, "   \
	"joined_at)"                                                                                         \
	" VALUES (" id ", 1, 440804, 1, 1, {kid}, " call ", {father}, 'relative', " joined ")"

static void calls(struct harness *h)
{
	harness_today(h, 20270307);
	insert(h, A_CALL("3875000000000000001", "59", "done"));
	insert(h, A_PARTY("3875000000000000011", "3875000000000000001", "1804327200000000"));
	settle(h);
	OK(state(h, "child_since", "father") == 20270228); /* too short */
	insert(h, A_CALL("3875000000000000002", "600", "missed"));
	insert(h, A_PARTY("3875000000000000012", "3875000000000000002", "1804327200000000"));
	settle(h);
	OK(state(h, "child_since", "father") == 20270228);
	insert(h, A_CALL("3875000000000000003", "600", "done"));
	insert(h, A_PARTY("3875000000000000013", "3875000000000000003", "NULL"));
	settle(h);
	OK(state(h, "child_since", "father") == 20270228); /* he was not there */
	insert(h, "UPDATE call_party SET joined_at = 1804327200000000 WHERE id = 3875000000000000013");
	settle(h);
	OK(state(h, "child_since", "father") == 20270306 && state(h, "carer_since", "father") == 20270228);
	OK(steps_number(h, "SELECT count(*) FROM obligation WHERE duty = 'contact_child' AND child = {kid}"
			   " AND evidence = 'call'") == 1);
	/* The father notes the same talk: it counts once, and grandma was in it. */
	OK(written(h, AS_PARENT,
		   "{'child':'{kid}','person':'{father}','whom':'both','channel':'video','outcome':'reached',"
		   "'day':'2027-03-06','minute':1095}") > 0);
	OK(state(h, "carer_since", "father") == 20270306);
}

static const struct step once[] = {
	{ "two say so",
	  AS_TEACHER,
	  GET,
	  TALKS,
	  NULL,
	  NULL,
	  200,
	  { "~2 say so, it counts once", "~the log of calls" } },
};

/* --- who owes it --- */

static void owing(struct harness *h)
{
	insert(h, "UPDATE absence SET to_day = 20270301 WHERE person = {mother}");
	settle(h);
	OK(state(h, "entrusted", "father") == 0 && state(h, "from_day", "mother") == 0);
	OK(turn(h, "contact_child") ==
	   0); /* she is at home: the law asks nothing of him, and he is still kept in mind */
	OK(state(h, "from_day", "father") > 0);
	insert(h, "UPDATE absence SET to_day = NULL WHERE person = {mother}");
	insert(h, "UPDATE tie SET barred = 1 WHERE child = {kid} AND person = {mother}");
	settle(h);
	OK(state(h, "entrusted", "father") == 1 && state(h, "from_day", "mother") == 0);
	insert(h, "UPDATE tie SET barred = 0 WHERE child = {kid} AND person = {mother}");
	insert(h, "UPDATE absence SET from_day = 20270320 WHERE person = {mother}");
	settle(h);
	OK(state(h, "entrusted", "father") == 0);
	/* She leaves on a day that was known before: nobody writes anything, the day comes. */
	harness_today(h, 20270319);
	harness_daily(h);
	OK(state(h, "entrusted", "father") == 0);
	harness_today(h, 20270322);
	harness_daily(h);
	OK(state(h, "entrusted", "father") == 1 && state(h, "from_day", "mother") == 20270320);
	OK(turn(h, "contact_child") == 1);
}

/* The words of one finding: "contact_late 20270607 20270615". */
static int64_t found(struct harness *h, const char *indicator, day on, day over)
{
	return steps_number(h,
			    str_z(&h->mem, harness_text(&h->mem,
							"SELECT count(*) FROM finding WHERE child = {kid} AND"
							" indicator = '%s' AND on_day = %d AND over_on = %d",
							indicator, (int)on, (int)over)));
}

static void talk(struct harness *h, const char *on)
{
	OK(written(h, AS_TEACHER,
		   str_z(&h->mem,
			 harness_text(&h->mem,
				      "{'child':'{kid}','person':'{father}','whom':'both','channel':'"
				      "video','outcome':'reached','day':'%s'}",
				      on))) > 0);
}

/* The program stands still from a day after a talk until the day of the next: what lay between is in the
 * ledger alone.  Found is what would have been, with its days; and only once. */
static void stopped(struct harness *h)
{
	harness_today(h, 20270601);
	talk(h, "2027-06-01");
	harness_daily(h);
	harness_today(h, 20270602);
	harness_daily(h);
	int64_t late = findings(h, "contact_late", false), none = findings(h, "no_contact", false);

	harness_today(h, 20270617); /* sixteen days of silence, and today they talk */
	talk(h, "2027-06-17");
	harness_daily(h);
	OK(found(h, "contact_late", 20270615, 20270617) == 1);
	OK(findings(h, "contact_late", true) == 0 && findings(h, "no_contact", false) == none);
	harness_daily(h);
	harness_today(h, 20270618);
	harness_daily(h);
	OK(findings(h, "contact_late", false) == late + 1); /* once */

	/* Thirteen days are none; five weeks are late, then no contact at all; a second talk ends nothing
	 * anew. */
	harness_today(h, 20270630);
	talk(h, "2027-06-30");
	harness_daily(h);
	OK(findings(h, "contact_late", false) == late + 1);
	harness_today(h, 20270806);
	talk(h, "2027-08-06");
	harness_today(h, 20270808);
	talk(h, "2027-08-08");
	harness_daily(h);
	OK(found(h, "contact_late", 20270714, 20270730) == 1);
	OK(found(h, "no_contact", 20270730, 20270806) == 1);
	OK(findings(h, "contact_late", true) == 0 && findings(h, "no_contact", true) == 0);
	OK(findings(h, "contact_late", false) == late + 2 && findings(h, "no_contact", false) == none + 1);

	/* Found before it stopped, over while it stood still: it ends with the first talk, not the last. */
	harness_today(h, 20270823);
	harness_daily(h);
	OK(findings(h, "contact_late", true) == 1);
	harness_today(h, 20270827);
	talk(h, "2027-08-25");
	talk(h, "2027-08-27");
	harness_daily(h);
	OK(found(h, "contact_late", 20270822, 20270825) == 1 && findings(h, "contact_late", true) == 0);
	OK(findings(h, "contact_late", false) == late + 3);
}

/* SQLite comes to a child's calls by the child, not by all calls that were ever held. */
static bool by_child(struct harness *h, const struct sql *said, size_t nv)
{
	struct val v[17] = { { .t = VAL_NULL } };
	struct rows q;
	bool found = false, walks = false;
	struct buf text = buf_new(&h->mem, 8 << 10);

	buf_str(&text, STR("EXPLAIN QUERY PLAN "));
	buf_str(&text, str_of(said->text));
	OK(db_query_text(harness_db(h), &q, buf_view(&text), v, nv) == RC_OK);
	while (db_next(&q)) {
		found |= str_has(db_text(&q, 3), STR("call_child"));
		walks |= str_has(db_text(&q, 3), STR("call_state"));
	}
	return db_done(&q) == RC_OK && found && !walks;
}

static void plans(struct harness *h)
{
	size_t one = 0, sixteen = 0;

	for (const struct sql *s = __start_tx_sql; s < __stop_tx_sql; s++) {
		if (!strstr(s->text, "UNION ALL SELECT k.child, 1, k.id, y.person"))
			continue;
		bool many = strstr(s->text, "?17");
		one += !many && by_child(h, s, 2);
		sixteen += many && by_child(h, s, 17);
	}
	OK(one == 1 && sixteen == 1);
}

/* --- a database that nobody has looked through yet: so many children in a night, from where it stopped ---
 */

/* Of children whose states are gone, how many have them again after a night's work from this place. */
static int64_t found_again(struct harness *h, const char *to, const char *after)
{
	struct ctx c = harness_ctx(h);

	insert(h, "DELETE FROM contact_state");
	insert(h, "DELETE FROM meta WHERE name IN ('contact_to', 'contact_after')");
	if (to)
		insert(h, to);
	if (after)
		insert(h, after);
	OK(contact_daily(&c) == RC_OK);
	OK(steps_number(h, "SELECT count(*) FROM meta WHERE name = 'contact_after'") == 0);
	OK(steps_number(h, "SELECT count(*) FROM meta WHERE name = 'contact_to'") == 1);
	return steps_number(h, "SELECT count(DISTINCT child) FROM contact_state");
}

#define YESTERDAY "INSERT INTO meta (name, value) VALUES ('contact_to', '2027-03-22')"
#define AFTER(child) "INSERT INTO meta (name, value) SELECT 'contact_after', CAST(" child

static void building(struct harness *h)
{
	harness_today(h, 20270323);
	int64_t all = found_again(h, NULL, NULL);
	OK(all > 0);
	OK(found_again(h, YESTERDAY, NULL) == 0); /* everybody was looked at, nobody has left since */
	OK(found_again(h, YESTERDAY, AFTER("0 AS TEXT)")) == all);
	OK(found_again(h, YESTERDAY, AFTER("max(c.id) AS TEXT) FROM child c")) == 0);
	OK(found_again(h, YESTERDAY, AFTER("{kid} AS TEXT)")) < all);
}

static void test_engine(struct harness *h)
{
	settle(h);
	if (h->engine == DB_SQLITE)
		plans(h);
	STEPS(h, readers);
	STEPS(h, wrong);
	STEPS(h, writing);
	talked(h);
	clocks(h);
	STEPS(h, noticed);
	later(h);
	calls(h);
	STEPS(h, once);
	owing(h);
	stopped(h);
	building(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
