/* The register's figures as a spreadsheet: line by line, then section by section.  No child is in it. */
#include "book_write.h"
#include "register_page.h"

struct maker {
	struct page *p;
	struct book_write *book;
	const struct register_view *v;
	const struct register_names *names;
	enum book_format format;
};

static void put_number(struct maker *m, int64_t n) { book_write_cell(m->book, html_int_text(m->p, n)); }

static void put_line(struct maker *m, str name, const struct register_part *part)
{
	unsigned counted = register_sections(m->p->who);

	book_write_cell(m->book, name);
	put_number(m, part->children);
	put_number(m, part->untouched);
	put_number(m, part->bare);
	put_number(m, register_share(m->p->who, part));
	for (int i = 0; i < SECTION__N; i++)
		if (counted >> i & 1U)
			put_number(m, part->held[i]);
	book_write_end_row(m->book);
}

static void put_headings(struct maker *m)
{
	enum { NAME_WIDTH = 24, FIRST = 5 };
	struct page *p = m->p;
	struct book_heading h[FIRST + SECTION__N] = {
		{ .text = html_word(p, N_("Counted by")), .width = NAME_WIDTH },
		{ .text = html_word(p, N_("Children")) },
		{ .text = html_word(p, N_("Not for a term")) },
		{ .text = html_word(p, N_("Nothing yet")) },
		{ .text = html_word(p, N_("Sections filled (%)")) },
	};
	const struct code_list *list = code_list_find(STR(CODE_LIST_GROWTH_SECTION));
	size_t n = FIRST, at = 0;

	for (const struct code *code; n < COUNT(h) && (code = code_next(list, &at, p->today, STR("")));)
		if (section_bit(code->code) & register_sections(p->who))
			h[n++].text = p->lang == LANG_ZH ? code->zh : code->en;
	book_write_headings(m->book, h, n);
}

static enum rc make(struct maker *m, str *ret)
{
	struct page *p = m->p;
	struct register_part all = register_sum(&m->v->parts);
	enum rc rc = book_write_open(p->mem, m->format, &m->book);

	if (rc != RC_OK)
		return rc;
	book_write_sheet(m->book, html_word(p, N_("Growth files")));
	if (m->format == BOOK_WRITE_XLSX)
		book_write_line(m->book, html_say(p, N_("{0}; {1}; on {2}"), html_word(p, N_("Growth files")),
						  register_view_text(p, m->v), html_day_text(p, p->today)));
	put_headings(m);
	for (size_t i = 0; i < m->v->parts.n && m->v->by != REGISTER_WHOLE; i++)
		put_line(m, register_name(p, m->v, m->names, m->v->parts.list[i].key), &m->v->parts.list[i]);
	put_line(m, html_word(p, N_("Sum")), &all);
	return book_write_close(m->book, ret);
}

enum rc register_figures_file(struct req *r)
{
	struct page p = page_of(r);
	struct register_view v;
	struct register_names names;
	enum book_format format;
	str bytes;
	enum rc rc = book_write_asked(r, &format);

	if (rc == RC_OK)
		rc = register_view_read(r, &v);
	if (rc == RC_OK)
		rc = register_names_load(&r->ctx, &v, &names);
	if (rc != RC_OK)
		return rc;
	struct maker m = { &p, NULL, &v, &names, format };
	rc = make(&m, &bytes);
	if (rc == RC_OK)
		book_write_reply(r, format,
				 format == BOOK_WRITE_CSV
					 ? "attachment; filename=\"tongxin-growth-files.csv\""
					 : "attachment; filename=\"tongxin-growth-files.xlsx\"",
				 bytes);
	return rc;
}
