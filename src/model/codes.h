/* codes.h - the code lists of data/codes, embedded: what a coded field may hold and what it is called.
 *
 * A list keeps the codes of its standard (GB/T 2261.1, 3304, 4761, JY/T 1001, GB/T 33782, the school roll).
 * A row may be dated and may hold for one region only; records keep codes that are no longer in force, so
 * labels are given for those too.  Codes that rules name are constants of codes_gen.h (CODE_PERSON_STATE_DEAD
 * is "dead", for STR()): a code dropped from the list does not compile.  All is constant; nothing here
 * allocates. */
#pragma once
#include "base.h"
#include "codes_gen.h"
#include "day.h"
#include "tr.h"

struct code {
	str code, zh, en;
	str alias; /* other labels that imports bring, parted by '|' */
	str note;  /* words the rules ask for with code_notes(), parted by blanks; the letters of GB/T 3304 */
	str region;   /* code prefix; empty: the nation */
	day from, to; /* first and last day in force; 0 = always */
};

struct code_list {
	str name;
	const struct code *row; /* sorted by code, region, from */
	const uint16_t *order;  /* the rows as forms show them */
	size_t n;
};
extern const struct code_list code_lists[]; /* sorted by name */
extern const size_t code_lists_n;

const struct code_list *code_list_find(str name); /* NULL: no such list */

/* The row for this code in force on `on` (0: at any time) where a record of `region` lives: the row of the
 * closest region wins, then the latest.  NULL: no such code there and then. */
const struct code *code_find(const struct code_list *list, str code, day on, str region);

/* The label of a code, in force or not; empty when the list never had it. */
str code_label(const struct code_list *list, str code, enum lang lang);

/* The row whose Chinese or English label or alias is exactly this, in force on `on` (0: at any time) in
 * `region`; NULL: none. What a spreadsheet says instead of a code. */
const struct code *code_by_label(const struct code_list *list, str label, day on, str region);

/* The rows in force, as a form lists them: start with *at = 0; NULL at the end. */
const struct code *code_next(const struct code_list *list, size_t *at, day on, str region);

bool code_notes(const struct code *code, str word); /* does its note hold the word? */
