#include "image_work.h"

/* clang-format off */
static const struct {
	str start;
	enum image_why why;
} magic[] = {
	{ STR_INIT("GIF8"), IMAGE_GIF }, { STR_INIT("%PDF"), IMAGE_PDF }, { STR_INIT("\x1a\x45\xdf\xa3"), IMAGE_VIDEO },
};
/* Of a container by ISO/IEC 14496-12: what it says it is. */
static const struct {
	str brand;
	enum image_why why;
} brands[] = {
	{ STR_INIT("heic"), IMAGE_HEIC }, { STR_INIT("heix"), IMAGE_HEIC }, { STR_INIT("hevc"), IMAGE_HEIC },
	{ STR_INIT("mif1"), IMAGE_HEIC }, { STR_INIT("msf1"), IMAGE_HEIC }, { STR_INIT("avif"), IMAGE_HEIC },
};
static const struct {
	enum rc rc;
	const char *text;
} why_table[IMAGE_WHY__N] = {
	[IMAGE_EMPTY]           = { RC_INVALID,   N_("The picture is empty: choose it again.") },
	[IMAGE_HEIC]            = { RC_INVALID,   N_("This picture is of the kind HEIC. In the telephone's camera settings choose JPEG (most compatible), or send a screenshot of it.") },
	[IMAGE_WEBP]            = { RC_INVALID,   N_("This picture is of the kind WebP: save it as JPEG, or send a screenshot of it.") },
	[IMAGE_GIF]             = { RC_INVALID,   N_("This is a moving picture (GIF): choose a photo.") },
	[IMAGE_VIDEO]           = { RC_INVALID,   N_("This is a film: choose a photo.") },
	[IMAGE_PDF]             = { RC_INVALID,   N_("This is a PDF file and not a picture.") },
	[IMAGE_OTHER]           = { RC_INVALID,   N_("This is not a picture that can be taken: choose a JPEG or a PNG.") },
	[IMAGE_CUT_OFF]         = { RC_MALFORMED, N_("The picture is cut off: its end is missing. Send it once more.") },
	[IMAGE_BROKEN]          = { RC_MALFORMED, N_("The picture is damaged: take another one.") },
	[IMAGE_TOO_MANY_BYTES]  = { RC_TOO_BIG,   N_("The picture is too large a file.") },
	[IMAGE_TOO_MANY_PIXELS] = { RC_TOO_BIG,   N_("The picture has too many pixels: choose a smaller size in the camera.") },
	[IMAGE_MEMORY]          = { RC_TOO_BIG,   N_("The picture takes more memory to read than there is: choose a smaller one.") },
	[IMAGE_WORKSHOP]        = { RC_INVALID,   N_("The picture could not be read: reading it took too long or went wrong.") },
	[IMAGE_BUSY]            = { RC_BUSY,      N_("Many pictures are being read right now: send it once more in a minute.") },
};
/* clang-format on */

enum rc image_why_rc(enum image_why why) { return why_table[why].rc; }

const char *image_why_text(enum image_why why) { return why_table[why].text; }

static enum image_why look_at_container(str bytes)
{
	str brand = str_cut(bytes, 8, 4);

	for (size_t i = 0; i < COUNT(brands); i++)
		if (str_eq(brand, brands[i].brand))
			return brands[i].why;
	return IMAGE_VIDEO;
}

enum image_why image_look(str bytes, bool *ret_png)
{
	*ret_png = str_starts(bytes, STR("\x89PNG\r\n\x1a\n"));
	if (!bytes.n)
		return IMAGE_EMPTY;
	if (*ret_png || str_starts(bytes, STR("\xff\xd8\xff")))
		return IMAGE_FINE;
	if (str_starts(str_cut(bytes, 4, 4), STR("ftyp")))
		return look_at_container(bytes);
	if (str_starts(bytes, STR("RIFF")) && str_starts(str_cut(bytes, 8, 4), STR("WEBP")))
		return IMAGE_WEBP;
	for (size_t i = 0; i < COUNT(magic); i++)
		if (str_starts(bytes, magic[i].start))
			return magic[i].why;
	return IMAGE_OTHER;
}
