/* Care plans, their goals and reviews, and case conferences: what is refused and in which words, what follows
 * (tasks, levels, notices), who reads and writes, the same on the pages. */
#include "care.h"
#include "steps.h"

#define PLAN(more) "{'child':'{kid}','from':'2026-11-21','summary':'晚上没有大人在家'" more "}"
#define VIEW ",'child_view':'我想每周和妈妈说话'"
#define LOOK(more) "{'child':'{kid}','plan':'{plan}','found':'好一些了'" more "}"
#define GOAL(more)                                                                                           \
	"{'child':'{kid}','plan':'{plan}','domain':'contact','aim':'每周通话一次','service':'"         \
	"班主任约好时间'" more "}"

/* clang-format off */
static const struct step refused[] = {
	{ "nothing said", AS_DIRECTOR, POST, API "plans", NULL, "{'child':'{kid}'}", 422, { "?from", "?summary" } },
	{ "eleven years old, and not asked", AS_DIRECTOR, POST, API "plans", NULL, PLAN(""), 422, { "?child_view", "~From eight years on a child says for itself" } },
	{ "before birth", AS_DIRECTOR, POST, API "plans", NULL, "{'child':'{kid}','from':'2015-09-05','summary':'s'}", 422, { "?from", "~before the birth" } },
	{ "far ahead", AS_DIRECTOR, POST, API "plans", NULL, "{'child':'{kid}','from':'2026-12-22','summary':'s','child_view':'v'}", 422, { "?from", "~A plan begins soon: by 21 Dec 2026" } },
	{ "looked at on its first day", AS_DIRECTOR, POST, API "plans", NULL, PLAN(VIEW ",'next_on':'2026-11-21'"), 422, { "?next_on", "~The plan begins on 21 Nov 2026" } },
	{ "later than green allows", AS_DIRECTOR, POST, API "plans", NULL, PLAN(VIEW ",'next_on':'2027-05-21'"), 422, { "?next_on", "~by 20 May 2027 at the latest" } },
	{ "closed without a word", AS_DIRECTOR, POST, API "plans", NULL, PLAN(VIEW ",'closed_on':'2026-11-21'"), 422, { "?outcome" } },
	{ "ended, and goes on", AS_DIRECTOR, POST, API "plans", NULL, PLAN(VIEW ",'outcome':'reached'"), 422, { "?outcome" } },
	{ "no date", AS_DIRECTOR, POST, API "plans", NULL, "{'child':'{kid}','from':'2026-02-30','summary':'s'}", 422, { "?from" } },
	{ "another county's child", AS_DIRECTOR, POST, API "plans", NULL, "{'child':'{far_kid}','from':'2026-11-21','summary':'s','child_view':'v'}", 422, { "?child" } },
	{ "another village's director", AS_DIRECTOR_2, POST, API "plans", NULL, PLAN(VIEW), 422, { "?child" } },
	{ "the counsellor reads only", AS_COUNSELLOR, POST, API "plans", NULL, PLAN(VIEW), 403 },
	{ "a guardian has none", AS_GUARDIAN, POST, API "plans", NULL, PLAN(VIEW), 404 },
	{ "by whom is nobody's to say", AS_DIRECTOR, POST, API "plans", NULL, PLAN(VIEW ",'by':'{kid}'"), 422, { "?by" } },
	{ "nothing of it stays", AS_DIRECTOR, GET, API "plans?child={kid}", NULL, NULL, 200, { "items.#=0" } },
};

static const struct step made[] = {
	{ "made", AS_DIRECTOR, POST, API "plans", NULL, PLAN(VIEW ",'family_view':'奶奶愿意帮忙'"), 201, { "next_on=2027-05-20", "closed_on=null", "summary=null", "masked.0=summary" }, "plan=id" },
	{ "a second one", AS_TEACHER, POST, API "plans", NULL, PLAN(VIEW), 409, { "?child", "~has a plan since 21 Nov 2026" } },
	{ "opened with a purpose", AS_SUPERVISOR, GET, API "plans/{plan}", "X-Purpose: review", NULL, 200, { "summary=晚上没有大人在家", "child_view=我想每周和妈妈说话" }, "v=version" },
	{ "the teacher reads it", AS_TEACHER, GET, API "plans/{plan}", NULL, NULL, 200, { "id={plan}" } },
	{ "another school's teacher does not", AS_TEACHER_2, GET, API "plans/{plan}", NULL, NULL, 404 },
	{ "another village's director does not", AS_DIRECTOR_2, GET, API "plans/{plan}", NULL, NULL, 404 },
	{ "nor another county", AS_FAR_OFFICER, GET, API "plans/{plan}", NULL, NULL, 404 },
	{ "nor who looks after the child", AS_GUARDIAN, GET, API "plans/{plan}", NULL, NULL, 404 },
	{ "nor the federation", AS_FEDERATION, GET, API "plans/{plan}", NULL, NULL, 404 },
	{ "nor the barred", AS_BARRED, GET, API "plans/{plan}", NULL, NULL, 404 },
	{ "never deleted", AS_OFFICER, DELETE, API "plans/{plan}", "If-Match: '{v}'", NULL, 403 },
	{ "the view does not vanish", AS_DIRECTOR, PATCH, API "plans/{plan}", "If-Match: '{v}'", "{'child_view':null}", 422, { "?child_view" } },
	{ "changed", AS_TEACHER, PATCH, API "plans/{plan}", "If-Match: '{v}'", "{'next_on':'2026-12-21'}", 200, { "next_on=2026-12-21" } },
	{ "its history by versions", AS_DIRECTOR, GET, "/plans/{plan}/journal", NULL, NULL, 200, { "~what changed", "~2027" } },
};

static const struct step goals[] = {
	{ "nobody sees to it, no day", AS_DIRECTOR, POST, API "goals", NULL, GOAL(""), 422, { "?who", "?due", "~Say who sees to it", "~Say by when" } },
	{ "before the plan", AS_DIRECTOR, POST, API "goals", NULL, GOAL(",'who':'teacher','due':'2026-11-20'"), 422, { "?due" } },
	{ "far away", AS_DIRECTOR, POST, API "goals", NULL, GOAL(",'who':'teacher','due':'2027-11-22'"), 422, { "?due", "~Choose a smaller step" } },
	{ "another child's plan", AS_OFFICER, POST, API "goals", NULL, "{'child':'{kid_b}','plan':'{plan}','domain':'contact','aim':'a','service':'s','who':'teacher','due':'2026-12-20'}", 422, { "?plan", "~another child's" } },
	{ "a goal", AS_DIRECTOR, POST, API "goals", NULL, GOAL(",'who':'teacher','due':'2026-12-20'"), 201, { "state=open", "done_on=null" }, "goal=id gv=version" },
	{ "it is the teacher's task", AS_TEACHER, GET, API "tasks?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.due=2026-12-20", "items.0.source=goal", "items.0.source_id={goal}", "items.0.for_role=teacher", "items.0.state=open", "items.0.title=班主任约好时间", "!~每周通话一次" }, "task=items.0.id" },
	{ "another day", AS_DIRECTOR, PATCH, API "goals/{goal}", "If-Match: '{gv}'", "{'due':'2026-12-27'}", 200, { NULL }, "gv=version" },
	{ "the task goes along", AS_TEACHER, GET, API "tasks/{task}", NULL, NULL, 200, { "due=2026-12-27", "state=open" } },
	{ "a second goal", AS_DIRECTOR, POST, API "goals", NULL, GOAL(",'who':'director','due':'2026-12-20'"), 201, { NULL }, "goal_2=id" },
	{ "a third", AS_DIRECTOR, POST, API "goals", NULL, GOAL(",'who':'head','due':'2026-12-20'"), 201, { NULL }, "goal_3=id g3v=version" },
	{ "dropped", AS_DIRECTOR, PATCH, API "goals/{goal_3}", "If-Match: '{g3v}'", "{'state':'dropped'}", 200, { "state=dropped", "done_on=2026-11-21" } },
	{ "then it is nobody's task", AS_HEAD, GET, API "tasks?child={kid}", NULL, NULL, 200, { "items.2.source_id={goal_3}", "items.2.state=dropped" } },
	{ "on the page", AS_DIRECTOR, GET, "/plans/{plan}", NULL, NULL, 200, { "~contact with parents", "~class teacher", "~To print", "!~每周通话一次", "~Show the covered values" } },
	{ "opened", AS_DIRECTOR, POST, "/plans/{plan}/show", NULL, "purpose=visit", 200, { "~每周通话一次", "~我想每周和妈妈说话" } },
	{ "not without a word", AS_DIRECTOR, POST, "/plans/{plan}/show", NULL, "purpose=", 422, { "!~每周通话一次" } },
	{ "on paper", AS_SUPERVISOR, POST, "/plans/{plan}/print", NULL, "purpose=meeting", 200, { "~每周通话一次", "~The family", "~____" } },
	{ "paper covers too", AS_SUPERVISOR, GET, "/plans/{plan}/print", NULL, NULL, 200, { "!~每周通话一次" } },
};

static const struct step reviews[] = {
	{ "nothing said", AS_TEACHER, POST, API "plan_reviews", NULL, "{'child':'{kid}','plan':'{plan}'}", 422, { "?on", "?found", "?decision" } },
	{ "before the plan", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-20','decision':'same'"), 422, { "?on", "~The plan begins on 21 Nov 2026: it cannot be looked at before that" } },
	{ "tomorrow", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-22','decision':'same'"), 422, { "?on", "~still to come" } },
	{ "again the same day", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'same','next_on':'2026-11-21'"), 422, { "?next_on" } },
	{ "too late", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'same','next_on':'2027-05-21'"), 422, { "?next_on" } },
	{ "down is not the teacher's", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'down'"), 422, { "?decision" } },
	{ "below green is nothing", AS_SUPERVISOR, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'down'"), 422, { "?decision" } },
	{ "another child's", AS_OFFICER, POST, API "plan_reviews", NULL, "{'child':'{kid_b}','plan':'{plan}','on':'2026-11-21','found':'f','decision':'same'}", 422, { "?plan" } },
	{ "it goes on", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'same'"), 201, { "next_on=2027-05-20", "by", "at" } },
	{ "the plan follows", AS_TEACHER, GET, API "plans/{plan}", NULL, NULL, 200, { "next_on=2027-05-20" } },
	{ "up: anybody with a duty", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'up'"), 201, { "next_on=2027-01-20" } },
	{ "a decision stands", AS_SUPERVISOR, GET, API "level_decisions?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.what=up", "items.0.level=2" } },
	{ "blue: within sixty days", AS_TEACHER, GET, API "plans/{plan}", NULL, NULL, 200, { "next_on=2027-01-20" } },
	{ "not later", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'change','next_on':'2027-01-21'"), 422, { "?next_on", "~by 20 Jan 2027 at the latest" } },
	{ "the director may not step down", AS_DIRECTOR, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'down'"), 422, { "?decision", "~by the township's supervisor or by civil affairs" } },
	{ "the supervisor does", AS_SUPERVISOR, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'down'"), 201, { "next_on=2027-05-20" } },
	{ "with the reason", AS_SUPERVISOR, GET, API "level_decisions?child={kid}", "X-Purpose: look", NULL, 200, { "items.#=2", "items.1.what=down", "items.1.level=1", "items.1.reason=好一些了" } },
};

static const struct step closing[] = {
	{ "the form", AS_DIRECTOR, GET, "/plans/{plan}/review", NULL, NULL, 200, { "~name=\"goal-{goal}\"", "~name=\"found\"", "!~value=\"down\"" } },
	{ "of the supervisor, at green", AS_SUPERVISOR, GET, "/plans/{plan}/review", NULL, NULL, 200, { "!~value=\"down\"" } },
	{ "empty", AS_DIRECTOR, POST, "/plans/{plan}/review", NULL, "on=&goal-{goal}=reached", 422, { "~value=\"reached\" selected", "~#f-on", "~#f-found", "~#f-decision" } },
	{ "nothing was written", AS_DIRECTOR, GET, API "goals/{goal}", NULL, NULL, 200, { "state=open" } },
	{ "a closed plan is not looked at again", AS_DIRECTOR, POST, "/plans/{plan}/review", NULL, "on=2026-11-21&found=ok&decision=close&next_on=2026-12-01", 422, { "~leave this empty", "~ok</textarea>" } },
	{ "no such outcome", AS_DIRECTOR, POST, "/plans/{plan}/review", NULL, "on=2026-11-21&found=ok&decision=close&outcome=fine", 422, { "~#f-outcome" } },
	{ "all or nothing", AS_DIRECTOR, GET, API "plans/{plan}", NULL, NULL, 200, { "closed_on=null" } },
	{ "closed with one goal reached", AS_DIRECTOR, POST, "/plans/{plan}/review", NULL, "on=2026-11-21&found=%E5%A5%BD&decision=close&outcome=handed_over&goal-{goal}=reached&goal-{goal_2}=open", 303, { "@location=/plans/{plan}" } },
	{ "closed", AS_DIRECTOR, GET, API "plans/{plan}", NULL, NULL, 200, { "closed_on=2026-11-21", "outcome=handed_over", "next_on=null" }, "v=version" },
	{ "reached", AS_DIRECTOR, GET, API "goals/{goal}", NULL, NULL, 200, { "state=reached", "done_on=2026-11-21" } },
	{ "what was open is no longer pursued", AS_DIRECTOR, GET, API "goals/{goal_2}", NULL, NULL, 200, { "state=dropped" }, "g2v=version" },
	{ "and nobody's task", AS_DIRECTOR, GET, API "tasks?child={kid}", NULL, NULL, 200, { "items.0.state=dropped", "items.1.state=dropped", "items.2.state=dropped" } },
	{ "a review of what is closed", AS_TEACHER, POST, API "plan_reviews", NULL, LOOK(",'on':'2026-11-21','decision':'same'"), 422, { "?plan", "~was closed on 21 Nov 2026" } },
	{ "a goal for what is closed", AS_TEACHER, POST, API "goals", NULL, GOAL(",'who':'teacher','due':'2026-12-20'"), 422, { "?plan" } },
	{ "a goal taken up again", AS_TEACHER, PATCH, API "goals/{goal_2}", "If-Match: '{g2v}'", "{'state':'open'}", 422, { "?plan" } },
	{ "opened again", AS_DIRECTOR, PATCH, API "plans/{plan}", "If-Match: '{v}'", "{'closed_on':null,'outcome':null}", 422, { "?closed_on", "~make a new one" } },
	{ "a note still", AS_DIRECTOR, PATCH, API "plans/{plan}", "If-Match: '{v}'", "{'note':'移交镇里'}", 200 },
	{ "the page says so", AS_DIRECTOR, GET, "/plans/{plan}", NULL, NULL, 200, { "~handed over", "~Make a new plan", "!~Look at it again" } },
	{ "looking again leads back", AS_DIRECTOR, GET, "/plans/{plan}/review", NULL, NULL, 303, { "@location=/plans/{plan}" } },
	{ "a new one", AS_TEACHER, POST, API "plans", NULL, PLAN(VIEW), 201, { NULL }, "plan_2=id" },
	{ "closed by a program", AS_TEACHER, POST, API "plans/{plan_2}/close", NULL, "{'found':'完成','outcome':'reached'}", 200, { "outcome=reached", "closed_on=2026-11-21" } },
	{ "once", AS_TEACHER, POST, API "plans/{plan_2}/close", NULL, "{'found':'完成'}", 422, { "?plan" } },
	{ "with such a field", AS_TEACHER, POST, API "plans/{plan_2}/close", NULL, "{'when':'x'}", 422, { "?when" } },
	{ "not another's", AS_TEACHER_2, POST, API "plans/{plan_2}/close", NULL, "{'found':'x'}", 404 },
};

static const struct step plan_pages[] = {
	{ "a form with a day in it", AS_DIRECTOR, GET, "/plans/new?child={kid}", NULL, NULL, 200, { "~value=\"2026-11-21\"", "~From eight years on this is needed", "~李小明" } },
	{ "of no child", AS_DIRECTOR, GET, "/plans/new", NULL, NULL, 404 },
	{ "of another village", AS_DIRECTOR_2, GET, "/plans/new?child={kid}", NULL, NULL, 404 },
	{ "nothing typed is lost", AS_DIRECTOR, POST, "/plans/new?child={kid}", NULL, "from=2026-11-21&next_on=&summary=%E5%BE%88%E4%B9%85&child_view=&family_view=", 422, { "~很久</textarea>", "~#f-child_view" } },
	{ "saved", AS_DIRECTOR, POST, "/plans/new?child={kid}", NULL, "from=2026-11-21&next_on=2026-12-01&summary=s&child_view=v", 303, { NULL }, "new=@location" },
	{ NULL, AS_DIRECTOR, GET, API "plans?child={kid}", NULL, NULL, 200, { "items.#=3" }, "plan_3=items.2.id" },
	{ "there it is", AS_DIRECTOR, GET, "{new}", NULL, NULL, 200, { "~No goal yet", "~Add a goal" } },
	{ "the new one leads there", AS_TEACHER, GET, "/plans/new?child={kid}", NULL, NULL, 303, { "@location={new}" } },
	{ "a goal by name", AS_DIRECTOR, GET, "/goals/new?plan={plan_2}", NULL, NULL, 200, { "~Who sees to it", "~village child director: " } },
	{ "half of one", AS_DIRECTOR, POST, "/goals/new?plan={plan_3}", NULL, "domain=contact&aim=%E9%80%9A%E8%AF%9D&service=s&account=&who=&due=", 422, { "~#f-who", "~#f-due", "~通话</textarea>" } },
	{ "somebody far away", AS_DIRECTOR, POST, "/goals/new?plan={plan_3}", NULL, "domain=contact&aim=a&service=s&account={far_teacher}&due=2026-12-20", 422, { "~#f-account", "~is not there" } },
	{ "by name", AS_DIRECTOR, POST, "/goals/new?plan={plan_3}", NULL, "domain=contact&aim=a&service=s&account={teacher}&due=2026-12-20", 303, { "@location={new}" } },
	{ "in the list of goals", AS_DIRECTOR, GET, "{new}", NULL, NULL, 200, { "~老师", "~20 Dec 2026" } },
	{ NULL, AS_DIRECTOR, GET, API "goals?plan={plan_3}", NULL, NULL, 200, { "items.#=1", "items.0.account={teacher}" }, "g=items.0.id" },
	{ "to change it", AS_DIRECTOR, GET, "/goals/{g}/edit", NULL, NULL, 200, { "~Leave this empty to keep it" } },
	{ "to a role", AS_DIRECTOR, POST, "/goals/{g}/edit", NULL, "version=1&account=&account-was={teacher}&who=head&due=2026-12-20&due-was=2026-12-20", 303 },
	{ "changed", AS_DIRECTOR, GET, API "goals/{g}", NULL, NULL, 200, { "account=null", "who=head" } },
	{ "not by another village", AS_DIRECTOR_2, GET, "/goals/{g}/edit", NULL, NULL, 404 },
	{ "the list", AS_SUPERVISOR, GET, "/plans?of=open", NULL, NULL, 200, { "~李小明", "~is looked at again by 1 Dec 2026" } },
	{ "nothing within a week", AS_SUPERVISOR, GET, "/plans", NULL, NULL, 200, { "!~李小明", "~No plan has to be looked at" } },
	{ "closed ones", AS_CIVIL, GET, "/plans?of=closed", NULL, NULL, 200, { "~handed over", "~goals reached" } },
	{ "no such list", AS_CIVIL, GET, "/plans?of=all", NULL, NULL, 422 },
	{ "no list for schools", AS_TEACHER, GET, "/plans", NULL, NULL, 404 },
	{ "nor for the next village", AS_DIRECTOR_2, GET, "/plans?of=open", NULL, NULL, 200, { "!~李小明" } },
	{ "all of one child", AS_TEACHER, GET, "/children/{kid}/plans", NULL, NULL, 200, { "~handed over", "!~Case conferences", "!~Make a plan" } },
	{ "with conferences", AS_HEAD, GET, "/children/{kid}/plans", NULL, NULL, 200, { "~Call a conference", "~No conference has been called" } },
	{ "not of another", AS_TEACHER_2, GET, "/children/{kid}/plans", NULL, NULL, 404 },
};

#define CALL(more) "{'child':'{kid}'" more "}"
static const struct step calling[] = {
	{ "nothing said", AS_SUPERVISOR, POST, API "conferences", NULL, CALL(""), 422, { "?on", "?reason" } },
	{ "long past", AS_SUPERVISOR, POST, API "conferences", NULL, CALL(",'on':'2026-11-13','reason':'r'"), 422, { "?on", "~since 14 Nov 2026 at the earliest" } },
	{ "far away", AS_SUPERVISOR, POST, API "conferences", NULL, CALL(",'on':'2027-01-21','reason':'r'"), 422, { "?on", "~by 20 Jan 2027" } },
	{ "no hour", AS_SUPERVISOR, POST, API "conferences", NULL, CALL(",'on':'2026-11-25','time':'25:00','reason':'r'"), 422, { "?time" } },
	{ "minutes before", AS_SUPERVISOR, POST, API "conferences", NULL, CALL(",'on':'2026-11-25','minutes':'m','reason':'r'"), 422, { "?minutes" } },
	{ "a director does not call", AS_DIRECTOR, POST, API "conferences", NULL, CALL(",'on':'2026-11-25','reason':'r'"), 403 },
	{ "a teacher has none", AS_TEACHER, POST, API "conferences", NULL, CALL(",'on':'2026-11-25','reason':'r'"), 404 },
	{ "the form", AS_SUPERVISOR, GET, "/conferences/new?child={kid}", NULL, NULL, 200, { "~Who is to come", "~name=\"invite-", "~Others, who have no account" } },
	{ "wrong rows", AS_SUPERVISOR, POST, "/conferences/new?child={kid}", NULL, "on=2026-11-25&time=9%3A5&reason=%E5%95%86%E9%87%8F&seat-2-name=%E7%8E%8B%E5%8C%BB%E7%94%9F", 422, { "~商量</textarea>", "~王医生", "~#f-time" } },
	{ "a row without its agency", AS_SUPERVISOR, POST, "/conferences/new?child={kid}", NULL, "on=2026-11-25&time=9%3A05&reason=r&seat-2-name=%E7%8E%8B%E5%8C%BB%E7%94%9F", 422, { "~#f-seat-2-agency" } },
	{ "nothing of it stays", AS_SUPERVISOR, GET, API "conferences?child={kid}", NULL, NULL, 200, { "items.#=0" } },
	{ "called", AS_SUPERVISOR, POST, "/conferences/new?child={kid}", NULL, "on=2026-11-25&time=9%3A05&place=%E9%95%87%E6%94%BF%E5%BA%9C&reason=%E5%95%86%E9%87%8F&invite-{teacher}=1&invite-{police}=1&seat-2-agency=hospital&seat-2-name=%E7%8E%8B%E5%8C%BB%E7%94%9F", 303, { NULL }, "conf=@location" },
	{ NULL, AS_SUPERVISOR, GET, API "conferences?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.state=called", "items.0.time=09:05", "items.0.reason=null" }, "conference=items.0.id cv=items.0.version" },
	{ "three seats", AS_SUPERVISOR, GET, API "attendees?conference={conference}", NULL, NULL, 200, { "items.#=3", "items.0.agency=hospital", "items.0.name=王医生", "items.1.agency=school", "items.2.agency=police" }, "seat=items.0.id seat_t=items.1.id seat_p=items.2.id" },
	{ "twice", AS_CIVIL, POST, API "conferences", NULL, CALL(",'on':'2026-11-26','reason':'r'"), 409, { "?child", "~is called for 25 Nov 2026 already" } },
	{ "the same person twice", AS_SUPERVISOR, POST, "{conf}/invite", NULL, "account={teacher}", 409, { "~on the list already" } },
	{ "another child's", AS_OFFICER, POST, API "attendees", NULL, "{'child':'{kid_b}','conference':'{conference}','agency':'school'}", 422, { "?conference" } },
	{ "nobody at all", AS_SUPERVISOR, POST, "{conf}/invite", NULL, "account=&agency=&name=x", 422, { "~#f-agency", "~value=\"x\"" } },
	{ "one more", AS_SUPERVISOR, POST, "{conf}/invite", NULL, "account=&agency=civil&name=", 303 },
	{ "not the director's", AS_DIRECTOR, POST, "{conf}/invite", NULL, "account=&agency=civil&name=", 404 },
	{ "the page", AS_SUPERVISOR, GET, "{conf}", NULL, NULL, 200, { "~It was held", "~Call it off", "~王医生", "~镇政府", "!~商量" } },
	{ "with a purpose", AS_DIRECTOR, POST, "{conf}/show", NULL, "purpose=prepare", 200, { "~商量", "!~It was held" } },
	{ "the director reads", AS_DIRECTOR, GET, "{conf}", NULL, NULL, 200, { "~王医生" } },
	{ "a director elsewhere does not", AS_DIRECTOR_2, GET, "{conf}", NULL, NULL, 404 },
	{ "the list", AS_HEAD, GET, "/conferences", NULL, NULL, 200, { "~李小明", "~镇政府", "!~商量" } },
	{ "on Today", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "~/conferences" } },
	{ "no list for teachers", AS_TEACHER, GET, "/conferences", NULL, NULL, 404 },
	{ "but an invitation", AS_TEACHER, GET, "/invitations", NULL, NULL, 200, { "~25 Nov", "~镇政府", "!~李小明" } },
	{ "told", AS_TEACHER, GET, "/notices", NULL, NULL, 200, { "~invited to a case conference" } },
	{ "with its page", AS_TEACHER, GET, "/invitations/{conference}", NULL, NULL, 200, { "~09:05", "~镇政府", "!~李小明", "!~商量" } },
	{ "of the police too", AS_POLICE, GET, "/invitations/{conference}", NULL, NULL, 200, { "~09:05", "!~李小明" } },
	{ "on its Today", AS_POLICE, GET, "/", NULL, NULL, 200, { "~/invitations" } },
	{ "not who is not invited", AS_HOSPITAL, GET, "/invitations/{conference}", NULL, NULL, 404 },
	{ "nor their list", AS_HOSPITAL, GET, "/invitations", NULL, NULL, 200, { "~You are invited nowhere" } },
	{ "the police read no conference", AS_POLICE, GET, API "conferences/{conference}", NULL, NULL, 404 },
	{ "another day", AS_SUPERVISOR, PATCH, API "conferences/{conference}", "If-Match: '{cv}'", "{'on':'2026-11-21'}", 200, { "on=2026-11-21" } },
	{ "they are told", AS_TEACHER, GET, "/notices", NULL, NULL, 200, { "~has a new day or place" } },
};

static const struct step holding[] = {
	{ "the form", AS_SUPERVISOR, GET, "{conf}/hold", NULL, NULL, 200, { "~name=\"came-{seat}\"", "~Decision 5", "~name=\"decision-1-title\"" } },
	{ "not a director's", AS_DIRECTOR, GET, "{conf}/hold", NULL, NULL, 404 },
	{ "empty", AS_SUPERVISOR, POST, "{conf}/hold", NULL, "held_on=", 422, { "~#f-held_on", "~#f-minutes", "~#f-came" } },
	{ "tomorrow", AS_SUPERVISOR, POST, "{conf}/hold", NULL, "held_on=2026-11-22&minutes=m&came-{seat}=1", 422, { "~still to come" } },
	{ "long before", AS_SUPERVISOR, POST, "{conf}/hold", NULL, "held_on=2026-11-20&minutes=m&came-{seat}=1", 422, { "~cannot have been held before" } },
	{ "half a decision", AS_SUPERVISOR, POST, "{conf}/hold", NULL, "held_on=2026-11-21&minutes=%E5%9C%A8%E5%9C%BA&came-{seat}=1&decision-1-title=%E5%AE%B6%E8%AE%BF&decision-1-who=role%3Adirector&decision-1-due=2026-11-28&decision-3-title=%E8%A1%A5%E5%8A%A9", 422, { "~#f-decision-3-who", "~#f-decision-3-due", "~在场</textarea>", "~value=\"补助\"" } },
	{ "a day that has passed", AS_SUPERVISOR, POST, "{conf}/hold", NULL, "held_on=2026-11-21&minutes=m&came-{seat}=1&decision-2-title=t&decision-2-who=role%3Adirector&decision-2-due=2026-11-20", 422, { "~#f-decision-2-due", "~has passed" } },
	{ "nothing was raised", AS_DIRECTOR, GET, API "tasks?child={kid}", NULL, NULL, 200, { "!~conference:" } },
	{ "by a program, wrong", AS_SUPERVISOR, POST, API "conferences/{conference}/hold", NULL, "{'held_on':'2026-11-21','minutes':'m','came':['{seat}'],'decisions':[{'title':'a','for_role':'director','due':'2026-11-28'},{'title':'b'}]}", 422, { "?decision-2-who", "?decision-2-due" } },
	{ "of another shape", AS_SUPERVISOR, POST, API "conferences/{conference}/hold", NULL, "{'came':'x','what':1}", 422, { "?came", "?what" } },
	{ "held", AS_SUPERVISOR, POST, "{conf}/hold", NULL, "held_on=2026-11-21&minutes=%E5%9C%A8%E5%9C%BA&came-{seat}=1&came-{seat_t}=1&decision-1-title=%E5%AE%B6%E8%AE%BF&decision-1-who=role%3Adirector&decision-1-due=2026-11-28&decision-3-title=%E8%A1%A5%E5%8A%A9&decision-3-who={teacher}&decision-3-due=2026-12-05&seat-1-agency=village&seat-1-name=%E6%9D%8E%E6%94%AF%E4%B9%A6", 303, { "@location={conf}" } },
	{ "it stands", AS_SUPERVISOR, GET, API "conferences/{conference}", "X-Purpose: read", NULL, 200, { "state=held", "held_on=2026-11-21", "minutes=在场" }, "cv=version" },
	{ "who came", AS_SUPERVISOR, GET, API "attendees?conference={conference}", NULL, NULL, 200, { "items.#=5", "items.0.came=true", "items.1.came=true", "items.2.came=false", "items.3.came=false", "items.4.came=true", "items.4.name=李支书" } },
	{ "two tasks", AS_SUPERVISOR, GET, API "tasks?child={kid}", NULL, NULL, 200, { "~conference:1", "~家访", "~conference:2", "~补助", "~2026-12-05" } },
	{ "the director finds it", AS_DIRECTOR, GET, API "tasks?child={kid}", NULL, NULL, 200, { "~家访" } },
	{ "once", AS_SUPERVISOR, POST, API "conferences/{conference}/hold", NULL, "{'held_on':'2026-11-21','minutes':'m','came':['{seat}']}", 409, { "~the minutes are written" } },
	{ "no longer called off", AS_SUPERVISOR, POST, API "conferences/{conference}/drop", NULL, "{'why':'w'}", 409 },
	{ "its day stays", AS_SUPERVISOR, PATCH, API "conferences/{conference}", "If-Match: '{cv}'", "{'on':'2026-11-24'}", 422, { "?on", "~only its minutes" } },
	{ "minutes put right", AS_SUPERVISOR, PATCH, API "conferences/{conference}", "If-Match: '{cv}'", "{'minutes':'都在场'}", 200 },
	{ "never deleted", AS_OFFICER, DELETE, API "conferences/{conference}", "If-Match: '{cv}'", NULL, 403 },
	{ "the page", AS_DIRECTOR, GET, "{conf}", NULL, NULL, 200, { "~家访", "~补助", "~did not come", "~李支书", "!~都在场", "!~One more decision" } },
	{ "one more, half", AS_SUPERVISOR, POST, "{conf}/decide", NULL, "title=%E5%A4%8D%E6%9F%A5&who=&due=", 422, { "~#f-who", "~#f-due", "~value=\"复查\"" } },
	{ "one more", AS_SUPERVISOR, POST, "{conf}/decide", NULL, "title=%E5%A4%8D%E6%9F%A5&who=role%3Asupervisor&due=2026-12-01", 303 },
	{ "a third task", AS_SUPERVISOR, GET, "{conf}", NULL, NULL, 200, { "~复查" } },
	{ "on paper", AS_HEAD, POST, "{conf}/print", NULL, "purpose=file", 200, { "~都在场", "~Minutes by" } },
	{ "held ones", AS_CIVIL, GET, "/conferences?of=held", NULL, NULL, 200, { "~held on 21 Nov 2026" } },
	{ "no such list", AS_CIVIL, GET, "/conferences?of=x", NULL, NULL, 422 },
	{ "the invitation is over", AS_TEACHER, GET, "/invitations/{conference}", NULL, NULL, 200, { "~held" } },
};

static const struct step dropping[] = {
	{ "another one", AS_HEAD, POST, API "conferences", NULL, CALL(",'on':'2026-11-30','reason':'r'"), 201, { "by" }, "second=id" },
	{ "with somebody", AS_HEAD, POST, "/conferences/{second}/invite", NULL, "account={teacher}", 303 },
	{ "no reason", AS_HEAD, POST, "/conferences/{second}/drop", NULL, "why=", 422, { "~#f-why" } },
	{ "not the director's", AS_DIRECTOR, POST, API "conferences/{second}/drop", NULL, "{'why':'w'}", 404 },
	{ "called off", AS_HEAD, POST, "/conferences/{second}/drop", NULL, "why=%E5%AD%A9%E5%AD%90%E8%BD%AC%E5%AD%A6", 303 },
	{ "it says so", AS_HEAD, GET, API "conferences/{second}", "X-Purpose: read", NULL, 200, { "state=dropped", "minutes=孩子转学" } },
	{ "they are told", AS_TEACHER, GET, "/notices", NULL, NULL, 200, { "~called off" } },
	{ "decisions of what was not held", AS_HEAD, POST, "/conferences/{second}/decide", NULL, "title=t&who=role%3Adirector&due=2026-12-01", 409 },
	{ "nobody more", AS_HEAD, POST, API "attendees", NULL, "{'child':'{kid}','conference':'{second}','agency':'school'}", 422, { "?conference" } },
	{ "not in the list", AS_HEAD, GET, "/conferences", NULL, NULL, 200, { "!~李小明" } },
	{ "among those called off", AS_HEAD, GET, "/conferences?of=dropped", NULL, NULL, 200, { "~李小明" } },
};
/* clang-format on */

static void keep_account(struct harness *h, const char *name, enum as as)
{
	str sql = harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'", as_name[as]);

	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)harness_number(h, sql)));
}

/* Minutes that nobody wrote are late on Today; a plan that nobody looked at stands in its list. */
static const struct step later[] = {
	{ "called for Tuesday", AS_SUPERVISOR, POST, API "conferences", NULL,
	  CALL(",'on':'2026-11-24','reason':'r'"), 201 },
};
static const struct step week_after[] = {
	{ "the minutes are missing",
	  AS_SUPERVISOR,
	  GET,
	  "/conferences",
	  NULL,
	  NULL,
	  200,
	  { "~the minutes are missing" } },
	{ "the plan is late",
	  AS_DIRECTOR,
	  GET,
	  "/plans",
	  NULL,
	  NULL,
	  200,
	  { "~was to be looked at by 1 Dec 2026" } },
};

static void test_engine(struct harness *h)
{
	keep_account(h, "teacher", AS_TEACHER);
	keep_account(h, "police", AS_POLICE);
	keep_account(h, "far_teacher", AS_FAR_TEACHER);
	STEPS(h, refused);
	STEPS(h, made);
	STEPS(h, goals);
	STEPS(h, reviews);
	STEPS(h, closing);
	STEPS(h, plan_pages);
	STEPS(h, calling);
	STEPS(h, holding);
	STEPS(h, dropping);
	STEPS(h, later);
	harness_today(h, 20261205);
	STEPS(h, week_after);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
