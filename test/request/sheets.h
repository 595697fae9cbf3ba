/* sheets.h - spreadsheets written down in a test, and imported.  Lines are rows, | parts cells; "# NAME"
 * begins a sheet.  In front of a cell: @n a number, @d a date, @r a ruined number, @e an error, @f a
 * formula's value. */
#pragma once
#include "harness.h"
#include "import.h"

struct book sheets_of(struct arena *mem, const char *text);
/* Imports it as `who` (NULL: the program); zero options but those given. */
struct import_report sheets_import(struct harness *h, const struct actor *who, const char *text,
				   struct import_options o);
struct import_report sheets_import_book(struct harness *h, const struct actor *who, const struct book *b,
					struct import_options o, enum rc *ret);
/* "rows N, new N, changed N, same N, refused N" as it stands there? Prints what was wrong if not. */
bool sheets_are(struct harness *h, const struct import_report *r, size_t fresh, size_t changed, size_t same,
		size_t refused);
/* Is a problem (or warning) of this row at this column, with these words in its English sentence? */
bool sheets_problem(struct harness *h, const struct import_problems *p, size_t row, const char *column,
		    const char *words);
struct actor sheets_actor(struct harness *h, enum role role, enum fixture school);
