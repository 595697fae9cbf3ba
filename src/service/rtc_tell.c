#include "logline.h"
#include "rtc_own.h"

#include <stdlib.h>
#include <time.h>

enum {
	MEMORY = 64 << 20, /* more than anything within RTC_TEXT_MAX takes */
	PATH_LENGTH = 256,
	PAUSE_FIRST_MS = 250,
	PAUSE_MAX_MS = 10000,
	STEP_MS = 250,
	CLOSED_SECONDS = 60, /* then somebody should look after it */
	STEP_NANO = 250000000
};

/* The thread's own; nobody else looks. */
struct teller {
	struct rtc *r;
	struct arena mem;
	jmp_buf full;
	time_t closed_since; /* 0: it is open */
	bool said;
};

static void tell(struct rtc *r, const struct rtc_event *e) { r->setup.tell(r->setup.arg, e); }

static time_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* --- the rooms' times --- */

/* The next room whose time has come, at once marked so that it comes but once. */
static bool due(struct rtc *r, int64_t now, struct rtc_event *ret)
{
	bool found = false;

	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < RTC_ROOMS_MAX && !found; i++) {
		struct rtc_place *p = &r->place[i];
		if (!p->room)
			continue;
		if (p->until && p->until <= now) {
			*ret = (struct rtc_event){ .what = RTC_ENDED, .room = p->room };
			found = true;
		} else if (p->warn && p->warn <= now && !p->warned) {
			*ret = (struct rtc_event){ .what = RTC_WARNED, .room = p->room };
			found = p->warned = true;
		}
	}
	pthread_mutex_unlock(&r->lock);
	return found;
}

/* What could not be closed, because nobody answers, is gone anyway. */
static void keep_times(struct rtc *r)
{
	struct rtc_event e;

	while (due(r, r->setup.now(r->setup.clock), &e)) {
		if (e.what == RTC_ENDED && rtc_room_close(r, e.room) != RC_OK)
			logline(LOG_WARN, "rtc", "a room whose time was over did not answer");
		tell(r, &e);
	}
}

/* --- what the media server says --- */

static enum rtc_what meaning(const struct rtc_heard *h, bool out)
{
	switch (h->verb) {
	case RTC_VERB_UP: return out ? RTC_CAME : RTC_HEARS;
	case RTC_VERB_MEDIA: return RTC_MEDIA;
	case RTC_VERB_SLOW: return RTC_SLOW;
	default: return RTC_GONE;
	}
}

/* The end of what somebody receives is its browser's own affair: it asks again. */
static bool take_over(struct rtc *r, const struct rtc_heard *h, struct rtc_event *ret)
{
	struct rtc_place *p;
	bool news = false;

	pthread_mutex_lock(&r->lock);
	struct rtc_person *g = rtc_person_of(r, h->sender, &p);
	if (g) {
		bool out = h->sender == g->out, up = h->verb == RTC_VERB_UP, end = h->verb == RTC_VERB_HANGUP;
		*ret = (struct rtc_event){ meaning(h, out), p->room, g->guest, h->video, h->on };
		news = out || !end;
		if (out && (up || end)) {
			news = up || g->sends;
			g->sends = up;
			if (end)
				rtc_person_gone(p, g);
		} else if (up || end) {
			g->hears = up;
		}
	}
	pthread_mutex_unlock(&r->lock);
	return news;
}

/* False: the session is gone. */
static bool take_in(struct teller *t, str text)
{
	struct rtc_heard h;
	struct rtc_event e;

	if (rtc_hear(&t->mem, text, &h) != RC_OK)
		return true;
	if (h.verb == RTC_VERB_TIMEOUT || (h.verb == RTC_VERB_ERROR && h.error == RTC_NO_SESSION))
		return false;
	if (h.mark) {
		char *copy = malloc(text.n + 1);
		if (copy)
			memcpy(copy, text.s, text.n);
		if (copy && !rtc_ask_hand(t->r, h.mark, copy, text.n))
			free(copy);
		return true;
	}
	if (h.verb >= RTC_VERB_UP && h.verb <= RTC_VERB_HANGUP && take_over(t->r, &h, &e))
		tell(t->r, &e);
	return true;
}

/* --- the session --- */

/* Both doors: one that is shut, or another's, would be found out only in the middle of a call. */
static enum rc try_doors(struct teller *t, int64_t *ret)
{
	struct rtc_say s = { .r = t->r, .mem = &t->mem };
	struct rtc_heard h;

	rtc_say_room(&s, "exists", 1);
	enum rc rc = rtc_ask_now(&s, RTC_ADMIN, &h);
	if (rc == RC_OK && h.verb != RTC_VERB_SUCCESS)
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	rtc_say_janus(&s, "create", 0, 0);
	rc = rtc_ask_now(&s, RTC_API, &h);
	if (rc == RC_OK && (h.verb != RTC_VERB_SUCCESS || !h.id))
		rc = RC_DENIED;
	if (rc == RC_OK)
		*ret = h.id;
	return rc;
}

static bool open_session(struct teller *t)
{
	int64_t session = 0;
	enum rc rc = try_doors(t, &session);

	if (rc == RC_DENIED && !t->said) {
		t->said = true;
		logline(LOG_FAULT, "rtc",
			"the media server does not take the secrets of rtc.conf: calls are closed");
	}
	if (rc != RC_OK)
		return false;
	rtc_set_state(t->r, RTC_UP, session);
	logline(LOG_INFO, "rtc", "the media server answers: calls are open");
	t->closed_since = 0;
	t->said = false;
	tell(t->r, &(struct rtc_event){ .what = RTC_BACK });
	return true;
}

static int64_t take_room(struct rtc *r)
{
	int64_t room = 0;

	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < RTC_ROOMS_MAX && !room; i++) {
		room = r->place[i].room;
		r->place[i] = (struct rtc_place){ 0 };
	}
	pthread_mutex_unlock(&r->lock);
	return room;
}

static void lose_all(struct teller *t)
{
	size_t n = 0;

	rtc_set_state(t->r, RTC_DOWN, 0);
	for (int64_t room = take_room(t->r); room; room = take_room(t->r), n++)
		tell(t->r, &(struct rtc_event){ .what = RTC_LOST, .room = room });
	t->closed_since = seconds();
	logline(LOG_WARN, "rtc", "the media server is lost, %zu rooms with it", n);
}

/* Until it is lost, or the program stops. */
static void listen_on(struct teller *t)
{
	str text;

	do {
		arena_reset(&t->mem);
		struct buf path = buf_new(&t->mem, PATH_LENGTH);
		pthread_mutex_lock(&t->r->lock);
		int64_t session = t->r->session;
		pthread_mutex_unlock(&t->r->lock);
		buf_ch(&path, '/');
		buf_int(&path, session);
		buf_lit(&path, "?apisecret=");
		buf_str(&path, t->r->setup.conf.api_secret);
		if (rtc_http_wait(t->r, &t->mem, buf_view(&path), keep_times, &text) != RC_OK)
			return;
	} while (take_in(t, text));
}

static void pause_for(struct rtc *r, long ms)
{
	const struct timespec step = { 0, STEP_NANO };

	for (; ms > 0 && !atomic_load(&r->stopping); ms -= STEP_MS)
		nanosleep(&step, NULL);
}

static void one_life(struct teller *t, long *pause)
{
	arena_reset(&t->mem);
	if (open_session(t)) {
		*pause = PAUSE_FIRST_MS;
		listen_on(t);
		if (atomic_load(&t->r->stopping))
			return;
		lose_all(t);
	}
	if (!t->closed_since)
		t->closed_since = seconds();
	if (!t->said && seconds() - t->closed_since >= CLOSED_SECONDS) {
		t->said = true;
		logline(LOG_FAULT, "rtc", "the media server has not answered for a minute: calls are closed");
	}
	pause_for(t->r, *pause);
	*pause = *pause * 2 < PAUSE_MAX_MS ? *pause * 2 : PAUSE_MAX_MS;
}

void *rtc_tell_loop(void *arg)
{
	struct teller t = { .r = arg };
	volatile long pause = PAUSE_FIRST_MS;

	arena_init(&t.mem, MEMORY);
	t.mem.full = &t.full;
	if (setjmp(t.full)) /* no memory: as if it were lost */
		lose_all(&t);
	while (!atomic_load(&t.r->stopping)) {
		long p = pause;
		one_life(&t, &p);
		pause = p;
	}
	arena_free(&t.mem);
	return NULL;
}
