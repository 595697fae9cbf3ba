/* usage: pace PORT RATE SECONDS HEADERS PATH...
 * Asks for each PATH RATE times a second, in turn, whatever the server does; a time counts from when the
 * request was due, so a stall is seen in all that it delayed.  HEADERS: lines sent along, each with its \r\n.
 * Prints for each path: how many answers, how many failed, and p50, p90, p99 and the worst in microseconds.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 32, PATHS_MAX = 8, REPLY_MAX = 1 << 20, REQUEST_MAX = 4096 };

struct connection {
	int fd;
	bool busy;
	size_t path;
	int64_t due; /* ns */
	char *reply;
	size_t have;
};
struct series {
	const char *path;
	int64_t *time;
	size_t n, failed;
};
struct run {
	struct sockaddr_in server;
	const char *headers;
	struct connection c[CONNECTIONS];
	struct series s[PATHS_MAX];
	size_t npaths;
};

static void die(const char *why)
{
	fprintf(stderr, "pace: %s\n", why);
	exit(1);
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void open_connection(struct run *r, struct connection *c)
{
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&r->server, sizeof r->server))
		die("cannot connect");
	c->busy = false;
}

static void ask(struct run *r, struct connection *c, size_t path, int64_t due)
{
	char request[REQUEST_MAX];
	int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n",
			 r->s[path].path, r->headers);

	c->busy = true;
	c->path = path;
	c->due = due;
	c->have = 0;
	if (n >= REQUEST_MAX || write(c->fd, request, (size_t)n) != n)
		die("cannot send");
}

/* Of a whole reply; 0 while it is not. */
static size_t reply_size(const char *reply, size_t have)
{
	const char *end = memmem(reply, have, "\r\n\r\n", 4);
	const char *length = end ? memmem(reply, (size_t)(end - reply), "Content-Length: ", 16) : NULL;

	return length ? (size_t)(end - reply) + 4 + strtoul(length + 16, NULL, 10) : 0;
}

static void finish(struct run *r, struct connection *c, bool ok)
{
	struct series *s = &r->s[c->path];

	s->time[s->n++] = now() - c->due;
	s->failed += !ok;
	c->busy = false;
}

static void take(struct run *r, struct connection *c)
{
	ssize_t n = read(c->fd, c->reply + c->have, REPLY_MAX - c->have);

	if (n <= 0 || !c->busy) { /* idle for too long: the server gave it up, perhaps with a word */
		if (c->busy)
			finish(r, c, false);
		close(c->fd);
		open_connection(r, c);
		return;
	}
	c->have += (size_t)n;
	size_t size = reply_size(c->reply, c->have);
	if (size && c->have >= size)
		finish(r, c, memcmp(c->reply, "HTTP/1.1 200", 12) == 0);
}

static struct connection *idle_connection(struct run *r)
{
	for (size_t i = 0; i < CONNECTIONS; i++)
		if (!r->c[i].busy)
			return &r->c[i];
	return NULL;
}

static bool any_busy(const struct run *r)
{
	for (size_t i = 0; i < CONNECTIONS; i++)
		if (r->c[i].busy)
			return true;
	return false;
}

static void wait_until(struct run *r, int64_t until)
{
	struct pollfd p[CONNECTIONS];
	int64_t left = until - now();
	struct timespec t = { left > 0 ? left / 1000000000 : 0, left > 0 ? left % 1000000000 : 0 };

	for (size_t i = 0; i < CONNECTIONS; i++)
		p[i] = (struct pollfd){ .fd = r->c[i].fd, .events = POLLIN };
	if (ppoll(p, CONNECTIONS, &t, NULL) < 0 && errno != EINTR)
		die("poll");
	for (size_t i = 0; i < CONNECTIONS; i++)
		if (p[i].revents)
			take(r, &r->c[i]);
}

static void run(struct run *r, int64_t gap, size_t total)
{
	int64_t begin = now(), patience = (int64_t)10 * 1000000000;

	for (size_t sent = 0; sent < total;) {
		int64_t due = begin + (int64_t)sent * gap;
		struct connection *c = now() >= due ? idle_connection(r) : NULL;
		if (c)
			ask(r, c, sent++ % r->npaths, due);
		else
			wait_until(r, now() >= due ? now() + 1000000 : due);
	}
	for (int64_t end = now() + patience; any_busy(r) && now() < end;)
		wait_until(r, now() + 10000000);
}

static int by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
	static struct run r;
	if (argc < 6 || argc - 5 > PATHS_MAX)
		die("PORT RATE SECONDS HEADERS PATH...");
	r.npaths = (size_t)(argc - 5);
	long rate = strtol(argv[2], NULL, 10) * (long)r.npaths, seconds = strtol(argv[3], NULL, 10);
	size_t total = (size_t)(rate * seconds);

	r.server = (struct sockaddr_in){ .sin_family = AF_INET,
					 .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
					 .sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10)) };
	r.headers = argv[4];
	for (size_t i = 0; i < r.npaths; i++)
		r.s[i] = (struct series){ .path = argv[5 + i], .time = calloc(total + 1, sizeof(int64_t)) };
	for (size_t i = 0; i < CONNECTIONS; i++) {
		r.c[i].reply = malloc(REPLY_MAX);
		open_connection(&r, &r.c[i]);
	}
	run(&r, 1000000000 / rate, total);
	for (size_t i = 0; i < r.npaths; i++) {
		struct series *s = &r.s[i];
		if (!s->n)
			die("no answer at all");
		qsort(s->time, s->n, sizeof *s->time, by_time);
		printf("%s %zu %zu %ld %ld %ld %ld\n", s->path, s->n, s->failed, s->time[s->n / 2] / 1000,
		       s->time[s->n * 90 / 100] / 1000, s->time[s->n * 99 / 100] / 1000,
		       s->time[s->n - 1] / 1000);
	}
	return 0;
}
