/* day.h - calendar days as the database keeps them, and instants.  The Gregorian calendar; China has no
 * daylight saving, so Asia/Shanghai is UTC+8 here and the C library's time zone is never asked. */
#pragma once
#include "base.h"
#include "buf.h"

typedef int32_t day; /* yyyymmdd; 0 = none */

bool day_valid(day d);                      /* a date that exists, 1800 to 2199 */
bool day_parse(str s, day *ret) MUST_CHECK; /* YYYY-MM-DD or YYYYMMDD */
int32_t day_number(day d);                  /* days since 1970-01-01 */
day day_of_number(int32_t n);
day day_add(day d, int32_t days);
int32_t day_diff(day later, day earlier); /* in days */
day day_month_end(day d);
int day_weekday(day d); /* 1 Monday .. 7 Sunday */
/* Full years of age on `on`; born 29 February: a year older on 1 March of common years.  -1 before birth. */
int day_age(day born, day on);
day day_birthday(day born, int age); /* the day on which that age is reached */
void day_put(struct buf *b, day d);  /* YYYY-MM-DD */

int64_t instant_now(void);        /* microseconds since 1970 UTC; only http/, service/ and cli/ may ask */
day instant_day(int64_t instant); /* in Asia/Shanghai */
void instant_put(struct buf *b, int64_t instant); /* RFC 3339, UTC, to the microsecond */
bool instant_parse(str s, int64_t *ret) MUST_CHECK;
