#include "image_work.h"

#include <setjmp.h>
#include <stdlib.h>

#include <png.h>

enum { RGB = 3, RGBA = 4, CHUNK_MAX = 4 << 20, CHUNKS_MAX = 64 };

struct reader {
	png_structp png;
	png_infop info;
	const struct image_order *order;
	size_t at;
	enum image_why why;
	struct scaler scaler;
	uint8_t *row, *rgb;
};

/* libpng asks that this does not come back: it may only be left by png_longjmp(), over its own frames. */
static PNG_FUNCTION(void, on_error, (png_structp png, png_const_charp text), PNG_NORETURN)
{
	struct reader *r = png_get_error_ptr(png);

	(void)text;
	if (r->why == IMAGE_FINE)
		r->why = IMAGE_BROKEN;
	png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void on_read(png_structp png, png_bytep to, size_t n)
{
	struct reader *r = png_get_io_ptr(png);
	str bytes = r->order->bytes;

	if (n > bytes.n - r->at) {
		r->why = IMAGE_CUT_OFF;
		png_error(png, "the end");
	}
	memcpy(to, bytes.s + r->at, n);
	r->at += n;
}

static void look_for_exif(struct reader *r, struct exif *ret)
{
	png_bytep bytes = NULL;
	png_uint_32 n = 0;

	exif_read((str){ NULL, 0 }, ret);
	if (png_get_eXIf_1(r->png, r->info, &n, &bytes) && bytes)
		exif_read((str){ (const char *)bytes, n }, ret);
}

static enum image_why check_size(const struct pixels *p, bool woven)
{
	uint64_t n = (uint64_t)p->width * p->height;

	if (p->width > IMAGE_SIDE || p->height > IMAGE_SIDE || n > IMAGE_PNG_PIXELS ||
	    (woven && n > IMAGE_WOVEN_PIXELS))
		return IMAGE_TOO_MANY_PIXELS;
	return IMAGE_FINE;
}

/* What is transparent lies on white paper. */
static void lay_on_white(const uint8_t *rgba, uint8_t *rgb, unsigned width)
{
	for (unsigned i = 0; i < width; i++, rgba += RGBA, rgb += RGB)
		for (unsigned k = 0; k < RGB; k++)
			rgb[k] = (uint8_t)((rgba[k] * rgba[RGB] + 255 * (255 - rgba[RGB]) + 127) / 255);
}

static void take_row(struct reader *r, const uint8_t *rgba)
{
	lay_on_white(rgba, r->rgb, r->scaler.width);
	scaler_row(&r->scaler, r->rgb);
}

/* Interlaced, it is there only when all of it is. */
static enum image_why read_woven(struct reader *r, const struct pixels *p, int passes)
{
	size_t line = (size_t)p->width * RGBA;
	uint8_t *all = arena_try(r->order->mem, 1, 1, line * p->height);

	if (!all)
		return IMAGE_MEMORY;
	for (int i = 0; i < passes; i++)
		for (unsigned y = 0; y < p->height; y++)
			png_read_row(r->png, all + y * line, NULL);
	for (unsigned y = 0; y < p->height; y++)
		take_row(r, all + y * line);
	return IMAGE_FINE;
}

static enum image_why read_rows(struct reader *r, const struct pixels *p, int passes)
{
	if (passes > 1)
		return read_woven(r, p, passes);
	for (unsigned y = 0; y < p->height; y++) {
		png_read_row(r->png, r->row, NULL);
		take_row(r, r->row);
	}
	return IMAGE_FINE;
}

/* Every kind of PNG as red, green, blue and how much one sees through. */
static int make_plain(png_structp png, png_infop info)
{
	png_set_expand(png);
	png_set_scale_16(png);
	png_set_gray_to_rgb(png);
	png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
	int passes = png_set_interlace_handling(png);
	png_read_update_info(png, info);
	return passes;
}

static enum image_why read_all(struct reader *r, struct exif *ret_exif)
{
	/* Packed texts and colour profiles: nobody looks at them, and they may unpack to gigabytes. */
	static const png_byte unread[] = "iCCP\0zTXt\0iTXt\0tEXt\0sPLT";
	struct pixels p = { 0 };

	png_set_user_limits(r->png, IMAGE_SIDE, IMAGE_SIDE);
	png_set_chunk_malloc_max(r->png, CHUNK_MAX);
	png_set_chunk_cache_max(r->png, CHUNKS_MAX);
	png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, unread, sizeof unread / 5);
	png_set_read_fn(r->png, r, on_read);
	png_read_info(r->png, r->info);
	p.width = png_get_image_width(r->png, r->info);
	p.height = png_get_image_height(r->png, r->info);
	bool woven = png_get_interlace_type(r->png, r->info) != PNG_INTERLACE_NONE;
	enum image_why why = check_size(&p, woven);
	if (why != IMAGE_FINE)
		return why;
	look_for_exif(r, ret_exif);
	int passes = make_plain(r->png, r->info);
	if (png_get_rowbytes(r->png, r->info) != (size_t)p.width * RGBA)
		return IMAGE_BROKEN;
	r->row = arena_try(r->order->mem, 1, 1, (size_t)p.width * RGBA);
	r->rgb = arena_try(r->order->mem, 1, 1, (size_t)p.width * RGB);
	why = r->row && r->rgb ? scaler_begin(&r->scaler, r->order->mem, p, r->order->side) : IMAGE_MEMORY;
	if (why == IMAGE_FINE)
		why = read_rows(r, &p, passes);
	if (why == IMAGE_FINE)
		png_read_end(r->png, NULL);
	return why;
}

enum image_why image_png_read(const struct image_order *o, struct pixels *ret, struct exif *ret_exif)
{
	struct reader *r = arena_try(o->mem, sizeof *r, alignof(max_align_t), 1);
	enum image_why why;

	if (!r)
		return IMAGE_MEMORY;
	r->order = o;
	r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
	r->info = r->png ? png_create_info_struct(r->png) : NULL;
	if (!r->info)
		why = IMAGE_MEMORY;
	else if (setjmp(png_jmpbuf(r->png)))
		why = r->why;
	else
		why = read_all(r, ret_exif);
	png_destroy_read_struct(&r->png, &r->info, NULL);
	if (why == IMAGE_FINE)
		*ret = r->scaler.to;
	return why;
}
