/* task.h - what somebody is to do by a day: raised by a person, or by a room out of something it holds (the
 * next step of a visit, a decision of a conference).  A task is for a role where the child is, or for
 * somebody by name.  It stays until it is done or no longer needed.
 *
 * Nothing waits on one absent person: without an answer it is one role up after task.step_days (task_turn.h),
 * and at once where nobody holds the role; deputies hold it. */
#pragma once
#include "care.h"

/* Whose work tasks are: whoever has children in care. */
#define ROLES_TASK (ROLES_STAFF | ROLE_FEDERATION)

struct task_new {
	int64_t child;   /* 0: of no child */
	str what;        /* CODE_TASK_WHAT_... */
	str title;       /* what is to be done: at most 120 characters */
	enum role role;  /* whose work; 0: that of `account` */
	int64_t account; /* by name; 0: whoever holds the role there */
	day due;
	/* What raises it: a kind, and the part of it where one record raises several ("conference:2").  The
	 * same source and id again is the same task: nothing is written.  NULL: a person raises it. */
	const char *source;
	int64_t source_id;
	str village; /* of no child: where it is; else the child's */
	int64_t school;
};
/* Inside store_write(), as whoever acts, in whose name the program writes; for any room.  *ret may be NULL.
 * RC_INVALID: c->problems says what, at child, what, title, for_role, for_account, due. */
enum rc task_raise(struct ctx *c, const struct task_new *n, int64_t *ret) MUST_CHECK;

/* The task that came of it, whatever its state; RC_NOT_FOUND: none (for these eyes). */
enum rc task_of(struct ctx *c, const char *source, int64_t source_id, struct record *ret) MUST_CHECK;
/* What it came of is gone or settled: open tasks of it are no longer needed.  Inside store_write(). */
enum rc task_drop_of(struct ctx *c, const char *source, int64_t source_id) MUST_CHECK;

/* What somebody does about one.  Inside store_write().  RC_NOT_FOUND: no such task for these eyes;
 * RC_DENIED: not theirs to do; RC_CONFLICT: it is done already; RC_INVALID: c->problems says what, at result,
 * until, reason, to. */
enum task_does { TASK_DO_DONE, TASK_DO_LATER, TASK_DO_HAND, TASK_DO_DROP };
struct task_act {
	enum task_does does;
	str result;     /* done: what came of it; dropped: why (needed) */
	day until;      /* later: until when */
	str reason;     /* later: why */
	int64_t to;     /* hand: to whom by name; */
	enum role role; /* else to a role */
};
enum rc task_do(struct ctx *c, int64_t id, const struct task_act *a) MUST_CHECK;
/* May the reader do so: whose it is by name or by role, who raised it, and every role above. */
bool task_may(const struct actor *who, const struct record *task);

void task_check(struct ctx *c, const struct change *change); /* the rules of the kind */
/* Problems at until and reason: put off to a day after today, not too far ahead, and why. */
void task_check_until(struct ctx *c, day until, str reason);

/* What time alone changes, and what moved with its child: whose turn each open task is, and where it lies.  A
 * unit of its own, for the daily timer. */
enum rc task_daily(struct ctx *c) MUST_CHECK;
/* Inside store_write(), of these children only: their open tasks and alerts lie where the child lives and
 * learns now. */
enum rc task_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;
