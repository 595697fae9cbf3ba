#include "curve_draw.h"

#include "trend.h"

/* In units of the picture, 328 wide, so that type is about 13 px on a phone. */
enum { LEFT = 44, RIGHT = 318, TOP = 10, BOTTOM = 170 };
/* A standard's row holds for half a year or a year: its numbers are those of the middle of that. */
enum { YEAR = 12, MID_HEIGHT = 6, MID_BMI = 3, LEAST_MONTHS = 3 * YEAR, HUNDREDTHS = 100 };

struct drawing {
	const struct curve_picture *c;
	const struct curve_row *row;
	size_t nrow;
	int from, to; /* months of age */
	struct trend_scale scale;
	int low, high; /* which bounds make the band */
};

static int value_of(const struct curve_picture *c, size_t i)
{
	return c->what == CURVE_HEIGHT ? c->p[i].height : c->p[i].bmi;
}

static int mid_of(const struct curve_picture *c) { return c->what == CURVE_HEIGHT ? MID_HEIGHT : MID_BMI; }

static bool find_ages(struct drawing *d)
{
	int first = -1, last = -1;

	for (size_t i = 0; i < d->c->n; i++) {
		if (!value_of(d->c, i) || d->c->p[i].months < 0)
			continue;
		if (first < 0)
			first = d->c->p[i].months;
		last = d->c->p[i].months;
	}
	if (first < 0)
		return false;
	d->from = first / YEAR * YEAR;
	d->to = (last / YEAR + 1) * YEAR;
	while (d->to - d->from < LEAST_MONTHS) {
		d->to += YEAR;
		if (d->to - d->from < LEAST_MONTHS && d->from >= YEAR)
			d->from -= YEAR;
	}
	return true;
}

/* A bound at an age, between the middles of the rows beside it; 0: the standard has none. */
static int bound_at(const struct drawing *d, int bound, int months)
{
	int mid = mid_of(d->c);

	for (size_t i = 0; i < d->nrow; i++) {
		int at = d->row[i].months + mid, v = d->row[i].bound[bound];
		if (months < at || i + 1 == d->nrow) {
			if (!i || months >= at)
				return months < d->row[0].months ? 0 : v;
			int before = d->row[i - 1].months + mid, w = d->row[i - 1].bound[bound];
			return v && w ? w + (v - w) * (months - before) / (at - before) : 0;
		}
	}
	return 0;
}

static void find_scale(struct drawing *d)
{
	int low = 0, high = 0;

	for (size_t i = 0; i < d->c->n; i++) {
		int v = value_of(d->c, i);
		if (v && (!low || v < low))
			low = v;
		high = v > high ? v : high;
	}
	for (int m = d->from; m <= d->to; m++) {
		int l = bound_at(d, d->low, m), h = bound_at(d, d->high, m);
		if (l && l < low)
			low = l;
		high = h > high ? h : high;
	}
	/* Grown-ups' bodies do not begin at nothing. */
	int step = d->c->what == CURVE_HEIGHT ? 20 * HUNDREDTHS : 2 * HUNDREDTHS;
	d->scale = (struct trend_scale){ low - low % step, (int64_t)high - high % step + step };
}

static int x_of(const struct drawing *d, int months)
{
	return LEFT + (months - d->from) * (RIGHT - LEFT) / (d->to - d->from);
}

static int y_of(const struct drawing *d, int v)
{
	return BOTTOM - (int)((v - d->scale.from) * (BOTTOM - TOP) / (d->scale.to - d->scale.from));
}

static void put_point(struct page *p, const struct drawing *d, int months, int v)
{
	html_int(p, x_of(d, months));
	html_lit(p, ",");
	html_int(p, y_of(d, v));
	html_lit(p, " ");
}

static void put_grid(struct page *p, const struct drawing *d)
{
	enum { LINES = 4 };
	int64_t step = (d->scale.to - d->scale.from) / LINES;

	for (int i = 0; i <= LINES; i++) {
		int v = (int)(d->scale.from + i * step);
		html_lit(p, "<path class=\"g\" d=\"M44 ");
		html_int(p, y_of(d, v));
		html_lit(p, "h274\"/><text x=\"38\" text-anchor=\"end\" y=\"");
		html_int(p, y_of(d, v) + 4);
		html_lit(p, "\">");
		struct buf b = buf_new(p->mem, 16);
		curve_put(&b, v);
		html_text(p, buf_view(&b));
		html_lit(p, "</text>");
	}
	int years = (d->to - d->from) / YEAR, every = years > 6 ? 2 : 1;
	for (int m = d->from; m <= d->to; m += YEAR * every) {
		html_lit(p, "<text text-anchor=\"middle\" x=\"");
		html_int(p, x_of(d, m));
		html_lit(p, "\" y=\"188\">");
		html_int(p, m / YEAR);
		html_lit(p, "</text>");
	}
}

/* Along the low bound, and back along the high one. */
static void put_band(struct page *p, const struct drawing *d)
{
	enum { STEP = 3 };

	html_lit(p, "<polygon class=\"t\" points=\"");
	for (int m = d->from; m <= d->to; m += STEP)
		if (bound_at(d, d->low, m) && bound_at(d, d->high, m))
			put_point(p, d, m, bound_at(d, d->low, m));
	for (int m = d->to; m >= d->from; m -= STEP)
		if (bound_at(d, d->low, m) && bound_at(d, d->high, m))
			put_point(p, d, m, bound_at(d, d->high, m));
	html_lit(p, "\"/>");
	if (d->c->what != CURVE_HEIGHT)
		return;
	html_lit(p, "<polyline class=\"e\" points=\"");
	for (int m = d->from; m <= d->to; m += STEP)
		if (bound_at(d, CURVE_MIDDLE, m))
			put_point(p, d, m, bound_at(d, CURVE_MIDDLE, m));
	html_lit(p, "\"/>");
}

static void put_child(struct page *p, const struct drawing *d)
{
	html_lit(p, "<polyline class=\"w\" points=\"");
	for (size_t i = 0; i < d->c->n; i++)
		if (value_of(d->c, i))
			put_point(p, d, d->c->p[i].months, value_of(d->c, i));
	html_lit(p, "\"/>");
	for (size_t i = 0; i < d->c->n; i++) {
		if (!value_of(d->c, i))
			continue;
		html_lit(p, "<circle class=\"a\" r=\"3\" cx=\"");
		html_int(p, x_of(d, d->c->p[i].months));
		html_lit(p, "\" cy=\"");
		html_int(p, y_of(d, value_of(d->c, i)));
		html_lit(p, "\"/>");
	}
}

void curve_draw(struct page *p, const struct curve_picture *c)
{
	bool height = c->what == CURVE_HEIGHT;
	struct drawing d = { .c = c, .low = CURVE_LOW, .high = height ? CURVE_HIGH : CURVE_ABOVE };

	if (!find_ages(&d))
		return;
	d.row = curve_of(c->what, c->sex, &d.nrow);
	find_scale(&d);
	html_lit(p, "<figure><figcaption class=\"s\">");
	html_text(p, c->caption);
	html_lit(p, "</figcaption><svg viewBox=\"0 0 328 192\" role=\"img\"");
	html_attr(p, "aria-label", c->finding);
	html_lit(p, ">");
	put_band(p, &d);
	put_grid(p, &d);
	put_child(p, &d);
	html_lit(p, "</svg></figure>\n");
}
