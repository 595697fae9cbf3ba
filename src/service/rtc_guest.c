#include "rtc_own.h"

#include <time.h>

enum { TRIES = 8, PAUSE_NANO = 100000000, CLEAN_MAX = 2 * SDP_MAX };

/* --- what is known, under the lock --- */

static struct rtc_person *person(struct rtc *r, int64_t room, int64_t guest, struct rtc_place **ret_place)
{
	*ret_place = rtc_place_find(r, room);
	return rtc_person_find(*ret_place, guest);
}

/* A copy of what is known of the guest; false: not let in. */
static enum rc look_up(struct rtc *r, int64_t room, int64_t guest, struct rtc_person *ret)
{
	struct rtc_place *p;

	if (!r)
		return RC_BUSY;
	pthread_mutex_lock(&r->lock);
	const struct rtc_person *g = person(r, room, guest, &p);
	if (g)
		*ret = *g;
	pthread_mutex_unlock(&r->lock);
	return g ? RC_OK : p ? RC_DENIED : RC_NOT_FOUND;
}

/* Its connections taken out of what is known, so that what they still say is of no interest. */
static void take_handles(struct rtc *r, int64_t room, int64_t guest, int64_t *ret_out, int64_t *ret_in)
{
	struct rtc_place *p;

	pthread_mutex_lock(&r->lock);
	struct rtc_person *g = person(r, room, guest, &p);
	if (g) {
		*ret_out = g->out;
		*ret_in = g->in;
		*g = (struct rtc_person){ .guest = guest };
		rtc_person_gone(p, g);
	}
	pthread_mutex_unlock(&r->lock);
}

/* --- orders to a handle --- */

static enum rc begin(struct rtc_say *s, const char *request, int64_t handle, int64_t room)
{
	int64_t session;
	enum rc rc = rtc_ask_session(s->r, &session);

	if (rc == RC_OK)
		rtc_say_message(s, request, session, handle, room);
	return rc;
}

static enum rc end(struct rtc_say *s, struct rtc_heard *ret)
{
	enum rc rc = rtc_ask(s, ret);

	return rc == RC_OK ? rtc_ask_rc(ret) : rc;
}

/* --- sending --- */

static enum rc join(struct rtc_say *s, const struct rtc_sdp *o, int64_t handle, struct rtc_heard *ret)
{
	enum rc rc = begin(s, "join", handle, o->room);

	if (rc != RC_OK)
		return rc;
	JSON_KEY(&s->j, "ptype");
	json_str(&s->j, STR("publisher"));
	JSON_KEY(&s->j, "id");
	json_str(&s->j, rtc_say_name(s->mem, o->guest));
	JSON_KEY(&s->j, "token");
	json_str(&s->j, rtc_say_secret(s, "guest", o->room, o->guest));
	return end(s, ret);
}

/* Somebody of this name is in still when the program before this one let it in: that one goes, in its own
 * time. */
static enum rc join_surely(struct rtc_say *s, const struct rtc_sdp *o, int64_t handle, struct rtc_heard *ret)
{
	enum rc rc = join(s, o, handle, ret);

	for (int i = 0; i < TRIES && rc == RC_FAULT && ret->error == RTC_ID_EXISTS; i++) {
		rc = rtc_kick(s->r, o->room, o->guest);
		nanosleep(&(struct timespec){ 0, PAUSE_NANO }, NULL);
		if (rc == RC_OK)
			rc = join(s, o, handle, ret);
	}
	return rc;
}

static enum rc configure(struct rtc_say *s, const struct rtc_sdp *o, int64_t handle, struct rtc_heard *ret)
{
	enum rc rc = begin(s, "configure", handle, 0);

	if (rc != RC_OK)
		return rc;
	rtc_say_jsep(s, "offer", o->sdp);
	rc = end(s, ret);
	return rc == RC_OK && !ret->sdp.n ? RC_FAULT : rc;
}

static void note_pictures(struct rtc_person *g, const struct sdp *sdp)
{
	for (size_t i = 0; i < sdp->n && g->npictures < RTC_PICTURES_MAX; i++)
		if (sdp->media[i].what == SDP_PICTURE && !sdp->media[i].refused)
			memcpy(g->picture[g->npictures++], sdp->media[i].mid.s, sdp->media[i].mid.n);
}

/* RC_CONFLICT: another request of the same guest was quicker; RC_DENIED: it was removed meanwhile. */
static enum rc take_seat(struct rtc *r, const struct rtc_sdp *o, const struct rtc_person *as)
{
	struct rtc_place *p;
	enum rc rc = RC_OK;

	pthread_mutex_lock(&r->lock);
	struct rtc_person *g = person(r, o->room, o->guest, &p);
	if (!g)
		rc = RC_DENIED;
	else if (g->out)
		rc = RC_CONFLICT;
	else
		*g = *as;
	pthread_mutex_unlock(&r->lock);
	return rc;
}

static str in_packets(struct arena *mem, str sdp, unsigned ms)
{
	struct buf b = buf_new(mem, CLEAN_MAX);

	if (!ms)
		return sdp;
	sdp_packets(sdp, ms, &b);
	return buf_view(&b);
}

static enum rc publish(struct rtc_say *s, const struct rtc_sdp *offer, const struct sdp *sdp, str *ret_answer)
{
	struct rtc_person g = { .guest = offer->guest };
	struct rtc_heard h = { 0 };
	enum rc rc = rtc_ask_handle(s->r, s->mem, &g.out);

	if (rc != RC_OK)
		return rc;
	rc = join_surely(s, offer, g.out, &h);
	g.pass = h.pass;
	if (rc == RC_OK)
		rc = configure(s, offer, g.out, &h);
	note_pictures(&g, sdp);
	if (rc == RC_OK)
		rc = take_seat(s->r, offer, &g);
	if (rc == RC_OK)
		*ret_answer = in_packets(s->mem, h.sdp, offer->packet_ms);
	else
		rtc_ask_drop(s->r, s->mem, g.out);
	return rc;
}

enum rc rtc_publish(struct rtc *r, struct arena *mem, const struct rtc_sdp *offer, str *ret_answer,
		    const char **ret_why)
{
	struct rtc_say s = { .r = r, .mem = mem };
	struct buf clean = buf_new(mem, CLEAN_MAX);
	struct rtc_sdp o = *offer;
	struct rtc_person g;
	struct sdp sdp;
	int64_t out = 0, in = 0;
	enum rc rc = look_up(r, o.room, o.guest, &g);

	if (rc == RC_OK)
		rc = sdp_filter(o.sdp, &clean, &sdp, ret_why);
	if (rc != RC_OK)
		return rc;
	o.sdp = buf_view(&clean);
	take_handles(r, o.room, o.guest, &out, &in);
	rtc_ask_drop(r, mem, out);
	rtc_ask_drop(r, mem, in);
	return publish(&s, &o, &sdp, ret_answer);
}

/* --- receiving --- */

struct wishes {
	int64_t add[RTC_GUESTS_MAX], drop[RTC_GUESTS_MAX], feed[RTC_GUESTS_MAX];
	size_t nadd, ndrop, nfeeds;
};

static bool has(const int64_t *list, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == id)
			return true;
	return false;
}

/* Who sends now, against what the guest has. */
static struct wishes compare(struct rtc *r, int64_t room, int64_t guest, bool fresh)
{
	struct wishes w = { .nadd = 0 };
	struct rtc_place *p;

	pthread_mutex_lock(&r->lock);
	const struct rtc_person *g = person(r, room, guest, &p);
	for (size_t i = 0; g && i < p->n; i++) {
		const struct rtc_person *other = &p->person[i];
		if (other == g || !other->sends)
			continue;
		w.feed[w.nfeeds++] = other->guest;
		if (fresh || !has(g->feed, g->nfeeds, other->guest))
			w.add[w.nadd++] = other->guest;
	}
	for (size_t i = 0; g && !fresh && i < g->nfeeds; i++)
		if (!has(w.feed, w.nfeeds, g->feed[i]))
			w.drop[w.ndrop++] = g->feed[i];
	pthread_mutex_unlock(&r->lock);
	return w;
}

static void put_feeds(struct rtc_say *s, str key, const int64_t *list, size_t n)
{
	if (!n)
		return;
	json_key(&s->j, key);
	json_arr(&s->j);
	for (size_t i = 0; i < n; i++) {
		json_obj(&s->j);
		JSON_KEY(&s->j, "feed");
		json_str(&s->j, rtc_say_name(s->mem, list[i]));
		json_obj_end(&s->j);
	}
	json_arr_end(&s->j);
}

static enum rc subscribe_anew(struct rtc_say *s, int64_t room, const struct rtc_person *g,
			      const struct wishes *w, struct rtc_heard *ret)
{
	enum rc rc = begin(s, "join", g->in, room);

	if (rc != RC_OK)
		return rc;
	JSON_KEY(&s->j, "ptype");
	json_str(&s->j, STR("subscriber"));
	JSON_KEY(&s->j, "private_id");
	json_int(&s->j, g->pass);
	JSON_KEY(&s->j, "token");
	json_str(&s->j, rtc_say_secret(s, "guest", room, g->guest));
	JSON_KEY(&s->j, "use_msid");
	json_bool(&s->j, true);
	JSON_KEY(&s->j, "autoupdate"); /* an offer that nobody asked for would stand in the way of ours */
	json_bool(&s->j, false);
	put_feeds(s, STR("streams"), w->add, w->nadd);
	return end(s, ret);
}

static enum rc subscribe_too(struct rtc_say *s, const struct rtc_person *g, const struct wishes *w,
			     struct rtc_heard *ret)
{
	enum rc rc = begin(s, "update", g->in, 0);

	if (rc != RC_OK)
		return rc;
	put_feeds(s, STR("subscribe"), w->add, w->nadd);
	put_feeds(s, STR("unsubscribe"), w->drop, w->ndrop);
	return end(s, ret);
}

static enum rc note_feeds(struct rtc *r, int64_t room, const struct rtc_person *as, const struct wishes *w)
{
	struct rtc_place *p;
	enum rc rc = RC_OK;

	pthread_mutex_lock(&r->lock);
	struct rtc_person *g = person(r, room, as->guest, &p);
	if (!g || g->out != as->out) { /* it has gone, or come anew, meanwhile */
		rc = RC_CONFLICT;
	} else {
		g->hears = g->hears && g->in == as->in;
		g->in = as->in;
		memcpy(g->feed, w->feed, sizeof g->feed);
		g->nfeeds = w->nfeeds;
	}
	pthread_mutex_unlock(&r->lock);
	return rc;
}

static enum rc subscribe(struct rtc_say *s, int64_t room, struct rtc_person *g, struct rtc_heard *h)
{
	bool fresh = !g->in;
	struct wishes w = compare(s->r, room, g->guest, fresh);

	if (!w.nfeeds)
		return RC_NOT_FOUND;
	if (!w.nadd && !w.ndrop)
		return RC_OK;
	enum rc rc = fresh ? rtc_ask_handle(s->r, s->mem, &g->in) : RC_OK;
	if (rc == RC_OK)
		rc = fresh ? subscribe_anew(s, room, g, &w, h) : subscribe_too(s, g, &w, h);
	if (rc == RC_OK)
		rc = note_feeds(s->r, room, g, &w);
	if (rc != RC_OK && fresh)
		rtc_ask_drop(s->r, s->mem, g->in);
	return rc;
}

static void drop_in(struct rtc *r, struct arena *mem, int64_t room, struct rtc_person *g)
{
	struct rtc_place *p;

	pthread_mutex_lock(&r->lock);
	struct rtc_person *known = person(r, room, g->guest, &p);
	if (known && known->in == g->in) {
		known->in = 0;
		known->hears = false;
		known->nfeeds = 0;
	}
	pthread_mutex_unlock(&r->lock);
	rtc_ask_drop(r, mem, g->in);
	g->in = 0;
}

enum rc rtc_subscribe(struct rtc *r, struct arena *mem, int64_t room, int64_t guest, bool fresh,
		      struct rtc_streams *ret)
{
	struct rtc_say s = { .r = r, .mem = mem };
	struct rtc_heard h = { 0 };
	struct rtc_person g;
	enum rc rc = look_up(r, room, guest, &g);

	if (rc == RC_OK && !g.out)
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	if (fresh && g.in)
		drop_in(r, mem, room, &g);
	rc = subscribe(&s, room, &g, &h);
	if (rc != RC_OK)
		return rc;
	*ret = (struct rtc_streams){ h.sdp, NEW(mem, struct rtc_stream, h.nstreams + 1), h.nstreams };
	memcpy(ret->stream, h.stream, h.nstreams * sizeof *h.stream);
	return RC_OK;
}

enum rc rtc_answer(struct rtc *r, struct arena *mem, const struct rtc_sdp *answer, const char **ret_why)
{
	struct rtc_say s = { .r = r, .mem = mem };
	struct buf clean = buf_new(mem, CLEAN_MAX);
	struct rtc_heard h;
	struct rtc_person g;
	struct sdp sdp;
	enum rc rc = look_up(r, answer->room, answer->guest, &g);

	if (rc == RC_OK && !g.in)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = sdp_filter(answer->sdp, &clean, &sdp, ret_why);
	if (rc == RC_OK)
		rc = begin(&s, "start", g.in, 0);
	if (rc != RC_OK)
		return rc;
	rtc_say_jsep(&s, "answer", buf_view(&clean));
	return end(&s, &h);
}

/* --- while it lasts --- */

enum { ORDER_MEMORY = 64 << 20 }; /* more than anything within RTC_TEXT_MAX takes, so that none jumps */

enum rc rtc_receive(struct rtc *r, int64_t room, int64_t guest, str mid, bool on)
{
	struct rtc_person g;
	struct rtc_heard h;
	struct arena mem;
	enum rc rc = look_up(r, room, guest, &g);

	if (rc == RC_OK && (!g.in || !mid.n || mid.n > RTC_MID_MAX))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	arena_init(&mem, ORDER_MEMORY);
	struct rtc_say s = { .r = r, .mem = &mem };
	rc = begin(&s, "configure", g.in, 0);
	if (rc == RC_OK) {
		JSON_KEY(&s.j, "streams");
		json_arr(&s.j);
		json_obj(&s.j);
		JSON_KEY(&s.j, "mid");
		json_str(&s.j, mid);
		JSON_KEY(&s.j, "send");
		json_bool(&s.j, on);
		json_obj_end(&s.j);
		json_arr_end(&s.j);
		rc = end(&s, &h);
	}
	arena_free(&mem);
	return rc;
}

static unsigned room_bitrate(struct rtc *r, int64_t room)
{
	pthread_mutex_lock(&r->lock);
	const struct rtc_place *p = rtc_place_find(r, room);
	unsigned bitrate = p ? p->bitrate : 0;
	pthread_mutex_unlock(&r->lock);
	return bitrate;
}

enum rc rtc_limit(struct rtc *r, int64_t room, int64_t guest, unsigned bitrate)
{
	struct rtc_person g;
	struct rtc_heard h;
	struct arena mem;
	enum rc rc = look_up(r, room, guest, &g);

	if (rc == RC_OK && !g.out)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	arena_init(&mem, ORDER_MEMORY);
	struct rtc_say s = { .r = r, .mem = &mem };
	rc = begin(&s, "configure", g.out, 0);
	if (rc == RC_OK) {
		JSON_KEY(&s.j, "bitrate");
		json_int(&s.j, bitrate ? bitrate : room_bitrate(r, room));
		rc = end(&s, &h);
	}
	arena_free(&mem);
	return rc;
}

enum rc rtc_picture(struct rtc *r, int64_t room, int64_t guest, bool on)
{
	struct rtc_person g;
	enum rc rc = look_up(r, room, guest, &g);

	if (rc == RC_OK && !g.out)
		rc = RC_NOT_FOUND;
	for (size_t i = 0; rc == RC_OK && i < g.npictures; i++)
		rc = rtc_moderate(r, room, guest, str_of(g.picture[i]), !on);
	return rc;
}

enum rc rtc_leave(struct rtc *r, int64_t room, int64_t guest)
{
	int64_t out = 0, in = 0;
	struct arena mem;

	if (!r)
		return RC_OK;
	take_handles(r, room, guest, &out, &in);
	arena_init(&mem, ORDER_MEMORY);
	rtc_ask_drop(r, &mem, out);
	rtc_ask_drop(r, &mem, in);
	arena_free(&mem);
	return RC_OK;
}

static enum rc count(struct rtc *r, int64_t session, int64_t handle, int64_t *from, int64_t *to)
{
	struct arena mem;
	struct rtc_heard h;

	if (!handle)
		return RC_OK;
	arena_init(&mem, ORDER_MEMORY);
	struct rtc_say s = { .r = r, .mem = &mem };
	rtc_say_look(&s, session, handle);
	enum rc rc = rtc_ask_now(&s, RTC_ADMIN, &h);
	arena_free(&mem);
	if (rc == RC_OK)
		rc = rtc_ask_rc(&h);
	if (rc == RC_OK) {
		*from += h.bytes_in;
		*to += h.bytes_out;
	}
	return rc;
}

enum rc rtc_bytes(struct rtc *r, int64_t room, int64_t guest, int64_t *ret_from, int64_t *ret_to)
{
	struct rtc_person g;
	int64_t session, from = 0, to = 0;
	enum rc rc = look_up(r, room, guest, &g);

	if (rc == RC_OK)
		rc = rtc_ask_session(r, &session);
	if (rc == RC_OK)
		rc = count(r, session, g.out, &from, &to);
	if (rc == RC_OK)
		rc = count(r, session, g.in, &from, &to);
	if (rc == RC_OK) {
		*ret_from = from;
		*ret_to = to;
	}
	return rc;
}
