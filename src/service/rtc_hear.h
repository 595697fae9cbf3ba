/* rtc_hear.h - what the media server says, as far as anybody here listens to it.  Pure. */
#pragma once
#include "json.h"
#include "rtc.h"

enum rtc_verb {
	RTC_VERB_OTHER,
	RTC_VERB_SUCCESS,
	RTC_VERB_ACK,
	RTC_VERB_EVENT,
	RTC_VERB_ERROR,
	RTC_VERB_UP,       /* webrtcup */
	RTC_VERB_MEDIA,    /* .video, .on: it arrives */
	RTC_VERB_SLOW,     /* .video, .on: on the way to the media server */
	RTC_VERB_HANGUP,   /* also detached */
	RTC_VERB_TIMEOUT,  /* the session is gone */
	RTC_VERB_KEEPALIVE /* nothing has happened */
};
/* Numbers of what went wrong: Janus' own, and those of its room plugin. */
enum {
	RTC_NO_SESSION = 458,
	RTC_NO_HANDLE = 459,
	RTC_NO_ROOM = 426,
	RTC_ROOM_EXISTS = 427,
	RTC_NO_FEED = 428,
	RTC_FULL = 432,
	RTC_UNAUTHORIZED = 433,
	RTC_ID_EXISTS = 436
};
struct rtc_heard {
	enum rtc_verb verb;
	int64_t mark;   /* of the order it answers; 0: none */
	int64_t sender; /* handle; 0: none */
	int64_t id;     /* of the session or handle made */
	int64_t error;  /* 0: none */
	int64_t pass;   /* private_id */
	str sdp;        /* empty: none */
	bool video, on;
	struct rtc_stream stream[RTC_STREAMS_MAX];
	size_t nstreams;
	int64_t bytes_in, bytes_out;
};
/* RC_MALFORMED: no JSON object. Whatever is missing or of another type is as if it said nothing of it. */
enum rc rtc_hear(struct arena *mem, str text, struct rtc_heard *ret) MUST_CHECK;
