/* Whatever comes as a spreadsheet: refused with a sentence, or rows that hold what book.h says. */
#include "fuzz_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct book book = { .n = 0 };
	const char *why = NULL;

	arena_init(&mem, 64 << 20);
	enum rc rc = book_read(&mem, (str){ (const char *)data, size }, &book, &why);
	check_book(rc, &book, why);
	arena_free(&mem);
	return 0;
}
