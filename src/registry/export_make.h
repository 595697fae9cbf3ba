/* export_make.h - inside registry/ and for the command line: a list as a file, whoever asked and whyever. The
 * rows are those of a query, the columns those of import_form.h, so what leaves can come in again. */
#pragma once
#include "export.h"
#include "import_form.h"

struct export_order {
	const struct form *form; /* NULL: the files of OneRoster */
	bool csv; /* the one sheet; else a workbook with all that goes with its rows, and a watermark */
	struct query query;
	str number, who, purpose; /* of the watermark, and of the rows of the read log; who: name and role */
	/* Inside the unit that wrote who is on it into the read log, after each page; NULL: nobody asks. */
	enum rc (*step)(struct ctx *c, void *arg, size_t done, size_t total);
	bool (*stop)(void *arg); /* asked between pages; then RC_CONFLICT; NULL: never */
	void *arg;
};
/* What was asked for, with its number, for ctx's actor. */
struct export_order export_order_of(struct ctx *c, const struct export_new *n, str number);

struct export_made {
	str bytes; /* in c->mem */
	size_t rows;
};
/* C4 values are plain when ctx has a purpose, else masked; columns that the actor's role may not take out are
 * left out (or blank, in a form with fixed columns).  The actor's reach bounds the rows.  RC_NOT_FOUND: there
 * are none; RC_TOO_BIG: more than export.max_rows, or than a file holds; what step() said; RC_FAULT. */
enum rc export_make(struct ctx *c, const struct export_order *o, struct export_made *ret) MUST_CHECK;

/* The sheet of a kind's own list; one made up for kinds that are not imported. */
const struct form *export_own_form(struct arena *mem, const struct kind *k);
bool export_leaves(const struct actor *who, const struct field *f); /* may this role take the field out? */

/* --- between the files of this part --- */

/* The adults around a child as a form asks for them, and what was declared. */
struct export_adult {
	const struct record *tie, *person, *absence;
};
struct export_case {
	const struct record *child, *roll, *entry, *declared;
	struct export_adult adult[PART__N];
};

enum { EXPORT_PIECE = DB_AT_ONCE }; /* children in one statement */
/* Records of a kind that go with these children. */
enum rc export_with(struct ctx *c, const struct kind *k, const int64_t *child, size_t n,
		    struct records *ret) MUST_CHECK;

/* What the forms need of the children in records->r[0 .. n), n at most EXPORT_PIECE. */
enum rc export_cases(struct ctx *c, const struct record *child, size_t n, struct export_case *ret) MUST_CHECK;

/* How values are written. */
struct export_style {
	enum lang lang;
	bool compact; /* dates as 20261121: the school roll system's way */
	const struct export_school {
		int64_t id;
		str code;
	} * school; /* by id */
	size_t nschool;
};
enum rc export_style_of(struct ctx *c, const struct form *f, struct export_style *ret) MUST_CHECK;
str export_cell(struct ctx *c, const struct export_style *s, const struct record *r, size_t field);
str export_status(const struct export_style *s, const struct export_case *e, enum form_status which);

/* oneroster.c: the zip's bytes. */
enum rc oneroster_make(struct ctx *c, const struct export_order *o, struct export_made *ret) MUST_CHECK;

/* One page is read and its children are known to c->seen: the row of the read log, step() and stop(). */
enum rc export_log(struct ctx *c, const struct export_order *o, size_t done, size_t total) MUST_CHECK;
