/* The server under slow, many and leaving clients, and its start and stop. */
#include "http_probe.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/un.h>

static void test_idle_connections(struct http_server *s, int port)
{
	int fd[200], good = 0;
	struct http_counts before, during;

	http_counts(s, &before);
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = dial(port);
		put_text(fd[i], "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
		struct reply a = read_reply(fd[i], false);
		good += a.status == 200;
		free(a.body);
	}
	OK(good == 200);
	http_counts(s, &during);
	OK(during.open >= 200);
	OK(during.requests - before.requests == 200 && during.status[2] - before.status[2] == 200);
	good = 0;
	for (size_t i = 0; i < COUNT(fd); i++) {
		put_text(fd[i], "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
		struct reply a = read_reply(fd[i], false);
		good += a.status == 200;
		free(a.body);
		close(fd[i]);
	}
	OK(good == 200);
}

static void test_unix_socket(void)
{
	char dir[] = "/tmp/tongxin-http-XXXXXX", path[100], where[120];

	OK(mkdtemp(dir) != NULL);
	snprintf(path, sizeof path, "%s/socket", dir);
	int k = snprintf(where, sizeof where, "unix:%s", path);
	struct http_server *s = start((struct http_options){ .listen = { where, (size_t)k } });
	OK(s != NULL);
	OK(start((struct http_options){ .listen = { where, (size_t)k } }) == NULL); /* taken */
	OK(access(path, F_OK) == 0);
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	OK(connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
	put_text(fd,
		 "GET /peer HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: 1.2.3.5\r\nX-Forwarded-Proto: http\r\n"
		 "X-Forwarded-For: 1.2.3.4, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n");
	struct reply r = read_reply(fd, false);
	OK(r.status == 200 && body_is(&r, "192.0.2.7s") && header(&r, "strict-transport-security"));
	free(r.body);
	close(fd);
	http_stop(s);
	OK(access(path, F_OK) != 0);
	OK(rmdir(dir) == 0);
}

static void test_listening(void)
{
	OK(start((struct http_options){ .listen = STR("127.0.0.1") }) == NULL);
	OK(start((struct http_options){ .listen = STR("127.0.0.1:x") }) == NULL);
	OK(start((struct http_options){ .listen = STR("127.0.0.1:99999") }) == NULL);
	OK(start((struct http_options){ .listen = STR("unix:") }) == NULL);
	OK(start((struct http_options){ .tls_cert = STR("x") }) == NULL);
	OK(start((struct http_options){ .tls_cert = STR("x"), .tls_key = STR("y") }) == NULL);
	struct http_server *s = start((struct http_options){ .listen = STR("[::1]:0") });
	if (!s) {
		SKIP("no IPv6 here");
		return;
	}
	OK(http_port(s) > 0);
	http_stop(s);
}

/* With room for little that it has not read. */
static int dial_narrow(int port)
{
	static const int small = 2048;
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	return connect(fd, (struct sockaddr *)&a, sizeof a) ? -1 : fd;
}

/* Deadlines: one second of patience instead of ten. */

struct slow_client {
	const char *what, *first, *each;
	int fd;
	bool ended;
};

/* All at once, so that the test takes as long as the slowest. */
static void trickle(struct slow_client *c, size_t n, int64_t whole_ms)
{
	size_t ended = 0;

	for (int64_t t = 0; t < whole_ms && ended < n; t += 100) {
		ended = 0;
		for (size_t i = 0; i < n; i++) {
			if (!c[i].ended)
				put_text(c[i].fd, c[i].each);
			c[i].ended = c[i].ended || ends_within(c[i].fd, 1);
			ended += c[i].ended;
		}
		wait_ms(100);
	}
}

static void test_slow_clients(int port)
{
	struct slow_client client[] = {
		{ .what = "in a header", .first = "GET /hello HTTP/1.1\r\nHost: t\r\nX: ", .each = "x" },
		{ .what = "in the request line", .first = "GET /", .each = "x" },
		{ .what = "saying nothing", .first = "", .each = "" },
		{ .what = "in the second request",
		  .first = "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n",
		  .each = "" },
		{ .what = "in a body",
		  .first = "POST /form HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n",
		  .each = "0123456789" },
		{ .what = "in chunks",
		  .first = "POST /form HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n",
		  .each = "1\r\nx\r\n" },
	};

	for (size_t i = 0; i < COUNT(client); i++) {
		client[i].fd = dial(port);
		put_text(client[i].fd, client[i].first);
	}
	struct reply a = read_reply(client[3].fd, false);
	OK(a.status == 200);
	free(a.body);
	trickle(client, COUNT(client), 3000);
	OK(!client[3].ended); /* silence between two requests is allowed */
	client[3].each = "G";
	trickle(&client[3], 1, 4000);
	for (size_t i = 0; i < COUNT(client); i++) {
		printf("# %s\n", client[i].what);
		OK(client[i].ended);
		close(client[i].fd);
	}
	int fd = dial(port);
	put_text(fd, "POST /form HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n");
	a = read_reply(fd, false);
	OK(a.status == 408 && header(&a, "content-security-policy"));
	free(a.body);
	close(fd);
}

/* 2 KB/s is fast enough, however long it takes. */
static void test_patient_upload(int port)
{
	char piece[400];
	int fd = dial(port);

	memset(piece, 'a', sizeof piece);
	put_text(fd, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 6000\r\n\r\n");
	for (int i = 0; i < 15; i++) {
		put(fd, piece, sizeof piece);
		wait_ms(200);
	}
	struct reply a = read_reply(fd, false);
	OK(a.status == 200);
	free(a.body);
	close(fd);
}

/* Who takes nothing of his answer is cut, who takes it slowly is not. */
static void test_slow_readers(struct http_server *s, int port)
{
	int none = dial_narrow(port), some = dial_narrow(port), taken = 0;
	struct http_counts n;
	char piece[4096];

	put_text(none, "GET /huge HTTP/1.1\r\nHost: t\r\n\r\n");
	put_text(some, "GET /huge HTTP/1.1\r\nHost: t\r\n\r\n");
	wait_ms(300);
	http_counts(s, &n);
	OK(n.open == 2);
	for (int i = 0; i < 18; i++) {
		taken += take(some, piece, sizeof piece) > 0;
		wait_ms(500);
	}
	OK(taken == 18);
	http_counts(s, &n);
	OK(n.open == 1);
	close(none);
	close(some);
}

/* Workers */

struct call {
	int port;
	const char *path;
	struct reply reply;
};

static void *call_run(void *arg)
{
	struct call *c = arg;

	c->reply = get(c->port, c->path, "");
	return NULL;
}

static void test_overflow(void)
{
	struct http_server *s = start((struct http_options){ .workers = 1, .queue = 2 });
	struct call call[8];
	pthread_t thread[8];
	int served = 0, refused = 0, told = 0;

	for (size_t i = 0; i < COUNT(call); i++) {
		call[i] = (struct call){ .port = http_port(s), .path = "/slow?ms=300" };
		pthread_create(&thread[i], NULL, call_run, &call[i]);
	}
	for (size_t i = 0; i < COUNT(call); i++) {
		pthread_join(thread[i], NULL);
		served += call[i].reply.status == 200;
		refused += call[i].reply.status == 503;
		told += header(&call[i].reply, "retry-after") != NULL;
		free(call[i].reply.body);
	}
	OK(served >= 2 && served <= 4 && served + refused == 8 && told == refused);
	OK(get_status(http_port(s), "/slow?ms=1") == 200);
	struct http_counts n;
	http_counts(s, &n);
	OK(n.refused == (uint64_t)refused && n.status[5] == (uint64_t)refused);
	http_stop(s);
}

/* All who sign in at once leave workers to the others. */
static void test_costly(void)
{
	struct http_server *s = start((struct http_options){ .workers = 2 });
	struct call call[4];
	pthread_t thread[4];
	struct http_counts n = { 0 };

	for (size_t i = 0; i < COUNT(call); i++) {
		call[i] = (struct call){ .port = http_port(s), .path = "/costly?ms=500" };
		pthread_create(&thread[i], NULL, call_run, &call[i]);
	}
	for (int i = 0; i < 100 && n.requests < COUNT(call); i++) { /* all have come */
		wait_ms(10);
		http_counts(s, &n);
	}
	OK(n.requests == COUNT(call));
	OK(get_status(http_port(s), "/slow?ms=1") == 200);
	http_counts(s, &n);
	OK(n.status[2] < COUNT(call)); /* none of this was waited for */
	for (size_t i = 0; i < COUNT(call); i++) {
		pthread_join(thread[i], NULL);
		OK(call[i].reply.status == 200);
		free(call[i].reply.body);
	}
	http_stop(s);
}

static void count_note(void *ctx, const void *bytes)
{
	_Atomic int *sum = ctx;
	int n;

	memcpy(&n, bytes, sizeof n);
	wait_ms(n == 0 ? 300 : 0);
	atomic_fetch_add(sum, n);
}

static bool note_number(struct http_server *s, _Atomic int *sum, int n)
{
	return http_later(s, &(struct http_note){ count_note, sum, &n, sizeof n });
}

/* What may wait waits: for the requests, and for its turn. */
static void test_notes(void)
{
	struct http_server *s = start((struct http_options){ .workers = 1 });
	static _Atomic int sum;
	static const char much[HTTP_NOTE_MAX + 1];

	OK(!http_later(s, &(struct http_note){ count_note, &sum, much, sizeof much }));
	OK(note_number(s, &sum, 0)); /* keeps the only worker for a while */
	wait_ms(100);
	int taken = 0;
	for (int i = 1; i <= 65; i++)
		taken += note_number(s, &sum, i);
	OK(taken == 64);
	OK(get_status(http_port(s), "/slow?ms=1") == 200);
	wait_ms(300);
	OK(atomic_load(&sum) == 64 * 65 / 2);
	http_stop(s);
}

/* As many connections as are allowed; the next one waits at the door until another has left. */
static void test_connection_limit(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2, .connections = 20 });
	int fd[20], good = 0, port = http_port(s);

	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = dial(port);
		put_text(fd[i], "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
		struct reply a = read_reply(fd[i], false);
		good += a.status == 200;
		free(a.body);
	}
	OK(good == 20);
	int more = dial(port);
	put_text(more, "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
	OK(!read_until(more, "HTTP/1.1", 500));
	struct http_counts n;
	http_counts(s, &n);
	OK(n.open == 20);
	for (size_t i = 0; i < COUNT(fd); i++)
		close(fd[i]);
	close(more);
	wait_ms(200);
	OK(get_status(port, "/hello") == 200);
	http_stop(s);
}

static void test_graceful_stop(void)
{
	struct http_server *s = start((struct http_options){ .workers = 4 });
	struct call call[4];
	pthread_t thread[4];
	int idle[20], port = http_port(s), served = 0;

	for (size_t i = 0; i < COUNT(idle); i++) {
		idle[i] = dial(port);
		put_text(idle[i], "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
		struct reply a = read_reply(idle[i], false);
		free(a.body);
	}
	for (size_t i = 0; i < COUNT(call); i++) {
		call[i] = (struct call){ .port = port, .path = "/slow?ms=800" };
		pthread_create(&thread[i], NULL, call_run, &call[i]);
	}
	wait_ms(300);
	http_stop(s);
	for (size_t i = 0; i < COUNT(call); i++) {
		pthread_join(thread[i], NULL);
		served += call[i].reply.status == 200;
		free(call[i].reply.body);
	}
	OK(served == 4);
	for (size_t i = 0; i < COUNT(idle); i++)
		close(idle[i]);
	OK(dial(port) < 0);
}

static void *stop_run(void *arg)
{
	http_stop(arg);
	return NULL;
}

/* Every request that was sent before the end is answered: on connections that the server has not even
 * accepted, on used ones that it is not looking at, and one whose body is on its way. */
static void test_nothing_is_lost(void)
{
	struct http_server *s = start((struct http_options){ .workers = 8, .queue = 512, .threads = 1 });
	int port = http_port(s), fd[300], late[5], good = 0, last = 0;
	pthread_t stopper;

	for (size_t i = 0; i < 50; i++) {
		fd[i] = dial(port);
		put_text(fd[i], "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
		struct reply a = read_reply(fd[i], false);
		good += a.status == 200;
		free(a.body);
	}
	for (size_t i = 0; i < COUNT(late); i++) {
		late[i] = dial(port);
		put_text(late[i], "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 6\r\n\r\nabc");
	}
	wait_ms(100);
	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = i < 50 ? fd[i] : dial(port);
		put_text(fd[i], "GET /slow?ms=25 HTTP/1.1\r\nHost: t\r\n\r\n");
	}
	pthread_create(&stopper, NULL, stop_run, s);
	wait_ms(300);
	for (size_t i = 0; i < COUNT(late); i++)
		put_text(late[i], "def");
	for (size_t i = 0; i < COUNT(fd) + COUNT(late); i++) {
		int one = i < COUNT(fd) ? fd[i] : late[i - COUNT(fd)];
		struct reply a = read_reply(one, false);
		good += a.status == 200;
		last += header(&a, "connection") != NULL;
		free(a.body);
		close(one);
	}
	pthread_join(stopper, NULL);
	printf("# %d of 355 answered, %d told that it was the last\n", good, last);
	OK(good == 50 + 305);
	OK(last >= 200);
	OK(dial(port) < 0);
}

/* Requests that are queued and never finish in time, readers that do not read: it must still stop. */
static void test_stop_in_the_middle(void)
{
	struct http_server *s = start((struct http_options){ .workers = 1, .patience = 1 });
	int port = http_port(s), fd[10];

	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = dial(port);
		put_text(fd[i], i % 2 ? "GET /slow?ms=700 HTTP/1.1\r\nHost: t\r\n\r\n"
				      : "GET /huge HTTP/1.1\r\nHost: t\r\n\r\n");
	}
	wait_ms(200);
	http_stop(s);
	for (size_t i = 0; i < COUNT(fd); i++)
		close(fd[i]);
	OK(true); /* reached: stopping with sleeping connections would have ended the process */
}

static _Atomic bool storm_over;

static void *storm_run(void *arg)
{
	const struct call *c = arg;
	unsigned seed = (unsigned)(uintptr_t)arg;
	char text[100];

	while (!atomic_load(&storm_over)) {
		int fd = dial(c->port);
		for (int i = 0; fd >= 0 && i < 5; i++) {
			int k = snprintf(text, sizeof text,
					 "%s /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc",
					 rand_r(&seed) % 2 ? "POST" : "GET");
			bool whole = rand_r(&seed) % 8;
			put(fd, text, whole ? (size_t)k : (size_t)k / 2);
			if (!whole || rand_r(&seed) % 4 == 0)
				break;
			struct reply a = read_reply(fd, false);
			free(a.body);
			if (a.status != 200)
				break;
		}
		close(fd);
	}
	return NULL;
}

/* Clients that come, leave early and send halves while the server is stopped under them. */
static void test_storm(void)
{
	struct call c = { 0 };
	pthread_t thread[6];

	struct http_server *s = start((struct http_options){ .workers = 2, .queue = 4, .patience = 1 });
	c.port = http_port(s);
	for (size_t i = 0; i < COUNT(thread); i++)
		pthread_create(&thread[i], NULL, storm_run, &c);
	wait_ms(1500);
	struct http_counts n;
	http_counts(s, &n);
	http_stop(s);
	atomic_store(&storm_over, true);
	for (size_t i = 0; i < COUNT(thread); i++)
		pthread_join(thread[i], NULL);
	OK(n.requests > 50 && n.status[2] > 10);
}

int main(void)
{
	struct http_server *s = start((struct http_options){ .patience = 1 });

	OK(s != NULL);
	if (!s)
		return tap_end();
	test_idle_connections(s, http_port(s));
	test_slow_clients(http_port(s));
	test_patient_upload(http_port(s));
	test_slow_readers(s, http_port(s));
	http_stop(s);
	test_unix_socket();
	test_listening();
	test_overflow();
	test_costly();
	test_notes();
	test_connection_limit();
	test_graceful_stop();
	test_nothing_is_lost();
	test_stop_in_the_middle();
	test_storm();
	return tap_end();
}
