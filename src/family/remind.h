/* remind.h - a call comes soon: whoever takes part is told once, by a notice, or by a text message where
 * they have a link. */
#pragma once
#include "booking.h"
#include "today_item.h"

/* Is a call to be told of now?  Pure: it is held, it begins within `hours`, nobody was told yet. */
bool remind_due(int64_t begins, int64_t reminded_at, int64_t now, int64_t hours);
/* A unit of its own, idempotent; wishes whose days are over lapse too. */
enum rc remind_daily(struct ctx *c) MUST_CHECK;

/* Calls of today of those whom the reader looks after; wishes that wait. */
extern const struct today_item remind_today_home, remind_today_wish;
