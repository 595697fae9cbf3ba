/* book_xml.h - inside book*.c only: one part of a workbook, streamed through expat.  Declarations of
 * documents and entities are refused, and so is what no spreadsheet program writes and what would cost memory
 * without end: deep nesting, tags of a megabyte, thousands of different names. */
#pragma once
#include "book_frame.h"

/* The elements that mean something here; by their names without a prefix, for x:row is a row too. */
enum book_element {
	E_NONE,
	E_OTHER,
	E_C,
	E_V,
	E_T,
	E_R,
	E_F,
	E_SI,
	E_IS,
	E_ROW,
	E_RPH,
	E_SST,
	E_WORKSHEET,
	E_SHEETDATA,
	E_MERGECELLS,
	E_MERGECELL,
	E_STYLESHEET,
	E_NUMFMTS,
	E_NUMFMT,
	E_CELLXFS,
	E_XF,
	E_WORKBOOK,
	E_WORKBOOKPR,
	E_SHEETS,
	E_SHEET,
	E_RELATIONSHIPS,
	E_RELATIONSHIP,
	E_TYPES,
	E_OVERRIDE,
	E__N
};
/* Where the reader is: a byte for each element that is open, the innermost lowest, up to eight of them. */
#define PATH1(a) ((uint64_t)(a))
#define PATH2(a, b) (PATH1(a) << 8 | (b))
#define PATH3(a, b, c) (PATH2(a, b) << 8 | (c))
#define PATH4(a, b, c, d) (PATH3(a, b, c) << 8 | (d))
#define PATH5(a, b, c, d, e) (PATH4(a, b, c, d) << 8 | (e))
#define PATH6(a, b, c, d, e, f) (PATH5(a, b, c, d, e) << 8 | (f))
#define PATH7(a, b, c, d, e, f, g) (PATH6(a, b, c, d, e, f) << 8 | (g))

struct book_xml;
/* Called back by expat: they never jump, and on trouble call book_xml_stop(). */
struct book_xml_part {
	enum book_element root; /* anything else is not this part */
	void (*open)(struct book_xml *x, uint64_t path, const char **attributes);
	void (*close)(struct book_xml *x, uint64_t path); /* NULL: nothing to do */
	void (*text)(struct book_xml *x, uint64_t path, str text);
};
enum { BOOK_DEPTH = 64 };
struct book_xml {
	const struct book_xml_part *part;
	void *ctx; /* the part's own */
	struct arena *mem;
	/* from here on its own */
	struct XML_ParserStruct *parser;
	uint64_t path[BOOK_DEPTH];
	unsigned depth;
	uint64_t *seen; /* names that are not ours, by hash */
	size_t nseen, fed;
	enum book_why why;
};

/* part, ctx and mem are set; book_xml_end() is due, whatever comes between. */
void book_xml_begin(struct book_xml *x);
/* False: it need not go on. */
bool book_xml_feed(struct book_xml *x, str bytes);
enum book_why book_xml_end(struct book_xml *x) MUST_CHECK;
void book_xml_stop(struct book_xml *x, enum book_why why);

const char *book_xml_attribute(const char **attributes, const char *name); /* NULL: not there */
const char *book_xml_relation(const char **attributes);                    /* r:id, whatever the prefix */
bool book_xml_true(const char *value);                                     /* 1, true; NULL is not */
/* A number without sign below `below`; false else, and for NULL. */
bool book_xml_number(const char *value, uint32_t below, uint32_t *ret) MUST_CHECK;

/* --- text of an element, gathered from its pieces --- */

struct book_text {
	char *s;
	size_t n, cap, piece; /* piece: where the <t> under way begins */
};
/* Zeroed at first; later it keeps its room. False: no memory. */
bool book_text_open(struct arena *mem, struct book_text *t) MUST_CHECK;
void book_text_add(struct book_xml *x, struct book_text *t, str text);
/* A <t> begins, and it ends; around it white space counts only where the file says so (xml:space). */
void book_text_piece(struct book_text *t);
void book_text_trim(struct book_text *t);
/* _xHHHH_ stands for a character that XML has not; line ends become \n. WHY_CELL: too long. */
enum book_why book_text_close(struct book_text *t, str *ret) MUST_CHECK;
