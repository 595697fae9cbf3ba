#include "rtc_own.h"

enum { CONNECT_MS = 2000, POLL_SECONDS = 60, LOOK_MS = 500, URL_LENGTH = 200, OK_STATUS = 200 };

struct intake {
	struct arena *mem;
	char *s;
	size_t n, cap;
};

/* Called from within libcurl, so it does not jump: less than all ends the transfer. */
static size_t take(char *bytes, size_t size, size_t n, void *arg)
{
	struct intake *in = arg;
	size_t more = size * n;

	if (more > RTC_TEXT_MAX - in->n)
		return 0;
	while (in->n + more > in->cap) {
		char *s = arena_try_grow(in->mem, in->s, 1, in->cap, &in->cap);
		if (!s)
			return 0;
		in->s = s;
	}
	memcpy(in->s + in->n, bytes, more);
	in->n += more;
	return more;
}

/* On this machine, whatever the environment says of proxies. */
static void set_up(CURL *curl, struct intake *in, const char *url)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, in);
}

static const char *url_of(struct rtc *r, struct arena *mem, enum rtc_door door, str path)
{
	struct buf b = buf_new(mem, URL_LENGTH + path.n);

	buf_lit(&b, "http://127.0.0.1:");
	buf_int(&b, door == RTC_ADMIN ? r->setup.conf.admin_port : r->setup.conf.api_port);
	buf_str(&b, door == RTC_ADMIN ? STR("/admin") : STR("/janus"));
	buf_str(&b, path);
	return str_z(mem, buf_view(&b));
}

/* --- orders --- */

static CURL *handle_take(struct rtc *r)
{
	CURL *curl = NULL;

	pthread_mutex_lock(&r->lock);
	if (r->nidle)
		curl = r->idle[--r->nidle];
	pthread_mutex_unlock(&r->lock);
	return curl ? curl : curl_easy_init();
}

static void handle_give(struct rtc *r, CURL *curl)
{
	curl_easy_reset(curl); /* keeps its connection */
	pthread_mutex_lock(&r->lock);
	bool kept = r->nidle < RTC_IDLE_MAX;
	if (kept)
		r->idle[r->nidle++] = curl;
	pthread_mutex_unlock(&r->lock);
	if (!kept)
		curl_easy_cleanup(curl);
}

enum rc rtc_http_post(struct rtc *r, struct arena *mem, enum rtc_door door, str path, str body, str *ret)
{
	struct intake in = { .mem = mem };
	const char *url = url_of(r, mem, door, path); /* may jump, so before there is anything to lose */
	CURL *curl = handle_take(r);
	long status = 0;

	if (!curl)
		return RC_BUSY;
	set_up(curl, &in, url);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)RTC_PATIENCE_MS);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.s);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
	CURLcode done = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	handle_give(r, curl);
	if (done != CURLE_OK)
		return done == CURLE_WRITE_ERROR ? RC_FAULT : RC_BUSY;
	*ret = (str){ in.s ? in.s : "", in.n };
	return status == OK_STATUS ? RC_OK : RC_FAULT;
}

/* --- what it says by itself --- */

static enum rc wait_for(struct rtc *r, CURL *curl, void (*tick)(struct rtc *r))
{
	int running = 1, left;
	long status = 0;

	while (running && !atomic_load(&r->stopping)) {
		if (curl_multi_perform(r->multi, &running) != CURLM_OK)
			return RC_BUSY;
		if (running && curl_multi_poll(r->multi, NULL, 0, LOOK_MS, NULL) != CURLM_OK)
			return RC_BUSY;
		tick(r);
	}
	if (atomic_load(&r->stopping))
		return RC_NOT_FOUND;
	const CURLMsg *m = curl_multi_info_read(r->multi, &left);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	return m && m->msg == CURLMSG_DONE && m->data.result == CURLE_OK && status == OK_STATUS ? RC_OK
												: RC_BUSY;
}

enum rc rtc_http_wait(struct rtc *r, struct arena *mem, str path, void (*tick)(struct rtc *r), str *ret)
{
	struct intake in = { .mem = mem };
	const char *url = url_of(r, mem, RTC_API, path);
	CURL *curl = handle_take(r);

	if (!curl)
		return RC_BUSY;
	set_up(curl, &in, url);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)POLL_SECONDS);
	enum rc rc = curl_multi_add_handle(r->multi, curl) == CURLM_OK ? wait_for(r, curl, tick) : RC_BUSY;
	curl_multi_remove_handle(r->multi, curl);
	handle_give(r, curl);
	if (rc == RC_OK)
		*ret = (str){ in.s ? in.s : "", in.n };
	return rc;
}

void rtc_http_free(struct rtc *r)
{
	while (r->nidle)
		curl_easy_cleanup(r->idle[--r->nidle]);
	if (r->multi)
		curl_multi_cleanup(r->multi);
}
