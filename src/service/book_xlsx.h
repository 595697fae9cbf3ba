/* book_xlsx.h - inside book*.c only: the parts of a workbook (ECMA-376 part 1, ISO/IEC 29500-1 chapter 18).
 */
#pragma once
#include "book_value.h"
#include "book_zip.h"

/* What the sheets refer to. */
struct book_xlsx {
	struct arena *mem;
	struct book_out *out;
	bool since_1904;
	str *string; /* shared strings */
	size_t nstring, cap_strings;
	uint8_t *format; /* of each style; enum book_format */
	size_t nformat;
	struct book_text text; /* one for all parts, which are read one after another */
};

/* Each of the three reads one part: x->part and x->ctx are set by it, x is then for book_zip_parse() or, in a
 * test, for book_xml_begin(), _feed(), _end(). False: no memory. */
bool book_strings_reader(struct book_xlsx *b, struct book_xml *x) MUST_CHECK;
bool book_styles_reader(struct book_xlsx *b, struct book_xml *x) MUST_CHECK;
bool book_sheet_reader(struct book_xlsx *b, struct book_xml *x) MUST_CHECK;

enum book_why book_xlsx_work(struct arena *mem, str bytes, struct book_out *out) MUST_CHECK;
