#include "rtc_own.h"
#include "tr.h"

#include <stdlib.h>

enum rc rtc_prepare(void) { return curl_global_init(CURL_GLOBAL_NOTHING) == CURLE_OK ? RC_OK : RC_FAULT; }

enum rc rtc_start(const struct rtc_setup *s, struct rtc **ret)
{
	struct rtc *r = calloc(1, sizeof *r);
	pthread_condattr_t steady;

	if (!r)
		return RC_FAULT;
	r->setup = *s;
	r->state = RTC_DOWN;
	r->multi = curl_multi_init();
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&r->some, &steady);
	pthread_condattr_destroy(&steady);
	if (!r->multi || pthread_create(&r->thread, NULL, rtc_tell_loop, r)) {
		rtc_http_free(r);
		free(r);
		return RC_FAULT;
	}
	*ret = r;
	return RC_OK;
}

void rtc_stop(struct rtc *r)
{
	if (!r)
		return;
	atomic_store(&r->stopping, true);
	curl_multi_wakeup(r->multi);
	pthread_join(r->thread, NULL);
	rtc_set_state(r, RTC_DOWN, 0);
}

void rtc_free(struct rtc *r)
{
	if (!r)
		return;
	rtc_http_free(r);
	pthread_cond_destroy(&r->some);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

void rtc_set_state(struct rtc *r, enum rtc_state state, int64_t session)
{
	pthread_mutex_lock(&r->lock);
	r->state = state;
	r->session = session;
	for (struct rtc_wait *w = r->wait; w; w = w->next)
		w->lost = w->lost || state != RTC_UP;
	pthread_cond_broadcast(&r->some);
	pthread_mutex_unlock(&r->lock);
}

enum rtc_state rtc_state(struct rtc *r)
{
	if (!r)
		return RTC_NONE;
	pthread_mutex_lock(&r->lock);
	enum rtc_state state = r->state;
	pthread_mutex_unlock(&r->lock);
	return state;
}

const char *rtc_why(struct rtc *r)
{
	static const char *const why[] = {
		[RTC_NONE] = N_("Calls are not set up on this server. Ask who looks after it."),
		[RTC_DOWN] =
			N_("Calls are not possible just now: the part of the server that carries sound and "
			   "pictures does not answer. It is tried again all the time."),
		[RTC_UP] = NULL,
	};

	return why[rtc_state(r)];
}
