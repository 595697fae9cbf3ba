/* image.h - a picture as a telephone made it becomes a plain one: JPEG (ITU-T T.81) or PNG (ISO/IEC 15948)
 * in, two JPEGs out, no larger than asked.  It is decoded and encoded anew in the workshop (workshop.h), so
 * that nothing of the file itself goes on: no EXIF, no preview of before it was cut, no text; it stands
 * upright as its EXIF says (Exif 2.32, Orientation).  Where it was taken is told beside it, for who asks. */
#pragma once
#include "base.h"
#include "tr.h"

/* What a stranger's picture may be; past it RC_TOO_BIG with a sentence. */
enum {
	IMAGE_BYTES = 48 << 20,           /* as sent; what a county allows is less */
	IMAGE_SIDE = 30000,               /* pixels */
	IMAGE_PIXELS = 120 * 1000 * 1000, /* of a JPEG */
	IMAGE_PNG_PIXELS = 50 * 1000 * 1000,
	IMAGE_WOVEN_PIXELS = 12 * 1000 * 1000, /* of an interlaced PNG, which is decoded as a whole */
	IMAGE_SMALL = 480,                     /* the longer side of the small copy, in pixels */
	IMAGE_LARGEST = 4000,                  /* of the large one, whatever is asked */
	IMAGE_MARK = 16                        /* bytes */
};

struct image {
	str large, small; /* JPEG, sRGB, without metadata */
	unsigned width, height;
	/* Gradients of a 9 x 8 and an 8 x 9 picture of it: the same for the same picture at another size or
	 * quality, a few bits apart for one that was cut a little.  Without any contrast there is none. */
	bool marked;
	uint8_t mark[IMAGE_MARK];
	bool placed;                 /* its EXIF says where it was taken: */
	int32_t latitude, longitude; /* in millionths of a degree, north and east positive (WGS 84) */
};

/* `side`: of the large copy, the longer one at most; nothing is made larger than it was.
 * RC_OK, or RC_MALFORMED, RC_INVALID, RC_TOO_BIG, RC_BUSY, RC_FAULT; then *ret_why is a whole sentence for
 * the person who chose the picture (English, marked for translation): empty, of another type, cut off,
 * damaged, too many pixels.  The JPEGs live in mem.  Never jumps. */
enum rc image_read(struct arena *mem, str bytes, unsigned side, struct image *ret,
		   const char **ret_why) MUST_CHECK;
/* A picture of the program's own as a JPEG: rows of red, green, blue.  RC_TOO_BIG: no memory. */
enum rc image_encode(struct arena *mem, const uint8_t *rgb, unsigned width, unsigned height,
		     str *ret) MUST_CHECK;
/* In how many of their 128 bits two marks differ. */
unsigned image_apart(const uint8_t a[IMAGE_MARK], const uint8_t b[IMAGE_MARK]);
