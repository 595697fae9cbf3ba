/* rtc_own.h - what the files of rtc share and nobody else includes.
 *
 * One thread (rtc_tell.c) holds a session at the media server, waits for what it says, and keeps the rooms'
 * times.  Everything else runs on the callers' threads: an order is posted, and what comes of it later is
 * handed by that thread to who waits for it, by the order's mark. */
#pragma once
#include "buf.h"
#include "json.h"
#include "rtc.h"
#include "rtc_hear.h"
#include "sdp.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>

enum { RTC_TEXT_MAX = 256 << 10, RTC_PATIENCE_MS = 5000, RTC_IDLE_MAX = 8, RTC_PICTURES_MAX = 4 };

struct rtc_person { /* a guest that may come in */
	int64_t guest;
	int64_t out, in; /* handles: what it sends, what it receives; 0: none */
	int64_t pass;    /* what a subscriber shows to be the publisher of this name */
	bool sends, hears;
	int64_t feed[RTC_GUESTS_MAX]; /* whom it has subscribed to */
	size_t nfeeds;
	char picture[RTC_PICTURES_MAX][RTC_MID_MAX + 1];
	size_t npictures;
};
struct rtc_place {
	int64_t room; /* 0: unused */
	int64_t warn, until;
	unsigned bitrate;
	bool warned;
	struct rtc_person person[RTC_GUESTS_MAX];
	size_t n;
};

/* Somebody who waits for the answer with this mark. */
struct rtc_wait {
	struct rtc_wait *next;
	int64_t mark;
	bool lost;
	char *text; /* malloc'ed by the thread, freed by who waits */
	size_t n;
};

struct rtc {
	struct rtc_setup setup;
	pthread_t thread;
	CURLM *multi; /* of the thread; others wake it */
	_Atomic bool stopping;
	_Atomic int64_t mark;

	pthread_mutex_t lock; /* of all below */
	pthread_cond_t some;  /* one of `wait` has its answer */
	enum rtc_state state;
	int64_t session;
	struct rtc_wait *wait;
	CURL *idle[RTC_IDLE_MAX];
	size_t nidle;
	struct rtc_place place[RTC_ROOMS_MAX];
};

/* rtc_http.c */
enum rtc_door { RTC_API, RTC_ADMIN };
/* The answer's text in `mem`.  RC_BUSY: no answer within RTC_PATIENCE_MS; RC_FAULT: another one than 200. */
enum rc rtc_http_post(struct rtc *r, struct arena *mem, enum rtc_door door, str path, str body,
		      str *ret) MUST_CHECK;
/* Waits for the session's next event: RC_OK; RC_NOT_FOUND: the program stops; RC_BUSY.  Calls tick() about
 * twice a second. */
enum rc rtc_http_wait(struct rtc *r, struct arena *mem, str path, void (*tick)(struct rtc *r),
		      str *ret) MUST_CHECK;
void rtc_http_free(struct rtc *r);

/* rtc_say.c: orders as text.  `s` begins with its rtc and memory; further fields follow by s->j. */
struct rtc_say {
	struct rtc *r;
	struct arena *mem;
	struct buf body, path;
	struct json j;
	int64_t mark;
};
str rtc_say_name(struct arena *mem, int64_t id); /* as rooms and guests are called there */
/* To the session, or to one of its handles: {"janus":VERB, ... */
void rtc_say_janus(struct rtc_say *s, const char *verb, int64_t session, int64_t handle);
void rtc_say_attach(struct rtc_say *s, int64_t session);
/* The same with a body begun: {"janus":"message", ... "body":{"request":REQUEST, "room":ROOM unless 0, ... */
void rtc_say_message(struct rtc_say *s, const char *request, int64_t session, int64_t handle, int64_t room);
void rtc_say_jsep(struct rtc_say *s, const char *type, str sdp); /* closes the body */
/* To the administrator, about a room, with its secret: ... "request":{"request":REQUEST, "room":ROOM, ... */
void rtc_say_room(struct rtc_say *s, const char *request, int64_t room);
void rtc_say_look(struct rtc_say *s, int64_t session, int64_t handle); /* what he knows of a handle */
str rtc_say_secret(struct rtc_say *s, const char *use, int64_t room, int64_t guest);
str rtc_say_end(struct rtc_say *s); /* all that is open closed */

/* rtc_ask.c: and what comes of them.  RC_BUSY too when the session is lost meanwhile. */
enum rc rtc_ask_now(struct rtc_say *s, enum rtc_door door,
		    struct rtc_heard *ret) MUST_CHECK;                /* said at once */
enum rc rtc_ask(struct rtc_say *s, struct rtc_heard *ret) MUST_CHECK; /* said later */
enum rc rtc_ask_rc(const struct rtc_heard *h) MUST_CHECK;             /* of its error */
enum rc rtc_ask_session(struct rtc *r, int64_t *ret) MUST_CHECK;      /* RC_BUSY: there is none */
enum rc rtc_ask_handle(struct rtc *r, struct arena *mem, int64_t *ret) MUST_CHECK;
void rtc_ask_drop(struct rtc *r, struct arena *mem, int64_t handle); /* 0: nothing */
/* The thread: this text bears the mark of somebody who waits. Takes it. False: of nobody. */
bool rtc_ask_hand(struct rtc *r, int64_t mark, char *text, size_t n);

/* rtc_room.c, under the lock. NULL: not there. */
struct rtc_place *rtc_place_find(struct rtc *r, int64_t room);
struct rtc_person *rtc_person_find(struct rtc_place *p, int64_t guest);
/* Whose handle it is. */
struct rtc_person *rtc_person_of(struct rtc *r, int64_t handle, struct rtc_place **ret_place);
void rtc_person_gone(struct rtc_place *p, const struct rtc_person *g); /* nobody has it subscribed any more */

/* rtc_room.c, without the lock: orders of rooms that the guests' part needs. */
enum rc rtc_kick(struct rtc *r, int64_t room, int64_t guest) MUST_CHECK; /* RC_OK too when it was not in */
enum rc rtc_moderate(struct rtc *r, int64_t room, int64_t guest, str mid, bool mute) MUST_CHECK;

/* rtc.c: who waits for a session that is gone need not wait any longer. */
void rtc_set_state(struct rtc *r, enum rtc_state state, int64_t session);

/* rtc_tell.c */
void *rtc_tell_loop(void *arg);
