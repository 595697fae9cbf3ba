#include "press_work.h"

/* clang-format off */
static const struct press_style
	part_style    = { PRESS_KAI_BOLD, 26, 38, &press_accent },
	under_style   = { PRESS_KAI, 13, 22, &press_soft },
	heading_style = { PRESS_KAI_BOLD, 16, 26, &press_accent },
	text_style    = { PRESS_SONG, 12, 21, &press_ink },
	title_style   = { PRESS_KAI_BOLD, 13, 21, &press_ink },
	small_style   = { PRESS_HEI, 9, 15, &press_soft },
	words_style   = { PRESS_KAI, 15, 27, &press_ink },
	mark_style    = { PRESS_KAI_BOLD, 44, 44, &press_wick },
	letter_style  = { PRESS_KAI, 14, 28, &press_ink },
	said_style    = { PRESS_KAI, 12, 20, &press_ink },
	cell_style    = { PRESS_HEI, 10, 16, &press_ink },
	column_style  = { PRESS_HEI, 9, 15, &press_soft };
/* clang-format on */

static void write_line(struct press_doc *d, const struct press_style *s, str text, double x, double width)
{
	struct press_line l;

	if (text.n && press_next_line(s, &text, width, &l))
		press_write(d, s, &l, (struct press_place){ x, press_base(s, d->y), width, PRESS_LEFT });
}

/* --- headings --- */

static void put_part(struct press_doc *d, const struct press_item *i)
{
	press_page(d, false);
	if (d->nparts < PRESS_PARTS)
		d->part[d->nparts++] = (struct press_part){ i->text[0], d->page };
	press_mark(d, i->text[0]);
	press_dot(d, d->left + 5, d->y + 20, 5, &press_accent);
	press_rule(d, (struct press_rect){ d->left + 10, d->y + 20, 18, 0 }, 1.2, &press_accent);
	d->y += part_style.leading;
	write_line(d, &part_style, i->text[0], d->left + 34, d->width - 34);
	if (i->text[1].n)
		press_flow(d, &under_style, i->text[1], d->left + 34, d->width - 34);
	d->y += 20;
}

static void put_heading(struct press_doc *d, const struct press_item *i)
{
	if (d->y > d->top)
		d->y += 16;
	press_need(d, heading_style.leading + (d->follows == PRESS_PICTURE ? 330 : 120));
	press_flow(d, &heading_style, i->text[0], d->left, d->width);
	press_rule(d, (struct press_rect){ d->left, d->y + 1, d->width, 0 }, 0.8, &press_line_rgb);
	d->y += 12;
}

static void put_text(struct press_doc *d, const struct press_item *i)
{
	press_flow(d, &text_style, i->text[0], d->left, d->width);
	d->y += 8;
}

/* --- an entry on the thread that runs down the page --- */

static void put_thread(struct press_doc *d, double from, double to)
{
	press_rule(d, (struct press_rect){ d->left + 5, from, 0, to - from }, 0.8, &press_line_rgb);
}

static void put_entry(struct press_doc *d, const struct press_item *i)
{
	double x = d->left + 20, width = d->width - 20;
	double dated = press_width(&small_style, i->text[1]) + 12;
	size_t lines = press_count_lines(&text_style, i->text[2], width);
	double height = title_style.leading + (double)(lines < 4 ? lines : 4) * text_style.leading + 18;

	press_need(d, height);
	double from = d->y;
	press_dot(d, d->left + 5, d->y + 11, 4, &press_accent);
	press_dot(d, d->left + 5, d->y + 11, 2.2, &press_white);
	d->y += title_style.leading;
	write_line(d, &title_style, i->text[0], x, width - dated);
	struct press_line at;
	str text = i->text[1];
	if (text.n && press_next_line(&small_style, &text, width, &at))
		press_write(d, &small_style, &at,
			    (struct press_place){ x, press_base(&title_style, d->y), width, PRESS_RIGHT });
	unsigned page = d->page;
	press_flow(d, &text_style, i->text[2], x, width);
	if (i->text[3].n) {
		press_need(d, small_style.leading);
		d->y += small_style.leading;
		write_line(d, &small_style, i->text[3], x, width);
	}
	put_thread(d, page == d->page ? from + 17 : d->top, d->y + 6);
	d->y += 10;
}

/* --- words in a box, over as many pages as they need --- */

struct sheet {
	const struct press_style *style;
	double pad, head; /* inside, above the first line */
	const struct press_rgb *fill, *edge;
	bool ruled, quoted;
};

static void put_sheet_back(struct press_doc *d, const struct sheet *s, struct press_rect at, bool first)
{
	press_box(d, at, 8, s->fill, s->edge);
	if (s->quoted && first) {
		struct press_doc inner = *d;
		inner.left = at.x + 10;
		if (d->cr)
			press_say(&inner, &mark_style, STR("“"), at.y + 44, PRESS_LEFT);
	}
	double y = at.y + s->head;
	while (s->ruled && (y += s->style->leading) < at.y + at.h - 4)
		press_rule(d, (struct press_rect){ at.x + s->pad - 6, y - 3, at.w - 2 * s->pad + 12, 0 }, 0.5,
			   &press_line_rgb);
}

/* As many lines of *rest as fit here, in a box of their own; `tail`: lines that follow in the same box. */
static void put_sheet_part(struct press_doc *d, const struct sheet *s, str *rest, size_t lines, double tail)
{
	double width = d->width - 2 * s->pad;
	double height = s->head + (double)lines * s->style->leading + tail + s->pad / 2;
	struct press_line l;

	put_sheet_back(d, s, (struct press_rect){ d->left, d->y, d->width, height }, true);
	d->y += s->head;
	for (size_t i = 0; i < lines && press_next_line(s->style, rest, width, &l); i++) {
		d->y += s->style->leading;
		press_write(d, s->style, &l,
			    (struct press_place){ d->left + s->pad, press_base(s->style, d->y), width,
						  PRESS_JUSTIFY });
	}
}

/* Ends inside the box, where `tail` points are left free. */
static void put_sheet(struct press_doc *d, const struct sheet *s, str text, double tail)
{
	size_t left = press_count_lines(s->style, text, d->width - 2 * s->pad);
	double leading = s->style->leading, around = s->head + s->pad / 2;

	press_need(d, around + tail + leading * (double)(left < 3 ? left : 3));
	for (;;) {
		double room = d->bottom - d->y - around;
		size_t fit = room > leading ? (size_t)(room / leading) : 1;
		bool last = (double)left * leading + tail <= room || left <= 1;
		if (!last && fit >= left)
			fit = left - 1;
		put_sheet_part(d, s, &text, last ? left : fit, last ? tail : 0);
		if (last)
			return;
		left -= fit;
		press_page(d, false);
	}
}

static void put_words(struct press_doc *d, const struct press_item *i)
{
	static const struct sheet sheet = { &words_style, 34, 14, &press_lamp, NULL, false, true };

	put_sheet(d, &sheet, i->text[0], i->text[1].n ? small_style.leading : 0);
	if (i->text[1].n) {
		d->y += small_style.leading;
		write_line(d, &small_style, i->text[1], d->left + 34, d->width - 68);
	}
	d->y += 17 + 16;
}

static void put_right(struct press_doc *d, const struct press_style *s, str text)
{
	struct press_line l;

	d->y += s->leading;
	if (text.n && press_next_line(s, &text, d->width - 72, &l))
		press_write(d, s, &l,
			    (struct press_place){ d->left + 36, press_base(s, d->y), d->width - 72,
						  PRESS_RIGHT });
}

static void put_letter(struct press_doc *d, const struct press_item *i)
{
	static const struct sheet sheet = { &letter_style, 36, 20, &press_white, &press_edge, true, false };
	double tail = 2 * letter_style.leading;
	press_need(d, 6 * letter_style.leading);
	if (i->text[0].n) {
		d->y += small_style.leading;
		write_line(d, &small_style, i->text[0], d->left, d->width);
		d->y += 4;
	}
	put_sheet(d, &sheet, i->text[1], tail);
	put_right(d, &letter_style, i->text[2]);
	put_right(d, &letter_style, i->text[3]);
	d->y += 18 + 18;
}

/* --- a picture with what is said of it --- */

static void put_picture(struct press_doc *d, const struct press_item *i)
{
	enum { TALL = 265, FRAME = 6 };
	double width = d->width - 60, said = 0;

	if (i->text[1].n)
		said = (double)press_count_lines(&said_style, i->text[1], width - 40) * said_style.leading;
	if (said > 200)
		said = 200;
	struct press_rect at = press_fit(i->bytes, (struct press_rect){ d->left + 30, 0, width, TALL });
	press_need(d, at.h + 2 * FRAME + title_style.leading + said + small_style.leading);
	at.y = d->y + FRAME;
	if (at.h > 0)
		press_box(
			d,
			(struct press_rect){ at.x - FRAME, at.y - FRAME, at.w + 2 * FRAME, at.h + 2 * FRAME },
			3, &press_white, &press_line_rgb);
	press_jpeg(d, i->bytes, at);
	d->y += at.h + 2 * FRAME + 4;
	press_say(d, &title_style, i->text[0], d->y + 15, PRESS_CENTRE);
	if (i->text[0].n)
		d->y += title_style.leading;
	press_flow(d, &said_style, i->text[1], d->left + 50, d->width - 100);
	press_say(d, &small_style, i->text[2], d->y + 11, PRESS_CENTRE);
	d->y += small_style.leading + 18;
}

/* --- tables --- */

static double share(const struct press_doc *d, size_t column)
{
	double all = 0;

	for (size_t i = 0; i < d->columns.n && i < d->columns.bytes.n; i++)
		all += (uint8_t)d->columns.bytes.s[i];
	return column < d->columns.bytes.n && all > 0 ? d->width * (uint8_t)d->columns.bytes.s[column] / all
						      : d->width / (double)(d->columns.n ? d->columns.n : 1);
}

static double cells_height(const struct press_doc *d, const struct press_style *s, const struct press_item *i)
{
	size_t most = 1;

	for (size_t k = 0; k < i->n; k++) {
		size_t n = press_count_lines(s, i->text[k], share(d, k) - 8);
		most = n > most ? n : most;
	}
	return (double)most * s->leading + 6;
}

static void put_cells(struct press_doc *d, const struct press_style *s, const struct press_item *i)
{
	double x = d->left, height = cells_height(d, s, i), from = d->y + 3;

	for (size_t k = 0; k < i->n; k++) {
		str text = i->text[k];
		struct press_line l;
		double y = from;
		while (text.n && press_next_line(s, &text, share(d, k) - 8, &l)) {
			y += s->leading;
			press_write(d, s, &l,
				    (struct press_place){ x, press_base(s, y), share(d, k), PRESS_LEFT });
		}
		x += share(d, k);
	}
	d->y += height;
	press_rule(d, (struct press_rect){ d->left, d->y, d->width, 0 }, 0.6, &press_line_rgb);
}

static void put_row(struct press_doc *d, const struct press_item *i)
{
	if (press_need(d, cells_height(d, &cell_style, i)) && d->columns.n)
		put_cells(d, &column_style, &d->columns);
	put_cells(d, &cell_style, i);
}

static void put_head(struct press_doc *d, const struct press_item *i)
{
	d->columns = *i;
	press_need(d, 60);
	put_cells(d, &column_style, i);
}

/* --- lines to write on by hand --- */

static void put_lines(struct press_doc *d, const struct press_item *i)
{
	enum { APART = 30 };
	unsigned n = i->bytes.n ? (uint8_t)i->bytes.s[0] : 4;

	press_need(d, heading_style.leading + APART * n);
	press_flow(d, &heading_style, i->text[0], d->left, d->width);
	for (unsigned k = 0; k < n; k++) {
		d->y += APART;
		press_rule(d, (struct press_rect){ d->left, d->y, d->width, 0 }, 0.6, &press_edge);
	}
	d->y += 24;
}

void press_block(struct press_doc *d, const struct press_item *i)
{
	if (i->type != PRESS_ROW && i->type != PRESS_HEAD && d->columns.n) {
		d->columns.n = 0;
		d->y += 16;
	}
	switch (i->type) {
	case PRESS_COVER: press_cover(d, i); break;
	case PRESS_CONTENTS: press_contents(d, i); break;
	case PRESS_PART: put_part(d, i); break;
	case PRESS_HEADING: put_heading(d, i); break;
	case PRESS_TEXT: put_text(d, i); break;
	case PRESS_ENTRY: put_entry(d, i); break;
	case PRESS_WORDS: put_words(d, i); break;
	case PRESS_LETTER: put_letter(d, i); break;
	case PRESS_PICTURE: put_picture(d, i); break;
	case PRESS_CURVE: press_curve_put(d, i); break;
	case PRESS_HEAD: put_head(d, i); break;
	case PRESS_ROW: put_row(d, i); break;
	case PRESS_LINES: put_lines(d, i); break;
	case PRESS_LAST: press_last(d, i); break;
	case PRESS_WALL: press_wall(d, i); break;
	default: break;
	}
}
