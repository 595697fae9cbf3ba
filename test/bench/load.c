/* usage: load PORT SECONDS PLAN
 * A county's evening on the loopback: phones that stay connected after one request, event streams, and people
 * who work, each with a time to think, for SECONDS; then it ends by itself.  PLAN (load.py writes it), one
 * item a line, its parts apart by tabs: phone PATH                    one phone; what it asks for each time
 * it connects stream COOKIE                 one stream of a session role NAME SECONDS             who works:
 * the mean time to think; the next lines are of this role step KIND WEIGHT PATH         something to look at
 *   form KIND WEIGHT PATH TO BODY a form that is fetched, thought about, and sent: {csrf} and {client} are
 * those of the form, {n} is another number each time user LOGIN PASSWORD           one who signs in with it
 *   bell COOKIE PATH TO BODY      a form upon which every stream is told something; each once
 * A time counts from when the request was due, so a stall is seen in all that it delayed.  Prints "phase
 * NAME" when one begins, and at the end what load.py reads: kinds, streams, bells, counts. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	CLIENTS_MAX = 24000,
	ROLES_MAX = 16,
	STEPS_MAX = 256, /* a page of each child is one */
	KINDS_MAX = 64,
	EVENTS = 512,
	REPLY_MAX = 4 << 20,
	READ_BYTES = 1 << 16,
	REQUEST_MAX = 8192,
	VALUE_MAX = 256,
	ADDRESSES = 250, /* a school's phones share one, here so many do not */
	BELLS_MAX = 32,
	RAMP_SECONDS = 300, /* for connecting and signing in, at most */
	HOLD_SECONDS = 15,  /* of quiet after each of the first phases */
	PHONES_A_SECOND = 400,
	STREAMS_A_SECOND = 250,
	USERS_A_SECOND = 10, /* each costs an Argon2id */
	PROBES_A_SECOND = 10,
	BELL_EVERY = 20 /* seconds */
};
static const int64_t second = 1000000000;

enum what { PHONE, STREAM, USER, PROBE, BELL };
enum state { CLOSED, CONNECTING, BUSY, RESTING };

struct step {
	size_t kind;
	double weight;
	char *path, *to, *body; /* to: NULL, to look only */
};
struct role {
	char *name;
	double think;
	struct step step[STEPS_MAX];
	size_t nsteps;
	double weight;
};
struct client {
	enum what what;
	enum state state;
	int fd;
	bool again; /* tried once more on a fresh connection */
	bool begun, used, lost;
	const struct role *role;
	const struct step *step; /* being done; its form is fetched while `sending` is false */
	bool sending, fetched;
	char *a, *b; /* of the plan: login and password, or the path of a phone */
	char cookie[VALUE_MAX], csrf[VALUE_MAX], token[VALUE_MAX];
	size_t kind;
	int64_t due, asked;
	size_t place; /* in the heap, from 1; 0: none */
	char *request;
	size_t request_n;
	char *reply;
	size_t have, room;
	size_t match; /* of a stream: how much of the mark has come */
	unsigned heard;
};
struct kind {
	char *name;
	int32_t *time; /* us */
	size_t n, room, failed;
	uint64_t bytes;
	int last_status;
};
struct bell {
	int64_t sent, answered;
	int32_t *time; /* us, of each stream */
	size_t n;
};
static struct {
	struct sockaddr_in server;
	int epoll;
	struct client *c;
	size_t n, first[5], count[5];
	struct role role[ROLES_MAX];
	size_t nroles;
	struct kind kind[KINDS_MAX];
	size_t nkinds;
	size_t *heap, heaped;
	struct bell bell[BELLS_MAX];
	size_t nbells, open, streams_open;
	uint64_t serial, random;
	size_t retried, closed_idle, streams_ended;
	bool ending;
} run;

static void die(const char *why)
{
	fprintf(stderr, "load: %s\n", why);
	exit(1);
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * second + t.tv_nsec;
}

/* The same each time: xorshift64*. */
static double chance(void)
{
	run.random ^= run.random >> 12;
	run.random ^= run.random << 25;
	run.random ^= run.random >> 27;
	return (double)((run.random * UINT64_C(2685821657736338717)) >> 11) / 9007199254740992.0;
}

static void *grow(void *old, size_t n)
{
	void *p = realloc(old, n);

	if (!p)
		die("no memory");
	return p;
}

/* --- when what is due: a heap --- */

static bool earlier(size_t a, size_t b) { return run.c[a].due < run.c[b].due; }

static void settle(size_t at, size_t who)
{
	run.heap[at] = who;
	run.c[who].place = at;
}

static void sift(size_t at, size_t who)
{
	while (at > 1 && earlier(who, run.heap[at / 2])) {
		settle(at, run.heap[at / 2]);
		at /= 2;
	}
	for (size_t child; (child = 2 * at) <= run.heaped; at = child) {
		if (child < run.heaped && earlier(run.heap[child + 1], run.heap[child]))
			child++;
		if (!earlier(run.heap[child], who))
			break;
		settle(at, run.heap[child]);
	}
	settle(at, who);
}

static void plan_at(struct client *c, int64_t due)
{
	size_t who = (size_t)(c - run.c), at = c->place ? c->place : ++run.heaped;

	c->due = due;
	sift(at, who);
}

static struct client *take_due(int64_t t)
{
	if (!run.heaped || run.c[run.heap[1]].due > t)
		return NULL;
	struct client *c = &run.c[run.heap[1]];
	size_t last = run.heap[run.heaped--];
	c->place = 0;
	if (run.heaped && last != (size_t)(c - run.c)) {
		run.c[last].place = 0;
		sift(1, last);
	}
	return c;
}

/* --- connections --- */

static void watch(struct client *c, uint32_t events, int how)
{
	struct epoll_event e = { .events = events, .data.u64 = (uint64_t)(c - run.c) };

	if (epoll_ctl(run.epoll, how, c->fd, &e))
		die("epoll_ctl");
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
		die("no descriptor is left: ulimit -n");
	(void)setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	if (bind(c->fd, (struct sockaddr *)&from, sizeof from))
		die("bind");
	if (connect(c->fd, (struct sockaddr *)&run.server, sizeof run.server) && errno != EINPROGRESS)
		die("cannot connect");
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
		die("a request is too long");
	memcpy(c->request + c->request_n, text, n);
	c->request_n += n;
}

static void say(struct client *c, const char *text) { put(c, text, strlen(text)); }

static void begin_request(struct client *c, const char *method, const char *path)
{
	if (!c->request)
		c->request = grow(NULL, REQUEST_MAX);
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
		die("a form is too long");
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

static size_t kind_of(const char *name)
{
	for (size_t i = 0; i < run.nkinds; i++)
		if (strcmp(run.kind[i].name, name) == 0)
			return i;
	if (run.nkinds == KINDS_MAX)
		die("too many kinds");
	run.kind[run.nkinds].name = strdup(name);
	return run.nkinds++;
}

static void user_asks(struct client *c)
{
	if (!*c->cookie) {
		char body[VALUE_MAX];
		snprintf(body, sizeof body, "login=%s&password=%s", c->a, c->b);
		c->kind = kind_of("sign in");
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
		c->kind = kind_of(c->sending ? "the bell" : "the bell: its form");
		if (c->sending)
			post(c, c->step->to, c->step->body);
		else
			get(c, c->step->path, "");
		if (c->sending && run.nbells < BELLS_MAX) {
			run.bell[run.nbells].time = grow(NULL, (run.count[STREAM] + 1) * sizeof(int32_t));
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
		k->time = grow(k->time, k->room * sizeof *k->time);
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

	return (int64_t)((t < 60 ? t : 60) * (double)second);
}

/* One whole reply has come. */
static void finish(struct client *c, int status)
{
	bool looked = status == 200 || status == 304, ok = looked;
	int64_t t = now();

	c->state = RESTING;
	c->used = true;
	if (c->what == USER && !*c->cookie)
		ok = status == 303 && read_cookie(c);
	else if ((c->what == USER || c->what == BELL) && c->sending)
		ok = status == 303 || status == 201 || status == 200;
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
		plan_at(c, t + think(c));
	else if (c->what == PROBE)
		plan_at(c, c->due + second / PROBES_A_SECOND);
	else if (c->what == BELL && c->fetched)
		plan_at(c, t + second);
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
		plan_at(c, now() + 3 * second);
	} else if (busy && c->used && !c->have && !c->again) {
		run.retried++;
		c->again = true;
		connect_to(c);
	} else if (busy) {
		note(c, false, 0);
		plan_at(c, now() + second);
	} else {
		run.closed_idle++;
		if (c->what == PHONE)
			plan_at(c, now() + (int64_t)(chance() * (double)second));
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
				die("a reply is too long");
			c->reply = grow(c->reply, c->room);
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

/* --- the plan --- */

static struct client *add(enum what what, size_t kind)
{
	if (run.n == CLIENTS_MAX)
		die("too many clients");
	struct client *c = &run.c[run.n++];
	c->what = what;
	c->kind = kind;
	run.count[what]++;
	return c;
}

static void add_step(char **part, size_t n)
{
	struct role *r = &run.role[run.nroles - 1];
	char sent[VALUE_MAX];

	if (!run.nroles || n < 4 || r->nsteps == STEPS_MAX)
		die("a step of no role, or too many");
	struct step *s = &r->step[r->nsteps++];
	*s = (struct step){ .weight = strtod(part[2], NULL), .path = part[3] };
	s->kind = kind_of(part[1]);
	r->weight += s->weight;
	if (n < 6)
		return;
	s->to = part[4];
	s->body = part[5];
	snprintf(sent, sizeof sent, "%s, sent", part[1]);
	if (kind_of(sent) != s->kind + 1)
		die("a form's kinds must stand beside each other");
}

static void add_user(char **part)
{
	struct client *c = add(USER, 0);

	c->role = &run.role[run.nroles - 1];
	c->a = part[1];
	c->b = part[2];
}

static void add_bell(char **part)
{
	struct client *c = add(BELL, 0);
	struct step *s = grow(NULL, sizeof *s);

	*s = (struct step){ .path = part[2], .to = part[3], .body = part[4] };
	c->step = s;
	snprintf(c->cookie, sizeof c->cookie, "%s", part[1]);
}

static void read_line(char *line)
{
	char *part[8];
	size_t n = 0;

	while (n < 8 && (part[n] = strsep(&line, "\t")))
		n++;
	if (strcmp(part[0], "phone") == 0 && n == 2)
		add(PHONE, kind_of("a phone connects and asks"))->a = part[1];
	else if (strcmp(part[0], "stream") == 0 && n == 2)
		snprintf(add(STREAM, kind_of("a stream begins"))->cookie, VALUE_MAX, "%s", part[1]);
	else if (strcmp(part[0], "role") == 0 && n == 3 && run.nroles < ROLES_MAX)
		run.role[run.nroles++] = (struct role){ .name = part[1], .think = strtod(part[2], NULL) };
	else if (strcmp(part[0], "step") == 0 || strcmp(part[0], "form") == 0)
		add_step(part, n);
	else if (strcmp(part[0], "user") == 0 && n == 3 && run.nroles)
		add_user(part);
	else if (strcmp(part[0], "bell") == 0 && n == 5)
		add_bell(part);
	else
		die("a line of the plan is wrong");
}

static void read_plan(const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (!f)
		die("no plan");
	while ((n = getline(&line, &room, f)) > 0) {
		line[n - 1] = '\0';
		read_line(strdup(line));
	}
	free(line);
	(void)fclose(f);
}

/* --- the evening --- */

static void turn_until(int64_t until)
{
	struct epoll_event e[EVENTS];
	struct client *c;

	for (int64_t t = now(); t < until; t = now()) {
		while ((c = take_due(t)))
			if (!run.ending || c->what == PROBE)
				begin(c);
		int64_t next = run.heaped && run.c[run.heap[1]].due < until ? run.c[run.heap[1]].due : until;
		struct timespec wait = { (next - t) / second, (next - t) % second };
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
			plan_at(&run.c[i], t + (int64_t)n++ * second / (int64_t)a_second);
	turn_until(t + (int64_t)n * second / (int64_t)a_second);
}

static void wait_for_streams(void)
{
	int64_t until = now() + 30 * second;

	while (run.streams_open < run.count[STREAM] && now() < until)
		turn_until(now() + second / 10);
}

/* Each bell once, one after the other, while people work. */
static void ring(int64_t seconds)
{
	int64_t t = now();
	size_t n = 0;

	for (size_t i = 0; i < run.n; i++)
		if (run.c[i].what == BELL && (int64_t)(n + 1) * BELL_EVERY < seconds)
			plan_at(&run.c[i], t + (int64_t)++n * BELL_EVERY * second);
	turn_until(t + seconds * second);
}

static void evening(int64_t seconds)
{
	phase("empty");
	start_all(PROBE, 1);
	turn_until(now() + HOLD_SECONDS * second);
	phase("phones-come");
	start_all(PHONE, PHONES_A_SECOND);
	phase("phones");
	turn_until(now() + 2 * HOLD_SECONDS * second); /* as long as the server holds one */
	phase("streams-come");
	start_all(STREAM, STREAMS_A_SECOND);
	wait_for_streams();
	phase("streams");
	turn_until(now() + HOLD_SECONDS * second);
	phase("users-come");
	start_all(USER, USERS_A_SECOND);
	phase("users");
	ring(seconds);
	phase("end");
	run.ending = true;
	turn_until(now() + 2 * second); /* what is on its way */
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
		die("PORT SECONDS PLAN");
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
		die("no memory");
	run.server = (struct sockaddr_in){ .sin_family = AF_INET,
					   .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
					   .sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10)) };
	read_plan(argv[3]);
	add(PROBE, kind_of("/healthz beside them"));
	evening(seconds);
	tell();
	return 0;
}
