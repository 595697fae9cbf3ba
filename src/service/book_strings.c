#include "book_xlsx.h"

#define P_SI PATH2(E_SST, E_SI)
#define P_T PATH3(E_SST, E_SI, E_T)
#define P_RUN PATH4(E_SST, E_SI, E_R, E_T)

/* More than any workbook that could have so many rows. */
enum { STRINGS = 8 << 20 };

struct strings {
	struct book_xlsx *b;
	bool keep; /* the spaces around a <t> */
};

static void on_open(struct book_xml *x, uint64_t path, const char **attributes)
{
	struct strings *s = x->ctx;

	if (path != P_T)
		return;
	const char *space = book_xml_attribute(attributes, "xml:space");
	s->keep = space && strcmp(space, "preserve") == 0;
	book_text_piece(&s->b->text);
}

static void on_text(struct book_xml *x, uint64_t path, str piece)
{
	struct strings *s = x->ctx;

	if (path == P_T || path == P_RUN)
		book_text_add(x, &s->b->text, piece);
}

static bool room(struct book_xlsx *b)
{
	str *more = b->nstring < STRINGS ? TRY_GROWN(b->mem, b->string, b->nstring, &b->cap_strings) : NULL;

	if (more)
		b->string = more;
	return more;
}

static void on_close(struct book_xml *x, uint64_t path)
{
	struct strings *s = x->ctx;
	str whole;

	if (path == P_T && !s->keep)
		book_text_trim(&s->b->text);
	if (path != P_SI)
		return;
	enum book_why why = book_text_close(&s->b->text, &whole);
	char *copy = arena_try(s->b->mem, 1, 1, whole.n);
	if (why == WHY_NONE && (!copy || !room(s->b)))
		why = WHY_MEMORY;
	if (why != WHY_NONE) {
		book_xml_stop(x, why);
		return;
	}
	if (whole.n)
		memcpy(copy, whole.s, whole.n);
	s->b->string[s->b->nstring++] = (str){ copy, whole.n };
}

bool book_strings_reader(struct book_xlsx *b, struct book_xml *x)
{
	static const struct book_xml_part part = { E_SST, on_open, on_close, on_text };
	struct strings *s = arena_try(b->mem, sizeof *s, alignof(struct strings), 1);

	if (!s || !book_text_open(b->mem, &b->text))
		return false;
	s->b = b;
	*x = (struct book_xml){ .part = &part, .ctx = s, .mem = b->mem };
	return true;
}
