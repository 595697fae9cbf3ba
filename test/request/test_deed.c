/* Deeds of entrusted care: written in three steps, signed by all, the child heard, the school and the village
 * told, in force, renewed, ended; what is wrong said at once; a child that is left alone stands at red. */
#include "deed.h"
#include "deed_alone.h"
#include "deed_seal.h"
#include "deed_text.h"
#include "steps.h"

#define NEW_DEED "/children/{kid}/deed/new"
#define WHO                                                                                                  \
	"carer={grandma}&cause=work&destination=%E4%B8%9C%E8%8E%9E%E5%B8%82%E5%8E%9A%E8%A1%97%E9%95%87&"     \
	"employer=Hongfa+shoes&phone=13000000001"
#define HOW                                                                                                  \
	"considered=She+brought+up+two+children&daily=Three+meals&medical=Wuhe+clinic&money_yuan=1500.50&"   \
	"weekday=7&minute=1140&channel=video&home_plan=Spring+Festival"
#define SAFE "harm=0&habits=0&refused=0&unfit=0"
#define TIME "from=2026-11-21&to=2027-02-28"
#define CLIENT "client=aaaaaaaa-0000-1111-2222-333333333333"
#define STEP(n) "&step=" n "&" CLIENT

/* clang-format off */
static const struct step reach[] = {
	{ "the parent's form", AS_PARENT, GET, NEW_DEED, NULL, NULL, 200, { "~Step 1 of 3", "~陈桂兰", "!~李建军", "~name=\"client\"", "~draft.js" } },
	{ "the director writes for a parent", AS_DIRECTOR, GET, NEW_DEED, NULL, NULL, 200, { "~name=\"parent\"" } },
	{ "a teacher does not", AS_TEACHER, GET, NEW_DEED, NULL, NULL, 404 },
	{ "nor a director of elsewhere", AS_DIRECTOR_2, GET, NEW_DEED, NULL, NULL, 404 },
	{ "nor another family", AS_GUARDIAN_2, GET, NEW_DEED, NULL, NULL, 404 },
	{ "nor who is kept away", AS_BARRED, GET, NEW_DEED, NULL, NULL, 404 },
	{ "a child of another county", AS_DIRECTOR, GET, "/children/{far_kid}/deed/new", NULL, NULL, 404 },
	{ "and to write", AS_PARENT, POST, "/children/{far_kid}/deed/new", NULL, WHO "&" TIME STEP("1"), 404 },
	{ "nobody", AS_NOBODY, POST, NEW_DEED, NULL, WHO, 401 },
	{ "none yet", AS_PARENT, GET, "/children/{kid}/deeds", NULL, NULL, 200, { "~No deed is written yet", "~Write a deed" } },
	{ "without a deed the director knows of it", AS_DIRECTOR, GET, "/deeds?of=none", NULL, NULL, 200, { "~李小明" } },
	{ "on Today", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~without a deed of entrusted care" } },
	{ "the head has no such list", AS_HEAD, GET, "/deeds?of=none", NULL, NULL, 404 },
};

static const struct step young[] = {
	{ "a sister of seventeen", AS_OFFICER, POST, API "parents", NULL, "{'child':'{kid}','relation':'75','name':'李小芳','birth_date':'2009-05-01','phone':'13000000007'}", 201, { NULL }, "young=person" },
};

/* --- what is wrong, all at once, each at its field and in its step --- */
static const struct step wrong[] = {
	{ "nothing at all", AS_PARENT, POST, NEW_DEED, NULL, "from=&to=&cause=&phone=&destination=" STEP("1"), 422, { "~e-carer", "~e-cause", "~e-destination", "~e-phone", "~e-from", "~e-to", "!~e-harm" } },
	{ "a period of zero", AS_PARENT, POST, NEW_DEED, NULL, WHO "&from=2026-12-01&to=2026-12-01" STEP("1"), 422, { "~The last day comes after", "~Hongfa shoes" } },
	{ "backwards", AS_PARENT, POST, NEW_DEED, NULL, WHO "&from=2026-12-01&to=2026-11-01" STEP("1"), 422, { "~The last day comes after" } },
	{ "past", AS_PARENT, POST, NEW_DEED, NULL, WHO "&from=2025-12-01&to=2026-11-20" STEP("1"), 422, { "~past already" } },
	{ "of age by then", AS_PARENT, POST, NEW_DEED, NULL, WHO "&from=2026-12-01&to=2033-09-06" STEP("1"), 422, { "~of age" } },
	{ "somebody who is kept away", AS_PARENT, POST, NEW_DEED, NULL, "carer={barred}&cause=work&destination=x&phone=13000000001&" TIME STEP("1"), 422, { "~has to keep away" } },
	{ "somebody too young", AS_PARENT, POST, NEW_DEED, NULL, "carer={young}&cause=work&destination=x&phone=13000000001&" TIME STEP("1"), 422, { "~eighteen or older" } },
	{ "somebody of whom nobody knows how old", AS_PARENT, POST, NEW_DEED, NULL, "carer={mother}&cause=work&destination=x&phone=13000000001&" TIME STEP("1"), 422, { "~eighteen or older" } },
	{ "oneself", AS_PARENT, POST, NEW_DEED, NULL, "carer={father}&cause=work&destination=x&phone=13000000001&" TIME STEP("1"), 422, { "~somebody else than who entrusts" } },
	{ "a stranger", AS_PARENT, POST, NEW_DEED, NULL, "carer={parent_2}&cause=work&destination=x&phone=13000000001&" TIME STEP("1"), 422, { "~not written down around the child" } },
	{ "no amount", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&money_yuan=a+lot" STEP("2"), 422, { "~in yuan", "~Step 2" } },
	{ "what the first step wants is asked there", AS_PARENT, POST, NEW_DEED, NULL, "carer={grandma}&" HOW "&" TIME STEP("2"), 422, { "~Step 1", "~e-cause" } },
	{ "declarations left out", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&" HOW "&harm=0" STEP("3"), 422, { "~Step 3", "~e-habits", "~e-refused", "~e-unfit", "!~e-harm\"" } },
	{ "one of them is so", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&" HOW "&harm=0&habits=1&refused=0&unfit=0" STEP("3"), 422, { "~the law forbids" } },
	{ "for another parent", AS_PARENT, POST, API "deeds", NULL, "{'child':'{kid}','parent':'{mother}','carer':'{grandma}','cause':'work','destination':'x','phone':'13000000001','from':'2026-11-21','to':'2027-11-20','harm':'0','habits':'0','refused':'0','unfit':'0'}", 422, { "?parent" } },
	{ "by who is no parent", AS_DIRECTOR, POST, API "deeds", NULL, "{'child':'{kid}','parent':'{barred}','carer':'{grandma}','cause':'work','destination':'x','phone':'13000000001','from':'2026-11-21','to':'2027-11-20','harm':'0','habits':'0','refused':'0','unfit':'0'}", 422, { "?parent" } },
	{ "a signature is nobody's to write", AS_PARENT, POST, API "deed_signatures", NULL, "{'deed':'1','child':'{kid}','part':'carer','name':'x','how':'own'}", 422 },
};

/* --- three steps, kept on the way --- */
static const struct step writing[] = {
	{ "the first step leads to the second", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME STEP("1"), 303, { "@location=/children/{kid}/deed/new?step=2" } },
	{ "which carries what was typed", AS_PARENT, GET, NEW_DEED "?step=2", NULL, NULL, 200, { "~Step 2 of 3", "~Hongfa shoes", "~Throw this draft away" } },
	{ "kept by a script", AS_PARENT, POST, "/children/{kid}/deed/draft", "Accept: application/json", WHO "&" TIME "&daily=half+a+sentence" STEP("2"), 200, { "at=10:00" } },
	{ "nobody else's", AS_DIRECTOR, GET, NEW_DEED "?step=2", NULL, NULL, 200, { "!~half a sentence" } },
	{ "the third", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&" HOW STEP("2"), 303, { "@location=/children/{kid}/deed/new?step=3" } },
	{ "the declarations", AS_PARENT, GET, NEW_DEED "?step=3", NULL, NULL, 200, { "~Has the carer ever harmed", "~Spring Festival" } },
	{ "written", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&" HOW "&" SAFE STEP("3"), 303, { NULL }, "where=@location" },
	{ "twice is once", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&" HOW "&" SAFE STEP("3"), 303, { "@location={where}" } },
	{ "the draft is gone", AS_PARENT, GET, NEW_DEED, NULL, NULL, 200, { "!~Hongfa shoes", "!~Throw this draft" } },
	{ "its words", AS_PARENT, GET, "{where}", NULL, NULL, 200, { "~Three meals", "~1500.50", "~I have read it: sign", "~李建国", "~陈桂兰" }, },
	{ "another one beside it", AS_PARENT, POST, NEW_DEED, NULL, WHO "&" TIME "&" HOW "&" SAFE "&step=3&client=bbbbbbbb-0000-1111-2222-333333333333", 422, { "~waits to be signed" } },
	{ "its number", AS_PARENT, GET, API "deeds?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.state=draft", "items.0.number=1", "items.0.money_fen=150050", "items.0.digest=null" }, "deed=items.0.id" },
	{ "without a purpose others read no words", AS_DIRECTOR, GET, "/deeds/{deed}", NULL, NULL, 200, { "!~Three meals", "~陈桂兰", "~Show the covered" } },
	{ "with one they do", AS_DIRECTOR, POST, "/deeds/{deed}", NULL, "purpose=witness", 200, { "~Three meals" } },
	{ "not from another village", AS_DIRECTOR_2, GET, "/deeds/{deed}", NULL, NULL, 404 },
	{ "nor school", AS_HEAD_2, GET, "/deeds/{deed}", NULL, NULL, 404 },
	{ "nor family", AS_GUARDIAN_2, GET, "/deeds/{deed}", NULL, NULL, 404 },
	{ "nor who is kept away", AS_BARRED, GET, "/deeds/{deed}", NULL, NULL, 404 },
	{ "nor the federation", AS_FEDERATION, GET, API "deeds/{deed}", NULL, NULL, 404 },
};

#define SIGN "/deeds/{deed}/sign"
static const struct step order[] = {
	{ "the carer before the parent", AS_GUARDIAN, POST, SIGN, NULL, "part=carer&mark={mark}", 422, { "~signs first" } },
	{ "the witness, too", AS_DIRECTOR, POST, SIGN, NULL, "part=witness&mark={mark}", 422, { "~signs first", "~carer has not signed" } },
	{ "for somebody else", AS_GUARDIAN, POST, SIGN, NULL, "part=parent&mark={mark}", 403 },
	{ "a text that nobody was shown", AS_PARENT, POST, SIGN, NULL, "part=parent", 409, { "~changed since you read it" } },
	{ "an older text", AS_PARENT, POST, SIGN, NULL, "part=parent&mark=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 409, { "~changed since you read it" } },
	{ "no such part", AS_PARENT, POST, SIGN, NULL, "part=king&mark={mark}", 400 },
	{ "the teacher is no witness", AS_TEACHER, POST, SIGN, NULL, "part=witness&mark={mark}", 404 },
	{ "notices before anybody signed", AS_PARENT, POST, "/deeds/{deed}/tell", NULL, "", 409, { "~Not everybody has signed" } },
};

static const struct step signing[] = {
	{ "the parent", AS_PARENT, POST, SIGN, NULL, "part=parent&mark={mark}&client=cccccccc-0000-1111-2222-333333333333", 303 },
	{ "again from the same page", AS_PARENT, POST, SIGN, NULL, "part=parent&mark={mark}&client=cccccccc-0000-1111-2222-333333333333", 303 },
	{ "twice", AS_PARENT, POST, SIGN, NULL, "part=parent&mark={mark}&client=dddddddd-0000-1111-2222-333333333333", 409, { "~signed already" } },
	{ "from now on the text stands", AS_PARENT, PATCH, API "deeds/{deed}", "If-Match: '2'", "{'daily':'two meals'}", 422, { "~stays as it is" } },
	{ "the carer is asked", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~asked to look after the child" } },
	{ "the director, too", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~deed of entrusted care is to be signed" } },
	{ "the child", AS_CHILD, GET, "/me", NULL, NULL, 200, { "~Who looks after me", "~/deeds/{deed}/say" } },
	{ "another child not", AS_CHILD_2, GET, "/deeds/{deed}/say", NULL, NULL, 404 },
	{ "the carer signs", AS_GUARDIAN, POST, SIGN, NULL, "part=carer&mark={mark}", 303 },
	{ "the child was not heard", AS_DIRECTOR, POST, SIGN, NULL, "part=witness&mark={mark}", 422, { "~has not been heard" } },
	{ "the family does not say it", AS_PARENT, GET, "/deeds/{deed}/say", NULL, NULL, 404 },
	{ "nor writes it", AS_GUARDIAN, POST, "/deeds/{deed}/say", NULL, "words=fine", 404 },
	{ "the child's page", AS_CHILD, GET, "/deeds/{deed}/say", NULL, NULL, 200, { "~陈桂兰", "~What do you think", "~aloud.js" } },
	{ "nothing said", AS_CHILD, POST, "/deeds/{deed}/say", NULL, "words=++", 422, { "~in your own words" } },
	{ "said", AS_CHILD, POST, "/deeds/{deed}/say", NULL, "words=I+like+grandma+but+call+me+on+Sunday", 303, { "@location=/me?said=deed" } },
	{ "no longer asked", AS_CHILD, GET, "/me", NULL, NULL, 200, { "!~/deeds/{deed}/say" } },
	{ "the parent reads it", AS_PARENT, GET, "/deeds/{deed}", NULL, NULL, 200, { "~call me on Sunday" } },
	{ "the class teacher may write it down as well", AS_TEACHER, GET, "/deeds/{deed}/say", NULL, NULL, 200, { "~without the family in the room" } },
	{ "the witness", AS_DIRECTOR, POST, SIGN, NULL, "part=witness&mark={mark}", 303 },
	{ "signed by all", AS_PARENT, GET, API "deeds/{deed}", NULL, NULL, 200, { "state=signed", "signed_on=2026-11-21" } },
	{ "each signature fits", AS_PARENT, GET, "/deeds/{deed}", NULL, NULL, 200, { "~Unchanged since it was signed", "!~does not fit", "!~put right after" } },
	{ "too late to be heard", AS_CHILD, POST, "/deeds/{deed}/say", NULL, "words=no", 409, { "~All have signed" } },
};

static const struct step telling[] = {
	{ "the parent is asked to", AS_PARENT, GET, "/", NULL, NULL, 200, { "~Send the notice" } },
	{ "the carer does not", AS_GUARDIAN, POST, "/deeds/{deed}/tell", NULL, "", 403 },
	{ "sent", AS_PARENT, POST, "/deeds/{deed}/tell", NULL, "", 303 },
	{ "twice", AS_PARENT, POST, "/deeds/{deed}/tell", NULL, "", 409, { "~sent already" } },
	{ "notified", AS_PARENT, GET, API "deeds/{deed}", NULL, NULL, 200, { "state=notified" } },
	{ "two of them, within seven days", AS_PARENT, GET, API "deed_notices?child={kid}", NULL, NULL, 200, { "items.#=2", "items.0.due_at=2026-11-28T02:00:00.000000Z" } },
	{ "the teacher sees it", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~notice of entrusted care" } },
	{ "the head as well", AS_HEAD, GET, "/deeds", NULL, NULL, 200, { "~李小明" } },
	{ "not another head", AS_HEAD_2, GET, "/deeds", NULL, NULL, 200, { "!~李小明" } },
	{ "the teacher acknowledges, not for the village", AS_TEACHER, POST, "/deeds/{deed}/acknowledge", NULL, "to=village", 403 },
	{ "for the school", AS_TEACHER, POST, "/deeds/{deed}/acknowledge", NULL, "to=school&words=We+look+after+him", 303 },
	{ "twice", AS_HEAD, POST, "/deeds/{deed}/acknowledge", NULL, "to=school", 409, { "~acknowledged already" } },
	{ "one is missing", AS_PARENT, GET, API "deeds/{deed}", NULL, NULL, 200, { "state=notified" } },
	{ "the director for the village", AS_DIRECTOR, POST, "/deeds/{deed}/acknowledge", NULL, "to=village", 303 },
	{ "in force", AS_PARENT, GET, API "deeds/{deed}", NULL, NULL, 200, { "state=active", "noted_on=2026-11-21", "next_on=2027-01-29" } },
	{ "a word for the parent", AS_PARENT, GET, "/deeds/{deed}", NULL, NULL, 200, { "~We look after him" } },
	{ "on paper", AS_PARENT, GET, "/deeds/{deed}/print", NULL, NULL, 200, { "~Three meals", "~SM3", "~Signed by hand" } },
	{ "for staff with a purpose", AS_DIRECTOR, GET, "/deeds/{deed}/print", NULL, NULL, 200, { "!~Three meals" } },
	{ "given", AS_DIRECTOR, POST, "/deeds/{deed}/print", NULL, "purpose=file", 200, { "~Three meals" } },
	{ "in the child's file", AS_DIRECTOR, GET, "/children/{kid}", NULL, NULL, 200, { "~Entrusted care" } },
};

/* --- the child needs the parent --- */
static const struct step calling[] = {
	{ "with words", AS_TEACHER, POST, "/deeds/{deed}/call", NULL, "words=", 422, { "~what the child needs" } },
	{ "called", AS_TEACHER, POST, "/deeds/{deed}/call", NULL, "words=He+cries+in+class", 303 },
	{ "the parent sees it first", AS_PARENT, GET, "/", NULL, NULL, 200, { "~The child needs you" } },
	{ "reads it", AS_PARENT, GET, "/deeds/{deed}", NULL, NULL, 200, { "~He cries in class" } },
	{ "within a day", AS_PARENT, GET, API "deed_notices?child={kid}", NULL, NULL, 200, { "items.2.due_at=2026-11-22T02:00:00.000000Z", "items.2.plan_due_at=2026-11-28T02:00:00.000000Z" } },
	{ "has read it", AS_PARENT, POST, "/deeds/{deed}/answer", NULL, "plan=", 303 },
	{ "says what comes", AS_PARENT, POST, "/deeds/{deed}/answer", NULL, "plan=", 422, { "~what you will do" } },
	{ "a plan", AS_PARENT, POST, "/deeds/{deed}/answer", NULL, "plan=I+come+home+on+Friday", 303 },
	{ "nothing waits", AS_PARENT, POST, "/deeds/{deed}/answer", NULL, "plan=x", 409 },
	{ "the carer does not answer", AS_GUARDIAN, POST, "/deeds/{deed}/answer", NULL, "plan=x", 403 },
};

/* --- another version --- */
#define AFTER "after={deed}&client=eeeeeeee-0000-1111-2222-333333333333"
static const struct step following[] = {
	{ "filled from the last one", AS_PARENT, GET, NEW_DEED "?after={deed}", NULL, NULL, 200, { "~Hongfa shoes", "~A new version" } },
	{ "not before it", AS_PARENT, POST, NEW_DEED, NULL, AFTER "&" WHO "&" HOW "&" SAFE "&from=2026-11-21&to=2027-03-31&step=3", 422, { "~begins after the first day" } },
	{ "written", AS_PARENT, POST, NEW_DEED, NULL, AFTER "&" WHO "&" HOW "&" SAFE "&from=2027-01-15&to=2027-06-30&step=3", 303, { NULL }, "next=@location" },
	{ "it is version two", AS_PARENT, GET, API "deeds?child={kid}", NULL, NULL, 200, { "items.#=2", "items.1.number=2", "items.1.replaces={deed}" }, "second=items.1.id" },
	{ "the old one cannot be followed twice", AS_PARENT, POST, NEW_DEED, NULL, "after={deed}&client=ffffffff-0000-1111-2222-333333333333&" WHO "&" HOW "&" SAFE "&from=2028-09-01&to=2029-08-31&step=3", 422, { "~newer version" } },
	{ "another parent of another child does not", AS_GUARDIAN_2, GET, "{next}", NULL, NULL, 404 },
};
/* clang-format on */

/* What would be signed, as the page says it. */
static void keep_mark(struct harness *h, const char *deed)
{
	struct ctx c = harness_ctx(h);
	struct deed d;
	str text;

	OK(deed_whole(&c, steps_number(h, deed), &d) == RC_OK && deed_words(&c, &d, LANG_ZH, &text) == RC_OK);
	harness_keep(h, "mark", deed_digest(&h->mem, text));
}

static void ask(struct harness *h, enum as as, const char *what, const char *body, int status)
{
	const char *path = harness_text(&h->mem, "/deeds/{second}/%s", what).s;
	const struct step one = { what, as, POST, path, NULL, body, status };

	OK(harness_step(h, &one));
}

static void finish_second(struct harness *h)
{
	keep_mark(h, "SELECT {second}");
	ask(h, AS_PARENT, "sign", "part=parent&mark={mark}", 303);
	ask(h, AS_DIRECTOR, "sign", "part=carer&mark={mark}&before=1", 303);
	ask(h, AS_TEACHER, "say", "words=Grandma+again,+good", 303);
	ask(h, AS_DIRECTOR, "sign", "part=witness&mark={mark}", 303);
	ask(h, AS_DIRECTOR, "tell", "", 303);
	ask(h, AS_HEAD, "acknowledge", "to=school", 303);
	ask(h, AS_SUPERVISOR, "acknowledge", "to=village", 303);
}

#define DEED_IS(id, state)                                                                                   \
	(steps_number(h, "SELECT count(*) FROM deed WHERE id = {" id "} AND state = '" state "'") == 1)
#define FINDINGS(indicator)                                                                                  \
	steps_number(h, "SELECT count(*) FROM finding WHERE child = {kid} AND indicator = '" indicator "'")
#define LEVEL() steps_number(h, "SELECT level FROM care_case WHERE child = {kid}")

static void day_comes(struct harness *h, day d)
{
	harness_today(h, d);
	harness_daily(h);
}

/* --- time alone --- */

/* clang-format off */
static const struct step last_month[] = {
	{ "the director is told", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~deed of entrusted care ends soon" } },
	{ "and the parent", AS_PARENT, GET, "/", NULL, NULL, 200, { "~renew it" } },
};
static const struct step ending[] = {
	{ "without a reason", AS_PARENT, POST, "/deeds/{second}/revoke", NULL, "why=&care_now=", 422, { "~Say why the deed ends", "~who looks after the child from now on" } },
	{ "by somebody else", AS_TEACHER, POST, "/deeds/{second}/revoke", NULL, "why=x&care_now=parent", 404 },
	{ "no such answer", AS_PARENT, POST, "/deeds/{second}/revoke", NULL, "why=x&care_now=dog", 422, { "~Choose one of the list" } },
	{ "grandmother goes to hospital", AS_GUARDIAN, POST, "/deeds/{second}/revoke", NULL, "why=I+have+to+go+to+hospital&care_now=nobody", 303 },
	{ "it is over", AS_PARENT, GET, API "deeds/{second}", NULL, NULL, 200, { "state=revoked", "care_now=nobody" } },
	{ "twice", AS_PARENT, POST, "/deeds/{second}/revoke", NULL, "why=x&care_now=parent", 409, { "~over already" } },
	{ "nobody signs it", AS_DIRECTOR, POST, "/deeds/{second}/sign", NULL, "part=carer&before=1&mark=x", 409 },
	{ "nor follows an old version", AS_PARENT, POST, NEW_DEED, NULL, "after={deed}&client=99999999-0000-1111-2222-333333333333&" WHO "&" HOW "&" SAFE "&from=2028-01-01&to=2028-12-31&step=3", 303 },
	{ "red at once, and why", AS_DIRECTOR, GET, "/children/{kid}/risk", NULL, NULL, 200, { "~lives alone" } },
};
/* clang-format on */

static void test_time(struct harness *h)
{
	OK(DEED_IS("deed", "active"));
	OK(DEED_IS("second", "notified"));
	OK(steps_number(h, "SELECT ended_on FROM deed WHERE id = {deed}") == 20270114);
	day_comes(h, 20270115);
	OK(DEED_IS("deed", "ended"));
	OK(DEED_IS("second", "active"));
	OK(!FINDINGS("alone")); /* the next one holds */
	day_comes(h, 20270530);
	OK(DEED_IS("second", "active"));
	day_comes(h, 20270531);
	OK(DEED_IS("second", "renew_due"));
	STEPS(h, last_month);
}

static void test_ending(struct harness *h)
{
	OK(LEVEL() < 4);
	STEPS(h, ending);
	OK(FINDINGS("alone") == 1);
	OK(LEVEL() == 4);
	day_comes(h, 20270601); /* it is not said again each day */
	OK(FINDINGS("alone") == 1);
}

/* --- left alone, by what is written down --- */

static enum deed_alone alone_now(struct harness *h, const char *child)
{
	struct ctx c = harness_ctx(h);
	enum deed_alone alone = DEED_CARED;

	OK(deed_alone_of(&c, steps_number(h, child), &alone) == RC_OK);
	return alone;
}

/* clang-format off */
static const struct step leaves[] = {
	{ "the only parent of the little one goes", AS_OFFICER, PATCH, API "absences/{absence_2}", "If-Match: '1'", "{'from':'2026-09-01'}", 200 },
};
/* clang-format on */

/* Seven years old, the father away, nobody else written down. */
static void test_alone(struct harness *h)
{
	OK(alone_now(h, "SELECT {kid}") == DEED_CARED); /* grandmother lives there */
	OK(alone_now(h, "SELECT {far_kid}") != DEED_CARED);
	OK(alone_now(h, "SELECT {loose}") ==
	   DEED_CARED); /* of whom nobody is written down, nothing is known */
	STEPS(h, leaves);
	OK(alone_now(h, "SELECT {kid_2}") == DEED_UNATTENDED);
	day_comes(h, 20261122);
	OK(steps_number(h,
			"SELECT count(*) FROM finding WHERE child = {kid_2} AND indicator = 'unattended'") ==
	   1);
	OK(steps_number(h, "SELECT level FROM care_case WHERE child = {kid_2}") == 4);
	day_comes(h, 20261125);
	OK(steps_number(h,
			"SELECT count(*) FROM finding WHERE child = {kid_2} AND indicator = 'unattended'") ==
	   1);
	day_comes(h, 20261222); /* a month on it still is so */
	OK(steps_number(h,
			"SELECT count(*) FROM finding WHERE child = {kid_2} AND indicator = 'unattended'") ==
	   2);
	OK(!FINDINGS("alone"));
}

/* --- a parent far away signs by a link --- */

#define NO_LINK "/d/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* clang-format off */
static const struct step link_looking[] = {
	{ "looking uses nothing up and shows nothing", AS_NOBODY, GET, "/d/{word}", NULL, NULL, 200, { "~Open it on this phone", "!~李小明", "!~Three meals" } },
	{ "signing without opening it", AS_NOBODY, POST, "/d/{word}/sign", NULL, "mark={mark}", 200, { "~Open it on this phone" } },
	{ "a link that was never made", AS_NOBODY, GET, NO_LINK, NULL, NULL, 404, { "~not good" } },
	{ "no link at all", AS_NOBODY, GET, "/d/x", NULL, NULL, 404, { "~not good" } },
};
static const struct step link_signing[] = {
	{ "the words", AS_NOBODY, GET, "/d/{word}", "Cookie: link={browser}", NULL, 200, { "~Three meals", "~I have read it: sign", "~{mark}" } },
	{ "forwarded", AS_NOBODY, GET, "/d/{word}", NULL, NULL, 410, { "~another phone first", "!~Three meals" } },
	{ "another phone does not take it", AS_NOBODY, POST, "/d/{word}/open", NULL, "", 410 },
	{ "nor sign", AS_NOBODY, POST, "/d/{word}/sign", "Cookie: link=bbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "mark={mark}", 410 },
	{ "other words than were shown", AS_NOBODY, POST, "/d/{word}/sign", "Cookie: link={browser}", "mark=0", 409, { "~Read it again" } },
	{ "signed", AS_NOBODY, POST, "/d/{word}/sign", "Cookie: link={browser}", "mark={mark}", 303, { "@location=/d/{word}" } },
	{ "twice is once", AS_NOBODY, POST, "/d/{word}/sign", "Cookie: link={browser}", "mark={mark}", 303 },
	{ "and says so", AS_NOBODY, GET, "/d/{word}", "Cookie: link={browser}", NULL, 200, { "~You signed this on", "!~I have read it: sign" } },
	{ "the witness reads how", AS_DIRECTOR, POST, "/deeds/{far}", NULL, "purpose=witness", 200, { "~by a one-time link" } },
	{ "no second link for what is signed", AS_DIRECTOR, POST, "/deeds/{far}/link", "Host: tongxin.example", "", 303, { "@location=/deeds/{far}" } },
};
/* clang-format on */

static str after_text(str text, str before, char end)
{
	for (size_t i = 0; i + before.n <= text.n; i++)
		if (!memcmp(text.s + i, before.s, before.n)) {
			size_t from = i + before.n, to = from;
			while (to < text.n && text.s[to] != end)
				to++;
			return str_cut(text, from, to - from);
		}
	return (str){ NULL, 0 };
}

static void make_link(struct harness *h)
{
	struct answer a = harness_ask(h, AS_DIRECTOR, POST, "/deeds/{far}/link", "Host: tongxin.example", "");

	OK(a.status == 200 && a.no_store);
	harness_keep(h, "word", str_dup(&h->mem, after_text(a.body, STR("http://tongxin.example/d/"), '<')));
}

/* The version that follows the one that ended, with the same people. */
static void test_link(struct harness *h)
{
	harness_keep(h, "far",
		     harness_text(&h->mem, "%lld",
				  (long long)steps_number(h, "SELECT max(id) FROM deed WHERE child = {kid}"
							     " AND state = 'draft'")));
	OK(harness_ask(h, AS_PARENT, POST, "/deeds/{far}/link", NULL, "").status == 404);
	OK(harness_ask(h, AS_TEACHER, POST, "/deeds/{far}/link", NULL, "").status == 404);
	make_link(h);
	harness_keep(h, "old", harness_fill(h, "{word}"));
	make_link(h);
	keep_mark(h, "SELECT {far}");
	OK(harness_ask(h, AS_NOBODY, GET, "/d/{old}", NULL, NULL).status == 404); /* replaced */
	STEPS(h, link_looking);
	struct answer a =
		harness_ask(h, AS_NOBODY, POST, "/d/{word}/open", "Sec-Fetch-Site: same-origin", "");
	OK(a.status == 303);
	harness_keep(h, "browser",
		     str_dup(&h->mem, after_text(header_of(&a, "Set-Cookie"), STR("link="), ';')));
	int64_t now = h->now;
	harness_clock(h, now + INT64_C(8) * 86400 * 1000000);
	a = harness_ask(h, AS_NOBODY, GET, "/d/{word}", "Cookie: link={browser}", NULL);
	OK(a.status == 410);
	harness_clock(h, now);
	STEPS(h, link_signing);
	OK(steps_number(h, "SELECT count(*) FROM deed_signature WHERE deed = {far} AND part = 'parent'"
			   " AND how = 'link' AND role = 'parent' AND by_account IS NULL") == 1);
	OK(steps_number(h, "SELECT count(*) FROM deed_link WHERE link = '{word}' OR browser = '{browser}'") ==
	   0);
	OK(steps_number(h, "SELECT count(*) FROM outbox WHERE ref = {far}") == 1);
}

/* --- evidence --- */

/* Somebody with the database in hand changes a word: the page says so. */
static void test_tamper(struct harness *h)
{
	static const struct step seen = {
		"a signature that does not fit", AS_PARENT, GET, "/deeds/{deed}", NULL, NULL, 200,
		{ "~does not fit any more" }
	};

	OK(DB_EXEC(harness_db(h), "UPDATE deed_signature SET name = ?1 WHERE deed = ?2 AND part = 'carer'",
		   TEXT(STR("somebody")), INT(steps_number(h, "SELECT {deed}"))) == RC_OK);
	OK(harness_step(h, &seen));
}

static void test_engine(struct harness *h)
{
	STEPS(h, young);
	STEPS(h, reach);
	STEPS(h, wrong);
	STEPS(h, writing);
	keep_mark(h, "SELECT {deed}");
	STEPS(h, order);
	STEPS(h, signing);
	STEPS(h, telling);
	STEPS(h, calling);
	STEPS(h, following);
	finish_second(h);
	test_alone(h);
	test_time(h);
	test_ending(h);
	test_link(h);
	test_tamper(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
