/* counts.h - how many children are left behind: in a region, on a day.
 * Today and month ends of a county come from the roll-ups; another day, or a smaller reach, is recounted from
 * facts. */
#pragma once
#include "rollup.h"

/* The children within the actor's reach, born by `on`, under eighteen on it, whose household place on that
 * day begins with `region` (empty: wherever it is).  RC_INVALID with a problem: the region is above a county
 * and the day is neither today nor a month's end. */
enum rc left_behind_counts(struct ctx *c, str region, day on, struct counts *ret) MUST_CHECK;

/* The same for several regions at once, from roll-ups only (today or a month's end), for drill-down pages. */
enum rc left_behind_below(struct ctx *c, const str *region, size_t n, day on, struct counts *ret) MUST_CHECK;

/* Can this day be read from the roll-ups by this actor? */
bool counts_rolled_up(const struct ctx *c, day on);
/* Recounted from the facts, whatever the day: the yardstick the roll-ups are held against. */
enum rc left_behind_recount(struct ctx *c, str region, day on, struct counts *ret) MUST_CHECK;
