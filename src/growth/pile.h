/* pile.h - a pile of photographs of a class: sent one by one on a slow line, each a request of its own, then
 * given to the children who are in them.  Until then nobody but who took it sees a photo, it is in nobody's
 * file, and what is not sorted in time is deleted (PIPL 19). */
#pragma once
#include "picture.h"
#include "work.h"

/* As typed. */
struct pile_new {
	str bytes;
	str class, on, client; /* class empty: none, of those who have no school */
};
/* As work_take().  RC_NOT_FOUND never: a class out of reach is a problem at its field. */
enum rc pile_take(struct ctx *c, const struct pile_new *n, struct record *ret, bool *ret_there) MUST_CHECK;

/* How a photo is given: each of these children gets a work and a file of its own.  Then the photo is gone. */
enum { PILE_CHILDREN = 80 };
struct pile_gift {
	const int64_t *child;
	size_t n;
	str faces, what, title, in_book; /* as typed; `what` empty: a photo */
};
/* Not within a unit.  All of them or none. RC_NOT_FOUND: the photo or a child is not within reach. */
enum rc pile_give(struct ctx *c, int64_t photo, const struct pile_gift *g) MUST_CHECK;
/* Not within a unit. */
enum rc pile_drop(struct ctx *c, int64_t photo) MUST_CHECK;

/* One's own, oldest first, `after` an id; and how many there are. */
enum rc pile_list(struct ctx *c, int64_t after, size_t limit, struct records *ret) MUST_CHECK;
enum rc pile_count(struct ctx *c, int64_t *ret) MUST_CHECK;
enum rc pile_picture(struct ctx *c, const struct record *photo, bool small, str *ret) MUST_CHECK;

/* The rules of the kind. */
void pile_check(struct ctx *c, const struct change *change);
enum rc pile_after(struct ctx *c, struct change *change);
/* Those that waited too long go. */
enum rc pile_daily(struct ctx *c) MUST_CHECK;
extern const struct today_item pile_today;
