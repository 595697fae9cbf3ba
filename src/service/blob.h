/* blob.h - files beside the database: pictures first, later recordings and letters.
 *
 *   DIR/ab/abcdef...   one file for each, under its name: the keyed SM3 of chance and of what is in it
 *
 * A file is sealed with SM4-GCM in pieces of 64 KiB under a key of its own; that key stands in the table
 * `blob`, sealed by the C4 key of the county (seal.h).  So a change of keys (rotate.h) seals the row anew and
 * leaves the file alone, and with its row a file is gone for good, wherever a copy of it lies.  Two records
 * never share a file: erasing one says nothing about another.
 *
 * First the file, whole and safe on the disk, then the row, with the record it belongs to, in one unit; and
 * away first the row, then the file.  Killed in between, a file is left that nobody can read; the sweep takes
 * it away.  A row without its file is a loss, which the sweep reports. */
#pragma once
#include "job.h"

/* --- where they lie --- */

struct blobs; /* model.blobs; NULL: this program has no place for files */
/* The directory is made (0700, its parent must be there) and held open: before the sandbox closes.
 * The database is known to have content: what a restore marked as unfinished is finished.
 * RC_INVALID: it cannot be made or written to. */
enum rc blobs_open(struct arena *mem, str path, const struct blobs **ret) MUST_CHECK;
void blobs_close(const struct blobs *b); /* NULL: nothing */

/* --- one file --- */

enum { BLOB_NAME = 64, BLOB_BYTES = 64 << 20 };
/* A file that is written and belongs to nobody yet. */
struct blob_new {
	char name[BLOB_NAME]; /* hex */
	int64_t bytes;
	uint8_t key[SM4_KEY];
};
/* Outside a unit of writing, for it waits for the disk. RC_TOO_BIG: more than BLOB_BYTES; RC_INVALID: there
 * is no place for files; RC_BUSY: the disk is full or fails, logged. */
enum rc blob_write(struct ctx *c, str bytes, struct blob_new *ret) MUST_CHECK;
/* Inside store_write(), by whoever keeps the record: from its end on the file is there. */
enum rc blob_keep(struct ctx *c, const struct blob_new *b) MUST_CHECK;
/* The unit was undone: the file goes at once, and its key is forgotten. */
void blob_discard(struct ctx *c, struct blob_new *b);

/* At most n bytes from there on; fewer at its end.  Who may is the caller's business. RC_NOT_FOUND: there is
 * none, or it does not open (cut off, changed; logged). */
enum rc blob_read(struct ctx *c, str name, size_t from, size_t n, str *ret) MUST_CHECK;
/* Inside store_write().  Once committed nobody can read it any more, and a job takes the file away. */
enum rc blob_drop(struct ctx *c, str name) MUST_CHECK;
/* Inside store_write(): the record has come to another county, whose key seals it from now on. */
enum rc blob_rekeep(struct ctx *c, str name, unsigned county) MUST_CHECK;
bool blob_exists(struct ctx *c, str name); /* its row */
/* Short and unlike for each file: the beginning of its name, and which of its parts. */
str blob_etag(struct arena *mem, str name, char part);

/* --- all of them --- */

enum { BLOB_YOUNG_S = 86400 }; /* a younger file without a row may still get one */
struct blob_report {
	int64_t files;   /* with a row, and whole as far as their length says */
	int64_t removed; /* dropped ones, and those without a row older than a day */
	int64_t young;   /* those without a row that were left alone */
	int64_t lost;    /* rows whose file is missing */
	int64_t cut;     /* rows whose file is of another length */
};
/* Idempotent; each file's age is the file system's, not the test clock's.  What is lost or cut is logged by
 * name. `look`: nothing is removed. */
enum rc blob_sweep(struct ctx *c, bool look, struct blob_report *ret) MUST_CHECK;

extern const char blob_ddl[];
extern const struct sealed_column blob_sealed; /* the keys */
extern const struct job_kind blob_job;         /* takes away what was dropped */
