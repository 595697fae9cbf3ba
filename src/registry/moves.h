/* moves.h - which children entered or left a status in a month, and where: the monthly list, asked for in one
 * way by the page, the print and the file.  By crossings: a row is one day on which a child's status differs
 * from the day before. */
#pragma once
#include "record.h"

enum moves_of {
	MOVES_CIVIL_IN,  /* newly left behind, as civil affairs count */
	MOVES_CIVIL_OUT, /* no longer */
	MOVES_ROLL_IN,   /* likewise by the school roll */
	MOVES_ROLL_OUT,
	MOVES__N
};
/* For a query of which rows move: one column for each of them, in this order; x is the crossing, b the one
 * before, c the child. */
#define MOVES_COLUMNS                                                                                        \
	" CASE WHEN x.civil_affairs = 1 AND coalesce(b.civil_affairs, 0) = 0 THEN 1 ELSE 0 END,"             \
	" CASE WHEN x.civil_affairs = 0 AND b.civil_affairs = 1 THEN 1 ELSE 0 END,"                          \
	" CASE WHEN x.school_roll > 0 AND coalesce(b.school_roll, 0) = 0 THEN 1 ELSE 0 END,"                 \
	" CASE WHEN x.school_roll = 0 AND b.school_roll > 0 THEN 1 ELSE 0 END"                               \
	" FROM crossing x JOIN child c ON c.id = x.child"                                                    \
	" LEFT JOIN crossing b ON b.child = x.child AND +b.day ="                                            \
	" (SELECT max(y.day) FROM crossing y WHERE y.child = x.child AND y.day < x.day)"
struct moves_query {
	int month; /* yyyymm */
	enum moves_of of;
	str region; /* where the household is, the code's beginning; empty: wherever */
};
extern const char *const moves_name[MOVES__N];  /* in an address */
extern const char *const moves_label[MOVES__N]; /* English, marked for translation */

struct move {
	int64_t child;
	day day;
	str region;
};
enum { MOVES_MAX = 2000 };
struct moves {
	struct move *list; /* by day */
	size_t n;
	int64_t count[MOVES__N]; /* of the whole month, all four */
	bool more;               /* only the first MOVES_MAX stand here */
	struct records children; /* in order of id: name, school */
};
/* Within the actor's reach; of months to come nobody knows. */
enum rc moves_run(struct ctx *c, const struct moves_query *q, struct moves *ret) MUST_CHECK;
int moves_month_after(int month, int n); /* n months later, or earlier */
