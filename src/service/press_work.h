/* press_work.h - inside press*.c only: typefaces, lines, pages, and what the one who sets a book (the worker)
 * tells the one who wants it.
 *
 * Lengths are points, 72 to an inch, from the upper left.  A book is set twice: first without a surface,
 * which tells on which page each part begins, then for good. */
#pragma once
#include "press.h"
#include "workshop.h"

#include <cairo.h>
#include <ft2build.h>
#include FT_FREETYPE_H

/* --- the stream --- */

struct press_item {
	enum press_block type;
	size_t n;
	str text[PRESS_TEXTS];
	str bytes;
};
enum press_next { PRESS_END, PRESS_THERE, PRESS_BAD };
/* The next block off *rest.  PRESS_BAD: not what press_put() writes, or its texts are not text. */
enum press_next press_next(str *rest, struct press_item *ret);
uint32_t press_number(str bytes, size_t at); /* four bytes, the lowest first; 0 past the end */

/* --- typefaces: opened once, held by the process --- */

enum press_face { PRESS_KAI, PRESS_KAI_BOLD, PRESS_SONG, PRESS_HEI, PRESS_FACE__N };
/* False: this machine has none of them. */
bool press_fonts_open(void);
cairo_font_face_t *press_font(enum press_face face);
struct press_glyph {
	enum press_face face;
	unsigned index; /* 0: no typeface has it, a box is drawn */
	double advance; /* of the size */
	uint32_t sign;
	bool silent; /* says how its neighbours look, and is nothing itself */
};
struct press_glyph press_glyph(enum press_face face, uint32_t sign);

/* --- lines --- */

struct press_rgb {
	double r, g, b;
};
extern const struct press_rgb press_ink, press_soft, press_accent, press_paper, press_lamp, press_wick,
	press_line_rgb, press_edge, press_white;

struct press_style {
	enum press_face face;
	double size, leading;
	const struct press_rgb *colour;
};
enum press_align { PRESS_LEFT, PRESS_JUSTIFY, PRESS_CENTRE, PRESS_RIGHT };
enum { PRESS_LINE_SIGNS = 400 };
struct press_line {
	str text;
	double width;
	bool ends; /* a paragraph */
};
/* Take the next line off *rest; false: there is none.  An empty paragraph is an empty line. */
bool press_next_line(const struct press_style *s, str *rest, double width, struct press_line *ret);
size_t press_count_lines(const struct press_style *s, str text, double width);
double press_width(const struct press_style *s, str text);

/* --- pages --- */

enum { PRESS_PARTS = 200 };
#define PRESS_PAGE_WIDTH 595.28
#define PRESS_PAGE_HEIGHT 841.89
struct press_doc {
	cairo_t *cr; /* NULL: only counted */
	double left, width, top, bottom, y;
	unsigned page, most; /* most: pages at most */
	bool over;           /* more than that */
	bool numbered, open; /* open: a page is under way */
	str head;
	uint32_t missing[PRESS_MISSING];
	size_t nmissing;
	struct press_part {
		str title;
		unsigned page;
	} part[PRESS_PARTS];
	size_t nparts, parts;      /* parts: how many there will be */
	enum press_block follows;  /* what comes after the block at hand */
	struct press_item columns; /* of the table under way; .n 0: none */
};
void press_page(struct press_doc *d, bool plain); /* a new one; plain: without head and number */
void press_page_end(struct press_doc *d);
bool press_need(struct press_doc *d, double height); /* a new page when less is left; did it begin one? */

/* On the surface, if there is one; y is the base line of text. */
struct press_place {
	double x, y, width;
	enum press_align align;
};
void press_write(struct press_doc *d, const struct press_style *s, const struct press_line *line,
		 struct press_place at);
void press_say(struct press_doc *d, const struct press_style *s, str text, double y, enum press_align align);
struct press_rect {
	double x, y, w, h;
};
/* With round corners; fill or edge may be NULL. */
void press_box(struct press_doc *d, struct press_rect at, double round, const struct press_rgb *fill,
	       const struct press_rgb *edge);
void press_rule(struct press_doc *d, struct press_rect from_by, double thick, const struct press_rgb *colour);
void press_dot(struct press_doc *d, double x, double y, double radius, const struct press_rgb *fill);
void press_colour(struct press_doc *d, const struct press_rgb *c);
double press_base(const struct press_style *s, double bottom); /* of a line that ends there */
/* Text that flows down the page, and over to the next. */
void press_flow(struct press_doc *d, const struct press_style *s, str text, double x, double width);

/* The size of a JPEG as its frame header says; false: it has none. */
void press_jpeg(struct press_doc *d, str jpeg, struct press_rect at);
/* As large as it goes into that, in its middle across; where that is. */
struct press_rect press_fit(str jpeg, struct press_rect into);

void press_mark(struct press_doc *d, str title); /* this page in the list of a reader's program */

/* The blocks. */
void press_block(struct press_doc *d, const struct press_item *i);
void press_cover(struct press_doc *d, const struct press_item *i);
void press_contents(struct press_doc *d, const struct press_item *i);
void press_last(struct press_doc *d, const struct press_item *i);
void press_wall(struct press_doc *d, const struct press_item *i);
void press_curve_put(struct press_doc *d, const struct press_item *i);

/* --- the job --- */

enum press_why {
	PRESS_FINE,
	PRESS_NO_FONTS,
	PRESS_BROKEN,
	PRESS_TOO_LONG,
	PRESS_MEMORY,
	PRESS_WORKSHOP,
	PRESS_BUSY,
	PRESS_WHY__N
};
enum press_frame { PRESS_PIECE = 1, PRESS_TOLD, PRESS_REFUSED };
enum {
	PRESS_DESK = 160 << 20,
	PRESS_PIECE_BYTES = 64 << 10,
	PRESS_ANSWER_RATIO = 40, /* a few words bring the signs of a whole typeface */
};
void press_prepare(void);
enum rc press_job(struct workshop_desk *d);

/* Where the frames of one book go; false when nobody wants more. */
struct press_out {
	bool (*put)(void *ctx, int type, str payload);
	void *ctx;
	char *piece; /* PRESS_PIECE_BYTES of it */
	size_t n;
	bool failed;
};
enum press_why press_work(str input, struct press_out *o);
