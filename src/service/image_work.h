/* image_work.h - inside image*.c only: how a picture is made smaller, and what the one who reads it (the
 * worker) tells the one who wants it.
 *
 * An answer is frames: the head, the large copy, the small one; or the reason why nothing comes of it. */
#pragma once
#include "image.h"
#include "workshop.h"

enum image_why {
	IMAGE_FINE,
	IMAGE_EMPTY,
	IMAGE_HEIC,
	IMAGE_WEBP,
	IMAGE_GIF,
	IMAGE_VIDEO,
	IMAGE_PDF,
	IMAGE_OTHER,
	IMAGE_CUT_OFF,
	IMAGE_BROKEN,
	IMAGE_TOO_MANY_BYTES,
	IMAGE_TOO_MANY_PIXELS,
	IMAGE_MEMORY,
	IMAGE_WORKSHOP, /* reading it broke a rule of the workshop, crashed or took too long */
	IMAGE_BUSY,
	IMAGE_WHY__N
};
enum rc image_why_rc(enum image_why why);
const char *image_why_text(enum image_why why); /* NULL for IMAGE_FINE */

enum image_frame { IMAGE_HEAD = 1, IMAGE_BIG, IMAGE_LITTLE, IMAGE_REFUSED };
enum {
	IMAGE_DESK = 288 << 20,     /* memory for reading, the libraries' included */
	IMAGE_LIBRARY = 144 << 20,  /* of it, what libjpeg may take */
	IMAGE_ANSWER_RATIO = 8,     /* bytes of answer for one of the file */
	IMAGE_BIG_BYTES = 12 << 20, /* of a copy, at most */
	IMAGE_HEAD_BYTES = 8 + IMAGE_MARK + 2 + 8,
	IMAGE_ORDER = 2 /* bytes of side before the file, the lower first */
};

/* The job of the workshop. */
void image_prepare(void);
enum rc image_job(struct workshop_desk *d);

/* --- the reader's side --- */

/* Three bytes a pixel, red, green, blue. */
struct pixels {
	uint8_t *rgb;
	unsigned width, height;
};

/* Rows come in, a smaller picture comes out: each of its pixels is the mean of the area it stands for. */
struct scaler {
	struct pixels to;
	unsigned width, height; /* of what comes in */
	unsigned row, out;      /* how many rows have come, are done */
	uint32_t *line;         /* the row that has come, narrowed: sums of weight `width` */
	uint64_t *sum;          /* rows of this pixel so far: sums of weight width * height */
};
/* To at most `side` pixels a side, or to exactly these.  IMAGE_MEMORY. */
enum image_why scaler_begin(struct scaler *s, struct arena *mem, struct pixels from,
			    unsigned side) MUST_CHECK;
void scaler_row(struct scaler *s, const uint8_t *rgb);
/* A whole picture at once. */
enum image_why pixels_scale(struct arena *mem, const struct pixels *from, unsigned side,
			    struct pixels *ret) MUST_CHECK;
/* As EXIF says that it lies: 1 upright, 2 to 8 mirrored and turned. */
enum image_why pixels_upright(struct arena *mem, unsigned orientation, struct pixels *p) MUST_CHECK;
/* False: it has no contrast. */
bool pixels_mark(struct arena *mem, const struct pixels *p, uint8_t ret[IMAGE_MARK]);

/* What EXIF says of it; what is not there or not sound is 1 and no place. */
struct exif {
	unsigned orientation;
	bool placed;
	int32_t latitude, longitude;
};
void exif_read(str tiff, struct exif *ret); /* from the TIFF header on */

/* The picture, made smaller while it is read. */
struct image_order {
	str bytes;
	unsigned side;
	struct arena *mem;
};
enum image_why image_jpeg_read(const struct image_order *o, struct pixels *ret,
			       struct exif *ret_exif) MUST_CHECK;
enum image_why image_png_read(const struct image_order *o, struct pixels *ret,
			      struct exif *ret_exif) MUST_CHECK;
/* *ret lives in mem. */
enum image_why image_jpeg_write(struct arena *mem, const struct pixels *p, int quality, str *ret) MUST_CHECK;
/* What a file is by its first bytes; IMAGE_FINE: one of the two. */
enum image_why image_look(str bytes, bool *ret_png);
