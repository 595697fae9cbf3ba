/* workday.h - working days of the offices and schools: Monday to Friday, less the days off that the State
 * Council's yearly notice names, plus the weekend days worked instead (Regulations on Public Holidays, 2024).
 *
 * Holidays are data (data/codes/holiday.csv; note `off` or `work`, a region may have its own).  2025 and 2026
 * are the notices as remembered [M]; of the years after, for which no notice was known, only the days that
 * the Regulations themselves fix and the Spring Festival table of domain 7.7 [M] are there, so a limit that
 * runs over a longer break may end some days early, never late.  Pure. */
#pragma once
#include "codes.h"

/* `region`: the code of the place, for holidays of its own; empty: the nation's. */
bool workday_is(day d, str region);
/* The n-th working day after `from` (n > 0); for 0 the day itself if it is one, else the next one. */
day workday_add(day from, int n, str region);
/* Working days after `from`, up to and with `to`; negative when `to` comes first. */
int workday_count(day from, day to, str region);
