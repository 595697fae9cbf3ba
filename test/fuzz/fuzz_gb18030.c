/* Whatever bytes a list in text form has: refused, or text in UTF-8; and what is text then is text in UTF-8
 * again. */
#include "book_csv.h"
#include "fuzz_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	str bytes = { (const char *)data, size }, text, again;
	enum book_encoding encoding;
	struct book book = { .n = 0 };
	const char *why = NULL;
	struct arena mem;

	arena_init(&mem, 64 << 20);
	if (book_csv_decode(&mem, bytes, &encoding, &text) == WHY_NONE) {
		if (encoding >= BOOK_ENCODING__N || !utf8_valid(text))
			abort();
		bool marked = str_starts(text, STR("\xef\xbb\xbf"));
		if (book_csv_decode(&mem, text, &encoding, &again) != WHY_NONE || encoding != BOOK_UTF8 ||
		    again.n + (marked ? 3 : 0) != text.n)
			abort();
	}
	enum rc rc = book_read(&mem, bytes, &book, &why);
	check_book(rc, &book, why);
	arena_free(&mem);
	return 0;
}
