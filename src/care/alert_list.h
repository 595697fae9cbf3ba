/* alert_list.h - which alerts wait for whom.  A village's director, a class teacher, the township's
 * supervisor and the head hear of each at once; the county when nobody took it within alert.answer_hours, or
 * where no smaller place is known. */
#pragma once
#include "alert.h"

enum alert_list { ALERT_LIST_OPEN, ALERT_LIST_TAKEN, ALERT_LIST_CLOSED, ALERT_LIST__N };
/* Within reach, the oldest first (closed: the newest). */
enum rc alert_list_load(struct ctx *c, enum alert_list which, int64_t after, size_t limit,
			struct records *ret) MUST_CHECK;
/* What somebody raised themselves, newest first; at most so many.  As the program: state and days alone. */
enum rc alert_list_own(struct ctx *c, size_t limit, struct records *ret) MUST_CHECK;

/* A class teacher has children to teach: at most `budget` alerts a week stand by themselves on Today, the
 * others in one row.  Those of this week that were taken count as well. */
struct alert_budget {
	int64_t single, rest;
};
/* open: one flag for each alert that waited this week, the oldest first; 0: it does no longer. */
struct alert_budget alert_budget_of(const bool *open, size_t n, int64_t budget);

struct alert_count {
	int64_t n, late; /* late: longer than alert.answer_hours */
	int64_t rest;    /* of a teacher: past the budget */
};
/* One statement. */
enum rc alert_count(struct ctx *c, struct alert_count *ret) MUST_CHECK;
