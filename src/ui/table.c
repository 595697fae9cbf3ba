#include "table.h"

static const char *col_class(enum col_kind kind)
{
	switch (kind) {
	case COL_NUMBER: return " class=\"n\"";
	case COL_FULL: return " class=\"full\"";
	case COL_GO: return " class=\"go\"";
	case COL_TEXT: break;
	}
	return "";
}

static void put_heading(struct page *p, const struct col *c)
{
	html_lit(p, "<th role=\"columnheader\" scope=\"col\"");
	if (c->kind == COL_NUMBER)
		html_lit(p, " class=\"n\"");
	html_lit(p, ">");
	if (c->kind == COL_GO)
		html_lit(p, "<span class=\"hide\">");
	html_tr(p, c->label);
	if (c->kind == COL_GO)
		html_lit(p, "</span>");
	html_lit(p, "</th>");
}

struct table table_begin(struct page *p, const struct col *col, size_t ncol, str caption)
{
	/* Two columns fit any phone. */
	if (ncol > 2)
		html_lit(p, "<table class=\"tbl cards\" role=\"table\"><caption class=\"s\">");
	else
		html_lit(p, "<table class=\"tbl\" role=\"table\"><caption class=\"s\">");
	html_text(p, caption);
	html_lit(p, "</caption><thead role=\"rowgroup\"><tr role=\"row\">");
	for (size_t i = 0; i < ncol; i++)
		put_heading(p, &col[i]);
	html_lit(p, "</tr></thead><tbody role=\"rowgroup\">\n");
	return (struct table){ .p = p, .col = col, .ncol = ncol };
}

static void end_cell(struct table *t)
{
	if (t->at == 0)
		return;
	if (t->at == 1)
		html_lit(t->p, "</th>");
	else
		html_lit(t->p, "</td>");
}

static void end_row(struct table *t)
{
	if (!t->in_row)
		return;
	end_cell(t);
	while (t->at && t->at < t->ncol)
		table_none(t);
	html_lit(t->p, "</tr>\n");
	t->in_row = false;
}

void table_row(struct table *t)
{
	end_row(t);
	html_lit(t->p, "<tr role=\"row\">");
	t->in_row = true;
	t->at = 0;
}

static void begin_cell(struct table *t)
{
	const struct col *c = &t->col[t->at++];

	if (t->at == 1) {
		html_lit(t->p, "<th role=\"rowheader\" scope=\"row\">");
		return;
	}
	html_lit(t->p, "<td role=\"cell\"");
	buf_str(t->p->b, str_of(col_class(c->kind)));
	if (c->kind != COL_FULL && c->kind != COL_GO)
		html_attr_tr(t->p, "data-l", c->label);
	html_lit(t->p, ">");
}

void table_cell(struct table *t)
{
	if (t->at == t->ncol)
		return; /* there is no such column: what follows stands in the last one */
	end_cell(t);
	begin_cell(t);
}

void table_none(struct table *t)
{
	if (t->at == t->ncol)
		return;
	end_cell(t);
	t->at++;
	html_lit(t->p, "<td role=\"cell\" class=\"none\">");
	/* The next call closes it like any other. */
}

void table_text(struct table *t, str text)
{
	if (!text.n) {
		table_none(t);
		return;
	}
	table_cell(t);
	html_text(t->p, text);
}

void table_end(struct table *t)
{
	end_row(t);
	html_lit(t->p, "</tbody></table>\n");
}

void table_pages(struct page *p, const struct pages *g)
{
	if (!g->first.n && !g->next.n)
		return;
	html_lit(p, "<nav class=\"pages\"");
	html_attr_tr(p, "aria-label", N_("Pages"));
	html_lit(p, "><small>");
	if (g->total)
		html_tr(p, N_("{0} here, {1} in all"), html_int_text(p, (int64_t)g->shown),
			html_int_text(p, g->total));
	else
		html_tr(p, N_("{0} here"), html_int_text(p, (int64_t)g->shown));
	html_lit(p, "</small><span>");
	if (g->first.n)
		html_button(p, g->first, N_("From the start"), false);
	if (g->next.n)
		html_button(p, g->next, N_("More of them"), false);
	html_lit(p, "</span></nav>\n");
}

/* The house, the road and the city: the thread between them. */
void table_scene(struct page *p)
{
	html_lit(p, "<svg class=\"scene\" viewBox=\"0 0 328 92\" aria-hidden=\"true\">"
		    "<path class=\"w\" d=\"M2 80c14-1 22-3 34-3 4 0 6 1 10 3V52l23-17 23 17v28h18c26 0 30-26 "
		    "58-26s26"
		    " 22 50 22c18 0 20-22 32-22V28h24v52h10V16h26v64h18\"/>"
		    "<path class=\"l\" d=\"M61 58h16v14H61Z\"/><path class=\"w\" d=\"M61 58h16v14H61Z\"/>"
		    "<path class=\"e\" d=\"M250 40h24m-24 14h24m-24 14h24M284 28h26m-26 14h26m-26 14h26m-26 "
		    "14h26\"/>"
		    "</svg>");
}

void table_empty(struct page *p, const struct empty *e)
{
	html_lit(p, "<section class=\"sheet empty stack\">");
	if (e->scene)
		table_scene(p);
	html_lit(p, "<h2>");
	html_tr(p, e->title);
	html_lit(p, "</h2>");
	if (e->why) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, e->why);
		html_lit(p, "</p>");
	}
	if (e->url.n && e->verb) {
		html_lit(p, "<p>");
		html_button(p, e->url, e->verb, false);
		html_lit(p, "</p>");
	}
	html_lit(p, "</section>\n");
}

void table_tally_begin(struct page *p) { html_lit(p, "<ul class=\"tally\">"); }

void table_tally(struct page *p, const struct tally *t)
{
	html_lit(p, "<li class=\"sheet\">");
	if (t->url.n) {
		html_lit(p, "<a");
		html_href(p, t->url);
		html_lit(p, ">");
	}
	html_lit(p, "<b>");
	html_int(p, t->count);
	html_lit(p, "</b><span");
	if (t->tone)
		html_attr(p, "class", str_of(t->tone));
	html_lit(p, ">");
	if (t->icon) {
		html_icon_(p, str_of(t->icon));
		html_lit(p, " ");
	}
	html_text(p, t->label);
	html_lit(p, "</span>");
	if (t->url.n)
		html_lit(p, "</a>");
	html_lit(p, "</li>");
}

void table_tally_end(struct page *p) { html_lit(p, "</ul>\n"); }

void table_rows_begin(struct page *p) { html_lit(p, "<ul class=\"rows\">\n"); }

void table_rows_item(struct page *p, const struct row *r)
{
	html_lit(p, "<li><div><b>");
	if (r->icon) {
		html_icon_(p, str_of(r->icon));
		html_lit(p, " ");
	}
	if (r->url.n && !r->verb)
		html_link(p, r->url, r->title);
	else {
		html_lit(p, "<span>");
		html_text(p, r->title);
		html_lit(p, "</span>");
	}
	html_lit(p, "</b>");
	if (r->why.n) {
		html_lit(p, "<p class=\"s\">");
		html_text(p, r->why);
		html_lit(p, "</p>");
	}
	html_lit(p, "</div>");
	if (r->url.n && r->verb) {
		html_lit(p, "<a class=\"btn quiet\"");
		html_href(p, r->url);
		html_lit(p, ">");
		html_tr(p, r->verb);
		html_lit(p, "</a>");
	}
	html_lit(p, "</li>\n");
}

void table_rows_end(struct page *p) { html_lit(p, "</ul>\n"); }
