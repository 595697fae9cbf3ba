/* book_write.h - spreadsheets out: .xlsx by libxlsxwriter with every value a text cell (format "@"), so that
 * a spreadsheet ruins no number, and .csv in UTF-8 with a byte order mark and CRLF, as Excel in China opens
 * it. One caller feeds both: sheets in order, in each the headings, then rows from top to bottom. */
#pragma once
#include "base.h"
#include "buf.h"
#include "route.h"

enum book_format { BOOK_WRITE_XLSX, BOOK_WRITE_CSV };
struct book_write;
/* RC_FAULT: no room or no temporary file (logged; files without a name, in $TMPDIR).  A .csv has one sheet
 * and no free lines: further ones are left out. */
enum rc book_write_open(struct arena *mem, enum book_format f, struct book_write **ret) MUST_CHECK;
/* A sheet; its name is cut to what a spreadsheet allows (31 characters, none of []:*?/\). */
void book_write_sheet(struct book_write *o, str name);
/* Headings: bold, frozen, as wide as `width` characters each (0: of itself); `needed` gets a star in front.
 * A long list is one call. */
struct book_heading {
	str text;
	unsigned width;
	bool needed;
};
void book_write_headings(struct book_write *o, const struct book_heading *h, size_t n);
/* A free line of text over the whole width (title, watermark, explanation), above headings or on a sheet of
 * its own. */
void book_write_line(struct book_write *o, str text);
void book_write_cell(struct book_write *o, str text); /* the next cell of the row; empty leaves it blank */
void book_write_bad(struct book_write *o, str text);  /* the same, marked: why this row was refused */
void book_write_end_row(struct book_write *o);
/* The bytes, in the arena given at the start.  RC_FAULT (logged; the disk is full, for one), RC_TOO_BIG. Also
 * gives up everything after an error: may be called at any time, and must be, once. */
enum rc book_write_close(struct book_write *o, str *ret_bytes) MUST_CHECK;

/* Which of them ?format= asks for.  RC_INVALID: none; a problem says so. */
enum rc book_write_asked(struct req *r, enum book_format *ret) MUST_CHECK;
/* The answer that is such a file; `disposition` literal, with the name it is kept under. */
void book_write_reply(struct req *r, enum book_format f, const char *disposition, str bytes);
