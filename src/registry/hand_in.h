/* hand_in.h - a statutory form as it was handed in: the figures of a day, frozen, with who and when.  The
 * next one is held against it.  Written by the program for who hands in; never changed, never deleted. */
#pragma once
#include "statutory_table.h"
#include "today_item.h"

struct hand_in {
	struct record rec; /* .id 0: none */
	struct statutory_table table;
};
/* RC_NOT_FOUND also when an older program wrote figures this one does not know. */
enum rc hand_in_load(struct ctx *c, int64_t id, struct hand_in *ret) MUST_CHECK;
/* The last of this form and region with an id below `before` (0: the last of all); ret->rec.id 0: none. */
enum rc hand_in_last(struct ctx *c, const struct statutory_form *f, str region, int64_t before,
		     struct hand_in *ret) MUST_CHECK;

/* Who stood in the columns then, put into h->table.row: for the county alone, whose children they are. Nobody
 * there: it was handed in without. */
enum rc hand_in_rows(struct ctx *c, struct hand_in *h) MUST_CHECK;
extern const char hand_in_ddl[]; /* kept apart from the figures, which others read too */

struct hand_in_new {
	const struct statutory_table *table;
	str note; /* needed where an equation does not hold */
};
enum { HAND_IN_NOTE_MAX = 200 };
/* A unit of its own.  RC_INVALID: c->problems at note or as_of; RC_CONFLICT: just these figures of this day
 * were handed in already; RC_DENIED: not this role. */
enum rc hand_in_write(struct ctx *c, const struct hand_in_new *n, int64_t *ret) MUST_CHECK;

bool hand_in_may(const struct actor *who);

/* How many equations of a form do not hold. */
size_t hand_in_broken(const struct statutory_table *t);

/* The month's summary that civil affairs has not handed in yet. */
extern const struct today_item hand_in_today;
