/* rtc_conf.h - where the media server is and what it wants to hear: rtc.conf, written by `tongxin rtc
 * config`. */
#pragma once
#include "base.h"

enum { RTC_URLS_MAX = 4, RTC_CONF_MAX = 16 << 10 };

struct rtc_conf {
	uint16_t api_port, admin_port;           /* of the loopback */
	str api_secret, admin_secret, admin_key; /* what Janus asks for: of its sessions, its administrator,
						    who makes rooms */
	str key;                                 /* secrets of rooms and guests are made from it */
	str turn_secret, turn_url[RTC_URLS_MAX]; /* of the relay; empty: none */
	size_t nurls;
};
/* Lines `name = value`, blank ones and those after # passed over; each name once, `turn_url` up to
 * RTC_URLS_MAX times.  The slices are of `text`.  RC_INVALID: *ret_line is at fault (0: something is
 * missing). */
enum rc rtc_conf_read(str text, struct rtc_conf *ret, unsigned *ret_line) MUST_CHECK;
