/* csvio.h - CSV in (libcsv: quotes, CRLF, newlines in quotes; a BOM is skipped) and out.  UTF-8. */
#pragma once
#include "base.h"
#include "buf.h"

struct csv_row {
	str *cell;
	size_t n;
	size_t line; /* from 1, as a spreadsheet shows it: the row's number, not the byte's */
};
struct csv {
	struct csv_row *row;
	size_t n;
};
enum { CSV_MAX_ROWS = 200000, CSV_MAX_COLUMNS = 200 };

/* The whole text as rows; blank rows are left out but counted. RC_MALFORMED: broken quotes or not UTF-8;
 * RC_TOO_BIG: more rows or columns than the limits. */
enum rc csv_read(struct arena *mem, str text, struct csv *ret) MUST_CHECK;
void csv_put(struct buf *b, str cell, bool first); /* quoted where needed; formula characters are defused */
void csv_end(struct buf *b);                       /* CRLF */
