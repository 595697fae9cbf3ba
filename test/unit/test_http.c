/* What the server makes of requests, well-formed and not: RFC 9110, RFC 9112. */
#include "http_probe.h"
#include "server.h"

#include <zlib.h>

/* Every line of the table of strictness in the notes on libmicrohttpd, and more of the kind. */
static void test_holes(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(200, "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(200, "GET /hello HTTP/1.0\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: \r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		SENT(501, "POST /hello HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
		SENT(501, "POST /hello HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked \r\n\r\n0\r\n\r\n"),
		SENT(400, "POST /hello HTTP/1.0\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nHost: u\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nIf-Match: \"1\"\r\nif-match: \"2\"\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nIdempotency-Key: 1\r\nIdempotency-Key: 2\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nCookie: a=1\r\nCookie: a=2\r\n\r\n"),
		SENT(200, "GET /hello HTTP/1.1\r\nHost: t\r\nAccept: a/b\r\nAccept: c/d\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost : t\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX Y: z\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\n: z\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nNo colon\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\n Host: t\r\nHost: t\r\n\r\n"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: +5\r\n\r\nabcde"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: -5\r\n\r\nabcde"),
		SENT(400, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 5,5\r\n\r\nabcde"),
		SENT(413, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999999999999\r\n\r\n"),
		SENT(413, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 9223372036854775807\r\n\r\n"),
		SENT(417, "GET /hello HTTP/1.1\r\nHost: t\r\nExpect: the worst\r\n\r\n"),
	};
	/* clang-format on */

	expect(port, sent, COUNT(sent));
}

static void test_bytes_that_hide(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\0\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX\0Y: a\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\n\0X: a\r\n\r\n"),
		SENT(400, "GET /hello\0x HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET\0 /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\r\n b\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\r\n\tb\r\nY: c\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\nHost: t\n\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\nX: a\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\rb\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\001b\r\n\r\n"),
		SENT(400, "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\177b\r\n\r\n"),
		SENT(200, "GET /hello HTTP/1.1\r\nHost: t\r\nX: \t a\tb \t\r\nY:\r\nZ: \xe5\x90\x8c\r\n\r\n"),
		SENT(200, "\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
	};
	/* clang-format on */

	expect(port, sent, COUNT(sent));
}

static void test_request_lines(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(505, "GET /hello HTTP/1.9\r\nHost: t\r\n\r\n"),
		SENT(505, "GET /hello HTTP/2.0\r\nHost: t\r\n\r\n"),
		SENT(505, "GET /hello HTTP/0.9\r\nHost: t\r\n\r\n"),
		SENT(400, "GET /hello http/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET /hello\r\nHost: t\r\n\r\n"),
		SENT(400, "GET  /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET /hello  HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET /hel lo HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET * HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(200, "GET http://t/hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET http://u/hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "GET http:///hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(405, "OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(405, "TRACE /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(405, "CONNECT t:443 HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(501, "BREW /pot HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(501, "get /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(400, "G(T /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
	};
	/* clang-format on */

	expect(port, sent, COUNT(sent));
	struct reply a = ask_bytes(port, "TRACE / HTTP/1.1\r\nHost: t\r\n\r\n", 30, false);
	OK(header(&a, "allow") && strstr(header(&a, "allow"), "PATCH"));
	OK(body_is(&a, "refused 405"));
	free(a.body);
}

static void test_targets(int port)
{
	/* clang-format off */
	static const struct {
		int status;
		const char *path;
	} asked[] = {
		{ 400, "/a%00b" },
		{ 400, "/hello?a=%00" },
		{ 400, "/%2e%2e/etc" },
		{ 400, "/s/../../etc" },
		{ 400, "/a/." },
		{ 400, "/a/%2E/b" },
		{ 404, "/a/..b" },
		{ 400, "/a%2fb" },
		{ 404, "/a%5Cb" },
		{ 400, "//evil.example/" },
		{ 400, "/a%" },
		{ 400, "/a%4" },
		{ 400, "/a%zz" },
		{ 400, "/a%0ab" },
		{ 400, "/a%7fb" },
		{ 400, "/a%ff" },
		{ 400, "/a\xff" },
		{ 400, "/a%c0%ae" },
		{ 400, "/a%ed%a0%80" },
		{ 400, "/hello?a=%ff" },
		{ 400, "/hello?a=\xff" },
		{ 400, "/hello?%ff=a" },
		{ 400, "/hello#part" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(asked); i++) {
		int status = get_status(port, asked[i].path);
		if (status != asked[i].status)
			printf("# row %zu: %d instead of %d\n", i, status, asked[i].status);
		OK(status == asked[i].status);
	}
	struct reply a = get(port, "/%E5%90%8C%20+", "");
	OK(a.status == 404 && body_is(&a, "/\xe5\x90\x8c +"));
	free(a.body);
	a = get(port, "/query?a=1&b=x%20y+z&&a=2&c&=d", "");
	OK(body_is(&a, "a=1;b=x y z;a=2;c=;=d;"));
	free(a.body);
}

static void test_long_targets(int port)
{
	char longer[6000];

	memset(longer, 'x', sizeof longer);
	longer[0] = '/';
	longer[HTTP_PATH_MAX + 1] = '\0';
	OK(get_status(port, longer) == 414);
	longer[HTTP_PATH_MAX] = '\0';
	OK(get_status(port, longer) == 404);
	memset(longer, 'x', sizeof longer);
	memcpy(longer, "/hello?", 7);
	longer[7 + HTTP_QUERY_BYTES + 1] = '\0';
	OK(get_status(port, longer) == 414);
	longer[7 + HTTP_QUERY_BYTES] = '\0';
	OK(get_status(port, longer) == 200);
	size_t n = 7;
	for (int i = 0; i < HTTP_QUERY_MAX; i++)
		n += (size_t)snprintf(longer + n, sizeof longer - n, "a=%d&", i);
	OK(get_status(port, longer) == 200);
	snprintf(longer + n, sizeof longer - n, "b=1");
	OK(get_status(port, longer) == 400);
}

static bool says(const struct reply *a, const char *name, const char *value)
{
	const char *has = header(a, name);

	return value ? has && !strcmp(has, value) : !has;
}

static void test_security_headers(int port)
{
	static const char *const path[] = { "/hello", "/none", "/a%00", "/s/tongxin.css" };
	static const char *const expected[][2] = {
		{ "content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'; "
					     "img-src 'self'; media-src 'self' blob:; connect-src 'self'; "
					     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
		{ "x-content-type-options", "nosniff" },
		{ "x-frame-options", "DENY" },
		{ "referrer-policy", "same-origin" },
		{ "cross-origin-opener-policy", "same-origin" },
		{ "cross-origin-resource-policy", "same-origin" },
		{ "strict-transport-security", NULL },
	};

	for (size_t i = 0; i < COUNT(path); i++) {
		struct reply a = get(port, path[i], "");
		for (size_t k = 0; k < COUNT(expected); k++)
			OK(says(&a, expected[k][0], expected[k][1]));
		OK(header(&a, "permissions-policy") && header(&a, "cache-control"));
		free(a.body);
	}
}

static void test_replies(int port)
{
	struct reply a = get(port, "/hello", "");

	OK(says(&a, "cache-control", "private, no-cache"));
	free(a.body);
	a = get(port, "/secret", "Accept-Encoding: gzip\r\n");
	OK(says(&a, "cache-control", "no-store") && a.n == BIG && says(&a, "vary", NULL));
	free(a.body);
	a = get(port, "/split", "");
	OK(a.status == 500 && says(&a, "set-cookie", NULL));
	free(a.body);
	OK(get_status(port, "/unfilled") == 500);
	OK(get_status(port, "/greedy") == 503);
	a = get(port, "/cookies", "Cookie: t=1; s=abc; u=\"2\"\r\n");
	OK(body_is(&a, "abc") && strstr(a.head, "Set-Cookie: a=1") && strstr(a.head, "Set-Cookie: b=2"));
	free(a.body);
	a = get(port, "/peer", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n");
	OK(body_is(&a, "127.0.0.1-")); /* only a proxy's word counts */
	free(a.body);
}

static bool unzips_to_big(const struct reply *a)
{
	char plain[BIG + 1];
	z_stream z = { .next_in = (Bytef *)a->body, .avail_in = (uInt)a->n };

	z.next_out = (Bytef *)plain;
	z.avail_out = sizeof plain;
	if (!a->body || inflateInit2(&z, 15 + 16) != Z_OK)
		return false;
	int r = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return r == Z_STREAM_END && z.total_out == BIG && !memcmp(plain, "There are fifty-six", 19);
}

static void test_gzip(int port)
{
	static const struct {
		const char *accept;
		bool gzip;
	} sent[] = {
		{ "gzip, deflate, br", true },
		{ "GZIP", true },
		{ "x-gzip", true },
		{ "*", true },
		{ "gzip;q=0.001", true },
		{ "br;q=1, *;q=0.5", true },
		{ "gzip;q=0", false },
		{ "gzip; q=0.000", false },
		{ "*, gzip;q=0", false },
		{ "*;q=0", false },
		{ "identity", false },
		{ "br", false },
		{ "gzip;q=nonsense", false },
		{ "gzip;q=", false },
		{ "gzipped", false },
		{ "", false },
	};

	for (size_t i = 0; i < COUNT(sent); i++) {
		char line[100];
		snprintf(line, sizeof line, "Accept-Encoding: %s\r\n", sent[i].accept);
		struct reply a = get(port, "/big", line);
		const char *encoding = header(&a, "content-encoding");
		OK((encoding != NULL) == sent[i].gzip && (encoding ? unzips_to_big(&a) : a.n == BIG));
		OK(header(&a, "vary") && !strcmp(header(&a, "vary"), "Accept-Encoding"));
		OK(header(&a, "etag") && !strcmp(header(&a, "etag"), "\"7.3\""));
		free(a.body);
	}
	struct reply a = get(port, "/hello", "Accept-Encoding: gzip\r\n");
	OK(body_is(&a, "hello") && !header(&a, "content-encoding") && !header(&a, "vary"));
	free(a.body);
}

static void test_not_modified(int port)
{
	static const struct {
		const char *tags;
		int status;
	} sent[] = {
		{ "\"7.3\"", 304 },         { "W/\"7.3\"", 304 }, { "\"1\", \"7.3\"", 304 },
		{ "\"1\",W/\"7.3\"", 304 }, { "*", 304 },         { "\"a,b\" , \"7.3\"", 304 },
		{ "\"7.4\"", 200 },         { "7.3", 200 },       { "\"7.3", 200 },
		{ "\"x\"7.3\"", 200 },      { "w/\"7.3\"", 200 }, { ",", 200 },
	};

	for (size_t i = 0; i < COUNT(sent); i++) {
		char line[100];
		snprintf(line, sizeof line, "If-None-Match: %s\r\nAccept-Encoding: gzip\r\n", sent[i].tags);
		struct reply a = get(port, "/big", line);
		OK(a.status == sent[i].status && header(&a, "etag") && header(&a, "vary"));
		free(a.body);
	}
	int fd = dial(port);
	put_text(fd, "GET /big HTTP/1.1\r\nHost: t\r\nIf-None-Match: \"7.3\"\r\n\r\n"
		     "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
	struct reply a = read_reply(fd, false), b = read_reply(fd, false);
	OK(a.status == 304 && b.status == 200 && body_is(&b, "hello"));
	free(a.body);
	free(b.body);
	close(fd);
}

static void test_static(int port)
{
	const struct static_file *f = &static_files[0];
	struct reply a = get(port, f->path, "");
	char path[300], line[100];

	OK(a.status == 200 && a.n == f->plain.n && !memcmp(a.body, f->plain.s, a.n));
	OK(!strcmp(header(&a, "cache-control"), "public, max-age=300"));
	free(a.body);
	snprintf(path, sizeof path, "/s/%s/%s", f->hash, f->path + 3);
	a = get(port, path, "Accept-Encoding: gzip, br\r\n");
	OK(!strcmp(header(&a, "cache-control"), "public, max-age=31536000, immutable"));
	OK(f->brotli.n == 0 || (a.n == f->brotli.n && !strcmp(header(&a, "content-encoding"), "br")));
	OK(f->brotli.n == 0 || header(&a, "vary"));
	free(a.body);
	a = get(port, path, "Accept-Encoding: br;q=0.5, gzip\r\n");
	OK(f->gzip.n == 0 || !strcmp(header(&a, "content-encoding"), "gzip"));
	free(a.body);
	snprintf(line, sizeof line, "If-None-Match: \"%s\"\r\n", f->hash);
	a = get(port, path, line);
	OK(a.status == 304);
	free(a.body);
	snprintf(path, sizeof path, "/s/0123456789abcdef/%s", f->path + 3);
	a = get(port, path, "");
	OK(a.status == 200 && !strcmp(header(&a, "cache-control"), "public, max-age=300"));
	free(a.body);
	OK(get_status(port, "/s/none") == 404);
	OK(get_status(port, "/s/") == 404);
	OK(get_status(port, "/s/../x") == 400);
	struct arena mem;
	arena_init(&mem, 1000);
	str url = static_url(&mem, str_of(f->path + 3));
	snprintf(path, sizeof path, "%.*s", STR_ARG(url));
	OK(get_status(port, path) == 200);
	arena_free(&mem);
}

/* Each answer with a static file is made once and sent to all: in every encoding, whole or not modified, to a
 * connection that goes on or ends, each is what the first was. */
static void test_static_again(int port)
{
	const struct static_file *f = &static_files[0];
	char path[300], tag[100];

	snprintf(path, sizeof path, "/s/%s/%s", f->hash, f->path + 3);
	snprintf(tag, sizeof tag, "If-None-Match: \"%s\"\r\n", f->hash);
	const struct {
		const char *path, *more, *cache, *encoding;
		int status;
		str body;
	} sent[] = {
		{ path, "", "immutable", NULL, 200, f->plain },
		{ path, "Accept-Encoding: gzip\r\n", "immutable", "gzip", 200, f->gzip },
		{ path, "Accept-Encoding: br\r\n", "immutable", "br", 200, f->brotli },
		{ path, tag, "immutable", NULL, 304, { NULL, 0 } },
		{ path, "Connection: close\r\n", "immutable", NULL, 200, f->plain },
		{ f->path, "", "max-age=300", NULL, 200, f->plain },
		{ f->path, tag, "max-age=300", NULL, 304, { NULL, 0 } },
	};

	for (size_t i = 0; i < 3 * COUNT(sent); i++) {
		struct reply a = get(port, sent[i % COUNT(sent)].path, sent[i % COUNT(sent)].more);
		const char *encoding = sent[i % COUNT(sent)].encoding, *got = header(&a, "content-encoding");
		str body = sent[i % COUNT(sent)].body;
		bool packed = encoding && body.n; /* what packing does not make smaller is sent as it is */
		if (encoding && !body.n)
			body = f->plain;
		OK(a.status == sent[i % COUNT(sent)].status && a.n == body.n &&
		   (!a.n || !memcmp(a.body, body.s, a.n)) && (packed ? got && !strcmp(got, encoding) : !got));
		OK(header(&a, "cache-control") &&
		   strstr(header(&a, "cache-control"), sent[i % COUNT(sent)].cache) && header(&a, "etag") &&
		   header(&a, "content-security-policy"));
		free(a.body);
	}
}

static void test_head(int port)
{
	int fd = dial(port);

	put_text(fd, "HEAD /big HTTP/1.1\r\nHost: t\r\n\r\nHEAD /nothing HTTP/1.1\r\nHost: t\r\n\r\n");
	struct reply a = read_reply(fd, true), b = read_reply(fd, true);
	OK(a.status == 200 && !strcmp(header(&a, "content-length"), "20000"));
	OK(b.status == 404);
	free(a.body);
	free(b.body);
	close(fd);
}

static void test_keep_alive(int port)
{
	char text[600 * 45], *at = text;
	int fd = dial(port), good = 0;

	for (int i = 0; i < 600; i++)
		at = stpcpy(at, "GET /hello HTTP/1.1\r\nHost: t\r\nX: yz\r\n\r\n");
	put_text(fd, text);
	for (int i = 0; i < 600; i++) {
		struct reply a = read_reply(fd, false);
		good += a.status == 200 && body_is(&a, "hello");
		free(a.body);
	}
	OK(good == 600);
	put_text(fd, "GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
	struct reply a = read_reply(fd, false);
	OK(a.status == 200 && header(&a, "connection") && !strcasecmp(header(&a, "connection"), "close"));
	OK(ends_within(fd, 1000));
	free(a.body);
	close(fd);
	fd = dial(port);
	put_text(fd, "GET /hello HTTP/1.0\r\n\r\n");
	a = read_reply(fd, false);
	OK(a.status == 200 && ends_within(fd, 1000));
	free(a.body);
	close(fd);
	fd = dial(port); /* a refused one is the last of its connection */
	put_text(fd,
		 "GET /hello HTTP/1.1\r\nHost: t\r\nHost: t\r\n\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
	a = read_reply(fd, false);
	OK(a.status == 400 && !strcasecmp(header(&a, "connection"), "close"));
	free(a.body);
	a = read_reply(fd, false);
	OK(a.status == 0);
	close(fd);
}

static void test_bodies(int port)
{
	int fd = dial(port);

	put_text(fd, "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc"
		     "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n"
		     "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
		     "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: z\r\n\r\n"
		     "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
	struct reply a = read_reply(fd, false), b = read_reply(fd, false), c = read_reply(fd, false);
	OK(a.status == 200 && body_is(&a, "abc"));
	OK(b.status == 200 && body_is(&b, ""));
	OK(c.status == 200 && body_is(&c, "abcdefg") && !strcasecmp(header(&c, "connection"), "close"));
	OK(ends_within(fd, 1000));
	free(a.body);
	free(b.body);
	free(c.body);
	close(fd);

	fd = dial(port);
	put_text(fd, "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
	a = read_reply(fd, false);
	OK(a.status == 100);
	put_text(fd, "abc");
	a = read_reply(fd, false);
	OK(a.status == 200 && body_is(&a, "abc"));
	free(a.body);
	close(fd);
}

static void test_refused_bodies(int port)
{
	/* clang-format off */
	static const struct sent sent[] = {
		SENT(400, "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
		SENT(400, "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n"),
		SENT(200, "DELETE /hello HTTP/1.1\r\nHost: t\r\n\r\n"),
		SENT(200, "PATCH /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\na"),
		/* By its announcement: no byte of the body, nor "100 Continue", is needed. */
		SENT(413, "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1001\r\n\r\n"),
		SENT(413, "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n"),
	};
	/* clang-format on */

	expect(port, sent, COUNT(sent));
}

static struct reply post_form(int port, const char *type, const void *body, size_t n);

static void test_too_large(int port)
{
	size_t n = 4 << 20;
	char *much = malloc(n), line[200];

	memset(much, 'x', n);
	/* A client that sends it all before it reads still learns why. */
	for (int i = 0; i < 5; i++) {
		int fd = dial(port);
		int k = snprintf(line, sizeof line,
				 "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n", n);
		put(fd, line, (size_t)k);
		OK(put(fd, much, n)); /* taken and thrown away: many clients read only when all is sent */
		struct reply a = read_reply(fd, false);
		OK(a.status == 413 && body_is(&a, "refused 413"));
		free(a.body);
		close(fd);
	}
	int fd = dial(port);
	put_text(fd, "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 5; i++) {
		put_text(fd, "190\r\n");
		put(fd, much, 0x190);
		put_text(fd, "\r\n");
	}
	put_text(fd, "0\r\n\r\n");
	struct reply a = read_reply(fd, false);
	OK(a.status == 413);
	free(a.body);
	close(fd);
	fd = dial(port); /* and one without end is cut */
	put_text(fd, "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n");
	for (int i = 0; i < 4; i++)
		put(fd, much, n);
	OK(ends_within(fd, 2000));
	close(fd);
	/* Just as much as is allowed, past the size that stays in the arena. */
	memset(much, 'a', 1 << 20);
	much[0] = 'x';
	much[1] = '=';
	a = post_form(port, "application/x-www-form-urlencoded", much, 1 << 20);
	OK(a.status == 200 && a.n == (1 << 20) + 1 && !memcmp(a.body, "x=aaaa", 6));
	free(a.body);
	a = post_form(port, "application/x-www-form-urlencoded", much, (1 << 20) + 1);
	OK(a.status == 413);
	free(a.body);
	free(much);
}

static struct reply post_form(int port, const char *type, const void *body, size_t n)
{
	char line[400];
	int fd = dial(port);
	int k = snprintf(line, sizeof line,
			 "POST /form HTTP/1.1\r\nHost: t\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
			 type, n);

	put(fd, line, (size_t)k);
	put(fd, body, n);
	struct reply a = read_reply(fd, false);
	close(fd);
	return a;
}

static void test_large_headers(int port)
{
	char text[40000], *at = stpcpy(text, "GET /cookies HTTP/1.1\r\nHost: t\r\nCookie: s=");

	memset(at, 'x', 6000);
	stpcpy(at + 6000, "\r\n\r\n");
	OK(status_of(port, text, strlen(text)) == 200);
	memset(at, 'x', 30000);
	stpcpy(at + 30000, "\r\n\r\n");
	OK(status_of(port, text, strlen(text)) == 431);
	at = stpcpy(text, "GET /hello HTTP/1.1\r\nHost: t\r\n");
	for (int i = 1; i < HTTP_HEADERS_MAX; i++)
		at = stpcpy(at, "A: b\r\n");
	stpcpy(at, "\r\n");
	OK(status_of(port, text, strlen(text)) == 200);
	stpcpy(at, "A: b\r\n\r\n");
	OK(status_of(port, text, strlen(text)) == 431);
}

int main(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2 });

	OK(s != NULL);
	if (!s)
		return tap_end();
	int port = http_port(s);
	OK(port > 0);
	test_holes(port);
	test_bytes_that_hide(port);
	test_request_lines(port);
	test_targets(port);
	test_long_targets(port);
	test_security_headers(port);
	test_replies(port);
	test_gzip(port);
	test_not_modified(port);
	test_static(port);
	test_static_again(port);
	test_head(port);
	test_keep_alive(port);
	test_bodies(port);
	test_refused_bodies(port);
	test_too_large(port);
	test_large_headers(port);
	http_stop(s);
	return tap_end();
}
