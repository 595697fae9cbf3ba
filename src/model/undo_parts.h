/* undo_parts.h - inside model/undo*.c only: one row of the journal opened again, and who may take it back. */
#pragma once
#include "tx.h"
#include "undo.h"

/* What a row of the journal says: the texts of the fields it names. */
struct undo_image {
	const struct kind *kind; /* NULL: this program does not know it */
	int64_t record, actor;
	unsigned county;
	enum act act;
	int64_t version;     /* that the record had after it; of a deletion: before it */
	uint64_t fields;     /* named by it, bits by field index */
	str *before, *after; /* by field index; .s NULL: there was none */
	bool erased;         /* in part at least */
	bool bodies;         /* it had any: else it is a note */
};
enum rc undo_read(struct ctx *c, const struct undo_row *row, struct undo_image *ret) MUST_CHECK;
/* The same by its place in a chain. */
enum rc undo_read_at(struct ctx *c, unsigned county, int64_t seq, struct undo_image *ret) MUST_CHECK;
/* The value that a body wrote as this text.  false: it cannot be had from it (a secret; not of our making).
 */
bool undo_value(const struct field *f, str text, struct val *ret);
/* Does the field hold what that text says? */
bool undo_holds(struct ctx *c, const struct record *r, size_t field, str text);
/* When the record was first made. */
enum rc undo_made_at(struct ctx *c, const struct undo_image *im, int64_t *ret) MUST_CHECK;

/* May the actor take this back?  `r`: the record as it is, or as it was when it is not there. */
enum rc undo_may(struct ctx *c, const struct undo_image *im, const struct record *r, bool there,
		 bool *ret) MUST_CHECK;
/* May the actor write all of these fields again? */
bool undo_may_fields(const struct ctx *c, const struct undo_image *im, uint64_t fields);
/* Does anything but what is derived point at it? */
enum rc undo_referred(struct ctx *c, const struct kind *k, int64_t id, bool *ret) MUST_CHECK;
/* Is what a record points at still there, and everything that is needed?  Adds to the problems. */
enum rc undo_check_whole(struct ctx *c, const struct record *r, uint64_t fields) MUST_CHECK;
