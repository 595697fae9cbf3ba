#include "book_xlsx.h"

#define P_NUMFMT PATH3(E_STYLESHEET, E_NUMFMTS, E_NUMFMT)
#define P_XF PATH3(E_STYLESHEET, E_CELLXFS, E_XF)

/* Excel has 64,000 styles at most; formats of a workbook's own are numbered from 164, those of some writers
 * lower. */
enum { STYLES = 1 << 16, FORMATS = 1 << 16, UNSET = 255 };

struct styles {
	struct book_xlsx *b;
	uint8_t *own; /* by number of format */
};

static void open_format(struct styles *s, const char **attributes)
{
	const char *code = book_xml_attribute(attributes, "formatCode");
	uint32_t id;

	if (code && book_xml_number(book_xml_attribute(attributes, "numFmtId"), FORMATS, &id))
		s->own[id] = (uint8_t)book_format_code(str_of(code));
}

static void open_style(struct book_xml *x, struct styles *s, const char **attributes)
{
	struct book_xlsx *b = s->b;
	uint32_t id = 0;

	if (b->nformat == STYLES) {
		book_xml_stop(x, WHY_BAD_XML);
		return;
	}
	if (!book_xml_number(book_xml_attribute(attributes, "numFmtId"), FORMATS, &id))
		id = 0;
	uint8_t own = s->own[id];
	b->format[b->nformat++] = own == UNSET ? (uint8_t)book_format_builtin(id) : own;
}

static void on_open(struct book_xml *x, uint64_t path, const char **attributes)
{
	struct styles *s = x->ctx;

	if (path == P_NUMFMT)
		open_format(s, attributes);
	else if (path == P_XF)
		open_style(x, s, attributes);
}

bool book_styles_reader(struct book_xlsx *b, struct book_xml *x)
{
	static const struct book_xml_part part = { E_STYLESHEET, on_open, NULL, NULL };
	struct styles *s = arena_try(b->mem, sizeof *s, alignof(struct styles), 1);

	b->format = arena_try(b->mem, 1, 1, STYLES);
	if (!s || !b->format || !(s->own = arena_try(b->mem, 1, 1, FORMATS)))
		return false;
	s->b = b;
	memset(s->own, UNSET, FORMATS);
	*x = (struct book_xml){ .part = &part, .ctx = s, .mem = b->mem };
	return true;
}
