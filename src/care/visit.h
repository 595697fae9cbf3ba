/* visit.h - somebody went to see a child (走访): what was seen and heard, whom they met, what comes next.
 * Append-only: a correction is a new visit that says which one it corrects.  A device gives each visit a
 * number (CLIENT) of its own; the same number again from the same account is the same visit.
 *
 * What follows from a visit: hazards become findings, a next step with a day becomes a task, and a text that
 * another visit has too is pointed out (LIKE): as a question to the visitor and the supervisor, not as proof.
 */
#pragma once
#include "care.h"
#include "visit_rule.h"

/* --- rules of the kind --- */

void visit_check(struct ctx *c, const struct change *change);
enum rc visit_after(struct ctx *c, struct change *change);

/* Inside store_write(): write a visit, or find the one that is there under its number (*ret_there).
 * RC_INVALID: c->problems says what. */
enum rc visit_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there) MUST_CHECK;
/* A visit by this account under this number; RC_NOT_FOUND: none. */
enum rc visit_find(struct ctx *c, str client, int64_t *ret) MUST_CHECK;

/* --- what pages ask --- */

/* How a child's care stands, as far as the reader may know; all zero: it is not in care. */
struct visit_case {
	int level;     /* 0 to 4: which checklist is asked */
	day last, due; /* of visits */
};
enum rc visit_case_of(struct ctx *c, int64_t child, struct visit_case *ret) MUST_CHECK;
/* Whose visits these are, by id, within reach. */
enum rc visit_children(struct ctx *c, const struct records *visits, struct records *ret) MUST_CHECK;
/* One of them; NULL: out of reach. */
const struct record *visit_child_in(const struct records *children, int64_t id);
