/* book_zip.h - inside book*.c only: the parts of a workbook's package (ECMA-376 part 2), by libzip, from
 * memory and within the limits of book.h. */
#pragma once
#include "book_xml.h"

struct zip;
struct book_zip_name {
	const char *name; /* without case, as part names are compared; NULL: a free place */
	uint64_t index;
};
struct book_zip {
	struct zip *zip;
	struct arena *mem;
	struct book_zip_name *name; /* by hash; not sorted, for qsort() asks for the machine's memory */
	size_t unpacked;            /* bytes so far */
	char *piece;
};
/* On failure nothing is open. */
enum book_why book_zip_open(struct book_zip *z, struct arena *mem, str bytes) MUST_CHECK;
void book_zip_close(struct book_zip *z);
bool book_zip_has(const struct book_zip *z, const char *name);
/* A part through its reader. WHY_BROKEN: it is not there, or its checksum is wrong. */
enum book_why book_zip_parse(struct book_zip *z, const char *name, struct book_xml *x) MUST_CHECK;
