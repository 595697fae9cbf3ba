/* remind.h - a call comes soon: whoever takes part is told once, by a notice; and what the calendar alone does to
 * calls: what nobody held is missed. */
#pragma once
#include "booking.h"
#include "today_item.h"

/* Is a call to be told of now?  Pure: it is held, it begins within `hours`, nobody was told yet. */
bool remind_due(int64_t begins, int64_t reminded_at, int64_t now, int64_t hours);
/* Units of their own, idempotent; run by the daily timer and by serve's clock. */
enum rc remind_daily(struct ctx *c) MUST_CHECK;

/* Calls of today of those whom the reader looks after; wishes that wait. */
extern const struct today_item remind_today_home, remind_today_wish;
