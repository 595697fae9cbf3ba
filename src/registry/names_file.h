/* names_file.h - a list of children's names that one person fetches as a CSV file: it says what for, that
 *goes into the journal, and who made it, when and what for stands at its end (PIPL 51).  No more names than
 *one person takes alone: for more of them a second one has to agree (export.h).
 *
 *	names_file_check(&r->ctx, purpose, too_many);
 *	...problems: the page again, with names_file_put()...
 *	rc = names_file_begin(&p, &file);
 *	names_file_row(&p, head, COUNT(head)); ...
 *	names_file_end(&p, purpose);
 */
#pragma once
#include "form.h"

/* The form that asks what for, folded away. */
struct names_file_form {
	str action;
	str purpose;                    /* what was typed */
	const struct http_pair *hidden; /* which list, as far as the address does not say so */
	size_t nhidden;
};
void names_file_put(struct page *p, const struct names_file_form *f);

/* Problems at "purpose": it is not said what for; these are more than one person takes alone. */
void names_file_check(struct ctx *c, str purpose, bool too_many);

struct names_file {
	str kind, list; /* for the journal: of what, and which list */
	str purpose;
	const char *disposition; /* with the name it is kept under; literal */
};
/* Into the journal; then the answer begins, to which rows are written. */
enum rc names_file_begin(struct page *p, const struct names_file *f) MUST_CHECK;
void names_file_row(struct page *p, const str *cell, size_t n);
void names_file_end(struct page *p, str purpose);
