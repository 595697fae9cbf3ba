#include "book_csv.h"
#include "book_value.h"
#include "utf8.h"

/* Not by libcsv, which reads base's lists: ="0123" and the other separators would each need the text to be
 * gone through beforehand. */
struct reader {
	struct book_out *out;
	char *s; /* the text: a quoted cell is written over itself without its quotes */
	size_t at, n;
	char separator;
	struct book_row row;
	struct cell cell[BOOK_COLUMNS];
};

static bool ends_line(char c) { return c == '\r' || c == '\n'; }

/* How often each stands in the first line that has any, outside quotes; most of them are commas. */
static char find_separator(str text)
{
	static const char candidate[] = { ',', ';', '\t' };
	size_t count[sizeof candidate] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];
		if (c == '"')
			quoted = !quoted;
		if (!quoted && ends_line(c) && count[0] + count[1] + count[2])
			break;
		for (size_t k = 0; k < sizeof candidate; k++)
			count[k] += !quoted && c == candidate[k];
	}
	for (size_t k = 1; k < sizeof candidate; k++)
		if (count[k] > count[best])
			best = k;
	return candidate[best];
}

/* "sep=;" in the first line is for Excel and no row. */
static void read_hint(struct reader *r)
{
	enum { HINT = 5 };
	str text = { r->s, r->n };

	r->separator = find_separator(text);
	if (r->n < HINT || !str_starts(text, STR("sep=")) || (r->n > HINT && !ends_line(r->s[HINT])))
		return;
	r->separator = r->s[HINT - 1];
	r->at = HINT;
	if (r->at < r->n && r->s[r->at] == '\r')
		r->at++;
	if (r->at < r->n && r->s[r->at] == '\n')
		r->at++;
}

static bool at_end_of_cell(const struct reader *r)
{
	return r->at == r->n || r->s[r->at] == r->separator || ends_line(r->s[r->at]);
}

/* From the first quote to behind the last; two of them are one. */
static enum book_why read_quoted(struct reader *r, str *ret)
{
	size_t from = ++r->at, to = from;

	for (; r->at < r->n; r->at++) {
		if (r->s[r->at] == '"' && (r->at + 1 == r->n || r->s[r->at + 1] != '"')) {
			r->at++;
			*ret = (str){ r->s + from, to - from };
			return WHY_NONE;
		}
		if (r->s[r->at] == '"')
			r->at++;
		if (r->s[r->at] == '\r') { /* a line ends with \n here, however it is written */
			r->s[to++] = '\n';
			r->at += r->at + 1 < r->n && r->s[r->at + 1] == '\n';
		} else {
			r->s[to++] = r->s[r->at];
		}
	}
	return WHY_QUOTES;
}

static bool blank_here(const struct reader *r)
{
	return r->at < r->n && r->s[r->at] == ' ' && r->separator != ' ';
}

static enum book_why read_text(struct reader *r, str *ret)
{
	size_t from = r->at;

	while (blank_here(r))
		r->at++;
	/* ="0123" keeps Excel from taking it for a number. */
	size_t trick = r->at + 1 < r->n && r->s[r->at] == '=' && r->s[r->at + 1] == '"';
	if (trick || (r->at < r->n && r->s[r->at] == '"')) {
		r->at += trick;
		enum book_why why = read_quoted(r, ret);
		while (why == WHY_NONE && blank_here(r))
			r->at++;
		return why == WHY_NONE && !at_end_of_cell(r) ? WHY_QUOTES : why;
	}
	while (!at_end_of_cell(r))
		if (r->s[r->at++] == '"')
			return WHY_QUOTES;
	*ret = (str){ r->s + from, r->at - from };
	return WHY_NONE;
}

/* Behind any apostrophes, as csv_put() looks: one more was put in front, one is taken off. */
static bool formula(str s)
{
	size_t i = 0;

	while (i < s.n && s.s[i] == '\'')
		i++;
	return i < s.n && strchr("=+-@", s.s[i]);
}

static struct cell cell_of(str text)
{
	str bare = str_trim(text);

	if (!bare.n)
		return (struct cell){ .type = CELL_EMPTY };
	if (book_value_is_ruined(bare))
		return (struct cell){ bare, CELL_NUMBER, CELL_RUINED };
	if (book_value_is_error(bare))
		return (struct cell){ bare, CELL_ERROR, 0 };
	if (text.n > 2 && str_starts(text, STR("=\"")) && text.s[text.n - 1] == '"') /* the same, in quotes */
		text = str_cut(text, 2, text.n - 3);
	else if (text.n > 1 && text.s[0] == '\'' && formula(text)) /* our own csv_put() wrote it so */
		text = str_cut(text, 1, text.n);
	return (struct cell){ text, str_trim(text).n ? CELL_TEXT : CELL_EMPTY, 0 };
}

static enum book_why read_cell(struct reader *r, size_t column)
{
	str text = { NULL, 0 };
	enum book_why why = read_text(r, &text);
	struct cell c = cell_of(text);

	if (why != WHY_NONE || c.type == CELL_EMPTY)
		return why;
	if (column >= BOOK_COLUMNS)
		return WHY_COLUMNS;
	if (utf8_count(c.text) > BOOK_CELL)
		return WHY_CELL;
	r->cell[column] = c;
	r->row.n = column + 1;
	return WHY_NONE;
}

static enum book_why read_row(struct reader *r)
{
	enum book_why why = read_cell(r, 0);

	for (size_t column = 1; why == WHY_NONE && r->at < r->n && r->s[r->at] == r->separator; column++) {
		r->at++;
		why = read_cell(r, column);
	}
	if (why != WHY_NONE)
		return why;
	if (r->at < r->n && r->s[r->at] == '\r' && r->at + 1 < r->n && r->s[r->at + 1] == '\n')
		r->at++;
	r->at++;
	r->row.line++;
	if (r->row.n && r->row.line > BOOK_LINES)
		return WHY_ROWS;
	why = book_out_row(r->out, &r->row);
	memset(r->cell, 0, r->row.n * sizeof *r->cell);
	r->row.n = 0;
	return why;
}

enum book_why book_csv_work(struct arena *mem, str bytes, struct book_out *out)
{
	enum book_encoding encoding;
	str text;
	enum book_why why = book_csv_decode(mem, bytes, &encoding, &text);

	if (why != WHY_NONE)
		return why;
	if (!str_trim(text).n)
		return WHY_EMPTY;
	struct reader *r = arena_try(mem, sizeof *r, alignof(struct reader), 1);
	char *own = encoding == BOOK_UTF8 ? arena_try(mem, 1, 1, text.n) : (char *)text.s;
	if (!r || !own)
		return WHY_MEMORY;
	r->out = out;
	if (own != text.s)
		memcpy(own, text.s, text.n);
	r->s = own;
	r->n = text.n;
	r->row.cell = r->cell;
	read_hint(r);
	why = book_out_head(out, BOOK_CSV, encoding);
	if (why == WHY_NONE)
		why = book_out_sheet(out, STR(""), false);
	while (why == WHY_NONE && r->at < r->n)
		why = read_row(r);
	return why == WHY_NONE ? book_out_end(out) : why;
}
