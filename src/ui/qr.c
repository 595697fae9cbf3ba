#include "qr.h"

#include <qrencode.h>

enum { QUIET = 4 /* modules of white around it, ISO/IEC 18004 */, SHORT = 64 };

/* Runs of dark modules of a row, as strokes one module wide: steps from the last one, so that it stays short.
 */
static void put_row(struct page *p, const unsigned char *row, int width, int y)
{
	int at = 0;

	html_lit(p, "M");
	html_int(p, QUIET);
	html_lit(p, " ");
	html_int(p, y + QUIET);
	html_lit(p, ".5");
	for (int x = 0; x < width;) {
		int from = x;
		while (x < width && row[x] & 1)
			x++;
		if (x > from) {
			if (from > at) {
				html_lit(p, "m");
				html_int(p, from - at);
				html_lit(p, " 0");
			}
			html_lit(p, "h");
			html_int(p, x - from);
			at = x;
		}
		x += x == from;
	}
}

/* Copied before anything is written: what is written may jump, and the library's own would be lost. */
static const unsigned char *modules_of(struct arena *mem, str text, int *ret_width)
{
	const char *z = str_z(mem, text);
	/* What is short is printed on cards, which get dirty; what is long is read off a screen. */
	QRcode *code = QRcode_encodeString8bit(z, 0, text.n > SHORT ? QR_ECLEVEL_L : QR_ECLEVEL_M);

	if (!code)
		return NULL;
	size_t n = (size_t)code->width * (size_t)code->width;
	unsigned char *copy = arena_try(mem, 1, 1, n);
	if (copy)
		memcpy(copy, code->data, n);
	*ret_width = code->width;
	QRcode_free(code);
	return copy;
}

void qr_put(struct page *p, str text, const char *says)
{
	int width;
	const unsigned char *module = modules_of(p->mem, text, &width);

	if (!module)
		return;
	html_lit(p, "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 ");
	html_int(p, width + 2 * QUIET);
	html_lit(p, " ");
	html_int(p, width + 2 * QUIET);
	html_lit(p, "\"");
	html_attr_tr(p, "aria-label", says);
	html_lit(p, "><path d=\"M0 0h");
	html_int(p, width + 2 * QUIET);
	html_lit(p, "v");
	html_int(p, width + 2 * QUIET);
	html_lit(p, "H0z\"/><path class=\"dark\" d=\"");
	for (int y = 0; y < width; y++)
		put_row(p, module + (size_t)y * (size_t)width, width, y);
	html_lit(p, "\"/></svg>\n");
}
