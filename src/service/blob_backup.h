/* blob_backup.h - the files beside the database into a backup (db/backup.h) and out of it, as they lie there:
 * sealed, under their names. */
#pragma once
#include "backup.h"
#include "blob.h"

/* Who takes files away does it alone; who copies them sees to it that nobody does.  Waits for that, unless
 * `alone`, which is had at once or not at all.  Gone with the process, too. */
struct blob_hold {
	int fd; /* -1: not had */
};
struct blob_hold blob_hold(const struct blobs *b, bool alone);
void blob_release(struct blob_hold *h);

/* Files that are in a backup already: their names, in order. */
struct blob_known {
	const str *name;
	size_t n;
};
/* Inside a read transaction that began while the hold was had: every file that has a row in it, but those
 * that are known (NULL: none).  One that is
 * missing or of another length is counted and logged by name.  RC_INVALID: there are rows, and no place for
 * files; RC_BUSY: `to` cannot be written, or a file cannot be read (*ret_why). */
enum rc blob_backup(struct ctx *c, const struct blob_known *known, struct backup_to *to,
		    str *ret_why) MUST_CHECK;

/* Into a directory that is not there, empty, or left behind by such an attempt that was broken off: until
 * blob_restore_done() it carries a mark. */
struct blob_restore;
enum rc blob_restore_begin(struct arena *mem, str path, struct blob_restore **ret, str *ret_why) MUST_CHECK;
/* .file, .data and .end of a taker, with the struct blob_restore as their arg. */
enum rc blob_restore_file(void *restore, str name, str *ret_why) MUST_CHECK;
enum rc blob_restore_data(void *restore, str bytes, str *ret_why) MUST_CHECK;
enum rc blob_restore_end(void *restore, str *ret_why) MUST_CHECK;
/* All of them safe on the disk. */
enum rc blob_restore_sync(struct blob_restore *r, str *ret_why) MUST_CHECK;
/* `whole`: the database is there, too, and the mark goes. */
void blob_restore_done(struct blob_restore *r, bool whole);
