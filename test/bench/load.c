/* usage: load PORT SECONDS PLAN
 * A county's evening on the loopback: phones that stay connected after one request, event streams, and
 * people who work, each with a time to think, for SECONDS; then it ends by itself.  PLAN (load.py writes it)
 * has one item a line, its parts apart by tabs:
 *   phone PATH: one phone, and what it asks for each time it connects
 *   stream COOKIE: one stream of a session
 *   role NAME SECONDS: who works, and the mean time to think; the next lines are of this role
 *   step KIND WEIGHT PATH: something to look at
 *   form KIND WEIGHT PATH TO BODY: a form that is fetched, thought about, and sent; {csrf} and {client} are
 *     those of the form, {n} is another number each time
 *   user LOGIN PASSWORD: one who signs in with it
 *   bell COOKIE PATH TO BODY: a form upon which every stream is told something; each is sent once
 * A time counts from when the request was due, so a stall is seen in all that it delayed.  Prints "phase
 * NAME" when one begins, and at the end what load.py reads: kinds, bells, counts. */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct run run;

void load_die(const char *why)
{
	fprintf(stderr, "load: %s\n", why);
	exit(1);
}

void *load_grow(void *old, size_t n)
{
	void *p = realloc(old, n);

	if (!p)
		load_die("no memory");
	return p;
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

/* The same each time: xorshift64*. */
static double chance(void)
{
	run.random ^= run.random >> 12;
	run.random ^= run.random << 25;
	run.random ^= run.random >> 27;
	return (double)((run.random * UINT64_C(2685821657736338717)) >> 11) / 9007199254740992.0;
}

/* --- connections --- */

static void watch(struct client *c, uint32_t events, int how)
{
	struct epoll_event e = { .events = events, .data.u64 = (uint64_t)(c - run.c) };

	if (epoll_ctl(run.epoll, how, c->fd, &e))
		load_die("epoll_ctl");
}

static void hang_up(struct client *c)
{
	if (c->state == CLOSED)
		return;
	close(c->fd);
	run.open--;
	if (c->what == STREAM && c->begun)
		run.streams_open--;
	c->begun = false;
	c->state = CLOSED;
}

static void connect_to(struct client *c)
{
	struct sockaddr_in from = { .sin_family = AF_INET };
	int on = 1;

	from.sin_addr.s_addr = htonl(0x7f000100U + 1 + (uint32_t)((size_t)(c - run.c) % ADDRESSES));
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		load_die("no descriptor is left: ulimit -n");
	(void)setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	if (bind(c->fd, (struct sockaddr *)&from, sizeof from))
		load_die("bind");
	if (connect(c->fd, (struct sockaddr *)&run.server, sizeof run.server) && errno != EINPROGRESS)
		load_die("cannot connect");
	c->state = CONNECTING;
	c->used = false;
	run.open++;
	watch(c, EPOLLOUT | EPOLLIN, EPOLL_CTL_ADD);
}

static void send_request(struct client *c)
{
	c->have = 0;
	if (write(c->fd, c->request, c->request_n) == (ssize_t)c->request_n) {
		c->state = BUSY;
		return;
	}
	c->state = BUSY; /* gone: the reading side will see it */
}

static void ask(struct client *c)
{
	c->again = false;
	c->asked = c->due;
	if (c->state == RESTING)
		send_request(c);
	else
		connect_to(c);
}

/* --- requests --- */

static void put(struct client *c, const char *text, size_t n)
{
	if (c->request_n + n > REQUEST_MAX)
		load_die("a request is too long");
	memcpy(c->request + c->request_n, text, n);
	c->request_n += n;
}

static void say(struct client *c, const char *text) { put(c, text, strlen(text)); }

static void begin_request(struct client *c, const char *method, const char *path)
{
	if (!c->request)
		c->request = load_grow(NULL, REQUEST_MAX);
	c->request_n = 0;
	say(c, method);
	say(c, " ");
	say(c, path);
	say(c, " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load\r\nAccept-Language: zh-CN\r\n");
	if (*c->cookie) {
		say(c, "Cookie: tx=");
		say(c, c->cookie);
		say(c, "\r\n");
	}
}

static void get(struct client *c, const char *path, const char *more)
{
	begin_request(c, "GET", path);
	say(c, more);
	say(c, "\r\n");
}

static void put_value(struct client *c, const char *value)
{
	for (; *value; value++) {
		char text[4] = { *value };
		if (*value == '+' || *value == '/' || *value == '=' || *value == '&' || *value == '%')
			snprintf(text, sizeof text, "%%%02X", (unsigned char)*value);
		say(c, text);
	}
}

/* The body with its places filled in; its length goes before it. */
static void post(struct client *c, const char *path, const char *body)
{
	char number[32], length[64];
	size_t head;

	begin_request(c, "POST", path);
	say(c, "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n");
	head = c->request_n;
	snprintf(number, sizeof number, "%llu", (unsigned long long)++run.serial);
	while (*body) {
		if (strncmp(body, "{csrf}", 6) == 0) {
			put_value(c, c->csrf);
			body += 6;
		} else if (strncmp(body, "{client}", 8) == 0) {
			put_value(c, c->token);
			body += 8;
		} else if (strncmp(body, "{n}", 3) == 0) {
			say(c, number);
			body += 3;
		} else {
			put(c, body++, 1);
		}
	}
	int n = snprintf(length, sizeof length, "Content-Length: %zu\r\n\r\n", c->request_n - head);
	if (c->request_n + (size_t)n > REQUEST_MAX)
		load_die("a form is too long");
	memmove(c->request + head + n, c->request + head, c->request_n - head);
	memcpy(c->request + head, length, (size_t)n);
	c->request_n += (size_t)n;
}

static const struct step *choose(const struct role *r)
{
	double at = chance() * r->weight;
	size_t i = 0;

	while (i + 1 < r->nsteps && (at -= r->step[i].weight) >= 0)
		i++;
	return &r->step[i];
}

static void user_asks(struct client *c)
{
	if (!*c->cookie) {
		char body[VALUE_MAX];
		snprintf(body, sizeof body, "login=%s&password=%s", c->a, c->b);
		c->kind = load_plan_kind("sign in");
		post(c, "/sign-in", body);
		return;
	}
	if (!c->fetched)
		c->step = choose(c->role);
	c->sending = c->fetched;
	c->fetched = false;
	if (c->sending) {
		c->kind = c->step->kind + 1;
		post(c, c->step->to, c->step->body);
	} else {
		c->kind = c->step->kind;
		get(c, c->step->path, c->step->to ? "" : "Accept-Encoding: gzip\r\n");
	}
}

static void begin(struct client *c)
{
	switch (c->what) {
	case PHONE: get(c, c->a, "Accept-Encoding: gzip\r\n"); break;
	case STREAM: get(c, "/events", "Accept: text/event-stream\r\n"); break;
	case PROBE: get(c, "/healthz", ""); break;
	case USER: user_asks(c); break;
	case BELL:
		c->sending = c->fetched;
		c->fetched = false;
		c->kind = load_plan_kind(c->sending ? "the bell" : "the bell: its form");
		if (c->sending)
			post(c, c->step->to, c->step->body);
		else
			get(c, c->step->path, "");
		if (c->sending && run.nbells < BELLS_MAX) {
			run.bell[run.nbells].time =
				load_grow(NULL, (run.count[STREAM] + 1) * sizeof(int32_t));
			run.bell[run.nbells++].sent = now();
		}
		break;
	}
	ask(c);
}

/* --- replies --- */

static void note(struct client *c, bool ok, int status)
{
	struct kind *k = &run.kind[c->kind];

	if (k->n == k->room) {
		k->room = k->room ? 2 * k->room : 1024;
		k->time = load_grow(k->time, k->room * sizeof *k->time);
	}
	k->time[k->n++] = (int32_t)((now() - c->asked) / 1000);
	k->bytes += c->have;
	if (!ok) {
		k->failed++;
		k->last_status = status;
	}
}

/* What stands in value="..." of the hidden field. */
static void read_hidden(const struct client *c, const char *name, char *to)
{
	char mark[64];
	size_t n = (size_t)snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
	const char *at = memmem(c->reply, c->have, mark, n);
	const char *end = at ? memchr(at + n, '"', c->have - (size_t)(at + n - c->reply)) : NULL;

	if (end && end - at - (ptrdiff_t)n < VALUE_MAX) {
		memcpy(to, at + n, (size_t)(end - at) - n);
		to[end - at - (ptrdiff_t)n] = '\0';
	}
}

static bool read_cookie(struct client *c)
{
	const char *at = memmem(c->reply, c->have, "Set-Cookie: tx=", 15);
	const char *end = at ? memchr(at, ';', c->have - (size_t)(at - c->reply)) : NULL;

	if (!end || end - at - 15 >= VALUE_MAX)
		return false;
	memcpy(c->cookie, at + 15, (size_t)(end - at) - 15);
	c->cookie[end - at - 15] = '\0';
	return true;
}

static int64_t think(const struct client *c)
{
	double t = -log(1 - chance()) * c->role->think;

	return (int64_t)((t < 60 ? t : 60) * (double)SECOND);
}

/* As it should be: the page, the way on after a form, the cookie of who has signed in. */
static bool is_well(struct client *c, int status)
{
	if (c->what == USER && !*c->cookie)
		return status == 303 && read_cookie(c);
	if ((c->what == USER || c->what == BELL) && c->sending)
		return status == 303 || status == 201 || status == 200;
	return status == 200 || status == 304;
}

/* One whole reply has come. */
static void finish(struct client *c, int status)
{
	bool ok = is_well(c, status);
	int64_t t = now();

	c->state = RESTING;
	c->used = true;
	if (c->what == BELL && c->sending && run.nbells)
		run.bell[run.nbells - 1].answered = t;
	note(c, ok, status);
	if (ok && c->step && c->step->to && !c->sending && (c->what == USER || c->what == BELL)) {
		read_hidden(c, "csrf", c->csrf);
		read_hidden(c, "client", c->token);
		c->fetched = true;
	}
	if (!ok && getenv("LOAD_SHOW"))
		fprintf(stderr, "%s: %d\n%.*s\n", run.kind[c->kind].name, status, (int)c->have, c->reply);
	if (c->what == PHONE || c->what == USER) {
		free(c->reply);
		c->reply = NULL;
		c->room = 0;
	}
	if (c->what == USER && !run.ending)
		load_due_at(c, t + think(c));
	else if (c->what == PROBE)
		load_due_at(c, c->due + SECOND / PROBES_A_SECOND);
	else if (c->what == BELL && c->fetched)
		load_due_at(c, t + SECOND);
}

/* 0: not whole yet. */
static size_t whole(const struct client *c, int *ret_status)
{
	const char *end = memmem(c->reply, c->have, "\r\n\r\n", 4);
	if (!end || c->have < 12)
		return 0;
	size_t head = (size_t)(end - c->reply) + 4;
	const char *length = memmem(c->reply, head, "Content-Length: ", 16);

	*ret_status = (int)strtol(c->reply + 9, NULL, 10);
	return head + (length ? strtoul(length + 16, NULL, 10) : 0);
}

static void hear(struct client *c, const char *bytes, size_t n)
{
	static const char mark[] = "event: notice";

	for (size_t i = 0; i < n; i++) {
		c->match = bytes[i] == mark[c->match] ? c->match + 1 : bytes[i] == mark[0];
		if (mark[c->match])
			continue;
		c->match = 0;
		struct bell *b = run.nbells ? &run.bell[run.nbells - 1] : NULL;
		if (b && c->heard < run.nbells && b->n < run.count[STREAM]) {
			c->heard = (unsigned)run.nbells;
			b->time[b->n++] = (int32_t)((now() - b->sent) / 1000);
		}
	}
}

/* The connection has ended. A browser asks once more when one that it had used ends without a word. */
static void ended(struct client *c)
{
	bool busy = c->state == BUSY || c->state == CONNECTING, stream = c->what == STREAM && c->begun;

	hang_up(c);
	if (run.ending)
		return;
	if (stream) {
		run.streams_ended++;
		load_due_at(c, now() + 3 * SECOND);
	} else if (busy && c->used && !c->have && !c->again) {
		run.retried++;
		c->again = true;
		connect_to(c);
	} else if (busy) {
		note(c, false, 0);
		load_due_at(c, now() + SECOND);
	} else {
		run.closed_idle++;
		if (c->what == PHONE)
			load_due_at(c, now() + (int64_t)(chance() * (double)SECOND));
	}
}

static void stream_begins(struct client *c)
{
	c->begun = true;
	run.streams_open++;
	note(c, true, 200);
	c->state = BUSY;
}

static void take(struct client *c)
{
	static char bytes[READ_BYTES];
	ssize_t n;
	int status = 0;

	while ((n = read(c->fd, bytes, sizeof bytes)) > 0) {
		if (c->what == STREAM && c->begun) {
			hear(c, bytes, (size_t)n);
			continue;
		}
		if (c->have + (size_t)n > c->room) {
			c->room = c->have + (size_t)n + 4096;
			if (c->room > REPLY_MAX)
				load_die("a reply is too long");
			c->reply = load_grow(c->reply, c->room);
		}
		memcpy(c->reply + c->have, bytes, (size_t)n);
		c->have += (size_t)n;
	}
	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		ended(c);
		return;
	}
	size_t size = c->state == BUSY && c->have && !c->begun ? whole(c, &status) : 0;
	if (size && c->what == STREAM && status == 200)
		stream_begins(c);
	else if (size && c->have >= size)
		finish(c, status);
}

static void ready(struct client *c, uint32_t events)
{
	if (c->state == CONNECTING && events & (EPOLLERR | EPOLLHUP)) {
		ended(c);
		return;
	}
	if (c->state == CONNECTING) {
		watch(c, EPOLLIN, EPOLL_CTL_MOD);
		send_request(c);
		return;
	}
	if (c->state != CLOSED)
		take(c);
}

/* --- the evening --- */

static void turn_until(int64_t until)
{
	struct epoll_event e[EVENTS];
	struct client *c;

	for (int64_t t = now(); t < until; t = now()) {
		while ((c = load_due_take(t)))
			if (!run.ending || c->what == PROBE)
				begin(c);
		int64_t next = run.heaped && run.c[run.heap[1]].due < until ? run.c[run.heap[1]].due : until;
		struct timespec wait = { (next - t) / SECOND, (next - t) % SECOND };
		if (next < t)
			wait = (struct timespec){ 0, 0 };
		int n = epoll_pwait2(run.epoll, e, EVENTS, &wait, NULL);
		for (int i = 0; i < n; i++)
			ready(&run.c[e[i].data.u64], e[i].events);
	}
}

static void phase(const char *name)
{
	printf("phase %s %zu %zu\n", name, run.open, run.streams_open);
	(void)fflush(stdout);
}

static void start_all(enum what what, size_t a_second)
{
	int64_t t = now();
	size_t n = 0;

	for (size_t i = 0; i < run.n; i++)
		if (run.c[i].what == what)
			load_due_at(&run.c[i], t + (int64_t)n++ * SECOND / (int64_t)a_second);
	turn_until(t + (int64_t)n * SECOND / (int64_t)a_second);
}

static void wait_for_streams(void)
{
	int64_t until = now() + 30 * SECOND;

	while (run.streams_open < run.count[STREAM] && now() < until)
		turn_until(now() + SECOND / 10);
}

/* Each bell once, one after the other, while people work. */
static void ring(int64_t seconds)
{
	int64_t t = now();
	size_t n = 0;

	for (size_t i = 0; i < run.n; i++)
		if (run.c[i].what == BELL && (int64_t)(n + 1) * BELL_EVERY < seconds)
			load_due_at(&run.c[i], t + (int64_t)++n * BELL_EVERY * SECOND);
	turn_until(t + seconds * SECOND);
}

static void evening(int64_t seconds)
{
	phase("empty");
	start_all(PROBE, 1);
	turn_until(now() + HOLD_SECONDS * SECOND);
	phase("phones-come");
	start_all(PHONE, PHONES_A_SECOND);
	phase("phones");
	turn_until(now() + INT64_C(2) * HOLD_SECONDS * SECOND); /* as long as the server holds one */
	phase("streams-come");
	start_all(STREAM, STREAMS_A_SECOND);
	wait_for_streams();
	phase("streams");
	turn_until(now() + HOLD_SECONDS * SECOND);
	phase("users-come");
	start_all(USER, USERS_A_SECOND);
	phase("users");
	ring(seconds);
	phase("end");
	run.ending = true;
	turn_until(now() + 2 * SECOND); /* what is on its way */
}

/* --- what is told --- */

static int by_time(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void tell(void)
{
	for (size_t i = 0; i < run.nkinds; i++) {
		struct kind *k = &run.kind[i];
		if (!k->n)
			continue;
		qsort(k->time, k->n, sizeof *k->time, by_time);
		printf("kind\t%s\t%zu\t%zu\t%d\t%d\t%d\t%d\t%llu\t%d\n", k->name, k->n, k->failed,
		       k->time[k->n / 2], k->time[k->n * 90 / 100], k->time[k->n * 99 / 100],
		       k->time[k->n - 1], (unsigned long long)k->bytes, k->last_status);
	}
	for (size_t i = 0; i < run.nbells; i++) {
		struct bell *b = &run.bell[i];
		qsort(b->time, b->n, sizeof *b->time, by_time);
		if (b->n)
			printf("bell\t%zu\t%lld\t%d\t%d\t%d\t%d\n", b->n,
			       b->answered ? (long long)(b->answered - b->sent) / 1000 : -1, b->time[0],
			       b->time[b->n / 2], b->time[b->n * 99 / 100], b->time[b->n - 1]);
	}
	printf("count\tretried\t%zu\ncount\tclosed idle\t%zu\ncount\tstreams ended\t%zu\n", run.retried,
	       run.closed_idle, run.streams_ended);
}

int main(int argc, char **argv)
{
	struct rlimit files;

	if (argc != 4)
		load_die("PORT SECONDS PLAN");
	int64_t seconds = strtol(argv[2], NULL, 10);
	alarm((unsigned)(seconds + RAMP_SECONDS)); /* whatever happens */
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	run.random = 20261121;
	run.c = calloc(CLIENTS_MAX, sizeof *run.c);
	run.heap = calloc(CLIENTS_MAX + 1, sizeof *run.heap);
	run.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!run.c || !run.heap || run.epoll < 0)
		load_die("no memory");
	run.server = (struct sockaddr_in){ .sin_family = AF_INET,
					   .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
					   .sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10)) };
	load_plan_read(argv[3]);
	load_plan_add(PROBE, load_plan_kind("/healthz beside them"));
	evening(seconds);
	tell();
	return 0;
}
