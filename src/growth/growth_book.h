/* growth_book.h - a growth file as a book for the child to keep, and as a page for the wall: asked for, set
 * by a job (press.h), kept for a while, fetched.
 *
 *	asked --job "growth book"--> there --growth.book_days pass, or a picture in it may be seen no more-->
 * gone
 *
 * A book holds what the one may read who asked for it, and of that only what is for child and family: who the
 * child is, letters, and school year by school year what teachers wrote, awards, works and words, how it
 * grew. Never visits, levels, support, talks, a word of warning, or anything about the home.  So it is for
 * that one alone.  Of a page for the wall, which anybody reads: strengths, wishes and awards, and no face. */
#pragma once
#include "growth.h"
#include "job.h"

enum growth_book_phase {
	GROWTH_BOOK_IS_MAKING, /* .job says how far it is, or why it is not */
	GROWTH_BOOK_IS_READY,
	GROWTH_BOOK_IS_GONE /* not there any more, or not to be seen */
};
struct growth_book {
	struct record rec;
	enum growth_book_phase phase;
	struct job job; /* .id 0: not kept any more */
	day until;      /* the last day of one that is ready */
};

/* A unit of its own: for ctx's account, in ctx's language.  One of this sort that is being made already is
 * the answer.  RC_INVALID: c->problems, at `what`; RC_NOT_FOUND: no such child within reach; RC_DENIED: no
 * books for this role; RC_BUSY: too many jobs of this account wait. */
enum rc growth_book_ask(struct ctx *c, int64_t child, str what, int64_t *ret) MUST_CHECK;
bool growth_book_may(const struct actor *who);
/* Within the reader's reach. */
enum rc growth_book_load(struct ctx *c, int64_t id, struct growth_book *ret) MUST_CHECK;
/* Of a child, those this account asked for, the newest last. */
enum rc growth_book_list(struct ctx *c, int64_t child, struct records *ret) MUST_CHECK;
enum rc growth_book_of(struct ctx *c, const struct record *rec, struct growth_book *ret) MUST_CHECK;
/* The PDF, for who asked: noted each time (ACT_EXPORT).  RC_CONFLICT: not ready, or gone; c->problems says
 * why, and a book with a picture that may be seen no more is gone for good then. */
enum rc growth_book_fetch(struct ctx *c, int64_t id, struct growth_book *ret, str *ret_pdf) MUST_CHECK;
/* A unit of its own.  RC_CONFLICT: it is being made just now. */
enum rc growth_book_drop(struct ctx *c, int64_t id) MUST_CHECK;

/* What was not fetched in time goes, and what may be seen no more. */
enum rc growth_book_daily(struct ctx *c) MUST_CHECK;

/* The rules of the kind. */
enum rc growth_book_after(struct ctx *c, struct change *change);
enum rc growth_book_moved(struct ctx *c, const struct record *book);

extern const struct job_kind growth_book_job;
