/* One request, one answer: whatever stands in a body, behind it or in its framing is never answered as a
 * request of its own.  Behind a proxy that frames otherwise than we do, such an answer would go to somebody
 * else. */
#include "http_probe.h"

#define HIDDEN "GET /secret HTTP/1.1\r\nHost: t\r\n\r\n" /* 33 bytes; its answer would be 20,000 more */

enum { HIDDEN_N = sizeof HIDDEN - 1 };

/* What a connection brought until it ended, or until nothing came for a while. */
struct talk {
	char text[64 << 10];
	size_t n;
	bool ended;
	int first, answers; /* the first status; how many status lines */
};

static void send_all(int port, const struct sent *s, struct talk *ret)
{
	int fd = dial(port);

	*ret = (struct talk){ .n = 0 };
	put(fd, s->text, s->n);
	while (ret->n < sizeof ret->text - 1) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, 1500) != 1)
			break;
		ssize_t k = recv(fd, ret->text + ret->n, sizeof ret->text - 1 - ret->n, 0);
		if (k <= 0) {
			ret->ended = true;
			break;
		}
		ret->n += (size_t)k;
	}
	close(fd);
	ret->text[ret->n] = '\0';
	for (const char *at = ret->text; (at = strstr(at, "HTTP/1.1 ")); at += 9) {
		ret->first = ret->answers++ ? ret->first : (int)strtol(at + 9, NULL, 10);
	}
}

static bool has_secret(const struct talk *t) { return strstr(t->text, "fifty-six children"); }

static void expect_end(int port, const struct sent *s, size_t n, bool ours)
{
	static struct talk t;

	for (size_t i = 0; i < n; i++) {
		send_all(port, &s[i], &t);
		bool headers = strstr(t.text, "Content-Security-Policy") != NULL;
		bool good = t.first == s[i].status && t.ended && !has_secret(&t) &&
			    (!ours || (headers && t.answers == 1));
		if (!good)
			printf("# row %zu: %d instead of %d, %d answers%s%s\n", i, t.first, s[i].status,
			       t.answers, t.ended ? "" : ", still open",
			       has_secret(&t) ? ", the hidden one too" : "");
		OK(good);
	}
}

#define POST "POST /echo HTTP/1.1\r\nHost: t\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"

/* Two opinions of where the body ends: refused, and the connection is over. */
static void test_two_lengths(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(400, POST "Content-Length: 38\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n21\r\n" HIDDEN "\r\n0\r\n\r\n"),
		SENT(400, POST "Content-Length: 0\r\nContent-Length: 33\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 33\r\nContent-Length: 0\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 33\r\nContent-Length: x\r\n\r\n" HIDDEN),
		SENT(501, POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(501, POST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(501, POST "Transfer-Encoding: identity\r\n\r\n" HIDDEN),
		SENT(501, POST "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(501, POST "Transfer-Encoding:\r\n\r\n" HIDDEN),
		SENT(400, POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, POST " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, POST "X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, POST "Transfer-Encoding: \013chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, POST "X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, POST "X: a\rTransfer-Encoding: chunked\r\n\r\n" HIDDEN),
		SENT(400, POST "X: a\0b\r\nContent-Length: 33\r\n\r\n" HIDDEN),
		SENT(400, "POST /echo HTTP/1.0\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN),
		SENT(400, "POST /echo HTTP/1.1\r\nHost: t\r\nHost: u\r\nContent-Length: 33\r\n\r\n" HIDDEN),
		SENT(505, "POST /echo HTTP/1.9\r\nHost: t\r\nContent-Length: 33\r\n\r\n" HIDDEN),
		SENT(413, POST "Content-Length: 1001\r\n\r\n" HIDDEN),
	};
	/* clang-format on */

	expect_end(port, sent, COUNT(sent), true);
}

/* Read as the body it is; whoever believes in another end gets no second answer, since nothing follows
 * chunks. */
static void test_after_chunks(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(200, CHUNKED "0\r\n\r\n" HIDDEN),
		SENT(200, CHUNKED "21\r\n" HIDDEN "\r\n0\r\n\r\n" HIDDEN),
		SENT(200, CHUNKED "1;ext=\"\r\n" "a\r\n0\r\n\r\n" HIDDEN),
		SENT(200, CHUNKED "1\na\n0\n\n" HIDDEN),
		SENT(200, CHUNKED "1;a\0b\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(200, CHUNKED "0000000000000000000000001\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(200, CHUNKED "0\r\nContent-Length: 33\r\nHost: u\r\nTransfer-Encoding: chunked\r\n\r\n" HIDDEN),
		SENT(200, CHUNKED "0\r\nX: a\r\n b\r\n\r\n" HIDDEN),
		SENT(200, POST "Transfer-Encoding: CHUNKED\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n" HIDDEN),
	};
	/* clang-format on */

	expect_end(port, sent, COUNT(sent), true);
}

/* Refused by libmicrohttpd before we are asked: its own constant page, of which the head is even sent twice
 * where the length is broken.  Nothing of the request is in it, and the connection is over: that is what
 * counts. */
static void test_refused_by_the_library(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(400, POST "Content-Length: +33\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: -1\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 0x21\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 33 \r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 3 3\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 33,33\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length:\r\n\r\n" HIDDEN),
		SENT(400, POST "Content-Length: 33a\r\n\r\n" HIDDEN),
		SENT(413, POST "Content-Length: 18446744073709551616\r\n\r\n" HIDDEN),
		SENT(413, POST "Content-Length: 18446744073709551649\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "xyz\r\n" HIDDEN),
		SENT(400, CHUNKED "0x1\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "+1\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "-1\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED " 1\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "1 \r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "1\r\nab\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "1\r\na0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "1;a\nb\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(413, CHUNKED "10000000000000001\r\na\r\n0\r\n\r\n" HIDDEN),
		SENT(400, CHUNKED "0\r\nno colon\r\n\r\n" HIDDEN),
		SENT(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" HIDDEN),
		SENT(505, "GET /hello HTTP/2.0\r\nHost: t\r\n\r\n" HIDDEN),
		SENT(505, "GET /hello HTTP/0.9\r\nHost: t\r\n\r\n" HIDDEN),
		SENT(400, "GET /hello\r\n\r\n" HIDDEN),
		SENT(400, "GET /hello HTTP/11\r\nHost: t\r\n\r\n" HIDDEN),
	};
	/* clang-format on */

	expect_end(port, sent, COUNT(sent), false);
}

/* Past 16 KB of headers, of one chunk's extension or of trailers libmicrohttpd gives up. */
static void test_too_long(int port)
{
	static const struct {
		int status;
		const char *before, *after;
	} sent[] = {
		{ 431, "GET /hello HTTP/1.1\r\nHost: t\r\nX: ", "\r\n\r\n" HIDDEN },
		{ 414, "GET /", " HTTP/1.1\r\nHost: t\r\n\r\n" HIDDEN },
		{ 414, "G", "T /hello HTTP/1.1\r\nHost: t\r\n\r\n" HIDDEN },
		{ 431, CHUNKED "0\r\nX: ", "\r\n\r\n" HIDDEN },
		{ 500, CHUNKED "1;", "\r\na\r\n0\r\n\r\n" HIDDEN },
	};
	static char text[50000];

	for (size_t i = 0; i < COUNT(sent); i++) {
		char *at = stpcpy(text, sent[i].before);
		memset(at, 'x', 40000);
		at = stpcpy(at + 40000, sent[i].after);
		const struct sent one = { sent[i].status, text, (size_t)(at - text) };
		expect_end(port, &one, 1, false);
	}
}

/* An honest length: what is inside is body, what follows is the next request. */
static void test_pipelines(int port)
{
	static struct talk t;
	/* clang-format off */
	static const struct {
		int answers;
		struct sent sent;
	} talks[] = {
		{ 1, SENT(200, POST "Content-Length: 33\r\nConnection: close\r\n\r\n" HIDDEN HIDDEN) },
		{ 2, SENT(200, POST "Content-Length: 33\r\n\r\n" HIDDEN "GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n" HIDDEN) },
		{ 2, SENT(200, "GET /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 33\r\n\r\n" HIDDEN "GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n") },
		{ 1, SENT(200, "DELETE /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 33\r\nConnection: close\r\n\r\n" HIDDEN) },
		{ 1, SENT(200, "HEAD /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 33\r\nConnection: close\r\n\r\n" HIDDEN) },
		{ 1, SENT(200, "GET /hello HTTP/1.0\r\nHost: t\r\n\r\n" HIDDEN) },
		{ 1, SENT(200, "GET /events HTTP/1.1\r\nHost: t\r\n\r\n" HIDDEN) }, /* a stream is the last of its connection */
	};
	/* clang-format on */

	OK(HIDDEN_N == 33);
	for (size_t i = 0; i < COUNT(talks); i++) {
		send_all(port, &talks[i].sent, &t);
		OK(t.first == talks[i].sent.status && t.answers == talks[i].answers && !has_secret(&t));
	}
}

/* Trailers are no headers: nobody is who he says he is after the body. */
static void test_trailers(int port)
{
	struct reply a = { .status = 0 };
	int fd = dial(port);

	put_text(fd,
		 "POST /cookies HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nTrailer: Cookie\r\n\r\n"
		 "0\r\nCookie: s=stolen\r\n\r\n");
	a = read_reply(fd, false);
	OK(a.status == 200 && body_is(&a, ""));
	free(a.body);
	close(fd);
	fd = dial(port);
	put_text(fd,
		 "POST /cookies HTTP/1.1\r\nHost: t\r\nCookie: s=mine\r\nTransfer-Encoding: chunked\r\n\r\n"
		 "0\r\nCookie: s=stolen\r\n\r\n");
	a = read_reply(fd, false);
	OK(a.status == 200 && body_is(&a, "mine"));
	free(a.body);
	close(fd);
}

/* A chunk of 2^64 - 1 bytes is a body without end: past the limit of its route it is thrown away, then cut.
 */
static void test_endless_chunk(int port)
{
	size_t n = 1 << 20;
	char *much = calloc(1, n);
	int fd = dial(port);

	put_text(fd, CHUNKED "ffffffffffffffff\r\n");
	for (int i = 0; i < 12; i++)
		put(fd, much, n);
	OK(ends_within(fd, 3000));
	close(fd);
	free(much);
	OK(get_status(port, "/hello") == 200);
}

int main(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2 });

	OK(s != NULL);
	if (!s)
		return tap_end();
	test_two_lengths(http_port(s));
	test_after_chunks(http_port(s));
	test_refused_by_the_library(http_port(s));
	test_too_long(http_port(s));
	test_pipelines(http_port(s));
	test_trailers(http_port(s));
	test_endless_chunk(http_port(s));
	http_stop(s);
	return tap_end();
}
