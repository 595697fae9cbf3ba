/* entry_form.h - pages of append-only entries about one child: a form made for a phone, kept while it is
 * typed (draft.h); a correction, which is the same form for a new version; one entry on a page of its own.
 * What an entry tells is said by a struct entry_form. */
#pragma once
#include "formpart.h"
#include "growth.h"
#include "kindpage.h"
#include "timeline.h"

struct entry_control {
	uint8_t field;
	const char *hint; /* English; NULL: the field's own */
};

struct entry_form {
	const struct kind *kind;
	const char *add;   /* English: what the way to the form is called */
	const char *title; /* English, with {0} for the child */
	const char *lead;  /* English: who will read it */
	const struct entry_control *control;
	size_t ncontrol;
	/* The choices of a reference; NULL: there is none in the form. */
	enum rc (*options)(struct req *r, int64_t child, struct control *c);
};

extern const struct entry_form *const entry_form_all[]; /* NULL-ended */
extern const struct route entry_form_routes[];          /* ended by an empty row */

handler entry_form_show, entry_form_save, entry_form_keep, entry_form_drop;
handler entry_page_show, entry_page_open;

/* Which of them the request's route is of: by the plural in its path. */
const struct entry_form *entry_form_of(const struct req *r);
str entry_form_url(struct page *p, const struct entry_form *f, int64_t child); /* of the empty form */
str entry_form_at(struct page *p, const struct kind *k, int64_t id);           /* of one entry */

/* What a timeline shows of an entry, as far as every kind is alike: day, who, whether it was put right. */
struct timeline_item entry_page_item(struct timeline *t, const struct records *all, const struct record *e);
