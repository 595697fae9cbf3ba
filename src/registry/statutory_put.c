/* A filled-in form on the page: whether its figures fit together, each figure with the way to its rows, what
 * changed since it was last handed in. */
#include "statutory_page.h"

str statutory_title(struct page *p, const struct statutory_form *f)
{
	str name = registry_code(p, "statutory_form", str_of(f->code));
	char *text = str_z(p->mem, name);

	if (text[0] >= 'a' && text[0] <= 'z') /* it stands as a title */
		text[0] = (char)(text[0] - 'a' + 'A');
	return (str){ text, name.n };
}

str statutory_line_text(struct page *p, const struct statutory_line *l)
{
	struct buf b = buf_new(p->mem, 100);
	struct grade g = { .stage = grade_stage_of_number(l->grade, &grade_system_6_3), .number = l->grade };

	if (!l->grade || g.stage == STAGE_NONE)
		return l->name.n ? l->name : l->key;
	grade_put(&b, p->lang, g, 0);
	return html_say(p, N_("{0}, {1}"), l->name, buf_view(&b));
}

static str number_text(struct page *p, size_t i) { return html_int_text(p, (int64_t)i + 1); }

/* --- do the figures fit together? --- */

static void put_equation(struct page *p, const struct statutory_view *v, size_t i)
{
	const struct statutory_equation *e = &v->table->form->equation[i];
	struct statutory_check c = statutory_check_of(e, v->table->total);
	struct buf b = buf_new(p->mem, 200);

	statutory_equation_put(&b, e);
	html_lit(p, "<li>");
	if (c.holds)
		html_lit(p, "<span class=\"ok\">");
	else
		html_lit(p, "<span class=\"bad\">");
	html_icon_(p, c.holds ? STR("yes") : STR("warn"));
	html_lit(p, "</span><div><b>");
	html_text(p, buf_view(&b));
	html_lit(p, "</b><p class=\"s\">");
	if (c.holds)
		html_tr(p, N_("Holds: {0} on both sides."), html_int_text(p, c.left));
	else
		html_tr(p, N_("Does not hold: {0} on the left, {1} on the right."), html_int_text(p, c.left),
			html_int_text(p, c.right));
	if (!c.holds && e->gap && v->table->gap[i]) {
		html_gap(p);
		html_tr(p, e->gap, html_int_text(p, v->table->gap[i]));
	}
	html_lit(p, "</p></div>");
	if (!c.holds && e->gap && v->table->gap[i] && v->rows.n) {
		html_lit(p, "<a class=\"btn quiet\"");
		html_href(p, html_url_with(p, v->rows, "gap", number_text(p, i)));
		html_lit(p, ">");
		html_tr(p, N_("See whose"));
		html_lit(p, "</a>");
	}
	html_lit(p, "</li>\n");
}

static void put_equations(struct page *p, const struct statutory_view *v)
{
	size_t all = v->table->form->equations, broken = hand_in_broken(v->table);

	html_lit(p, "<section id=\"check\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Do the figures fit together?"));
	html_lit(p, "</h2></div>\n");
	if (broken) {
		html_lit(p, "<p class=\"sheet note\">");
		html_tr(p, N_("Equations that do not hold: {0} of {1}."), html_int_text(p, (int64_t)broken),
			html_int_text(p, (int64_t)all));
	} else {
		html_lit(p, "<p class=\"ok\">");
		html_icon(p, "yes");
		html_text(p, STR(" "));
		html_tr(p, N_("All {0} equations hold."), html_int_text(p, (int64_t)all));
	}
	html_lit(p, "</p>\n<ul class=\"rows\">\n");
	for (size_t i = 0; i < all; i++)
		put_equation(p, v, i);
	html_lit(p, "</ul></section>\n");
}

/* --- in sum --- */

static str signed_text(struct page *p, int64_t n)
{
	struct buf b = buf_new(p->mem, 32);

	if (n > 0)
		buf_ch(&b, '+');
	if (n < 0)
		buf_lit(&b, "−");
	buf_int(&b, n < 0 ? -n : n);
	return buf_view(&b);
}

static void put_figure(struct page *p, str url, size_t column, int64_t n)
{
	html_lit(p, "<td class=\"n\">");
	if (url.n && n)
		html_link(p, html_url_with(p, url, "of", number_text(p, column)), html_int_text(p, n));
	else
		html_int(p, n);
	html_lit(p, "</td>");
}

static void put_change(struct page *p, const struct statutory_view *v, size_t column)
{
	int64_t n = v->table->total[column] - v->before->table.total[column];

	html_lit(p, "<td class=\"n\">");
	if (v->changes.n && (n || v->table->total[column]))
		html_link(p, html_url_with(p, v->changes, "of", number_text(p, column)), signed_text(p, n));
	else
		html_text(p, signed_text(p, n));
	html_lit(p, "</td>");
}

static void put_group(struct page *p, const char *group, size_t columns)
{
	html_lit(p, "<tr><th scope=\"colgroup\" class=\"s\" colspan=\"");
	html_int(p, (int64_t)columns);
	html_lit(p, "\">");
	html_tr(p, group);
	html_lit(p, "</th></tr>\n");
}

static void put_sum(struct page *p, const struct statutory_view *v)
{
	const struct statutory_form *f = v->table->form;
	bool compared = v->before && v->before->rec.id;

	html_lit(p, "<table class=\"tbl tight\"><caption class=\"s\">");
	if (compared)
		html_tr(p, N_("Changes since {0}, when it was last handed in"),
			html_day_text(p, v->before->table.on));
	else
		html_tr(p, v->before ? N_("Nothing was handed in before.") : N_("In sum"));
	html_lit(p, "</caption><thead><tr><th scope=\"col\">");
	html_tr(p, N_("What is counted"));
	html_lit(p, "</th><th scope=\"col\" class=\"n\">");
	html_tr(p, N_("How many"));
	html_lit(p, "</th>");
	if (compared) {
		html_lit(p, "<th scope=\"col\" class=\"n\">");
		html_tr(p, N_("Since then"));
		html_lit(p, "</th>");
	}
	html_lit(p, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < f->columns; i++) {
		if (f->column[i].group)
			put_group(p, f->column[i].group, compared ? 3 : 2);
		html_lit(p, "<tr><th scope=\"row\"><small>");
		html_text(p, number_text(p, i));
		html_lit(p, "</small> ");
		html_tr(p, f->column[i].label);
		html_lit(p, "</th>");
		put_figure(p, v->rows, i, v->table->total[i]);
		if (compared)
			put_change(p, v, i);
		html_lit(p, "</tr>\n");
	}
	html_lit(p, "</tbody></table>\n");
}

/* --- line by line --- */

static void put_lines_head(struct page *p, const struct statutory_form *f, const char *unit)
{
	html_lit(p, "<thead><tr><th scope=\"col\">");
	html_tr(p, unit ? unit : f->unit);
	html_lit(p, "</th>");
	for (size_t i = 0; i < f->columns; i++) {
		html_lit(p, "<th scope=\"col\" class=\"n\"><abbr");
		html_attr_tr(p, "title", f->column[i].label);
		html_lit(p, ">");
		html_text(p, number_text(p, i));
		html_lit(p, "</abbr></th>");
	}
	html_lit(p, "</tr></thead><tbody>\n");
}

static void put_line(struct page *p, const struct statutory_view *v, const struct statutory_line *l)
{
	str url = v->rows.n ? html_url_with(p, v->rows, "line", l->key) : STR("");

	html_lit(p, "<tr><th scope=\"row\">");
	html_text(p, statutory_line_text(p, l));
	html_lit(p, "</th>");
	for (size_t i = 0; i < v->table->form->columns; i++)
		put_figure(p, url, i, l->n[i]);
	html_lit(p, "</tr>\n");
}

static void put_lines(struct page *p, const struct statutory_view *v)
{
	html_lit(p, "<section id=\"lines\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, v->unit                     ? N_("Line by line")
		   : v->table->form->of_pupils ? N_("By school and grade")
					       : N_("By township"));
	html_lit(p, "</h2></div><div class=\"wide\" tabindex=\"0\" role=\"region\"");
	html_attr_tr(p, "aria-label", N_("The form line by line"));
	html_lit(p, "><table class=\"tbl tight\">");
	put_lines_head(p, v->table->form, v->unit);
	for (size_t i = 0; i < v->table->lines; i++)
		put_line(p, v, &v->table->line[i]);
	html_lit(p, "<tr><th scope=\"row\">");
	html_tr(p, N_("Sum"));
	html_lit(p, "</th>");
	for (size_t i = 0; i < v->table->form->columns; i++)
		put_figure(p, STR(""), i, v->table->total[i]);
	html_lit(p, "</tr></tbody></table></div></section>\n");
}

static void put_files(struct page *p, const struct statutory_view *v)
{
	html_lit(p, "<p class=\"duo\"><a class=\"btn\"");
	html_href(p, html_url_with(p, v->files, "format", STR("xlsx")));
	html_lit(p, ">");
	html_icon(p, "down");
	html_tr(p, N_("Excel file"));
	html_lit(p, "</a><a class=\"btn\"");
	html_href(p, html_url_with(p, v->files, "format", STR("csv")));
	html_lit(p, ">");
	html_icon(p, "down");
	html_tr(p, N_("CSV file"));
	html_lit(p, "</a></p>\n");
}

void statutory_put(struct page *p, const struct statutory_view *v)
{
	html_lit(p, "<div class=\"cols\"><div class=\"stack\">\n");
	put_sum(p, v);
	html_lit(p, "</div><div class=\"stack\">\n");
	put_equations(p, v);
	if (v->files.n)
		put_files(p, v);
	html_lit(p, "</div></div>\n");
	put_lines(p, v);
}
