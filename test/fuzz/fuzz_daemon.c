/* Whatever bytes come to the daemon, with the whole house behind it: several requests on one connection, of
 * people who are signed in.  Each answer begins as answers do, and none is a fault of ours.
 *
 * Bytes that no text of HTTP has stand for what a client cannot guess: 1 to 6 the cookie of a session, 14 to
 * 19 the same one's anti-forgery token, 21 to 26 its API token's header. {kid} and the like are filled in. */
#include "fuzz_house.h"
#include "served_house.h"
#include "session.h"

#include "../unit/http_probe.h"

enum { AGAIN = 400, ROOM = 1 << 16, SOON_MS = 50, WAIT_MS = 3000 };
static const enum as people[] = { AS_TEACHER, AS_OFFICER, AS_PARENT, AS_CHILD, AS_ADMIN, AS_KEEPER };
static struct http_server *server;

static const struct http_app app = {
	.answer = answer_house, .slow = slow_house, .refuse = refuse, .now = house_now
};

/* The house is laid anew now and then, so that it stays small. */
static void serve(void)
{
	static int inputs;

	if (inputs++ % AGAIN)
		return;
	if (server)
		http_stop(server);
	house = fuzz_house(NULL);
	server = NULL;
	const struct http_options o = {
		.listen = STR("127.0.0.1:0"), .threads = 1, .workers = 1, .patience = 1
	};
	require(http_start(&o, &app, &server) == RC_OK);
	house->app.server = server;
}

static void put_secret(struct buf *to, unsigned char byte)
{
	enum as as = people[(byte - 1) % COUNT(people)];

	if (byte <= COUNT(people))
		buf_str(to, harness_session(as, house));
	else if (byte < 20)
		buf_str(to, harness_csrf(people[byte - 14], house));
	else
		buf_str(to, harness_token(people[byte - 21], house));
}

static str with_secrets(const uint8_t *data, size_t n)
{
	struct buf b = buf_new(&house->mem, ROOM);

	for (size_t i = 0; i < n && b.n < ROOM / 2; i++) {
		unsigned char c = data[i];
		const uint8_t *end = c == '{' ? memchr(data + i, '}', n - i) : NULL;
		if ((c >= 1 && c <= 6) || (c >= 14 && c <= 19) || (c >= 21 && c <= 26)) {
			put_secret(&b, c);
		} else if (end && end - (data + i) < 20 && !memchr(data + i, '\0', n - i)) {
			size_t k = (size_t)(end - (data + i)) + 1;
			str name = { (const char *)data + i, k };
			buf_str(&b, harness_fill(house, str_z(&house->mem, name)));
			i += k - 1;
		} else {
			buf_ch(&b, (char)c);
		}
	}
	return buf_view(&b);
}

/* Until the server ends the connection, or begins a stream of events.  We end our half when it has read what
 * we said: libmicrohttpd 0.9.75 does not look again for an end that came along with the bytes before it, and
 * the connection would stand until its time is up. */
static str replies(int fd)
{
	struct buf b = buf_new(&house->mem, 4 << 20);
	char part[8192];
	struct pollfd p = { .fd = fd, .events = POLLIN };

	(void)poll(&p, 1, SOON_MS);
	shutdown(fd, SHUT_WR);
	while (poll(&p, 1, WAIT_MS) == 1) {
		ssize_t n = recv(fd, part, sizeof part, 0);
		if (n <= 0)
			break;
		if (b.n + (size_t)n < 4 << 20)
			buf_put(&b, part, (size_t)n);
		if (str_has((str){ part, (size_t)n }, STR("text/event-stream")))
			break;
	}
	return buf_view(&b);
}

static str length_of(str head)
{
	const char *at = memmem(head.s, head.n, "\r\nContent-Length: ", 18);
	str rest = at ? str_cut(head, (size_t)(at + 18 - head.s), head.n) : (str){ NULL, 0 }, n = rest;

	if (!at || !str_next(&rest, '\r', &n))
		return STR("0");
	return n;
}

/* Each answer in turn, as far as its length can be seen.  Nothing is looked for after the last: libmicrohttpd
 * 0.9.75 says the head of its own refusal of a wrong Content-Length twice. */
static void check(str all)
{
	static const str hello = STR_INIT("HTTP/1.1 ");
	int64_t n;

	while (all.n) {
		require(str_starts(all, str_cut(hello, 0, all.n)));
		const char *end = memmem(all.s, all.n, "\r\n\r\n", 4);
		if (!end)
			return;
		str head = { all.s, (size_t)(end - all.s) };
		require(!str_starts(all, STR("HTTP/1.1 500")));
		require(str_int(length_of(head), &n));
		if (str_starts(all, STR("HTTP/1.1 304")) || str_has(head, STR("chunked")) ||
		    str_has(head, STR("Connection: close")))
			return;
		all = str_cut(all, head.n + 4 + (size_t)n, all.n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	serve();
	int fd = dial(http_port(server));

	require(fd >= 0);
	str sent = with_secrets(data, size);
	put(fd, sent.s, sent.n);
	/* An answer to HEAD says a length and has no body. */
	str got = replies(fd);
	close(fd);
	if (!memmem(sent.s ? sent.s : "", sent.n, "HEAD", 4))
		check(got);
	return 0;
}
