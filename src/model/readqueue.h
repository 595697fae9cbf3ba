/* readqueue.h - readings on their way to the read log: a request puts one in and goes on; a thread of
 * service/ (readlog_flush.h) writes what has gathered, twice a second.  Nobody waits for the disk, and
 * nothing that was answered stays unwritten for longer than a second.
 *
 * The same reading again within the time of `readlog.repeat_minutes` is only counted; when that time is over,
 * one more row says how often.  A kill -9 loses such counts, never a first reading.  Memory is bounded: at
 * most READQUEUE_ROWS rows wait and READQUEUE_OPEN readings are watched for repeats, the oldest making room.
 */
#pragma once
#include "readlog.h"

enum { READQUEUE_ROWS = 1024, READQUEUE_OPEN = 4096, READQUEUE_LISTS = 256 };

struct readqueue;
struct readqueue *readqueue_new(struct arena *mem); /* lives as long as `mem` */

/* RC_BUSY: no room; the answer must not leave.  Any thread; waits for no disk. */
enum rc readqueue_put(struct readqueue *q, const struct reading *r, int64_t repeat_micros) MUST_CHECK;
/* Write what waits, and the counts whose time is over at c->now; all: all counts, at the end.  c: the
 * program's, outside store_write(); its arena holds one batch.  What could not be written waits on.  One
 * thread at a time. */
enum rc readqueue_flush(struct readqueue *q, struct ctx *c, bool all) MUST_CHECK;
size_t readqueue_waiting(struct readqueue *q); /* rows */
