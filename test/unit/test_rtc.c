/* rtc without a media server, with one that talks nonsense, and its parts: the file of settings, the relay's
 * credential, what Janus says. */
#include "rtc_hear.h"
#include "sm.h"
#include "tap.h"
#include "turn.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct arena mem;

/* --- settings --- */

#define S "0123456789abcdef0123"
#define CONF                                                                                                 \
	"api_port = 21088\nadmin_port=21089\n\n# a remark\napi_secret = a" S "\nadmin_secret = b" S          \
	"\nadmin_key = c" S "\nkey = d" S "\n"
#define RELAY "turn_secret = e" S "\nturn_url = turn:10.0.0.1:3478?transport=udp\n"

static void test_conf(void)
{
	struct rtc_conf c = { 0 };
	unsigned line = 99;

	OK(rtc_conf_read(STR(CONF RELAY), &c, &line) == RC_OK);
	OK(c.api_port == 21088 && c.admin_port == 21089 && str_eq(c.key, STR("d" S)) && c.nurls == 1);
	OK(str_eq(c.turn_url[0], STR("turn:10.0.0.1:3478?transport=udp")));
	OK(rtc_conf_read(STR(CONF), &c, &line) == RC_OK && c.nurls == 0);
	OK(rtc_conf_read(STR("api_port = 70000\n"), &c, &line) == RC_INVALID && line == 1);
	OK(rtc_conf_read(STR("\napi_port = 1\napi_port = 1\n"), &c, &line) == RC_INVALID && line == 3);
	static const struct {
		str text;
		unsigned line;
	} bad[] = {
		{ STR_INIT(""), 0 },
		{ STR_INIT("api_port\n"), 1 },
		{ STR_INIT("api_port =\n"), 1 },
		{ STR_INIT("api_port = -1\n"), 1 },
		{ STR_INIT("password = x\n"), 1 },
		{ STR_INIT("key = short\n"), 1 },
		{ STR_INIT("key = 0123456789\"abcdefgh\n"), 1 },
		{ STR_INIT("turn_url = http://x/\n"), 1 },
		{ STR_INIT("turn_url = turn:\"x\n"), 1 },
		{ STR_INIT(CONF "turn_secret = e" S "\n"), 0 }, /* a relay that nobody finds */
		{ STR_INIT(CONF "turn_url = turn:x\n"), 0 },    /* and one that lets nobody in */
	};
	for (size_t i = 0; i < COUNT(bad); i++)
		OK(rtc_conf_read(bad[i].text, &c, &line) == RC_INVALID && line == bad[i].line);
}

/* By `openssl dgst -sha1 -hmac` and Python's hmac, which agree. */
static void test_turn(void)
{
	struct turn_credential c = turn_credential(
		&mem, STR("d37e8aa01d8fb886680ef116e3d64708bd2a8394b1740a19"), STR("12"), 1795400000999999);

	OK(str_eq(c.user, STR("1795400000:12")));
	OK(str_eq(c.password, STR("46q9SqbRJ4nU1LlR/EtrEMa4h2s=")));
	c = turn_credential(&mem, STR("north"), STR("john"), 433895100000000);
	OK(str_eq(c.password, STR("XTvrZrh605KX4wD3aWe0TiWc6Pc=")));
}

/* --- what is said --- */

static struct rtc_heard heard(const char *text)
{
	struct rtc_heard h = { 0 };

	OK(rtc_hear(&mem, str_of(text), &h) == RC_OK);
	return h;
}

static void test_hear(void)
{
	struct rtc_heard h = heard("{\"janus\":\"success\",\"transaction\":\"7\",\"data\":{\"id\":8120435}}");

	OK(h.verb == RTC_VERB_SUCCESS && h.mark == 7 && h.id == 8120435 && !h.error);
	h = heard(
		"{\"janus\":\"event\",\"session_id\":1,\"sender\":5,\"transaction\":\"9\",\"plugindata\":{"
		"\"plugin\":"
		"\"janus.plugin.videoroom\",\"data\":{\"videoroom\":\"attached\",\"room\":\"7\",\"streams\":["
		"{\"mindex\":0,\"mid\":\"0\",\"type\":\"audio\",\"feed_id\":\"11\",\"active\":true},"
		"{\"mid\":\"1\",\"type\":\"video\",\"feed_id\":\"11\"},"
		"{\"mid\":\"2\",\"type\":\"video\",\"active\":false},"
		"{\"mid\":\"3\",\"type\":\"video\",\"feed_id\":\"12\",\"active\":false},"
		"{\"mid\":\"0123456789abcdefg\",\"type\":\"video\",\"feed_id\":\"12\"},"
		"{\"mid\":\"<\\u000a\",\"type\":\"video\",\"feed_id\":\"12\"},7]}},"
		"\"jsep\":{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}}");
	OK(h.verb == RTC_VERB_EVENT && h.sender == 5 && h.mark == 9 && str_eq(h.sdp, STR("v=0\r\n")));
	OK(h.nstreams == 2 && h.stream[0].guest == 11 && !h.stream[0].video && h.stream[1].video);
	h = heard("{\"janus\":\"error\",\"transaction\":\"3\",\"error\":{\"code\":458,\"reason\":\"No such "
		  "session\"}}");
	OK(h.verb == RTC_VERB_ERROR && h.error == RTC_NO_SESSION);
	OK(heard("{\"janus\":\"error\"}").error != 0);
	h = heard("{\"janus\":\"success\",\"response\":{\"videoroom\":\"event\",\"error_code\":426}}");
	OK(h.error == RTC_NO_ROOM);
	h = heard("{\"janus\":\"event\",\"plugindata\":{\"data\":{\"error_code\":433,\"error\":\"x\"}}}");
	OK(h.error == RTC_UNAUTHORIZED);
	h = heard("{\"janus\":\"media\",\"sender\":5,\"mid\":\"1\",\"type\":\"video\",\"receiving\":false}");
	OK(h.verb == RTC_VERB_MEDIA && h.video && !h.on);
	h = heard("{\"janus\":\"slowlink\",\"sender\":5,\"media\":\"audio\",\"uplink\":true,\"lost\":9}");
	OK(h.verb == RTC_VERB_SLOW && !h.video && h.on);
	OK(heard("{\"janus\":\"hangup\",\"sender\":5}").verb == RTC_VERB_HANGUP);
	OK(heard("{\"janus\":\"timeout\",\"session_id\":1}").verb == RTC_VERB_TIMEOUT);
	h = heard("{\"janus\":\"success\",\"info\":{\"webrtc\":{\"media\":{\"0\":{\"stats\":{\"in\":{"
		  "\"bytes\":5},"
		  "\"out\":{\"bytes\":7}}},\"1\":{\"stats\":{\"in\":{\"bytes\":6}}}}}}}");
	OK(h.bytes_in == 11 && h.bytes_out == 7);
}

/* Nothing of a type that nobody expects is believed, or breaks anything. */
static void test_hear_nonsense(void)
{
	static const char *const bad[] = {
		"", "x", "[]", "7", "null", "{\"janus\":\"success\"", "\"janus\""
	};
	static const char *const odd[] = {
		"{}",
		"{\"janus\":7,\"transaction\":7,\"sender\":\"5\",\"data\":[],\"error\":\"x\",\"plugindata\":["
		"1]}",
		"{\"janus\":\"event\",\"sender\":1e400,\"transaction\":\"99999999999999999999\",\"jsep\":{"
		"\"sdp\":{}}}",
		"{\"plugindata\":{\"data\":{\"streams\":{\"mid\":\"0\"},\"private_id\":\"x\",\"error_code\":"
		"null}}}",
		"{\"info\":{\"webrtc\":{\"media\":[1,null,{\"stats\":7},{\"stats\":{\"in\":{\"bytes\":-5}}}]}"
		"}}",
		"{\"info\":{\"webrtc\":{\"media\":[{\"stats\":{\"in\":{\"bytes\":9223372036854775807}}}]}}}",
	};
	struct rtc_heard h;

	for (size_t i = 0; i < COUNT(bad); i++)
		OK(rtc_hear(&mem, str_of(bad[i]), &h) == RC_MALFORMED);
	for (size_t i = 0; i < COUNT(odd); i++) {
		h = heard(odd[i]);
		OK(!h.sender && !h.mark && !h.id && !h.error && !h.sdp.n && !h.nstreams && !h.bytes_in);
	}
}

/* --- the whole, alone --- */

static int64_t wall(void *clock)
{
	(void)clock;
	return 1795400000000000;
}

static _Atomic int told;

static void note(void *arg, const struct rtc_event *e)
{
	(void)arg;
	(void)e;
	atomic_fetch_add(&told, 1);
}

static struct rtc_conf conf_of(uint16_t port)
{
	struct rtc_conf c = { 0 };
	unsigned line;

	OK(rtc_conf_read(STR(CONF RELAY), &c, &line) == RC_OK);
	c.api_port = c.admin_port = port;
	return c;
}

/* None, or one that does not answer: every order says so. */
static void refuses_all(struct rtc *r)
{
	struct rtc_streams streams;
	const char *why = NULL;
	str answer;
	int64_t from, to;

	OK(rtc_room_open(r, &(struct rtc_room){ .room = 1 }) == RC_BUSY);
	OK(!rtc_room_is_open(r, 1) && rtc_look(r, 1, NULL, 0) == 0);
	OK(rtc_room_close(r, 1) == RC_NOT_FOUND && rtc_allow(r, 1, 2) == RC_NOT_FOUND);
	OK(rtc_remove(r, 1, 2) == RC_NOT_FOUND && rtc_leave(r, 1, 2) == RC_OK);
	OK(rtc_publish(r, &mem, &(struct rtc_sdp){ 1, 2, STR("v=0"), 0 }, &answer, &why) != RC_OK);
	OK(rtc_subscribe(r, &mem, 1, 2, false, &streams) != RC_OK);
	OK(rtc_answer(r, &mem, &(struct rtc_sdp){ 1, 2, STR("v=0"), 0 }, &why) != RC_OK);
	OK(rtc_receive(r, 1, 2, STR("0"), true) != RC_OK && rtc_limit(r, 1, 2, 0) != RC_OK);
	OK(rtc_picture(r, 1, 2, true) != RC_OK && rtc_bytes(r, 1, 2, &from, &to) != RC_OK);
	OK(rtc_why(r) && strlen(rtc_why(r)) > 20);
}

static void test_none(void)
{
	OK(rtc_state(NULL) == RTC_NONE);
	refuses_all(NULL);
	OK(rtc_relay(NULL, &mem, 1, 0).nurls == 0);
	rtc_stop(NULL);
	rtc_free(NULL);
}

/* A port that somebody has bound and does not listen on. */
static int bound(uint16_t *ret)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	OK(bind(fd, (const struct sockaddr *)&at, sizeof at) == 0 &&
	   getsockname(fd, (struct sockaddr *)&at, &n) == 0);
	*ret = ntohs(at.sin_port);
	return fd;
}

static void test_down(void)
{
	uint16_t port;
	int fd = bound(&port);
	struct rtc *r = NULL;

	OK(rtc_start(&(struct rtc_setup){ .conf = conf_of(port), .tell = note, .now = wall }, &r) == RC_OK);
	OK(rtc_state(r) == RTC_DOWN);
	refuses_all(r);
	struct rtc_relay relay = rtc_relay(r, &mem, 12, 1795400000000000);
	OK(relay.nurls == 1 && str_eq(relay.user, STR("1795400000:12")) && relay.password.n == 28);
	rtc_stop(r);
	rtc_free(r);
	OK(atomic_load(&told) == 0);
	close(fd);
}

/* --- one that talks nonsense --- */

enum { LIES = 8, LIE_MAX = 600 << 10 };
static char lie[LIES][LIE_MAX];
static _Atomic int asked;
static _Atomic bool over;

static void make_lies(void)
{
	static const char *const small[] = { "", "{", "[]", "{\"janus\":\"success\"}",
					     "{\"janus\":\"success\",\"data\":{\"id\":-1}}" };
	size_t i = 0;

	for (; i < COUNT(small); i++)
		snprintf(lie[i], LIE_MAX, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%s", small[i]);
	for (; i < LIES; i++) {
		int n = snprintf(lie[i], LIE_MAX, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
		size_t to = i == LIES - 1 ? LIE_MAX - 1 : 250 << 10; /* the last is too long */
		for (size_t k = (size_t)n; k < to; k++)
			lie[i][k] = (char)(i == LIES - 3 ? '[' : k % 2 ? '1' : ',');
		lie[i][n] = '[';
		lie[i][to - 1] = ']';
	}
}

static void *talk(void *arg)
{
	int fd = *(int *)arg;

	while (!atomic_load(&over)) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		char got[4096];
		if (poll(&wait, 1, 20) != 1)
			continue;
		int c = accept(fd, NULL, NULL);
		if (recv(c, got, sizeof got, 0) > 0) {
			const char *say = lie[atomic_fetch_add(&asked, 1) % LIES];
			(void)!send(c, say, strlen(say), MSG_NOSIGNAL);
		}
		close(c);
	}
	return NULL;
}

static void test_lies(void)
{
	uint16_t port;
	int fd = bound(&port);
	pthread_t thread;
	struct rtc *r = NULL;

	make_lies();
	OK(listen(fd, 8) == 0 && pthread_create(&thread, NULL, talk, &fd) == 0);
	for (int i = 0; i < LIES; i++) { /* each begins at once, and asks at least once */
		int before = atomic_load(&asked);
		OK(rtc_start(&(struct rtc_setup){ .conf = conf_of(port), .tell = note, .now = wall }, &r) ==
		   RC_OK);
		while (atomic_load(&asked) == before)
			nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
		OK(rtc_room_open(r, &(struct rtc_room){ .room = 1 }) != RC_OK || rtc_state(r) == RTC_UP);
		rtc_stop(r);
		rtc_free(r);
	}
	atomic_store(&over, true);
	pthread_join(thread, NULL);
	close(fd);
}

int main(void)
{
	sm_start();
	arena_init(&mem, 64 << 20);
	OK(rtc_prepare() == RC_OK);
	test_conf();
	test_turn();
	test_hear();
	test_hear_nonsense();
	test_none();
	test_down();
	test_lies();
	arena_free(&mem);
	return tap_end();
}
