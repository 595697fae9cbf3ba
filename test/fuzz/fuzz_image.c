/* Whatever comes as a picture: refused with a sentence, or two JPEGs that hold what image.h says; and
 * whatever is said to be EXIF. */
#include "image_work.h"

#include <stdlib.h>

static void check_copy(struct arena *mem, str jpeg, unsigned side, unsigned width, unsigned height)
{
	struct pixels p;
	struct exif exif;
	struct image_order o = { jpeg, IMAGE_LARGEST, mem };

	if (image_jpeg_read(&o, &p, &exif) != IMAGE_FINE || p.width > side || p.height > side)
		abort();
	if (width && (p.width != width || p.height != height))
		abort();
	if (memmem(jpeg.s, jpeg.n, "Exif", 4) && exif.placed)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { SIDE = 600 };
	str bytes = { (const char *)data, size };
	struct arena mem;
	struct image image = { .width = 0 };
	struct exif exif;
	const char *why = NULL;

	exif_read(bytes, &exif);
	if (exif.orientation < 1 || exif.orientation > 8 || abs(exif.latitude) > 90 * 1000000 ||
	    abs(exif.longitude) > 180 * 1000000)
		abort();
	arena_init(&mem, 64 << 20);
	enum rc rc = image_read(&mem, bytes, SIDE, &image, &why);
	if ((rc == RC_OK) == (why != NULL))
		abort();
	if (rc == RC_OK) {
		check_copy(&mem, image.large, SIDE, image.width, image.height);
		check_copy(&mem, image.small, IMAGE_SMALL, 0, 0);
	}
	arena_free(&mem);
	return 0;
}
