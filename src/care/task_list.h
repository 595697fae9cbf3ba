/* task_list.h - the work of somebody: what the law asks of them (obligations) and what others asked of them
 * (tasks), in one list by its day.  What is put off counts by the day until when it is. */
#pragma once
#include "task.h"

enum task_list {
	TASK_LIST_NOW,     /* past its day, today's, and soon (task.soon_days) */
	TASK_LIST_LATER,   /* after that, and what is put off */
	TASK_LIST_WAITING, /* what one asked of others, and what went one role up */
	TASK_LIST_DONE,    /* what one did in the last thirty days */
	TASK_LIST__N
};
enum { TASK_LIST_MAX = 200 };

/* Whose: the reader's own, or of somebody in the reader's reach. */
struct task_whose {
	enum role role;
	int64_t account, for_account; /* the second: whose place is taken; 0: none */
	str village;                  /* first digits of where; empty: all of the reader's reach */
	int64_t school, class;        /* 0: all */
};
struct task_whose task_whose_of(const struct actor *who);

struct task_row {
	const struct record *task, *duty; /* one of both */
	const struct record *child;       /* with its name; NULL: of none, or not for these eyes */
	day on;                           /* by which it counts */
};
/* Where a page ends: what follows is after it. */
struct task_after {
	day on;
	bool duty;
	int64_t id;
};
struct task_rows {
	struct task_row *row;
	size_t n;
	bool more;
	struct task_after last;
};
/* A page of at most TASK_LIST_MAX, the earliest first.  Six statements at most. */
enum rc task_list_load(struct ctx *c, enum task_list which, const struct task_whose *whose,
		       const struct task_after *after, struct task_rows *ret) MUST_CHECK;

struct task_count {
	int64_t late, today, soon;
	day next; /* the first day of those not late; 0: none */
};
/* What counts by today or within task.soon_days; one statement. */
enum rc task_count_due(struct ctx *c, const struct task_whose *whose, struct task_count *ret) MUST_CHECK;
enum rc task_count_waiting(struct ctx *c, const struct task_whose *whose, int64_t *ret) MUST_CHECK;
