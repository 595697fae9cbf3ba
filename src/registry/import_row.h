/* import_row.h - inside the import only: sheets that were recognised, the run over all of them, and how one
 * row becomes records.  A row first gathers everything that is wrong with it; what is written before the
 * first fault is undone by who called (store_attempt()). */
#pragma once
#include "import.h"
#include "import_cell.h"
#include "import_form.h"
#include "likely.h"

enum { IMPORT_FIELDS = FIELDS_MAX };

struct import_head {
	const struct form *form;
	const struct book_sheet *sheet;
	uint32_t number;                         /* of the sheet in the book */
	size_t at;                               /* index of the row of headings among the sheet's rows */
	uint16_t column[PART__N][IMPORT_FIELDS]; /* 1 + index of the cell; 0: no such column */
	unsigned parts;                          /* bits: which parts have columns */
	bool *formula;                           /* by cell: told already */
	bool *told;                              /* by part: told already that it is not the actor's */
	size_t ncell;
};

/* A row in the order in which they are taken. */
struct import_ref {
	const struct import_head *head;
	const struct book_row *row;
};

/* What is known of a row that is written in this unit or an earlier one that was kept. */
struct import_state {
	int64_t id;     /* of the record; 0: not written */
	int64_t person; /* of a tie */
};

struct import_class {
	int64_t id;
	str name;
	int year, number;
};
struct import_school {
	int64_t id;
	str code, name;
	day closed_on;
	bool classes_known;
	struct import_class *class;
	size_t nclass;
};

struct import_key; /* import_need.c */
struct import_run {
	struct ctx *c; /* the caller's: report, caches and states live in its arena */
	const struct import_options *options;
	const struct book *book;
	struct import_report *report;
	struct import_head *head;
	size_t nhead;
	struct import_ref *ref;
	struct import_state *state;
	size_t n, at;
	size_t *written, nwritten, written_cap; /* rows whose state an undone part must forget */
	struct cell_memo *memo;
	struct import_school *school;
	size_t nschool;
	struct import_key *key;
	size_t nkeys;   /* a power of two */
	size_t *twice;  /* by row: 1 + the earlier row with the same number */
	unsigned forms; /* bits: which forms the book has */
	bool careful;   /* rows of this file get refused: small steps */
};

/* An adult tied to the row's child. */
struct import_tie {
	int64_t id, version, person, person_version;
	str relation, name, number; /* number: digest */
	day from;
};
enum { IMPORT_TIES = 40 };

struct import_work {
	struct ctx *c; /* of the row: its problems */
	struct import_run *run;
	const struct import_head *head;
	const struct book_row *row;
	size_t index; /* in run->ref */
	enum import_outcome outcome;
	int64_t id, person;
	bool bad;   /* something is wrong: from here on the rest is only looked at */
	bool held;  /* likely the same as somebody known: likewise */
	bool lost;  /* whom it is about cannot be found */
	bool fresh; /* the child is new */
	struct import_tie tie[IMPORT_TIES];
	size_t ntie;
	bool ties_known;
	int64_t tie_id;           /* the last one written */
	bool tie_fresh;           /* it is new */
	uint64_t masked[PART__N]; /* columns whose value came masked, by field */
	struct problems warnings;
	struct import_likely *likely;
	size_t nlikely;
	int depth; /* how many rows needed each other to come here */
};

/* --- import_head.c --- */

/* Which sheets hold which form.  RC_INVALID: no sheet can be used; the report says why. */
enum rc import_heads_read(struct import_run *r) MUST_CHECK;
void import_complain(struct import_problems *to, uint32_t sheet, const struct problem *what);

/* --- import_row.c --- */

/* One row, inside store_attempt().  RC_INVALID: c->problems, their fields being headings. */
enum rc import_row_write(struct ctx *c, void *work);

/* The cell of a field, as it stands; empty: no column, or nothing there. */
str import_cell(const struct import_work *w, enum form_part part, size_t field);
bool import_has(const struct import_work *w, enum form_part part, size_t field);
/* The same as a value for the store; what cannot be taken is complained about. */
str import_read(struct ctx *c, struct import_work *w, enum form_part part, size_t field);
void import_bad(struct import_work *w, enum form_part part, size_t field, const char *why, str arg0,
		str arg1);
void import_warn(struct import_work *w, enum form_part part, size_t field, const char *what, str arg0,
		 str arg1);

/* Create a record (known 0) or bring a known one to what the row says; once the row is bad, only see whether
 * that could be done.  Problems get the names of their columns. RC_OK unless the fault is ours: look at
 * w->bad. */
struct import_put {
	struct ctx *as;
	enum form_part part;
	const struct input *in;
	int64_t known, version;
};
enum rc import_put(struct ctx *c, struct import_work *w, const struct import_put *p,
		   int64_t *ret_id) MUST_CHECK;
/* The program, in the name of ctx's actor. */
struct ctx import_as_program(struct ctx *c, struct actor *program);
/* Values that came masked: a new record cannot be made of them, those of a known one must be its own. */
enum rc import_check_masks(struct ctx *c, struct import_work *w, enum form_part part, const struct kind *k,
			   int64_t known) MUST_CHECK;
/* A field of a part that is no reference, into an input. */
void import_take(struct ctx *c, struct import_work *w, enum form_part part, size_t column, struct input *in,
		 size_t field);
day import_known_by(struct ctx *c, struct import_work *w);

/* --- import_child.c, import_likely.c, import_adult.c, import_status.c, import_fact.c --- */

/* Who is known already and may be the child of this new row: into w->likely; w->held when a person must
 * decide. */
enum rc import_likely_find(struct ctx *c, struct import_work *w, const struct input *in) MUST_CHECK;
enum rc import_child_write(struct ctx *c, struct import_work *w) MUST_CHECK;
/* All adults of a child's row. */
enum rc import_adults_write(struct ctx *c, struct import_work *w) MUST_CHECK;
/* The adult of one part; in_tie: given when a sheet of ties names child and person. */
struct import_adult {
	enum form_part part;
	str relation;   /* of the part; empty: the row says it */
	int64_t person; /* known; 0: to be found */
	int64_t tie;    /* our own number of the tie, as the row gives it; 0: none */
};
enum rc import_adult_write(struct ctx *c, struct import_work *w, const struct import_adult *a,
			   int64_t *ret_person) MUST_CHECK;
/* An absence whose first day nobody knows, unless one is known that covers that day. */
enum rc import_absence_unstarted(struct ctx *c, struct import_work *w, enum form_part part, int64_t person,
				 str region, day known_by) MUST_CHECK;
enum rc import_status_write(struct ctx *c, struct import_work *w) MUST_CHECK;
/* What the form says about which parent cannot care: PART_FATHER, PART_MOTHER, PART_NONE. */
enum form_part import_unable(const struct import_work *w);
/* Rows of sheets that are no children: schools, classes, staff, ties, absences ... */
enum rc import_fact_write(struct ctx *c, struct import_work *w) MUST_CHECK;

/* --- import_place.c: schools and classes --- */

/* The school that a row names, or that was chosen; 0: none, or complained about. */
const struct import_school *import_school_of(struct ctx *c, struct import_work *w, size_t field);
/* The class of that name or number in the school; 0: none, or complained about. */
int64_t import_class_of(struct ctx *c, struct import_work *w, const struct import_school *s, size_t field,
			str grade, str entry_month);
void import_places_forget(struct import_run *r); /* one was written */
/* 三（1）班, 3年级1班, 初一2班: 3 and 1. */
bool import_class_parse(str text, int *ret_grade, int *ret_number);

/* --- import_need.c: references between sheets --- */

enum rc import_needs_read(struct import_run *r) MUST_CHECK;
/* The record of kind k that a cell names: by our own number or an id number, in the file or here.  A row of
 * the file that is not written yet in this unit is written first.  0: complained about. */
enum rc import_need(struct ctx *c, struct import_work *w, const struct kind *k, size_t field,
		    int64_t *ret) MUST_CHECK;
/* Of a dated fact that has ended: the one that still lasts stands in the file too, and comes first. */
enum rc import_need_running(struct ctx *c, struct import_work *w) MUST_CHECK;
void import_wrote(struct import_run *r, const struct import_work *w);
void import_forget(struct import_run *r,
		   size_t from); /* states of rows written after that point were undone */
/* Digest and digits of a number of a person; folded, large letters. */
str import_number(struct arena *mem, str text);
