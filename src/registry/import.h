/* import.h - lists in our own CSV format: one row a record, headings the fields' names or labels in any
 * order. A school's roster may carry both parents in the child's row.  A dry run does everything and keeps
 * nothing. */
#pragma once
#include "csvio.h"
#include "registry.h"

enum import_outcome { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_REFUSED };

struct import_row {
	size_t line; /* as a spreadsheet numbers it */
	enum import_outcome outcome;
	int64_t id; /* of the record; 0: refused */
};
struct import_report {
	size_t rows, fresh, changed, same, refused;
	struct import_row *row;
	struct problems problems; /* each with row, field (as the heading stands in the file) and value */
	struct csv_row heading;
	struct csv_row *source; /* the rows themselves, for the list of refused ones */
	int64_t batch;
};
struct import_options {
	int64_t school; /* whose roster; 0: the rows say it */
	bool dry_run;
};

/* children, schools, classes, parents, absences.  RC_OK: the report says what became of each row;
 * RC_MALFORMED: not a CSV file in UTF-8; RC_INVALID: its headings cannot be used (problems of row 1), or it
 * cannot be read safely (a problem of no row); RC_TOO_BIG; RC_DENIED; RC_BUSY. The file is read in the
 * workshop. */
enum rc import_run(struct ctx *c, const struct kind *k, str text, const struct import_options *o,
		   struct import_report *ret) MUST_CHECK;
/* The kind of a plural that can be imported; NULL: none. */
const struct kind *import_kind(str plural);
/* The refused rows with a column that says why, as CSV, to be corrected and imported again. */
void import_refused(struct buf *to, enum lang lang, const struct import_report *report);
/* "rows N, new N, changed N, same N, refused N" */
void import_summary(struct buf *to, const struct import_report *report);
