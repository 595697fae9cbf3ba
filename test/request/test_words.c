/* What a child says and letters home, by those who write and read them: who sees what was shared with whom, a
 * scribe beside the child, nothing typed lost, nothing sent twice, a letter closed until it is opened, the
 * child's own page without a number or a label. */
#include "draft.h"
#include "steps.h"

#define WORDS "/children/{kid}/words"
#define LETTERS "/children/{kid}/letters"
#define JSON "Accept: application/json"
#define PURPOSE "X-Purpose: talk"

/* clang-format off */
static const struct step me[] = {
	{ "a child's day is its own page", AS_CHILD, GET, "/", NULL, NULL, 303, { "@location=/me" } },
	{ "by name, with the ways on", AS_CHILD, GET, "/me", NULL, NULL, 200, { "~Hello, 李小明", "~I am good at", "~What is it with you", "~" WORDS "/new?what=tell", "~/alerts/new", "~aloud.js", "~class=\"elder\"" } },
	{ "no number, no label", AS_CHILD, GET, "/me", NULL, NULL, 200, { "!~left behind", "!~13000", "!~4408", "!~centimetre", "!~level" } },
	{ "nobody else's", AS_PARENT, GET, "/me", NULL, NULL, 404 },
	{ "nor a teacher's", AS_TEACHER, GET, "/me", NULL, NULL, 404 },
	{ "nobody", AS_NOBODY, GET, "/me", NULL, NULL, 303 },
};

static const struct step form[] = {
	{ "the child is told who reads it", AS_CHILD, GET, WORDS "/new?what=tell", NULL, NULL, 200, { "~Only me", "~The family: dad, mum, grandma (dad&#39;s mother)", "~class teacher, head and counsellor", "!~李建军", "~name=\"client\"" } },
	{ "one kept away is not named", AS_CHILD, GET, WORDS "/new?what=tell", NULL, NULL, 200, { "!~uncle", "!~father's younger" } },
	{ "without a kind it is asked for", AS_CHILD, GET, WORDS "/new?what=lion", NULL, NULL, 200, { "~What is it about?" } },
	{ "a scribe is told to ask the child", AS_TEACHER, GET, WORDS "/new", NULL, NULL, 200, { "~Ask the child who may read it", "~What is it about?" } },
	{ "the head reads and does not write", AS_HEAD, GET, WORDS "/new", NULL, NULL, 404 },
	{ "of another class not", AS_TEACHER_2, GET, WORDS "/new", NULL, NULL, 404 },
	{ "another child not", AS_CHILD_2, GET, WORDS "/new", NULL, NULL, 404 },
	{ "the officer has no part in it", AS_OFFICER, GET, WORDS, NULL, NULL, 404 },
	{ "the federation neither", AS_FEDERATION, GET, WORDS, NULL, NULL, 404 },
	{ "nor who is kept away", AS_BARRED, GET, WORDS, NULL, NULL, 404 },
};

#define SAID "what=tell&share=family&client=aaaaaaaa-1111&text="
static const struct step saying[] = {
	{ "nothing", AS_CHILD, POST, WORDS, NULL, "what=tell&share=family&text=", 422, { "~f-text" } },
	{ "to nobody in particular", AS_CHILD, POST, WORDS, NULL, "what=tell&share=&text=I+miss+you", 422, { "~I miss you", "~f-share" } },
	{ "to a stranger", AS_CHILD, POST, WORDS, NULL, "what=tell&share=world&text=I+miss+you", 422, { "~I miss you" } },
	{ "too long a story", AS_TEACHER, POST, API "child_words", NULL, "{'child':'{kid}','what':'tell','on':'2026-11-21','share':'self','text':''}", 422, { "?text" } },
	{ "tomorrow", AS_TEACHER, POST, API "child_words", NULL, "{'child':'{kid}','what':'tell','on':'2026-11-22','share':'self','text':'x'}", 422, { "?on" } },
	{ "a child of elsewhere", AS_TEACHER, POST, API "child_words", NULL, "{'child':'{far_kid}','what':'tell','on':'2026-11-21','share':'self','text':'x'}", 422, { "?child" } },
	{ "derived values are not to be given", AS_CHILD, POST, API "child_words", NULL, "{'child':'{kid}','what':'tell','on':'2026-11-21','share':'self','text':'x','role':'parent'}", 422, { "?role" } },
	{ "a phone number does not go to teachers", AS_CHILD, POST, WORDS, NULL, "what=tell&share=teacher&text=Mum+138+0013+8000", 422, { "~There is a phone number in it", "~Mum 138 0013 8000" } },
	{ "to the family it may", AS_CHILD, POST, WORDS, NULL, "what=day&share=family&text=Mum+138+0013+8000", 303 },
	{ "said", AS_CHILD, POST, WORDS, NULL, SAID "I+miss+you+%F0%9F%98%80+%F0%A0%AE%B7", 303, { "@location=/me?said=1" } },
	{ "the same form again is the same word", AS_CHILD, POST, WORDS, NULL, SAID "I+miss+you+still", 303 },
	{ "it says so", AS_CHILD, GET, "/me?said=1", NULL, NULL, 200, { "~Whom you chose can read it now" } },
	{ "the child reads it at once", AS_CHILD, GET, WORDS, NULL, NULL, 200, { "~I miss you 😀 𠮷", "!~still" } },
	{ "the father too", AS_PARENT, GET, WORDS, NULL, NULL, 200, { "~I miss you 😀 𠮷" } },
	{ "and grandma", AS_GUARDIAN, GET, WORDS, NULL, NULL, 200, { "~I miss you 😀 𠮷", "~class=\"elder\"" } },
	{ "not the teacher: it was not said to her", AS_TEACHER, POST, WORDS "/show", NULL, "purpose=talk", 200, { "!~I miss you" } },
	{ "nor a program of hers", AS_TEACHER, GET, API "child_words?child={kid}", PURPOSE, NULL, 200, { "items.#=0" } },
	{ "a secret", AS_CHILD, POST, API "child_words", NULL, "{'child':'{kid}','what':'wish','on':'2026-11-21','share':'self','text':'a dog of my own'}", 201, { "role=child" }, "secret=id" },
	{ "is not the family's", AS_PARENT, GET, "/child_words/{secret}", NULL, NULL, 404 },
	{ "nor the teacher's", AS_TEACHER, GET, "/child_words/{secret}", NULL, NULL, 404 },
	{ "good at something, for all", AS_CHILD, POST, API "child_words", NULL, "{'child':'{kid}','what':'strength','on':'2026-11-21','share':'teacher','text':'I run like the wind'}", 201, { NULL }, "strength=id" },
	{ "stands first on the child's page", AS_CHILD, GET, "/me", NULL, NULL, 200, { "~I run like the wind" } },
	{ "the teacher has it covered", AS_TEACHER, GET, WORDS, NULL, NULL, 200, { "!~like the wind", "~Show the covered" } },
	{ "and opens it", AS_TEACHER, POST, WORDS "/show", NULL, "purpose=parents+evening", 200, { "~like the wind" } },
	{ "not for nothing", AS_TEACHER, POST, WORDS "/show", NULL, "purpose=", 422, { "!~like the wind", "~1 to 200 characters" } },
	{ "the head, too", AS_HEAD, POST, WORDS "/show", NULL, "purpose=x", 200, { "~like the wind" } },
	{ "and the director of the village", AS_DIRECTOR, POST, WORDS "/show", NULL, "purpose=x", 200, { "~like the wind" } },
	{ "no other", AS_DIRECTOR_2, POST, WORDS "/show", NULL, "purpose=x", 404 },
	{ "nor the supervisor", AS_SUPERVISOR, GET, WORDS, NULL, NULL, 404 },
};

/* --- a scribe writes down what a small child says --- */
static const struct step scribe[] = {
	{ "by the director", AS_DIRECTOR, POST, WORDS, NULL, "what=thanks&share=family&text=Thank+you+grandma", 303, { "@location=" WORDS } },
	{ "stands beside it", AS_CHILD, GET, WORDS, NULL, NULL, 200, { "~Thank you grandma", "~written down by" } },
	{ "by grandma herself", AS_GUARDIAN, POST, WORDS, NULL, "what=self&share=self&text=I+am+the+fast+one", 303 },
	{ "she reads what she wrote", AS_GUARDIAN, GET, WORDS, NULL, NULL, 200, { "~I am the fast one", "~written down by you" } },
	{ "the father not", AS_PARENT, GET, WORDS, NULL, NULL, 200, { "!~fast one", "~Thank you grandma" } },
	{ "a number as a program", AS_DIRECTOR, POST, API "child_words", NULL, "{'child':'{kid}','what':'tell','on':'2026-11-20','share':'family','text':'come home','client':'BBBBBBBB-2222'}", 201, { "role=director", "text=null" }, "told=id" },
	{ "twice is once", AS_DIRECTOR, POST, API "child_words", NULL, "{'child':'{kid}','what':'tell','on':'2026-11-20','share':'family','text':'come home now','client':'bbbbbbbb-2222'}", 200, { "id={told}" } },
	{ "for another child not", AS_DIRECTOR, POST, API "child_words", NULL, "{'child':'{kid_2}','what':'tell','on':'2026-11-20','share':'family','text':'come home','client':'bbbbbbbb-2222'}", 422, { "?client" } },
};

/* --- what is shared never goes further by others --- */
static const struct step sharing[] = {
	{ "the father cannot hand it on", AS_PARENT, POST, "/child_words/{told}/share", NULL, "share=teacher", 422, { "~Only the child itself" } },
	{ "nor by a program", AS_PARENT, PATCH, API "child_words/{told}", "If-Match: '1'", "{'share':'teacher'}", 422, { "?share" } },
	{ "nor delete it", AS_PARENT, POST, "/child_words/{told}/drop", NULL, "", 403 },
	{ "nor change a word", AS_CHILD, PATCH, API "child_words/{told}", "If-Match: '1'", "{'text':'stay away'}", 422, { "?text" } },
	{ "the child may give it to teachers", AS_CHILD, POST, "/child_words/{told}/share", NULL, "share=teacher", 303 },
	{ "then the teacher has it", AS_TEACHER, GET, API "child_words/{told}", PURPOSE, NULL, 200, { "text=come home", "share=teacher" } },
	{ "and take it back", AS_CHILD, POST, "/child_words/{told}/share", NULL, "share=self", 303 },
	{ "then not", AS_TEACHER, GET, API "child_words/{told}", PURPOSE, NULL, 404 },
	{ "the family neither", AS_PARENT, GET, "/child_words/{told}", NULL, NULL, 404 },
	{ "with a number in it not to teachers", AS_CHILD, GET, API "child_words?child={kid}&what=day", PURPOSE, NULL, 422 },
	{ "the page of one has the two forms", AS_CHILD, GET, "/child_words/{secret}", NULL, NULL, 200, { "~a dog of my own", "~Change who reads it", "~Take these words away" } },
	{ "to the world", AS_CHILD, POST, "/child_words/{secret}/share", NULL, "share=world", 422, { "~a dog of my own" } },
	{ "away with it", AS_CHILD, POST, "/child_words/{secret}/drop", NULL, "", 303 },
	{ "is gone", AS_CHILD, GET, "/child_words/{secret}", NULL, NULL, 404 },
};

/* --- letters --- */
#define LETTER "from=child&share=family&client=cccccccc-3333&text="
static const struct step letters[] = {
	{ "none yet", AS_CHILD, GET, LETTERS, NULL, NULL, 200, { "~No letter yet", "~You have not written home this month" } },
	{ "how to begin", AS_CHILD, GET, LETTERS "/new", NULL, NULL, 200, { "~How do I begin?", "~A letter home", "~The family: dad, mum", "~draft.js" } },
	{ "an empty one", AS_CHILD, POST, LETTERS, NULL, LETTER, 422, { "~f-text" } },
	{ "the child does not write as its family", AS_CHILD, POST, API "letters", NULL, "{'child':'{kid}','from':'family','on':'2026-11-21','share':'family','text':'x'}", 422, { "?from" } },
	{ "nor does the teacher", AS_TEACHER, POST, API "letters", NULL, "{'child':'{kid}','from':'family','on':'2026-11-21','share':'family','text':'x'}", 422, { "?from" } },
	{ "kept by a script", AS_CHILD, POST, LETTERS "/draft", JSON, LETTER "Dear+mum", 200, { "at=10:00" } },
	{ "there it is", AS_CHILD, GET, LETTERS "/new", NULL, NULL, 200, { "~Dear mum", "~not handed in yet", "~Throw this draft away" } },
	{ "nobody else's", AS_GUARDIAN, GET, LETTERS "/new", NULL, NULL, 200, { "!~Dear mum" } },
	{ "sent", AS_CHILD, POST, LETTERS, NULL, LETTER "Dear+mum%2C%0D%0Acome+home", 303, { NULL }, "letter=@location" },
	{ "twice is once", AS_CHILD, POST, LETTERS, NULL, LETTER "Dear+mum", 303, { "@location={letter}" } },
	{ "the draft is gone", AS_CHILD, GET, LETTERS "/new", NULL, NULL, 200, { "!~Dear mum" } },
	{ "a script's last word is no draft", AS_CHILD, POST, LETTERS "/draft", JSON, LETTER "Dear+mum", 200 },
	{ "none of it", AS_CHILD, GET, LETTERS "/new", NULL, NULL, 200, { "!~Dear mum" } },
	{ "this month is written", AS_CHILD, GET, LETTERS, NULL, NULL, 200, { "~This month&#39;s letter is written", "~not opened yet", "~Dear mum" } },
	{ "grandma is told", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~A letter from your child is here" } },
	{ "and the father", AS_PARENT, GET, "/", NULL, NULL, 200, { "~A letter from your child is here" } },
	{ "nobody who is kept away", AS_BARRED, GET, "/", NULL, NULL, 200, { "!~A letter from" } },
	{ "closed until it is opened", AS_PARENT, GET, LETTERS, NULL, NULL, 200, { "~Open the letter", "!~come home" } },
	{ "nor on its own page", AS_PARENT, GET, "{letter}", NULL, NULL, 200, { "~Open the letter", "!~come home" } },
	{ "opened", AS_PARENT, POST, "{letter}/read", NULL, "", 303, { "@location={letter}" } },
	{ "read", AS_PARENT, GET, "{letter}", NULL, NULL, 200, { "~Dear mum,<br>come home", "~opened on", "~Write back" } },
	{ "the child sees that it has come", AS_CHILD, GET, LETTERS, NULL, NULL, 200, { "~opened on" } },
	{ "the notice has gone", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "!~A letter from your child is here" } },
	{ "the teacher does not see it", AS_TEACHER, GET, "{letter}", NULL, NULL, 404 },
	{ "nor in the list", AS_TEACHER, POST, LETTERS "/show", NULL, "purpose=x", 200, { "!~come home", "~No letter yet" } },
	{ "the answer knows what it answers", AS_PARENT, GET, LETTERS "/new", NULL, NULL, 200, { "~A letter to 李小明", "~Only my child and I" } },
	{ "back", AS_PARENT, POST, API "letters", NULL, "{'child':'{kid}','from':'family','on':'2026-11-21','share':'self','text':'soon, my dear. 13800138000'}", 201, { "role=parent", "person={father}", "read_at=null" }, "back=id" },
	{ "only the two", AS_GUARDIAN, GET, "/letters/{back}", NULL, NULL, 404 },
	{ "waits on the child's page", AS_CHILD, GET, "/me", NULL, NULL, 200, { "~A letter from dad", "~/letters/{back}", "!~my dear" } },
	{ "closed", AS_CHILD, GET, "/letters/{back}", NULL, NULL, 200, { "!~my dear", "~Open the letter" } },
	{ "opened by a program of the child's", AS_CHILD, POST, API "letters/{back}/read", NULL, NULL, 200, { "read_at" } },
	{ "read", AS_CHILD, GET, "/letters/{back}", NULL, NULL, 200, { "~soon, my dear", "!~Change who reads it" } },
	{ "waits no more", AS_CHILD, GET, "/me", NULL, NULL, 200, { "!~A letter from dad" } },
	{ "the child cannot delete what dad wrote", AS_CHILD, GET, "/letters/{back}", NULL, NULL, 200, { "!~Take the letter back" } },
	{ "grown-ups give their own number to whom they like", AS_PARENT, POST, API "letters", NULL, "{'child':'{kid}','from':'family','on':'2026-11-21','share':'teacher','text':'ring 13800138000','client':'dddddddd-4444'}", 201, { NULL }, "open=id" },
	{ "an answer to a letter of another child", AS_CHILD, POST, API "letters", NULL, "{'child':'{kid}','from':'child','on':'2026-11-21','share':'family','text':'x','answers':'12'}", 422, { "?answers" } },
	{ "writing back", AS_CHILD, GET, LETTERS "/new?answers={open}", NULL, NULL, 200, { "~A letter from dad", "!~ring 138" } },
	{ "no such letter", AS_CHILD, GET, LETTERS "/new?answers=12", NULL, NULL, 404 },
	{ "the teacher reads it out", AS_TEACHER, GET, "/letters/{open}", NULL, NULL, 200, { "~Read it out to the child", "!~ring 138" } },
	{ "and it is open, and on record", AS_TEACHER, POST, "/letters/{open}/read", NULL, "", 200, { "~ring 138" } },
	{ "it has been opened", AS_PARENT, GET, API "letters/{open}", NULL, NULL, 200, { "read_at" } },
	{ "later she says what for", AS_TEACHER, GET, "/letters/{open}", NULL, NULL, 200, { "!~ring 138", "~Show the covered" } },
	{ "shown", AS_TEACHER, POST, "/letters/{open}/show", NULL, "purpose=talk", 200, { "~ring 138" } },
	{ "a guardian for the child", AS_GUARDIAN, GET, LETTERS "/new?for=child", NULL, NULL, 200, { "~Write a letter for the child", "~name=\"from\" value=\"child\"" } },
	{ "is a letter of the child", AS_GUARDIAN, POST, LETTERS, NULL, "from=child&share=family&text=I+dictate+this", 303, { NULL }, "dictated=@location" },
	{ "with who wrote it down", AS_PARENT, POST, "{dictated}/read", NULL, "", 303 },
	{ "beside it", AS_PARENT, GET, "{dictated}", NULL, NULL, 200, { "~I dictate this", "~written down by" } },
	{ "not sent: kept to oneself", AS_CHILD, POST, LETTERS, NULL, "from=child&share=self&text=angry+today", 303, { NULL }, "angry=@location" },
	{ "nobody is told", AS_PARENT, GET, "{angry}", NULL, NULL, 404 },
	{ "then sent after all", AS_CHILD, POST, "{angry}/share", NULL, "share=family", 303 },
	{ "is told now", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~A letter from your child is here" } },
	{ "taken back", AS_CHILD, POST, "{angry}/drop", NULL, "", 303 },
	{ "is gone", AS_PARENT, GET, "{angry}", NULL, NULL, 404 },
	{ "not by others", AS_PARENT, POST, "{letter}/drop", NULL, "", 403 },
	{ "nor deleted by a program", AS_TEACHER, DELETE, API "letters/{open}", "If-Match: '2'", NULL, 403 },
};

static const struct step drafts[] = {
	{ "kept without script", AS_PARENT, POST, LETTERS "/draft", NULL, "from=family&share=family&text=half+a+page&client=eeeeeeee-5555", 303, { "@location=" LETTERS "/new" } },
	{ "there", AS_PARENT, GET, LETTERS "/new", NULL, NULL, 200, { "~half a page" } },
	{ "what answers a letter has its own", AS_PARENT, GET, LETTERS "/new?answers={first}", NULL, NULL, 200, { "!~half a page", "~A letter from the child" } },
	{ "thrown away", AS_PARENT, POST, LETTERS "/draft/drop", NULL, "from=family", 303 },
	{ "is gone", AS_PARENT, GET, LETTERS "/new", NULL, NULL, 200, { "!~half a page" } },
	{ "of a child out of reach", AS_PARENT, POST, "/children/{kid_2}/letters/draft", JSON, "from=family&text=x", 404 },
};
/* clang-format on */

/* One letter of so many characters, as a form sends it. */
static struct answer send_long(struct harness *h, size_t characters, const char *escaped)
{
	struct buf b = buf_new(&h->mem, 100 + characters * strlen(escaped));

	buf_lit(&b, "from=child&share=family&text=");
	for (size_t i = 0; i < characters; i++)
		buf_str(&b, str_of(escaped));
	return harness_ask(h, AS_CHILD, POST, LETTERS, NULL, str_z(&h->mem, buf_view(&b)));
}

/* A letter of a megabyte is answered in words, and all of it stands in the form again. */
static void test_long(struct harness *h)
{
	int64_t before = steps_number(h, "SELECT count(*) FROM letter");
	struct answer a = send_long(h, 4000, "%E5%A6%88");
	OK(a.status == 303);
	a = send_long(h, 4001, "%E5%A6%88");
	OK(a.status == 422);
	OK(str_has(a.body, STR("longer than 4000 characters")));
	OK(a.body.n > (size_t)3 * 4001);
	a = send_long(h, (1 << 20) / 3, "%E5%A6%88"); /* 1 MB of Chinese */
	OK(a.status == 422);
	OK(str_has(a.body, STR("longer than 4000 characters")));
	OK(a.body.n > 1 << 20);
	OK(steps_number(h, "SELECT count(*) FROM letter") == before + 1);
}

static void test_engine(struct harness *h)
{
	STEPS(h, me);
	STEPS(h, form);
	STEPS(h, saying);
	/* Sealed at rest. */
	OK(harness_engine(h->engine)[0] != 'S' ||
	   steps_number(h,
			"SELECT count(*) FROM child_word WHERE instr(words, CAST('miss you' AS BLOB)) > 0") ==
		   0);
	STEPS(h, scribe);
	STEPS(h, sharing);
	STEPS(h, letters);
	OK(steps_number(h, "SELECT count(*) FROM draft WHERE form LIKE 'letter%'") == 0);
	harness_keep(h, "first", str_cut(harness_fill(h, "{letter}"), strlen("/letters/"), SIZE_MAX));
	STEPS(h, drafts);
	test_long(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
