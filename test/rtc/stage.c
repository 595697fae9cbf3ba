/* Calls without the rest of the house: orders come as lines of JSON on standard input, answers and events
 * leave as lines on standard output.  {"do":"publish","room":1,"guest":2,"sdp":"..."} →
 * {"answer":"publish","rc":0,...} */
#include "json.h"
#include "rtc.h"
#include "sm.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY = 64 << 20, LINE_MAX_ = 256 << 10 };

static int64_t wall(void *clock)
{
	struct timespec t;

	(void)clock;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void heard(void *arg, const struct rtc_event *e)
{
	static const char *const name[] = { "came",   "hears", "media", "slow", "gone",
					    "warned", "ended", "lost",  "back" };

	(void)arg;
	printf("{\"event\":\"%s\",\"room\":%lld,\"guest\":%lld,\"video\":%s,\"on\":%s}\n", name[e->what],
	       (long long)e->room, (long long)e->guest, e->video ? "true" : "false",
	       e->on ? "true" : "false");
	fflush(stdout);
}

static str text_of(const struct json_value *o, const char *key)
{
	const struct json_value *v = json_get(o, str_of(key));

	return v && v->type == JSON_STRING ? v->text : (str){ "", 0 };
}

static int64_t number_of(const struct json_value *o, const char *key)
{
	const struct json_value *v = json_get(o, str_of(key));

	return v ? v->i : 0;
}

struct stage {
	struct rtc *rtc;
	struct arena *mem;
	const struct json_value *o;
	int64_t room, guest;
	struct json *j;
};

static void put(struct json *j, const char *key, str text)
{
	json_key(j, str_of(key));
	json_str(j, text);
}

static void put_number(struct json *j, const char *key, int64_t n)
{
	json_key(j, str_of(key));
	json_int(j, n);
}

static enum rc do_open(struct stage *s)
{
	int64_t now = wall(NULL), until = number_of(s->o, "until_ms"), warn = number_of(s->o, "warn_ms");

	return rtc_room_open(s->rtc, &(struct rtc_room){ .room = s->room,
							 .until = until ? now + until * 1000 : 0,
							 .warn = warn ? now + warn * 1000 : 0,
							 .guests = (unsigned)number_of(s->o, "guests"),
							 .bitrate = (unsigned)number_of(s->o, "bitrate") });
}

static enum rc do_close(struct stage *s) { return rtc_room_close(s->rtc, s->room); }
static enum rc do_allow(struct stage *s) { return rtc_allow(s->rtc, s->room, s->guest); }
static enum rc do_remove(struct stage *s) { return rtc_remove(s->rtc, s->room, s->guest); }
static enum rc do_leave(struct stage *s) { return rtc_leave(s->rtc, s->room, s->guest); }

static struct rtc_sdp sdp_of(struct stage *s)
{
	return (struct rtc_sdp){ s->room, s->guest, text_of(s->o, "sdp"),
				 (unsigned)number_of(s->o, "packets") };
}

static enum rc do_publish(struct stage *s)
{
	struct rtc_sdp o = sdp_of(s);
	const char *why = NULL;
	str answer = { "", 0 };
	enum rc rc = rtc_publish(s->rtc, s->mem, &o, &answer, &why);

	put(s->j, "sdp", answer);
	put(s->j, "why", str_of(why));
	return rc;
}

static enum rc do_subscribe(struct stage *s)
{
	struct rtc_streams got = { .n = 0 };
	enum rc rc = rtc_subscribe(s->rtc, s->mem, s->room, s->guest, number_of(s->o, "fresh") != 0, &got);

	put(s->j, "sdp", got.offer);
	json_key(s->j, STR("streams"));
	json_arr(s->j);
	for (size_t i = 0; i < got.n; i++) {
		json_obj(s->j);
		put(s->j, "mid", got.stream[i].mid);
		put_number(s->j, "guest", got.stream[i].guest);
		put_number(s->j, "video", got.stream[i].video);
		json_obj_end(s->j);
	}
	json_arr_end(s->j);
	return rc;
}

static enum rc do_answer(struct stage *s)
{
	struct rtc_sdp o = sdp_of(s);
	const char *why = NULL;
	enum rc rc = rtc_answer(s->rtc, s->mem, &o, &why);

	put(s->j, "why", str_of(why));
	return rc;
}

static enum rc do_receive(struct stage *s)
{
	return rtc_receive(s->rtc, s->room, s->guest, text_of(s->o, "mid"), number_of(s->o, "on") != 0);
}

static enum rc do_limit(struct stage *s)
{
	return rtc_limit(s->rtc, s->room, s->guest, (unsigned)number_of(s->o, "bitrate"));
}

static enum rc do_picture(struct stage *s)
{
	return rtc_picture(s->rtc, s->room, s->guest, number_of(s->o, "on") != 0);
}

static enum rc do_bytes(struct stage *s)
{
	int64_t from = 0, to = 0;
	enum rc rc = rtc_bytes(s->rtc, s->room, s->guest, &from, &to);

	put_number(s->j, "from", from);
	put_number(s->j, "to", to);
	return rc;
}

static enum rc do_look(struct stage *s)
{
	struct rtc_seat seat[RTC_GUESTS_MAX];
	size_t n = rtc_look(s->rtc, s->room, seat, COUNT(seat));

	put_number(s->j, "state", rtc_state(s->rtc));
	put(s->j, "why", str_of(rtc_why(s->rtc)));
	put_number(s->j, "open", rtc_room_is_open(s->rtc, s->room));
	json_key(s->j, STR("seats"));
	json_arr(s->j);
	for (size_t i = 0; i < n; i++) {
		json_obj(s->j);
		put_number(s->j, "guest", seat[i].guest);
		put_number(s->j, "sends", seat[i].sends);
		put_number(s->j, "hears", seat[i].hears);
		json_obj_end(s->j);
	}
	json_arr_end(s->j);
	return RC_OK;
}

static enum rc do_relay(struct stage *s)
{
	struct rtc_relay r =
		rtc_relay(s->rtc, s->mem, s->guest, wall(NULL) + number_of(s->o, "seconds") * 1000000);

	json_key(s->j, STR("urls"));
	json_arr(s->j);
	for (size_t i = 0; i < r.nurls; i++)
		json_str(s->j, r.url[i]);
	json_arr_end(s->j);
	put(s->j, "user", r.user);
	put(s->j, "password", r.password);
	return RC_OK;
}

static const struct {
	const char *name;
	enum rc (*run)(struct stage *s);
} orders[] = {
	{ "open", do_open },           { "close", do_close },     { "allow", do_allow },
	{ "remove", do_remove },       { "leave", do_leave },     { "publish", do_publish },
	{ "subscribe", do_subscribe }, { "answer", do_answer },   { "receive", do_receive },
	{ "limit", do_limit },         { "picture", do_picture }, { "bytes", do_bytes },
	{ "look", do_look },           { "relay", do_relay },
};

static void one_line(struct rtc *rtc, str line)
{
	struct arena mem;
	struct json_value *o;

	arena_init(&mem, MEMORY);
	struct buf out = buf_new(&mem, 1 << 20);
	struct json j = json_to(&out);
	if (json_parse(&mem, line, &o) == RC_OK) {
		struct stage s = { rtc, &mem, o, number_of(o, "room"), number_of(o, "guest"), &j };
		enum rc rc = RC_MALFORMED;
		str what = text_of(o, "do");

		json_obj(&j);
		put(&j, "answer", what);
		put_number(&j, "id", number_of(o, "id"));
		for (size_t i = 0; i < COUNT(orders); i++)
			if (str_eq(what, str_of(orders[i].name)))
				rc = orders[i].run(&s);
		put_number(&j, "rc", rc);
		json_obj_end(&j);
		printf("%.*s\n", STR_ARG(buf_view(&out)));
		fflush(stdout);
	}
	arena_free(&mem);
}

struct errand {
	struct rtc *rtc;
	size_t n;
	char line[];
};

static void *run_errand(void *arg)
{
	struct errand *e = arg;

	one_line(e->rtc, (str){ e->line, e->n });
	free(e);
	return NULL;
}

/* Each order on a thread of its own, as on the workers of a server. */
static void start_errand(struct rtc *rtc, const char *line, size_t n)
{
	struct errand *e = malloc(sizeof *e + n);
	pthread_t thread;

	if (!e)
		return;
	e->rtc = rtc;
	e->n = n;
	memcpy(e->line, line, n);
	if (pthread_create(&thread, NULL, run_errand, e) == 0)
		pthread_detach(thread);
	else
		free(e);
}

int main(int argc, char **argv)
{
	static char text[RTC_CONF_MAX], line[LINE_MAX_];
	struct rtc_setup setup = { .tell = heard, .now = wall };
	struct rtc *rtc = NULL;
	unsigned at;
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	ssize_t n = fd >= 0 ? read(fd, text, sizeof text) : -1;

	sm_start();
	if (n <= 0 || rtc_conf_read((str){ text, (size_t)n }, &setup.conf, &at) != RC_OK ||
	    rtc_prepare() != RC_OK || rtc_start(&setup, &rtc) != RC_OK) {
		fprintf(stderr, "usage: rtc_stage rtc.conf\n");
		return 2;
	}
	while (fgets(line, sizeof line, stdin))
		start_errand(rtc, line, strlen(line));
	rtc_stop(rtc);
	rtc_free(rtc);
	return 0;
}
