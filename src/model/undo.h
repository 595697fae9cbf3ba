/* undo.h - a batch of changes taken back: the opposite changes, newest first, read from the journal.
 *
 * Undoing is writing: each opposite change is one more row of the journal, under a batch of its own
 * (ctx.batch, ctx.via = VIA_UNDO), so that an undo can itself be undone.  Only what still stands as the batch
 * left it is changed; what somebody edited since, what others refer to, what lies out of reach or is locked,
 * and what has been erased is left and listed.  A record that was deleted comes back under its own id. */
#pragma once
#include "journal.h"

enum undo_outcome {
	UNDO_DONE,
	UNDO_NOTHING,  /* it is already as it was before */
	UNDO_EDITED,   /* somebody changed it since; `fields` says which, when it was only a part */
	UNDO_REFERRED, /* another record points at it */
	UNDO_LOCKED,   /* out of reach of who undoes, or stored only */
	UNDO_ERASED,   /* the journal's body was erased: nobody knows any more */
	UNDO_REFUSED,  /* the rules of today do not allow it; problems say why */
	UNDO__N
};
const char *undo_label(enum undo_outcome o); /* English, marked for translation */

struct undo_row {
	int64_t seq, record;
	const struct kind *kind; /* NULL: a kind this program does not know */
	enum act act;            /* what was done then */
	enum undo_outcome outcome;
	uint64_t fields; /* left as they are, bits by field index: of UNDO_EDITED, or beside UNDO_DONE of the
			    others */
};

/* How many changes a batch made, and the journal's numbers of them, newest first: at most *n rows before
 * `before_seq` (0: from the newest); *n is then how many.  What the journal says of the record whose id the
 * batch number is (the batch's own) is none of its changes.  A batch lies in one county. */
enum rc undo_count(struct ctx *c, int64_t batch, int64_t *ret) MUST_CHECK;
enum rc undo_list(struct ctx *c, int64_t batch, int64_t before_seq, struct undo_row *ret,
		  size_t *n) MUST_CHECK;
/* clang-format off */
/* Inside store_write(), with ctx.batch the new batch and ctx.via VIA_UNDO: take one of them back.  RC_OK with
 * an outcome, kind, act and fields in *row, of which .seq and .record are read; ctx.problems are emptied
 * first and hold why after UNDO_REFUSED.  Whatever is left has not been touched.  RC_NOT_FOUND: there is no
 * such row; RC_FAULT, RC_BUSY: ours, the unit is to be given up.
 *
 *	then       now                     outcome
 *	made       as the batch left it    deleted, unless referred to or of a kind that is kept
 *	           other values            UNDO_EDITED
 *	           gone                    UNDO_NOTHING
 *	changed    the value it became     put back, field by field; the others stay and are in `fields`
 *	           the value it was        UNDO_NOTHING, when that is so of all of them
 *	           gone                    UNDO_EDITED
 *	deleted    gone                    restored: same id, next version, first made when it was
 *	           there again             UNDO_NOTHING, or UNDO_EDITED where it differs
 *
 * Flat fields that stand for facts, and what is derived, follow from the records behind them.  One's own
 * changes may be taken back beyond one's reach, as long as the child is not known to be elsewhere by now
 * (undo_may.c). */
/* clang-format on */
enum rc undo_change(struct ctx *c, struct undo_row *row) MUST_CHECK;
