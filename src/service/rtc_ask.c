#include "rtc_own.h"

#include <stdlib.h>
#include <time.h>

enum { MILLI = 1000, NANO_OF_MILLI = 1000000, NANO = 1000000000 };

enum rc rtc_ask_now(struct rtc_say *s, enum rtc_door door, struct rtc_heard *ret)
{
	str answer;
	str body = rtc_say_end(s);
	enum rc rc = rtc_http_post(s->r, s->mem, door, buf_view(&s->path), body, &answer);

	if (rc == RC_OK && rtc_hear(s->mem, answer, ret) != RC_OK)
		rc = RC_FAULT;
	return rc;
}

/* --- answers that come later --- */

static void link_in(struct rtc *r, struct rtc_wait *w)
{
	pthread_mutex_lock(&r->lock);
	w->next = r->wait;
	r->wait = w;
	pthread_mutex_unlock(&r->lock);
}

static struct timespec later(long ms)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / MILLI;
	t.tv_nsec += ms % MILLI * NANO_OF_MILLI;
	if (t.tv_nsec >= NANO) {
		t.tv_sec++;
		t.tv_nsec -= NANO;
	}
	return t;
}

/* Waits where `here`, and takes itself out of the list. */
static bool link_out(struct rtc *r, struct rtc_wait *w, bool here)
{
	struct timespec until = later(RTC_PATIENCE_MS);

	pthread_mutex_lock(&r->lock);
	while (here && !w->text && !w->lost)
		if (pthread_cond_timedwait(&r->some, &r->lock, &until))
			break;
	for (struct rtc_wait **p = &r->wait; *p; p = &(*p)->next)
		if (*p == w) {
			*p = w->next;
			break;
		}
	pthread_mutex_unlock(&r->lock);
	return w->text != NULL;
}

bool rtc_ask_hand(struct rtc *r, int64_t mark, char *text, size_t n)
{
	bool taken = false;

	pthread_mutex_lock(&r->lock);
	for (struct rtc_wait *w = r->wait; w && !taken; w = w->next)
		if (w->mark == mark && !w->text) {
			w->text = text;
			w->n = n;
			taken = true;
		}
	if (taken)
		pthread_cond_broadcast(&r->some);
	pthread_mutex_unlock(&r->lock);
	return taken;
}

/* Nothing may jump past the wait while it stands in the list: its room is on the stack. */
static enum rc post_safely(struct rtc_say *s, struct rtc_heard *ret)
{
	struct arena *const top = arena_top(s->mem);
	jmp_buf full, *outer = top->full;
	volatile enum rc rc = RC_TOO_BIG;

	top->full = &full;
	if (!setjmp(full))
		rc = rtc_ask_now(s, RTC_API, ret);
	top->full = outer;
	return rc;
}

/* The first answer says only that the order was understood, unless it is the last. */
enum rc rtc_ask(struct rtc_say *s, struct rtc_heard *ret)
{
	struct rtc_wait w = { .mark = s->mark };

	link_in(s->r, &w);
	enum rc rc = post_safely(s, ret);
	bool more = rc == RC_OK && ret->verb == RTC_VERB_ACK;
	bool came = link_out(s->r, &w, more);
	char *text = came ? arena_try(s->mem, 1, 1, w.n) : NULL;
	if (text)
		memcpy(text, w.text, w.n);
	free(w.text);
	if (!more)
		return rc;
	if (!text)
		return came ? RC_TOO_BIG : RC_BUSY;
	return rtc_hear(s->mem, (str){ text, w.n }, ret) == RC_OK ? RC_OK : RC_FAULT;
}

/* --- sessions and handles --- */

enum rc rtc_ask_session(struct rtc *r, int64_t *ret)
{
	pthread_mutex_lock(&r->lock);
	int64_t session = r->state == RTC_UP ? r->session : 0;
	pthread_mutex_unlock(&r->lock);
	if (!session)
		return RC_BUSY;
	*ret = session;
	return RC_OK;
}

enum rc rtc_ask_handle(struct rtc *r, struct arena *mem, int64_t *ret)
{
	struct rtc_say s = { .r = r, .mem = mem };
	struct rtc_heard h;
	int64_t session;
	enum rc rc = rtc_ask_session(r, &session);

	if (rc != RC_OK)
		return rc;
	rtc_say_attach(&s, session);
	rc = rtc_ask_now(&s, RTC_API, &h);
	if (rc == RC_OK && (h.verb != RTC_VERB_SUCCESS || !h.id))
		rc = h.error == RTC_NO_SESSION ? RC_BUSY : RC_FAULT;
	if (rc == RC_OK)
		*ret = h.id;
	return rc;
}

/* Whether it was still there or not, it is gone then. */
void rtc_ask_drop(struct rtc *r, struct arena *mem, int64_t handle)
{
	struct rtc_say s = { .r = r, .mem = mem };
	struct rtc_heard h;
	int64_t session;

	if (!handle || rtc_ask_session(r, &session) != RC_OK)
		return;
	rtc_say_janus(&s, "detach", session, handle);
	(void)!rtc_ask_now(&s, RTC_API, &h);
}

enum rc rtc_ask_rc(const struct rtc_heard *h)
{
	switch (h->error) {
	case 0: return RC_OK;
	case RTC_NO_SESSION:
	case RTC_NO_HANDLE: return RC_BUSY;
	case RTC_NO_ROOM:
	case RTC_NO_FEED: return RC_NOT_FOUND;
	case RTC_UNAUTHORIZED: return RC_DENIED;
	case RTC_FULL: return RC_CONFLICT;
	default: return RC_FAULT;
	}
}
