/* rtc.h - calls with sound and picture, through a media server (Janus) that listens on this machine only and
 * does what this program tells it.
 *
 * Browsers never speak to it but for their media: they post what their WebRTC says (an offer, an answer) to
 * us, we pass it on after service/sdp has looked at it, and give the reply back.  A room is made when the
 * adult in charge has come, and ends by itself at its time; a guest is let in by number, and who has been
 * removed cannot come back.  Nothing is ever recorded: no room asks for it.
 *
 * What is known of rooms and guests lives in memory.  When the media server dies, or this program, every room
 * is gone: its owner opens it again when somebody asks for it, lets the same guests in, and tells them to
 * come anew.  Secrets of rooms and guests follow from the key in rtc.conf, so nothing has to be kept.
 *
 * Whatever talks to the media server waits for it, five seconds at most: on workers only.  A struct rtc may
 * be NULL everywhere: that of an installation without calls. */
#pragma once
#include "rtc_conf.h"

enum rtc_state { RTC_NONE, RTC_DOWN, RTC_UP }; /* no calls here; not just now; ready */
enum {
	RTC_ROOMS_MAX = 256,
	RTC_GUESTS_MAX = 8, /* in a room */
	RTC_STREAMS_MAX = 24,
	RTC_MID_MAX = 16,
	RTC_SDP_MAX = 64 << 10
};

/* --- what happens, told on a thread of its own: come back soon, and call no rtc_...() from there but
 * rtc_state(), rtc_room_is_open() and rtc_look().  What one orders oneself (rtc_leave, rtc_remove,
 * rtc_room_close, the end of an old connection by rtc_publish) is not told. --- */

enum rtc_what {
	RTC_CAME,   /* the guest's sound (and picture) arrive: others may subscribe now */
	RTC_HEARS,  /* what the guest subscribed to reaches it */
	RTC_MEDIA,  /* .video, .on: sound or picture from the guest begin or stop to arrive */
	RTC_SLOW,   /* .video, .on: packets get lost on the way from the guest (on) or to it */
	RTC_GONE,   /* the guest's connection has ended; it may come again */
	RTC_WARNED, /* the room's .warn has come */
	RTC_ENDED,  /* the room's .until has come, and it is closed */
	RTC_LOST, /* the room is gone before its time: the media server died. Open it anew, let guests in and
		     tell them to come again, once there is RTC_BACK. */
	RTC_BACK  /* no room, no guest: the media server answers (again) */
};
struct rtc_event {
	enum rtc_what what;
	int64_t room, guest; /* 0: none */
	bool video, on;
};
typedef void rtc_listener(void *arg, const struct rtc_event *e);

/* --- the whole --- */

struct rtc;
struct rtc_setup {
	struct rtc_conf conf; /* its slices live as long as the rtc */
	rtc_listener *tell;
	void *arg;
	int64_t (*now)(void *clock);
	void *clock;
};
/* libcurl's own beginnings: before any thread and before the sandbox. */
enum rc rtc_prepare(void) MUST_CHECK;
/* Begins to look for the media server; state DOWN until it is found, and whenever it is lost. */
enum rc rtc_start(const struct rtc_setup *s, struct rtc **ret) MUST_CHECK;
/* Nothing is told any more, and who waits for an answer gets RC_BUSY; rtc_...() may still be called until
 * rtc_free(). Rooms are left as they are, for the server that follows on this one. */
void rtc_stop(struct rtc *r);
void rtc_free(struct rtc *r);
enum rtc_state rtc_state(struct rtc *r);
/* A sentence for people (English, marked for translation) why there is no call now; NULL when there may be.
 */
const char *rtc_why(struct rtc *r);

/* --- rooms.  All of these: RC_BUSY when the media server does not answer (rtc_why() says it), RC_FAULT when
 * it answers nonsense, RC_NOT_FOUND for a room or guest that is not there. --- */

struct rtc_room {
	int64_t room;        /* of the owner's choice: the id of the call */
	int64_t warn, until; /* instants; 0: never */
	unsigned guests;     /* who may send at a time; 0: RTC_GUESTS_MAX */
	unsigned bitrate;    /* of one picture, bits a second; 0: 128,000 */
};
/* When it is there already only .warn and .until are taken over. RC_TOO_BIG: RTC_ROOMS_MAX are open. */
enum rc rtc_room_open(struct rtc *r, const struct rtc_room *o) MUST_CHECK;
/* Everybody in it is cut off within half a second. */
enum rc rtc_room_close(struct rtc *r, int64_t room) MUST_CHECK;
bool rtc_room_is_open(struct rtc *r, int64_t room); /* as far as known here; asks nobody */

/* The guest may come in (again); or never again, and is cut off if it is in. */
enum rc rtc_allow(struct rtc *r, int64_t room, int64_t guest) MUST_CHECK;
enum rc rtc_remove(struct rtc *r, int64_t room, int64_t guest) MUST_CHECK;

/* --- a guest.  `mem` holds what is returned. --- */

/* Come in and send: the browser's offer, to its answer.  Again: what was there before is dropped, so this is
 * how one comes again.  `packet_ms`: 0, or 60 for sound in long packets: half the bytes, on a poor line.
 * RC_DENIED: not allowed in. RC_INVALID, RC_TOO_BIG: the offer is none of ours, *ret_why says why (N_()
 * text). RC_CONFLICT: the room is full. */
struct rtc_sdp {
	int64_t room, guest;
	str sdp;
	unsigned packet_ms;
};
enum rc rtc_publish(struct rtc *r, struct arena *mem, const struct rtc_sdp *offer, str *ret_answer,
		    const char **ret_why) MUST_CHECK;

/* Which m-section of the offer carries whom. */
struct rtc_stream {
	str mid;
	int64_t guest;
	bool video;
};
struct rtc_streams {
	str offer; /* empty: nothing has changed */
	struct rtc_stream *stream;
	size_t n;
};
/* Hear and see the others who are sending now: an offer for the browser, whose answer goes to rtc_answer().
 * `fresh`: with a connection of its own; else the present one takes in who came and drops who went, and one
 * is made where there is none.  RC_NOT_FOUND: nobody else is sending. RC_DENIED: it has not come in first. */
enum rc rtc_subscribe(struct rtc *r, struct arena *mem, int64_t room, int64_t guest, bool fresh,
		      struct rtc_streams *ret) MUST_CHECK;
enum rc rtc_answer(struct rtc *r, struct arena *mem, const struct rtc_sdp *answer,
		   const char **ret_why) MUST_CHECK;

/* What the guest receives: pause a picture (or sound), or let it go on. No new offer follows. */
enum rc rtc_receive(struct rtc *r, int64_t room, int64_t guest, str mid, bool on) MUST_CHECK;
/* How much the guest's own picture may take, bits a second: a small picture for all. 0: the room's. */
enum rc rtc_limit(struct rtc *r, int64_t room, int64_t guest, unsigned bitrate) MUST_CHECK;
/* The server passes the guest's picture on, or no longer, whatever the browsers do. */
enum rc rtc_picture(struct rtc *r, int64_t room, int64_t guest, bool on) MUST_CHECK;
/* The guest goes, and may come again. RC_OK too when it was not there. */
enum rc rtc_leave(struct rtc *r, int64_t room, int64_t guest) MUST_CHECK;

/* Who has come in, as far as known here; asks nobody. Returns how many, at most `max`. */
struct rtc_seat {
	int64_t guest;
	bool sends, hears;
};
size_t rtc_look(struct rtc *r, int64_t room, struct rtc_seat *ret, size_t max);
/* Bytes from and to the guest since it came in, as the media server counted them. */
enum rc rtc_bytes(struct rtc *r, int64_t room, int64_t guest, int64_t *ret_from, int64_t *ret_to) MUST_CHECK;

/* --- the relay (TURN) for who cannot reach the media server directly --- */

struct rtc_relay {
	str url[RTC_URLS_MAX]; /* "turn:HOST:PORT?transport=udp" */
	size_t nurls;          /* 0: there is none */
	str user, password;    /* good until the instant asked for */
};
struct rtc_relay rtc_relay(struct rtc *r, struct arena *mem, int64_t guest, int64_t until);
