#include "book_frame.h"

enum { FRAME = 64 << 10 };

static size_t number_size(size_t n)
{
	size_t size = 1;

	for (; n > 127; n >>= 7)
		size++;
	return size;
}

static char *put_number(char *to, size_t n)
{
	for (; n > 127; n >>= 7)
		*to++ = (char)(n | 128);
	*to++ = (char)n;
	return to;
}

static enum book_why flush(struct book_out *o)
{
	if (!o->n)
		return WHY_NONE;
	bool wanted = o->put(o->ctx, o->type, (str){ o->frame, o->n });
	o->sent += o->n;
	o->n = 0;
	return !wanted || o->sent > o->most ? WHY_MEMORY : WHY_NONE;
}

/* Room for n bytes in a frame of that type; those before it go out when it is of another or full. A row may
 * be larger than a frame usually is. */
static enum book_why make_room(struct book_out *o, int type, size_t n)
{
	if (o->n && (o->type != type || o->n + n > FRAME)) {
		enum book_why why = flush(o);
		if (why != WHY_NONE)
			return why;
	}
	o->type = type;
	if (o->n + n <= o->cap)
		return WHY_NONE;
	size_t cap = n > FRAME ? n * 2 : FRAME;
	o->frame = arena_try(o->mem, 1, 1, cap);
	o->cap = o->frame ? cap : 0;
	return o->frame ? WHY_NONE : WHY_MEMORY;
}

enum book_why book_out_head(struct book_out *o, enum book_type type, enum book_encoding encoding)
{
	const char head[] = { (char)type, (char)encoding };
	enum book_why why = make_room(o, BOOK_HEAD, sizeof head);

	if (why == WHY_NONE) {
		memcpy(o->frame, head, sizeof head);
		o->n = sizeof head;
		why = flush(o);
	}
	return why;
}

enum book_why book_out_sheet(struct book_out *o, str name, bool hidden)
{
	enum book_why why = make_room(o, BOOK_SHEET, name.n + 1);

	if (why == WHY_NONE) {
		o->frame[0] = (char)hidden;
		if (name.n)
			memcpy(o->frame + 1, name.s, name.n);
		o->n = name.n + 1;
		why = flush(o);
	}
	return why;
}

static size_t cells_of(const struct book_row *row)
{
	size_t n = row->n;

	while (n && row->cell[n - 1].type == CELL_EMPTY)
		n--;
	return n;
}

/* A byte for each cell, and but for an empty one its text after its length. */
static size_t row_size(const struct book_row *row, size_t cells)
{
	size_t n = number_size(row->line) + 1 + number_size(cells) + cells;

	for (size_t i = 0; i < cells; i++)
		if (row->cell[i].type != CELL_EMPTY)
			n += number_size(row->cell[i].text.n) + row->cell[i].text.n;
	return n;
}

static char *put_cell(char *to, const struct cell *c)
{
	enum { TYPE_BITS = 3 };

	*to++ = (char)(c->type | c->flags << TYPE_BITS);
	if (c->type == CELL_EMPTY)
		return to;
	to = put_number(to, c->text.n);
	if (c->text.n)
		memcpy(to, c->text.s, c->text.n);
	return to + c->text.n;
}

enum book_why book_out_row(struct book_out *o, const struct book_row *row)
{
	size_t cells = cells_of(row);

	if (!cells)
		return WHY_NONE;
	if (o->rows++ == BOOK_ROWS)
		return WHY_ROWS;
	size_t size = row_size(row, cells);
	enum book_why why = make_room(o, BOOK_ROWS_OF, size);
	if (why != WHY_NONE)
		return why;
	char *to = put_number(o->frame + o->n, row->line);
	*to++ = (char)row->hidden;
	to = put_number(to, cells);
	for (size_t i = 0; i < cells; i++)
		to = put_cell(to, &row->cell[i]);
	o->n = (size_t)(to - o->frame);
	return WHY_NONE;
}

enum book_why book_out_merge(struct book_out *o, const struct book_merge *m)
{
	enum { NUMBER = 5, NUMBERS = 4 };
	enum book_why why = make_room(o, BOOK_MERGES, (size_t)NUMBER * NUMBERS);

	if (why != WHY_NONE)
		return why;
	char *to = put_number(o->frame + o->n, m->top);
	to = put_number(to, m->left);
	to = put_number(to, m->bottom);
	to = put_number(to, m->right);
	o->n = (size_t)(to - o->frame);
	return WHY_NONE;
}

enum book_why book_out_end(struct book_out *o) { return flush(o); }
