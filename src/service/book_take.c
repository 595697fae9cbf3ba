#include "book_frame.h"
#include "utf8.h"

#include <stdlib.h>

enum { NUMBER_BYTES = 5 };

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

static bool take_byte(str *rest, uint8_t below, uint8_t *ret)
{
	if (!rest->n || (uint8_t)rest->s[0] >= below)
		return false;
	*ret = (uint8_t)rest->s[0];
	*rest = str_cut(*rest, 1, rest->n);
	return true;
}

/* --- cells --- */

static bool like(str text, const char *shape)
{
	if (text.n != strlen(shape))
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (shape[i] == '9' ? text.s[i] < '0' || text.s[i] > '9' : text.s[i] != shape[i])
			return false;
	return true;
}

static bool is_date(str text)
{
	return like(text, "9999-99-99") || like(text, "9999-99-99 99:99:99") || like(text, "99:99:99");
}

/* -?[0-9]+(.[0-9]+)? */
static bool is_number(str text)
{
	size_t at = text.n && text.s[0] == '-', dots = 0;

	for (size_t i = at; i < text.n; i++) {
		bool dot = text.s[i] == '.' && i > at && i + 1 < text.n;
		if (!dot && (text.s[i] < '0' || text.s[i] > '9'))
			return false;
		dots += dot;
	}
	return text.n > at && dots <= 1;
}

static bool is_sound(const struct cell *c)
{
	switch (c->type) {
	case CELL_NUMBER: return c->flags & CELL_RUINED || is_number(c->text);
	case CELL_DATE: return is_date(c->text);
	case CELL_BOOL: return str_eq(c->text, STR("1")) || str_eq(c->text, STR("0"));
	default: return true;
	}
}

static bool take_cell(str *rest, struct cell *ret)
{
	enum { TYPE_BITS = 3, BELOW = 1 << 5 };
	uint8_t what;
	size_t n;

	if (!take_byte(rest, BELOW, &what))
		return false;
	*ret = (struct cell){ .type = what & 7, .flags = what >> TYPE_BITS };
	if (ret->type == CELL_EMPTY)
		return !ret->flags;
	if (ret->type > CELL_ERROR || !take_number(rest, &n) || n > rest->n)
		return false;
	ret->text = str_cut(*rest, 0, n);
	*rest = str_cut(*rest, n, rest->n);
	return n && utf8_valid(ret->text) && utf8_count(ret->text) <= BOOK_CELL && is_sound(ret);
}

/* --- frames --- */

static enum rc take_row(struct book_taker *t, str *rest)
{
	struct book_sheet *s = &t->book.sheet[t->book.n - 1];
	struct book_row row = { .line = 0 };
	uint8_t hidden;

	if (!take_number(rest, &row.line) || !take_byte(rest, 2, &hidden) || !take_number(rest, &row.n) ||
	    !row.line || row.line > BOOK_LINES || !row.n || row.n > BOOK_COLUMNS || t->rows == BOOK_ROWS)
		return RC_INVALID;
	row.hidden = hidden;
	row.cell = arena_try(t->mem, sizeof *row.cell, alignof(struct cell), row.n);
	struct book_row *rows = TRY_GROWN(t->mem, s->row, s->n, &t->cap_rows);
	if (!row.cell || !rows)
		return RC_TOO_BIG;
	for (size_t i = 0; i < row.n; i++)
		if (!take_cell(rest, &row.cell[i]))
			return RC_INVALID;
	if (row.cell[row.n - 1].type == CELL_EMPTY)
		return RC_INVALID;
	t->in_order = t->in_order && (!s->n || s->row[s->n - 1].line < row.line);
	s->row = rows;
	s->row[s->n++] = row;
	t->rows++;
	return RC_OK;
}

static enum rc take_rows(struct book_taker *t, str rest)
{
	enum rc rc = t->book.n ? RC_OK : RC_INVALID;

	while (rc == RC_OK && rest.n)
		rc = take_row(t, &rest);
	return rc;
}

static enum rc take_merges(struct book_taker *t, str rest)
{
	while (rest.n) {
		size_t n[4];
		for (size_t i = 0; i < COUNT(n); i++)
			if (!take_number(&rest, &n[i]) || n[i] > BOOK_LINES)
				return RC_INVALID;
		struct book_merge *m = TRY_GROWN(t->mem, t->merge, t->nmerge, &t->cap_merges);
		if (!m)
			return RC_TOO_BIG;
		t->merge = m;
		t->merge[t->nmerge++] =
			(struct book_merge){ (uint32_t)n[0], (uint32_t)n[1], (uint32_t)n[2], (uint32_t)n[3] };
	}
	return RC_OK;
}

static enum rc take_head(struct book_taker *t, str rest)
{
	static const str name[BOOK_ENCODING__N] = { STR_INIT("UTF-8"), STR_INIT("GB18030"),
						    STR_INIT("UTF-16") };
	uint8_t type, encoding;

	if (t->headed || !take_byte(&rest, BOOK_XLSX + 1, &type) ||
	    !take_byte(&rest, BOOK_ENCODING__N, &encoding) || rest.n)
		return RC_INVALID;
	t->headed = true;
	t->book.type = type;
	if (type == BOOK_CSV)
		t->book.encoding = name[encoding];
	return RC_OK;
}

/* --- a sheet is whole --- */

static int compare_lines(const void *a, const void *b)
{
	const struct book_row *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

static void drop_blank(struct book_sheet *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct book_row row = s->row[i];
		while (row.n && row.cell[row.n - 1].type == CELL_EMPTY)
			row.n--;
		if (row.n)
			s->row[kept++] = row;
	}
	s->n = kept;
}

size_t book_row_at(const struct book_sheet *s, size_t line)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->row[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Returns what it cost: places of the grid, each of which one range may have. */
static size_t cover(struct book_sheet *s, const struct book_merge *m)
{
	size_t cost = 1;

	if (m->left >= BOOK_COLUMNS)
		return cost;
	for (size_t i = book_row_at(s, m->top); i < s->n && s->row[i].line <= m->bottom; i++) {
		const struct book_row *row = &s->row[i];
		cost++;
		for (size_t k = m->left; k <= m->right && k < row->n; k++, cost++)
			if (row->line != m->top || k != m->left)
				row->cell[k] = (struct cell){ .flags = CELL_COVERED };
	}
	return cost;
}

static enum rc end_sheet(struct book_taker *t)
{
	if (!t->book.n)
		return RC_OK; /* before the first */
	struct book_sheet *s = &t->book.sheet[t->book.n - 1];
	size_t cost = 0;
	if (!t->in_order && s->n)
		qsort(s->row, s->n, sizeof *s->row, compare_lines);
	for (size_t i = 1; i < s->n; i++)
		if (s->row[i].line == s->row[i - 1].line)
			return RC_MALFORMED;
	/* Ranges that do not overlap cannot cost more than the grid has places. */
	for (size_t i = 0; i < t->nmerge; i++) {
		cost += cover(s, &t->merge[i]);
		if (cost > 2 * (s->n + t->nmerge) * BOOK_COLUMNS)
			return RC_MALFORMED;
	}
	if (t->nmerge)
		drop_blank(s);
	t->nmerge = 0;
	return RC_OK;
}

static enum rc take_sheet(struct book_taker *t, str rest)
{
	enum { NAME = 255 };
	uint8_t hidden;
	enum rc rc = end_sheet(t);

	if (rc != RC_OK)
		return rc;
	if (!take_byte(&rest, 2, &hidden) || rest.n > NAME || !utf8_valid(rest) || t->book.n == BOOK_SHEETS)
		return RC_INVALID;
	struct book_sheet *s = TRY_GROWN(t->mem, t->book.sheet, t->book.n, &t->cap_sheets);
	if (!s)
		return RC_TOO_BIG;
	t->book.sheet = s;
	s[t->book.n++] = (struct book_sheet){ .name = rest, .hidden = hidden };
	t->cap_rows = 0;
	t->in_order = true;
	return RC_OK;
}

static enum rc take_refusal(struct book_taker *t, str rest)
{
	uint8_t why;

	if (!take_byte(&rest, WHY__N, &why) || why == WHY_NONE || rest.n)
		return RC_INVALID;
	t->why = why;
	return book_why_rc(t->why);
}

enum rc book_take_frame(struct book_taker *t, int type, str payload)
{
	if (!t->headed && type != BOOK_HEAD && type != BOOK_REFUSED)
		return RC_INVALID;
	switch (type) {
	case BOOK_HEAD: return take_head(t, payload);
	case BOOK_SHEET: return take_sheet(t, payload);
	case BOOK_ROWS_OF: return take_rows(t, payload);
	case BOOK_MERGES: return take_merges(t, payload);
	case BOOK_REFUSED: return take_refusal(t, payload);
	default: return RC_INVALID;
	}
}

enum rc book_take_end(struct book_taker *t, struct book *ret)
{
	enum rc rc = t->headed && t->book.n ? end_sheet(t) : RC_INVALID;

	if (rc == RC_OK)
		*ret = t->book;
	return rc;
}
