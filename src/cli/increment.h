/* increment.h - what was written since a backup, as a file of its own that goes on from it (ADR 0038): the
 * rows of both chains behind those that are in it, with their bodies; the tables that the journal does not
 * tell of, whole; files that have come.  The same pack (db/pack.h) and the same key. */
#pragma once
#include "backup_head.h"
#include "redo.h"

struct backup_to;
struct backup_table;

/* The file that it goes on from: a whole backup or another increment. */
struct increment_base {
	struct backup_head head;
	str id;
	struct redo_end *end;
	size_t nends, ends_cap;
	str *name; /* of files, in their order */
	size_t nnames, names_cap;
};
/* *ret_why: a sentence, here and below. */
enum rc increment_base_read(struct ctx *c, const char *path, struct increment_base *ret,
			    str *ret_why) MUST_CHECK;
/* Inside a read transaction: does this database go on from there by rows of the journal alone?  RC_CONFLICT:
 * it does not, and a whole backup is needed. */
enum rc increment_fits(struct ctx *c, const struct increment_base *b, int migration, str *ret_why) MUST_CHECK;
enum rc increment_write(struct ctx *c, const struct increment_base *b, struct backup_to *to,
			str *ret_why) MUST_CHECK;
size_t increment_column(const struct backup_table *t, const char *name);
