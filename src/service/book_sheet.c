#include "book_xlsx.h"

#define P_ROW PATH3(E_WORKSHEET, E_SHEETDATA, E_ROW)
#define P_C PATH4(E_WORKSHEET, E_SHEETDATA, E_ROW, E_C)
#define P_V PATH5(E_WORKSHEET, E_SHEETDATA, E_ROW, E_C, E_V)
#define P_F PATH5(E_WORKSHEET, E_SHEETDATA, E_ROW, E_C, E_F)
#define P_T PATH6(E_WORKSHEET, E_SHEETDATA, E_ROW, E_C, E_IS, E_T)
#define P_RUN PATH7(E_WORKSHEET, E_SHEETDATA, E_ROW, E_C, E_IS, E_R, E_T)
#define P_MERGE PATH3(E_WORKSHEET, E_MERGECELLS, E_MERGECELL)

enum { MERGES = 1 << 18, STYLES = 1 << 16, ROOM = 64 << 10 };

enum source { AS_NUMBER, AS_SHARED, AS_TEXT, AS_BOOL, AS_ERROR, AS_DATE };

struct sheet {
	struct book_xlsx *b;
	struct book_row row;
	bool lined;    /* the number of the row under way is known */
	size_t last;   /* of the row before it */
	size_t column; /* of the cell under way; of the last one */
	bool begun;    /* a cell of the row has been */
	/* of the cell under way */
	enum source source;
	uint32_t style;
	bool formula, keep;
	/* where the texts of a row are, but for shared ones */
	char *room;
	size_t nroom, cap_room, merges;
};

/* --- where a cell is --- */

/* "AB12": column from 0, line from 1. Columns past all limits are BOOK_LINES. */
static bool parse_place(const char *ref, size_t *ret_column, size_t *ret_line, const char **ret_end)
{
	size_t column = 0, line = 0;
	const char *at = ref;

	for (; (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'); at++) {
		column = column * 26 + (size_t)((*at & 31));
		if (column > BOOK_LINES)
			column = BOOK_LINES;
	}
	const char *digits = at;
	for (; *at >= '0' && *at <= '9'; at++) {
		line = line * 10 + (size_t)(*at - '0');
		if (line > BOOK_LINES)
			return false;
	}
	*ret_column = column - 1;
	*ret_line = line;
	*ret_end = at;
	return digits > ref && at > digits && line;
}

static void open_row(struct book_xml *x, struct sheet *s, const char **attributes)
{
	const char *r = book_xml_attribute(attributes, "r");
	uint32_t line = 0;

	if (r && (!book_xml_number(r, BOOK_LINES + 1, &line) || !line)) {
		book_xml_stop(x, WHY_BAD_XML);
		return;
	}
	s->row.line = line;
	s->lined = line != 0;
	s->row.hidden = book_xml_true(book_xml_attribute(attributes, "hidden"));
	s->begun = false;
	s->nroom = 0;
}

/* Without a number of its own a row follows the one before it. */
static bool know_line(struct sheet *s)
{
	if (!s->lined)
		s->row.line = s->last + 1;
	s->lined = true;
	return s->row.line <= BOOK_LINES;
}

static bool find_place(struct sheet *s, const char *ref)
{
	size_t line;
	const char *end;

	if (!ref) {
		s->column = s->begun ? s->column + 1 : 0;
		s->begun = true;
		return know_line(s);
	}
	if (!parse_place(ref, &s->column, &line, &end) || *end)
		return false;
	if (!s->lined)
		s->row.line = line;
	s->lined = s->begun = true;
	return line == s->row.line;
}

/* --- what is in it --- */

static enum source source_of(const char *t)
{
	static const struct {
		const char *t;
		enum source source;
	} known[] = { { "s", AS_SHARED }, { "str", AS_TEXT }, { "inlineStr", AS_TEXT },
		      { "b", AS_BOOL },   { "e", AS_ERROR },  { "d", AS_DATE } };

	for (size_t i = 0; t && i < COUNT(known); i++)
		if (strcmp(known[i].t, t) == 0)
			return known[i].source;
	return AS_NUMBER;
}

static void open_cell(struct book_xml *x, struct sheet *s, const char **attributes)
{
	if (!find_place(s, book_xml_attribute(attributes, "r"))) {
		book_xml_stop(x, WHY_BAD_XML);
		return;
	}
	s->source = source_of(book_xml_attribute(attributes, "t"));
	if (!book_xml_number(book_xml_attribute(attributes, "s"), STYLES, &s->style))
		s->style = 0;
	s->formula = false;
}

/* A copy among the row's texts; these move when there is no more room. NULL: no memory. */
static char *keep(struct sheet *s, size_t n)
{
	if (n > s->cap_room - s->nroom) {
		size_t cap = (s->nroom + n) * 2 + ROOM;
		char *room = arena_try(s->b->mem, 1, 1, cap);
		if (!room)
			return NULL;
		if (s->nroom)
			memcpy(room, s->room, s->nroom);
		for (size_t i = 0; i < BOOK_COLUMNS; i++) {
			str *t = &s->row.cell[i].text;
			if (s->nroom && t->s >= s->room && t->s < s->room + s->nroom)
				t->s = room + (t->s - s->room);
		}
		s->room = room;
		s->cap_room = cap;
	}
	char *p = s->room + s->nroom;
	s->nroom += n;
	return p;
}

static enum book_why keep_text(struct sheet *s, str text, enum cell_type type, struct cell *ret)
{
	char *p = keep(s, text.n);

	if (!p)
		return WHY_MEMORY;
	memcpy(p, text.s, text.n);
	*ret = (struct cell){ { p, text.n }, (uint8_t)type, 0 };
	return WHY_NONE;
}

static enum book_why number_cell(struct sheet *s, str text, struct cell *ret)
{
	const struct book_xlsx *b = s->b;
	enum book_format format = s->style < b->nformat ? b->format[s->style] : FORMAT_GENERAL;
	char value[BOOK_VALUE];
	double v;

	if (!book_value_parse(text, &v)) /* not what it says it is: shown as it stands */
		return keep_text(s, text, CELL_TEXT, ret);
	struct cell c = book_value_cell(v, format, b->since_1904, value);
	enum book_why why = keep_text(s, c.text, c.type, ret);
	ret->flags = c.flags;
	return why;
}

static enum book_why shared_cell(const struct sheet *s, str text, struct cell *ret)
{
	int64_t n;

	text = str_trim(text);
	if (!str_digits(text) || !str_int(text, &n) || n < 0 || (uint64_t)n >= s->b->nstring)
		return WHY_BROKEN;
	*ret = (struct cell){ s->b->string[n], CELL_TEXT, 0 };
	return WHY_NONE;
}

static enum book_why date_cell(struct sheet *s, str text, struct cell *ret)
{
	char value[BOOK_VALUE];
	struct cell c;

	if (!book_value_iso(text, value, &c))
		return keep_text(s, text, CELL_TEXT, ret);
	return keep_text(s, c.text, c.type, ret);
}

static enum book_why cell_of(struct sheet *s, str text, struct cell *ret)
{
	str bare = str_trim(text);

	if (!bare.n)
		return WHY_NONE;
	switch (s->source) {
	case AS_SHARED: return shared_cell(s, bare, ret);
	case AS_TEXT: return keep_text(s, text, CELL_TEXT, ret);
	case AS_ERROR: return keep_text(s, bare, CELL_ERROR, ret);
	case AS_DATE: return date_cell(s, bare, ret);
	case AS_BOOL: {
		bool set = str_eq(bare, STR("1")) || str_eq(bare, STR("true"));
		*ret = (struct cell){ set ? STR("1") : STR("0"), CELL_BOOL, 0 };
		return WHY_NONE;
	}
	default: return number_cell(s, bare, ret);
	}
}

static enum book_why close_cell(struct sheet *s)
{
	struct cell c = { .type = CELL_EMPTY };
	str text;
	enum book_why why = book_text_close(&s->b->text, &text);

	if (why == WHY_NONE)
		why = cell_of(s, text, &c);
	if (why != WHY_NONE || c.type == CELL_EMPTY || !str_trim(c.text).n)
		return why;
	if (s->column >= BOOK_COLUMNS)
		return WHY_COLUMNS;
	if (s->row.cell[s->column].type != CELL_EMPTY)
		return WHY_BROKEN; /* there twice */
	if (s->formula)
		c.flags |= CELL_FORMULA;
	s->row.cell[s->column] = c;
	if (s->row.n <= s->column)
		s->row.n = s->column + 1;
	return WHY_NONE;
}

static enum book_why close_row(struct sheet *s)
{
	enum book_why why = know_line(s) ? book_out_row(s->b->out, &s->row) : WHY_BAD_XML;

	memset(s->row.cell, 0, s->row.n * sizeof *s->row.cell);
	s->row.n = 0;
	s->last = s->row.line;
	return why;
}

/* --- merged cells: they stand behind the rows --- */

static enum book_why merge(struct sheet *s, const char *ref)
{
	size_t left, top, right, bottom;
	const char *end;

	if (!ref || !parse_place(ref, &left, &top, &end))
		return WHY_BAD_XML;
	if (!*end || left >= BOOK_COLUMNS)
		return WHY_NONE;
	if (*end != ':' || !parse_place(end + 1, &right, &bottom, &end) || *end || right < left ||
	    bottom < top || s->merges++ == MERGES)
		return WHY_BAD_XML;
	const struct book_merge m = { (uint32_t)top, (uint32_t)left, (uint32_t)bottom, (uint32_t)right };
	return book_out_merge(s->b->out, &m);
}

/* --- called by expat --- */

static void on_open(struct book_xml *x, uint64_t path, const char **attributes)
{
	struct sheet *s = x->ctx;
	enum book_why why = WHY_NONE;

	switch (path) {
	case P_ROW: open_row(x, s, attributes); break;
	case P_C: open_cell(x, s, attributes); break;
	case P_F: s->formula = true; break;
	case P_T: {
		const char *space = book_xml_attribute(attributes, "xml:space");
		s->keep = space && strcmp(space, "preserve") == 0;
		book_text_piece(&s->b->text);
		break;
	}
	case P_MERGE: why = merge(s, book_xml_attribute(attributes, "ref")); break;
	default: break;
	}
	if (why != WHY_NONE)
		book_xml_stop(x, why);
}

static void on_text(struct book_xml *x, uint64_t path, str piece)
{
	struct sheet *s = x->ctx;

	if (path == P_V || path == P_T || path == P_RUN)
		book_text_add(x, &s->b->text, piece);
}

static void on_close(struct book_xml *x, uint64_t path)
{
	struct sheet *s = x->ctx;
	enum book_why why = WHY_NONE;

	switch (path) {
	case P_T:
		if (!s->keep)
			book_text_trim(&s->b->text);
		break;
	case P_C: why = close_cell(s); break;
	case P_ROW: why = close_row(s); break;
	default: break;
	}
	if (why != WHY_NONE)
		book_xml_stop(x, why);
}

bool book_sheet_reader(struct book_xlsx *b, struct book_xml *x)
{
	static const struct book_xml_part part = { E_WORKSHEET, on_open, on_close, on_text };
	struct sheet *s = arena_try(b->mem, sizeof *s, alignof(struct sheet), 1);

	if (!s || !book_text_open(b->mem, &b->text))
		return false;
	s->row.cell = arena_try(b->mem, sizeof *s->row.cell, alignof(struct cell), BOOK_COLUMNS);
	if (!s->row.cell)
		return false;
	s->b = b;
	*x = (struct book_xml){ .part = &part, .ctx = s, .mem = b->mem };
	return true;
}
