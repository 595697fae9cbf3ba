/* kindpage.h - pages that follow from a kind: its list, one record, the forms to make and change one, its
 * journal. A room names the kind, the columns and the fields in a struct kind_page; addresses are those of
 * the API: /plural, /plural/new, /plural/ID, /plural/ID/edit, /plural/ID/journal.  A room's own route for one
 * of them wins.
 *
 * Of a new record a reference may be said in the address: /absences/new?person=5.  ?back=ADDRESS is where the
 * way back leads, and saving; without it they lead to what the record belongs to, else to the record. */
#pragma once
#include "form.h"
#include "house.h"

struct kind_page {
	const struct kind *kind;
	const uint8_t *column; /* fields of the list; the first is the link to the record.  NULL: no list */
	size_t ncolumn;
	const uint8_t *field; /* of the form, in its order */
	size_t nfield;
	const char *tab;     /* path of the tab it belongs to */
	const char *add;     /* English, the title of the form for a new one; NULL: the kind's name */
	bool made_elsewhere; /* no form for a new one here */
	bool read_only;      /* no form at all */
	const char *mistake; /* English, what to think of before deleting one; NULL: none is deleted here */
	/* Where a new one leads that stands there already (RC_CONFLICT): an address, what is done there
	 * (English), and the roles that may; NULL: nowhere. */
	const char *taken_url, *taken;
	unsigned taken_need;
	/* The choices of a field, where the kind does not say them; `rec` is NULL for a new one. */
	enum rc (*options)(struct req *r, const struct record *rec, struct form_field *f);
	/* A value in words, where facts_text() does not know them; empty: it does. */
	str (*text)(struct page *p, const struct record *rec, size_t field);
};

extern const struct route kindpage_routes[];

/* --- for pages of a room that want more than that --- */

/* Does this outcome show the form again? */
bool kindpage_again(enum rc rc);
/* Write what a form gave: id 0 makes a record.  RC_INVALID also when form_read() had problems. */
enum rc kindpage_save(struct req *r, const struct form_given *g, int64_t id, struct record *ret) MUST_CHECK;
