/* Who hears, on an open page, that something new is here: after the commit, nobody who would not find it, and
 * not a word more; whose streams end; and what a page that is open costs.  Over real connections. */
#include "account.h"
#include "clearance.h"
#include "events.h"
#include "http_probe.h"
#include "notice_live.h"
#include "served_house.h"
#include "steps.h"

#include <pthread.h>
#include <stdio.h>

#define NEWS "event: notice\ndata: \n\n"
#define ORDER(no)                                                                                            \
	"{'child':'{kid}','person':'{mother}','issued_by':'court','document_no':'" no                        \
	"','from':'2026-11-01','grounds':'because'}"

static const struct http_app house_app = { .answer = answer_house, .slow = slow_house, .now = house_now };

static int64_t account_of(struct harness *h, const char *login)
{
	return harness_number(
		h, harness_text(&h->mem, "SELECT a.id FROM account a WHERE a.login = '%s'", login));
}

/* --- streams --- */

static void put_get(struct harness *h, int fd, enum as as, const char *path)
{
	str cookie = as == AS_NOBODY ? STR("") : harness_session(as, h);

	put_text(fd,
		 str_z(&h->mem, harness_text(&h->mem, "GET %s HTTP/1.1\r\nHost: t\r\nCookie: tx=%.*s\r\n\r\n",
					     path, STR_ARG(cookie))));
}

static int listen_as(struct harness *h, enum as as)
{
	int fd = dial(http_port(h->app.server));

	put_get(h, fd, as, "/events");
	if (read_until(fd, "retry: 3000\n\n", 5000))
		return fd;
	printf("# no stream for %s\n", as_name[as]);
	close(fd);
	return -1;
}

/* A mark sent after it; what comes before the mark is what was said. */
static bool hears_until_mark(struct harness *h, int fd, const char *login, const char *said)
{
	char got[4096] = "", wanted[4096];
	size_t n = 0;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (http_events_publish(h->app.server, account_of(h, login), "mark", STR("")) != RC_OK)
		return false;
	while (!strstr(got, "mark\ndata: \n\n") && n < sizeof got - 1 && poll(&p, 1, 5000) == 1) {
		ssize_t k = recv(fd, got + n, sizeof got - 1 - n, 0);
		if (k <= 0)
			return false;
		n += (size_t)k;
		got[n] = '\0';
	}
	/* In chunks: their sizes go. */
	char *to = wanted;
	for (char *line = got; *line;) {
		char *end = strchr(line, '\n');
		size_t length = end ? (size_t)(end - line) + 1 : strlen(line);
		if (length < 2 || line[length - 2] != '\r') {
			memcpy(to, line, length);
			to += length;
		}
		line += length;
	}
	*to = '\0';
	bool same =
		!strncmp(wanted, said, strlen(said)) && !strncmp(wanted + strlen(said), "event: mark", 11);
	if (!same)
		printf("# %s heard: %s\n", login, wanted);
	return same;
}

static uint64_t streams(struct harness *h)
{
	struct http_counts n;

	http_counts(h->app.server, &n);
	return n.streams;
}

static bool streams_become(struct harness *h, uint64_t wanted)
{
	for (int ms = 0; ms < 5000 && streams(h) != wanted; ms += 20)
		wait_ms(20);
	return streams(h) == wanted;
}

/* --- who may listen --- */

static int listen_status(struct harness *h, enum as as)
{
	int fd = dial(http_port(h->app.server));

	put_get(h, fd, as, "/events");
	struct reply a = read_reply(fd, false);
	close(fd);
	free(a.body);
	return a.status;
}

static void test_who(struct harness *h)
{
	OK(listen_status(h, AS_NOBODY) == 303);
	/* A session that waits for its code is nobody's yet. */
	int64_t id = account_of(h, "teacher");
	harness_exec(
		h, harness_text(&h->mem, "UPDATE session SET stage = 1 WHERE account = %lld", (long long)id));
	OK(listen_status(h, AS_TEACHER) == 303);
	harness_exec(
		h, harness_text(&h->mem, "UPDATE session SET stage = 4 WHERE account = %lld", (long long)id));
	int fd = listen_as(h, AS_TEACHER);
	OK(fd >= 0 && streams(h) == 1);
	struct answer a = harness_get(h, AS_NOBODY, "/metrics");
	OK(strstr(str_z(&h->mem, a.body), "\ntongxin_event_streams 1\n"));
	close(fd);
	OK(streams_become(h, 0));
}

/* --- who hears --- */

static int order_no;

static int order(struct harness *h)
{
	char body[400];

	snprintf(body, sizeof body, ORDER("no. %d"), ++order_no);
	return harness_ask(h, AS_CIVIL, HTTP_POST, API "protection_orders", NULL, body).status;
}

static void test_hearing(struct harness *h)
{
	static const enum as as[] = { AS_HEAD, AS_TEACHER, AS_HEAD_2, AS_TEACHER_2, AS_FAR_HEAD, AS_OFFICER };
	int fd[COUNT(as)];

	for (size_t i = 0; i < COUNT(as); i++)
		fd[i] = listen_as(h, as[i]);
	OK(harness_ask(h, AS_CIVIL, HTTP_POST, API "protection_orders", NULL, "{'child':'{kid}'}").status ==
	   422);
	OK(hears_until_mark(h, fd[0], "head", "")); /* of what was not written nobody hears */
	OK(order(h) == 201);
	OK(read_until(fd[0], NEWS, 5000)); /* and now the worker has told everybody, or is about to */
	OK(read_until(fd[1], NEWS, 5000));
	wait_ms(300);
	OK(hears_until_mark(h, fd[2], "head-2", "")); /* of another school */
	OK(hears_until_mark(h, fd[3], "teacher-2", ""));
	OK(hears_until_mark(h, fd[4], "far-head", ""));
	OK(hears_until_mark(h, fd[5], "officer", ""));
	for (size_t i = 0; i < COUNT(as); i++)
		close(fd[i]);
	OK(streams_become(h, 0));
}

static void stand_in(struct harness *h, const char *absent, const char *deputy)
{
	OK(harness_exec(
		h, harness_text(&h->mem,
				"INSERT INTO deputy (id, version, county, created_at, updated_at, account,"
				" deputy, from_day, to_day, reason) VALUES (78, 1, %d, 0, 0, %lld, %lld, %d,"
				" %d, 'ill')",
				HARNESS_COUNTY, (long long)account_of(h, absent),
				(long long)account_of(h, deputy), HARNESS_TODAY, HARNESS_TODAY)));
}

/* Whom it may concern is asked first: those of its role, and who stands in for one of them, though of another
 * role, and only so long. */
static void test_concerned(struct harness *h)
{
	stand_in(h, "head", "officer");
	int head = listen_as(h, AS_HEAD), officer = listen_as(h, AS_OFFICER), other = listen_as(h, AS_HEAD_2);
	OK(order(h) == 201);
	OK(read_until(head, NEWS, 5000) && read_until(officer, NEWS, 5000));
	OK(harness_exec(h, STR("DELETE FROM deputy WHERE id = 78")));
	OK(order(h) == 201 && read_until(head, NEWS, 5000));
	wait_ms(300);
	OK(hears_until_mark(h, officer, "officer", "") && hears_until_mark(h, other, "head-2", ""));
	close(head);
	close(officer);
	close(other);
	OK(streams_become(h, 0));
}

/* To one account; and somebody who stands in for an absent one hears of what is for that one's role. */
static void test_deputy(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	bool finds = true;
	int64_t head = account_of(h, "head"), other = account_of(h, "head-2");

	OK(order(h) == 201);
	struct told t = { .notice = harness_number(
				  h, STR("SELECT max(n.id) FROM notice n WHERE n.to_role = 'head'")),
			  .role = ROLE_HEAD,
			  .county = HARNESS_COUNTY };
	OK(notice_finds(&c, other, &t, 1, &finds) == RC_OK && !finds);
	OK(harness_exec(
		h, harness_text(&h->mem,
				"INSERT INTO deputy (id, version, county, created_at, updated_at, account,"
				" deputy, from_day, to_day, reason) VALUES (77, 1, %d, 0, 0, %lld, %lld, %d,"
				" %d, 'ill')",
				HARNESS_COUNTY, (long long)head, (long long)other, HARNESS_TODAY,
				HARNESS_TODAY)));
	OK(notice_finds(&c, other, &t, 1, &finds) == RC_OK && finds);
	OK(harness_exec(h, STR("DELETE FROM deputy WHERE id = 77")));
	t.county = HARNESS_FAR_COUNTY;
	OK(notice_finds(&c, head, &t, 1, &finds) == RC_OK && !finds);
	t = (struct told){ .notice = t.notice, .account = other };
	OK(notice_finds(&c, head, &t, 1, &finds) == RC_OK && !finds);
}

/* --- when: once for each unit, after its commit, and of what was kept --- */

static _Atomic size_t calls, heard, unseen; /* counted on the threads that write */

static void count_told(void *arg, const struct told *list, size_t n)
{
	struct harness *h = arg;

	calls++;
	for (size_t i = 0; i < n; i++) {
		heard += list[i].notice != 0;
		unseen += list[i].notice &&
			  harness_number(h, harness_text(&h->mem,
							 "SELECT count(*) FROM notice n WHERE n.id = %lld",
							 (long long)list[i].notice)) != 1;
	}
}

static enum rc put_one(struct ctx *c, void *arg)
{
	enum rc rc = notice_put(c, &(struct notice_new){ .code = "order_made",
							 .to_role = ROLE_CIVIL,
							 .county = HARNESS_COUNTY });

	return rc == RC_OK && arg ? RC_CONFLICT : rc;
}

static enum rc put_three(struct ctx *c, void *arg)
{
	(void)!store_attempt(c, put_one, c); /* undone */
	(void)arg;
	return store_attempt(c, put_one, NULL);
}

static void test_when(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	calls = heard = unseen = 0;
	h->model.told = count_told;
	h->model.told_arg = h;
	OK(order(h) == 201);
	OK(calls == 1 && heard == 4 && unseen == 0);
	OK(store_write(&c, PRIO_PEOPLE, put_one, &c) == RC_CONFLICT);
	OK(calls == 1);
	OK(store_write(&c, PRIO_PEOPLE, put_three, NULL) == RC_OK);
	OK(calls == 2 && heard == 5 && unseen == 0);
	h->model.told = notice_told;
	h->model.told_arg = &h->app;
}

/* --- whose streams end --- */

static bool is_over(int fd)
{
	char got[4096] = "";
	size_t n = 0;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (n < sizeof got - 1 && poll(&p, 1, 5000) == 1) {
		ssize_t k = recv(fd, got + n, sizeof got - 1 - n, 0);
		if (k == 0)
			return n >= 5 && !memcmp(got + n - 5, "0\r\n\r\n", 5);
		if (k < 0)
			return false;
		n += (size_t)k;
	}
	return false;
}

static void test_ends(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int other = listen_as(h, AS_CIVIL), fd = listen_as(h, AS_HEAD);

	OK(harness_ask(h, AS_HEAD, HTTP_POST, "/sign-out", NULL, "").status == 303);
	OK(is_over(fd));
	close(fd);
	fd = listen_as(h, AS_TEACHER);
	OK(account_disable(&c, account_of(h, "teacher"), true) == RC_OK && is_over(fd));
	close(fd);
	OK(listen_status(h, AS_TEACHER) == 303);
	fd = listen_as(h, AS_HEAD_2);
	OK(account_password(&c, account_of(h, "head-2"), STR("Another-secret-7")) == RC_OK && is_over(fd));
	close(fd);
	fd = listen_as(h, AS_OFFICER);
	OK(account_sign_out(&c, account_of(h, "officer")) == RC_OK && is_over(fd));
	close(fd);
	OK(hears_until_mark(h, other, "civil", "")); /* the others go on */
	close(other);
	OK(streams_become(h, 0));
}

static enum rc write_clearance(struct ctx *c, void *arg)
{
	struct input in = input_new(&clearance_kind);
	struct record done;

	input_int(&in, c->mem, CLEARANCE_ACCOUNT, *(const int64_t *)arg);
	input_set(&in, CLEARANCE_QUERIED_ON, STR("2026-11-20"));
	input_set(&in, CLEARANCE_RESULT, STR("record"));
	input_set(&in, CLEARANCE_REFERENCE, STR("7"));
	return record_create(c, &in, &done);
}

static void test_record(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t id = account_of(h, "teacher-2"), absent = account_of(h, "far-head");
	int fd = listen_as(h, AS_TEACHER_2);

	OK(store_write(&c, PRIO_PEOPLE, write_clearance, &id) == RC_OK && is_over(fd));
	close(fd);
	/* Who acts in the place of a disabled account listens as themselves. */
	fd = listen_as(h, AS_CIVIL);
	harness_exec(h, harness_text(&h->mem, "UPDATE session SET for_account = %lld WHERE account = %lld",
				     (long long)absent, (long long)account_of(h, "civil")));
	OK(account_disable(&c, absent, true) == RC_OK && is_over(fd));
	close(fd);
}

/* --- what it costs --- */

static int64_t seen_of(struct harness *h, const char *login)
{
	return harness_number(h, harness_text(&h->mem,
					      "SELECT max(s.seen) FROM session s WHERE s.account = %lld",
					      (long long)account_of(h, login)));
}

static bool is_kept(struct harness *h, const char *login, int64_t since)
{
	for (int ms = 0; ms < 5000 && seen_of(h, login) <= since; ms += 20)
		wait_ms(20);
	return seen_of(h, login) == h->now;
}

static int get_timed(struct harness *h, enum as as, const char *path, int64_t *ret_ms)
{
	struct timespec from, to;
	int fd = dial(http_port(h->app.server));

	clock_gettime(CLOCK_MONOTONIC, &from);
	put_get(h, fd, as, path);
	struct reply a = read_reply(fd, false);
	clock_gettime(CLOCK_MONOTONIC, &to);
	*ret_ms = (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
	close(fd);
	free(a.body);
	return a.status;
}

enum { BUSY_MS = 2000 };

static enum rc be_busy(struct db *db, void *arg)
{
	(void)db;
	(void)arg;
	wait_ms(BUSY_MS);
	return RC_OK;
}

static void *keep_writer(void *arg)
{
	const struct harness *h = arg;

	(void)!writer_do(h->model.writer, PRIO_PEOPLE, NULL, be_busy, NULL);
	return NULL;
}

static void test_alive(struct harness *h)
{
	const int64_t minutes = INT64_C(60) * 1000000;
	pthread_t busy;
	int64_t ms = 0, since = seen_of(h, "head");

	h->now += 10 * minutes;
	int fd = listen_as(h, AS_HEAD);
	wait_ms(300);
	OK(seen_of(h, "head") == since); /* an open page is not somebody at work */
	/* While the writer is busy, who only looks does not wait for it. */
	OK(pthread_create(&busy, NULL, keep_writer, h) == 0);
	wait_ms(200);
	OK(get_timed(h, AS_HEAD, "/more", &ms) == 200 && ms < BUSY_MS / 2);
	printf("# %d ms\n", (int)ms);
	pthread_join(busy, NULL);
	OK(is_kept(h, "head", since));
	close(fd);
	/* A form waits as it did. */
	since = seen_of(h, "civil");
	OK(harness_ask(h, AS_CIVIL, HTTP_POST, "/notices/1/look", NULL, "").status == 404);
	OK(seen_of(h, "civil") == h->now && since < h->now);
	OK(streams_become(h, 0));
}

/* A stranger's body is no upload. */
static void test_strangers(struct harness *h)
{
	static const struct {
		const char *name, *value;
		size_t max;
	} with[] = { { "accept", "*/*", HTTP_BODY_MAX },
		     { "cookie", "tx=00", HTTP_UPLOAD_MAX },
		     { "authorization", "Bearer 00", HTTP_UPLOAD_MAX } };

	for (size_t i = 0; i < COUNT(with); i++) {
		struct http_pair head = { str_of(with[i].name), str_of(with[i].value) };
		struct http_request r = { .mem = &h->mem,
					  .method = HTTP_POST,
					  .path = STR("/import"),
					  .header = &head,
					  .nheader = 1 };
		size_t max = 0;
		OK(route_slow(&h->app, &r, &max) && max == with[i].max);
	}
}

static void test_pages(struct harness *h)
{
	const char *script = "/live.js\"></script>",
		   *bar = "<div id=\"live\" role=\"status\"><p class=\"sheet note\" hidden>";
	struct answer a = harness_get(h, AS_HEAD, "/more");

	OK(strstr(str_z(&h->mem, a.body), script) && strstr(str_z(&h->mem, a.body), bar));
	a = harness_get(h, AS_HEAD, "/children/new"); /* a task: nobody is disturbed */
	OK(a.status == 200 && !strstr(str_z(&h->mem, a.body), script) &&
	   !strstr(str_z(&h->mem, a.body), bar));
	a = harness_get(h, AS_NOBODY, "/sign-in");
	OK(a.status == 200 && !strstr(str_z(&h->mem, a.body), script) &&
	   !strstr(str_z(&h->mem, a.body), bar));
	a = harness_get(h, AS_CITY, "/more"); /* is told nothing */
	OK(a.status == 200 && !strstr(str_z(&h->mem, a.body), script) &&
	   !strstr(str_z(&h->mem, a.body), bar));
}

static void tests(struct harness *h)
{
	struct http_server *server = NULL;

	house = h;
	if (http_start(&(struct http_options){ .listen = STR("127.0.0.1:0"), .threads = 2, .workers = 2 },
		       &house_app, &server) != RC_OK)
		harness_fail("no server");
	h->app.server = server;
	h->model.told = notice_told;
	h->model.told_arg = &h->app;
	test_pages(h);
	test_strangers(h);
	test_who(h);
	test_hearing(h);
	test_concerned(h);
	test_deputy(h);
	test_when(h);
	test_alive(h);
	test_ends(h);
	test_record(h);
	OK(harness_journal_whole(h));
	http_stop(server);
	h->app.server = NULL;
	h->model.told = NULL;
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
