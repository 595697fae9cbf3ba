/* measure_sheet.h - a measuring day as a spreadsheet: the template with the names of a class, and what came
 * back in it.  What is read becomes the fields of the class's form (class_roll.h), to be looked at before
 * anything is written; what cannot be told to a child, or is said twice, is a problem that names the line. */
#pragma once
#include "book.h"
#include "class_roll.h"

struct measure_sheet {
	struct http_pair *pair; /* "height-17" and the like; room for a few more */
	size_t n;
	size_t rows; /* with something measured */
	day on;
};
/* `on`: of rows that say no day.  RC_INVALID: there are no headings we know, or more than one day. */
enum rc measure_sheet_read(struct ctx *c, const struct book *book, const struct records *children,
			   struct measure_sheet *ret) MUST_CHECK;
/* An .xlsx with the names of these children. */
enum rc measure_sheet_make(struct ctx *c, const struct records *children, str *ret) MUST_CHECK;

struct req;
/* The measuring day's form filled in with it: looked through, nothing written. */
enum rc class_measure_look(struct req *r, struct class_roll *roll, struct measure_sheet *sheet) MUST_CHECK;
