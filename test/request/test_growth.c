/* The growth file as its people use it: a teacher writes, what is wrong is said at once and nothing is lost,
 * the same form twice is one entry, what is typed is kept, a newer version stands beside the older one;
 * sections and school years; who finds which section; texts covered until somebody says what for. */
#include "draft.h"
#include "growth.h"
#include "steps.h"

#define FILE_OF "/children/{kid}/growth"
#define NOTES "/children/{kid}/growth_notes"
#define TALKS "/children/{kid}/talks"
#define HELP "/children/{kid}/supports"
#define HANDOVER "/children/{kid}/handover_notes"
#define JSON "Accept: application/json"

/* clang-format off */
static const struct step form[] = {
	{ "an empty file says so", AS_TEACHER, GET, FILE_OF "?section=GF05", NULL, NULL, 200, { "~Nothing is written here yet", "~Write an entry" } },
	{ "the form", AS_TEACHER, GET, NOTES "/new", NULL, NULL, 200, { "~The child and its family read this", "~name=\"client\"", "~draft.js", "~name=\"what\"" } },
	{ "asked for by its sort", AS_TEACHER, GET, NOTES "/new?what=award", NULL, NULL, 200, { "~value=\"award\" selected" } },
	{ "the head, too", AS_HEAD, GET, NOTES "/new", NULL, NULL, 200 },
	{ "another class's teacher not", AS_TEACHER_2, GET, NOTES "/new", NULL, NULL, 404 },
	{ "the director talks but writes no comments", AS_DIRECTOR, GET, NOTES "/new", NULL, NULL, 404 },
	{ "of talks, yes", AS_DIRECTOR, GET, TALKS "/new", NULL, NULL, 200, { "~the family does not" } },
	{ "the federation gives help", AS_FEDERATION, GET, TALKS "/new", NULL, NULL, 404 },
	{ "the family writes none of it", AS_GUARDIAN, GET, NOTES "/new", NULL, NULL, 404 },
	{ "the child neither", AS_CHILD, GET, TALKS "/new", NULL, NULL, 404 },
	{ "another county", AS_FAR_OFFICER, GET, NOTES "/new", NULL, NULL, 404 },
	{ "nobody", AS_NOBODY, POST, NOTES "/draft", NULL, "text=x", 401 },
};

/* --- what is wrong, all at once, and nothing typed is lost --- */
static const struct step wrong[] = {
	{ "nothing at all", AS_TEACHER, POST, NOTES, NULL, "what=&on=", 422, { "~f-what", "~f-on" } },
	{ "tomorrow", AS_TEACHER, POST, NOTES, NULL, "what=comment&on=2026-11-22&text=reads+aloud+well", 422, { "~still to come", "~reads aloud well" } },
	{ "before the child's birth", AS_TEACHER, POST, NOTES, NULL, "what=comment&on=2015-09-05&text=x", 422, { "~had not been born" } },
	{ "no day that exists", AS_TEACHER, POST, NOTES, NULL, "what=comment&on=2026-02-30&text=x", 422, { "~not a date that exists" } },
	{ "a comment without words", AS_TEACHER, POST, NOTES, NULL, "what=comment&on=2026-11-20", 422, { "~Write a sentence or two" } },
	{ "an award without a name", AS_TEACHER, POST, NOTES, NULL, "what=award&on=2026-11-20&rank=school", 422, { "~what the award is called" } },
	{ "who awarded a comment", AS_TEACHER, POST, NOTES, NULL, "what=comment&on=2026-11-20&text=x&rank=school", 422, { "~Only of an award" } },
	{ "no such sort", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'praise','on':'2026-11-20','text':'x'}", 422, { "?what" } },
	{ "no number of a device", AS_TEACHER, POST, NOTES, NULL, "what=comment&on=2026-11-20&text=x&client=1", 422, { "~8 to 36" } },
	{ "no such work", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'comment','on':'2026-11-20','text':'x','work':'99'}", 422, { "?work" } },
	{ "derived values are not to be given", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'comment','on':'2026-11-20','text':'x','by':'1'}", 422, { "?by" } },
	{ "a talk without words", AS_TEACHER, POST, TALKS, NULL, "on=2026-11-20&how=face&agreed=read+daily", 422, { "~f-text", "~read daily" } },
	{ "money without an amount", AS_TEACHER, POST, HELP, NULL, "what=money&on=2026-11-20&giver=government", 422, { "~how much it was" } },
	{ "an amount that is none", AS_TEACHER, POST, HELP, NULL, "what=money&on=2026-11-20&giver=government&amount=5,00", 422, { "~written in yuan", "~5,00" } },
	{ "things that nobody names", AS_TEACHER, POST, HELP, NULL, "what=things&on=2026-11-20&giver=person", 422, { "~what was given" } },
	{ "a handover without strengths", AS_TEACHER, POST, HANDOVER, NULL, "on=2026-11-20&needs=patience", 422, { "~f-strengths", "~patience" } },
	{ "a child of elsewhere", AS_TEACHER, POST, "/children/{far_kid}/growth_notes", NULL, "what=comment&on=2026-11-20&text=x", 404 },
	{ "no child", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{far_kid}','what':'comment','on':'2026-11-20','text':'x'}", 422, { "?child" } },
};

#define GOOD "what=comment&on=2026-11-20&client=0f8fad5b-d9cb-469f-a165-70867728950e&text=She+reads+aloud+well+%F0%A0%AE%B7"

static const struct step writing[] = {
	{ "written", AS_TEACHER, POST, NOTES, NULL, GOOD, 303, { NULL }, "where=@location" },
	{ "the same form again is the same entry", AS_TEACHER, POST, NOTES, NULL, GOOD, 303, { "@location={where}" } },
	{ "even with another text", AS_TEACHER, POST, NOTES, NULL, GOOD "+today", 303, { "@location={where}" } },
	{ "there is one", AS_TEACHER, GET, API "growth_notes?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.what=comment", "items.0.role=teacher", "items.0.text=She reads aloud well 𠮷" }, "note=items.0.id" },
	{ "never changed", AS_TEACHER, PATCH, API "growth_notes/{note}", "If-Match: '1'", "{'text':'x'}", 422, { "?text" } },
	{ "never deleted", AS_TEACHER, DELETE, API "growth_notes/{note}", "If-Match: '1'", NULL, 403 },
	{ "by a program, too", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'award','on':'2025-05-30','title':'Long jump, third','rank':'school','client':'aaaaaaaa-1111'}", 201, { "rank=school" }, "award=id" },
	{ "and again", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'award','on':'2025-05-30','title':'Long jump, third','rank':'school','client':'AAAAAAAA-1111'}", 200, { "id={award}" } },
	{ "an activity", AS_HEAD, POST, NOTES, NULL, "what=activity&on=2026-10-09&text=Picked+leaves", 303 },
	{ "the family came", AS_TEACHER, POST, NOTES, NULL, "what=meeting&on=2026-10-30&text=Grandma+came", 303 },
	{ "a talk", AS_TEACHER, POST, TALKS, NULL, "on=2026-11-19&how=face&text=She+misses+her+mother&agreed=We+call+on+Sunday&client=bbbbbbbb-2222", 303, { NULL }, "talked=@location" },
	{ "the director's", AS_DIRECTOR, POST, TALKS, NULL, "on=2026-11-18&how=home&text=At+the+gate", 303 },
	{ "help", AS_FEDERATION, POST, API "supports", NULL, "{'child':'{kid}','what':'books','on':'2026-11-01','giver':'federation','text':'Five books'}", 422, { "?child" } },
	{ "money", AS_TEACHER, POST, HELP, NULL, "what=money&on=2026-11-02&giver=government&amount=500.00", 303, { NULL }, "helped=@location" },
	{ "a handover note", AS_TEACHER, POST, HANDOVER, NULL, "on=2026-11-12&strengths=Careful+and+kind&works_well=A+job+in+class", 303, { NULL }, "handed=@location" },
};

/* --- who finds which section (domain facts 4.1) --- */
static const struct step sections[] = {
	{ "the teacher: all newest, covered where it is sensitive", AS_TEACHER, GET, FILE_OF, NULL, NULL, 200,
	  { "~She reads aloud well", "!~Long jump", "~A talk, face to face", "!~misses her mother", "~known, not shown", "~Show the covered", "~Money, from: government", "~section=GF12", "~Handover note", "!~500.00" } },
	{ "one section", AS_TEACHER, GET, FILE_OF "?section=GF05", NULL, NULL, 200, { "~She reads aloud well", "!~Long jump", "!~A talk" } },
	{ "contact", AS_TEACHER, GET, FILE_OF "?section=GF08", NULL, NULL, 200, { "~Grandma came", "!~She reads" } },
	{ "works", AS_TEACHER, GET, FILE_OF "?section=GF11", NULL, NULL, 200, { "~Picked leaves" } },
	{ "family and absence", AS_TEACHER, GET, FILE_OF "?section=GF02&year=2016", NULL, NULL, 200 },
	{ "a school year", AS_TEACHER, GET, FILE_OF "?year=2024", NULL, NULL, 200, { "~Long jump, third", "!~She reads aloud", "~school year 2023-2024" } },
	{ "another one", AS_TEACHER, GET, FILE_OF "?year=2023", NULL, NULL, 200, { "!~Long jump" } },
	{ "basics reach back to the first day", AS_TEACHER, GET, FILE_OF "?section=GF01&year=2015", NULL, NULL, 200, { "~Was born" } },
	{ "no such section", AS_TEACHER, GET, FILE_OF "?section=GF14", NULL, NULL, 404 },
	{ "no such year", AS_TEACHER, GET, FILE_OF "?year=1999", NULL, NULL, 404 },
	{ "no year at all", AS_TEACHER, GET, FILE_OF "?year=x", NULL, NULL, 404 },
	{ "the guardian: study, conduct, contact, works", AS_GUARDIAN, GET, FILE_OF, NULL, NULL, 200,
	  { "~She reads aloud well", "~Picked leaves", "!~A talk", "!~Handover note", "!~Money, from", "!~section=GF07", "!~section=GF12", "!~section=GF13", "~section=GF05" } },
	{ "awards of another year", AS_GUARDIAN, GET, FILE_OF "?year=2024&section=GF06", NULL, NULL, 200, { "~Long jump, third" } },
	{ "the parent, too", AS_PARENT, GET, FILE_OF, NULL, NULL, 200, { "~She reads aloud well", "!~A talk", "!~section=GF09", "!~section=GF10", "!~section=GF03", "!~Write an entry" } },
	{ "asks for what is not theirs", AS_PARENT, GET, FILE_OF "?section=GF07", NULL, NULL, 200, { "!~A talk", "!~misses her" } },
	{ "whom a court keeps away", AS_BARRED, GET, FILE_OF, NULL, NULL, 404 },
	{ "another family", AS_GUARDIAN_2, GET, FILE_OF, NULL, NULL, 404 },
	{ "the child", AS_CHILD, GET, FILE_OF, NULL, NULL, 200, { "~She reads aloud well", "!~A talk", "!~Money", "!~Risk level" } },
	{ "the director", AS_DIRECTOR, GET, FILE_OF, NULL, NULL, 200, { "~A talk", "~Money, from", "!~misses her mother" } },
	{ "civil affairs", AS_CIVIL, GET, FILE_OF, NULL, NULL, 200, { "~A talk", "~section=GF02" } },
	{ "the federation without consent", AS_FEDERATION, GET, FILE_OF, NULL, NULL, 404 },
	{ "a teacher elsewhere", AS_TEACHER_2, GET, FILE_OF, NULL, NULL, 404 },
	{ "who was queried too long ago", AS_OVERDUE, GET, FILE_OF, NULL, NULL, 404 },
	{ "another county", AS_FAR_OFFICER, GET, FILE_OF, NULL, NULL, 404 },
	{ "the inspector", AS_INSPECTOR, GET, FILE_OF, NULL, NULL, 404 },
	{ "the administrator", AS_ADMIN, GET, FILE_OF, NULL, NULL, 404 },
	{ "in the child's file", AS_TEACHER, GET, "/children/{kid}", NULL, NULL, 200, { "~id=\"growth\"", "~Last written into on" } },
};

static const struct step opening[] = {
	{ "for nothing", AS_TEACHER, POST, FILE_OF "/show", NULL, "purpose=", 422, { "!~misses her mother", "~1 to 200 characters" } },
	{ "for a purpose", AS_TEACHER, POST, FILE_OF "/show", NULL, "purpose=parents+evening", 200, { "~misses her mother", "~Careful and kind" } },
	{ "in the section asked for", AS_TEACHER, POST, FILE_OF "/show?section=GF13", NULL, "purpose=parents+evening", 200, { "~Careful and kind", "!~misses her mother" } },
	{ "not by another", AS_TEACHER_2, POST, FILE_OF "/show", NULL, "purpose=x", 404 },
	{ "a purpose opens nothing that is not theirs", AS_PARENT, POST, FILE_OF "/show", NULL, "purpose=x", 200, { "!~misses her mother", "!~Careful and kind" } },
	{ "one entry", AS_TEACHER, GET, "{where}", NULL, NULL, 200, { "~She reads aloud well", "~Put something right", "!~Show the covered" } },
	{ "the guardian's", AS_GUARDIAN, GET, "{where}", NULL, NULL, 200, { "~She reads aloud well", "!~Put something right" } },
	{ "the child's", AS_CHILD, GET, "{where}", NULL, NULL, 200, { "~She reads aloud well" } },
	{ "one talk, covered", AS_HEAD, GET, "{talked}", NULL, NULL, 200, { "!~misses her mother", "~known, not shown" } },
	{ "opened", AS_HEAD, POST, "{talked}/show", NULL, "purpose=case", 200, { "~misses her mother", "~We call on Sunday" } },
	{ "not by the family", AS_PARENT, GET, "{talked}", NULL, NULL, 404 },
	{ "nor through another kind's address", AS_PARENT, GET, "/growth_notes/{award}", NULL, NULL, 200 },
	{ "the amount", AS_DIRECTOR, POST, "{helped}/show", NULL, "purpose=case", 200, { "~500.00" } },
	{ "the handover", AS_SUPERVISOR, POST, "{handed}/show", NULL, "purpose=case", 200, { "~Careful and kind" } },
	{ "not the family's", AS_GUARDIAN, POST, "{handed}/show", NULL, "purpose=x", 404 },
	{ "another school", AS_HEAD_2, GET, "{where}", NULL, NULL, 404 },
};

/* --- a newer version --- */
static const struct step righting[] = {
	{ "the form has what stood there", AS_TEACHER, GET, NOTES "/new?corrects={note}", NULL, NULL, 200, { "~She reads aloud well", "~puts right what was written", "~value=\"{note}\"" } },
	{ "a covered text it has not", AS_TEACHER, GET, TALKS "/new?corrects={note}", NULL, NULL, 404 },
	{ "not of another child", AS_HEAD_2, GET, "/children/{kid_2}/growth_notes/new?corrects={note}", NULL, NULL, 404 },
	{ "no such entry", AS_TEACHER, GET, NOTES "/new?corrects=12", NULL, NULL, 404 },
	{ "written", AS_TEACHER, POST, NOTES, NULL, "corrects={note}&what=comment&on=2026-11-20&text=He+reads+aloud+well", 303, { NULL }, "newer=@location" },
	{ "only once", AS_TEACHER, POST, NOTES, NULL, "corrects={note}&what=comment&on=2026-11-20&text=They+read", 422, { "~They read" } },
	{ "it says so", AS_TEACHER, GET, "{newer}", NULL, NULL, 200, { "~puts an earlier entry right" } },
	{ "the older one, too", AS_GUARDIAN, GET, "{where}", NULL, NULL, 200, { "~A newer version puts this right", "!~Put something right" } },
	{ "both stand in the file, the older one folded", AS_TEACHER, GET, FILE_OF "?section=GF05", NULL, NULL, 200, { "~He reads aloud well", "~this is what stood there before", "~She reads aloud" } },
	{ "even when the day was wrong by years", AS_TEACHER, POST, NOTES, NULL, "corrects={award}&what=award&on=2026-05-29&title=Long+jump%2C+second&rank=school", 303 },
	{ "the year of the older one knows", AS_TEACHER, GET, FILE_OF "?year=2024", NULL, NULL, 200, { "~Long jump, third", "~this is what stood there before", "!~Long jump, second" } },
	{ "another child's by a program", AS_OFFICER, POST, API "growth_notes", NULL, "{'child':'{kid_2}','corrects':'{note}','what':'comment','on':'2026-11-20','text':'x'}", 422, { "?corrects" } },
};

/* --- drafts --- */
#define DRAFT "what=comment&on=2026-11-21&client=cccccccc-0000-1111-2222-333333333333&text="
static const struct step drafts[] = {
	{ "kept by a script", AS_TEACHER, POST, NOTES "/draft", JSON, DRAFT "half+a+sentence", 200, { "at=10:00" } },
	{ "there it is", AS_TEACHER, GET, NOTES "/new", NULL, NULL, 200, { "~half a sentence", "~not handed in yet", "~Throw this draft away" } },
	{ "not in another form", AS_TEACHER, GET, TALKS "/new", NULL, NULL, 200, { "!~half a sentence" } },
	{ "nobody else's", AS_HEAD, GET, NOTES "/new", NULL, NULL, 200, { "!~half a sentence" } },
	{ "not yet in the file", AS_TEACHER, GET, FILE_OF, NULL, NULL, 200, { "!~half a sentence" } },
	{ "without script", AS_TEACHER, POST, NOTES "/draft", NULL, DRAFT "a+whole+sentence", 303, { "@location=/children/{kid}/growth_notes/new" } },
	{ "a talk beside it", AS_TEACHER, POST, TALKS "/draft", JSON, "text=not+today", 200 },
	{ "what is wrong stays a draft", AS_TEACHER, POST, NOTES, NULL, DRAFT "", 422, { "~Write a sentence" } },
	{ "handed in", AS_TEACHER, POST, NOTES, NULL, DRAFT "a+whole+sentence", 303 },
	{ "then it is gone", AS_TEACHER, GET, NOTES "/new", NULL, NULL, 200, { "!~a whole sentence", "!~not handed in" } },
	{ "a script's last word comes late", AS_TEACHER, POST, NOTES "/draft", JSON, DRAFT "a+whole+sentence", 200 },
	{ "and is no draft", AS_TEACHER, GET, NOTES "/new", NULL, NULL, 200, { "!~a whole sentence" } },
	{ "thrown away", AS_TEACHER, POST, TALKS "/draft/drop", NULL, "", 303, { "@location=/children/{kid}/talks/new" } },
	{ "is gone", AS_TEACHER, GET, TALKS "/new", NULL, NULL, 200, { "!~not today" } },
	{ "whose forms are not theirs has no drafts", AS_DIRECTOR, POST, NOTES "/draft", JSON, "text=x", 404 },
};
/* clang-format on */

/* A file of many entries: every page asks as few statements as an empty one, and says when there is more. */
static void test_many(struct harness *h)
{
	struct answer few = harness_get(h, AS_TEACHER, "/children/{kid}/growth");
	char body[400];

	OK(few.status == 200 && few.writes == 0);
	for (int i = 0; i < 210; i++) {
		(void)snprintf(body, sizeof body,
			       "{'child':'{kid}','what':'homework','on':'2026-09-%02d','text':'page %d'}",
			       1 + i % 30, i);
		struct answer a = harness_ask(h, AS_TEACHER, HTTP_POST, API "growth_notes", NULL, body);
		if (a.status != 201)
			OK(!"written");
	}
	struct answer many = harness_get(h, AS_TEACHER, "/children/{kid}/growth");
	OK(many.status == 200 && many.reads == few.reads);
	OK(str_has(many.body, STR("There is more than fits here")));
	OK(many.reads <= 26); /* two of the room family: who came to a happy home, messages */
	printf("# %d statements\n", (int)many.reads);
}

static void test_engine(struct harness *h)
{
	STEPS(h, form);
	STEPS(h, wrong);
	STEPS(h, writing);
	STEPS(h, sections);
	STEPS(h, opening);
	STEPS(h, righting);
	STEPS(h, drafts);
	test_many(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
