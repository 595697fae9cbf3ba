/* workshop.h - the helper process in which files from strangers are read. A bug in a library for spreadsheets
 * or images must not read the key, another child's data or the network: so such a library runs where there is
 * none.
 *
 *   the program --(order: job, file; a pipe for the answer)--> warden --fork--> worker: one job, then it ends
 *
 * Wardens are forked before any key is read and before the first thread; each holds one job at a time, makes
 * a fresh worker for it and waits for its end. A worker has the file in memory and one pipe to write to: no
 * file system, no network, no other system call than those for memory, and limits of processor time, time and
 * memory; breaking a rule ends it. What it writes is not believed: frames within limits, read by
 * workshop_next() and checked by the caller. Without a workshop (tests, --no-sandbox, a kernel without
 * seccomp) the same code runs in this process. */
#pragma once
#include "base.h"

/* --- jobs: what runs in a worker --- */

struct workshop_desk {
	struct arena *mem; /* of `memory` bytes; it has its way out */
	str input;
};
/* One frame of the answer; type from 1 to 255. Ends the worker when nobody wants it any more. */
void workshop_put(struct workshop_desk *d, int type, str payload);

struct workshop_job {
	const char *name; /* for the log */
	/* In the warden before it shuts itself in: what run() will want of the file system. NULL: nothing. */
	void (*prepare)(void);
	/* RC_OK, RC_MALFORMED, RC_TOO_BIG or RC_INVALID: travels to the caller */
	enum rc (*run)(struct workshop_desk *d);
	unsigned processor, wall; /* seconds */
	size_t memory;            /* bytes, beside the input */
	size_t answer;            /* bytes of answer for a byte of input, at most; beside 1 MiB */
};
/* A new one is a row in workshop.c. */
enum workshop_kind { WORKSHOP_BOOK, WORKSHOP_IMAGE, WORKSHOP_PRESS, WORKSHOP_VOICE, WORKSHOP__N };
extern const struct workshop_job workshop_jobs[WORKSHOP__N];

/* --- the workshop: one in the process --- */

struct workshop_state {
	unsigned places; /* jobs at the same time; 0: there is no workshop, files are read in this process */
	unsigned lost;   /* of them, wardens that have ended though they should not have */
	int landlock; /* version in force in it, 0: none; its seccomp filter is there or there is no workshop
		       */
	bool refused; /* it was asked for, and the kernel has no seccomp */
};
enum { WORKSHOP_PLACES_MAX = 8 };
/* Before any thread, any key and any database. RC_INVALID: there is one, or the kernel has no seccomp: state
 * and log say so and files are then read in this process. `jobs` outlives it. */
enum rc workshop_open(const struct workshop_job *jobs, size_t njobs, unsigned places) MUST_CHECK;
void workshop_close(void);
bool workshop_is_open(void);
struct workshop_state workshop_state(void);

/* The answer, frame by frame: length (4 bytes, the lowest first), type, payload. Type 0 ends it: its payload
 * is one byte, the job's outcome. */
struct workshop_frames {
	bool (*read)(void *ctx, void *to, size_t n); /* n bytes or false */
	void *ctx;
	struct arena *mem;
	size_t left; /* bytes that may still come */
	enum rc rc;  /* RC_INVALID, until the answer has ended as it should; RC_TOO_BIG: the arena is full */
};
/* The next frame, its payload in mem; false at the end. Never jumps. */
bool workshop_next(struct workshop_frames *f, int *ret_type, str *ret_payload);

/* Reads frames until the end and returns their rc, or its own. Must not jump: a place is held meanwhile. */
typedef enum rc workshop_take(void *arg, struct workshop_frames *f);
/* Have job number `job` done on `input`; waits for a place and for the answer.
 * RC_INVALID: the worker broke a rule, crashed, took too long or wrote nonsense (logged without a value of
 * the file); RC_BUSY: no place in 20 seconds; RC_FAULT: all wardens are lost, or no memory; else what `take`
 * returned. */
enum rc workshop_do(size_t job, struct arena *mem, str input, workshop_take *take, void *arg) MUST_CHECK;
