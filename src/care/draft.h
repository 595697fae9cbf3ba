/* draft.h - what somebody has typed into a long form and not handed in yet: kept while they type, so that a
 * session that ends, a dead battery or a valley without network loses nothing.  One for each person, form and
 * child; sealed as its county's C4 values are; read by nobody else; gone when the form is handed in, when it
 * is thrown away, and draft.days after it was last touched. */
#pragma once
#include "http.h"
#include "model.h"

extern const char draft_ddl[];
extern const struct sealed_column draft_sealed; /* seal.h */

struct draft {
	int64_t child, saved_at;
	const struct http_pair *pair; /* as a form sends them */
	size_t n;
};
enum { DRAFT_MAX = 64 << 10 /* bytes */ };

/* What a draft is called: of a form there is one about the child, and one beside it for each record that is
 * put right or answered. */
str draft_name(struct arena *mem, str form, int64_t about); /* about 0: none */

/* Of the reader.  RC_NOT_FOUND: none, or it cannot be opened any more. */
enum rc draft_load(struct ctx *c, str form, int64_t child, struct draft *ret) MUST_CHECK;
/* A unit of its own.  Fields of no meaning to a draft (csrf) are left out.  RC_TOO_BIG. */
enum rc draft_save(struct ctx *c, str form, int64_t child, const struct http_pair *pair, size_t n) MUST_CHECK;
/* Inside store_write(). */
enum rc draft_drop(struct ctx *c, str form, int64_t child) MUST_CHECK;

/* Whose drafts the reader has begun, the last first: children and times, unopened; at most *n, then how many.
 */
enum rc draft_list(struct ctx *c, str form, struct draft *ret, size_t *n) MUST_CHECK;
enum rc draft_count(struct ctx *c, str form, int64_t *ret) MUST_CHECK;

/* Inside store_write(), at its end: drafts about those of these children who are gone go too. */
enum rc draft_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;
/* Drafts that nobody came back to. */
enum rc draft_daily(struct ctx *c) MUST_CHECK;
