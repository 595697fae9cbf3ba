/* rotate.h - changing keys: a new number for a county and class, under which everything is sealed anew, and a
 * new key file.
 *
 * A rotation is a job that can be taken up again at any time, by any process: its row of the table `rotation`
 * says how far it came, and each batch moves it on in the same transaction in which it seals.  Whoever writes
 * meanwhile seals by the new number already.  Neither versions nor the journal's headers change: their
 * digests are over salt and plain text. */
#pragma once
#include "seal.h"

struct rotation {
	struct key_of of;
	uint32_t from, to; /* numbers; `from` was in use before */
	str stage;         /* the table under way */
	int64_t cursor;    /* the last row of it that is done */
	int64_t sealed;    /* values sealed anew so far */
	int64_t unread;    /* values that did not open and were left as they are */
	int64_t started, done;
};

/* Make the new number; or go on with the rotation under way. */
enum rc rotate_begin(struct ctx *c, struct key_of which, struct rotation *ret) MUST_CHECK;
/* One batch, at PRIO_BULK.  r->done tells that it was the last: the older numbers are retired then. */
enum rc rotate_step(struct ctx *c, struct rotation *r) MUST_CHECK;

/* A key as the table has it, for a list. */
struct key_row {
	struct key_name name;
	int64_t created, retired;
	bool dropped;
};
enum rc rotate_keys(struct ctx *c, struct key_row **ret, size_t *ret_n) MUST_CHECK;
/* What there is to rotate: every county and class with a key, and with an old key file every county that has
 * records. */
enum rc rotate_all(struct ctx *c, struct key_of **ret, size_t *ret_n) MUST_CHECK;

/* How many values stand under this number: all of them are looked at. */
enum rc rotate_uses(struct ctx *c, const struct key_name *name, int64_t *ret) MUST_CHECK;
/* Forget a retired key. RC_CONFLICT: it is not retired, or something still stands under it. */
enum rc rotate_drop(struct ctx *c, const struct key_name *name) MUST_CHECK;

/* Wrap every key by another file, in one transaction: before it the old file is valid, after it the new one.
 * RC_CONFLICT: the files are not related, or the database does not know the old one. */
enum rc rotate_file(struct ctx *c, const struct keys *to) MUST_CHECK;
