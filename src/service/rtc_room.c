#include "rtc_own.h"

enum { PICTURE_BITS = 128000 };

/* --- what is known here, under the lock --- */

struct rtc_place *rtc_place_find(struct rtc *r, int64_t room)
{
	for (size_t i = 0; i < RTC_ROOMS_MAX && room; i++)
		if (r->place[i].room == room)
			return &r->place[i];
	return NULL;
}

struct rtc_person *rtc_person_find(struct rtc_place *p, int64_t guest)
{
	for (size_t i = 0; p && i < p->n; i++)
		if (p->person[i].guest == guest)
			return &p->person[i];
	return NULL;
}

struct rtc_person *rtc_person_of(struct rtc *r, int64_t handle, struct rtc_place **ret_place)
{
	for (size_t i = 0; i < RTC_ROOMS_MAX && handle; i++)
		for (size_t k = 0; r->place[i].room && k < r->place[i].n; k++)
			if (r->place[i].person[k].out == handle || r->place[i].person[k].in == handle) {
				*ret_place = &r->place[i];
				return &r->place[i].person[k];
			}
	return NULL;
}

void rtc_person_gone(struct rtc_place *p, const struct rtc_person *g)
{
	for (size_t i = 0; i < p->n; i++) {
		struct rtc_person *other = &p->person[i];
		for (size_t k = 0; k < other->nfeeds; k++)
			if (other->feed[k] == g->guest)
				other->feed[k--] = other->feed[--other->nfeeds];
	}
}

bool rtc_room_is_open(struct rtc *r, int64_t room)
{
	if (!r)
		return false;
	pthread_mutex_lock(&r->lock);
	bool is = rtc_place_find(r, room) != NULL;
	pthread_mutex_unlock(&r->lock);
	return is;
}

size_t rtc_look(struct rtc *r, int64_t room, struct rtc_seat *ret, size_t max)
{
	size_t n = 0;

	if (!r)
		return 0;
	pthread_mutex_lock(&r->lock);
	const struct rtc_place *p = rtc_place_find(r, room);
	for (size_t i = 0; p && i < p->n && n < max; i++)
		if (p->person[i].out)
			ret[n++] = (struct rtc_seat){ p->person[i].guest, p->person[i].sends,
						      p->person[i].hears };
	pthread_mutex_unlock(&r->lock);
	return n;
}

/* --- orders about rooms --- */

enum { ORDER_MEMORY = 64 << 20 }; /* more than anything within RTC_TEXT_MAX takes, so that none jumps */

/* Runs an order in memory of its own: those without an answer worth keeping.  Nothing here is large. */
struct order {
	struct arena mem;
	struct rtc_say s;
	struct rtc_heard h;
};

static void begin(struct order *o, struct rtc *r, const char *request, int64_t room)
{
	arena_init(&o->mem, ORDER_MEMORY);
	o->s = (struct rtc_say){ .r = r, .mem = &o->mem };
	rtc_say_room(&o->s, request, room);
}

static enum rc end(struct order *o)
{
	enum rc rc = rtc_ask_now(&o->s, RTC_ADMIN, &o->h);

	if (rc == RC_OK)
		rc = rtc_ask_rc(&o->h);
	arena_free(&o->mem);
	return rc;
}

/* With a list of who may come in from the beginning: a name that nobody has. */
static enum rc make(struct rtc *r, const struct rtc_room *o)
{
	struct order d;

	begin(&d, r, "create", o->room);
	struct json *j = &d.s.j;
	JSON_KEY(j, "admin_key");
	json_str(j, r->setup.conf.admin_key);
	JSON_KEY(j, "publishers");
	json_int(j, o->guests ? o->guests : RTC_GUESTS_MAX);
	JSON_KEY(j, "bitrate");
	json_int(j, o->bitrate ? o->bitrate : PICTURE_BITS);
	JSON_KEY(j, "fir_freq");
	json_int(j, 10);
	JSON_KEY(j, "audiocodec");
	json_str(j, STR("opus"));
	JSON_KEY(j, "videocodec");
	json_str(j, STR("vp8,h264"));
	static const char *const yes[] = { "is_private",  "bitrate_cap",   "opus_fec",      "opus_dtx",
					   "lock_record", "require_pvtid", "notify_joining" };
	for (size_t i = 0; i < COUNT(yes); i++) {
		json_key(j, str_of(yes[i]));
		json_bool(j, true);
	}
	static const char *const no[] = { "permanent", "record" };
	for (size_t i = 0; i < COUNT(no); i++) {
		json_key(j, str_of(no[i]));
		json_bool(j, false);
	}
	JSON_KEY(j, "allowed");
	json_arr(j);
	json_str(j, rtc_say_secret(&d.s, "nobody", o->room, 0));
	json_arr_end(j);
	enum rc rc = end(&d);
	return rc == RC_FAULT && d.h.error == RTC_ROOM_EXISTS ? RC_OK : rc;
}

static enum rc enter(struct rtc *r, const struct rtc_room *o, bool *ret_there)
{
	enum rc rc = r->state == RTC_UP ? RC_OK : RC_BUSY;
	struct rtc_place *p = rtc_place_find(r, o->room);

	*ret_there = p != NULL;
	for (size_t i = 0; i < RTC_ROOMS_MAX && !p; i++)
		if (!r->place[i].room)
			p = &r->place[i];
	if (!p)
		return RC_TOO_BIG;
	if (rc != RC_OK)
		return rc;
	p->room = o->room;
	p->warned = p->warned && p->warn == o->warn;
	p->warn = o->warn;
	p->until = o->until;
	p->bitrate = o->bitrate ? o->bitrate : PICTURE_BITS;
	return RC_OK;
}

static void forget(struct rtc *r, int64_t room)
{
	pthread_mutex_lock(&r->lock);
	struct rtc_place *p = rtc_place_find(r, room);
	if (p)
		*p = (struct rtc_place){ 0 };
	pthread_mutex_unlock(&r->lock);
}

enum rc rtc_room_open(struct rtc *r, const struct rtc_room *o)
{
	bool there;

	if (!r)
		return RC_BUSY;
	if (o->room <= 0)
		return RC_INVALID;
	pthread_mutex_lock(&r->lock);
	enum rc rc = enter(r, o, &there);
	pthread_mutex_unlock(&r->lock);
	if (rc != RC_OK || there)
		return rc;
	rc = make(r, o);
	if (rc != RC_OK)
		forget(r, o->room);
	return rc;
}

enum rc rtc_room_close(struct rtc *r, int64_t room)
{
	struct order d;

	if (!rtc_room_is_open(r, room))
		return RC_NOT_FOUND;
	forget(r, room); /* what its connections still say is of no interest */
	begin(&d, r, "destroy", room);
	enum rc rc = end(&d);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- who may come in --- */

static enum rc change_list(struct rtc *r, const char *action, int64_t room, int64_t guest)
{
	struct order d;

	begin(&d, r, "allowed", room);
	JSON_KEY(&d.s.j, "action");
	json_str(&d.s.j, str_of(action));
	JSON_KEY(&d.s.j, "allowed");
	json_arr(&d.s.j);
	json_str(&d.s.j, rtc_say_secret(&d.s, "guest", room, guest));
	json_arr_end(&d.s.j);
	return end(&d);
}

enum rc rtc_kick(struct rtc *r, int64_t room, int64_t guest)
{
	struct order d;

	begin(&d, r, "kick", room);
	JSON_KEY(&d.s.j, "id");
	json_str(&d.s.j, rtc_say_name(&d.mem, guest));
	enum rc rc = end(&d);
	return rc == RC_NOT_FOUND ? RC_OK : rc; /* it was not in */
}

enum rc rtc_moderate(struct rtc *r, int64_t room, int64_t guest, str mid, bool mute)
{
	struct order d;

	begin(&d, r, "moderate", room);
	JSON_KEY(&d.s.j, "id");
	json_str(&d.s.j, rtc_say_name(&d.mem, guest));
	JSON_KEY(&d.s.j, "mid");
	json_str(&d.s.j, mid);
	JSON_KEY(&d.s.j, "mute");
	json_bool(&d.s.j, mute);
	return end(&d);
}

static enum rc seat(struct rtc *r, int64_t room, int64_t guest)
{
	struct rtc_place *p = rtc_place_find(r, room);

	if (!p)
		return RC_NOT_FOUND;
	if (rtc_person_find(p, guest))
		return RC_OK;
	if (p->n == RTC_GUESTS_MAX)
		return RC_TOO_BIG;
	p->person[p->n++] = (struct rtc_person){ .guest = guest };
	return RC_OK;
}

/* First in the media server's list, so that a place here means that it may. */
enum rc rtc_allow(struct rtc *r, int64_t room, int64_t guest)
{
	if (!rtc_room_is_open(r, room))
		return RC_NOT_FOUND;
	if (guest <= 0)
		return RC_INVALID;
	enum rc rc = change_list(r, "add", room, guest);
	if (rc != RC_OK)
		return rc;
	pthread_mutex_lock(&r->lock);
	rc = seat(r, room, guest);
	pthread_mutex_unlock(&r->lock);
	return rc;
}

static void unseat(struct rtc *r, int64_t room, int64_t guest, int64_t *ret_out, int64_t *ret_in)
{
	pthread_mutex_lock(&r->lock);
	struct rtc_place *p = rtc_place_find(r, room);
	struct rtc_person *g = rtc_person_find(p, guest);
	if (g) {
		*ret_out = g->out;
		*ret_in = g->in;
		rtc_person_gone(p, g);
		*g = p->person[--p->n];
	}
	pthread_mutex_unlock(&r->lock);
}

/* Off the list before it is cut off: else it would come in again at once. */
enum rc rtc_remove(struct rtc *r, int64_t room, int64_t guest)
{
	int64_t out = 0, in = 0;
	struct arena mem;

	if (!rtc_room_is_open(r, room))
		return RC_NOT_FOUND;
	enum rc rc = change_list(r, "remove", room, guest);
	if (rc == RC_OK)
		rc = rtc_kick(r, room, guest);
	if (rc != RC_OK)
		return rc;
	unseat(r, room, guest, &out, &in);
	arena_init(&mem, ORDER_MEMORY);
	rtc_ask_drop(r, &mem, out);
	rtc_ask_drop(r, &mem, in);
	arena_free(&mem);
	return RC_OK;
}
