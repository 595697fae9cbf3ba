/* counts.h - how many children are left behind, or in difficulty: in a region, on a day.
 * Today and month ends of a county come from the roll-ups; another day, or a smaller reach, is recounted from
 * facts. */
#pragma once
#include "json.h"
#include "rollup.h"

/* The children within the actor's reach, born by `on`, under eighteen on it, whose household place on that
 * day begins with `region` (empty: wherever it is).  RC_INVALID with a problem: the region is above a county
 * and the day is neither today nor a month's end. */
enum rc left_behind_counts(struct ctx *c, str region, day on, struct counts *ret) MUST_CHECK;

/* The same for several regions at once, from roll-ups only (today or a month's end), for drill-down pages. */
enum rc left_behind_below(struct ctx *c, const str *region, size_t n, day on, struct counts *ret) MUST_CHECK;

/* The counts at the end of n consecutive months from `first` (yyyymm) on, from roll-ups; the running month:
 * as of today. */
enum rc left_behind_series(struct ctx *c, str region, int first, size_t n, struct counts *ret) MUST_CHECK;

/* Who is told how many children are in difficulty; for others those counts are 0, and not to be shown. */
bool counts_care_shown(const struct actor *who);

/* Each figure: its name in addresses and in the API, what it is called, and whether it is of those. */
struct count_way {
	const char *name, *label; /* label: English */
	bool care;
};
extern const struct count_way count_ways[COUNT__N];
int count_find(str name); /* -1: none of that name */
/* The rows behind it: a condition over t, a child; ?1 a region, ?2 the first code that lies no longer inside,
 * ?3 the day, not after today. */
const struct sql *count_rows(int count);
/* The members of an open object; of difficulty only what `who` is told. */
void counts_json_put(struct json *j, const struct actor *who, const struct counts *n);

/* Can this day be read from the roll-ups by this actor? */
bool counts_rolled_up(const struct ctx *c, day on);
/* Recounted from the facts, whatever the day: the yardstick the roll-ups are held against. */
enum rc left_behind_recount(struct ctx *c, str region, day on, struct counts *ret) MUST_CHECK;
