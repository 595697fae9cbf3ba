/* import.h - lists from spreadsheets: the national pupil form of 71 columns, the civil-affairs register form,
 * and our own export; children with parents, carers, absences, declarations and enrolments; schools, classes,
 * staff.
 *
 * A file is first looked through: everything is done and nothing kept.  Then the same file is imported, as a
 * batch that can be undone.  Each row is taken whole or refused whole, with every problem it has. */
#pragma once
#include "book.h"
#include "registry.h"

enum import_outcome { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_REFUSED, IMPORT_HELD };

struct import_row {
	uint32_t sheet; /* index in the book */
	enum import_outcome outcome;
	size_t line; /* as the spreadsheet numbers it */
	int64_t id;  /* of the record; 0: refused, held, or new in a dry run */
};

/* Sheet, row, column (as the heading stands in the file) and value of what is wrong. Row 0: the sheet as a
 * whole; sheet IMPORT_NO_SHEET: the file. */
enum { IMPORT_NO_SHEET = UINT16_MAX, IMPORT_PROBLEMS_MAX = 50000 };
struct import_problem {
	struct problem what;
	uint32_t sheet;
};
struct import_problems {
	struct arena *mem;
	struct import_problem *list;
	size_t n, cap;
	size_t dropped; /* past IMPORT_PROBLEMS_MAX they are only counted */
};

/* Somebody already known who may be the one of a new row: shown beside it, and decided by a person. */
enum import_told {
	IMPORT_TOLD_NAME,
	IMPORT_TOLD_SEX,
	IMPORT_TOLD_BORN,
	IMPORT_TOLD_ID_NUMBER,
	IMPORT_TOLD_PHONE, /* of a parent or carer, else the child's */
	IMPORT_TOLD_CLASS,
	IMPORT_TOLD__N
};
struct import_likely {
	uint32_t sheet;
	size_t line;
	int64_t child;            /* within the reader's reach; 0: known outside it */
	unsigned alike;           /* bits of enum likely_sign */
	int score;                /* 0 to 100 */
	str told[IMPORT_TOLD__N]; /* what the row says, as its cells stand; empty: not given */
};
struct import_sheet {
	str name;
	const char *form; /* English label, marked for translation: "National pupil form"; NULL: not
			     recognised, left out */
	const struct kind *kind;
	size_t rows;
};
struct import_report {
	size_t rows, fresh, changed, same, refused, held;
	struct import_row *row; /* as many as rows, in the order in which they are taken: sheets that others
				   refer to come first. The index is what `from` and progress() count. */
	struct import_sheet *sheet; /* as many as the book has */
	size_t nsheet;
	struct import_problems problems; /* of refused rows; after RC_INVALID, of the file */
	struct import_problems warnings; /* taken all the same: a formula's value, a column that nobody reads,
					    a hidden sheet */
	struct import_likely *likely; /* of held rows, and of new ones where nothing is held; several for one
					 row, the likeliest first */
	size_t nlikely;
};

struct import_options {
	const struct kind *kind; /* what the list is of; NULL: the headings say it */
	int64_t school;          /* whose roster; 0: the rows say it */
	bool dry_run;
	bool hold_likely; /* likely duplicates wait for a person; else they are new, with a warning */
	day form_day;     /* of the form: what is declared was known by then; 0: today */
	int64_t batch; /* its record is there already; 0: none is (a number is taken from the same row of ids)
			*/
	size_t from;   /* rows before this one are done already: they count nowhere in the report, and their
			  outcome says nothing */
	/* What a person decided about a likely duplicate. */
	const struct import_choice {
		uint32_t sheet;
		size_t line;
		int64_t child; /* this very child; 0: another, new one */
	} * choice;
	size_t nchoice;
	/* Called inside the unit that wrote rows up to `done` (in a dry run: in a unit of its own after it,
	 * for that one is not kept); anything but RC_OK undoes that unit and stops. */
	enum rc (*progress)(struct ctx *c, void *arg, size_t done, size_t total);
	void *arg;
};

/* RC_OK: the report says what became of each row; RC_INVALID: the file cannot be used, the report's problems
 * (of the file, or of a row of headings) say why; RC_DENIED; RC_BUSY; RC_FAULT; or what progress() said. *ret
 * is filled as rows go: progress() may look at it. */
enum rc import_run(struct ctx *c, const struct book *book, const struct import_options *o,
		   struct import_report *ret) MUST_CHECK;
/* The kind of a plural that can be imported; NULL: none. */
const struct kind *import_kind(str plural);
/* The refused (and held) rows, sheet by sheet under their own headings, with a column that says why. */
enum rc import_refused(struct ctx *c, const struct book *book, const struct import_report *report,
		       enum lang lang, str *ret_xlsx) MUST_CHECK;
enum rc import_refused_csv(struct ctx *c, const struct book *book, const struct import_report *report,
			   enum lang lang, str *ret_csv) MUST_CHECK; /* of the first sheet that has some */
/* "rows N, new N, changed N, same N, refused N" */
void import_summary(struct buf *to, const struct import_report *report);

/* A report as bytes, to be kept beside the job, and back (RC_MALFORMED). */
str import_report_pack(struct arena *mem, const struct import_report *report);
enum rc import_report_unpack(struct arena *mem, str bytes, struct import_report *ret) MUST_CHECK;
