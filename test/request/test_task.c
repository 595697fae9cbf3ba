/* Tasks, duties put off, alerts: who is asked, who answers, what others see of it; what time, people who
 * leave and children who move change; the same sent twice; the team. */
#include "account.h"
#include "alert.h"
#include "steps.h"
#include "task.h"

#define FOR_DIRECTOR                                                                                                  \
	"{'child':'{kid}','what':'visit','title':'去看看小明家的灶台','for_role':'director','due':'2026-11-" \
	"24'}"

static void keep_account(struct harness *h, enum as as, const char *name)
{
	int64_t id = harness_number(
		h, harness_text(&h->mem, "SELECT a.id FROM account a WHERE a.login = '%s'", as_name[as]));

	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)id));
}

/* clang-format off */
static const struct step raising[] = {
	{ "nothing said", AS_SUPERVISOR, POST, API "tasks", NULL, "{}", 422, { "?what", "?title", "?for_role", "?due" } },
	{ "no such sort", AS_SUPERVISOR, POST, API "tasks", NULL, "{'what':'magic','title':'x','for_role':'director','due':'2026-11-24'}", 422, { "?what" } },
	{ "yesterday", AS_SUPERVISOR, POST, API "tasks", NULL, "{'child':'{kid}','what':'visit','title':'x','for_role':'director','due':'2026-11-20'}", 422, { "?due", "~This day is over" } },
	{ "no date", AS_SUPERVISOR, POST, API "tasks", NULL, "{'child':'{kid}','what':'visit','title':'x','for_role':'director','due':'2026-02-30'}", 422, { "?due", "~not a date that exists" } },
	{ "years ahead", AS_SUPERVISOR, POST, API "tasks", NULL, "{'child':'{kid}','what':'visit','title':'x','for_role':'director','due':'2030-01-01'}", 422, { "?due", "~too far ahead" } },
	{ "for a role without tasks", AS_SUPERVISOR, POST, API "tasks", NULL, "{'child':'{kid}','what':'visit','title':'x','for_role':'guardian','due':'2026-11-24'}", 422, { "?for_role" } },
	{ "by name, of another village", AS_SUPERVISOR, POST, API "tasks", NULL, "{'child':'{kid}','what':'visit','title':'x','for_account':'{director_2}','due':'2026-11-24'}", 422, { "?for_account", "~does not look after this place" } },
	{ "by name, who has no children", AS_SUPERVISOR, POST, API "tasks", NULL, "{'child':'{kid}','what':'visit','title':'x','for_account':'{admin}','due':'2026-11-24'}", 422, { "?for_account" } },
	{ "a child elsewhere", AS_DIRECTOR_2, POST, API "tasks", NULL, FOR_DIRECTOR, 422, { "?child" } },
	{ "not by a family", AS_GUARDIAN, POST, API "tasks", NULL, FOR_DIRECTOR, 404 },
	{ "nor by the auditor", AS_AUDITOR, POST, API "tasks", NULL, FOR_DIRECTOR, 404 },
	{ "no such field", AS_SUPERVISOR, POST, API "tasks", NULL, "{'state':'done'}", 422, { "?state" } },
	{ "asked", AS_SUPERVISOR, POST, API "tasks", NULL, FOR_DIRECTOR, 201, { "state=open", "for_role=director", "now_role=director", "step_on=2026-12-01", "village=440804101209", "school={school}", "by={supervisor}" }, "t=id" },
	{ "the director reads it", AS_DIRECTOR, GET, API "tasks/{t}", NULL, NULL, 200, { "title=去看看小明家的灶台" } },
	{ "the class teacher too", AS_TEACHER, GET, API "tasks/{t}", NULL, NULL, 200 },
	{ "another village's director does not", AS_DIRECTOR_2, GET, API "tasks/{t}", NULL, NULL, 404 },
	{ "nor another teacher", AS_TEACHER_2, GET, API "tasks/{t}", NULL, NULL, 404 },
	{ "nor another county", AS_FAR_OFFICER, GET, API "tasks/{t}", NULL, NULL, 404 },
	{ "nor the family", AS_GUARDIAN, GET, API "tasks/{t}", NULL, NULL, 404 },
	{ "it is not the teacher's to tick off", AS_TEACHER, POST, API "tasks/{t}/done", NULL, "{}", 403 },
	{ "nor to change", AS_TEACHER, PATCH, API "tasks/{t}", "If-Match: '1'", "{'due':'2026-12-24'}", 422, { "?state", "~somebody else's" } },
	{ "nobody deletes it", AS_OFFICER, DELETE, API "tasks/{t}", "If-Match: '1'", NULL, 403 },
	{ "who asked changes the day", AS_SUPERVISOR, PATCH, API "tasks/{t}", "If-Match: '1'", "{'due':'2026-11-25'}", 200, { "due=2026-11-25", "step_on=2026-12-02" } },
	{ "not into the past", AS_SUPERVISOR, PATCH, API "tasks/{t}", "If-Match: '2'", "{'due':'2026-11-01'}", 422, { "?due" } },
};

static const struct step acting[] = {
	{ "on the director's list", AS_DIRECTOR, GET, "/tasks", NULL, NULL, 200, { "~去看看小明家的灶台", "~李小明", "~With what is ticked" } },
	{ "under what is with others", AS_SUPERVISOR, GET, "/tasks?of=waiting", NULL, NULL, 200, { "~去看看小明家的灶台" } },
	{ "not on the supervisor's own", AS_SUPERVISOR, GET, "/tasks", NULL, NULL, 200, { "!~去看看小明家的灶台" } },
	{ "no such list", AS_DIRECTOR, GET, "/tasks?of=all", NULL, NULL, 422 },
	{ "no such place in it", AS_DIRECTOR, GET, "/tasks?after=20261131-t-1", NULL, NULL, 422 },
	{ "not for families", AS_GUARDIAN, GET, "/tasks", NULL, NULL, 404 },
	{ "put off without a reason", AS_DIRECTOR, POST, API "tasks/{t}/later", NULL, "{'until':'2026-11-28'}", 422, { "?reason" } },
	{ "until yesterday", AS_DIRECTOR, POST, API "tasks/{t}/later", NULL, "{'until':'2026-11-20','reason':'雨'}", 422, { "?until", "~after today" } },
	{ "for months", AS_DIRECTOR, POST, API "tasks/{t}/later", NULL, "{'until':'2027-03-01','reason':'雨'}", 422, { "?until", "~2026-12-21" } },
	{ "put off", AS_DIRECTOR, POST, API "tasks/{t}/later", NULL, "{'until':'2026-12-10','reason':'路断了，等修好'}", 200, { "snoozed_to=2026-12-10", "step_on=2026-12-17", "snooze_why=null" } },
	{ "then it stands later", AS_DIRECTOR, GET, "/tasks", NULL, NULL, 200, { "!~去看看小明家的灶台" } },
	{ "there", AS_DIRECTOR, GET, "/tasks?of=later", NULL, NULL, 200, { "~去看看小明家的灶台", "~put off until" } },
	{ "the reason is covered", AS_SUPERVISOR, GET, "/tasks/{t}", NULL, NULL, 200, { "!~路断了" } },
	{ "without a purpose", AS_SUPERVISOR, POST, "/tasks/{t}/show", NULL, "purpose=", 422, { "~Say in 1 to 200 characters", "!~路断了" } },
	{ "with one it opens", AS_SUPERVISOR, POST, "/tasks/{t}/show", NULL, "purpose=follow+up", 200, { "~路断了" } },
	{ "handed to nobody", AS_SUPERVISOR, POST, API "tasks/{t}/hand", NULL, "{}", 422, { "?to" } },
	{ "handed to who is elsewhere", AS_SUPERVISOR, POST, API "tasks/{t}/hand", NULL, "{'for_account':'{director_2}'}", 422, { "?for_account" } },
	{ "handed to the teacher", AS_SUPERVISOR, POST, API "tasks/{t}/hand", NULL, "{'for_account':'{teacher}'}", 200, { "for_account={teacher}", "for_role=teacher", "now_role=teacher" } },
	{ "it is the teacher's now", AS_TEACHER, POST, API "tasks/{t}/done", NULL, "{'result':'灶台已修'}", 200, { "state=done", "done_on=2026-11-21", "done_by={teacher}", "now_role=null", "step_on=null", "result=null" } },
	{ "done once", AS_TEACHER, POST, API "tasks/{t}/done", NULL, "{}", 409, { "~done meanwhile" } },
	{ "then nothing changes", AS_SUPERVISOR, PATCH, API "tasks/{t}", "If-Match: '5'", "{'due':'2026-12-24'}", 422, { "?state" } },
	{ "it stands under done", AS_TEACHER, GET, "/tasks?of=done", NULL, NULL, 200, { "~去看看小明家的灶台" } },
};

static const struct step forms[] = {
	{ "the form", AS_SUPERVISOR, GET, "/tasks/new?child={kid}", NULL, NULL, 200, { "~李小明", "~Who is to do it" } },
	{ "of another's child", AS_DIRECTOR_2, GET, "/tasks/new?child={kid}", NULL, NULL, 404 },
	{ "all that is missing, nothing lost", AS_SUPERVISOR, POST, "/tasks/new", NULL, "child={kid}&title=%E9%97%AE%E9%97%AE%E8%BF%91%E5%86%B5", 422, { "~To put right: 3", "~问问近况" } },
	{ "asked", AS_SUPERVISOR, POST, "/tasks/new", NULL, "child={kid}&title=%E9%97%AE%E9%97%AE%E8%BF%91%E5%86%B5&what=call&to={director}&due=2026-11-21", 303, {}, "p=@location" },
	{ "for none, by the supervisor", AS_SUPERVISOR, POST, API "tasks", NULL, "{'what':'document','title':'交本月工作小结','for_role':'director','due':'2026-11-22','for_account':'{director}'}", 201, { "village=440804101209" }, "d=id" },
	{ "the director reads both", AS_DIRECTOR, GET, "/tasks", NULL, NULL, 200, { "~问问近况", "~交本月工作小结" } },
	{ "and their page", AS_DIRECTOR, GET, "{p}", NULL, NULL, 200, { "~问问近况", "~What is done about it" } },
	{ "nothing ticked", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=done", 422, { "~Nothing is ticked" } },
	{ "no such act", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=burn&t=task%3A{d}", 422 },
	{ "one of two is done already", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=done&t=task%3A{d}&t=task%3A{t}", 422, { "~Done: 1. Not done: 1.", "~done meanwhile" } },
	{ "the other is done", AS_DIRECTOR, GET, API "tasks/{d}", NULL, NULL, 200, { "state=done" } },
	{ "no longer needed, without why", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=drop&t=task%3A1", 422, { "~no longer on your list" } },
	{ "home again after a bulk act", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=done&result=ok&t=task%3A{q}&back=%2Ftasks", 303, { "@location=/tasks" } },
	{ "never out of the site", AS_SUPERVISOR, POST, "/tasks/act", NULL, "do=later&until=2026-11-25&reason=x&t=task%3A{q2}&back=%2F%2Fevil.example", 303, { "@location=/tasks" } },
};

static const struct step alerts[] = {
	{ "the form", AS_GUARDIAN, GET, "/alerts/new", NULL, NULL, 200, { "~李小明", "~Call 110", "~another child" } },
	{ "for a child itself", AS_CHILD, GET, "/alerts/new", NULL, NULL, 200, { "~myself" } },
	{ "for somebody without any child", AS_FINANCE, GET, "/alerts/new", NULL, NULL, 200, { "~Which child is it, and where does it live?" } },
	{ "not for strangers", AS_NOBODY, GET, "/alerts/new", NULL, NULL, 303 },
	{ "nothing said, nothing lost", AS_GUARDIAN, POST, "/alerts/new", NULL, "text=%E5%A5%BD%E5%87%A0%E5%A4%A9%E6%B2%A1%E6%9D%A5", 422, { "~To put right: 2", "~好几天没来" } },
	{ "told", AS_GUARDIAN, POST, "/alerts/new", NULL, "child={kid}&what=health&text=%E5%92%B3%E5%BE%97%E5%8E%89%E5%AE%B3&client=AB-1", 303, { "@location=/alerts?sent=1" } },
	{ "the same form twice", AS_GUARDIAN, POST, "/alerts/new", NULL, "child={kid}&what=health&text=%E5%92%B3%E5%BE%97%E5%8E%89%E5%AE%B3&client=ab-1", 303, { "@location=/alerts?sent=1" } },
	{ "who told sees that it waits", AS_GUARDIAN, GET, "/alerts?sent=1", NULL, NULL, 200, { "~Thank you", "~Nobody has taken it yet", "!~咳得厉害" } },
	{ "a child elsewhere is none", AS_GUARDIAN_2, POST, "/alerts/new", NULL, "child={kid}&what=health&text=x", 404 },
	{ "there is one", AS_DIRECTOR, GET, API "alerts", NULL, NULL, 200, { "items.#=1", "items.0.region=440804101209", "items.0.school={school}", "items.0.state=open", "items.0.text=null" }, "a=items.0.id" },
	{ "the director's Today", AS_DIRECTOR, GET, "/", NULL, NULL, 200, { "~Somebody is worried about a child" } },
	{ "the teacher's", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~Somebody is worried about a child" } },
	{ "not another's", AS_DIRECTOR_2, GET, "/", NULL, NULL, 200, { "!~Somebody is worried" } },
	{ "nor the county's yet", AS_CIVIL, GET, "/", NULL, NULL, 200, { "!~Somebody is worried" } },
	{ "the list", AS_DIRECTOR, GET, "/alerts", NULL, NULL, 200, { "~李小明: ", "!~咳得厉害" } },
	{ "opened with a purpose", AS_DIRECTOR, POST, "/alerts/{a}/show", NULL, "purpose=look+after", 200, { "~咳得厉害" } },
	{ "nobody writes it by hand", AS_OFFICER, POST, API "alerts", NULL, "{'state':'closed'}", 422, { "?state" } },
	{ "the counsellor does not take it", AS_COUNSELLOR, POST, API "alerts/{a}/take", NULL, NULL, 404 },
	{ "nor who told", AS_GUARDIAN, POST, API "alerts/{a}/take", NULL, NULL, 404 },
	{ "nor another village", AS_DIRECTOR_2, POST, API "alerts/{a}/take", NULL, NULL, 404 },
	{ "taken", AS_DIRECTOR, POST, "/alerts/{a}/take", NULL, "", 303 },
	{ "once", AS_TEACHER, POST, API "alerts/{a}/take", NULL, NULL, 409, { "~taken it already" } },
	{ "who told sees it", AS_GUARDIAN, GET, "/alerts", NULL, NULL, 200, { "~Somebody looks after it since" } },
	{ "and is told", AS_GUARDIAN, GET, "/", NULL, NULL, 200, { "~Somebody looks after what you were worried about" } },
	{ "closed without a word", AS_DIRECTOR, POST, "/alerts/{a}/close", NULL, "outcome=", 422, { "~Write down what came of it" } },
	{ "closed", AS_DIRECTOR, POST, API "alerts/{a}/close", NULL, "{'outcome':'送到镇卫生院，支气管炎，已开药'}", 200, { "state=closed", "closed_on=2026-11-21" } },
	{ "once", AS_DIRECTOR, POST, API "alerts/{a}/close", NULL, "{'outcome':'again'}", 409 },
	{ "who told reads that, not what", AS_GUARDIAN, GET, "/alerts/{a}", NULL, NULL, 200, { "~Somebody has looked into it", "!~支气管炎" } },
	{ "not by the interface either", AS_GUARDIAN, GET, API "alerts/{a}", NULL, NULL, 404 },
};

static const struct step harm[] = {
	{ "harm goes on to a report", AS_GUARDIAN, POST, "/alerts/new", NULL, "child={kid}&what=harm&text=%E8%BA%AB%E4%B8%8A%E6%9C%89%E4%BC%A4&who=abc&contact=13000000099", 200, { "~Call 110", "~action=\"/reports/new\"", "~身上有伤", "~name=\"child_where\" value=\"abc\"", "~name=\"by_phone\" value=\"13000000099\"" } },
	{ "nothing of it is an alert", AS_OFFICER, GET, API "alerts", NULL, NULL, 200, { "items.#=1" } },
	{ "by the interface it is refused with the way", AS_TEACHER, POST, API "alerts", NULL, "{'child':'{kid}','what':'harm','text':'x'}", 422, { "?what", "~call 110" } },
	{ "of a child not known", AS_FINANCE, POST, API "alerts", NULL, "{'what':'alone','text':'门口坐到天黑','who':'村口小卖部旁边那家'}", 201, {}, "b=id" },
	{ "not even said which", AS_FINANCE, POST, API "alerts", NULL, "{'what':'alone','text':'x'}", 422, { "?who" } },
	{ "the county has it at once", AS_CIVIL, GET, "/", NULL, NULL, 200, { "~Somebody is worried about a child" } },
	{ "the place is not of a village", AS_DIRECTOR, GET, API "alerts/{b}", NULL, NULL, 404 },
	{ "a place elsewhere", AS_FINANCE, POST, API "alerts", NULL, "{'what':'alone','text':'x','who':'y','region':'440803001001'}", 422, { "?region", "~outside the county" } },
	{ "it turns out who it is", AS_CIVIL, PATCH, API "alerts/{b}", "If-Match: '1'", "{'child':'{kid}'}", 200, { "child={kid}", "region=440804101209", "school={school}" } },
	{ "that is said on the page too: nobody of this name", AS_CIVIL, POST, "/alerts/{b}/child", NULL, "name=%E6%9D%8E%E5%B0%8F", 422, { "~No child of this name" } },
	{ "the one of this name", AS_CIVIL, POST, "/alerts/{b}/child", NULL, "name=%E6%9D%8E%E5%B0%8F%E6%98%8E", 303 },
	{ "then the village has it", AS_DIRECTOR, GET, API "alerts/{b}", NULL, NULL, 200, { "state=open" } },
};

static const struct step teams[] = {
	{ "the supervisor's team", AS_SUPERVISOR, GET, "/team", NULL, NULL, 200, { "~So that nobody is left alone", "~/tasks?person={director}" } },
	{ "not of a teacher", AS_TEACHER, GET, "/team", NULL, NULL, 404 },
	{ "the head's", AS_HEAD, GET, "/team", NULL, NULL, 200, { "~/tasks?person={teacher}", "!~/tasks?person={director}" } },
	{ "the officer's: heads", AS_OFFICER, GET, "/team", NULL, NULL, 200, { "~/team?school={school}" } },
	{ "one school", AS_OFFICER, GET, "/team?school={school}", NULL, NULL, 200, { "~/tasks?person={teacher}" } },
	{ "civil affairs': supervisors", AS_CIVIL, GET, "/team", NULL, NULL, 200, { "~/team?place=440804101" } },
	{ "one township", AS_CIVIL, GET, "/team?place=440804101", NULL, NULL, 200, { "~/tasks?person={director}" } },
	{ "no place", AS_CIVIL, GET, "/team?place=x", NULL, NULL, 422 },
	{ "the director's list as the supervisor sees it", AS_SUPERVISOR, GET, "/tasks?person={director}", NULL, NULL, 200, { "~The list of", "~问问近况" } },
	{ "not as a teacher sees it", AS_TEACHER, GET, "/tasks?person={director}", NULL, NULL, 404 },
	{ "nobody's", AS_SUPERVISOR, GET, "/tasks?person=1", NULL, NULL, 404 },
};
/* clang-format on */

/* --- by rooms --- */

struct raise {
	struct task_new n;
	int64_t id;
};

static enum rc raise_job(struct ctx *c, void *arg)
{
	struct raise *r = arg;

	return task_raise(c, &r->n, &r->id);
}

static enum rc drop_job(struct ctx *c, void *arg)
{
	const struct raise *r = arg;

	return task_drop_of(c, r->n.source, r->n.source_id);
}

static int64_t count(struct harness *h, const char *where)
{
	return harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM task t WHERE %s", where));
}

/* The same source again is the same task; dropped with what it came of. */
static void test_room(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct raise r = { .n = { .child = h->fix[FIX_KID],
				  .what = STR(CODE_TASK_WHAT_VISIT),
				  .title = STR("再去一次"),
				  .role = ROLE_DIRECTOR,
				  .due = 20261123,
				  .source = "conference:1",
				  .source_id = 77 } };

	OK(store_write(&c, PRIO_PEOPLE, raise_job, &r) == RC_OK);
	int64_t first = r.id;
	r.n.title = STR("别的字");
	OK(store_write(&c, PRIO_PEOPLE, raise_job, &r) == RC_OK && r.id == first);
	OK(count(h, "t.source_id = '77'") == 1);
	r.n.source = "conference:2";
	OK(store_write(&c, PRIO_PEOPLE, raise_job, &r) == RC_OK && r.id != first);
	OK(count(h, "t.source_id = '77'") == 2);
	OK(store_write(&c, PRIO_PEOPLE, drop_job, &r) == RC_OK);
	OK(count(h, "t.source_id = '77' AND t.state = 'dropped' AND t.now_role IS NULL") == 1);
	OK(count(h, "t.source_id = '77' AND t.state = 'open'") == 1);
	OK(store_write(&c, PRIO_PEOPLE, drop_job, &r) == RC_OK); /* nothing more to do */
	r.n.source = "conference:3";
	r.n.due = 20261101;
	OK(store_write(&c, PRIO_PEOPLE, raise_job, &r) == RC_INVALID && c.problems.n == 1);
}

/* --- time, and people who leave --- */

static bool turn_is(struct harness *h, const char *role, day step)
{
	return count(h, harness_text(&h->mem,
				     "t.source = 'conference:1' AND t.now_role = '%s' AND "
				     "coalesce(t.step_on, 0) = %d",
				     role, (int)step)
				.s) == 1;
}

struct disabling {
	int64_t account;
	bool disabled;
};

static enum rc disable_job(struct ctx *c, void *arg)
{
	const struct disabling *d = arg;

	return account_disable(c, d->account, d->disabled);
}

static void disable(struct harness *h, enum as as, bool disabled)
{
	struct ctx c = harness_ctx(h);
	struct disabling d = {
		harness_number(h, harness_text(&h->mem, "SELECT a.id FROM account a WHERE a.login = '%s'",
					       as_name[as])),
		disabled
	};

	OK(store_write(&c, PRIO_PEOPLE, disable_job, &d) == RC_OK);
}

static void test_turns(struct harness *h)
{
	OK(turn_is(h, "director", 20261130));
	harness_today(h, 20261129);
	harness_daily(h);
	OK(turn_is(h, "director", 20261130));
	harness_today(h, 20261130);
	harness_daily(h);
	OK(turn_is(h, "supervisor", 20261207));
	OK(harness_step(h, &(struct step){ "the supervisor has it now",
					   AS_SUPERVISOR,
					   GET,
					   "/tasks",
					   NULL,
					   NULL,
					   200,
					   { "~再去一次", "~now with" } }));
	OK(harness_step(h, &(struct step){ "the director still sees it",
					   AS_DIRECTOR,
					   GET,
					   "/tasks",
					   NULL,
					   NULL,
					   200,
					   { "~再去一次" } }));
	disable(h, AS_SUPERVISOR, true); /* nobody there: at once */
	harness_daily(h);
	OK(turn_is(h, "civil", 0));
	disable(h, AS_SUPERVISOR, false);
	harness_daily(h);
	OK(turn_is(h, "supervisor", 20261207));
	harness_daily(h); /* nothing more happens */
	int64_t version =
		harness_number(h, STR("SELECT max(t.version) FROM task t WHERE t.source = 'conference:1'"));
	harness_daily(h);
	OK(harness_number(h, STR("SELECT max(t.version) FROM task t WHERE t.source = 'conference:1'")) ==
	   version);
}

/* The child moves: its tasks and alerts lie in the other village, and that director's they are. */
static void test_move(struct harness *h)
{
	static const struct step moved[] = {
		{ "not there yet", AS_DIRECTOR_2, GET, "/tasks", NULL, NULL, 200, { "!~再去一次" } },
		{ "the child", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, {}, "kv=version" },
		{ "moves", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'",
		  "{'living_region':'440804101204'}", 200 },
		{ "it is the other director's",
		  AS_DIRECTOR_2,
		  GET,
		  "/tasks",
		  NULL,
		  NULL,
		  200,
		  { "~再去一次" } },
		{ "and no more the first one's",
		  AS_DIRECTOR,
		  GET,
		  "/tasks",
		  NULL,
		  NULL,
		  200,
		  { "!~再去一次" } },
		{ "the alert went along",
		  AS_DIRECTOR_2,
		  GET,
		  API "alerts/{b}",
		  NULL,
		  NULL,
		  200,
		  { "region=440804101204" } },
	};

	STEPS(h, moved);
}

/* --- a duty is put off --- */

static void test_deferral(struct harness *h)
{
	struct rows q;
	struct db *db = harness_db(h);
	int64_t from = 0;
	str code = { NULL, 0 };

	if (DB_QUERY(db, &q,
		     "SELECT o.duty, o.from_day FROM obligation o WHERE o.child = ?1 AND o.role = 'director'"
		     " AND o.done_on IS NULL AND o.ended_on IS NULL AND o.from_day <= 20261121 ORDER BY "
		     "o.due, o.id"
		     " LIMIT 1",
		     INT(h->fix[FIX_KID])) == RC_OK &&
	    db_next(&q)) {
		code = db_dup(&h->mem, &q, 0);
		from = db_int(&q, 1);
	}
	OK(db_done(&q) == RC_OK && code.n && from);
	harness_keep(h, "duty", code);
	harness_keep(h, "from",
		     harness_text(&h->mem, "%04d-%02d-%02d", (int)from / 10000, (int)from / 100 % 100,
				  (int)from % 100));
	harness_keep(h, "pick",
		     harness_text(&h->mem, "duty%%3A%lld%%3A%d%%3A%.*s", (long long)h->fix[FIX_KID],
				  (int)from, STR_ARG(code)));
	/* clang-format off */
	static const struct step steps[] = {
		{ "no reason", AS_DIRECTOR, POST, API "deferrals", NULL, "{'child':'{kid}','duty':'{duty}','from':'{from}','until':'2026-11-30'}", 422, { "?reason" } },
		{ "too long", AS_DIRECTOR, POST, API "deferrals", NULL, "{'child':'{kid}','duty':'{duty}','from':'{from}','until':'2027-11-30','reason':'x'}", 422, { "?until" } },
		{ "no such duty", AS_DIRECTOR, POST, API "deferrals", NULL, "{'child':'{kid}','duty':'nothing','from':'{from}','until':'2026-11-30','reason':'x'}", 422, { "?duty" } },
		{ "not theirs", AS_DIRECTOR_2, POST, API "deferrals", NULL, "{'child':'{kid}','duty':'{duty}','from':'{from}','until':'2026-11-30','reason':'x'}", 422, { "?duty" } },
		{ "it cannot be ticked off", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=done&t={pick}", 422, { "~done by doing it" } },
		{ "nor handed on", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=hand&to=supervisor&t={pick}", 422, { "~stays with its role" } },
		{ "put off on the list", AS_DIRECTOR, POST, "/tasks/act", NULL, "do=later&until=2026-11-30&reason=%E9%9B%A8&t={pick}", 303 },
		{ "it is on record, its reason covered", AS_SUPERVISOR, GET, API "deferrals?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.duty={duty}", "items.0.until=2026-11-30", "items.0.by={director}", "items.0.reason=null" } },
	};
	/* clang-format on */
	STEPS(h, steps);
	OK(harness_number(
		   h,
		   harness_text(&h->mem,
				"SELECT count(*) FROM obligation o WHERE o.child = %lld AND o.duty = '%.*s'"
				" AND o.from_day = %d AND o.deferred_to = 20261130",
				(long long)h->fix[FIX_KID], STR_ARG(code), (int)from)) == 1);
}

/* --- a class teacher's week --- */

static void test_budget(struct harness *h)
{
	static const struct step tell = {
		"told", AS_HEAD, POST, API "alerts", NULL, "{'child':'{kid}','what':'school','text':'x'}", 201
	};
	static const struct step today = { "three a week by themselves, one was taken; the rest in one row",
					   AS_TEACHER,
					   GET,
					   "/",
					   NULL,
					   NULL,
					   200,
					   { "~Somebody is worried about a child: 2 times",
					     "~More worries about children of your class: 3" } };
	static const struct step others = { "the director has all",
					    AS_DIRECTOR,
					    GET,
					    "/",
					    NULL,
					    NULL,
					    200,
					    { "~Somebody is worried about a child: 5 times" } };
	static const struct step late = { "after a day the county hears",
					  AS_OFFICER,
					  GET,
					  "/",
					  NULL,
					  NULL,
					  200,
					  { "~Somebody is worried about a child: 5 times",
					    "~Past their day: 5" } };

	for (int i = 0; i < 4; i++) /* one is there */
		OK(harness_step(h, &tell));
	OK(harness_step(h, &today));
	OK(harness_step(h, &others));
	harness_today(h, 20261123);
	OK(harness_step(h, &late));
	harness_today(h, HARNESS_TODAY);
}

static void keep_two(struct harness *h)
{
	OK(harness_step(
		h,
		&(struct step){
			"one more", AS_SUPERVISOR, POST, API "tasks", NULL, FOR_DIRECTOR, 201, {}, "q=id" }));
	OK(harness_step(
		h,
		&(struct step){
			"and one", AS_SUPERVISOR, POST, API "tasks", NULL, FOR_DIRECTOR, 201, {}, "q2=id" }));
}

static void tests(struct harness *h)
{
	keep_account(h, AS_DIRECTOR, "director");
	keep_account(h, AS_DIRECTOR_2, "director_2");
	keep_account(h, AS_SUPERVISOR, "supervisor");
	keep_account(h, AS_TEACHER, "teacher");
	keep_account(h, AS_ADMIN, "admin");
	harness_daily(h);
	STEPS(h, raising);
	STEPS(h, acting);
	keep_two(h);
	STEPS(h, forms);
	STEPS(h, alerts);
	STEPS(h, harm);
	STEPS(h, teams);
	test_deferral(h);
	test_budget(h);
	test_room(h);
	test_turns(h);
	test_move(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
