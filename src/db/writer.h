/* writer.h - the one writer of a database.  A thread of its own takes jobs, runs each in a SAVEPOINT, and
 * commits them in groups: eight writers share one fsync.  The group holds the write lock (BEGIN IMMEDIATE; on
 * PostgreSQL an advisory lock) only while it lasts, so the command line may write beside a running server. */
#pragma once
#include "db.h"

enum prio { PRIO_PEOPLE, PRIO_BULK }; /* an import never delays a person */

typedef enum rc db_job(struct db *db, void *arg);

/* Without a thread: BEGIN, the job, COMMIT on this connection; rolled back unless it gives RC_OK. */
enum rc db_write(struct db *db, db_job *job, void *arg) MUST_CHECK;

/* Inside a job: a part in a savepoint of its own, undone unless it gives RC_OK (one bad row of an import);
 * the job goes on either way. */
enum rc db_attempt(struct db *db, db_job *part, void *arg) MUST_CHECK;

struct writer;
enum rc writer_start(str url, struct writer **ret) MUST_CHECK;
/* Run it on the writer's thread and wait until its group is committed.  What the job answers comes back, or
 * RC_FAULT when the commit failed.  The job may use the caller's arena: the caller waits.  If `full` of that
 * arena is to be jumped to inside the job, pass the arena: the writer sets it for the time of the job and
 * answers RC_TOO_BIG.  RC_BUSY: somebody else kept the write lock for 10 s, or the writer is being stopped.
 */
enum rc writer_do(struct writer *w, enum prio prio, struct arena *mem, db_job *job, void *arg) MUST_CHECK;
void writer_stop(struct writer *w); /* finishes what waits; nobody may come after */

/* Called around each group, with `begun`: once after BEGIN.  Without: whenever something was rolled back, be
 * it a job, a part of one or, after a failed COMMIT, the group: the chain head and the counters that were
 * read inside are to be forgotten and read anew.  It may use the connection for reading only when called with
 * `begun`.  One, set before the first job.  db_on_group() is the same for a connection that writes by
 * db_write(). */
typedef void writer_group(void *ctx, bool begun);
void writer_on_group(struct writer *w, writer_group *f, void *ctx);
void db_on_group(struct db *db, writer_group *f, void *ctx);

/* Connections for readers, opened as needed and kept. */
struct readers;
struct readers *readers_new(str url);
struct db *readers_take(struct readers *r);          /* NULL: the database cannot be opened (logged) */
void readers_give(struct readers *r, struct db *db); /* abandoned first */
void readers_free(struct readers *r);
