/* Whatever comes as blocks of a book: refused with a sentence, or a PDF; and its lines, however they are
 * broken, lose nothing but blanks. */
#include "press_work.h"

#include <stdlib.h>

static void check_lines(str text, double width)
{
	static const struct press_style style = { PRESS_SONG, 11, 18, &press_ink };
	struct press_line l;
	size_t before = text.n + 1;

	while (text.n) {
		if (text.n >= before || !press_next_line(&style, &text, width, &l))
			abort(); /* no step forward */
		before = text.n + 1 + l.text.n;
	}
}

static void check_blocks(str rest)
{
	struct press_item i;
	int texts = 0;

	while (press_next(&rest, &i) == PRESS_THERE)
		for (size_t k = 0; k < i.n && texts++ < 50; k++)
			check_lines(str_cut(i.text[k], 0, 2000), 40 + (double)k * 60);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct press_made made;
	const char *why = NULL;

	if (size > 100000 || !press_fonts_open())
		return 0;
	arena_init(&mem, 128 << 20);
	struct press p = press_new(
		&mem, &(struct press_about){ .title = STR("x"), .made = 20261122, .pages = 20 }, PRESS_BYTES);
	check_blocks((str){ (const char *)data, size });
	buf_put(&p.b, data, size);
	enum rc rc = press_make(&mem, &p, &made, &why);
	if ((rc == RC_OK) == (why != NULL) || (rc == RC_OK && (!made.pages || !made.pdf.n)))
		abort();
	arena_free(&mem);
	return 0;
}
