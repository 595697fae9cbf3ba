#include "press_work.h"

#include <math.h>
#include <stdio.h>

static const struct press_style head_style = { PRESS_HEI, 8.5, 12, &press_soft },
				number_style = { PRESS_HEI, 9, 12, &press_accent };

/* --- pages --- */

void press_page_end(struct press_doc *d)
{
	if (d->open && d->cr)
		cairo_show_page(d->cr);
	d->open = false;
}

static void put_number(struct press_doc *d)
{
	char text[16];
	int n = snprintf(text, sizeof text, "%u", d->page);
	double y = PRESS_PAGE_HEIGHT - 40, middle = PRESS_PAGE_WIDTH / 2;

	/* The thread runs through, and holds the number. */
	press_rule(d, (struct press_rect){ middle - 58, y - 3, 40, 0 }, 0.8, &press_line_rgb);
	press_rule(d, (struct press_rect){ middle + 18, y - 3, 40, 0 }, 0.8, &press_line_rgb);
	press_dot(d, middle - 58, y - 3, 1.8, &press_accent);
	press_dot(d, middle + 58, y - 3, 1.8, &press_accent);
	press_say(d, &number_style, (str){ text, (size_t)n }, y, PRESS_CENTRE);
}

void press_page(struct press_doc *d, bool plain)
{
	press_page_end(d);
	d->page++;
	d->open = true;
	d->y = d->top;
	d->over = d->over || d->page > d->most;
	if (plain || !d->numbered)
		return;
	press_say(d, &head_style, d->head, 44, PRESS_RIGHT);
	put_number(d);
}

bool press_need(struct press_doc *d, double height)
{
	if (d->open && d->y + height <= d->bottom + 0.01)
		return false;
	press_page(d, false);
	return true;
}

/* --- shapes --- */

void press_colour(struct press_doc *d, const struct press_rgb *c)
{
	cairo_set_source_rgb(d->cr, c->r, c->g, c->b);
}

static void round_path(cairo_t *cr, struct press_rect at, double round)
{
	if (round <= 0) {
		cairo_rectangle(cr, at.x, at.y, at.w, at.h);
		return;
	}
	cairo_new_sub_path(cr);
	cairo_arc(cr, at.x + at.w - round, at.y + round, round, -M_PI / 2, 0);
	cairo_arc(cr, at.x + at.w - round, at.y + at.h - round, round, 0, M_PI / 2);
	cairo_arc(cr, at.x + round, at.y + at.h - round, round, M_PI / 2, M_PI);
	cairo_arc(cr, at.x + round, at.y + round, round, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
}

void press_box(struct press_doc *d, struct press_rect at, double round, const struct press_rgb *fill,
	       const struct press_rgb *edge)
{
	if (!d->cr)
		return;
	round_path(d->cr, at, round);
	if (fill) {
		press_colour(d, fill);
		cairo_fill_preserve(d->cr);
	}
	if (edge) {
		press_colour(d, edge);
		cairo_set_line_width(d->cr, 0.8);
		cairo_stroke_preserve(d->cr);
	}
	cairo_new_path(d->cr);
}

void press_rule(struct press_doc *d, struct press_rect from_by, double thick, const struct press_rgb *colour)
{
	if (!d->cr)
		return;
	press_colour(d, colour);
	cairo_set_line_width(d->cr, thick);
	cairo_move_to(d->cr, from_by.x, from_by.y);
	cairo_rel_line_to(d->cr, from_by.w, from_by.h);
	cairo_stroke(d->cr);
}

void press_dot(struct press_doc *d, double x, double y, double radius, const struct press_rgb *fill)
{
	if (!d->cr)
		return;
	press_colour(d, fill);
	cairo_new_sub_path(d->cr);
	cairo_arc(d->cr, x, y, radius, 0, 2 * M_PI);
	cairo_fill(d->cr);
}

/* --- pictures --- */

/* ITU-T T.81 B.2.2: the frame header, any of SOF0 to SOF15 but DHT, JPG and DAC. */
static bool is_frame(uint8_t marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool press_jpeg_size(str jpeg, unsigned *ret_width, unsigned *ret_height)
{
	const uint8_t *b = (const uint8_t *)jpeg.s;
	size_t at = 2;

	if (jpeg.n < 4 || b[0] != 0xff || b[1] != 0xd8)
		return false;
	while (at + 9 < jpeg.n && b[at] == 0xff) {
		size_t n = (size_t)b[at + 2] << 8 | b[at + 3];
		if (is_frame(b[at + 1])) {
			*ret_height = (unsigned)b[at + 5] << 8 | b[at + 6];
			*ret_width = (unsigned)b[at + 7] << 8 | b[at + 8];
			return *ret_width && *ret_height;
		}
		at += 2 + n;
	}
	return false;
}

struct press_rect press_fit(str jpeg, struct press_rect into)
{
	unsigned w, h;

	if (!press_jpeg_size(jpeg, &w, &h))
		return (struct press_rect){ into.x, into.y, 0, 0 };
	double scale = fmin(into.w / w, into.h / h);
	return (struct press_rect){ into.x + (into.w - w * scale) / 2, into.y, w * scale, h * scale };
}

/* The file goes in as it is: a small empty surface carries it, which cairo writes as that JPEG, never
 * decoded. (One of a single pixel it would take for a colour.) */
void press_jpeg(struct press_doc *d, str jpeg, struct press_rect at)
{
	enum { SIDE = 16 };
	cairo_surface_t *carrier;

	if (!d->cr || at.w <= 0 || at.h <= 0)
		return;
	carrier = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
	if (!cairo_surface_set_mime_data(carrier, CAIRO_MIME_TYPE_JPEG, (const uint8_t *)jpeg.s, jpeg.n, NULL,
					 NULL)) {
		cairo_save(d->cr);
		cairo_translate(d->cr, at.x, at.y);
		cairo_scale(d->cr, at.w / SIDE, at.h / SIDE);
		cairo_set_source_surface(d->cr, carrier, 0, 0);
		cairo_rectangle(d->cr, 0, 0, SIDE, SIDE);
		cairo_fill(d->cr);
		cairo_restore(d->cr);
	}
	cairo_surface_destroy(carrier);
}
