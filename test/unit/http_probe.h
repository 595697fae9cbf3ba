/* http_probe.h - for the tests of http/: a small application, and a client that sends raw bytes. */
#pragma once
#include "http.h"
#include "tap.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The application */

enum { BIG = 20000, SMALL_BODY_MAX = 1000, UPLOAD_MAX = 24 << 20 };

static inline void wait_ms(int64_t ms)
{
	const struct timespec t = { ms / 1000, (ms % 1000) * 1000000 };
	nanosleep(&t, NULL);
}

static inline void answer_form(const struct http_request *r, struct http_reply *p)
{
	struct http_pair *field;
	size_t n;
	enum rc rc = http_form(r, &field, &n);

	p->status = rc == RC_OK ? 200 : rc == RC_TOO_BIG ? 413 : rc == RC_MEDIA ? 415 : 400;
	for (size_t i = 0; rc == RC_OK && i < n && i < 5; i++) {
		buf_str(&p->body, field[i].name);
		buf_ch(&p->body, '=');
		buf_str(&p->body, field[i].value);
		buf_ch(&p->body, ';');
	}
}

static inline void answer_query(struct http_request *r, struct http_reply *p)
{
	str ms = { NULL, 0 };
	int64_t n = 0;

	if (http_query(r, STR("ms"), &ms) && str_int(ms, &n))
		wait_ms(n);
	for (size_t i = 0; i < r->nquery; i++) {
		buf_str(&p->body, r->query[i].name);
		buf_ch(&p->body, '=');
		buf_str(&p->body, r->query[i].value);
		buf_ch(&p->body, ';');
	}
}

/* A stream of the topic asked for, 7 when none is. */
static inline void answer_events(const struct http_request *r, struct http_reply *p)
{
	str topic = STR("7");

	(void)!http_query(r, STR("topic"), &topic);
	(void)!str_int(topic, &p->events);
}

static inline void fill(struct buf *b, size_t n)
{
	while (b->n < n)
		buf_lit(b, "There are fifty-six children in the village. ");
	b->n = n;
}

static inline void answer_path(struct http_request *r, struct http_reply *p)
{
	p->status = 200;
	p->type = STR("text/plain; charset=utf-8");
	if (str_eq(r->path, STR("/hello"))) {
		buf_lit(&p->body, "hello");
	} else if (str_eq(r->path, STR("/big"))) {
		p->etag = STR("\"7.3\"");
		fill(&p->body, BIG);
	} else if (str_eq(r->path, STR("/huge"))) {
		fill(&p->body, 8000000);
		p->no_gzip = true;
	} else if (str_eq(r->path, STR("/secret"))) {
		fill(&p->body, BIG);
		p->no_gzip = p->no_store = true;
	} else if (str_eq(r->path, STR("/echo"))) {
		buf_str(&p->body, r->body);
	} else if (str_eq(r->path, STR("/upload"))) {
		buf_int(&p->body, (int64_t)r->body.n);
		buf_ch(&p->body, ' ');
		buf_int(&p->body, (int64_t)(str_hash(r->body) >> 1));
	} else if (str_eq(r->path, STR("/events"))) {
		answer_events(r, p);
	} else if (str_eq(r->path, STR("/form"))) {
		answer_form(r, p);
	} else if (str_eq(r->path, STR("/split"))) {
		p->status = 303;
		p->location = STR("/a\r\nSet-Cookie: b=c");
	} else if (str_eq(r->path, STR("/cookies"))) {
		reply_header(p, STR("Set-Cookie"), STR("a=1; HttpOnly"));
		reply_header(p, STR("Set-Cookie"), STR("b=2; HttpOnly"));
		buf_str(&p->body, http_cookie(r, STR("s")));
	} else if (str_eq(r->path, STR("/unfilled"))) {
		p->status = 0;
	} else if (str_eq(r->path, STR("/greedy"))) {
		for (;;)
			arena_alloc(r->mem, 1 << 20, 1, 1);
	} else if (str_eq(r->path, STR("/query")) || str_eq(r->path, STR("/slow")) ||
		   str_eq(r->path, STR("/costly"))) {
		answer_query(r, p);
	} else if (str_eq(r->path, STR("/peer"))) {
		buf_str(&p->body, r->peer);
		buf_ch(&p->body, r->tls ? 's' : '-');
	} else {
		p->status = 404;
		buf_str(&p->body, r->path);
	}
}

static inline void answer(void *ctx, struct http_request *r, struct http_reply *p)
{
	jmp_buf full;

	(void)ctx;
	r->mem->full = &full;
	if (setjmp(full)) {
		p->status = 503;
		return;
	}
	if (!http_static(r, p))
		answer_path(r, p);
}

static inline bool slow(void *ctx, const struct http_request *r, size_t *ret_body_max)
{
	(void)ctx;
	if (str_eq(r->path, STR("/echo")))
		*ret_body_max = SMALL_BODY_MAX;
	if (str_eq(r->path, STR("/upload")))
		*ret_body_max = UPLOAD_MAX;
	return str_eq(r->path, STR("/slow")) || str_eq(r->path, STR("/costly"));
}

static inline bool costly(void *ctx, const struct http_request *r)
{
	(void)ctx;
	return str_eq(r->path, STR("/costly"));
}

static inline void refuse(void *ctx, struct http_request *r, int status, struct http_reply *p)
{
	(void)ctx;
	(void)r;
	p->type = STR("text/plain");
	buf_lit(&p->body, "refused ");
	buf_int(&p->body, status);
}

static inline int64_t now(void *ctx)
{
	(void)ctx;
	return 1790000000000000;
}

static const struct http_app probe_app = {
	.answer = answer, .slow = slow, .costly = costly, .refuse = refuse, .now = now
};

static inline struct http_server *start(struct http_options o)
{
	struct http_server *s = NULL;

	if (o.listen.n == 0)
		o.listen = STR("127.0.0.1:0");
	return http_start(&o, &probe_app, &s) == RC_OK ? s : NULL;
}

/* The client */

struct reply {
	int status; /* 0: the connection ended before a whole reply */
	char head[4096];
	char *body;
	size_t n;
};

static inline int dial(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* False when the server would not have all of it. */
static inline bool put(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static inline void put_text(int fd, const char *text) { put(fd, text, strlen(text)); }

/* -1 at the end or after ten seconds. */
static inline ssize_t take(int fd, char *to, size_t n)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (poll(&p, 1, 10000) != 1)
		return -1;
	ssize_t k = recv(fd, to, n, 0);
	return k > 0 ? k : -1;
}

static const char *header(const struct reply *a, const char *name)
{
	static _Thread_local char value[1024];
	size_t n = strlen(name);

	for (const char *line = strstr(a->head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
		if (!strncasecmp(line + 2, name, n) && line[2 + n] == ':') {
			const char *from = line + 2 + n + 2;
			size_t k = (size_t)(strstr(from, "\r\n") - from);
			snprintf(value, sizeof value, "%.*s", (int)k, from);
			return value;
		}
	return NULL;
}

static inline bool header_is(const struct reply *a, const char *name, const char *wanted)
{
	const char *value = header(a, name);

	return value && !strcasecmp(value, wanted);
}

/* NULL when the connection ends before. */
static inline char *read_body(int fd, size_t n)
{
	char *body = calloc(1, n + 1);

	for (size_t got = 0; body && got < n;) {
		ssize_t k = take(fd, body + got, n - got);
		if (k < 0) {
			free(body);
			return NULL;
		}
		got += (size_t)k;
	}
	return body;
}

#ifndef __clang__ /* gcc 12 loses sight of a body that goes out inside a structure */
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
static inline struct reply read_reply(int fd, bool head)
{
	struct reply a = { .status = 0 };
	size_t n = 0;

	while (n < sizeof a.head - 1 && !strstr(a.head, "\r\n\r\n")) {
		if (take(fd, a.head + n, 1) != 1)
			return a;
		a.head[++n] = '\0';
	}
	if (!strncmp(a.head, "HTTP/1.1 ", 9))
		a.status = (int)strtol(a.head + 9, NULL, 10);
	if (a.status == 0 || a.status == 100)
		return a;
	const char *length = header(&a, "content-length");
	a.n = length && !head ? strtoul(length, NULL, 10) : 0;
	a.body = read_body(fd, a.n);
	if (!a.body)
		a.status = 0;
	return a;
}

/* Reads until the text has come, and throws away what follows it in the same piece. */
static inline bool read_until(int fd, const char *text, int ms)
{
	struct timespec from, at;
	char got[8192] = "";
	size_t n = 0;

	clock_gettime(CLOCK_MONOTONIC, &from);
	while (!strstr(got, text) && n < sizeof got - 1) {
		clock_gettime(CLOCK_MONOTONIC, &at);
		int64_t left =
			ms - ((at.tv_sec - from.tv_sec) * 1000 + (at.tv_nsec - from.tv_nsec) / 1000000);
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (left <= 0 || poll(&p, 1, (int)left) != 1)
			return false;
		ssize_t k = recv(fd, got + n, sizeof got - 1 - n, 0);
		if (k <= 0)
			return false;
		n += (size_t)k;
		got[n] = '\0';
	}
	return strstr(got, text);
}

/* Does the server end the connection within `ms`?  What it still sends is thrown away. */
static inline bool ends_within(int fd, int ms)
{
	struct timespec from, at;
	char waste[4096];

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (;;) {
		clock_gettime(CLOCK_MONOTONIC, &at);
		int left =
			ms - (int)((at.tv_sec - from.tv_sec) * 1000 + (at.tv_nsec - from.tv_nsec) / 1000000);
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (left <= 0 || poll(&p, 1, left) != 1)
			return false;
		if (recv(fd, waste, sizeof waste, 0) <= 0)
			return true;
	}
}

static inline struct reply ask_bytes(int port, const void *bytes, size_t n, bool head)
{
	int fd = dial(port);
	put(fd, bytes, n);
	struct reply a = read_reply(fd, head);

	close(fd);
	return a;
}

static inline int status_of(int port, const char *text, size_t n)
{
	struct reply a = ask_bytes(port, text, n, false);

	free(a.body);
	return a.status;
}
struct sent {
	int status;
	const char *text;
	size_t n;
};
#define SENT(status, text)                                                                                   \
	{                                                                                                    \
		(status), "" text "", sizeof(text) - 1                                                       \
	}

/* One test each; the text may not be printed, it holds every kind of byte. */
static inline void expect(int port, const struct sent *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int status = status_of(port, s[i].text, s[i].n);
		if (status != s[i].status)
			printf("# row %zu: %d instead of %d\n", i, status, s[i].status);
		OK(status == s[i].status);
	}
}

static inline struct reply get(int port, const char *path, const char *headers)
{
	char text[9000];
	int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: t\r\n%s\r\n", path, headers);

	return ask_bytes(port, text, (size_t)n, false);
}

static inline int get_status(int port, const char *path)
{
	struct reply a = get(port, path, "");

	free(a.body);
	return a.status;
}

static inline bool body_is(const struct reply *a, const char *text)
{
	return a->body && a->n == strlen(text) && !memcmp(a->body, text, a->n);
}
