/* readlog_flush.h - the thread that writes the readings: what has gathered in half a second in one unit, so
 * that each is durable within a second of its answer. */
#pragma once
#include "readqueue.h"

typedef int64_t flush_now(void *ctx);

struct flush;
/* `model` with its writer; both live until flush_stop(). */
enum rc flush_start(struct readqueue *q, const struct model *model, flush_now *now, void *ctx,
		    struct flush **ret) MUST_CHECK;
/* When no request is under way any more and before the writer stops: writes what waits, counts and all. */
void flush_stop(struct flush *f);
