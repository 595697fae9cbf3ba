/* Event streams: what is sent, how many there may be, and how each of them ends. */
#include "events.h"
#include "http_probe.h"
#include "server.h"

#include <stdatomic.h>

static int failures; /* where a test has too many parts to print each */
#define OK_QUIET(e) ((e) ? (void)0 : (void)failures++)

static int open_stream(int port, int topic)
{
	char text[100];
	int fd = dial(port);

	snprintf(text, sizeof text, "GET /events?topic=%d HTTP/1.1\r\nHost: t\r\n\r\n", topic);
	put_text(fd, text);
	return fd;
}

static bool is_open(int fd) { return read_until(fd, "retry: 3000\n\n", 5000); }

static uint64_t streams(struct http_server *s)
{
	struct http_counts n;

	http_counts(s, &n);
	return n.streams;
}

static bool streams_become(struct http_server *s, uint64_t wanted, int ms)
{
	for (; ms > 0 && streams(s) != wanted; ms -= 20)
		wait_ms(20);
	return streams(s) == wanted;
}

static bool writes(const char *event, str data, const char *wanted)
{
	char to[200];
	size_t n = events_write(to, sizeof to, str_of(event), data);

	return n == strlen(wanted) && !memcmp(to, wanted, n);
}

/* Nothing in the data may begin a field or an event of its own. */
static void test_writing(void)
{
	char to[40], much[EVENTS_DATA_MAX + 1];

	OK(writes("task", STR("7"), "event: task\ndata: 7\n\n"));
	OK(writes("task", STR(""), "event: task\ndata: \n\n"));
	OK(writes("a", STR("x\nevent: b\n\ny"), "event: a\ndata: x\ndata: event: b\ndata: \ndata: y\n\n"));
	OK(writes("a", STR("x\rid: 1\r\ny\n"), "event: a\ndata: x\ndata: id: 1\ndata: y\ndata: \n\n"));
	OK(writes("a", STR("\r\n"), "event: a\ndata: \ndata: \n\n"));
	OK(events_write(to, 32, STR("a"), STR("0123456789abc")) > 0);
	OK(events_write(to, 20, STR("a"), STR("0123456789abc")) == 0);
	struct http_server *s = start((struct http_options){ .threads = 1 });
	memset(much, '\n', sizeof much);
	OK(http_events_publish(s, 7, "", STR("x")) == RC_INVALID);
	OK(http_events_publish(s, 7, "a\ndata", STR("x")) == RC_INVALID);
	OK(http_events_publish(s, 7, "a b", STR("x")) == RC_INVALID);
	OK(http_events_publish(s, 7, "a", (str){ much, sizeof much }) == RC_TOO_BIG);
	OK(http_events_publish(s, 7, "a", (str){ much, EVENTS_DATA_MAX }) ==
	   RC_TOO_BIG); /* each line costs more */
	memset(much, 'x', sizeof much);
	OK(http_events_publish(s, 7, "a", (str){ much, sizeof much }) == RC_TOO_BIG);
	OK(http_events_publish(s, 7, "a", (str){ much, EVENTS_DATA_MAX }) == RC_OK);
	http_stop(s);
}

static void test_head(struct http_server *s, int port)
{
	int fd = open_stream(port, 7);
	struct reply a = read_reply(fd, true);

	OK(a.status == 200 && header_is(&a, "content-type", "text/event-stream"));
	OK(header_is(&a, "cache-control", "no-store") && header_is(&a, "x-accel-buffering", "no"));
	OK(header_is(&a, "connection", "close") && header(&a, "content-security-policy"));
	OK(!header(&a, "content-length") && !header(&a, "content-encoding"));
	free(a.body);
	OK(is_open(fd) && streams(s) == 1);
	a = ask_bytes(port, "HEAD /events HTTP/1.1\r\nHost: t\r\n\r\n", 35, true);
	OK(a.status == 200 && header_is(&a, "content-type", "text/event-stream") && streams(s) == 1);
	free(a.body);
	close(fd);
	OK(streams_become(s, 0, 5000));
}

static void test_topics(struct http_server *s, int port)
{
	int fd = open_stream(port, 7), other = open_stream(port, 8);

	OK(is_open(fd) && is_open(other) && streams(s) == 2);
	OK(http_events_publish(s, 7, "task", STR("1\n2")) == RC_OK);
	OK(read_until(fd, "event: task\ndata: 1\ndata: 2\n\n", 5000));
	OK(http_events_publish(s, 8, "other", STR("")) == RC_OK);
	OK(read_until(other, "event: other\ndata: \n\n", 5000));
	OK(!read_until(other, "task", 100)); /* who is not meant hears nothing */
	OK(http_events_publish(s, 9, "nobody", STR("")) == RC_OK);
	OK(http_events_publish(s, 0, "everybody", STR("")) == RC_OK);
	OK(!read_until(fd, "o", 100));
	http_events_end(s, 7);
	OK(read_until(fd, "0\r\n\r\n", 2000) &&
	   ends_within(fd, 2000)); /* a clean end: the browser comes back */
	OK(streams(s) == 1);
	close(fd);
	close(other);
	OK(streams_become(s, 0, 5000));
}

static void test_cap_of_a_topic(struct http_server *s, int port)
{
	int fd[EVENTS_TOPIC_MAX];

	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = open_stream(port, 7);
		OK(is_open(fd[i]));
	}
	int newest = open_stream(port, 7), other = open_stream(port, 8);
	OK(is_open(newest) && is_open(other));
	OK(read_until(fd[0], "event: full\ndata: \n\n", 5000) && ends_within(fd[0], 2000)); /* the oldest */
	OK(streams_become(s, EVENTS_TOPIC_MAX + 1, 5000));
	close(fd[1]);
	OK(streams_become(s, EVENTS_TOPIC_MAX, 5000)); /* who has left leaves room */
	int again = open_stream(port, 7);
	OK(is_open(again) && !ends_within(newest, 100));
	close(newest);
	/* Its end is seen although bytes nobody reads lie before it. */
	put_text(fd[2], "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
	wait_ms(100);
	close(fd[2]);
	OK(streams_become(s, EVENTS_TOPIC_MAX - 1, 5000));
	close(fd[0]);
	close(fd[3]);
	close(other);
	close(again);
	OK(streams_become(s, 0, 5000));
}

static void test_cap_of_all(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2, .connections = 30 });
	int port = http_port(s), fd[10];

	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = open_stream(port, 100 + (int)i);
		OK(is_open(fd[i]));
	}
	struct reply a = get(port, "/events?topic=1", "");
	OK(a.status == 503 && header(&a, "retry-after"));
	free(a.body);
	OK(get_status(port, "/hello") == 200); /* the rest of the connections are for requests */
	for (size_t i = 0; i < COUNT(fd); i++)
		close(fd[i]);
	OK(streams_become(s, 0, 5000));
	http_stop(s);
}

static void test_ping(void)
{
	struct http_server *s = start((struct http_options){ .threads = 1, .ping = 1 });
	int fd = open_stream(http_port(s), 7);

	OK(is_open(fd));
	for (int i = 0; i < 3; i++)
		OK(read_until(fd, "\r\n:\n\n\r\n", 4000));
	close(fd);
	http_stop(s);
}

/* A client that reads nothing: what waits for it is bounded, and it is given up. */
static void test_reader_that_does_not_read(struct http_server *s, int port)
{
	int small = 2048, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), n = 0;
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	char much[EVENTS_DATA_MAX];

	memset(much, 'x', sizeof much);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	OK(connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
	put_text(fd, "GET /events HTTP/1.1\r\nHost: t\r\n\r\n");
	OK(streams_become(s, 1, 5000));
	for (; n < 100000; n++)
		OK_QUIET(http_events_publish(s, 7, "a", (str){ much, sizeof much }) == RC_OK);
	close(fd);
	OK(streams_become(s, 0, 5000));
}

enum { MANY = 200, ROUNDS = 30 };

struct publisher {
	struct http_server *s;
	const char *event;
};

static void *publish_run(void *arg)
{
	const struct publisher *p = arg;

	for (int round = 0; round < ROUNDS; round++) {
		for (int topic = 1; topic <= MANY / EVENTS_TOPIC_MAX; topic++)
			if (http_events_publish(p->s, topic, p->event, STR("x")) != RC_OK)
				return NULL;
		wait_ms(2);
	}
	return arg;
}

/* Neither fewer nor more: 2 * ROUNDS of them, and then silence. */
static bool has_them_all(int fd)
{
	char got[65536];
	size_t n = 0;
	int found = 0, wait = 5000;
	const char *at = got;

	got[0] = '\0';
	while (n < sizeof got - 1) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, wait) != 1)
			break;
		ssize_t k = recv(fd, got + n, sizeof got - 1 - n, 0);
		if (k <= 0)
			break;
		n += (size_t)k;
		got[n] = '\0';
		for (const char *next; (next = strstr(at, "\ndata: x\n\n")); at = next + 1)
			found++;
		wait = found < 2 * ROUNDS ? 5000 : 0;
	}
	return found == 2 * ROUNDS;
}

static void test_many(struct http_server *s, int port)
{
	struct publisher one = { s, "one" }, two = { s, "two" };
	int fd[MANY], opened = 0, whole = 0;
	pthread_t thread[2];

	for (int i = 0; i < MANY; i++) {
		fd[i] = open_stream(port, 1 + i / EVENTS_TOPIC_MAX);
		opened += is_open(fd[i]);
	}
	OK(opened == MANY && streams(s) == MANY);
	pthread_create(&thread[0], NULL, publish_run, &one);
	pthread_create(&thread[1], NULL, publish_run, &two);
	for (int i = 0; i < 2; i++) {
		void *done;
		pthread_join(thread[i], &done);
		OK(done != NULL);
	}
	for (int i = 0; i < MANY; i++)
		whole += has_them_all(fd[i]);
	OK(whole == MANY);
	for (int i = 0; i < MANY; i++)
		close(fd[i]);
	OK(streams_become(s, 0, 5000)); /* reaped, all of them, with one look a second */
}

static _Atomic bool storm_over;

static void *storm_run(void *arg)
{
	struct http_server *s = arg;
	int port = http_port(s);
	unsigned seed = 1;

	while (!atomic_load(&storm_over)) {
		int fd = open_stream(port, 1 + rand_r(&seed) % 3);
		if (rand_r(&seed) % 2)
			(void)!read_until(fd, "event", 20);
		if (rand_r(&seed) % 4 == 0)
			put_text(fd, "x");
		close(fd);
	}
	return NULL;
}

/* Streams come, leave, are spoken to and ended by four threads while the server is stopped. */
static void test_storm(void)
{
	struct http_server *s = start((struct http_options){ .patience = 1, .ping = 1 });
	pthread_t thread[4];

	for (size_t i = 0; i < COUNT(thread); i++)
		pthread_create(&thread[i], NULL, storm_run, s);
	for (int i = 0; i < 1500; i++) {
		OK_QUIET(http_events_publish(s, 1 + i % 3, "a", STR("b")) == RC_OK);
		if (i % 50 == 0)
			http_events_end(s, 1 + i % 3);
		wait_ms(1);
	}
	atomic_store(&storm_over, true);
	for (size_t i = 0; i < COUNT(thread); i++)
		pthread_join(thread[i], NULL);
	struct http_counts n;
	http_counts(s, &n);
	OK(n.requests > 50);
	http_stop(s);
}

static void *ask_slowly(void *arg)
{
	struct reply *a = arg;

	*a = get((int)a->n, "/slow?ms=700", "");
	return NULL;
}

static void test_drain(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2 });
	int port = http_port(s), fd[20];
	struct reply slowly = { .n = (size_t)port };
	struct timespec from, to;
	pthread_t thread;

	for (size_t i = 0; i < COUNT(fd); i++) {
		fd[i] = open_stream(port, 1 + (int)i / EVENTS_TOPIC_MAX);
		OK_QUIET(is_open(fd[i]));
	}
	pthread_create(&thread, NULL, ask_slowly, &slowly);
	wait_ms(200);
	clock_gettime(CLOCK_MONOTONIC, &from);
	http_stop(s);
	clock_gettime(CLOCK_MONOTONIC, &to);
	pthread_join(thread, NULL);
	OK(slowly.status == 200);
	free(slowly.body);
	OK(to.tv_sec - from.tv_sec < 5); /* streams are no reason to wait */
	size_t clean = 0;
	for (size_t i = 0; i < COUNT(fd); i++) {
		clean += read_until(fd[i], "0\r\n\r\n", 1000);
		close(fd[i]);
	}
	OK(clean == COUNT(fd));
}

int main(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2 });

	OK(s != NULL);
	if (!s)
		return tap_end();
	test_writing();
	test_head(s, http_port(s));
	test_topics(s, http_port(s));
	test_cap_of_a_topic(s, http_port(s));
	test_reader_that_does_not_read(s, http_port(s));
	test_many(s, http_port(s));
	http_stop(s);
	test_cap_of_all();
	test_ping();
	test_storm();
	test_drain();
	OK(failures == 0);
	return tap_end();
}
