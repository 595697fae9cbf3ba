/* Referrals: sent with the parts that are needed, taken on, sent back, done, taken back, unanswered; what
 * each side and the family sees; agencies and their people. */
#include "consent.h"
#include "erase.h"
#include "journal.h"
#include "referral.h"
#include "registry.h"
#include "steps.h"

#include <string.h>

#define SEND "/children/{kid}/referrals/new"
#define MY "/my/children/{kid}/"
#define LAW "'basis':'statutory','law':'LPM 11'"
#define TO(agency, parts)                                                                                    \
	"{'child':'{kid}','to':'" agency "','what':'referral'," LAW                                          \
	",'reason':'Please see to the ear','parts':'" parts "'}"
#define FORM "what=referral&basis=statutory&law=LPM+11&reason=Please+see+to+the+ear"

static int64_t number(struct harness *h, const char *text)
{
	return harness_number(h, harness_fill(h, text));
}

static void keep_accounts(struct harness *h)
{
	static const enum as who[] = { AS_HOSPITAL, AS_POLICE, AS_FEDERATION, AS_GUARDIAN, AS_HEAD_2 };

	for (size_t i = 0; i < COUNT(who); i++) {
		str sql = harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'", as_name[who[i]]);
		harness_keep(h, str_z(&h->mem, str_of(harness_text(&h->mem, "a_%s", as_name[who[i]]).s)),
			     harness_text(&h->mem, "%lld", (long long)harness_number(h, sql)));
	}
}

/* --- agencies --- */

/* clang-format off */
static const struct step agencies[] = {
	{ "civil affairs adds a hospital", AS_CIVIL, POST, API "agencies", NULL, "{'name':'坡头区人民医院','sort':'hospital','region':'440804','phone':'07593950120'}", 201, {}, "hospital=id" },
	{ "the police", AS_CIVIL, POST, API "agencies", NULL, "{'name':'龙头派出所','sort':'police','region':'440804101'}", 201, {}, "police=id" },
	{ "the federation", AS_OFFICER, POST, API "agencies", NULL, "{'name':'坡头区妇联','sort':'federation','region':'440804'}", 201, {}, "fed=id" },
	{ "civil affairs itself", AS_CIVIL, POST, API "agencies", NULL, "{'name':'坡头区民政局','sort':'civil','region':'440804'}", 201, {}, "office=id" },
	{ "one that was closed", AS_CIVIL, POST, API "agencies", NULL, "{'name':'旧卫生站','sort':'hospital','region':'440804101','closed_on':'2026-11-01'}", 201, {}, "old=id" },
	{ "one name twice", AS_CIVIL, POST, API "agencies", NULL, "{'name':'龙头派出所','sort':'police','region':'440804101'}", 409, { "?name", "~There is an agency of this name already" } },
	{ "the name of a closed one is free", AS_CIVIL, POST, API "agencies", NULL, "{'name':'旧卫生站','sort':'hospital','region':'440804102'}", 201 },
	{ "no sort", AS_CIVIL, POST, API "agencies", NULL, "{'name':'某处','region':'440804'}", 422, { "?sort" } },
	{ "a director adds none", AS_DIRECTOR, POST, API "agencies", NULL, "{'name':'某处','sort':'other','region':'440804'}", 403 },
	{ "but reads them", AS_DIRECTOR, GET, API "agencies", NULL, NULL, 200, { "items.#=6" } },
	{ "as does who is referred to", AS_POLICE, GET, "/agencies", NULL, NULL, 200, { "~龙头派出所" } },
	{ "not the family", AS_GUARDIAN, GET, API "agencies", NULL, NULL, 404 },
	{ "nor another county", AS_FAR_OFFICER, GET, API "agencies", NULL, NULL, 200, { "items.#=0" } },
	{ "somebody of the hospital", AS_CIVIL, POST, API "agency_members", NULL, "{'agency':'{hospital}','account':'{a_hospital}','from':'2026-01-01'}", 201 },
	{ "twice", AS_CIVIL, POST, API "agency_members", NULL, "{'agency':'{hospital}','account':'{a_hospital}','from':'2026-05-01'}", 409, { "?account" } },
	{ "of the police", AS_CIVIL, POST, API "agency_members", NULL, "{'agency':'{police}','account':'{a_police}','from':'2026-01-01'}", 201 },
	{ "of the federation", AS_CIVIL, POST, API "agency_members", NULL, "{'agency':'{fed}','account':'{a_federation}','from':'2026-01-01'}", 201, {}, "m=id mv=version" },
	{ "a grandmother is nobody's officer", AS_CIVIL, POST, API "agency_members", NULL, "{'agency':'{fed}','account':'{a_guardian}','from':'2026-01-01'}", 422, { "?account", "~reads no referrals" } },
	{ "the last day before the first", AS_CIVIL, POST, API "agency_members", NULL, "{'agency':'{police}','account':'{a_head-2}','from':'2026-05-01','to':'2026-04-01'}", 422, { "?to" } },
	{ "who works there is the county's to know", AS_TEACHER, GET, API "agency_members", NULL, NULL, 200, { "items.#=0" } },
	{ "and one's own", AS_POLICE, GET, API "agency_members", NULL, NULL, 200, { "items.#=1" } },
	{ "an agency shows its people", AS_CIVIL, GET, "/agencies/{hospital}", NULL, NULL, 200, { "~Who reads what is referred here", "~Add somebody", "~since 1 Jan 2026" } },
	{ "the form to name one", AS_CIVIL, GET, "/agency_members/new?agency={police}", NULL, NULL, 200, { "~police", "!~陈桂兰" } },
	{ "not to a teacher", AS_TEACHER, GET, "/agencies/{hospital}", NULL, NULL, 200, { "!~Who reads what is referred here", "!~Change" } },
	{ "a closed one says so", AS_TEACHER, GET, "/agencies/{old}", NULL, NULL, 200, { "~Nothing new is referred here any more" } },
};

/* --- what is refused --- */

static const struct step refused[] = {
	{ "nothing said", AS_DIRECTOR, POST, API "referrals", NULL, "{}", 422, { "?child" } },
	{ "all at once", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}'}", 422, { "?to", "?what", "?basis", "?reason", "?parts" } },
	{ "no such field", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','state':'done'}", 422, { "?state" } },
	{ "no such part", AS_DIRECTOR, POST, API "referrals", NULL, TO("{hospital}", "basics income"), 422, { "?parts" } },
	{ "an agency that was closed", AS_DIRECTOR, POST, API "referrals", NULL, TO("{old}", "basics"), 422, { "?to", "~旧卫生站 was closed on 2026-11-01" } },
	{ "an agency there is not", AS_DIRECTOR, POST, API "referrals", NULL, TO("999999", "basics"), 422, { "?to", "~There is no such agency" } },
	{ "a duty without its article", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'statutory','reason':'x','parts':'basics'}", 422, { "?law", "~which article" } },
	{ "consent nobody gave", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'consent','reason':'x','parts':'basics'}", 422, { "?basis", "~The family has not agreed" } },
	{ "consent kept from who gave it", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'consent','reason':'x','parts':'basics','quiet':true}", 422, { "?basis", "?quiet" } },
	{ "a code there is not", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'gift','basis':'so','reason':'x','parts':'basics'}", 422, { "?what", "?basis" } },
	{ "a child of another village", AS_DIRECTOR_2, POST, API "referrals", NULL, TO("{hospital}", "basics"), 404 },
	{ "of another school", AS_HEAD_2, POST, API "referrals", NULL, TO("{hospital}", "basics"), 404 },
	{ "the family refers nobody", AS_GUARDIAN, POST, API "referrals", NULL, TO("{hospital}", "basics"), 404 },
	{ "nor does an agency", AS_POLICE, POST, API "referrals", NULL, TO("{hospital}", "basics"), 404 },
	{ "another county", AS_FAR_OFFICER, POST, API "referrals", NULL, TO("{hospital}", "basics"), 404 },
	{ "nothing of this left a trace", AS_OFFICER, GET, API "referrals", NULL, NULL, 200, { "items.#=0" } },
};

/* --- accepted and done --- */

static const struct step done[] = {
	{ "sent", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral'," LAW ",'reason':'Please see to the ear','parts':'basics contact','client':'d-1'}", 201,
	  { "state=sent", "name=李小明", "parts=basics contact", "due_at=2026-11-24T02:00:00.000000Z" }, "r=id" },
	{ "sent again by the device", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral'," LAW ",'reason':'Please see to the ear','parts':'basics contact','client':'d-1'}", 201, { "id={r}" } },
	{ "sent anew while it waits", AS_DIRECTOR, POST, API "referrals", NULL, TO("{hospital}", "basics"), 409, { "?to", "~waits for its answer" } },
	{ "there is one", AS_OFFICER, GET, API "referrals", NULL, NULL, 200, { "items.#=1" } },
	{ "the hospital sees it", AS_HOSPITAL, GET, API "referrals/{r}", NULL, NULL, 200, { "name=李小明", "!~see to the ear", "!~13000000077" } },
	{ "opens it for a purpose", AS_HOSPITAL, GET, API "referrals/{r}", "X-Purpose: ear", NULL, 200, { "reason=Please see to the ear", "~13000000077", "~莫村3号", "~2015" } },
	{ "and only what was handed over", AS_HOSPITAL, GET, API "referrals/{r}", "X-Purpose: ear", NULL, 200, { "!~44080420150906101X", "!~李建军" } },
	{ "not the child", AS_HOSPITAL, GET, API "children/{kid}", NULL, NULL, 404 },
	{ "nor its page", AS_HOSPITAL, GET, "/children/{kid}", NULL, NULL, 404 },
	{ "nor its visits", AS_HOSPITAL, GET, API "visits", NULL, NULL, 404 },
	{ "the police see nothing", AS_POLICE, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "not even in a list", AS_POLICE, GET, API "referrals", NULL, NULL, 200, { "items.#=0" } },
	{ "nor the federation", AS_FEDERATION, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "nor another school", AS_HEAD_2, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "nor another village", AS_DIRECTOR_2, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "nor the family by the API", AS_GUARDIAN, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "the child's school does", AS_TEACHER, GET, API "referrals/{r}", NULL, NULL, 200, { "state=sent" } },
	{ "Today of the hospital", AS_HOSPITAL, GET, "/", NULL, NULL, 200, { "~A referral waits for your answer", "!~李小明" } },
	{ "not of the police", AS_POLICE, GET, "/", NULL, NULL, 200, { "!~referral waits" } },
	{ "its list", AS_HOSPITAL, GET, "/referrals", NULL, NULL, 200, { "~李小明", "~an answer is due by 24 Nov, 10:00" } },
	{ "its page", AS_HOSPITAL, GET, "/referrals/{r}", NULL, NULL, 200, { "~Take it on", "~Send it back", "!~13000000077", "!~see to the ear", "!~The child's file" } },
	{ "no purpose, no values", AS_HOSPITAL, POST, "/referrals/{r}", NULL, "purpose=", 422, { "!~13000000077" } },
	{ "opened on the page", AS_HOSPITAL, POST, "/referrals/{r}", NULL, "purpose=ear", 200, { "~13000000077", "~see to the ear", "~Phone and address" } },
	{ "the sender answers nothing", AS_DIRECTOR, POST, API "referrals/{r}/accept", NULL, NULL, 403 },
	{ "nor does civil affairs for a hospital", AS_CIVIL, POST, API "referrals/{r}/accept", NULL, NULL, 403 },
	{ "who it came to takes nothing back", AS_HOSPITAL, POST, API "referrals/{r}/withdraw", NULL, NULL, 404 },
	{ "done before it is taken on", AS_HOSPITAL, POST, API "referrals/{r}/finish", NULL, "{'outcome':'x'}", 409, { "~taken on before" } },
	{ "taken on", AS_HOSPITAL, POST, API "referrals/{r}/accept", NULL, "{'answer':'Come on Monday'}", 200, { "state=accepted" } },
	{ "once", AS_HOSPITAL, POST, API "referrals/{r}/accept", NULL, NULL, 409, { "~answered meanwhile" } },
	{ "nor sent back after that", AS_HOSPITAL, POST, API "referrals/{r}/reject", NULL, "{'answer':'x'}", 409 },
	{ "nor taken back", AS_DIRECTOR, POST, API "referrals/{r}/withdraw", NULL, NULL, 409 },
	{ "the sender is told", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~A referral of yours was taken on" } },
	{ "the hospital has it on hand", AS_HOSPITAL, GET, "/", NULL, NULL, 200, { "~You have taken on a referral", "!~waits for your answer" } },
	{ "done says what came of it", AS_HOSPITAL, POST, API "referrals/{r}/finish", NULL, "{}", 422, { "?outcome" } },
	{ "done", AS_HOSPITAL, POST, API "referrals/{r}/finish", NULL, "{'outcome':'The ear is well again'}", 200, { "state=done" } },
	{ "the sender is told that too", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~A referral of yours is done" } },
	{ "and reads it", AS_DIRECTOR, GET, API "referrals/{r}", "X-Purpose: care", NULL, 200, { "outcome=The ear is well again", "answer=Come on Monday" } },
	{ "nobody writes it by hand", AS_OFFICER, PATCH, API "referrals/{r}", "If-Match: '1'", "{'state':'sent'}", 403 },
	{ "nor drops it", AS_OFFICER, DELETE, API "referrals/{r}", "If-Match: '1'", NULL, 403 },
	{ "the child's file shows it", AS_DIRECTOR, GET, "/children/{kid}", NULL, NULL, 200, { "~Help by other agencies", "~坡头区人民医院", "~Refer the child" } },
	{ "the family sees to whom and which parts", AS_GUARDIAN, GET, MY "shared", NULL, NULL, 200, { "~坡头区人民医院", "~basics, phone and address", "!~see to the ear", "!~The ear is well again" } },
	{ "not somebody kept away", AS_BARRED, GET, MY "shared", NULL, NULL, 404 },
	{ "nor another family", AS_GUARDIAN_2, GET, MY "shared", NULL, NULL, 404 },
};

/* --- sent back, and taken back --- */

static const struct step back[] = {
	{ "to the police", AS_TEACHER, POST, API "referrals", NULL, TO("{police}", "basics"), 201, {}, "p=id" },
	{ "a refusal says why", AS_POLICE, POST, API "referrals/{p}/reject", NULL, "{}", 422, { "?answer" } },
	{ "on the page too, and what was typed stays", AS_POLICE, POST, "/referrals/{p}/reject", NULL, "answer=", 422, { "~Say why" } },
	{ "sent back", AS_POLICE, POST, "/referrals/{p}/reject", NULL, "answer=Not+ours%3A+the+court", 303 },
	{ "the sender reads why", AS_TEACHER, POST, "/referrals/{p}", NULL, "purpose=care", 200, { "~Not ours: the court" } },
	{ "and is told", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~came back" } },
	{ "sent again", AS_TEACHER, POST, API "referrals", NULL, TO("{police}", "basics"), 201, {}, "q=id" },
	{ "another sender takes nothing back", AS_DIRECTOR, POST, API "referrals/{q}/withdraw", NULL, NULL, 403 },
	{ "taken back", AS_TEACHER, POST, "/referrals/{q}/withdraw", NULL, "", 303 },
	{ "then nobody answers", AS_POLICE, POST, API "referrals/{q}/accept", NULL, NULL, 409, { "~taken back meanwhile" } },
	{ "it stays known", AS_POLICE, GET, "/referrals?of=ended", NULL, NULL, 200, { "~withdrawn", "~rejected" } },
	{ "no such list", AS_POLICE, GET, "/referrals?of=all", NULL, NULL, 422 },
	{ "to civil affairs", AS_SUPERVISOR, POST, API "referrals", NULL, TO("{office}", "basics family"), 201, {}, "o=id" },
	{ "which answers by its role", AS_CIVIL, POST, API "referrals/{o}/accept", NULL, NULL, 200 },
	{ "but not to itself", AS_CIVIL, POST, API "referrals", NULL, "{'child':'{kid_b}','to':'{office}','what':'referral'," LAW ",'reason':'x','parts':'basics'}", 201, {}, "own=id" },
	{ "nobody answers themselves", AS_CIVIL, POST, API "referrals/{own}/accept", NULL, NULL, 403 },
	{ "it takes it back", AS_CIVIL, POST, API "referrals/{own}/withdraw", NULL, NULL, 200 },
};

/* --- consent --- */

static const struct step agreed[] = {
	{ "the guardian agrees to referrals", AS_GUARDIAN, POST, MY "consents/referral", NULL, "answer=yes", 303 },
	{ "now consent is a ground", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'consent','law':'2026-11-21','reason':'x','parts':'basics'}", 201, {}, "c=id" },
	{ "what consent rests on is shown", AS_GUARDIAN, GET, MY "shared", NULL, NULL, 200, { "~consent of the guardian" } },
	{ "taken back", AS_DIRECTOR, POST, API "referrals/{c}/withdraw", NULL, NULL, 200 },
	{ "the father takes the agreement back", AS_PARENT, POST, MY "consents/referral", NULL, "answer=back", 303 },
	{ "then it is none", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'consent','reason':'x','parts':'basics'}", 422, { "?basis" } },
	{ "the federation has a consent of its own", AS_GUARDIAN, POST, MY "consents/provision", NULL, "answer=yes", 303 },
	{ "for it alone", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'consent','reason':'x','parts':'basics'}", 422, { "?basis" } },
	{ "to the federation", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{fed}','what':'referral','basis':'consent','reason':'x','parts':'basics'}", 201, {}, "f=id" },
	{ "which takes it on", AS_FEDERATION, POST, API "referrals/{f}/accept", NULL, NULL, 200 },
	{ "who has left reads no more", AS_CIVIL, PATCH, API "agency_members/{m}", "If-Match: '{mv}'", "{'to':'2026-11-20'}", 200, {}, "mv=version" },
	{ "as here", AS_FEDERATION, GET, API "referrals/{f}", NULL, NULL, 404 },
	{ "nor finishes it", AS_FEDERATION, POST, API "referrals/{f}/finish", NULL, "{'outcome':'x'}", 404 },
	{ "nor finds it on Today", AS_FEDERATION, GET, "/", NULL, NULL, 200, { "!~taken on a referral" } },
	{ "who comes back does", AS_CIVIL, PATCH, API "agency_members/{m}", "If-Match: '{mv}'", "{'to':null}", 200 },
	{ "done", AS_FEDERATION, POST, API "referrals/{f}/finish", NULL, "{'outcome':'x'}", 200 },
};

/* --- what the family is not told --- */

static const struct step quiet[] = {
	{ "kept quiet", AS_DIRECTOR, POST, API "referrals", NULL, "{'child':'{kid}','to':'{police}','what':'referral','basis':'danger','reason':'Bruises','parts':'basics family','quiet':true}", 201, {}, "s=id" },
	{ "looked at by the police", AS_POLICE, POST, "/referrals/{s}", NULL, "purpose=case", 200, { "~Bruises", "~王秀英", "~李建军", "~Must not come near" } },
	{ "in their list", AS_POLICE, GET, "/referrals", NULL, NULL, 200, { "~李小明" } },
	{ "by the API", AS_POLICE, GET, API "referrals/{s}", NULL, NULL, 200 },
	{ "the family sees none of it", AS_GUARDIAN, GET, MY "shared", NULL, NULL, 200, { "!~urgent danger" } },
	{ "nor who looked", AS_GUARDIAN, GET, MY "looked", NULL, NULL, 200, { "!~police", "!~case" } },
	{ "nor in what is kept", AS_GUARDIAN, GET, MY "file", NULL, NULL, 200, { "!~Bruises", "!~police" } },
	{ "nor after its history was read", AS_POLICE, GET, API "referrals/{s}/journal", NULL, NULL, 200 },
	{ "nor after a list was", AS_POLICE, GET, API "referrals", NULL, NULL, 200 },
	{ "still none", AS_GUARDIAN, GET, MY "looked", NULL, NULL, 200, { "!~police", "!~case" } },
	{ "civil affairs sees that somebody looked", AS_CIVIL, GET, "/children/{kid}/looked", NULL, NULL, 200, { "~police" } },
	{ "taken back", AS_DIRECTOR, POST, API "referrals/{s}/withdraw", NULL, NULL, 200 },
};

/* --- the pages: a look, then sending --- */

static const struct step pages[] = {
	{ "the form", AS_DIRECTOR, GET, SEND, NULL, NULL, 200, { "~坡头区人民医院", "!~value=\"{old}\"", "~name=\"client\"", "~See what is handed over" } },
	{ "not of another's child", AS_DIRECTOR_2, GET, SEND, NULL, NULL, 404 },
	{ "nor by a family", AS_PARENT, GET, SEND, NULL, NULL, 404 },
	{ "with all that is missing", AS_DIRECTOR, POST, SEND, NULL, "step=look", 422, { "~To put right: 5", "!~13000000077" } },
	{ "what was typed stays", AS_DIRECTOR, POST, SEND, NULL, "step=look&to={old}&client=k1&parts=basics&parts=school&" FORM, 422, { "~was closed on", "~Please see to the ear", "~value=\"k1\"", "~value=\"school\" checked", "~LPM 11" } },
	{ "the look shows exactly what goes", AS_DIRECTOR, POST, SEND, NULL, "step=look&to={hospital}&client=k2&parts=basics&parts=contact&parts=health&" FORM, 200, { "~13000000077", "~莫村3号", "~Send it", "!~44080420150906101X", "~Nothing is written here" } },
	{ "back to the form with all of it", AS_DIRECTOR, POST, SEND, NULL, "step=change&to={hospital}&client=k2&parts=contact&urgent=1&" FORM, 200, { "~value=\"contact\" checked", "~value=\"1\" checked", "~Please see to the ear", "~value=\"k2\"" } },
	{ "the file has changed since", AS_DIRECTOR, POST, SEND, NULL, "step=send&to={hospital}&client=k2&parts=basics&mark=00&" FORM, 409, { "~The file has changed since you looked", "~Send it" } },
	{ "sent", AS_DIRECTOR, POST, SEND, NULL, "step=send&to={hospital}&client=k2&parts=basics&urgent=1&" FORM, 303, {}, "there=@location" },
	{ "pressed twice: the same one", AS_DIRECTOR, POST, SEND, NULL, "step=send&to={hospital}&client=k2&parts=basics&urgent=1&" FORM, 303, { "@location={there}" } },
	{ "urgent ones are answered within a day", AS_HOSPITAL, GET, "{there}", NULL, NULL, 200, { "~22 Nov, 10:00", "~Take it on" } },
	{ "the agency closes meanwhile", AS_CIVIL, GET, API "agencies/{hospital}", NULL, NULL, 200, {}, "av=version" },
	{ "today", AS_CIVIL, PATCH, API "agencies/{hospital}", "If-Match: '{av}'", "{'closed_on':'{today}'}", 200, {}, "av=version" },
	{ "its page says what to do", AS_DIRECTOR, GET, "{there}", NULL, NULL, 200, { "~was closed on", "~Take it back" } },
	{ "nothing more goes there, nothing typed is lost", AS_DIRECTOR, POST, SEND, NULL, "step=send&to={hospital}&client=k3&parts=basics&" FORM, 422, { "~was closed on", "~Please see to the ear", "~value=\"k3\"" } },
	{ "it opens again", AS_CIVIL, PATCH, API "agencies/{hospital}", "If-Match: '{av}'", "{'closed_on':null}", 200 },
};
/* clang-format on */

/* --- the clock --- */

/* clang-format off */
static const struct step in_time[] = {
	{ "in time nobody is called", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "!~no answer in time" } },
	{ "nor civil affairs", AS_CIVIL, GET, "/", NULL, NULL, 200, { "!~no answer in time" } },
};
static const struct step silent[] = {
	{ "then the supervisor is", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "~A referral has had no answer in time" } },
	{ "civil affairs", AS_CIVIL, GET, "/", NULL, NULL, 200, { "~A referral has had no answer in time" } },
	{ "and who sent it", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~A referral has had no answer in time" } },
	{ "not who had nothing to do with it", AS_TEACHER, GET, "/", NULL, NULL, 200, { "!~no answer in time" } },
	{ "nor another village", AS_DIRECTOR_2, GET, "/", NULL, NULL, 200, { "!~no answer in time" } },
	{ "the list says since when", AS_SUPERVISOR, GET, "/referrals", NULL, NULL, 200, { "~no answer; it was due by 22 Nov, 10:00" } },
	{ "it can still be answered", AS_HOSPITAL, GET, "/", NULL, NULL, 200, { "~A referral waits for your answer" } },
};
static const struct step answered[] = {
	{ "taken on late", AS_HOSPITAL, POST, "{there}/accept", NULL, "word=Sorry", 303 },
	{ "nobody is called any more", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "!~no answer in time" } },
};
/* clang-format on */

static void test_clock(struct harness *h)
{
	int64_t due = number(h, "SELECT due_at FROM referral WHERE state = 'sent'");

	OK(due == h->now + INT64_C(24) * 3600 * 1000000);
	harness_clock(h, due - 1000000);
	STEPS(h, in_time);
	harness_daily(h);
	OK(number(h, "SELECT count(*) FROM notice WHERE code = 'referral_silent'") == 0);
	harness_clock(h, due + 1000000);
	STEPS(h, silent);
	harness_daily(h);
	OK(number(h, "SELECT count(*) FROM notice WHERE code = 'referral_silent'") == 3);
	harness_daily(h);
	OK(number(h, "SELECT count(*) FROM notice WHERE code = 'referral_silent'") == 3);
	STEPS(h, answered);
	OK(number(h, "SELECT count(*) FROM notice WHERE code IN ('referral_silent', 'referral_new')"
		     " AND done_at IS NULL") == 0);
}

/* --- what is kept --- */

/* clang-format off */
static const struct step moved[] = {
	{ "the phone changes", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, {}, "kv=version" },
	{ "afterwards", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'phone':'13000000099'}", 200 },
	{ "what was handed over is what it was", AS_HOSPITAL, GET, API "referrals/{r}", "X-Purpose: ear", NULL, 200, { "~13000000077", "!~13000000099" } },
};
/* clang-format on */

/* Data that are only stored any more are there for nobody (PIPL 47), and an erased child's referrals go with
 * it. */
/* clang-format off */
static const struct step locked[] = {
	{ "stored only: not for the hospital", AS_HOSPITAL, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "nor its list", AS_HOSPITAL, GET, API "referrals", NULL, NULL, 200, { "items.#=0" } },
	{ "nor for the officer", AS_OFFICER, GET, API "referrals/{r}", NULL, NULL, 404 },
	{ "nor to be referred", AS_DIRECTOR, POST, API "referrals", NULL, TO("{hospital}", "basics"), 404 },
};
static const struct step unlocked[] = {
	{ "there again", AS_HOSPITAL, GET, API "referrals/{r}", NULL, NULL, 200 },
};
static const struct step erased[] = {
	{ "gone", AS_HOSPITAL, GET, API "referrals/{r}", NULL, NULL, 404 },
};
/* clang-format on */

static enum rc lock_job(struct ctx *c, void *arg)
{
	const struct harness *h = arg;

	return erase_lock(c, h->fix[FIX_KID], 20301231, STR("test"));
}

static enum rc unlock_job(struct ctx *c, void *arg)
{
	int64_t lock = 0;
	enum rc rc = DB_ONE(c->db, &lock, "SELECT k.id FROM storage_lock k WHERE k.lifted_on IS NULL");

	(void)arg;
	return rc == RC_OK ? erase_unlock(c, lock) : rc;
}

static enum rc erase_job(struct ctx *c, void *arg)
{
	const struct harness *h = arg;

	return erase_child(c, h->fix[FIX_KID]);
}

static void test_end(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_PEOPLE, lock_job, h) == RC_OK);
	STEPS(h, locked);
	OK(store_write(&c, PRIO_PEOPLE, unlock_job, h) == RC_OK);
	STEPS(h, unlocked);
	OK(store_write(&c, PRIO_PEOPLE, erase_job, h) == RC_OK);
	STEPS(h, erased);
	OK(number(h, "SELECT count(*) FROM referral WHERE child = {kid}") == 0);
}

/* What the family is not told of, no reading of it by the police stands open in the log. */
static void test_unseen(struct harness *h)
{
	harness_flush(h, true);
	OK(number(h, "SELECT count(*) FROM readlog WHERE actor = {a_police} AND sealed_case = 0 AND at >= "
		     "{quiet_at}") == 0);
	OK(number(h, "SELECT count(*) FROM readlog WHERE actor = {a_police} AND sealed_case = 1 AND at >= "
		     "{quiet_at}") >= 4);
}

static void test_pure(void)
{
	unsigned parts = 0;
	struct arena mem;

	arena_init(&mem, 1 << 20);
	OK(referral_due(1000, 72) == 1000 + INT64_C(259200000000));
	OK(referral_parts_read(STR("basics health"), &parts) && parts == (PART_BASICS | PART_HEALTH));
	OK(referral_parts_read(STR(""), &parts) && parts == 0);
	parts = 7;
	OK(!referral_parts_read(STR("basics secrets"), &parts) && parts == 7);
	OK(str_eq(referral_parts_text(&mem, PART_SCHOOL | PART_BASICS), STR("basics school")));
	for (size_t i = 0; i < PARTS; i++) {
		OK(code_find(code_list_find(STR("referral_part")), str_of(referral_part_code(i)), 0,
			     STR("")) != NULL);
		OK(referral_parts_read(str_of(referral_part_code(i)), &parts) && parts == 1u << i);
	}
	OK(code_list_find(STR("referral_part"))->n == PARTS);
	arena_free(&mem);
}

static void test_engine(struct harness *h)
{
	harness_daily(h); /* which lays out the words of consent */
	keep_accounts(h);
	STEPS(h, agencies);
	STEPS(h, refused);
	STEPS(h, done);
	STEPS(h, back);
	STEPS(h, agreed);
	harness_clock(h, h->now + 60 * 1000000);
	harness_keep(h, "quiet_at", harness_text(&h->mem, "%lld", (long long)h->now));
	STEPS(h, quiet);
	test_unseen(h);
	harness_clock(h, h->now - 60 * 1000000);
	STEPS(h, pages);
	STEPS(h, moved);
	test_clock(h);
	OK(harness_journal_whole(h));
	test_end(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	test_pure();
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
