/* The children behind a number of the register: whom nobody wrote about longest stands first.  How much of a
 * file is filled, never what stands there. */
#include "names_file.h"
#include "register_page.h"

enum { ROWS = REGISTRY_PAGE };

struct asked {
	struct register_page page;
	struct register_view view; /* of .page, with its figures */
};

static bool read_place(str text, struct register_page *ret)
{
	str day_text;
	int64_t touched;

	if (!text.n)
		return true;
	if (!str_next(&text, '-', &day_text) || !str_int(day_text, &touched) || !str_int(text, &ret->after))
		return false;
	ret->touched = (day)touched;
	return ret->after > 0;
}

static bool read_of(struct req *r, struct register_page *ret)
{
	str of = req_query(r, STR("of")), section = req_query(r, STR("section"));
	int64_t n = 0;

	ret->of = REGISTER_ALL;
	for (int i = 0; i < REGISTER_OF__N; i++)
		if (str_eq(of, str_of(register_of_name[i])))
			ret->of = (enum register_of)i;
	if (of.n && !str_eq(of, str_of(register_of_name[ret->of])))
		return false;
	if (ret->of != REGISTER_HOLDS && ret->of != REGISTER_LACKS)
		return true;
	if (!str_int(section, &n) || n < 1 || n > SECTION__N)
		return false;
	ret->section = (int)n;
	return register_sections(r->ctx.who) >> (n - 1) & 1U;
}

static enum rc read_asked(struct req *r, size_t limit, struct asked *ret)
{
	*ret = (struct asked){ .page = { .limit = limit } };
	if (!read_of(r, &ret->page) || !read_place(req_query(r, STR("after")), &ret->page))
		return RC_INVALID;
	enum rc rc = register_view_read(r, &ret->view);
	ret->page.ask = ret->view.ask;
	return rc;
}

static str own_url(struct page *p, const char *path, const struct asked *a)
{
	struct register_view whole = a->view;

	whole.by = REGISTER_WHOLE;
	str url = register_view_url(p, str_of(path), &whole);
	url = html_url_with(p, url, "of", str_of(register_of_name[a->page.of]));
	return a->page.section ? html_url_with(p, url, "section", html_int_text(p, a->page.section)) : url;
}

static str title(struct page *p, const struct asked *a)
{
	static const char *const of[] = {
		[REGISTER_ALL] = N_("All growth files"),
		[REGISTER_UNTOUCHED] = N_("Nobody wrote for a term"),
		[REGISTER_BARE] = N_("Nothing written yet"),
		[REGISTER_HOLDS] = N_("Written: {0}"),
		[REGISTER_LACKS] = N_("Nothing written yet: {0}"),
	};

	return html_say(p, of[a->page.of],
			a->page.section ? register_section_text(p, a->page.section) : STR(""));
}

static int64_t total(const struct asked *a)
{
	struct register_part all = register_sum(&a->view.parts);

	switch (a->page.of) {
	case REGISTER_UNTOUCHED: return all.untouched;
	case REGISTER_BARE: return all.bare;
	case REGISTER_HOLDS: return all.held[a->page.section - 1];
	case REGISTER_LACKS: return all.children - all.held[a->page.section - 1];
	case REGISTER_ALL:
	case REGISTER_OF__N: break;
	}
	return all.children;
}

static str filled_text(struct page *p, unsigned sections)
{
	unsigned counted = register_sections(p->who);

	return html_say(p, N_("{0} of {1} sections"),
			html_int_text(p, __builtin_popcount(sections & counted)),
			html_int_text(p, __builtin_popcount(counted)));
}

static void put_line(struct table *t, const struct register_line *x, const struct record *child)
{
	struct page *p = t->p;

	table_row(t);
	table_cell(t);
	html_link(p, html_url(p, "/children/#/growth", child->id), rec_text(child, CHILD_NAME));
	html_lit(p, "<br><small>");
	html_text(p, registry_child_line(p, child, p->today));
	if (child->label[CHILD_SCHOOL].n && !(p->who->role & ROLES_SCHOOL)) {
		html_text(p, html_word(p, N_("; ")));
		html_text(p, child->label[CHILD_SCHOOL]);
	}
	html_lit(p, "</small>");
	table_cell(t);
	if (x->touched)
		html_day(p, x->touched);
	else
		html_tr(p, N_("never"));
	html_lit(p, "<br><small>");
	html_text(p, filled_text(p, x->sections));
	html_lit(p, "</small>");
}

static void put_rows(struct page *p, const struct register_rows *rows)
{
	static const struct col cols[] = { { N_("Name"), COL_TEXT }, { N_("Last entry"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *child = register_child(rows, rows->line[i].child);
		if (child)
			put_line(&t, &rows->line[i], child);
	}
	table_end(&t);
}

/* How many there are, and of whom the names may be told. */
static void put_count(struct page *p, const struct asked *a)
{
	html_lit(p, "<p class=\"s\">");
	html_tr(p,
		p->who->role == ROLE_FEDERATION ? N_("{0} children; here stand those whose families agree.")
						: N_("{0} children"),
		html_int_text(p, total(a)));
	html_lit(p, "</p>\n");
}

static void put_none(struct page *p)
{
	if (p->who->role == ROLE_FEDERATION)
		table_empty(p, &(struct empty){ .title = N_("No names here"),
						.why = N_("Either there is no such child, or no family has "
							  "agreed that you know its name.") });
	else
		table_empty(p, &(struct empty){ .title = N_("Nobody"),
						.why = N_("No child's file is like this here.") });
}

static str next_url(struct page *p, const struct asked *a, const struct register_rows *rows)
{
	struct buf b = buf_new(p->mem, 48);

	if (!rows->more)
		return STR("");
	const struct register_line *last = &rows->line[rows->n - 1];
	buf_int(&b, last->touched);
	buf_ch(&b, '-');
	buf_int(&b, last->child);
	return html_url_with(p, own_url(p, "/growth/rows", a), "after", buf_view(&b));
}

static str figures_url(struct page *p, const struct asked *a)
{
	struct register_view whole = a->view;

	whole.by = REGISTER_WHOLE;
	return register_view_url(p, STR("/growth"), &whole);
}

static void put_file_form(struct page *p, const struct asked *a, str purpose)
{
	names_file_put(p, &(struct names_file_form){ .action = own_url(p, "/growth/rows/file", a),
						     .purpose = purpose });
}

static void put_page(struct req *r, const struct asked *a, const struct register_rows *rows, str typed)
{
	struct page p = page_of(r);
	bool wrong = r->ctx.problems.n != 0;

	p = page_begin(r, &(struct frame){ .title = title(&p, a),
					   .where = html_word(&p, N_("Growth files")),
					   .under = register_view_text(&p, &a->view),
					   .tab = "/more",
					   .back = figures_url(&p, a),
					   .status = wrong ? rc_status(RC_INVALID) : 0 });
	if (wrong)
		form_summary(&p, NULL);
	put_count(&p, a);
	if (rows->n)
		put_rows(&p, rows);
	else
		put_none(&p);
	table_pages(&p, &(struct pages){ .shown = rows->n,
					 .first = a->page.after ? own_url(&p, "/growth/rows", a) : STR(""),
					 .next = next_url(&p, a, rows) });
	if (rows->n) {
		html_lit(&p, "<p class=\"acts\">");
		html_button(&p, own_url(&p, "/growth/print", a), N_("To print"), false);
		html_lit(&p, "</p>\n");
		if (p.who->role & ROLES_REGISTER_FILE)
			put_file_form(&p, a, typed);
	}
	page_end(&p);
}

enum rc register_rows_show(struct req *r)
{
	struct asked a;
	struct register_rows rows;
	enum rc rc = read_asked(r, ROWS, &a);

	if (rc == RC_OK)
		rc = register_rows(&r->ctx, &a.page, &rows);
	if (rc == RC_OK)
		put_page(r, &a, &rows, STR(""));
	return rc;
}

/* --- on paper: the whole list at once --- */

enum rc register_rows_print(struct req *r)
{
	struct asked a;
	struct register_rows rows;
	enum rc rc = read_asked(r, (size_t)ctx_param(&r->ctx, PARAM_EXPORT_PRINT_ROWS), &a);

	if (rc == RC_OK)
		rc = register_rows(&r->ctx, &a.page, &rows);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = title(&p, &a),
					   .where = html_word(&p, N_("Growth files")),
					   .under = register_view_text(&p, &a.view),
					   .tab = "/more",
					   .back = own_url(&p, "/growth/rows", &a),
					   .no_store = true });
	put_count(&p, &a);
	if (rows.more) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p,
			N_("There are {0} of them; a print holds the first {1}. Choose a school or a class."),
			html_int_text(&p, total(&a)), html_int_text(&p, (int64_t)rows.n));
		html_lit(&p, "</p>\n");
	}
	if (rows.n)
		put_rows(&p, &rows);
	else
		put_none(&p);
	page_end(&p);
	return RC_OK;
}

/* --- as a file --- */

static void write_rows(struct page *p, const struct register_rows *rows)
{
	const str head[] = { html_word(p, N_("Child")), html_word(p, N_("School")), html_word(p, N_("Class")),
			     html_word(p, N_("Last entry")), html_word(p, N_("Sections filled")) };

	names_file_row(p, head, COUNT(head));
	for (size_t i = 0; i < rows->n; i++) {
		const struct record *child = register_child(rows, rows->line[i].child);
		struct buf on = buf_new(p->mem, 16);
		if (!child)
			continue;
		if (rows->line[i].touched)
			day_put(&on, rows->line[i].touched);
		const str row[] = { rec_text(child, CHILD_NAME), child->label[CHILD_SCHOOL],
				    child->label[CHILD_CLASS], buf_view(&on),
				    html_int_text(p, __builtin_popcount(rows->line[i].sections &
									register_sections(p->who))) };
		names_file_row(p, row, COUNT(row));
	}
}

enum rc register_rows_file(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct asked a;
	struct register_rows rows;
	enum rc rc = read_asked(r, (size_t)ctx_param(&r->ctx, PARAM_EXPORT_ROWS_C3), &a);

	if (rc == RC_OK)
		rc = req_form(r, &f, &n);
	if (rc == RC_OK)
		rc = register_rows(&r->ctx, &a.page, &rows);
	if (rc != RC_OK)
		return rc;
	str purpose = str_trim(form_value(f, n, STR("purpose")));
	names_file_check(&r->ctx, purpose, rows.more);
	if (r->ctx.problems.n) {
		rows.n = rows.n < ROWS ? rows.n : ROWS;
		put_page(r, &a, &rows, purpose);
		return RC_OK;
	}
	struct page p = page_of(r);
	rc = names_file_begin(&p,
			      &(struct names_file){ STR("growth_file"), STR("register"), purpose,
						    "attachment; filename=\"tongxin-growth-files.csv\"" });
	if (rc != RC_OK)
		return rc;
	write_rows(&p, &rows);
	names_file_end(&p, purpose);
	return RC_OK;
}
