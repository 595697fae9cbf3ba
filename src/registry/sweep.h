/* sweep.h - the census sweep, 摸排: a campaign over a county, township or village, the list of children that
 * is drawn for it on one day, what household visits find, and the second look at some of them.
 *
 * The list is drawn when the sweep is made, by a job: children who live there (else: are registered there),
 * under eighteen, and of `whom`.  Who is born, registered or moves in later is not on it, and can be added.
 * An answer is written by who visited, and turns into dated facts at once (sweep_plan.h): by the page, the
 * API or a program alike, since the kind's own rules do it.  A second person, never the visitor and not of
 * the village, says of a sample whether it is so; "not so" puts the child back on the visitor's list. */
#pragma once
#include "job.h"
#include "registry.h"
#include "sweep_plan.h"

/* --- rules of the kinds --- */

void sweep_check(struct ctx *c, const struct change *change);
enum rc sweep_after(struct ctx *c, struct change *change);
void sweep_entry_check(struct ctx *c, const struct change *change);
enum rc sweep_entry_after(struct ctx *c, struct change *change);

/* --- the list --- */

extern const struct job_kind sweep_job; /* draws it */
/* Inside store_write(): the next few hundred children of the list after this id, in order; *ret_n of them,
 * 0 at the end, and the last one.  Who is on it already is left out. */
enum rc sweep_draw(struct ctx *c, const struct record *sweep, int64_t after, size_t *ret_n,
		   int64_t *ret_last) MUST_CHECK;
/* Put a child on the list: RC_INVALID when it is on it, lives elsewhere, or the sweep is closed. */
enum rc sweep_add(struct ctx *c, int64_t sweep, int64_t child, struct record *ret_entry) MUST_CHECK;
/* No more answers from now on, or again. */
enum rc sweep_close(struct ctx *c, int64_t sweep, bool closed) MUST_CHECK;
bool sweep_is_closed(const struct record *sweep);
bool sweep_is_spring(const struct record *sweep); /* asks when parents come home for the festival */
/* May this actor change it?  A township's people its own only. */
bool sweep_may_change(const struct ctx *c, const struct record *sweep);
/* The child has moved away, to this region, from that day on: with the answer, in one unit. */
enum rc sweep_move_child(struct ctx *c, int64_t child, str region, day since) MUST_CHECK;

/* --- one entry --- */

/* Whom is asked about. */
struct sweep_parent {
	int64_t person; /* 0: none of this kind is written down */
	str code;       /* relation, GB/T 4761 */
	struct standing_absence *absence;
	size_t n;
};
enum { SWEEP_FATHER, SWEEP_MOTHER, SWEEP_PARENTS };
struct sweep_family {
	struct sweep_parent parent[SWEEP_PARENTS];
};
/* Out of lists that may hold more families. */
void sweep_family_of(struct arena *mem, const struct records *ties, const struct records *absences,
		     int64_t child, day on, struct sweep_family *ret);
/* The absence that holds on a day, the one that began last; NULL: at home, as far as is known. */
const struct standing_absence *sweep_absence_on(const struct sweep_parent *p, day on);

/* What an entry says of a parent. */
struct sweep_said sweep_said_of(const struct record *entry, int parent);
/* Did somebody answer?  And is that to stand: a second look did not find it wrong? */
bool sweep_is_answered(const struct record *entry);
bool sweep_is_done(const struct record *entry);
/* Why this actor is not the second person for it: English; NULL: they are. */
const char *sweep_check_keeps(const struct ctx *c, const struct record *entry);
