/* merge.h - two records of one child (or of one adult) become one.  The older one stays, with its id; what
 * belonged to the other moves to it, doubled parts fold, and the other goes.  All of it is one batch of
 * journalled changes, so that it can be taken back like an import: batch.h.  Or somebody says that the two
 * are not the same; then nobody is asked again unless much more is alike by then. */
#pragma once
#include "match.h"
#include "registry.h"

/* Who decides; a head within the own school. */
#define ROLES_MERGE (ROLES_COUNTY | ROLE_HEAD)

struct merge {
	enum match_what what;
	const struct kind *kind;
	struct record keep, gone; /* as the reader may see them */
	uint64_t asked;           /* fields in which both have a value, and another one; bits by index */
	uint64_t filled;          /* fields that only the one that goes has */
	struct match match;       /* .score 0: they are no likely pair */
	/* NULL, or the English sentence why they cannot become one as things stand. */
	const char *why;
};
/* The two, in any order.  RC_NOT_FOUND: one of them is not within reach. */
enum rc merge_look(struct ctx *c, enum match_what what, int64_t one, int64_t other,
		   struct merge *ret) MUST_CHECK;
/* What changes with any write to one of them: for the form, so that nobody joins what others edit. */
int64_t merge_version(const struct record *r);

struct merge_order {
	enum match_what what;
	int64_t keep, gone;
	int64_t keep_version, gone_version; /* merge_version() as the reader saw them */
	uint64_t take;                      /* fields whose value comes from the one that goes */
};
/* A unit of its own; *ret_batch can be undone.  RC_INVALID: the problems say why not; RC_STALE: one of them
 * was changed meanwhile.  Nothing is half done. */
enum rc merge_join(struct ctx *c, const struct merge_order *o, int64_t *ret_batch) MUST_CHECK;
/* They are two.  A unit of its own. */
enum rc merge_part(struct ctx *c, enum match_what what, int64_t one, int64_t other, str note) MUST_CHECK;

/* Who stands in the place of a record that was merged away; RC_NOT_FOUND: nobody. */
enum rc merge_stands(struct ctx *c, int64_t gone, int64_t *ret) MUST_CHECK;
/* The record that stayed in a merge, and the one that went. */
enum rc merge_of_batch(struct ctx *c, int64_t batch, enum match_what *ret_what, int64_t *ret_keep,
		       int64_t *ret_gone) MUST_CHECK;

/* --- inside registry/merge*.c --- */

struct merging {
	struct ctx *c; /* the program's, in the batch */
	const struct kind *kind;
	int64_t keep, gone;
	uint64_t take;
};
/* Everything that points at `gone` points at `keep`, what is there twice is folded into one. */
enum rc merge_parts(struct merging *m) MUST_CHECK;
/* Records of kind k that point at id by a field, whatever they hold. */
enum rc merge_list(struct ctx *c, const struct kind *k, size_t field, int64_t id,
		   struct records *ret) MUST_CHECK;
bool merge_overlap(const struct record *a, const struct record *b, size_t from, size_t to);
