/* Whatever a worker writes: refused, or a book that holds what book.h says. */
#include "book_frame.h"
#include "fuzz_book.h"

static bool take(void *ctx, void *to, size_t n)
{
	str *rest = ctx;

	if (n > rest->n)
		return false;
	memcpy(to, rest->s, n);
	*rest = str_cut(*rest, n, rest->n);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	str rest = { (const char *)data, size };
	struct arena mem;
	struct book book = { .n = 0 };
	struct book_taker t = { .mem = &mem };
	struct workshop_frames f = { .read = take, .ctx = &rest, .mem = &mem, .left = 4 << 20 };

	arena_init(&mem, 8 << 20);
	enum rc rc = book_take_frames(&t, &f);
	if (rc == RC_OK)
		rc = book_take_end(&t, &book);
	check_book(rc, &book, t.why == WHY_NONE ? "" : book_why_text(t.why));
	arena_free(&mem);
	return 0;
}
