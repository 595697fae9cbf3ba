/* deed_text.h - the words of a deed, made of its fields: what the parties sign, and what a printed sheet
 * says.  What is signed is the Chinese text; in English it can be read along.  A line that begins with "# "
 * is a heading. */
#pragma once
#include "deed.h"

struct deed_text {
	const struct record *deed;                   /* all of it, as the program reads it */
	const struct record *child, *parent, *carer; /* name and day of birth at least */
	str parent_is, carer_is;                     /* relations, codes */
	str school;                                  /* its name; empty: none */
};
str deed_text(struct ctx *c, enum lang lang, const struct deed_text *t);
/* Of a deed that stands open before the reader; in Chinese what was signed, once it is. */
enum rc deed_words(struct ctx *c, const struct deed *d, enum lang lang, str *ret) MUST_CHECK;

/* 150000 fen: "1500", 150050: "1500.50". */
str deed_yuan(struct arena *mem, int64_t fen);
/* What a person types: "1500", "1,500.5 元" in fen; -1: no amount. */
int64_t deed_fen(str yuan);
str deed_clock(struct arena *mem, int64_t minute); /* 19:30 */
const char *deed_weekday(int64_t weekday);         /* English: Monday of 1 */
