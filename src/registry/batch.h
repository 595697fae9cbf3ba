/* batch.h - lists that were taken in, and what was taken back of them: each is a record of the kind `batch`
 *(who, what, when, with what result), moved on by jobs.  The record's id is the batch number of every row of
 * the journal that the work wrote.
 *
 *	looking --job import.check--> looked --"import"--> running --job import.run--> done
 *	   |                            |                     |
 *	   +---------- "nothing" -------+--> dropped          +-- stopped --> partial
 *	undo: running --job import.undo--> done, or partial: some had to stay
 *
 * The record is written by the program for who acts.  A job that failed, or was cancelled before it began,
 * does not write it: `phase` tells how it stands by both.  Such a job may be told to go on (job_retry()). */
#pragma once
#include "import.h"
#include "job.h"
#include "undo.h"

/* As the code list batch_state has them, in its order. */
enum batch_phase {
	BATCH_IS_LOOKING,
	BATCH_IS_LOOKED,
	BATCH_IS_RUNNING,
	BATCH_IS_DONE,
	BATCH_IS_PARTIAL,
	BATCH_IS_DROPPED,
	BATCH_IS_FAILED,
	BATCH_PHASE__N
};

struct batch {
	struct record rec;
	enum batch_phase phase;
	struct job job; /* the newest that works or worked on it; .id 0: it is no longer kept */
	bool own;       /* of who asks, or of whose place they take */
	bool undo;      /* it takes another one back */
	bool merge;     /* two records were joined, or that was taken back: merge.h */
};

/* --- looking; within the reader's reach, RC_NOT_FOUND for others --- */

enum rc batch_load(struct ctx *c, int64_t id, struct batch *ret) MUST_CHECK;
/* How a record stands, asking for its job where the record does not say it. */
enum rc batch_of(struct ctx *c, const struct record *rec, struct batch *ret) MUST_CHECK;
/* What became of each row: of the import when it is done, else of the look through.  RC_NOT_FOUND: not kept
 * any more, or not there yet. */
enum rc batch_report(struct ctx *c, const struct batch *b, struct import_report *ret) MUST_CHECK;
/* The rows that were refused, as a workbook.  RC_NOT_FOUND: as above, or there are none. */
enum rc batch_refused(struct ctx *c, const struct batch *b, str *ret_xlsx) MUST_CHECK;

/* What an undo found, in all and one by one (at most BATCH_LEFT_KEPT of those that had to stay). */
enum { BATCH_LEFT_KEPT = 500 };
struct batch_undone {
	int64_t outcome[UNDO__N];
	struct undo_row *left;
	size_t nleft;
};
enum rc batch_undone(struct ctx *c, const struct batch *b, struct batch_undone *ret) MUST_CHECK;

/* --- moving on: units of their own --- */

struct batch_new {
	str file;                /* its name, for people */
	const struct kind *kind; /* NULL: the headings say it */
	int64_t school;          /* 0: the rows say it */
	day form_day;            /* 0: today */
};
/* Keep the file and have it looked through. */
enum rc batch_take(struct ctx *c, const struct batch_new *n, str bytes, int64_t *ret) MUST_CHECK;

/* RC_CONFLICT in all of these: it is no longer at the point where that could be done; nothing happened. */

/* Import what was looked through, with what was decided about likely duplicates. */
enum rc batch_run(struct ctx *c, const struct batch *b, const struct import_choice *choice,
		  size_t n) MUST_CHECK;
/* Import nothing; of one at work: stop.  What is imported by then stands. */
enum rc batch_drop(struct ctx *c, const struct batch *b) MUST_CHECK;

/* NULL, or the English sentence why it cannot be taken back, or not by this actor. */
const char *batch_keeps(struct ctx *c, const struct batch *b);
/* Take it back: *ret is the new batch that does so. */
enum rc batch_undo(struct ctx *c, const struct batch *b, int64_t *ret) MUST_CHECK;
/* The last day on which that can be done. */
day batch_undo_until(struct ctx *c, const struct batch *b);

/* --- the work --- */

extern const struct job_kind batch_check_job, batch_run_job, batch_undo_job;

/* The bytes of choices and of what an undo found, to be kept beside the job, and back (RC_MALFORMED). */
enum rc batch_unpack_choices(struct arena *mem, str bytes, struct import_choice **ret,
			     size_t *ret_n) MUST_CHECK;
str batch_pack_undone(struct arena *mem, const struct batch_undone *u);
enum rc batch_unpack_undone(const struct ctx *c, str bytes, struct batch_undone *ret) MUST_CHECK;

/* --- inside registry/ --- */

/* Inside store_write(): the batch of a merge of two records of this kind, and what became of it. */
bool batch_is_merge(const struct record *rec);
enum rc batch_merge_begin(struct ctx *c, const struct kind *k, int64_t *ret) MUST_CHECK;
enum rc batch_merge_end(struct ctx *c, int64_t id, int64_t changes) MUST_CHECK;

/* Inside store_write(): write into the record as the program, for who acts; the change is of no batch. */
struct batch_mark {
	enum batch_phase phase;
	const struct import_report *report; /* NULL: the counts stay */
	const struct batch_undone *undone;  /* NULL: likewise */
	str form;                           /* empty: stays */
};
enum rc batch_mark(struct ctx *c, int64_t id, const struct batch_mark *m) MUST_CHECK;
/* Memory for a whole spreadsheet, beside that of the request or job; given up with arena_free(). */
struct arena *batch_room(struct ctx *c);
/* The file as it came, and what looking through it found. */
enum rc batch_file(struct ctx *c, int64_t batch, str *ret) MUST_CHECK;
enum rc batch_looked(struct ctx *c, int64_t batch, struct import_report *ret) MUST_CHECK;
/* What an import that did not come to its end has done by then (j.done rows): what looking through it had
 * found of those rows, with what was decided about likely duplicates.  Rows past j.done are not in it. */
enum rc batch_so_far(struct ctx *c, int64_t batch, const struct job *j, struct import_report *ret) MUST_CHECK;
