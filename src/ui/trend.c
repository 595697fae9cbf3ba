#include "trend.h"

/* In units of the 328 wide picture. */
enum { LEFT = 44, RIGHT = 316, TOP = 12, BOTTOM = 112 };

static int64_t round_step(int64_t size)
{
	static const int64_t part[] = { 1, 2, 5 };
	int64_t ten = 1;

	for (;; ten *= 10)
		for (size_t i = 0; i < COUNT(part); i++)
			if (part[i] * ten * 4 >= size)
				return part[i] * ten;
}

struct trend_scale trend_scale_of(int64_t low, int64_t high)
{
	/* Starting at 0 is honest as long as the change can still be seen. */
	int64_t base = high - low > high / 3 || low < 10 ? 0 : low, step = round_step(high - base);
	struct trend_scale s = { base / step * step, (high / step + (high % step != 0)) * step };

	if (s.to == s.from)
		s.to = s.from + step;
	return s;
}

static struct trend_scale scale_of(const struct trend *t)
{
	int64_t low = t->line[0].value[0], high = low;

	for (size_t k = 0; k < t->lines; k++)
		for (size_t i = 0; i < t->n; i++) {
			int64_t v = t->line[k].value[i];
			low = v < low ? v : low;
			high = v > high ? v : high;
		}
	return trend_scale_of(low, high);
}

static int x_of(const struct trend *t, size_t i)
{
	return t->n < 2 ? RIGHT : LEFT + (int)(i * (RIGHT - LEFT) / (t->n - 1));
}

static int y_of(const struct trend_scale *s, int64_t v)
{
	return BOTTOM - (int)((v - s->from) * (BOTTOM - TOP) / (s->to - s->from));
}

static void put_grid(struct page *p, const struct trend_scale *s)
{
	const int64_t at[] = { s->from, (s->from + s->to) / 2, s->to };

	html_lit(p, "<path class=\"g\" d=\"");
	for (size_t i = 0; i < COUNT(at); i++) {
		html_lit(p, "M44 ");
		html_int(p, y_of(s, at[i]));
		html_lit(p, "h272");
	}
	html_lit(p, "\"/>");
	for (size_t i = 0; i < COUNT(at); i++) {
		html_lit(p, "<text x=\"38\" text-anchor=\"end\" y=\"");
		html_int(p, y_of(s, at[i]) + 4);
		html_lit(p, "\">");
		html_int(p, at[i]);
		html_lit(p, "</text>");
	}
}

static void put_line(struct page *p, const struct trend *t, const struct trend_scale *s, size_t k)
{
	if (k)
		html_lit(p, "<polyline class=\"e two\" points=\"");
	else
		html_lit(p, "<polyline class=\"w\" points=\"");
	for (size_t i = 0; i < t->n; i++) {
		html_int(p, x_of(t, i));
		html_lit(p, ",");
		html_int(p, y_of(s, t->line[k].value[i]));
		html_lit(p, " ");
	}
	html_lit(p, "\"/>");
	if (k)
		return;
	html_lit(p, "<circle class=\"a\" r=\"4\" cx=\"316\" cy=\"");
	html_int(p, y_of(s, t->line[k].value[t->n - 1]));
	html_lit(p, "\"/>");
}

static void put_table(struct page *p, const struct trend *t)
{
	html_lit(p, "<details><summary>");
	html_tr(p, N_("See the table"));
	html_lit(p, "</summary><table class=\"tbl\"><thead><tr><th scope=\"col\">");
	html_tr(p, N_("Month"));
	html_lit(p, "</th>");
	for (size_t k = 0; k < t->lines; k++) {
		html_lit(p, "<th scope=\"col\" class=\"n\">");
		html_text(p, t->line[k].label);
		html_lit(p, "</th>");
	}
	html_lit(p, "</tr></thead><tbody>\n");
	for (size_t i = t->n; i-- > 0;) {
		html_lit(p, "<tr><th scope=\"row\">");
		html_text(p, t->when[i]);
		html_lit(p, "</th>");
		for (size_t k = 0; k < t->lines; k++) {
			html_lit(p, "<td class=\"n\">");
			html_int(p, t->line[k].value[i]);
			html_lit(p, "</td>");
		}
		html_lit(p, "</tr>\n");
	}
	html_lit(p, "</tbody></table></details>");
}

void trend_put(struct page *p, const struct trend *t)
{
	if (!t->n || !t->lines)
		return;
	struct trend_scale s = scale_of(t);
	html_lit(p, "<figure><figcaption class=\"s\">");
	html_text(p, t->caption.n ? t->caption : t->finding);
	html_lit(p, "</figcaption><svg viewBox=\"0 0 328 140\" role=\"img\"");
	html_attr(p, "aria-label", t->finding);
	html_lit(p, ">");
	put_grid(p, &s);
	for (size_t k = t->lines; k-- > 0;)
		put_line(p, t, &s, k);
	html_lit(p, "<text x=\"44\" y=\"134\">");
	html_text(p, t->when[0]);
	html_lit(p, "</text><text x=\"324\" text-anchor=\"end\" y=\"134\">");
	html_text(p, t->when[t->n - 1]);
	html_lit(p, "</text></svg>");
	put_table(p, t);
	html_lit(p, "</figure>\n");
}
