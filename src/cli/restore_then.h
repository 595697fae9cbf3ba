/* restore_then.h - increments after a whole backup, up to a moment (ADR 0038): rows into the tables, the
 * journal's changes carried out again, chains anchored where they end now; afterwards, what is derived made
 * anew, and what was erased after that moment erased again. */
#pragma once
#include "backup_head.h"
#include "redo.h"

struct backup_load;
struct blob_restore;

struct then_file {
	const char *path;
	struct backup_head head;
	str id;
};
struct then {
	struct arena *mem;
	struct then_file *file; /* the whole backup first */
	size_t n;
	bool cut; /* there is a moment; else everything */
	int64_t until;
	struct redo redo;
	struct then_late { /* erased after the moment */
		str kind;
		int64_t record;
	} * late;
	size_t nlate, late_cap;
};
/* Are they each the next one, and does the moment lie within?  The heads are known.  RC_CONFLICT: *ret_why.
 */
enum rc then_order(const struct then *t, int64_t now, str *ret_why) MUST_CHECK;
/* Inside store_write(), after the rows of the whole backup.  `open` opens a file of the list for reading. */
typedef enum rc then_open(void *arg, const struct then_file *f, struct pack_in **ret);
struct then_to {
	struct backup_load *load;
	struct blob_restore *blobs; /* NULL: nowhere */
	then_open *open;
	void *arg;
};
enum rc then_load(struct ctx *c, struct then *t, const struct then_to *to, str *ret_why) MUST_CHECK;
/* On the finished database. */
enum rc then_settle(struct ctx *c, const struct then *t) MUST_CHECK;
/* *ret: how many could not be. */
enum rc then_erase(struct ctx *c, const struct then *t, int64_t *ret) MUST_CHECK;
/* The instant it all ends at. */
int64_t then_moment(const struct then *t);
