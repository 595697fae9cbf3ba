#include "image_work.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

enum { RGB = 3, SCANS_MAX = 100, EXIF_MARKER = JPEG_APP0 + 1, MARKER_MAX = 0xffff };
static const char exif_head[] = "Exif\0"; /* and its second zero */

/* libjpeg asks that error_exit does not come back: it may only be left by a jump, which is ours, over nothing
 * but its own frames. */
struct trouble {
	struct jpeg_error_mgr base;
	jmp_buf out;
	enum image_why why;
};

static void on_error(j_common_ptr c)
{
	struct trouble *t = (struct trouble *)c->err;

	if (t->why == IMAGE_FINE)
		switch (c->err->msg_code) {
		case JERR_OUT_OF_MEMORY:
		case JERR_NO_BACKING_STORE: t->why = IMAGE_MEMORY; break;
		case JERR_IMAGE_TOO_BIG: t->why = IMAGE_TOO_MANY_PIXELS; break;
		case JERR_INPUT_EOF:
		case JERR_INPUT_EMPTY: t->why = IMAGE_CUT_OFF; break;
		default: t->why = IMAGE_BROKEN;
		}
	longjmp(t->out, 1);
}

/* A picture that only half came is shown by others with a grey half: here it is sent once more. */
static void on_message(j_common_ptr c, int level)
{
	struct trouble *t = (struct trouble *)c->err;

	if (level >= 0 || t->why != IMAGE_FINE)
		return;
	if (c->err->msg_code == JWRN_JPEG_EOF)
		t->why = IMAGE_CUT_OFF;
	else if (c->err->msg_code == JWRN_HIT_MARKER || c->err->msg_code == JWRN_HUFF_BAD_CODE)
		t->why = IMAGE_BROKEN;
}

static void no_output(j_common_ptr c) { (void)c; }

static struct jpeg_error_mgr *trouble_start(struct trouble *t)
{
	t->why = IMAGE_FINE;
	jpeg_std_error(&t->base);
	t->base.error_exit = on_error;
	t->base.emit_message = on_message;
	t->base.output_message = no_output;
	return &t->base;
}

/* --- reading --- */

struct reader {
	struct jpeg_decompress_struct c;
	struct jpeg_progress_mgr progress;
	struct trouble trouble;
	struct scaler scaler;
	uint8_t *row; /* as it comes */
	uint8_t *rgb; /* of a picture in inks: as it goes on; else the same */
};

/* Each scan goes over the whole picture: thousands of them in a small file are an attack. */
static void on_progress(j_common_ptr c)
{
	const struct jpeg_decompress_struct *d = (const struct jpeg_decompress_struct *)c;

	if (d->input_scan_number > SCANS_MAX)
		on_error(c);
}

static void look_for_exif(const struct jpeg_decompress_struct *c, struct exif *ret)
{
	exif_read((str){ NULL, 0 }, ret);
	for (const struct jpeg_marker_struct *m = c->marker_list; m; m = m->next) {
		str bytes = { (const char *)m->data, m->data_length };
		if (m->marker == EXIF_MARKER && str_starts(bytes, (str){ exif_head, sizeof exif_head })) {
			exif_read(str_cut(bytes, sizeof exif_head, bytes.n), ret);
			return;
		}
	}
}

/* The library can leave out what is not needed while it decodes: an eighth, a quarter, a half of each side.
 */
static void choose_scale(struct jpeg_decompress_struct *c, unsigned side)
{
	unsigned longer = c->image_width > c->image_height ? c->image_width : c->image_height, part = 8;

	while (part > 1 && longer / part < side)
		part /= 2;
	c->scale_num = 1;
	c->scale_denom = part;
}

static enum image_why check_size(const struct jpeg_decompress_struct *c)
{
	if (c->image_width > IMAGE_SIDE || c->image_height > IMAGE_SIDE ||
	    (uint64_t)c->image_width * c->image_height > IMAGE_PIXELS)
		return IMAGE_TOO_MANY_PIXELS;
	return IMAGE_FINE;
}

/* Four inks, as Adobe's programs write them: turned round. */
static void mix_inks(const uint8_t *inks, uint8_t *rgb, unsigned width)
{
	for (unsigned i = 0; i < width; i++, inks += 4, rgb += RGB)
		for (unsigned k = 0; k < RGB; k++)
			rgb[k] = (uint8_t)(inks[k] * inks[3] / 255);
}

static enum image_why make_room(struct reader *r, const struct image_order *o)
{
	const struct pixels from = { NULL, r->c.output_width, r->c.output_height };
	bool inks = r->c.out_color_space == JCS_CMYK;

	r->row = arena_try(o->mem, 1, 1, (size_t)from.width * (inks ? 4 : RGB));
	r->rgb = inks ? arena_try(o->mem, 1, 1, (size_t)from.width * RGB) : r->row;
	return r->row && r->rgb ? scaler_begin(&r->scaler, o->mem, from, o->side) : IMAGE_MEMORY;
}

static enum image_why read_rows(struct reader *r, const struct image_order *o)
{
	enum image_why why = make_room(r, o);

	while (why == IMAGE_FINE && r->c.output_scanline < r->c.output_height) {
		JSAMPROW row[] = { r->row };
		if (jpeg_read_scanlines(&r->c, row, 1) != 1)
			return IMAGE_CUT_OFF;
		if (r->rgb != r->row)
			mix_inks(r->row, r->rgb, r->c.output_width);
		scaler_row(&r->scaler, r->rgb);
		why = r->trouble.why;
	}
	return why;
}

static enum image_why read_all(struct reader *r, const struct image_order *o, struct exif *ret_exif)
{
	struct jpeg_decompress_struct *c = &r->c;

	c->mem->max_memory_to_use = IMAGE_LIBRARY;
	c->progress = &r->progress;
	r->progress.progress_monitor = on_progress;
	jpeg_save_markers(c, EXIF_MARKER, MARKER_MAX);
	jpeg_mem_src(c, (const unsigned char *)o->bytes.s, o->bytes.n);
	jpeg_read_header(c, TRUE);
	enum image_why why = check_size(c);
	if (why != IMAGE_FINE)
		return why;
	look_for_exif(c, ret_exif);
	c->out_color_space =
		c->jpeg_color_space == JCS_CMYK || c->jpeg_color_space == JCS_YCCK ? JCS_CMYK : JCS_RGB;
	choose_scale(c, o->side);
	jpeg_start_decompress(c);
	why = read_rows(r, o);
	if (why == IMAGE_FINE)
		jpeg_finish_decompress(c);
	return why != IMAGE_FINE ? why : r->trouble.why;
}

enum image_why image_jpeg_read(const struct image_order *o, struct pixels *ret, struct exif *ret_exif)
{
	struct reader *r = arena_try(o->mem, sizeof *r, alignof(max_align_t), 1);
	enum image_why why;

	if (!r)
		return IMAGE_MEMORY;
	r->c.err = trouble_start(&r->trouble);
	jpeg_create_decompress(&r->c);
	if (setjmp(r->trouble.out))
		why = r->trouble.why != IMAGE_FINE ? r->trouble.why : IMAGE_BROKEN;
	else
		why = read_all(r, o, ret_exif);
	jpeg_destroy_decompress(&r->c);
	if (why == IMAGE_FINE)
		*ret = r->scaler.to;
	return why;
}

/* --- writing --- */

struct writer {
	struct jpeg_compress_struct c;
	struct trouble trouble;
	unsigned char *bytes; /* the library's, by malloc() */
	unsigned long n;
};

static void write_all(struct writer *w, const struct pixels *p, int quality)
{
	struct jpeg_compress_struct *c = &w->c;

	jpeg_mem_dest(c, &w->bytes, &w->n);
	c->image_width = p->width;
	c->image_height = p->height;
	c->input_components = RGB;
	c->in_color_space = JCS_RGB;
	jpeg_set_defaults(c);
	jpeg_set_quality(c, quality, TRUE);
	c->optimize_coding = TRUE;
	jpeg_start_compress(c, TRUE);
	while (c->next_scanline < p->height) {
		JSAMPROW row[] = { p->rgb + (size_t)c->next_scanline * p->width * RGB };
		jpeg_write_scanlines(c, row, 1);
	}
	jpeg_finish_compress(c);
}

enum image_why image_jpeg_write(struct arena *mem, const struct pixels *p, int quality, str *ret)
{
	struct writer *w = arena_try(mem, sizeof *w, alignof(max_align_t), 1);
	enum image_why why = IMAGE_FINE;
	char *copy = NULL;

	if (!w)
		return IMAGE_MEMORY;
	w->c.err = trouble_start(&w->trouble);
	jpeg_create_compress(&w->c);
	if (setjmp(w->trouble.out))
		why = w->trouble.why != IMAGE_FINE ? w->trouble.why : IMAGE_BROKEN;
	else
		write_all(w, p, quality);
	jpeg_destroy_compress(&w->c);
	if (why == IMAGE_FINE)
		copy = arena_try(mem, 1, 1, w->n);
	if (copy) {
		memcpy(copy, w->bytes, w->n);
		*ret = (str){ copy, w->n };
	} else if (why == IMAGE_FINE) {
		why = IMAGE_MEMORY;
	}
	free(w->bytes);
	return why;
}
