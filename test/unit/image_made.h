/* image_made.h - pictures for tests, made here: coloured bars and a corner by which one sees how it lies,
 * with whatever EXIF a test wants. */
#pragma once
#include "image_work.h"

#include <png.h>
#include <stdlib.h>

enum { MADE_RGB = 3 };

/* Left upper quarter red, right upper green, left lower blue, right lower white with a slope in it. */
static inline struct pixels made_pixels(struct arena *mem, unsigned width, unsigned height)
{
	struct pixels p = { arena_alloc(mem, 1, 1, (size_t)width * height * MADE_RGB), width, height };

	for (unsigned y = 0; y < height; y++)
		for (unsigned x = 0; x < width; x++) {
			uint8_t *c = p.rgb + ((size_t)y * width + x) * MADE_RGB;
			bool right = x >= width / 2, low = y >= height / 2;
			uint8_t slope = (uint8_t)(160 + 90 * (x + y) / (width + height));
			c[0] = !right && !low ? 230 : right && low ? slope : 20;
			c[1] = right ? slope : 20;
			c[2] = low ? slope : 20;
		}
	return p;
}

static inline str made_jpeg(struct arena *mem, unsigned width, unsigned height)
{
	struct pixels p = made_pixels(mem, width, height);
	str s = STR("");

	return image_jpeg_write(mem, &p, 90, &s) == IMAGE_FINE ? s : STR("");
}

static void made_write(png_structp png, png_bytep bytes, size_t n) { buf_put(png_get_io_ptr(png), bytes, n); }

static void made_flush(png_structp png) { (void)png; }

static inline str made_png(struct arena *mem, unsigned width, unsigned height, bool woven)
{
	struct pixels p = made_pixels(mem, width, height);
	struct buf b = buf_new(mem, 64 << 20);
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_bytep *row = NEW(mem, png_bytep, height);

	for (unsigned y = 0; y < height; y++)
		row[y] = p.rgb + (size_t)y * width * MADE_RGB;
	png_set_write_fn(png, &b, made_write, made_flush);
	png_set_compression_level(png, 1);
	png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB,
		     woven ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		     PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	png_write_image(png, row);
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	return buf_view(&b);
}

/* Big-endian EXIF: orientation, and 22 degrees 30 minutes 36 seconds south, 110 15 0 east when placed. */
static inline str made_exif(struct arena *mem, unsigned orientation, bool placed)
{
	static const uint8_t gps[] = { 0, 4, 0, 1,  0, 2, 0, 0, 0,   2, 'S', 0,   0, 0, /* directory at 38 */
				       0, 2, 0, 5,  0, 0, 0, 3, 0,   0, 0,   92,        /* latitude at 92 */
				       0, 3, 0, 2,  0, 0, 0, 2, 'E', 0, 0,   0,         /* */
				       0, 4, 0, 5,  0, 0, 0, 3, 0,   0, 0,   116,       /* longitude at 116 */
				       0, 0, 0, 0,                                      /* no next one: 92 */
				       0, 0, 0, 22, 0, 0, 0, 1, 0,   0, 0,   30,  0, 0, 0, 1,
				       0, 0, 0, 36, 0, 0, 0, 1, 0,   0, 0,   110, 0, 0, 0, 1,
				       0, 0, 0, 15, 0, 0, 0, 1, 0,   0, 0,   0,   0, 0, 0, 1 };
	uint8_t head[38] = { 'M',  'M',  0,    42,   0, 0, 0, 8, 0, 2,
			     0x01, 0x12, 0,    3,    0, 0, 0, 1, 0, (uint8_t)orientation,
			     0,    0,    0x88, 0x25, 0, 4, 0, 0, 0, 1,
			     0,    0,    0,    38 };
	struct buf b = buf_new(mem, 1000);

	if (!placed)
		head[22] = 0;
	buf_put(&b, head, sizeof head);
	buf_put(&b, gps, sizeof gps);
	return buf_view(&b);
}

/* The JPEG with this EXIF after its first marker. */
static inline str made_with_exif(struct arena *mem, str jpeg, str exif)
{
	struct buf b = buf_new(mem, jpeg.n + exif.n + 100);
	size_t n = exif.n + 8;

	buf_put(&b, jpeg.s, 2);
	buf_put(&b, "\xff\xe1", 2);
	buf_ch(&b, (char)(n >> 8));
	buf_ch(&b, (char)(n & 0xff));
	buf_put(&b, "Exif\0\0", 6);
	buf_str(&b, exif);
	buf_put(&b, jpeg.s + 2, jpeg.n - 2);
	return buf_view(&b);
}
