/* The family says that an entry is wrong: who may say so, once; the class teacher answers by a new version or
 * with a reason, in time; the family sees where it stands. */
#include "steps.h"

#define ASK "/children/{kid}/corrections"
#define PURPOSE "X-Purpose: answer"

/* clang-format off */
static const struct step entries[] = {
	{ "an award", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'award','on':'2026-11-20','title':'Long jump','text':'Second place'}", 201, { NULL }, "note=id" },
	{ "another", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'duty','on':'2026-11-19','title':'Flower duty','text':'watered them'}", 201, { NULL }, "duty=id" },
	{ "of the other child", AS_TEACHER_2, POST, API "growth_notes", NULL, "{'child':'{kid_2}','what':'award','on':'2026-11-20','title':'Singing','text':'third'}", 201, { NULL }, "theirs=id" },
	{ "a talk", AS_TEACHER, POST, API "talks", NULL, "{'child':'{kid}','on':'2026-11-20','how':'face','text':'quiet'}", 201, { NULL }, "talk=id" },
	{ "what the child said, written down", AS_TEACHER, POST, API "child_words", NULL, "{'child':'{kid}','what':'wish','on':'2026-11-20','share':'teacher','text':'a bicycle'}", 201, { NULL }, "word=id" },
};

static const struct step asking[] = {
	{ "the form shows the entry", AS_GUARDIAN, GET, ASK "/new?about=growth_note&entry={note}", NULL, NULL, 200, { "~Long jump", "~within 15 working days", "~name=\"about_id\" value=\"{note}\"", "~class=\"elder\"" } },
	{ "of another child", AS_GUARDIAN, GET, ASK "/new?about=growth_note&entry={theirs}", NULL, NULL, 404 },
	{ "of nothing", AS_GUARDIAN, GET, ASK "/new?about=growth_note&entry=12", NULL, NULL, 404 },
	{ "of what families do not read", AS_GUARDIAN, GET, ASK "/new?about=talk&entry={talk}", NULL, NULL, 404 },
	{ "of no kind", AS_GUARDIAN, GET, ASK "/new?about=account&entry={note}", NULL, NULL, 404 },
	{ "not the teacher's", AS_TEACHER, GET, ASK "/new?about=growth_note&entry={note}", NULL, NULL, 404 },
	{ "nor the child's", AS_CHILD, GET, ASK "/new?about=growth_note&entry={note}", NULL, NULL, 404 },
	{ "nor of who is kept away", AS_BARRED, GET, ASK "/new?about=growth_note&entry={note}", NULL, NULL, 404 },
	{ "nothing said", AS_GUARDIAN, POST, ASK, NULL, "about=growth_note&about_id={note}&words=", 422, { "~f-words", "~Long jump" } },
	{ "sent", AS_GUARDIAN, POST, ASK, NULL, "about=growth_note&about_id={note}&words=It+was+first+place&client=aaaaaaaa-1111", 303, { NULL }, "asked=@location" },
	{ "pressed twice", AS_GUARDIAN, POST, ASK, NULL, "about=growth_note&about_id={note}&words=It+was+first+place&client=aaaaaaaa-1111", 303, { "@location={asked}" } },
	{ "asked again in other words", AS_GUARDIAN, POST, ASK, NULL, "about=growth_note&about_id={note}&words=first+place&client=bbbbbbbb-2222", 303, { "@location={asked}" } },
	{ "the form leads to it", AS_GUARDIAN, GET, ASK "/new?about=growth_note&entry={note}", NULL, NULL, 303, { "@location={asked}" } },
	{ "by a program", AS_GUARDIAN, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{note}','words':'once more'}", 200, { "state=asked" } },
	{ "the father may, too", AS_PARENT, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{duty}','words':'it was bean duty'}", 201, { "state=asked", "due_on=2026-12-11", "person={father}" }, "second=id" },
	{ "not about a talk", AS_PARENT, POST, API "corrections", NULL, "{'child':'{kid}','about':'talk','about_id':'{talk}','words':'x'}", 422, { "?about_id" } },
	{ "not about another child's", AS_PARENT, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{theirs}','words':'x'}", 422, { "?about_id" } },
	{ "the teacher does not ask", AS_TEACHER, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{duty}','words':'x'}", 403 },
	{ "answers are not to be given", AS_PARENT, POST, API "corrections", NULL, "{'child':'{kid}','about':'child_word','about_id':'{word}','words':'x','state':'accepted'}", 422, { "?state" } },
	{ "what a scribe wrote down", AS_PARENT, POST, API "corrections", NULL, "{'child':'{kid}','about':'child_word','about_id':'{word}','words':'it is a tricycle'}", 201, { NULL }, "third=id" },
	{ "never changed", AS_PARENT, PATCH, API "corrections/{third}", "If-Match: '1'", "{'words':'y'}", 403 },
	{ "never deleted", AS_PARENT, DELETE, API "corrections/{third}", "If-Match: '1'", NULL, 403 },
};

static const struct step reading[] = {
	{ "the family reads it in plain", AS_GUARDIAN, GET, "{asked}", NULL, NULL, 200, { "~It was first place", "~waiting for an answer", "~Take the request back" } },
	{ "the father, too; it is not his to take back", AS_PARENT, GET, "{asked}", NULL, NULL, 200, { "~It was first place", "!~Take the request back" } },
	{ "on the teacher's Today", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~Families say that something in a growth file is wrong: 3" } },
	{ "and told", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~A family says that something in a growth file is wrong" } },
	{ "not yet on the head's", AS_HEAD, GET, "/", NULL, NULL, 200, { "!~growth file is wrong" } },
	{ "the list", AS_TEACHER, GET, "/corrections", NULL, NULL, 200, { "~李小明: Entry", "!~first place" } },
	{ "nothing for another school", AS_HEAD_2, GET, "/corrections", NULL, NULL, 200, { "!~李小明", "~Nothing waits here" } },
	{ "one, covered", AS_TEACHER, GET, "{asked}", NULL, NULL, 200, { "!~It was first place", "~Long jump", "~Show the covered", "~/children/{kid}/growth_notes/new?corrects={note}" } },
	{ "opened", AS_TEACHER, POST, "{asked}/show", NULL, "purpose=answer", 200, { "~It was first place" } },
	{ "not by another school", AS_HEAD_2, GET, "{asked}", NULL, NULL, 404 },
	{ "nor by the counsellor", AS_COUNSELLOR, GET, "{asked}", NULL, NULL, 404 },
	{ "of the child", AS_GUARDIAN, GET, ASK, NULL, NULL, 200, { "~{asked}", "~answered by" } },
	{ "for the teacher", AS_TEACHER, GET, ASK, NULL, NULL, 200, { "~{asked}" } },
};

static const struct step answering[] = {
	{ "no without a reason", AS_TEACHER, POST, "{asked}/decline", NULL, "answer=+", 422, { "~Say why not" } },
	{ "yes without a new version", AS_TEACHER, POST, "{asked}/accept", NULL, "answer=done", 422, { "~Write the entry anew" } },
	{ "the family does not answer itself", AS_PARENT, POST, API "corrections/{second}/decline", NULL, "{'answer':'x'}", 404 },
	{ "nor does the director: it is not hers to write", AS_DIRECTOR, POST, API "corrections/{second}/decline", NULL, "{'answer':'x'}", 403 },
	{ "nor another teacher", AS_TEACHER_2, POST, API "corrections/{second}/decline", NULL, "{'answer':'x'}", 404 },
	{ "written anew", AS_TEACHER, POST, API "growth_notes", NULL, "{'child':'{kid}','what':'award','on':'2026-11-20','title':'Long jump','text':'First place','corrects':'{note}'}", 201, { NULL }, "newer=id" },
	{ "is the answer", AS_GUARDIAN, GET, "{asked}", NULL, NULL, 200, { "~put right", "!~Take the request back" } },
	{ "of which the family is told", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~What you asked to have put right has been answered" } },
	{ "answered is answered", AS_TEACHER, POST, "{asked}/decline", NULL, "answer=no", 409, { "~answered already" } },
	{ "about the older version nobody asks any more", AS_GUARDIAN, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{note}','words':'x'}", 422, { "?about_id" } },
	{ "about the newer one one may", AS_GUARDIAN, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{newer}','words':'it was Friday'}", 201, { NULL }, "fourth=id" },
	{ "no, with the reason", AS_TEACHER, POST, API "corrections/{second}/decline", NULL, "{'answer':'the list of duties says flowers'}", 200, { "state=declined", "answer=null", "answered_on=2026-11-21" } },
	{ "the family reads why", AS_PARENT, GET, "/corrections/{second}", NULL, NULL, 200, { "~the list of duties says flowers", "~declined with a reason" } },
	{ "where there are no versions, words are needed", AS_TEACHER, POST, "/corrections/{third}/accept", NULL, "answer=", 422, { "~Say what you have done" } },
	{ "with words", AS_TEACHER, POST, "/corrections/{third}/accept", NULL, "answer=I+have+written+it+down+anew", 303 },
	{ "put right", AS_PARENT, GET, "/corrections/{third}", NULL, NULL, 200, { "~I have written it down anew", "~put right" } },
	{ "it has settled itself", AS_GUARDIAN, POST, "/corrections/{fourth}/withdraw", NULL, "", 303 },
	{ "so it stands", AS_TEACHER, GET, "/corrections?of=answered", NULL, NULL, 200, { "~taken back by the family", "~declined with a reason" } },
	{ "not twice", AS_GUARDIAN, POST, API "corrections/{fourth}/withdraw", NULL, NULL, 409 },
	{ "nothing waits", AS_TEACHER, GET, "/", NULL, NULL, 200, { "!~growth file is wrong" } },
	{ "one that stays", AS_GUARDIAN, POST, API "corrections", NULL, "{'child':'{kid}','about':'growth_note','about_id':'{newer}','words':'it was Thursday'}", 201, { NULL }, "late=id" },
};

static const struct step late[] = {
	{ "when it is late the head hears of it", AS_HEAD, GET, "/", NULL, NULL, 200, { "~A family says that something in a growth file is wrong" } },
	{ "and the officer", AS_OFFICER, GET, "/", NULL, NULL, 200, { "~A family says that something in a growth file is wrong" } },
	{ "the list says so", AS_HEAD, GET, "/corrections", NULL, NULL, 200, { "~late: it was due on" } },
	{ "the head may answer", AS_HEAD, POST, API "corrections/{late}/decline", NULL, "{'answer':'the calendar says Friday'}", 200, { "state=declined" } },
};
/* clang-format on */

static void test_engine(struct harness *h)
{
	STEPS(h, entries);
	STEPS(h, asking);
	OK(steps_number(h, "SELECT count(*) FROM correction") == 3);
	STEPS(h, reading);
	STEPS(h, answering);
	OK(steps_number(h, "SELECT count(*) FROM growth_note WHERE corrects = {note}") == 1);
	harness_today(h, 20261211);
	OK(!str_has(harness_get(h, AS_HEAD, "/").body, STR("growth file is wrong")));
	harness_today(h, 20261212);
	STEPS(h, late);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
