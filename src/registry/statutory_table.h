/* statutory_table.h - a form filled in: figures by line and in sum, out of the facts of a day or out of what
 * was handed in. */
#pragma once
#include "registry.h"
#include "statutory.h"

enum { STATUTORY_EQUATIONS = 12 };

struct statutory_line {
	str key;   /* region code, or "school.grade" */
	str name;  /* of the township or school */
	int grade; /* 1 to 12; 0: none */
	int64_t n[STATUTORY_COLUMNS];
};
struct statutory_row {
	int64_t child;
	size_t line;
	uint64_t in; /* its columns */
};
struct statutory_table {
	const struct statutory_form *form;
	str region;
	day on;
	struct statutory_line *line; /* in order of name or code */
	size_t lines;
	int64_t total[STATUTORY_COLUMNS];
	int64_t gap[STATUTORY_EQUATIONS]; /* children on the left side of an equation and not on the right */
	const struct statutory_row *row;  /* in order of child; NULL: of a hand-in, which names nobody */
	size_t rows;
};

/* Reckoned from facts: those within the actor's reach whose household (pupils: whose school) lies in the
 * region, of 6 digits, on a day not after today.  One statement. */
enum rc statutory_load(struct ctx *c, const struct statutory_form *f, str region, day on,
		       struct statutory_table *ret) MUST_CHECK;

/* As kept in a hand-in.  RC_MALFORMED: written by nobody of ours. */
str statutory_cells(struct arena *mem, const struct statutory_table *t);
enum rc statutory_parse(struct arena *mem, str cells, struct statutory_table *ret) MUST_CHECK;

/* Who counts in a column now and did not on the other day, or the other way round, in order of child. */
size_t statutory_came(const struct statutory_table *now, const struct statutory_table *then, size_t column,
		      int64_t *ret);
/* Who counts in a column (of a line; SIZE_MAX: of all), or stands in an equation's gap; ret has room for
 * t->rows. */
size_t statutory_who(const struct statutory_table *t, size_t column, size_t line, int64_t *ret);
size_t statutory_gap(const struct statutory_table *t, size_t equation, int64_t *ret);
const struct statutory_line *statutory_line_of(const struct statutory_table *t, str key); /* NULL: none */
