#include "press_work.h"

#include <cairo-pdf.h>
#include <malloc.h>
#include <stdio.h>

enum { SIDE = 62, TOP = 70, BOTTOM = 76, SIGN = 8 };

/* --- where it goes: cairo calls back, so nothing here jumps --- */

static void flush(struct press_out *o)
{
	if (o->n && !o->failed)
		o->failed = !o->put(o->ctx, PRESS_PIECE, (str){ o->piece, o->n });
	o->n = 0;
}

static cairo_status_t write_out(void *ctx, const unsigned char *bytes, unsigned n)
{
	struct press_out *o = ctx;

	while (n && !o->failed) {
		size_t k = PRESS_PIECE_BYTES - o->n < n ? PRESS_PIECE_BYTES - o->n : n;
		memcpy(o->piece + o->n, bytes, k);
		o->n += k;
		bytes += k;
		n -= (unsigned)k;
		if (o->n == PRESS_PIECE_BYTES)
			flush(o);
	}
	return o->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* --- what the whole of it says of itself --- */

/* What cairo wants ends with a zero; text of ours may be long. */
static const char *short_z(str s, char to[200])
{
	size_t n = s.n < 199 ? s.n : 199;

	while (n && n < s.n && ((uint8_t)s.s[n] & 0xc0) == 0x80)
		n--;
	memcpy(to, s.s, n);
	to[n] = '\0';
	return to;
}

static void set_about(cairo_surface_t *pdf, const struct press_item *about)
{
	char z[200];
	unsigned made = press_number(about->bytes, 0);

	cairo_pdf_surface_restrict_to_version(pdf, CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, short_z(about->text[0], z));
	if (about->text[1].n)
		cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, short_z(about->text[1], z));
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "Tongxin");
	snprintf(z, sizeof z, "%04u-%02u-%02uT00:00:00+08:00", made / 10000 % 10000, made / 100 % 100,
		 made % 100);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, z);
}

void press_mark(struct press_doc *d, str title)
{
	char z[200], where[40];

	if (!d->cr)
		return;
	snprintf(where, sizeof where, "page=%u", d->page);
	cairo_pdf_surface_add_outline(cairo_get_target(d->cr), CAIRO_PDF_OUTLINE_ROOT, short_z(title, z),
				      where, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

/* --- twice through the blocks --- */

static struct press_doc doc_of(const struct press_item *about, cairo_t *cr)
{
	return (struct press_doc){ .cr = cr,
				   .left = SIDE,
				   .width = PRESS_PAGE_WIDTH - 2 * SIDE,
				   .top = TOP,
				   .bottom = PRESS_PAGE_HEIGHT - BOTTOM,
				   .head = about->text[2],
				   .most = press_number(about->bytes, 4),
				   .numbered = press_number(about->bytes, 8) != 0 };
}

static bool run_blocks(struct press_doc *d, str rest)
{
	struct press_item i;
	enum press_next next = PRESS_THERE;

	while (!d->over && (next = press_next(&rest, &i)) == PRESS_THERE) {
		str ahead = rest;
		struct press_item follows = { .n = 0 };
		d->follows = press_next(&ahead, &follows) == PRESS_THERE ? follows.type : PRESS_ABOUT;
		press_block(d, &i);
	}
	press_page_end(d);
	return next != PRESS_BAD;
}

/* How many parts there are decides how long the contents are. */
static bool count_parts(str rest, size_t *ret)
{
	struct press_item i;
	enum press_next next;

	*ret = 0;
	while ((next = press_next(&rest, &i)) == PRESS_THERE)
		*ret += i.type == PRESS_PART;
	if (*ret > PRESS_PARTS)
		*ret = PRESS_PARTS;
	return next == PRESS_END;
}

static void put_sign(uint32_t sign, char to[SIGN], size_t *n)
{
	size_t at = 0;

	if (sign < 0x80) {
		to[at++] = (char)sign;
	} else if (sign < 0x800) {
		to[at++] = (char)(0xc0 | sign >> 6);
		to[at++] = (char)(0x80 | (sign & 0x3f));
	} else if (sign < 0x10000) {
		to[at++] = (char)(0xe0 | sign >> 12);
		to[at++] = (char)(0x80 | (sign >> 6 & 0x3f));
		to[at++] = (char)(0x80 | (sign & 0x3f));
	} else {
		to[at++] = (char)(0xf0 | sign >> 18);
		to[at++] = (char)(0x80 | (sign >> 12 & 0x3f));
		to[at++] = (char)(0x80 | (sign >> 6 & 0x3f));
		to[at++] = (char)(0x80 | (sign & 0x3f));
	}
	*n = at;
}

static bool tell(struct press_out *o, const struct press_doc *d)
{
	char told[4 + PRESS_MISSING * SIGN] = { (char)(d->page & 0xff), (char)(d->page >> 8 & 0xff), 0, 0 };
	size_t n = 4, k;

	for (size_t i = 0; i < d->nmissing; i++) {
		put_sign(d->missing[i], told + n, &k);
		n += k;
	}
	return o->put(o->ctx, PRESS_TOLD, (str){ told, n });
}

static enum press_why print(const struct press_item *about, str blocks, struct press_doc *first,
			    struct press_out *o)
{
	cairo_surface_t *pdf =
		cairo_pdf_surface_create_for_stream(write_out, o, PRESS_PAGE_WIDTH, PRESS_PAGE_HEIGHT);
	cairo_t *cr = cairo_create(pdf);
	struct press_doc d = doc_of(about, cr);

	set_about(pdf, about);
	d.parts = first->parts;
	memcpy(d.part, first->part, sizeof d.part);
	bool sound = run_blocks(&d, blocks);
	cairo_status_t drawn = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(pdf);
	cairo_status_t written = cairo_surface_status(pdf);
	cairo_surface_destroy(pdf);
	flush(o);
	if (!sound)
		return PRESS_BROKEN;
	if (drawn || written || o->failed || !tell(o, &d))
		return PRESS_MEMORY;
	return PRESS_FINE;
}

enum press_why press_work(str input, struct press_out *o)
{
	struct press_item about;

	if (!press_fonts_open())
		return PRESS_NO_FONTS;
	if (press_next(&input, &about) != PRESS_THERE || about.type != PRESS_ABOUT)
		return PRESS_BROKEN;
	struct press_doc d = doc_of(&about, NULL);
	if (!count_parts(input, &d.parts) || !run_blocks(&d, input))
		return PRESS_BROKEN;
	if (d.over)
		return PRESS_TOO_LONG;
	return d.page ? print(&about, input, &d, o) : PRESS_BROKEN;
}

/* --- before a worker shuts itself in --- */

static bool put_nowhere(void *ctx UNUSED, int type UNUSED, str payload UNUSED) { return true; }

/* The typefaces are opened, one of each format is used, and the C library learns its time zone: while there
 * are files.  Using one reads it whole, so that memory is given back: every worker begins with what is kept
 * here. */
void press_prepare(void)
{
	const str all = STR("同心 Tongxin 12");
	char piece[PRESS_PIECE_BYTES];
	struct press_out o = { .put = put_nowhere, .piece = piece };
	struct arena mem;

	arena_init(&mem, 1 << 20);
	struct press p = press_new(&mem, &(struct press_about){ .title = all, .made = 20260101 }, 4096);
	press_add(&p, PRESS_PART, STR(""), all, all);
	press_add(&p, PRESS_WORDS, STR(""), all, all);
	(void)press_work(buf_view(&p.b), &o);
	arena_free(&mem);
	malloc_trim(0);
}
