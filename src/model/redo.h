/* redo.h - the journal carried out again: on a database as it was at a row of its chains, the rows after it
 * (ADR 0038).  For a restore, on what nobody uses yet: no rule runs and nothing is written down, since what
 * rules did behind a change has rows of its own; what is derived is made anew by the caller, afterwards.
 *
 * What a row cannot bring back: values whose body was erased since (that is its point), and secrets, of which
 * a body holds a digest only; those the caller may know. */
#pragma once
#include "journal.h"

/* The end of a chain of a county and node, as its anchor says. */
struct redo_end {
	bool readings; /* of the read log; else of the journal */
	unsigned county, node;
	int64_t seq, count;
	uint8_t hash[SM3_SIZE];
};
/* All of them, in c->mem.  RC_INVALID: an anchor is not of this key. */
enum rc redo_ends(struct ctx *c, struct redo_end **ret, size_t *ret_n) MUST_CHECK;
/* A row of the table `anchor`.  false: not of this key. */
bool redo_end_read(struct ctx *c, str chain, int64_t county, int64_t node, str sealed, struct redo_end *ret);
/* Is a row with that hash in that place, so that what follows on it follows on this end, too? */
enum rc redo_end_there(struct ctx *c, const struct redo_end *e, bool *ret) MUST_CHECK;
/* Behind it: has something happened that the journal's rows do not tell (keys, a load, a restore)?  *ret: a
 * sentence, or empty. */
enum rc redo_untold(struct ctx *c, const struct redo_end *e, str *ret) MUST_CHECK;
/* Inside store_write(): this is where the chain ends now. */
enum rc redo_end_put(struct ctx *c, const struct redo_end *e) MUST_CHECK;

/* What nobody may read back, beside the journal: of a field of type T_SECRET. */
struct redo_secret {
	str kind, field, value;
	int64_t record;
};
typedef enum rc redo_take(void *arg, const struct redo_secret *s);
/* Of all records that were written since that instant. */
enum rc redo_secrets(struct ctx *c, int64_t since, redo_take *take, void *arg) MUST_CHECK;

struct redo {
	const struct redo_secret *secret;
	size_t nsecrets;
	/* in c->mem of redo_row()'s caller: */
	struct arena *mem;
	int64_t *gone; /* children that were deleted */
	size_t ngone, cap;
	int64_t done, erased, secrets, unknown; /* changes; those without a body; secrets nobody knows */
};
/* Inside store_write(): one row, which is in the table already; within a county in the order of the chain. */
enum rc redo_row(struct ctx *c, struct redo *r, unsigned county, int64_t seq) MUST_CHECK;
