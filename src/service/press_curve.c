#include "press_work.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct press_style print_style = { PRESS_HEI, 8.5, 13, &press_soft };

struct span {
	double from, to;
};

static void widen(struct span *s, double v, bool first)
{
	s->from = first || v < s->from ? v : s->from;
	s->to = first || v > s->to ? v : s->to;
}

static struct press_point point_at(const struct press_item *i, size_t k)
{
	return (struct press_point){ (int32_t)press_number(i->bytes, 8 * k),
				     (int32_t)press_number(i->bytes, 8 * k + 4) };
}

static void put_label(struct press_doc *d, str text, double x, double y)
{
	struct press_line l;

	if (text.n && press_next_line(&print_style, &text, 80, &l))
		press_write(d, &print_style, &l, (struct press_place){ x - 40, y, 80, PRESS_CENTRE });
}

/* "{0} years" with its number. */
static str age_text(str pattern, int years, char to[64])
{
	const char *place = memmem(pattern.s, pattern.n, "{0}", 3);
	size_t before = place ? (size_t)(place - pattern.s) : 0, after = place ? pattern.n - before - 3 : 0;

	if (!place || before + after > 40)
		return (str){ to, (size_t)snprintf(to, 64, "%d", years) };
	return (str){ to, (size_t)snprintf(to, 64, "%.*s%d%.*s", (int)before, pattern.s, years, (int)after,
					   place + 3) };
}

struct graph {
	struct press_rect at;
	struct span x, y;
};

static double graph_x(const struct graph *g, double days)
{
	return g->at.x + (days - g->x.from) / (g->x.to - g->x.from) * g->at.w;
}

static double graph_y(const struct graph *g, double value)
{
	return g->at.y + g->at.h - (value - g->y.from) / (g->y.to - g->y.from) * g->at.h;
}

static void put_axes(struct press_doc *d, const struct graph *g, const struct press_item *i)
{
	const double year = 365.25;
	char text[64];
	int step = g->y.to - g->y.from > 500 ? 200 : 100;

	for (int v = (int)ceil(g->y.from / step) * step; v <= g->y.to; v += step) {
		press_rule(d, (struct press_rect){ g->at.x, graph_y(g, v), g->at.w, 0 }, 0.5,
			   &press_line_rgb);
		int n = snprintf(text, sizeof text, "%d", v / 10);
		put_label(d, (str){ text, (size_t)n }, g->at.x - 16, graph_y(g, v) + 3);
	}
	for (int age = (int)ceil(g->x.from / year); age * year <= g->x.to; age++)
		put_label(d, age_text(i->text[3], age, text), graph_x(g, age * year), g->at.y + g->at.h + 14);
	press_rule(d, (struct press_rect){ g->at.x, g->at.y + g->at.h, g->at.w, 0 }, 0.8, &press_edge);
}

static void put_points(struct press_doc *d, const struct graph *g, const struct press_item *i, size_t n)
{
	if (!d->cr)
		return;
	press_colour(d, &press_accent);
	cairo_set_line_width(d->cr, 2);
	cairo_set_line_join(d->cr, CAIRO_LINE_JOIN_ROUND);
	for (size_t k = 0; k < n; k++) {
		struct press_point p = point_at(i, k);
		cairo_line_to(d->cr, graph_x(g, p.days), graph_y(g, p.value));
	}
	cairo_stroke(d->cr);
	for (size_t k = 0; k < n; k++)
		press_dot(d, graph_x(g, point_at(i, k).days), graph_y(g, point_at(i, k).value), 3,
			  &press_accent);
}

static void put_ends(struct press_doc *d, const struct graph *g, const struct press_item *i, size_t n)
{
	char text[64];

	for (size_t k = 0; k<n; k += n> 1 ? n - 1 : 1) {
		struct press_point p = point_at(i, k);
		int c = snprintf(text, sizeof text, "%d.%d %.*s", p.value / 10, abs(p.value) % 10,
				 (int)(i->text[2].n < 20 ? i->text[2].n : 20),
				 i->text[2].s ? i->text[2].s : "");
		put_label(d, (str){ text, (size_t)c }, graph_x(g, p.days) + (k ? -6 : 10),
			  graph_y(g, p.value) + (k ? -9 : 18));
	}
}

void press_curve_put(struct press_doc *d, const struct press_item *i)
{
	/* A life, and 1,000 of any unit: what lies outside is no child's, and every line across would be
	 * drawn. */
	enum { TALL = 190, ROOM = 250, DAYS = 36525, VALUES = 10000 };
	static const struct press_style title = { PRESS_KAI_BOLD, 14, 22, &press_ink },
					said = { PRESS_KAI, 12, 20, &press_ink };
	size_t n = i->bytes.n / 8;
	struct graph g = { .x = { 0, 0 } };

	if (!n || n > PRESS_POINTS)
		return;
	for (size_t k = 0; k < n; k++) {
		widen(&g.x, point_at(i, k).days, !k);
		widen(&g.y, point_at(i, k).value, !k);
	}
	if (g.x.from < 0 || g.x.to > DAYS || g.y.from < 0 || g.y.to > VALUES)
		return;
	press_need(d, ROOM);
	press_flow(d, &title, i->text[0], d->left, d->width);
	press_flow(d, &said, i->text[1], d->left, d->width);
	/* Room around, so that one point alone is a graph, too. */
	g.x.from -= 120;
	g.x.to += 120;
	g.y.from -= 60;
	g.y.to += 60;
	g.at = (struct press_rect){ d->left + 34, d->y + 14, d->width - 60, TALL - 30 };
	put_axes(d, &g, i);
	put_points(d, &g, i, n);
	put_ends(d, &g, i, n);
	d->y += TALL + 18;
}
