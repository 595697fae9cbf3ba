#include "workshop_csv.h"
#include "utf8.h"

enum { ROWS = 1, FRAME = 64 << 10, NUMBER_BYTES = 5 };

/* --- in the worker --- */

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

static size_t row_size(const struct csv_row *row)
{
	size_t n = number_size(row->line) + number_size(row->n);

	for (size_t i = 0; i < row->n; i++)
		n += number_size(row->cell[i].n) + row->cell[i].n;
	return n;
}

static char *put_row(char *to, const struct csv_row *row)
{
	to = put_number(to, row->line);
	to = put_number(to, row->n);
	for (size_t i = 0; i < row->n; i++) {
		to = put_number(to, row->cell[i].n);
		memcpy(to, row->cell[i].s, row->cell[i].n);
		to += row->cell[i].n;
	}
	return to;
}

enum rc workshop_csv_work(struct workshop_desk *d)
{
	size_t cap = FRAME;
	struct csv c;
	enum rc rc = csv_read(d->mem, d->input, &c);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < c.n; i++)
		if (row_size(&c.row[i]) > cap)
			cap = row_size(&c.row[i]);
	char *frame = NEW(d->mem, char, cap), *at = frame;
	for (size_t i = 0; i < c.n; i++) {
		if (row_size(&c.row[i]) > (size_t)(frame + cap - at)) {
			workshop_put(d, ROWS, (str){ frame, (size_t)(at - frame) });
			at = frame;
		}
		at = put_row(at, &c.row[i]);
	}
	if (at > frame)
		workshop_put(d, ROWS, (str){ frame, (size_t)(at - frame) });
	return RC_OK;
}

/* --- in the program: nothing of it is believed --- */

struct taker {
	struct arena *mem;
	struct csv csv;
	size_t cap;
};

static bool take_number(str *rest, size_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < rest->n && i < NUMBER_BYTES; i++) {
		size_t part = (uint8_t)rest->s[i];
		n |= (part & 127) << (7 * i);
		if (part < 128) {
			*rest = str_cut(*rest, i + 1, rest->n);
			*ret = n;
			return true;
		}
	}
	return false;
}

static bool row_room(struct taker *t)
{
	if (t->csv.n < t->cap)
		return true;
	size_t cap = t->cap ? t->cap * 2 : 64;
	struct csv_row *row = arena_try(t->mem, sizeof *row, alignof(struct csv_row), cap);
	if (!row)
		return false;
	if (t->csv.n)
		memcpy(row, t->csv.row, t->csv.n * sizeof *row);
	t->csv.row = row;
	t->cap = cap;
	return true;
}

static bool take_cell(str *rest, str *ret)
{
	size_t n;

	if (!take_number(rest, &n) || n > rest->n)
		return false;
	*ret = str_cut(*rest, 0, n);
	*rest = str_cut(*rest, n, rest->n);
	return utf8_valid(*ret);
}

static enum rc take_row(struct taker *t, str *rest)
{
	struct csv_row row = { .line = 0 };
	size_t last = t->csv.n ? t->csv.row[t->csv.n - 1].line : 0;

	if (!take_number(rest, &row.line) || !take_number(rest, &row.n) || row.line <= last || !row.n ||
	    row.n > CSV_MAX_COLUMNS || row.n > rest->n || t->csv.n == CSV_MAX_ROWS)
		return RC_INVALID;
	row.cell = arena_try(t->mem, sizeof *row.cell, alignof(str), row.n);
	if (!row.cell || !row_room(t))
		return RC_TOO_BIG;
	for (size_t i = 0; i < row.n; i++)
		if (!take_cell(rest, &row.cell[i]))
			return RC_INVALID;
	t->csv.row[t->csv.n++] = row;
	return RC_OK;
}

enum rc workshop_csv_take(void *ret_csv, struct workshop_frames *f)
{
	struct taker t = { .mem = f->mem };
	int type;
	str rows;

	while (workshop_next(f, &type, &rows)) {
		if (type != ROWS)
			return RC_INVALID;
		while (rows.n) {
			enum rc rc = take_row(&t, &rows);
			if (rc != RC_OK)
				return rc;
		}
	}
	if (f->rc == RC_OK)
		*(struct csv *)ret_csv = t.csv;
	return f->rc;
}

enum rc workshop_csv(struct arena *mem, str text, struct csv *ret)
{
	return workshop_is_open() ? workshop_do(WORKSHOP_CSV, mem, text, workshop_csv_take, ret)
				  : csv_read(mem, text, ret);
}
