/* kindpage.h - pages that follow from a kind: its list, one record, the forms to make and change one, its
 * journal. A room names the kind, the columns and the fields in a struct kind_page; addresses are those of
 * the API: /plural, /plural/new, /plural/ID, /plural/ID/edit, /plural/ID/journal.  A room's own route for one
 * of them wins. */
#pragma once
#include "form.h"
#include "house.h"

struct kind_page {
	const struct kind *kind;
	const uint8_t *column; /* fields of the list; the first is the link to the record */
	size_t ncolumn;
	const uint8_t *field; /* of the form, in its order */
	size_t nfield;
	const char *tab; /* path of the tab it belongs to */
};

extern const struct route kindpage_routes[];

/* --- for pages of a room that want more than that --- */

/* Write what a form gave: id 0 makes a record.  RC_INVALID also when form_read() had problems. */
enum rc kindpage_save(struct req *r, const struct form_given *g, int64_t id, struct record *ret) MUST_CHECK;
enum rc kindpage_delete(struct req *r, const struct kind *k, int64_t id, int64_t version) MUST_CHECK;
/* Does this outcome show the form again? */
bool kindpage_again(enum rc rc);
/* The records a reference may point at, within reach, by their public or readable name. */
enum rc kindpage_options(struct req *r, struct form_field *f, const struct kind *ref) MUST_CHECK;
/* The journal of a record, newest first; `back` is the way back. */
enum rc kindpage_journal(struct req *r, const struct kind *k, const char *tab, str back) MUST_CHECK;
