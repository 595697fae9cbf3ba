/* serve_calls.h - the server's connection to the media server, by which calls are made. */
#pragma once
#include "route.h"
#include "rtc.h"

/* Reads FILE, or the one that TONGXIN_RTC names, into memory that lasts as long as the server; without either
 * there are no calls, and *ret_there is false.  Returns an exit status; what is wrong has been said on
 * standard error. */
int serve_calls_read(struct arena *mem, const char *file, struct rtc_conf *ret, bool *ret_there);
/* After the sandbox, before the first answer: sets app->rtc.  What happens in calls is told to the family
 * room.
 */
enum rc serve_calls_start(const struct rtc_conf *conf, struct app *app) MUST_CHECK;
