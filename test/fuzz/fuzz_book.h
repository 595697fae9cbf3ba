/* fuzz_book.h - what must hold of a book, whatever it was made of. */
#pragma once
#include "book.h"
#include "utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void check_cell(const struct cell *c)
{
	if (c->type > CELL_ERROR || !utf8_valid(c->text) || utf8_count(c->text) > BOOK_CELL ||
	    (c->type == CELL_EMPTY) != (c->text.n == 0) || (c->flags & CELL_COVERED && c->type != CELL_EMPTY))
		abort();
}

static inline void check_row(const struct book_row *row, size_t last)
{
	if (!row->n || row->n > BOOK_COLUMNS || row->line <= last || row->line > 1 << 20 ||
	    row->cell[row->n - 1].type == CELL_EMPTY)
		abort();
	for (size_t k = 0; k < row->n; k++)
		check_cell(&row->cell[k]);
}

static inline void check_book(enum rc rc, const struct book *book, const char *why)
{
	size_t rows = 0;

	if (rc != RC_OK) {
		if (!why)
			abort();
		return;
	}
	if (!book->n || book->n > BOOK_SHEETS)
		abort();
	for (size_t i = 0; i < book->n; i++) {
		const struct book_sheet *s = &book->sheet[i];
		rows += s->n;
		if (!utf8_valid(s->name))
			abort();
		for (size_t k = 0; k < s->n; k++)
			check_row(&s->row[k], k ? s->row[k - 1].line : 0);
	}
	if (rows > BOOK_ROWS)
		abort();
}
