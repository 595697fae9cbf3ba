/* Whatever comes as a list: refused, or rows that written out again read the same. */
#include "csvio.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compare(struct arena *mem, const struct csv *c)
{
	struct buf b = buf_new(mem, 16 << 20);
	struct csv again;

	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < c->row[i].n; k++)
			csv_put(&b, c->row[i].cell[k], k == 0);
		csv_end(&b);
	}
	if (csv_read(mem, buf_view(&b), &again) != RC_OK || again.n != c->n)
		abort();
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->row[i].n; k++)
			if (!str_eq(c->row[i].cell[k], again.row[i].cell[k]))
				abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct csv c;
	jmp_buf full;

	arena_init(&mem, 64 << 20);
	mem.full = &full;
	if (!setjmp(full) && csv_read(&mem, (str){ (const char *)data, size }, &c) == RC_OK)
		compare(&mem, &c);
	arena_free(&mem);
	return 0;
}
