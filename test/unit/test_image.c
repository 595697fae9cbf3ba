/* Pictures: what comes out is small, upright and bare; what is no picture, cut off, damaged or a bomb is
 * refused with a sentence, in the workshop as in this process. */
#include "image_made.h"
#include "tap.h"

#include <sys/resource.h>
#include <time.h>

static struct arena mem;

static bool refused(str bytes, enum image_why want)
{
	struct image image = { .width = 77 };
	const char *why = NULL;
	enum rc rc = image_read(&mem, bytes, 1280, &image, &why);
	bool ok = rc == image_why_rc(want) && why == image_why_text(want) && image.width == 77;

	if (!ok)
		printf("# rc %d: %s, and not: %s\n", (int)rc, why ? why : "taken", image_why_text(want));
	return ok;
}

static struct image taken(str bytes)
{
	struct image image = { .width = 0 };
	const char *why = NULL;

	if (image_read(&mem, bytes, 1280, &image, &why) != RC_OK)
		printf("# %s\n", why);
	return image;
}

/* The colour of a spot of a JPEG: r, g, b, white, or ? */
static int colour_at(str jpeg, unsigned x, unsigned y)
{
	struct pixels p = { NULL, 0, 0 };
	struct exif exif;
	struct image_order o = { jpeg, IMAGE_LARGEST, &mem };

	if (image_jpeg_read(&o, &p, &exif) != IMAGE_FINE || x >= p.width || y >= p.height)
		return '?';
	const uint8_t *c = p.rgb + ((size_t)y * p.width + x) * MADE_RGB;
	bool r = c[0] > 120, g = c[1] > 120, b = c[2] > 120;
	return r && g && b ? 'w' : r && !g && !b ? 'r' : g && !r && !b ? 'g' : b && !r && !g ? 'b' : '?';
}

/* Its corners, read like a page. */
static bool lies(const struct image *i, const char *want)
{
	char got[5] = "";

	for (unsigned k = 0; k < 4; k++)
		got[k] = (char)colour_at(i->large, i->width / 4 * (k % 2 ? 3 : 1),
					 i->height / 4 * (k < 2 ? 1 : 3));
	if (strcmp(got, want) != 0)
		printf("# it lies %s and not %s\n", got, want);
	return strcmp(got, want) == 0;
}

/* --- what is right --- */

struct size {
	unsigned width, height, to_width, to_height;
};

static void test_size(const struct size *z, int how)
{
	str file = how ? made_png(&mem, z->width, z->height, how == 2) : made_jpeg(&mem, z->width, z->height);
	struct image got = taken(file);

	OK(got.width == z->to_width && got.height == z->to_height);
	OK(got.small.n && got.small.n <= got.large.n);
	if (z->height > 100)
		OK(lies(&got, "rgbw"));
	arena_reset(&mem);
}

/* JPEG, PNG, PNG interlaced. */
static void test_sizes(void)
{
	static const struct size sizes[] = { { 4000, 3000, 1280, 960 },
					     { 3000, 4000, 960, 1280 },
					     { 1280, 720, 1280, 720 },
					     { 300, 200, 300, 200 },
					     { 1, 1, 1, 1 },
					     { 1281, 3, 1280, 3 },
					     { 5000, 2, 1280, 1 },
					     { 997, 1999, 638, 1280 } };

	for (size_t i = 0; i < COUNT(sizes); i++)
		for (int how = 0; how < 3; how++)
			test_size(&sizes[i], how);
}

static void test_upright(void)
{
	/* How the picture is written down, for each way in which it can lie: EXIF 4.6.4. */
	static const char *const corners[] = { "",     "rgbw", "grwb", "wbgr", "bwrg",
					       "rbgw", "brwg", "wgbr", "gwrb" };

	for (unsigned o = 0; o <= 9; o++) {
		str file = made_with_exif(&mem, made_jpeg(&mem, 400, 200), made_exif(&mem, o, false));
		struct image got = taken(file);
		bool turned = o >= 5 && o <= 8;
		OK(got.width == (turned ? 200 : 400) && got.height == (turned ? 400 : 200));
		OK(lies(&got, corners[o >= 1 && o <= 8 ? o : 1]));
		OK(!got.placed);
		arena_reset(&mem);
	}
}

static void test_place(void)
{
	str jpeg = made_jpeg(&mem, 400, 200);
	struct image got = taken(made_with_exif(&mem, jpeg, made_exif(&mem, 1, true)));

	OK(got.placed && got.latitude == -22510000 && got.longitude == 110250000);
	OK(!memmem(got.large.s, got.large.n, "Exif", 4) && !memmem(got.small.s, got.small.n, "Exif", 4));
	got = taken(jpeg);
	OK(got.width == 400 && !got.placed);
	/* Nonsense in EXIF is no place, and does not matter otherwise: cut at each byte, each byte turned. */
	str exif = made_exif(&mem, 6, true);
	unsigned bad = 0;
	for (size_t i = 0; i < exif.n; i++) {
		struct exif e;
		str less = str_dup(&mem, str_cut(exif, 0, i)), other = str_dup(&mem, exif);
		exif_read(less, &e);
		bad += e.orientation > 8 || e.orientation < 1 || (e.placed && i < exif.n - 8);
		((char *)other.s)[i] ^= (char)0xff;
		exif_read(other, &e);
		bad += e.orientation > 8 || e.orientation < 1 || e.latitude < -90000000 ||
		       e.latitude > 90000000 || e.longitude < -180000000 || e.longitude > 180000000;
	}
	OK(bad == 0);
	arena_reset(&mem);
}

static void test_mark(void)
{
	struct pixels p = made_pixels(&mem, 1600, 1200), other = made_pixels(&mem, 1600, 1200), flat;
	str same = { NULL, 0 }, worse = { NULL, 0 }, mirrored = { NULL, 0 };

	OK(image_jpeg_write(&mem, &p, 92, &same) == IMAGE_FINE);
	OK(image_jpeg_write(&mem, &p, 30, &worse) == IMAGE_FINE);
	OK(pixels_upright(&mem, 2, &other) == IMAGE_FINE);
	OK(image_jpeg_write(&mem, &other, 92, &mirrored) == IMAGE_FINE);
	struct image a = taken(same), b = taken(worse), c = taken(mirrored),
		     d = taken(made_png(&mem, 800, 600, false));
	OK(a.marked && b.marked && c.marked && d.marked);
	printf("# apart: quality %u, size %u, mirrored %u\n", image_apart(a.mark, b.mark),
	       image_apart(a.mark, d.mark), image_apart(a.mark, c.mark));
	OK(image_apart(a.mark, b.mark) <= 8 && image_apart(a.mark, d.mark) <= 8);
	OK(image_apart(a.mark, c.mark) > 16);
	OK(image_apart(a.mark, a.mark) == 0);
	flat = (struct pixels){ arena_alloc(&mem, 3, 1, (size_t)200 * 200), 200, 200 };
	OK(image_jpeg_write(&mem, &flat, 90, &same) == IMAGE_FINE);
	OK(!taken(same).marked);
	arena_reset(&mem);
}

/* --- what is wrong --- */

static void test_types(void)
{
	OK(refused(STR(""), IMAGE_EMPTY));
	OK(refused(STR("hello"), IMAGE_OTHER));
	OK(refused(STR("\x89PN"), IMAGE_OTHER));
	OK(refused(STR("\xff\xd8\xff"), IMAGE_CUT_OFF));
	OK(refused(STR("\x89PNG\r\n\x1a\n"), IMAGE_CUT_OFF));
	OK(refused(STR("GIF89a\1\0\1\0"), IMAGE_GIF));
	OK(refused(STR("%PDF-1.7"), IMAGE_PDF));
	OK(refused(STR("\0\0\0\x18"
		       "ftypheic\0\0\0\0mif1heic"),
		   IMAGE_HEIC));
	OK(refused(STR("\0\0\0\x18"
		       "ftypavif\0\0\0\0"),
		   IMAGE_HEIC));
	OK(refused(STR("\0\0\0\x18"
		       "ftypmp42\0\0\0\0"),
		   IMAGE_VIDEO));
	OK(refused(STR("RIFF\1\2\3\4WEBPVP8 "), IMAGE_WEBP));
	OK(refused(STR("MZ\x90"), IMAGE_OTHER));
	OK(refused(STR("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), IMAGE_OTHER));
	/* The name says little: a PNG's first bytes before a JPEG. */
	str jpeg = made_jpeg(&mem, 100, 100);
	struct buf b = buf_new(&mem, jpeg.n + 8);
	buf_put(&b, "\x89PNG\r\n\x1a\n", 8);
	buf_str(&b, jpeg);
	OK(refused(buf_view(&b), IMAGE_BROKEN) || refused(buf_view(&b), IMAGE_CUT_OFF));
	str much = { arena_alloc(&mem, 1, 1, IMAGE_BYTES + 1), IMAGE_BYTES + 1 };
	memcpy((char *)much.s, "\xff\xd8\xff", 3);
	OK(refused(much, IMAGE_TOO_MANY_BYTES));
	arena_reset(&mem);
}

/* At every length: cut off, or damaged, never taken; but for the last bytes of a PNG, which are no picture.
 */
static void test_cut(void)
{
	str file[] = { made_jpeg(&mem, 300, 200), made_png(&mem, 90, 60, false) };
	unsigned took = 0, other = 0;

	for (size_t f = 0; f < COUNT(file); f++)
		for (size_t n = 12; n + 2 < file[f].n; n += file[f].n / 60) {
			struct image image;
			const char *why = NULL;
			enum rc rc =
				image_read(&mem, str_dup(&mem, str_cut(file[f], 0, n)), 1280, &image, &why);
			took += rc == RC_OK;
			other += why != image_why_text(IMAGE_CUT_OFF);
		}
	OK(took == 0);
	printf("# %u with another sentence\n", other);
	OK(other <= 4);
	arena_reset(&mem);
}

static void put_big_endian(char *to, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		to[i] = (char)(n >> (24 - 8 * i));
}

/* The checksum of a chunk, PNG 5.5. */
static uint32_t crc_of(const char *bytes, size_t n)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		crc ^= (uint8_t)bytes[i];
		for (int k = 0; k < 8; k++)
			crc = crc & 1 ? 0xedb88320U ^ crc >> 1 : crc >> 1;
	}
	return ~crc;
}

static str as_size(str png, uint32_t width, uint32_t height, int woven)
{
	char *copy = arena_alloc(&mem, 1, 1, png.n);

	memcpy(copy, png.s, png.n);
	put_big_endian(copy + 16, width);
	put_big_endian(copy + 20, height);
	copy[28] = (char)woven;
	put_big_endian(copy + 29, crc_of(copy + 12, 17));
	return (str){ copy, png.n };
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_bombs(void)
{
	str png = made_png(&mem, 64, 64, false), jpeg = made_jpeg(&mem, 64, 64);
	double begun = seconds();

	OK(refused(as_size(png, 60000, 60000, 0), IMAGE_BROKEN) ||
	   refused(as_size(png, 60000, 60000, 0), IMAGE_TOO_MANY_PIXELS));
	OK(refused(as_size(png, 29000, 29000, 0), IMAGE_TOO_MANY_PIXELS));
	OK(refused(as_size(png, 5000, 5000, 1), IMAGE_TOO_MANY_PIXELS));
	OK(refused(as_size(png, 7000, 7000, 0), IMAGE_CUT_OFF) ||
	   refused(as_size(png, 7000, 7000, 0), IMAGE_BROKEN));
	OK(refused(as_size(png, 0, 10, 0), IMAGE_BROKEN));
	str large = str_dup(&mem, jpeg);
	char *frame = memmem(large.s, large.n, "\xff\xc0", 2);
	OK(frame != NULL);
	if (frame)
		memset(frame + 5, 0xff, 4);
	OK(refused(large, IMAGE_TOO_MANY_PIXELS));
	arena_reset(&mem);

	/* Fifty million white pixels in some forty kilobytes: allowed, and cheap. */
	struct pixels p = { arena_alloc(&mem, 1, 1, (size_t)7000 * 7000), 7000, 7000 };
	png_image image = {
		.version = PNG_IMAGE_VERSION, .width = 7000, .height = 7000, .format = PNG_FORMAT_GRAY
	};
	png_alloc_size_t n = 8 << 20;
	char *to = arena_alloc(&mem, 1, 1, n);
	OK(png_image_write_to_memory(&image, to, &n, 0, p.rgb, 0, NULL));
	struct image got = taken((str){ to, n });
	OK(got.width == 1280 && got.height == 1280 && !got.marked);
	printf("# bombs: %.1f s\n", seconds() - begun);
	arena_reset(&mem);
}

/* Bytes turned at random: any end but a crash; whoever is taken is whole. */
static void test_damaged(void)
{
	enum { TIMES = 150 };
	str file[] = { made_with_exif(&mem, made_jpeg(&mem, 200, 150), made_exif(&mem, 6, true)),
		       made_png(&mem, 60, 50, false) };
	uint32_t x = 20261122;
	unsigned bad = 0, took = 0;

	for (int i = 0; i < TIMES; i++) {
		str f = file[i % 2];
		str copied = str_dup(&mem, f);
		char *copy = (char *)copied.s;
		for (int k = 0; k < 4; k++) {
			x = x * 1664525 + 1013904223;
			char *at = copy + 12 + (x >> 8) % (f.n - 12);
			*at = (char)(*at ^ 1 << (x >> 4 & 7));
		}
		struct image got = { .width = 0 };
		const char *why = NULL;
		enum rc rc = image_read(&mem, copied, 1280, &got, &why);
		bad += rc == RC_OK ? !got.large.n || !got.width : !why;
		took += rc == RC_OK;
	}
	printf("# %u of %d taken\n", took, TIMES);
	OK(bad == 0);
	arena_reset(&mem);
}

int main(void)
{
	arena_init(&mem, (size_t)1 << 30);
	for (int round = 0; round < 2; round++) {
		if (round)
			OK(workshop_open(workshop_jobs, WORKSHOP__N, 2) == RC_OK);
		test_sizes();
		test_upright();
		test_place();
		test_mark();
		test_types();
		test_cut();
		test_bombs();
		test_damaged();
	}
	workshop_close();
	arena_free(&mem);
	return tap_end();
}
