/* job.h - durable work: what takes longer than a request may, waits in the database, and goes on after a
 * crash.
 *
 * A job is a row: kind, who asked, how far it is.  Two priorities: what a person waits for on the screen goes
 * before what may take the night.  It runs on one of the runner's threads, as the account that asked (rights
 * are looked up again then), in units of its own through the writer; a unit that moves `done` on commits that
 * together with what it wrote, so that after kill -9 nothing is done twice and nothing left out.  Files that
 * a job reads or makes are kept sealed beside it, in pieces, until it is dropped. */
#pragma once
#include "record.h"
#include "seal.h"

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };
enum job_prio { JOB_PEOPLE, JOB_BULK };

struct job {
	int64_t id, account, for_account;
	unsigned county;
	str kind;
	enum job_prio prio;
	enum job_state state;
	enum lang lang;
	int64_t subject;     /* the record it is about (a batch, an export); 0: none */
	int64_t done, total; /* for the progress bar; total 0: not known yet */
	int64_t attempts;    /* since it last got further than ever before */
	int64_t not_before, created_at, started_at, ended_at; /* instants; 0: not yet */
	bool cancel;                                          /* somebody asked for its end */
	enum rc rc;                                           /* of the last attempt */
	str why; /* a sentence for people (English, marked for translation); empty: none */
};

struct job_work {
	struct ctx *ctx;       /* as who asked; ctx->db reads; its arena lasts for this attempt */
	struct job job;        /* as it was when this attempt began */
	struct job_hold *hold; /* the runner's */
};
/* RC_OK: done; RC_BUSY, RC_FAULT: tried again later, with growing pauses, up to .attempts without getting any
 * further; RC_CONFLICT after job_cancelled(): cancelled; anything else: failed for good.  What it has
 * committed so far stands: an attempt begins at job.done. */
typedef enum rc job_run(struct job_work *w);
struct job_kind {
	const char *name;  /* in the row: never renamed */
	const char *label; /* English, marked for translation: "Looking through a list" */
	job_run *run;
	enum job_prio prio;
	unsigned attempts;  /* 0: three */
	unsigned keep_days; /* then the row and its files are dropped; 0: parameter retention.job.days */
	const char *page;   /* "/batches/": the subject's id follows; NULL: it has none */
};

/* Inside store_write().  RC_BUSY: JOB_OPEN_MAX of this account wait or run already. */
enum { JOB_OPEN_MAX = 20 };
struct job_new {
	const struct job_kind *kind;
	int64_t subject;
	int64_t total;
};
enum rc job_add(struct ctx *c, const struct job_new *j, int64_t *ret_job) MUST_CHECK; /* of ctx's actor */
/* Inside the unit of writing that did the work (or, for work that writes nothing, outside): `done` of
 * `total`. RC_CONFLICT: another runner has taken the job over, since this one gave no sign of life for too
 * long; the unit is undone and run() comes back. */
enum rc job_progress(struct ctx *c, struct job_work *w, int64_t done, int64_t total) MUST_CHECK;
/* A sentence for people about how it ended; English, marked for translation. */
void job_say(struct job_work *w, const char *why);
/* Asked between units: has somebody asked for its end, is the program stopping, or has the job been taken
 * over? Then come back soon with RC_CONFLICT or RC_BUSY.  Also brings ctx->now and ctx->today up to date. */
bool job_cancelled(struct job_work *w);

/* Sealed files of a job: `part` names one ("file", "report").  Put: units of its own or within store_write();
 * replaces what was there; RC_TOO_BIG past JOB_FILE_MAX.  Get: RC_NOT_FOUND: there is none, or not all of it.
 */
enum { JOB_FILE_MAX = 64 << 20 };
enum rc job_file_put(struct ctx *c, int64_t job, const char *part, str bytes) MUST_CHECK;
enum rc job_file_get(struct ctx *c, int64_t job, const char *part, str *ret) MUST_CHECK;
enum rc job_file_drop(struct ctx *c, int64_t job, const char *part) MUST_CHECK;

/* RC_NOT_FOUND: there is none, or it is another account's (the program sees all). */
enum rc job_load(struct ctx *c, int64_t id, struct job *ret) MUST_CHECK;
/* The newest job about this record, of any kind when `kind` is NULL, whoever asked for it: the caller has
 * checked the record. */
enum rc job_of(struct ctx *c, const char *kind, int64_t subject, struct job *ret) MUST_CHECK;
/* How many come before a waiting one, those at work included. */
enum rc job_place(struct ctx *c, const struct job *j, int64_t *ret) MUST_CHECK;
/* Units of their own.  Cancel: a waiting one ends at once, a running one at its next unit. Retry: of a failed
 * or cancelled one, from where it stood. RC_NOT_FOUND as above; RC_CONFLICT: it has ended (or not failed). */
enum rc job_cancel(struct ctx *c, int64_t id) MUST_CHECK;
enum rc job_retry(struct ctx *c, int64_t id) MUST_CHECK;

/* The runner: in `serve` threads of its own, in tests and on the command line step by step.  What runs is
 * claimed for a minute, renewed while its process lives: so a job whose process was killed is taken up again
 * then. */
struct job_setup {
	const struct model *model;
	struct readers *readers;
	const struct job_kind *const *kinds; /* NULL-ended */
	int64_t (*now)(void *clock);
	void *clock;
	bool alone; /* no other process serves this database: what seems to run was killed, and is taken up at
		       once */
};
struct jobs;
enum rc jobs_start(const struct job_setup *s,
		   struct jobs **ret) MUST_CHECK; /* two threads; one never takes JOB_BULK */
void jobs_wake(struct jobs *j);                   /* something was added; NULL: nobody to wake */
/* Running ones are told to stop at their next unit, and go on after the next start; jobs_wake() may still be
 * called until jobs_free(). */
void jobs_stop(struct jobs *j);
void jobs_free(struct jobs *j);
/* Run the next job that is due, here and now; *ret_ran: there was one.  `mem` is reset. */
enum rc jobs_step(const struct job_setup *s, struct arena *mem, struct db *db, bool *ret_ran) MUST_CHECK;
/* For the command line: this job, whoever runs it, until it has ended or is to be tried again only later:
 * here and now, or waiting while a server beside us has it. */
enum rc jobs_see_through(const struct job_setup *s, struct arena *mem, struct db *db, int64_t id,
			 struct job *ret) MUST_CHECK;
/* Drop what has outlived its use; once a day. */
enum rc jobs_daily(struct ctx *c, const struct job_kind *const *kinds) MUST_CHECK;
/* How many wait, run and failed, as Prometheus text: for app.figures. */
enum rc jobs_figures(struct ctx *c, struct buf *to) MUST_CHECK;
const struct job_kind *job_kind_named(const struct job_kind *const *kinds, str name); /* NULL: none */

extern const char job_ddl[];
extern const struct sealed_column job_sealed; /* of the files */
