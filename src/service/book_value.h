/* book_value.h - inside book*.c only: what a number in a cell means, by its format: a number, a day, a time.
 */
#pragma once
#include "book_frame.h"

/* Zero is what a cell without a style has. */
enum book_format {
	FORMAT_GENERAL,
	FORMAT_DIGITS, /* 0, #,##0.00: never in scientific notation */
	FORMAT_DAY,
	FORMAT_TIME,
	FORMAT_MOMENT, /* both, or one of them according to the language */
	FORMAT_ELAPSED /* [h]:mm: hours that may be more than a day has */
};
/* Of the formats that every spreadsheet program has (ISO/IEC 29500-1, 18.8.30), the Chinese and Japanese ones
 * too. */
enum book_format book_format_builtin(uint32_t id);
enum book_format book_format_code(str code);

enum { BOOK_VALUE = 400 }; /* bytes that a value may take as text */
/* A number as it stands in a file; false when it is none. */
bool book_value_parse(str text, double *ret) MUST_CHECK;
/* The cell for it; its text is written to `to`, of BOOK_VALUE bytes. */
struct cell book_value_cell(double v, enum book_format format, bool since_1904, char *to);
/* A date in ISO 8601, with or without a time, or a time alone; false when it is none. */
bool book_value_iso(str text, char *to, struct cell *ret) MUST_CHECK;
/* A number as a spreadsheet shows it when it is too long for it: 4.40804E+17. */
bool book_value_is_ruined(str text);
/* #REF! and the like. */
bool book_value_is_error(str text);
