/* What people see of durable work: the bar, the place in the queue, why it failed, and the one thing to do.
 */
#include "job_play.h"
#include "progress.h"

static const char counted[] = "{0} of {1} rows";

struct look {
	struct http_request http;
	struct http_reply reply;
	struct req r;
	str body, refresh;
};

/* The part of a page that shows this job to this account. */
static struct look look(struct harness *h, const char *login, const struct job *j, enum lang lang)
{
	struct look l = {
		.http = { .mem = &h->mem, .method = HTTP_GET, .path = STR("/batches/7"), .now = h->now }
	};

	l.reply.body = buf_new(&h->mem, 1 << 20);
	l.r = (struct req){ .http = &l.http, .reply = &l.reply, .app = &h->app, .ctx = play_as(h, login) };
	l.r.ctx.lang = lang;
	l.r.session.csrf = STR("12345678901234567890123456789012");
	struct page p = page_of(&l.r);
	OK(progress_put(&p, &(struct progress){ j, "Looking through a list", counted }) == RC_OK);
	l.body = buf_view(&l.reply.body);
	for (size_t i = 0; i < l.reply.nextra; i++)
		if (str_eq(l.reply.extra[i].name, STR("Refresh")))
			l.refresh = l.reply.extra[i].value;
	return l;
}

static bool says(const struct look *l, const char *text)
{
	if (str_has(l->body, str_of(text)))
		return true;
	printf("# no %s in %.*s\n", text, STR_ARG(l->body));
	return false;
}

static struct look now(struct harness *h, int64_t id)
{
	struct job j = play_job(h, id);

	return look(h, "officer", &j, LANG_EN);
}

static void test_waiting(struct harness *h)
{
	play_begin(h, 4);
	int64_t first = play_add(h, &play_people), second, third;
	play_later(h, 1);
	second = play_add(h, &play_people);
	play_later(h, 1);
	third = play_add(h, &play_people);
	struct look l = now(h, first);
	OK(says(&l, "<progress max=\"4\" value=\"0\" aria-label=\"Looking through a list\"></progress>"));
	OK(says(&l, "It begins in a moment.") && str_eq(l.refresh, STR("2")));
	l = now(h, second);
	OK(says(&l, "Waiting. One other comes first."));
	l = now(h, third);
	OK(says(&l, "Waiting. 2 others come first.") && says(&l, "/cancel\""));
	OK(says(&l, "name=\"csrf\""));
	OK(play_steps(h) == 3);
	l = now(h, third);
	OK(l.body.n == 0 && !l.refresh.n);
}

static void test_running(struct harness *h)
{
	play_begin(h, 4);
	struct job j = { .state = JOB_RUNNING,
			 .id = 5,
			 .done = 120,
			 .total = 218,
			 .account = play_account(h, "officer") };
	struct look l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "<progress max=\"218\" value=\"120\"") && says(&l, "<p>120 of 218 rows</p>"));
	OK(says(&l, "action=\"/jobs/5/cancel\"") && str_eq(l.refresh, STR("2")));
	l = look(h, "head", &j, LANG_EN); /* may see it, not stop it */
	OK(says(&l, "<p>120 of 218 rows</p>") && !str_has(l.body, STR("<form")));
	j.total = 0;
	l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "<progress aria-label=") && !str_has(l.body, STR("rows</p>")));
	j.total = 100;
	l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "max=\"100\" value=\"100\"")); /* never past the end */
	j.cancel = true;
	l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "It stops at the next opportunity.") && !str_has(l.body, STR("<form")));
}

static void test_ended(struct harness *h)
{
	play_begin(h, 4);
	struct job j = { .state = JOB_FAILED,
			 .id = 5,
			 .done = 1,
			 .total = 4,
			 .why = STR("<b>Because.</b>"),
			 .account = play_account(h, "officer") };
	struct look l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "This did not work. &lt;b&gt;Because.&lt;/b&gt;") && says(&l, "1 of 4 rows"));
	OK(says(&l, "action=\"/jobs/5/retry\"") && !l.refresh.n && !str_has(l.body, STR("<progress")));
	l = look(h, "head", &j, LANG_EN);
	OK(!str_has(l.body, STR("<form")));
	j.state = JOB_CANCELLED;
	j.why = STR("");
	l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "This was stopped.") && says(&l, "/jobs/5/retry") && !l.refresh.n);

	/* To be tried again later: when. */
	j = (struct job){ .state = JOB_WAITING,
			  .id = 5,
			  .total = 4,
			  .not_before = h->now + 60 * play_second,
			  .account = play_account(h, "officer") };
	l = look(h, "officer", &j, LANG_EN);
	OK(says(&l, "It is tried again at 10:01.") && str_eq(l.refresh, STR("10")));
}

/* --- the two orders --- */

static int post(struct harness *h, enum as as, int64_t id, const char *what)
{
	return harness_ask(h, as, HTTP_POST,
			   str_z(&h->mem, harness_text(&h->mem, "/jobs/%lld/%s", (long long)id, what)), NULL,
			   "x=1")
		.status;
}

static void test_orders(struct harness *h)
{
	play_begin(h, 1);
	int64_t id = play_add(h, &play_people);
	OK(post(h, AS_HEAD, id, "cancel") == 404 && post(h, AS_FAR_OFFICER, id, "cancel") == 404);
	OK(post(h, AS_NOBODY, id, "cancel") != 303 || play_job(h, id).state == JOB_WAITING);
	OK(play_job(h, id).state == JOB_WAITING);
	OK(post(h, AS_OFFICER, id, "cancel") == 303 && play_job(h, id).state == JOB_CANCELLED);
	OK(post(h, AS_OFFICER, id, "cancel") == 303); /* twice is no mistake */
	OK(post(h, AS_HEAD, id, "retry") == 404 && play_job(h, id).state == JOB_CANCELLED);
	OK(post(h, AS_OFFICER, id, "retry") == 303 && play_job(h, id).state == JOB_WAITING);
	OK(post(h, AS_OFFICER, id + 77, "retry") == 404);
	struct answer a = harness_get(h, AS_NOBODY, "/metrics");
	OK(a.status == 200 && str_has(a.body, STR("\ntongxin_jobs{state=\"waiting\"} 1\n")) &&
	   str_has(a.body, STR("\ntongxin_jobs{state=\"running\"} 0\n")) &&
	   str_has(a.body, STR("\ntongxin_jobs{state=\"failed\"} ")));
	OK(play_steps(h) == 1);
	OK(post(h, AS_OFFICER, id, "cancel") == 303 && play_job(h, id).state == JOB_DONE);
}

/* The kind says where its subject's page is; test kinds are in no room, so these lead to the first page. */
static void test_way_back(struct harness *h)
{
	play_begin(h, 1);
	int64_t id = play_add(h, &play_people);
	struct answer a = harness_ask(
		h, AS_OFFICER, HTTP_POST,
		str_z(&h->mem, harness_text(&h->mem, "/jobs/%lld/cancel", (long long)id)), NULL, "x=1");
	OK(a.status == 303 && str_eq(a.location, STR("/")));

	static const struct kind *const none[] = { NULL };
	static const struct room room = { .name = "test", .kinds = none, .jobs = play_kinds };
	static const struct room *const rooms[] = { &room, NULL };
	static const struct house house = { rooms };
	const struct house *whole = h->app.house;
	h->app.house = &house;
	a = harness_ask(h, AS_OFFICER, HTTP_POST,
			str_z(&h->mem, harness_text(&h->mem, "/jobs/%lld/retry", (long long)id)), NULL,
			"x=1");
	h->app.house = whole;
	OK(a.status == 303 && str_eq(a.location, STR("/batches/7")));
	OK(play_steps(h) == 1);
}

static void tests(struct harness *h)
{
	test_orders(h);
	test_waiting(h);
	test_running(h);
	test_ended(h);
	test_way_back(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
