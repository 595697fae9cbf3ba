#include "sheets.h"

#include <stdio.h>

static struct cell cell_of(str text)
{
	static const struct {
		str mark;
		uint8_t type, flags;
	} marks[] = { { STR_INIT("@n"), CELL_NUMBER, 0 },
		      { STR_INIT("@d"), CELL_DATE, 0 },
		      { STR_INIT("@r"), CELL_NUMBER, CELL_RUINED },
		      { STR_INIT("@e"), CELL_ERROR, 0 },
		      { STR_INIT("@f"), CELL_TEXT, CELL_FORMULA } };

	text = str_trim(text);
	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_starts(text, marks[i].mark))
			return (struct cell){ str_cut(text, marks[i].mark.n, text.n), marks[i].type,
					      marks[i].flags };
	return (struct cell){ text, text.n ? CELL_TEXT : CELL_EMPTY, 0 };
}

static struct book_row row_of(struct arena *mem, str line, size_t number)
{
	enum { CELLS = 120 };
	struct book_row row = { .cell = NEW(mem, struct cell, CELLS), .line = number };
	str part;

	while (row.n < CELLS && str_next(&line, '|', &part))
		row.cell[row.n++] = cell_of(part);
	while (row.n && row.cell[row.n - 1].type == CELL_EMPTY)
		row.n--;
	return row;
}

struct book sheets_of(struct arena *mem, const char *text)
{
	enum { SHEETS = 16, ROWS = 4000 };
	struct book b = { .type = BOOK_XLSX, .sheet = NEW(mem, struct book_sheet, SHEETS) };
	struct book_sheet *s = NULL;
	str rest = str_of(text), line;
	size_t number = 0;

	while (str_next(&rest, '\n', &line)) {
		bool named = str_starts(line, STR("# "));
		if (named || !s) {
			s = &b.sheet[b.n++];
			*s = (struct book_sheet){ .row = NEW(mem, struct book_row, ROWS) };
			s->name = named ? str_dup(mem, str_trim(str_cut(line, 2, line.n))) : (str){ NULL, 0 };
			number = 0;
			if (named)
				continue;
		}
		number++;
		s->row[s->n] = row_of(mem, str_dup(mem, line), number);
		s->n += s->row[s->n].n != 0;
	}
	return b;
}

struct actor sheets_actor(struct harness *h, enum role role, enum fixture school)
{
	return (struct actor){ .account = 0,
			       .role = role,
			       .reach = role_reach(role),
			       .county = HARNESS_COUNTY,
			       .school = h->fix[school],
			       .cleared = true };
}

struct import_report sheets_import_book(struct harness *h, const struct actor *who, const struct book *b,
					struct import_options o, enum rc *ret)
{
	struct ctx c = harness_ctx(h);
	struct import_report r;

	if (who)
		c.who = who;
	*ret = import_run(&c, b, &o, &r);
	return r;
}

struct import_report sheets_import(struct harness *h, const struct actor *who, const char *text,
				   struct import_options o)
{
	struct book b = sheets_of(&h->mem, text);
	enum rc rc;
	struct import_report r = sheets_import_book(h, who, &b, o, &rc);

	if (rc != RC_OK && rc != RC_INVALID)
		printf("# rc %d\n", (int)rc);
	return r;
}

static void print(struct harness *h, const struct import_problems *p)
{
	for (size_t i = 0; i < p->n && i < 12; i++) {
		struct buf b = buf_new(&h->mem, 4096);
		problem_put(&b, LANG_EN, &p->list[i].what);
		printf("# sheet %u row %zu %.*s (%.*s): %.*s\n", p->list[i].sheet, p->list[i].what.row,
		       STR_ARG(p->list[i].what.field), STR_ARG(p->list[i].what.value), STR_ARG(buf_view(&b)));
	}
}

bool sheets_are(struct harness *h, const struct import_report *r, size_t fresh, size_t changed, size_t same,
		size_t refused)
{
	struct buf b = buf_new(&h->mem, 200);

	if (r->fresh == fresh && r->changed == changed && r->same == same && r->refused == refused)
		return true;
	import_summary(&b, r);
	printf("# %.*s, held %zu\n", STR_ARG(buf_view(&b)), r->held);
	print(h, &r->problems);
	return false;
}

bool sheets_problem(struct harness *h, const struct import_problems *p, size_t row, const char *column,
		    const char *words)
{
	for (size_t i = 0; i < p->n; i++) {
		struct buf b = buf_new(&h->mem, 4096);
		problem_put(&b, LANG_EN, &p->list[i].what);
		if (p->list[i].what.row == row && str_eq(p->list[i].what.field, str_of(column)) &&
		    str_has(buf_view(&b), str_of(words)))
			return true;
	}
	printf("# no such problem: row %zu %s: %s\n", row, column, words);
	print(h, p);
	return false;
}
