/* work.h - drawings, essays, photographs in a growth file: made anew in the workshop (picture.h), sealed in
 * the blob store, shown as face.h allows.  Append-only but for their words: a picture is never exchanged. */
#pragma once
#include "face.h"
#include "picture.h"

/* As typed: the store checks and converts.  `faces`: "0" or "1", it must be said. */
struct work_new {
	int64_t child;
	str bytes;
	str what, on, title, text, faces, in_book, client;
	str together;    /* the drawn number of a picture of several children; empty: of one */
	int64_t several; /* with .together */
};
/* As who acts; not within a unit.  The same number from the same account again: the work that is there, and
 * *ret_there.  RC_NOT_FOUND: no such child within reach; RC_DENIED; RC_INVALID, RC_TOO_BIG, RC_BUSY,
 * RC_MALFORMED: ctx's problems say what. */
enum rc work_take(struct ctx *c, const struct work_new *n, struct record *ret, bool *ret_there) MUST_CHECK;
/* Inside store_write(), of a picture that is kept in this unit: its record, written by the program. */
struct work_kept {
	const struct work_new *new;
	str name, mark;
	int64_t bytes, width, height;
};
enum rc work_keep(struct ctx *c, const struct work_kept *k, struct record *ret) MUST_CHECK;

/* A child's works within reach, the last one sent first; `after` an id: those before it. */
enum { WORK_PAGE = 24 };
enum rc work_of_child(struct ctx *c, int64_t child, int64_t after, struct records *ret) MUST_CHECK;
/* For the book: of these days, oldest first, those that go into it and may be shown today. */
enum rc work_for_book(struct ctx *c, int64_t child, day from, day until, size_t most,
		      struct records *ret) MUST_CHECK;
/* The JPEG.  Who asks has loaded the record. RC_NOT_FOUND: gone, or it may not be shown today. */
enum rc work_picture(struct ctx *c, const struct record *work, bool small, str *ret) MUST_CHECK;

/* The rules of the kind. */
void work_check(struct ctx *c, const struct change *change);
enum rc work_after(struct ctx *c, struct change *change);
/* Pictures of several children of whom one is there no more: nobody may ever see them again, so they go. */
enum rc work_daily(struct ctx *c) MUST_CHECK;
