/* problem.h - what is wrong with what somebody gave us: every problem, at its field, for their language. */
#pragma once
#include "base.h"
#include "tr.h"

struct problem {
	str field;        /* empty: the whole */
	const char *text; /* English, marked with N_() */
	str arg[2];
	size_t row; /* of a file, from 1 and headings counted; else 0 */
	str value;  /* what was given, when showing it helps */
};

struct problems {
	struct arena *mem;
	struct problem *list;
	size_t n, cap;
	size_t dropped; /* past PROBLEMS_MAX they are only counted */
};
enum { PROBLEMS_MAX = 1000 };

struct problem *problem_add(struct problems *p, str field, const char *text, str arg0, str arg1);
void problem_put(struct buf *b, enum lang lang, const struct problem *p);
