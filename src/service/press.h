/* press.h - words and pictures become a book on A4: one stream of blocks in, a PDF out (ISO 32000-1).  It is
 * set in the workshop (workshop.h) with FreeType and cairo: Chinese lines are broken as the Requirements for
 * Chinese Text Layout (W3C, 3.1) ask, of a typeface only the signs that occur are embedded, and each carries
 * what it reads as, so that text copied out is right.  JPEGs go in as they are: whoever gives one has had it
 * made anew (image.h), so it stands upright and says nothing of itself.
 *
 * A sign that no typeface has becomes a white box and is told; the book is still made. */
#pragma once
#include "buf.h"
#include "day.h"
#include "tr.h"

/* A block is some texts and, of some, bytes beside them.  Texts that are left out are empty. */
enum press_block {
	PRESS_ABOUT = 1, /* the first, put there by press_new() */
	PRESS_COVER,     /* name, title, line, line; a JPEG or nothing */
	PRESS_CONTENTS,  /* title: a page of its own, or several */
	PRESS_PART,      /* title, line under it: begins a page and stands in the contents */
	PRESS_HEADING,   /* title: never the last thing on a page */
	PRESS_TEXT,      /* text */
	PRESS_ENTRY,     /* title, day, text, who wrote it */
	PRESS_WORDS,     /* what somebody said, line under it */
	PRESS_LETTER,    /* greeting, text, who signs, day */
	PRESS_PICTURE,   /* title, what is said of it, day; a JPEG */
	PRESS_CURVE,     /* title, sentence, unit, age in words with {0}; points */
	PRESS_HEAD,      /* the columns of a table; a byte for each: its share of the width */
	PRESS_ROW,       /* its cells */
	PRESS_LINES,     /* title; a byte: how many lines to write on by hand */
	PRESS_LAST,      /* title, text, small print: a page of its own */
	PRESS_WALL, /* name, line, title, text, title, text, title, text; a JPEG or nothing: a page of its
		       own, for a wall */
	PRESS_BLOCK__N
};
enum {
	PRESS_TEXTS = 8,
	PRESS_TEXT_BYTES = 64 << 10,
	PRESS_BLOCKS = 20000,
	PRESS_BYTES = 40 << 20, /* of all blocks */
	PRESS_PDF_BYTES = 60 << 20,
	PRESS_PAGES = 1000,
	PRESS_POINTS = 200, /* of a curve */
	PRESS_MISSING = 100 /* signs told */
};

/* A point of a curve, in any whole unit: on it stands value / 10.  A curve with a point before birth, a
 * hundred years after it, below nothing or above 1,000 is left out. */
struct press_point {
	int32_t days; /* of age */
	int32_t value;
};

struct press_about {
	str title, author; /* the document's; author may be empty */
	str head;          /* on top of each page; empty: nothing */
	day made;
	unsigned pages; /* at most; 0: PRESS_PAGES */
	bool numbered;
};
struct press {
	struct buf b;
	size_t blocks;
	bool full; /* something was left out, since it is too much for one book */
};
/* `room`: bytes it may take, PRESS_BYTES at most. */
struct press press_new(struct arena *mem, const struct press_about *about, size_t room);
/* Up to PRESS_TEXTS texts.  A block that finds no room is left out, and p->full says so. */
void press_put(struct press *p, enum press_block type, const str *text, size_t n, str bytes);
#define press_add(p, type, bytes, ...)                                                                       \
	press_put((p), (type), (const str[]){ __VA_ARGS__ }, COUNT(((const str[]){ __VA_ARGS__ })), (bytes))
void press_curve(struct press *p, const str text[4], const struct press_point *point, size_t n);
size_t press_room(const struct press *p); /* bytes that are left */

struct press_made {
	str pdf; /* in mem */
	unsigned pages;
	str missing; /* each sign that no typeface has, once; empty: none */
};
/* RC_OK, or RC_MALFORMED, RC_INVALID, RC_TOO_BIG, RC_BUSY, RC_FAULT; then *ret_why is a whole sentence
 * (English, marked for translation).  Never jumps. */
enum rc press_make(struct arena *mem, const struct press *p, struct press_made *ret,
		   const char **ret_why) MUST_CHECK;
