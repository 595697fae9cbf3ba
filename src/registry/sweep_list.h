/* sweep_list.h - how far a census sweep is, place by place, and the list of one village: who is to be
 * visited, to be visited again, to be looked at a second time, and who is there but not on the list. */
#pragma once
#include "child.h"
#include "sweep.h"

/* A township or a village.  Counts of children. */
struct sweep_place {
	str code;
	int64_t listed, done;
	int64_t wrong;          /* a second look found it otherwise: to be visited again */
	int64_t sample, looked; /* to be looked at a second time, and how many were */
	int64_t lost;           /* moved away, not found, died: somebody has to look into it */
};
struct sweep_places {
	struct sweep_place *place;
	size_t n;
};
/* Those inside `inside` (empty: all), by their first `digits` digits (6, 9, 12), the least done first. */
enum rc sweep_places_of(struct ctx *c, const struct record *sweep, str inside, size_t digits,
			struct sweep_places *ret) MUST_CHECK;
/* The sum of them. */
struct sweep_place sweep_sum(const struct sweep_places *places);
/* How many absences of the parents of its children still have no first day. */
enum rc sweep_undated(struct ctx *c, const struct record *sweep, int64_t *ret) MUST_CHECK;

enum { SWEEP_VILLAGE_MAX = 2000 };

/* One entry with its child. */
struct sweep_row {
	const struct record *entry, *child;
	struct sweep_family family; /* on today */
	bool drawn;                 /* by lot, for a second look */
};
struct sweep_village {
	struct sweep_row *row; /* children of a class beside each other */
	size_t n;
	struct records late; /* who lives there, but is not on the list */
};
/* RC_OK with no row: nobody of this village is on the list. */
enum rc sweep_village_of(struct ctx *c, const struct record *sweep, str village,
			 struct sweep_village *ret) MUST_CHECK;
/* The next one of the village that is not done; 0: none.  `after`: an entry, the search goes round. */
enum rc sweep_next(struct ctx *c, const struct record *entry, int64_t *ret) MUST_CHECK;

/* Entries that somebody has to look into, newest first, at most so many. */
enum { SWEEP_LOST_MAX = 50 };
enum rc sweep_lost(struct ctx *c, const struct record *sweep, str inside, struct records *ret_entries,
		   struct records *ret_children) MUST_CHECK;

/* The return season, by village: with whom children are on the eve of the festival. */
struct sweep_season {
	str code;
	int64_t together, alone, unknown;
};
struct sweep_seasons {
	struct sweep_season *place;
	size_t n;
	int64_t *alone; /* the entries, in order of village */
	size_t nalone;
};
enum rc sweep_season_of(struct ctx *c, const struct record *sweep, day eve, size_t digits,
			struct sweep_seasons *ret) MUST_CHECK;

/* Of a list in order of id. */
const struct record *sweep_find(const struct records *list, int64_t id);
