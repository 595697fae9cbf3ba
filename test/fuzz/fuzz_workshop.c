/* Whatever a worker writes: refused, or rows that a list could have held and that written out read the same.
 */
#include "utf8.h"
#include "workshop_csv.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take(void *ctx, void *to, size_t n)
{
	str *rest = ctx;

	if (n > rest->n)
		return false;
	memcpy(to, rest->s, n);
	*rest = str_cut(*rest, n, rest->n);
	return true;
}

static void check(const struct csv *c)
{
	if (c->n > CSV_MAX_ROWS)
		abort();
	for (size_t i = 0; i < c->n; i++) {
		const struct csv_row *row = &c->row[i];
		if (row->n == 0 || row->n > CSV_MAX_COLUMNS || (i && row->line <= row[-1].line))
			abort();
		for (size_t k = 0; k < row->n; k++)
			if (!utf8_valid(row->cell[k]))
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	str rest = { (const char *)data, size };
	struct arena mem;
	struct csv c = { 0 };
	struct workshop_frames f = { .read = take, .ctx = &rest, .mem = &mem, .left = 4 << 20 };

	arena_init(&mem, 8 << 20);
	if (workshop_csv_take(&c, &f) == RC_OK)
		check(&c);
	arena_free(&mem);
	return 0;
}
