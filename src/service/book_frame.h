/* book_frame.h - inside book*.c only: what the one who reads a file (the worker) tells the one who wants it,
 * and why a file is refused.
 *
 * An answer is frames: the head, then for each sheet its own, its rows, its merged cells; or at any point the
 * reason why nothing comes of it.  Numbers are written in base 128, the lowest part first. */
#pragma once
#include "book.h"
#include "workshop.h"

/* Why a file is not taken; each has its sentence and its result code. */
enum book_why {
	WHY_NONE,
	WHY_EMPTY,
	WHY_XLS,
	WHY_PASSWORD,
	WHY_XLSB,
	WHY_ODS,
	WHY_WORD,
	WHY_SLIDES,
	WHY_ARCHIVE,
	WHY_HTML,
	WHY_XML,
	WHY_PICTURE,
	WHY_PDF,
	WHY_OTHER,
	WHY_CUT_OFF,
	WHY_BROKEN,  /* the package: a part is missing, twice there, or does not match its checksum */
	WHY_BAD_XML, /* a part is not XML, or not the XML of a workbook */
	WHY_ENTITY,  /* a document type or an entity declaration */
	WHY_NO_SHEET,
	WHY_NUL,
	WHY_ENCODING,
	WHY_QUOTES,
	WHY_BYTES,
	WHY_UNPACKED,
	WHY_PARTS,
	WHY_SHEETS,
	WHY_ROWS,
	WHY_COLUMNS,
	WHY_CELL,
	WHY_MEMORY,
	WHY_WORKSHOP, /* reading it broke a rule of the workshop, crashed or took too long */
	WHY_BUSY,
	WHY__N
};
enum rc book_why_rc(enum book_why why);
const char *book_why_text(enum book_why why); /* NULL for WHY_NONE */

enum book_frame { BOOK_HEAD = 1, BOOK_SHEET, BOOK_ROWS_OF, BOOK_MERGES, BOOK_REFUSED };
enum {
	BOOK_LINES = 1 << 20,    /* rows that Excel numbers */
	BOOK_ANSWER = 384 << 20, /* bytes of an answer, and of one for each byte of the file: */
	BOOK_ANSWER_RATIO = 500,
	BOOK_ANSWER_SPARE = 1 << 19,
	BOOK_DESK = 256 << 20 /* memory for reading */
};

/* The head of a .csv names its encoding by this number. */
enum book_encoding { BOOK_UTF8, BOOK_GB18030, BOOK_UTF16, BOOK_ENCODING__N };

struct book_merge {
	uint32_t top, left, bottom, right; /* lines from 1, columns from 0 */
};

/* The job of the workshop. */
void book_prepare(void);
enum rc book_job(struct workshop_desk *d);

/* --- the reader's side --- */

/* Where the frames go; false when nobody wants more of them. Never jumps. */
struct book_out {
	bool (*put)(void *ctx, int type, str payload);
	void *ctx;
	struct arena *mem;
	char *frame; /* under way */
	size_t n, cap, sent, most, rows;
	int type;
};
/* What is wrong with the file; all that is right about it has been put. Memory from out->mem, only by
 * arena_try(). */
enum book_why book_work(str bytes, struct book_out *out) MUST_CHECK;

enum book_why book_out_head(struct book_out *o, enum book_type type, enum book_encoding encoding) MUST_CHECK;
enum book_why book_out_sheet(struct book_out *o, str name, bool hidden) MUST_CHECK;
/* Nothing is put for a row whose cells are all empty. */
enum book_why book_out_row(struct book_out *o, const struct book_row *row) MUST_CHECK;
enum book_why book_out_merge(struct book_out *o, const struct book_merge *m) MUST_CHECK;
enum book_why book_out_end(struct book_out *o) MUST_CHECK;

/* --- the other side: nothing of it is believed --- */

struct book_taker {
	struct arena *mem;
	struct book book;
	size_t cap_sheets, cap_rows; /* of book.sheet, of the last sheet's row */
	size_t rows;                 /* of all sheets */
	bool headed, in_order;       /* of the last sheet's rows */
	struct book_merge *merge;
	size_t nmerge, cap_merges;
	enum book_why why;
};
/* RC_INVALID: nonsense. Text stays in `payload`, which lives in t->mem. Never jumps. */
enum rc book_take_frame(struct book_taker *t, int type, str payload) MUST_CHECK;
/* All frames of an answer; a workshop_take. */
enum rc book_take_frames(void *taker, struct workshop_frames *f);
/* After the last. */
enum rc book_take_end(struct book_taker *t, struct book *ret) MUST_CHECK;
