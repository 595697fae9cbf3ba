#include "press_work.h"

#include <stdio.h>

/* clang-format off */
static const struct press_style
	name_style     = { PRESS_KAI_BOLD, 46, 60, &press_accent },
	cover_style    = { PRESS_KAI, 22, 34, &press_ink },
	line_style     = { PRESS_KAI, 13, 22, &press_soft },
	contents_style = { PRESS_KAI_BOLD, 26, 38, &press_accent },
	row_style      = { PRESS_KAI, 14, 28, &press_ink },
	page_style     = { PRESS_HEI, 10.5, 28, &press_accent },
	last_style     = { PRESS_KAI_BOLD, 30, 44, &press_accent },
	wish_style     = { PRESS_KAI, 16, 32, &press_ink },
	wall_name      = { PRESS_KAI_BOLD, 54, 66, &press_accent },
	wall_title     = { PRESS_KAI_BOLD, 17, 26, &press_wick },
	wall_text      = { PRESS_KAI, 18, 30, &press_ink };
/* clang-format on */

/* --- the picture of the house: hills, a home with its lamp, a thread, a kite at its end --- */

static void fill(struct press_doc *d, const struct press_rgb *c)
{
	press_colour(d, c);
	cairo_fill(d->cr);
}

static void put_hill(struct press_doc *d, double from, double top, double to, const struct press_rgb *c)
{
	cairo_move_to(d->cr, 0, PRESS_PAGE_HEIGHT);
	cairo_line_to(d->cr, 0, from);
	cairo_curve_to(d->cr, PRESS_PAGE_WIDTH * 0.3, top, PRESS_PAGE_WIDTH * 0.6, top, PRESS_PAGE_WIDTH, to);
	cairo_line_to(d->cr, PRESS_PAGE_WIDTH, PRESS_PAGE_HEIGHT);
	cairo_close_path(d->cr);
	fill(d, c);
}

static void put_house(struct press_doc *d, double x, double y)
{
	static const struct press_rgb wall = { 0.98, 0.97, 0.95 }, lamp = { 0.96, 0.72, 0.28 };

	press_box(d, (struct press_rect){ x, y, 54, 40 }, 0, &wall, NULL);
	cairo_move_to(d->cr, x - 9, y);
	cairo_line_to(d->cr, x + 27, y - 27);
	cairo_line_to(d->cr, x + 63, y);
	cairo_close_path(d->cr);
	fill(d, &press_ink);
	press_box(d, (struct press_rect){ x + 8, y + 11, 15, 14 }, 2, &lamp, NULL);
	press_box(d, (struct press_rect){ x + 32, y + 14, 13, 26 }, 1, &press_edge, NULL);
}

static void put_kite(struct press_doc *d, double x, double y)
{
	static const struct press_rgb light = { 0.96, 0.72, 0.28 };

	cairo_save(d->cr);
	cairo_translate(d->cr, x, y);
	cairo_rotate(d->cr, 0.42);
	cairo_move_to(d->cr, 0, -30);
	cairo_line_to(d->cr, 21, 0);
	cairo_line_to(d->cr, 0, 38);
	cairo_line_to(d->cr, -21, 0);
	cairo_close_path(d->cr);
	fill(d, &press_accent);
	cairo_move_to(d->cr, 0, -30);
	cairo_line_to(d->cr, 21, 0);
	cairo_line_to(d->cr, 0, 0);
	cairo_close_path(d->cr);
	fill(d, &light);
	cairo_restore(d->cr);
}

static void put_thread(struct press_doc *d, struct press_rect from_to)
{
	double x = from_to.x, y = from_to.y, to_x = from_to.w, to_y = from_to.h;

	press_colour(d, &press_wick);
	cairo_set_line_width(d->cr, 1.1);
	cairo_move_to(d->cr, x, y);
	cairo_curve_to(d->cr, x + 140, y - 10, to_x - 190, to_y + 130, to_x - 100, to_y + 86);
	cairo_curve_to(d->cr, to_x - 50, to_y + 60, to_x - 40, to_y + 44, to_x, to_y);
	cairo_stroke(d->cr);
}

static void put_scene(struct press_doc *d, double ground, struct press_rect kite)
{
	static const struct press_rgb far = { 0.80, 0.89, 0.87 }, near = { 0.55, 0.74, 0.72 };

	if (!d->cr)
		return;
	put_hill(d, ground + 10, ground - 70, ground + 60, &far);
	put_thread(d, (struct press_rect){ 150, ground + 22, kite.x, kite.y });
	put_kite(d, kite.x, kite.y);
	put_house(d, 96, ground + 22);
	put_hill(d, ground + 62, ground + 40, ground + 10, &near);
	put_hill(d, ground + 100, ground + 130, ground + 70, &press_accent);
}

static void put_paper(struct press_doc *d)
{
	press_box(d, (struct press_rect){ 0, 0, PRESS_PAGE_WIDTH, PRESS_PAGE_HEIGHT }, 0, &press_paper, NULL);
}

/* A picture in a white frame, its upper edge there, in the middle; how tall it is with it. */
static double put_framed(struct press_doc *d, str jpeg, struct press_rect into)
{
	enum { FRAME = 9 };
	struct press_rect at = press_fit(jpeg, into);

	if (at.h <= 0)
		return 0;
	press_box(d, (struct press_rect){ at.x - FRAME, at.y - FRAME, at.w + 2 * FRAME, at.h + 2 * FRAME }, 2,
		  &press_white, &press_line_rgb);
	press_jpeg(d, jpeg, at);
	return at.h + 2 * FRAME;
}

void press_cover(struct press_doc *d, const struct press_item *i)
{
	double y = 150;

	press_page(d, true);
	put_paper(d);
	put_scene(d, 660, (struct press_rect){ i->bytes.n ? 520 : 470, i->bytes.n ? 520 : 470, 0, 0 });
	press_say(d, &name_style, i->text[0], y, PRESS_CENTRE);
	press_say(d, &cover_style, i->text[1], y += 48, PRESS_CENTRE);
	press_rule(d, (struct press_rect){ PRESS_PAGE_WIDTH / 2 - 30, y + 18, 60, 0 }, 1.2, &press_accent);
	press_dot(d, PRESS_PAGE_WIDTH / 2, y + 18, 3, &press_accent);
	press_say(d, &line_style, i->text[2], y += 48, PRESS_CENTRE);
	press_say(d, &line_style, i->text[3], y + 22, PRESS_CENTRE);
	put_framed(d, i->bytes, (struct press_rect){ d->left + 80, y + 58, d->width - 160, 215 });
}

/* --- contents --- */

void press_contents(struct press_doc *d, const struct press_item *i)
{
	char number[16];

	press_page(d, false);
	d->y += contents_style.leading;
	press_say(d, &contents_style, i->text[0], press_base(&contents_style, d->y), PRESS_LEFT);
	d->y += 16;
	for (size_t k = 0; k < d->parts; k++) {
		str title = d->part[k].title;
		struct press_line l;
		press_need(d, row_style.leading);
		d->y += row_style.leading;
		int n = snprintf(number, sizeof number, "%u", d->part[k].page);
		press_say(d, &page_style, (str){ number, (size_t)n }, press_base(&row_style, d->y),
			  PRESS_RIGHT);
		if (!title.n || !press_next_line(&row_style, &title, d->width - 60, &l))
			continue;
		press_write(
			d, &row_style, &l,
			(struct press_place){ d->left, press_base(&row_style, d->y), d->width, PRESS_LEFT });
		double from = d->left + l.width + 10;
		press_rule(d, (struct press_rect){ from, d->y - 10, d->left + d->width - 30 - from, 0 }, 0.6,
			   &press_line_rgb);
	}
}

/* --- the last page --- */

void press_last(struct press_doc *d, const struct press_item *i)
{
	str text = i->text[1];
	struct press_line l;
	double y = 250;

	press_page(d, true);
	put_paper(d);
	put_scene(d, 640, (struct press_rect){ 480, 500, 0, 0 });
	press_say(d, &last_style, i->text[0], y, PRESS_CENTRE);
	y += 30;
	while (text.n && y < 470 && press_next_line(&wish_style, &text, d->width - 60, &l)) {
		y += wish_style.leading;
		press_write(d, &wish_style, &l,
			    (struct press_place){ d->left + 30, y, d->width - 60, PRESS_CENTRE });
	}
	static const struct press_style on_hill = { PRESS_HEI, 8.5, 13, &press_white };
	text = i->text[2];
	y = PRESS_PAGE_HEIGHT - 44;
	while (text.n && press_next_line(&on_hill, &text, d->width, &l)) {
		press_write(d, &on_hill, &l, (struct press_place){ d->left, y, d->width, PRESS_CENTRE });
		y += on_hill.leading;
	}
}

/* --- a page for the wall --- */

static double put_wall_part(struct press_doc *d, const struct press_item *i, size_t at, double y)
{
	str text = i->text[at + 1];
	struct press_line l;
	int lines = 0;

	if (!text.n)
		return y;
	press_say(d, &wall_title, i->text[at], y += wall_title.leading, PRESS_CENTRE);
	y += 4;
	while (lines++ < 5 && text.n && press_next_line(&wall_text, &text, d->width - 40, &l)) {
		y += wall_text.leading;
		press_write(d, &wall_text, &l,
			    (struct press_place){ d->left + 20, y, d->width - 40, PRESS_CENTRE });
	}
	return y + 18;
}

void press_wall(struct press_doc *d, const struct press_item *i)
{
	double y = 124;

	press_page(d, true);
	put_paper(d);
	press_box(d, (struct press_rect){ 28, 28, PRESS_PAGE_WIDTH - 56, PRESS_PAGE_HEIGHT - 56 }, 18, NULL,
		  &press_accent);
	put_scene(d, 700, (struct press_rect){ 520, 604, 0, 0 }); /* the frame ends at the hills */
	press_say(d, &wall_name, i->text[0], y, PRESS_CENTRE);
	press_say(d, &line_style, i->text[1], y += 34, PRESS_CENTRE);
	y += 26;
	double tall =
		put_framed(d, i->bytes, (struct press_rect){ d->left + 60, y + 9, d->width - 120, 210 });
	y += tall > 0 ? tall + 10 : 90;
	for (size_t k = 2; k + 1 < PRESS_TEXTS && y < 560; k += 2)
		y = put_wall_part(d, i, k, y);
}
