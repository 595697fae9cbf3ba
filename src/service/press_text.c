#include "press_work.h"
#include "utf8.h"

const struct press_rgb press_ink = { 0.169, 0.153, 0.137 }, press_soft = { 0.392, 0.361, 0.325 },
		       press_accent = { 0.043, 0.416, 0.424 }, press_paper = { 0.980, 0.969, 0.949 },
		       press_lamp = { 1.0, 0.961, 0.878 }, press_wick = { 0.725, 0.510, 0.180 },
		       press_line_rgb = { 0.902, 0.875, 0.831 }, press_edge = { 0.545, 0.506, 0.463 },
		       press_white = { 1, 1, 1 };

/* --- where a line may end --- */

/* Between two signs of Chinese a line may end anywhere, but no line begins with what closes, and none ends
 * with what opens (Requirements for Chinese Text Layout 3.1.2). */
static const char closing[] = "，。、；：？！”’）》】〉」』〕］｝…—～·％‰℃°,.;:?!)]}%/-–";
static const char opening[] = "“‘（《【〈「『〔［｛([{";

static bool is_one_of(const char *signs, uint32_t sign)
{
	str all = str_of(signs);
	size_t at = 0;

	while (at < all.n)
		if (utf8_next(all, &at) == sign)
			return true;
	return false;
}

static bool is_space(uint32_t sign) { return sign == ' ' || sign == '\t' || sign == 0x3000; }

/* Signs that stand each for themselves: ideographs, kana, what goes with them, and pictures. */
static bool is_wide(uint32_t sign)
{
	return (sign >= 0x2e80 && sign <= 0xd7ff) || (sign >= 0xf900 && sign <= 0xfaff) ||
	       (sign >= 0xfe30 && sign <= 0xfe4f) || (sign >= 0xff00 && sign <= 0xffef) || sign >= 0x1f000 ||
	       (sign >= 0x2600 && sign <= 0x27bf) || sign == 0x2014 || sign == 0x2026 ||
	       (sign >= 0x2018 && sign <= 0x201d);
}

static bool may_break(uint32_t before, uint32_t after)
{
	if (is_space(after))
		return false; /* it hangs at the end */
	if (is_space(before))
		return true;
	if (is_one_of(closing, after) || is_one_of(opening, before))
		return before == '-' || before == '/';
	return is_wide(before) || is_wide(after) || before == '-' || before == '/';
}

/* A line under way. */
struct breaking {
	size_t at, signs; /* bytes taken */
	double width;     /* of them */
	size_t end, next; /* the last place to end at, and where the next line begins; 0: none */
	double end_width; /* without the spaces that hang there */
	double solid;     /* width up to the last sign that is no space */
	size_t solid_at;
	uint32_t last;
};

static void note_end(struct breaking *b, uint32_t sign)
{
	if (b->last && may_break(b->last, sign)) {
		b->end = b->solid_at;
		b->end_width = b->solid;
		b->next = b->at;
	}
}

static struct press_line line_of(str text, size_t n, double width, bool ends)
{
	return (struct press_line){ .text = str_cut(text, 0, n), .width = width, .ends = ends };
}

/* The line is full: back to where it may end, else here. */
static struct press_line cut_line(const struct breaking *b, str *rest)
{
	bool fits = b->next != 0;
	size_t next = fits ? b->next : b->at;
	struct press_line l =
		fits ? line_of(*rest, b->end, b->end_width, false) : line_of(*rest, b->at, b->width, false);

	*rest = str_cut(*rest, next, rest->n);
	return l;
}

bool press_next_line(const struct press_style *s, str *rest, double width, struct press_line *ret)
{
	struct breaking b = { .at = 0 };

	if (!rest->n)
		return false;
	while (b.at < rest->n) {
		size_t after = b.at;
		uint32_t sign = utf8_next(*rest, &after);
		struct press_glyph g = press_glyph(s->face, sign);
		double advance = sign == '\n' ? 0 : g.advance * s->size;
		if (sign == '\n') {
			*ret = line_of(*rest, b.solid_at, b.solid, true);
			*rest = str_cut(*rest, after, rest->n);
			return true;
		}
		note_end(&b, sign);
		bool full = b.width + advance > width + 0.01 && !is_space(sign) && b.signs;
		if (full || b.signs == PRESS_LINE_SIGNS - 1) {
			*ret = cut_line(&b, rest);
			return true;
		}
		b.at = after;
		b.signs++;
		b.width += advance;
		b.last = g.silent ? b.last : sign;
		if (!is_space(sign)) {
			b.solid = b.width;
			b.solid_at = b.at;
		}
	}
	*ret = line_of(*rest, b.solid_at, b.solid, true);
	*rest = (str){ NULL, 0 };
	return true;
}

size_t press_count_lines(const struct press_style *s, str text, double width)
{
	struct press_line l;
	size_t n = 0;

	while (text.n && press_next_line(s, &text, width, &l))
		n++;
	return n;
}

double press_width(const struct press_style *s, str text)
{
	double w = 0;
	size_t at = 0;

	while (at < text.n)
		w += press_glyph(s->face, utf8_next(text, &at)).advance * s->size;
	return w;
}

/* --- writing one --- */

/* Signs of one typeface that follow each other. */
struct run {
	enum press_face face;
	cairo_glyph_t glyph[PRESS_LINE_SIGNS];
	cairo_text_cluster_t cluster[PRESS_LINE_SIGNS];
	int n;
	const char *from;
	size_t bytes;
};

static void put_run(struct press_doc *d, const struct press_style *s, struct run *r)
{
	if (r->n) {
		cairo_set_font_face(d->cr, press_font(r->face));
		cairo_set_font_size(d->cr, s->size);
		cairo_show_text_glyphs(d->cr, r->from, (int)r->bytes, r->glyph, r->n, r->cluster, r->n, 0);
	}
	r->n = 0;
	r->bytes = 0;
}

static void note_missing(struct press_doc *d, uint32_t sign)
{
	for (size_t i = 0; i < d->nmissing; i++)
		if (d->missing[i] == sign)
			return;
	if (d->nmissing < PRESS_MISSING)
		d->missing[d->nmissing++] = sign;
}

static void put_missing(struct press_doc *d, const struct press_style *s, double x, double y)
{
	const double inset = 0.1 * s->size, side = 0.8 * s->size;

	cairo_rectangle(d->cr, x + inset, y - 0.78 * s->size, side, side);
	cairo_set_line_width(d->cr, 0.5);
	cairo_stroke(d->cr);
}

/* What a line that is to fill its width lacks, shared among its gaps.  Past a twelfth of a sign, readers (and
 * programs) would take the gap for a space: then it stays as it is. */
static double gap_of(const struct press_style *s, const struct press_line *l, double width)
{
	size_t n = utf8_count(l->text);
	double gap = n > 1 ? (width - l->width) / (double)(n - 1) : 0;

	return l->ends || gap < 0 || gap > s->size / 12 ? 0 : gap;
}

static void put_sign(struct run *r, const struct press_glyph *g, double x, double y)
{
	r->face = g->face;
	r->glyph[r->n] = (cairo_glyph_t){ .index = g->index, .x = x, .y = y };
	r->cluster[r->n] = (cairo_text_cluster_t){ .num_bytes = 0, .num_glyphs = 1 };
	r->n++;
}

static void put_signs(struct press_doc *d, const struct press_style *s, const struct press_line *l,
		      struct press_place place, double gap)
{
	struct run r = { .n = 0 };
	double x = place.x, y = place.y;
	size_t at = 0;

	press_colour(d, s->colour);
	while (at < l->text.n) {
		size_t from = at;
		struct press_glyph g = press_glyph(s->face, utf8_next(l->text, &at));
		if (g.silent)
			continue;
		bool follows = r.n && g.index && g.face == r.face && r.from + r.bytes == l->text.s + from;
		if (!follows || r.n == PRESS_LINE_SIGNS)
			put_run(d, s, &r);
		if (!g.index) {
			note_missing(d, g.sign);
			put_missing(d, s, x, y);
		} else {
			if (!r.n)
				r.from = l->text.s + from;
			put_sign(&r, &g, x, y);
			r.cluster[r.n - 1].num_bytes = (int)(at - from);
			r.bytes += at - from;
		}
		x += g.advance * s->size + gap;
	}
	put_run(d, s, &r);
}

void press_write(struct press_doc *d, const struct press_style *s, const struct press_line *line,
		 struct press_place at)
{
	double gap = at.align == PRESS_JUSTIFY ? gap_of(s, line, at.width) : 0;

	if (!d->cr)
		return;
	if (at.align == PRESS_CENTRE)
		at.x += (at.width - line->width) / 2;
	if (at.align == PRESS_RIGHT)
		at.x += at.width - line->width;
	put_signs(d, s, line, at, gap);
}

/* One line across the page, cut where it is too long. */
void press_say(struct press_doc *d, const struct press_style *s, str text, double y, enum press_align align)
{
	struct press_line l;

	if (text.n && press_next_line(s, &text, d->width, &l))
		press_write(d, s, &l, (struct press_place){ d->left, y, d->width, align });
}

double press_base(const struct press_style *s, double bottom)
{
	return bottom - (s->leading - s->size) / 2 - 0.12 * s->size;
}

void press_flow(struct press_doc *d, const struct press_style *s, str text, double x, double width)
{
	struct press_line l;

	while (text.n && press_next_line(s, &text, width, &l)) {
		press_need(d, s->leading);
		d->y += s->leading;
		press_write(d, s, &l, (struct press_place){ x, press_base(s, d->y), width, PRESS_JUSTIFY });
	}
}
