/* A filled-in form as a spreadsheet: line by line, the sum at the foot, the equations on a sheet of their
 * own. No child is in it. */
#include "book_write.h"
#include "statutory_page.h"

struct maker {
	struct page *p;
	struct book_write *book;
	const struct statutory_table *t;
};

static void put_number(struct maker *m, int64_t n) { book_write_cell(m->book, html_int_text(m->p, n)); }

static void put_headings(struct maker *m)
{
	const struct statutory_form *f = m->t->form;
	struct book_heading *h = NEW(m->p->mem, struct book_heading, f->columns + 1);
	enum { NAME_WIDTH = 24 };

	h[0] = (struct book_heading){ .text = html_word(m->p, f->unit), .width = NAME_WIDTH };
	for (size_t i = 0; i < f->columns; i++)
		h[1 + i].text = html_fill(m->p, "{0} {1}", html_int_text(m->p, (int64_t)i + 1),
					  html_word(m->p, f->column[i].label));
	book_write_headings(m->book, h, f->columns + 1);
}

static void put_row(struct maker *m, str name, const int64_t *n)
{
	book_write_cell(m->book, name);
	for (size_t i = 0; i < m->t->form->columns; i++)
		put_number(m, n[i]);
	book_write_end_row(m->book);
}

static void put_equations(struct maker *m)
{
	const struct book_heading heading[] = { { .text = html_word(m->p, N_("Equation")), .width = 40 },
						{ .text = html_word(m->p, N_("Left")) },
						{ .text = html_word(m->p, N_("Right")) },
						{ .text = html_word(m->p, N_("Holds")) } };

	book_write_sheet(m->book, html_word(m->p, N_("Equations")));
	book_write_headings(m->book, heading, COUNT(heading));
	for (size_t i = 0; i < m->t->form->equations; i++) {
		const struct statutory_equation *e = &m->t->form->equation[i];
		struct statutory_check c = statutory_check_of(e, m->t->total);
		struct buf b = buf_new(m->p->mem, 200);
		statutory_equation_put(&b, e);
		book_write_cell(m->book, buf_view(&b));
		put_number(m, c.left);
		put_number(m, c.right);
		book_write_cell(m->book, html_word(m->p, c.holds ? N_("yes") : N_("no")));
		book_write_end_row(m->book);
	}
}

static enum rc make(struct maker *m, enum book_format format, str *ret)
{
	const struct statutory_table *t = m->t;
	enum rc rc = book_write_open(m->p->mem, format, &m->book);

	if (rc != RC_OK)
		return rc;
	book_write_sheet(m->book, statutory_title(m->p, t->form));
	if (format == BOOK_WRITE_XLSX)
		book_write_line(m->book,
				html_say(m->p, N_("{0}; {1}; on {2}"), statutory_title(m->p, t->form),
					 registry_region(m->p, t->region), html_day_text(m->p, t->on)));
	put_headings(m);
	for (size_t i = 0; i < t->lines; i++)
		put_row(m, statutory_line_text(m->p, &t->line[i]), t->line[i].n);
	put_row(m, html_word(m->p, N_("Sum")), t->total);
	if (format == BOOK_WRITE_XLSX)
		put_equations(m);
	return book_write_close(m->book, ret);
}

enum rc statutory_file(struct req *r, const struct statutory_table *t)
{
	struct page p = page_of(r);
	struct maker m = { .p = &p, .t = t };
	enum book_format format;
	str bytes;
	enum rc rc = book_write_asked(r, &format);

	if (rc == RC_OK)
		rc = make(&m, format, &bytes);
	if (rc == RC_OK)
		book_write_reply(r, format,
				 format == BOOK_WRITE_CSV ? "attachment; filename=\"tongxin-form.csv\""
							  : "attachment; filename=\"tongxin-form.xlsx\"",
				 bytes);
	return rc;
}
