/* job_own.h - inside service/ only: what the files of the durable jobs share. */
#pragma once
#include "job.h"

#include <stdatomic.h>

/* What an attempt is held by.  `claim` is drawn anew for each attempt and stands in the row: an attempt that
 * has been given up as dead can write no more. */
struct job_hold {
	int64_t claim;
	const char *why;
	const atomic_bool *stop; /* NULL: nobody stops it */
	int64_t (*now)(void *clock);
	void *clock;
};

enum { JOB_LEASE_S = 60 };
#define JOB_LEASE (INT64_C(1000000) * JOB_LEASE_S)

#define JOB_COLUMNS                                                                                          \
	"j.id, j.county, j.account, j.for_account, j.kind, j.prio, j.state, j.lang, j.subject, j.done,"      \
	" j.total, j.attempts, j.not_before, j.created_at, j.started_at, j.ended_at, j.cancel, j.rc, j.why"
struct job job_read(struct arena *mem, const struct rows *q); /* of a query for JOB_COLUMNS */
