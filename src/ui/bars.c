#include "bars.h"

#include "utf8.h"

/* All in units of the 328 wide picture. */
enum { LEFT = 70, RIGHT = 322, ROW = 36, BAR = 26, TOP = 10, CJK = 13, LATIN = 7, PAD = 7, LABELS = 4 };

struct scale {
	int32_t from, to; /* day numbers of both edges */
};

static int x_of(const struct scale *s, int32_t number)
{
	if (number <= s->from)
		return LEFT;
	if (number >= s->to)
		return RIGHT;
	return LEFT + (int)((int64_t)(number - s->from) * (RIGHT - LEFT) / (s->to - s->from));
}

static day start_of(const struct bar_span *s) { return s->from ? s->from : s->known; }

/* From the first year in which something changed, but a year at least and not before the child was born. */
static struct scale scale_of(const struct bars *b)
{
	day first = b->today;

	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->row[i].n; k++) {
			day from = start_of(&b->row[i].span[k]);
			if (from && from < first)
				first = from;
		}
	int32_t to = day_number(b->today), from = day_number(first) - 120;
	if (from > to - 365)
		from = to - 365;
	if (b->first && from < day_number(b->first) && b->first < first)
		from = day_number(b->first);
	return (struct scale){ from, to };
}

static int width_of(str text)
{
	int width = 0;
	size_t at = 0;
	uint32_t c;

	while ((c = utf8_next(text, &at)))
		width += c < 0x2e80 ? LATIN : CJK;
	return width;
}

/* As much of the text as fits, with an ellipsis when it is cut; empty when not even two letters do. */
static str fitted(struct page *p, str text, int room)
{
	if (width_of(text) <= room)
		return text;
	size_t at = 0, end = 0;
	int width = CJK;
	uint32_t c;
	while ((c = utf8_next(text, &at))) {
		width += c < 0x2e80 ? LATIN : CJK;
		if (width > room)
			break;
		end = at;
	}
	if (utf8_count(str_cut(text, 0, end)) < 2)
		return STR("");
	return html_fill(p, "{0}…", str_cut(text, 0, end));
}

static void attr_int(struct page *p, int v)
{
	html_lit(p, "=\"");
	html_int(p, v);
	html_lit(p, "\"");
}

static void put_rect(struct page *p, str class, int x, int y, int width)
{
	html_lit(p, "<rect");
	html_attr(p, "class", class);
	html_lit(p, " x");
	attr_int(p, x);
	html_lit(p, " y");
	attr_int(p, y);
	html_lit(p, " width");
	attr_int(p, width < 2 ? 2 : width);
	html_lit(p, " height");
	attr_int(p, BAR);
	html_lit(p, " rx=\"5\"/>");
}

static void put_label(struct page *p, str class, int x, int y, str text)
{
	if (!text.n)
		return;
	html_lit(p, "<text");
	html_attr(p, "class", class);
	html_lit(p, " x");
	attr_int(p, x);
	html_lit(p, " y");
	attr_int(p, y);
	html_lit(p, ">");
	html_text(p, text);
	html_lit(p, "</text>");
}

/* Who it is: on two lines when one is too narrow. */
static void put_who(struct page *p, int y, str who)
{
	size_t end = 0;

	for (size_t i = 0; i < who.n; i++)
		if (who.s[i] == ' ' && width_of(str_cut(who, 0, i)) <= LEFT - 6)
			end = i;
	if (width_of(who) <= LEFT - 6 || !end) {
		put_label(p, STR("k"), 0, y + 18, fitted(p, who, LEFT - 6));
		return;
	}
	put_label(p, STR("k"), 0, y + 11, str_cut(who, 0, end));
	put_label(p, STR("k"), 0, y + 25, fitted(p, str_cut(who, end + 1, who.n), LEFT - 6));
}

static void put_bar(struct page *p, str class, str ink, const int box[3], str text)
{
	put_rect(p, class, box[0], box[1], box[2]);
	put_label(p, ink, box[0] + PAD, box[1] + 18, fitted(p, text, box[2] - 2 * PAD));
}

static void put_span(struct page *p, const struct scale *s, const struct bar_span *b, int y)
{
	int32_t to = b->to ? day_number(b->to) + 1 : s->to;
	int32_t known = start_of(b) ? day_number(start_of(b)) : s->to;
	int x0 = x_of(s, known), x1 = x_of(s, to);

	if (to <= s->from || known >= to || known >= s->to)
		return;
	if (!b->from) { /* since when is not known: open to the left */
		int open[] = { LEFT, y, x0 - LEFT };
		if (open[2] > 3)
			put_bar(p, STR("q"), STR("k"), open, html_say(p, N_("since when?")));
	}
	int box[] = { x0, y, x1 - x0 - 1 };
	if (b->kind == BAR_GONE)
		put_bar(p, STR("q"), STR("k"), box, b->where);
	else
		put_bar(p, STR("a"), STR("on"), box, b->where);
}

/* Room for the first label at home: up to where the first span begins. */
static int first_x(const struct scale *s, const struct bar_row *r)
{
	int x = RIGHT;

	for (size_t i = 0; i < r->n; i++) {
		day from = r->span[i].from;
		int at = from ? x_of(s, day_number(from)) : LEFT;
		if (at < x)
			x = at;
	}
	return x;
}

static void put_row(struct page *p, const struct scale *s, const struct bar_row *r, int y)
{
	put_who(p, y, r->who);
	put_rect(p, STR("t"), LEFT, y, RIGHT - LEFT);
	put_label(p, STR("k"), LEFT + PAD, y + 18, fitted(p, r->home, first_x(s, r) - LEFT - 2 * PAD));
	for (size_t i = 0; i < r->n; i++)
		put_span(p, s, &r->span[i], y);
}

static void put_years(struct page *p, const struct scale *s, int bottom)
{
	int first = day_of_number(s->from) / 10000 + 1, last = day_of_number(s->to) / 10000;
	int step = 1 + (last - first) / LABELS;

	html_lit(p, "<path class=\"g\" d=\"");
	for (int y = first; y <= last; y++) {
		html_lit(p, "M");
		html_int(p, x_of(s, day_number(y * 10000 + 101)));
		html_lit(p, " 4v");
		html_int(p, bottom - 4);
	}
	html_lit(p, "\"/>");
	for (int y = first; y <= last; y += step) {
		int x = x_of(s, day_number(y * 10000 + 101));
		if (x < RIGHT - 80) /* "today" stands there */
			put_label(p, STR("y"), x, bottom + 18, html_say(p, N_("{0}"), html_int_text(p, y)));
	}
	html_lit(p, "<text x=\"324\" text-anchor=\"end\" y");
	attr_int(p, bottom + 18);
	html_lit(p, ">");
	html_tr(p, N_("today"));
	html_lit(p, "</text>");
}

/* --- the same as a table --- */

static void cell(struct page *p, str text)
{
	html_lit(p, "<td>");
	html_text(p, text);
	html_lit(p, "</td>");
}

static str from_text(struct page *p, const struct bar_span *s)
{
	if (s->from)
		return html_day_text(p, s->from);
	if (s->known)
		return html_say(p, N_("not known; a form of {0} says so"), html_day_text(p, s->known));
	return html_say(p, N_("not known"));
}

static void put_table_row(struct page *p, const struct bar_row *r, const struct bar_span *s)
{
	html_lit(p, "<tr><th scope=\"row\">");
	html_text(p, r->who);
	html_lit(p, "</th>");
	cell(p, !s ? r->home : s->where.n ? s->where : html_say(p, N_("away")));
	cell(p, s ? from_text(p, s) : html_say(p, N_("all the time")));
	cell(p, s && s->to ? html_day_text(p, s->to) : html_say(p, N_("today still")));
	html_lit(p, "</tr>\n");
}

static void put_table(struct page *p, const struct bars *b)
{
	html_lit(p, "<details><summary>");
	html_tr(p, N_("See the table"));
	html_lit(p, "</summary><div class=\"wide\" tabindex=\"0\" role=\"region\"");
	html_attr_tr(p, "aria-label", N_("Who is where, as a table"));
	html_lit(p, "><table class=\"tbl\"><thead><tr><th scope=\"col\">");
	html_tr(p, N_("Who"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("Where"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("From"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("To"));
	html_lit(p, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < b->n; i++) {
		for (size_t k = 0; k < b->row[i].n; k++)
			put_table_row(p, &b->row[i], &b->row[i].span[k]);
		if (!b->row[i].n)
			put_table_row(p, &b->row[i], NULL);
	}
	html_lit(p, "</tbody></table></div></details>");
}

void bars_put(struct page *p, const struct bars *b)
{
	if (!b->n)
		return;
	struct scale s = scale_of(b);
	int bottom = TOP + (int)b->n * ROW + 4;
	html_lit(p, "<figure><figcaption class=\"s\">");
	html_text(p, b->caption.n ? b->caption : b->finding);
	html_lit(p, "</figcaption><svg class=\"bars\" viewBox=\"0 0 328 ");
	html_int(p, bottom + 26);
	html_lit(p, "\" role=\"img\"");
	html_attr(p, "aria-label", b->finding);
	html_lit(p, ">");
	put_years(p, &s, bottom);
	for (size_t i = 0; i < b->n; i++)
		put_row(p, &s, &b->row[i], TOP + (int)i * ROW);
	html_lit(p, "</svg>");
	put_table(p, b);
	html_lit(p, "</figure>\n");
}
