/* remind.h - a call comes soon: whoever has an account is told by a notice, the day before; the relatives by
 * text messages, the evening before and some hours before, never at midnight.  The messages wait in the
 * outbox from the booking on: what moves or cancels a call, and what they answer, plans them anew. */
#pragma once
#include "booking.h"
#include "today_item.h"

/* Is a call to be told of now?  Pure: it is held, it begins within `hours`, nobody was told yet. */
bool remind_due(int64_t begins, int64_t reminded_at, int64_t now, int64_t hours);
/* When its messages go; pure.  Instants that are still to come; returns how many. */
enum { REMIND_MOST = 2 };
struct remind_when {
	day on;
	int from;      /* minute of the day */
	int evening;   /* minute of the day before; 0: none */
	int64_t hours; /* before it; 0: none */
};
/* Inside store_write(), of the call as it is now: instead of what was planned before; a call that is not held
 * any more has none. */
enum rc remind_again(struct ctx *c, int64_t call) MUST_CHECK;
/* A unit of its own, idempotent; wishes whose days are over lapse too. */
enum rc remind_daily(struct ctx *c) MUST_CHECK;

/* Calls of today of those whom the reader looks after; wishes that wait. */
extern const struct today_item remind_today_home, remind_today_wish;
