/* A media server that answers what it likes, while rooms are opened, guests let in, removed, heard and asked
 * to go: nothing is believed that it was not asked, and what is kept of rooms and guests stays within its
 * bounds.
 *
 * The input: one byte how many orders follow, those, and then what the media server says, pieces parted by
 * 0xff; 0x01 in one stands for the mark of the order it answers. A piece that says "ack" is followed by the
 * one that comes later. When it has said everything, it is gone. */
#include "rtc_own.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): --wrap of the linker calls them so
 */
enum rc __wrap_rtc_http_post(struct rtc *r, struct arena *mem, enum rtc_door door, str path, str body,
			     str *ret);
enum rc __wrap_rtc_http_wait(struct rtc *r, struct arena *mem, str path, void (*tick)(struct rtc *r),
			     str *ret);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

enum { EVENTS = 64, ORDERS = 24, STEP_NS = 200000, PIECE_MAX = 1 << 16 };
static struct {
	pthread_mutex_t lock;
	str script;
	bool opened, over;
	char *event[EVENTS]; /* what comes later */
	size_t first, n;
} janus = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Of an order: the number in "transaction":"NUMBER". */
static str mark_of(str body)
{
	static const char key[] = "\"transaction\":\"";
	const char *at = body.n ? memmem(body.s, body.n, key, sizeof key - 1) : NULL;
	str rest, mark = { NULL, 0 };

	if (!at)
		return STR("0");
	rest = str_cut(body, (size_t)(at - body.s) + sizeof key - 1, body.n);
	return str_next(&rest, '"', &mark) ? mark : STR("0");
}

static char *filled(str piece, str mark)
{
	size_t n = 0, most = piece.n * (mark.n + 1) + 1;
	char *text = calloc(1, most < PIECE_MAX ? most : PIECE_MAX);

	for (size_t i = 0; text && i < piece.n && n + mark.n + 2 < PIECE_MAX; i++)
		if (piece.s[i] == '\x01') {
			memcpy(text + n, mark.s, mark.n);
			n += mark.n;
		} else if (piece.s[i]) {
			text[n++] = piece.s[i];
		}
	return text;
}

static void later(char *text)
{
	if (text && janus.n - janus.first < EVENTS && janus.n < EVENTS)
		janus.event[janus.n++] = text;
	else
		free(text);
}

/* The next piece; NULL: it is gone. */
static char *say(str mark)
{
	str piece;

	if (!str_next(&janus.script, '\xff', &piece))
		return NULL;
	return filled(piece, mark);
}

/* Whoever waits for an answer gets one, if only one that says nothing. */
static void say_later(str mark)
{
	char *text = say(mark);

	later(text);
	later(text ? filled(STR("{\"janus\":\"event\",\"transaction\":\"\x01\"}"), mark)
		   : filled(STR("{\"janus\":\"timeout\"}"), mark));
}

static char *answer(enum rtc_door door, str mark)
{
	static const char hello[] = "{\"janus\":\"success\",\"response\":{\"videoroom\":\"success\"}}";
	static const char session[] = "{\"janus\":\"success\",\"data\":{\"id\":7}}";

	if (!janus.opened) { /* both doors, the first time only */
		janus.opened = door == RTC_API;
		return filled(str_of(door == RTC_ADMIN ? hello : session), mark);
	}
	char *text = say(mark);
	if (text && strstr(text, "ack"))
		say_later(mark);
	else if (!text && !janus.over) {
		janus.over = true;
		later(filled(STR("{\"janus\":\"timeout\"}"), mark));
	}
	return text;
}

enum rc __wrap_rtc_http_post(struct rtc *r, struct arena *mem, enum rtc_door door, str path, str body,
			     str *ret)
{
	(void)r;
	(void)path;
	pthread_mutex_lock(&janus.lock);
	char *text = answer(door, mark_of(body));
	pthread_mutex_unlock(&janus.lock);
	if (!text)
		return RC_BUSY;
	*ret = str_dup(mem, str_of(text));
	free(text);
	return RC_OK;
}

static char *next_event(void)
{
	char *text = NULL;

	pthread_mutex_lock(&janus.lock);
	if (janus.first < janus.n)
		text = janus.event[janus.first++];
	pthread_mutex_unlock(&janus.lock);
	return text;
}

enum rc __wrap_rtc_http_wait(struct rtc *r, struct arena *mem, str path, void (*tick)(struct rtc *r),
			     str *ret)
{
	const struct timespec step = { 0, STEP_NS };
	char *text = NULL;

	(void)path;
	while (!atomic_load(&r->stopping) && !(text = next_event())) {
		tick(r);
		nanosleep(&step, NULL);
	}
	if (!text)
		return RC_NOT_FOUND;
	*ret = str_dup(mem, str_of(text));
	free(text);
	return RC_OK;
}

/* --- what we want of it --- */

static int64_t at_nine(void *clock)
{
	(void)clock;
	return INT64_C(1790000000000000);
}

static void told(void *arg, const struct rtc_event *e)
{
	struct rtc *const *r = arg;

	(void)r;
	if (e->what > RTC_BACK || (e->what != RTC_BACK && !e->room))
		abort();
}

static const str offer = STR_INIT(
	"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
	"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\n"
	"a=rtcp-mux\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n"
	"a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:"
	"18:19:1A:1B:1C:1D:1E:1F\r\na=setup:actpass\r\na=rtpmap:111 opus/48000/2\r\n");

static void subscribe(struct rtc *r, struct arena *mem, int64_t room, int64_t guest)
{
	struct rtc_streams s;
	const char *why = NULL;

	if (rtc_subscribe(r, mem, room, guest, guest & 1, &s) != RC_OK)
		return;
	if (s.n > RTC_STREAMS_MAX)
		abort();
	for (size_t i = 0; i < s.n; i++)
		if (!s.stream[i].guest || !s.stream[i].mid.n)
			abort();
	(void)!rtc_answer(r, mem, &(struct rtc_sdp){ .room = room, .guest = guest, .sdp = offer }, &why);
}

static void do_one(struct rtc *r, struct arena *mem, unsigned byte)
{
	int64_t room = 1 + (byte >> 4 & 1), guest = 11 + (byte >> 5 & 7), in, out;
	const char *why = NULL;
	str got;

	switch (byte & 15) {
	case 0: (void)!rtc_room_open(r, &(struct rtc_room){ .room = room, .guests = 3 }); break;
	case 1: (void)!rtc_room_open(r, &(struct rtc_room){ .room = room, .warn = 1, .until = 2 }); break;
	case 2: (void)!rtc_room_close(r, room); break;
	case 3:
	case 4: (void)!rtc_allow(r, room, guest); break;
	case 5: (void)!rtc_remove(r, room, guest); break;
	case 6:
	case 7:
		(void)!rtc_publish(r, mem, &(struct rtc_sdp){ .room = room, .guest = guest, .sdp = offer },
				   &got, &why);
		break;
	case 8:
	case 9: subscribe(r, mem, room, guest); break;
	case 10: (void)!rtc_receive(r, room, guest, STR("1"), byte & 128); break;
	case 11: (void)!rtc_limit(r, room, guest, 64000); break;
	case 12: (void)!rtc_picture(r, room, guest, byte & 128); break;
	case 13: (void)!rtc_leave(r, room, guest); break;
	case 14: (void)!rtc_bytes(r, room, guest, &in, &out); break;
	default:
		pthread_mutex_lock(&janus.lock); /* something of its own accord */
		later(say(STR("0")));
		pthread_mutex_unlock(&janus.lock);
	}
}

static void check(struct rtc *r)
{
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < RTC_ROOMS_MAX; i++) {
		const struct rtc_place *p = &r->place[i];
		if (p->n > RTC_GUESTS_MAX)
			abort();
		for (size_t k = 0; k < p->n; k++)
			if (p->person[k].nfeeds > RTC_GUESTS_MAX ||
			    p->person[k].npictures > RTC_PICTURES_MAX || !p->person[k].guest)
				abort();
	}
	pthread_mutex_unlock(&r->lock);
}

static bool wait_until_up(struct rtc *r)
{
	const struct timespec step = { 0, STEP_NS };

	for (int i = 0; i < 5000 && rtc_state(r) != RTC_UP; i++)
		nanosleep(&step, NULL);
	return rtc_state(r) == RTC_UP;
}

static void play(struct rtc *r, const uint8_t *order, size_t n)
{
	for (size_t i = 0; i < n && rtc_state(r) == RTC_UP; i++) {
		struct arena mem;
		jmp_buf full;
		arena_init(&mem, 16 << 20);
		mem.full = &full;
		if (!setjmp(full))
			do_one(r, &mem, order[i]);
		arena_free(&mem);
		check(r);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rtc_setup setup = { .conf = { .api_port = 1,
					     .admin_port = 2,
					     .api_secret = STR("a0123456789abcdef0123"),
					     .admin_secret = STR("b0123456789abcdef0123"),
					     .admin_key = STR("c0123456789abcdef0123"),
					     .key = STR("d0123456789abcdef0123") },
				   .tell = told,
				   .now = at_nine };
	struct rtc *r;
	size_t n = size ? data[0] % (ORDERS + 1) : 0;

	if (size < 2 || n + 1 > size)
		return 0;
	janus.script = (str){ (const char *)data + 1 + n, size - 1 - n };
	janus.opened = janus.over = false;
	if (rtc_start(&setup, &r) != RC_OK)
		abort();
	if (!wait_until_up(r))
		abort();
	play(r, data + 1, n);
	rtc_stop(r);
	rtc_free(r);
	while (janus.first < janus.n)
		free(janus.event[janus.first++]);
	janus.first = janus.n = 0;
	return 0;
}
