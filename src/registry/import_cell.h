/* import_cell.h - inside the import: from a cell, as people and spreadsheets write it, to the text that the
 * record store takes for a field.  What cannot be read with certainty is refused in words, never guessed.
 *
 * Codes by code, by label or with both ("1-男"); days as a spreadsheet's date or as 20110101, 2011-1-1,
 * 2011/1/1, 2011.1.1, 2011年1月1日; regions by digits or by their names from above; yes and no in the usual
 * ways. */
#pragma once
#include "book.h"
#include "model.h"

struct cell_value {
	str text;        /* empty with .why NULL: the cell says nothing */
	const char *why; /* English, marked for translation, with places for arg: it cannot be taken */
	str arg[2];
	bool masked; /* 440804********101X: exported without its digits; text is the mask */
};

/* Names of regions that were looked up already. */
enum { CELL_PLACES = 256 };
struct cell_memo {
	struct {
		str name;
		char code[13];
		const char *why;
	} place[CELL_PLACES];
	struct arena *mem; /* outlives the rows */
};

struct cell_value cell_value(struct ctx *c, struct cell_memo *memo, const struct field *f,
			     const struct cell *cell);

/* 1-男, 1男, 男: the code; empty: none of the list. */
str cell_code(const struct code_list *list, str text, day on);
/* Dates as people write them, as YYYY-MM-DD; empty: no date. */
str cell_date(struct arena *mem, str text);
bool cell_bool(str text, bool *ret) MUST_CHECK;
/* Several codes in one cell, parted by signs or blanks, as the store keeps them: parted by commas. */
str cell_codes(struct arena *mem, const struct code_list *list, str text, day on);
