/* Whatever the parts of a workbook hold: strings, styles and a sheet, one after another and parted by the
 * byte 0xff, which XML never has, as they would come out of a package without a checksum. */
#include "book_xlsx.h"
#include "fuzz_book.h"

static bool take(void *ctx, int type, str payload)
{
	struct book_taker *t = ctx;

	return book_take_frame(t, type, str_dup(t->mem, payload)) == RC_OK;
}

typedef bool reader(struct book_xlsx *b, struct book_xml *x);

static enum book_why read_part(struct book_xlsx *b, reader *make, str bytes)
{
	struct book_xml x;

	if (!make(b, &x))
		return WHY_MEMORY;
	book_xml_begin(&x);
	(void)book_xml_feed(&x, bytes);
	return book_xml_end(&x);
}

static enum book_why read_parts(struct book_out *o, str rest)
{
	static reader *const readers[] = { book_strings_reader, book_styles_reader, book_sheet_reader };
	struct book_xlsx b = { .mem = o->mem, .out = o };
	enum book_why why = book_out_head(o, BOOK_XLSX, BOOK_UTF8);
	str part;

	if (why == WHY_NONE)
		why = book_out_sheet(o, STR("a"), false);
	/* Of the first two what has been read stays, so that the third has something to refer to. */
	for (size_t i = 0; i < COUNT(readers) && why == WHY_NONE && str_next(&rest, '\xff', &part); i++)
		if (readers[i] == book_sheet_reader)
			why = read_part(&b, readers[i], part);
		else
			(void)!read_part(&b, readers[i], part);
	return why == WHY_NONE ? book_out_end(o) : why;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem, desk;
	struct book book = { .n = 0 };

	arena_init(&mem, 64 << 20);
	arena_init(&desk, 64 << 20);
	struct book_taker t = { .mem = &mem };
	struct book_out o = { .put = take, .ctx = &t, .mem = &desk, .most = 16 << 20 };
	enum book_why why = read_parts(&o, (str){ (const char *)data, size });
	enum rc rc = why == WHY_NONE ? book_take_end(&t, &book) : book_why_rc(why);
	check_book(rc, &book, "refused");
	arena_free(&desk);
	arena_free(&mem);
	return 0;
}
