#include "csvio.h"
#include "utf8.h"

#include <csv.h>

/* Filled by libcsv's callbacks, which must not jump: on trouble they only note it. */
struct reader {
	struct arena *mem;
	str *cell; /* of the row under way */
	size_t ncell;
	struct csv_row *row;
	size_t nrow, cap, line;
	int ended; /* by which character the last row did */
	enum rc rc;
};

/* What a spreadsheet would run: = + - @, also behind apostrophes, so that taking one off gives back exactly
 * what one more in front was put to. */
static bool formula(str s)
{
	size_t i = 0;

	while (i < s.n && s.s[i] == '\'')
		i++;
	return i < s.n && strchr("=+-@", s.s[i]);
}

static void on_cell(void *bytes, size_t n, void *ctx)
{
	struct reader *r = ctx;

	if (r->rc != RC_OK)
		return;
	if (r->ncell == CSV_MAX_COLUMNS) {
		r->rc = RC_TOO_BIG;
		return;
	}
	char *p = arena_try(r->mem, 1, 1, n + 1);
	if (!p) {
		r->rc = RC_TOO_BIG;
		return;
	}
	if (n)
		memcpy(p, bytes, n);
	if (n > 1 && p[0] == '\'' && formula((str){ p, n })) { /* our own csv_put() wrote it so */
		p++;
		n--;
	}
	r->cell[r->ncell++] = (str){ p, n };
}

static bool row_room(struct reader *r)
{
	if (r->nrow < r->cap)
		return r->nrow < CSV_MAX_ROWS;
	struct csv_row *row = TRY_GROWN(r->mem, r->row, r->nrow, &r->cap);
	if (row)
		r->row = row;
	return row;
}

static void on_row(int end, void *ctx)
{
	struct reader *r = ctx;
	bool blank = true, second_half = end == '\n' && r->ended == '\r' && r->ncell == 0; /* of CRLF */

	r->ended = end;
	if (second_half)
		return;
	r->line++;
	for (size_t i = 0; i < r->ncell; i++)
		blank = blank && str_trim(r->cell[i]).n == 0;
	size_t n = r->ncell;
	r->ncell = 0;
	if (r->rc != RC_OK || blank)
		return;
	str *cell = arena_try(r->mem, sizeof *cell, alignof(str), n);
	if (!cell || !row_room(r)) {
		r->rc = RC_TOO_BIG;
		return;
	}
	memcpy(cell, r->cell, n * sizeof *cell);
	r->row[r->nrow++] = (struct csv_row){ cell, n, r->line };
}

static bool feed(struct csv_parser *p, str text, struct reader *r)
{
	return csv_parse(p, text.s, text.n, on_cell, on_row, r) != text.n || csv_fini(p, on_cell, on_row, r);
}

enum rc csv_read(struct arena *mem, str text, struct csv *ret)
{
	struct reader r = { .mem = mem };
	struct csv_parser p;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_cut(text, 3, text.n);
	if (!utf8_valid(text))
		return RC_MALFORMED;
	r.cell = NEW(mem, str, CSV_MAX_COLUMNS);
	if (csv_init(&p, CSV_STRICT | CSV_REPALL_NL | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL))
		return RC_FAULT;
	bool bad = feed(&p, text, &r);
	csv_free(&p);
	if (bad)
		return RC_MALFORMED;
	if (r.rc == RC_OK)
		*ret = (struct csv){ r.row, r.nrow };
	return r.rc;
}

void csv_put(struct buf *b, str cell, bool first)
{
	bool quote = str_starts(
		cell, STR("\xef\xbb\xbf")); /* at the very start it would pass for the mark of UTF-8 */

	if (!first)
		buf_ch(b, ',');
	if (cell.n) /* blanks at the ends would be trimmed */
		quote = quote || strchr(" \t", cell.s[0]) || strchr(" \t", cell.s[cell.n - 1]);
	for (size_t i = 0; i < cell.n; i++)
		quote = quote || strchr("\",\r\n", cell.s[i]);
	if (quote)
		buf_ch(b, '"');
	if (formula(cell))
		buf_ch(b, '\''); /* a spreadsheet must not run what a stranger typed */
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.s[i] == '"')
			buf_ch(b, '"');
		buf_ch(b, cell.s[i]);
	}
	if (quote)
		buf_ch(b, '"');
}

void csv_end(struct buf *b) { buf_lit(b, "\r\n"); }
