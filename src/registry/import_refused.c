/* The rows that were not taken, as they stood, with the reason behind each: put right there, they come in
 * again. */
#include "book_write.h"
#include "import_row.h"

static const str none = { NULL, 0 };

/* The row of headings of a sheet: the last one before the first row that was taken up. */
static const struct book_row *headings_of(const struct book *book, const struct import_report *r,
					  uint32_t sheet)
{
	const struct book_sheet *s = &book->sheet[sheet];
	size_t first = SIZE_MAX;
	const struct book_row *found = NULL;

	for (size_t i = 0; i < r->rows; i++)
		if (r->row[i].sheet == sheet && r->row[i].line < first)
			first = r->row[i].line;
	for (size_t i = 0; i < s->n && s->row[i].line < first; i++)
		found = &s->row[i];
	return found;
}

static const struct book_row *row_at(const struct book_sheet *s, size_t line)
{
	size_t at = book_row_at(s, line);

	return at < s->n && s->row[at].line == line ? &s->row[at] : NULL;
}

struct out {
	struct ctx *c;
	struct book_write *to;
	const struct import_report *r;
	enum lang lang;
	size_t problem; /* the next one: of a sheet they stand in the order of its rows */
};

static bool is_why(str heading)
{
	return str_eq(str_trim(heading), STR("Why")) ||
	       str_eq(str_trim(heading), str_of(tr(LANG_ZH, N_("Why"))));
}

static str why_of(struct out *o, const struct import_row *row)
{
	struct buf why = buf_new(o->c->mem, 64 << 10);
	const struct import_problems *p = &o->r->problems;

	for (; o->problem < p->n; o->problem++) {
		const struct import_problem *x = &p->list[o->problem];
		if (x->sheet != row->sheet)
			continue;
		if (x->what.row != row->line)
			break;
		if (why.n)
			buf_lit(&why, "; ");
		if (x->what.field.n) {
			buf_str(&why, x->what.field);
			buf_lit(&why, ": ");
		}
		problem_put(&why, o->lang, &x->what);
	}
	if (row->outcome == IMPORT_HELD)
		buf_str(&why, str_of(tr(o->lang, N_("Somebody much like this child is registered already. "
						    "Say whether it is the "
						    "same one, or correct what differs."))));
	return buf_view(&why);
}

static void put_headings(struct out *o, const struct book_row *row)
{
	struct book_heading *h = NEW(o->c->mem, struct book_heading, row->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++)
		if (!is_why(row->cell[i].text))
			h[n++].text = row->cell[i].text;
	h[n++] = (struct book_heading){ .text = str_of(tr(o->lang, N_("Why"))), .width = 60 };
	book_write_headings(o->to, h, n);
}

static void put_row(struct out *o, const struct book_row *head, const struct book_row *row,
		    const struct import_row *what)
{
	for (size_t i = 0; i < head->n; i++)
		if (!is_why(head->cell[i].text))
			book_write_cell(o->to, i < row->n ? row->cell[i].text : none);
	book_write_bad(o->to, why_of(o, what));
	book_write_end_row(o->to);
}

static bool left_out(const struct import_row *row)
{
	return row->outcome == IMPORT_REFUSED || row->outcome == IMPORT_HELD;
}

static bool put_sheet(struct out *o, const struct book *book, uint32_t sheet)
{
	const struct book_row *head = headings_of(book, o->r, sheet), *row;
	bool begun = false;

	o->problem = 0;
	for (size_t i = 0; i < o->r->rows; i++) {
		const struct import_row *what = &o->r->row[i];
		if (what->sheet != sheet || !left_out(what) || !head ||
		    !(row = row_at(&book->sheet[sheet], what->line)))
			continue;
		if (!begun) {
			book_write_sheet(o->to, book->sheet[sheet].name.n
							? book->sheet[sheet].name
							: str_of(tr(o->lang, N_("To put right"))));
			put_headings(o, head);
			begun = true;
		}
		put_row(o, head, row, what);
	}
	return begun;
}

static enum rc write_refused(struct ctx *c, const struct book *book, const struct import_report *report,
			     enum lang lang, enum book_format format, str *ret)
{
	struct out o = { .c = c, .r = report, .lang = lang };
	bool any = false;
	enum rc rc = book_write_open(c->mem, format, &o.to);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < book->n && !(any && format == BOOK_WRITE_CSV); i++)
		any |= put_sheet(&o, book, (uint32_t)i);
	return book_write_close(o.to, ret);
}

enum rc import_refused(struct ctx *c, const struct book *book, const struct import_report *report,
		       enum lang lang, str *ret_xlsx)
{
	return write_refused(c, book, report, lang, BOOK_WRITE_XLSX, ret_xlsx);
}

enum rc import_refused_csv(struct ctx *c, const struct book *book, const struct import_report *report,
			   enum lang lang, str *ret_csv)
{
	return write_refused(c, book, report, lang, BOOK_WRITE_CSV, ret_csv);
}
