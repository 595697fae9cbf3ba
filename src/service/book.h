/* book.h - spreadsheets in, as people really save them: .xlsx (ECMA-376 / ISO 29500: shared and inline
 * strings, rich text, dates as serials of both epochs) and .csv (UTF-8 with or without a mark, GB18030; GB
 * 18030-2022). Nothing is repaired in silence: a number that a spreadsheet has ruined says so, and so does a
 * value that a formula computed.  The file is read in the workshop (workshop.h); what comes back is checked
 * again here. */
#pragma once
#include "base.h"
#include "tr.h"

enum cell_type {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER, /* text: shortest decimal form, never with an exponent */
	CELL_DATE,   /* text: YYYY-MM-DD; with a time of day YYYY-MM-DD HH:MM:SS; only a time HH:MM:SS */
	CELL_BOOL,   /* text: 1 or 0 */
	CELL_ERROR   /* text: #REF! and the like */
};
enum cell_flag {
	CELL_FORMULA = 1, /* the value is what the spreadsheet computed last; it may be old */
	CELL_RUINED = 2,  /* a whole number of more than 15 digits: the rest of them is lost; text: as people
			     see it,  4.40804E+17, or 440804201701105000 in a column of format 0 */
	CELL_COVERED = 4  /* under a merged cell: empty here, its value stands at the upper left */
};
struct cell {
	str text;
	uint8_t type, flags;
};
struct book_row {
	struct cell *cell;
	size_t n;    /* up to the last cell that is not empty; blank rows are left out */
	size_t line; /* as the spreadsheet numbers it, from 1 */
	bool hidden;
};
struct book_sheet {
	str name; /* of a .csv: empty */
	bool hidden;
	struct book_row *row;
	size_t n;
};
enum book_type { BOOK_CSV, BOOK_XLSX };
struct book {
	enum book_type type;
	str encoding; /* of a .csv: "UTF-8", "GB18030", "UTF-16" (Excel's "Unicode text") */
	struct book_sheet *sheet;
	size_t n;
};

/* What a stranger's file may be; past it RC_TOO_BIG with a sentence. */
enum {
	BOOK_BYTES = 32 << 20, /* as sent */
	BOOK_UNPACKED =
		512 << 20, /* of all parts together, and of one part 300 times its packed size and 1 MiB */
	BOOK_SHEETS = 64,
	BOOK_ROWS = 200000, /* of all sheets together */
	BOOK_COLUMNS = 512,
	BOOK_CELL = 32767 /* characters, as in Excel */
};

/* RC_OK, or RC_MALFORMED, RC_INVALID, RC_TOO_BIG, RC_BUSY, RC_FAULT; then *ret_why is a whole sentence for
 * the person who chose the file (English, marked for translation): empty, .xls renamed, protected by a
 * password, cut off, a picture, an entity declaration, too long... Values live in mem, of which a cell takes
 * some forty bytes; when there is too little, RC_TOO_BIG. Never jumps. */
enum rc book_read(struct arena *mem, str bytes, struct book *ret, const char **ret_why) MUST_CHECK;
/* The index of the first row of that line or a later one; s->n: there is none. */
size_t book_row_at(const struct book_sheet *s, size_t line);
