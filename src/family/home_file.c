/* The county's table of happy homes as a spreadsheet: the homes and the figures of the page with the same
 * address, and in words what each lacks.  No child is in it. */
#include "book_write.h"
#include "home_list.h"
#include "registry_page.h"

struct maker {
	struct page *p;
	struct book_write *book;
	enum book_format format;
};

static void put_number(struct maker *m, int64_t n) { book_write_cell(m->book, html_int_text(m->p, n)); }

static void put_headings(struct maker *m)
{
	enum { NAME_WIDTH = 24, LONG_WIDTH = 60 };
	struct page *p = m->p;
	const struct book_heading h[] = {
		{ .text = html_word(p, N_("Happy home")), .width = NAME_WIDTH },
		{ .text = html_word(p, N_("Township")) },
		{ .text = html_word(p, N_("Hours open a week")) },
		{ .text = html_word(p, N_("Team")) },
		{ .text = html_word(p, N_("Devices")) },
		{ .text = html_word(p, N_("Broken devices")) },
		{ .text = html_word(p, N_("Days open in 4 weeks")) },
		{ .text = html_word(p, N_("Activities")) },
		{ .text = html_word(p, N_("Missing")) },
		{ .text = html_word(p, N_("What is missing")), .width = LONG_WIDTH },
	};

	book_write_headings(m->book, h, COUNT(h));
}

static str lacks_in_words(struct page *p, unsigned lacks)
{
	struct buf b = buf_new(p->mem, 4000);

	for (unsigned i = 0; i < HOME_LACK__N; i++) {
		if (!(lacks >> i & 1))
			continue;
		if (b.n)
			buf_str(&b, p->lang == LANG_ZH ? STR("；") : STR("; "));
		buf_str(&b, html_word(p, home_standard_text[i]));
	}
	return buf_view(&b);
}

static void put_home(struct maker *m, const struct home_figure *f)
{
	book_write_cell(m->book, rec_text(f->home, HAPPY_HOME_NAME));
	book_write_cell(m->book, registry_region(m->p, (str){ rec_text(f->home, HAPPY_HOME_REGION).s, 9 }));
	put_number(m, f->facts.minutes / 60);
	put_number(m, f->team);
	put_number(m, f->devices);
	put_number(m, f->broken);
	put_number(m, f->open_days);
	put_number(m, f->facts.activities);
	put_number(m, home_list_lacks(f));
	book_write_cell(m->book, lacks_in_words(m->p, f->lacks));
	book_write_end_row(m->book);
}

static enum rc make(struct maker *m, const struct home_figures *all, const struct home_asked *a, str *ret)
{
	struct page *p = m->p;
	enum rc rc = book_write_open(p->mem, m->format, &m->book);

	if (rc != RC_OK)
		return rc;
	book_write_sheet(m->book, html_word(p, N_("Happy homes")));
	if (m->format == BOOK_WRITE_XLSX)
		book_write_line(m->book,
				html_say(p, N_("{0}; {1}; on {2}"), html_word(p, N_("Happy homes")),
					 html_word(p, home_list_name(a)), html_day_text(p, p->today)));
	put_headings(m);
	for (size_t i = 0; i < all->n; i++)
		if (home_list_holds(&all->f[i], a))
			put_home(m, &all->f[i]);
	return book_write_close(m->book, ret);
}

enum rc home_file(struct req *r)
{
	struct page p = page_of(r);
	struct maker m = { .p = &p };
	struct home_asked a;
	struct home_figures all;
	str bytes;
	enum rc rc = book_write_asked(r, &m.format);

	if (rc == RC_OK)
		rc = home_list_asked(r, &a);
	if (rc == RC_OK)
		rc = home_figures_load(&r->ctx, 0, &all);
	if (rc == RC_OK)
		rc = make(&m, &all, &a, &bytes);
	if (rc == RC_OK)
		book_write_reply(r, m.format,
				 m.format == BOOK_WRITE_CSV ? "attachment; filename=\"tongxin-homes.csv\""
							    : "attachment; filename=\"tongxin-homes.xlsx\"",
				 bytes);
	return rc;
}
