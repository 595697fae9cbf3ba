/* call_told.h - what the pages of a call are told while they are open (http/events.h): that people came or
 * went, how their lines are, that it ends soon.  Each party listens under its own number, the grown-ups of
 * the home under that of the call. */
#pragma once
#include "call_seat.h"

void call_told_one(const struct app *app, int64_t topic, const char *event, str data);
void call_told_all(const struct app *app, const struct call *call, const char *event, str data);

/* What the media server has to say (service/rtc.h): on its own thread; `app` is a const struct app. */
struct rtc_event;
void call_heard(void *app, const struct rtc_event *e);
