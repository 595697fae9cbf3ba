/* draft_form.h - the form of a page that is kept while it is typed (draft.h): its outside with the place
 * where it is said that all is kept (asset/draft.js writes there), the buttons, the way to throw the draft
 * away; and what handing in, keeping and throwing away do.  What the form asks stays with its page.
 *
 * The child is the one of the address; `form` names the draft (draft_name()). */
#pragma once
#include "draft.h"
#include "formpart.h"

/* --- what is shown --- */

/* What is kept; nothing, and .saved_at 0, where there is none: the page begins anew. */
enum rc draft_form_load(struct req *r, str form, struct draft *ret) MUST_CHECK;
/* What was typed and could not be handed in, and since when it is kept. */
struct draft draft_form_typed(struct req *r, str form, const struct form_given *g);

struct draft_form {
	str action, keep, back;    /* where it is handed in, where it is kept, where the way back leads */
	const char *button;        /* English: what handing it in is called */
	const struct draft *draft; /* what the controls show */
	bool place;                /* a script may ask the device where it is */
};
void draft_form_begin(struct page *p, const struct draft_form *f);
void draft_form_end(struct page *p, const struct draft_form *f);

/* After the form: the script that keeps it; folded, where a draft is kept, the way to throw it away. */
struct draft_throw {
	str action;
	const char *gone; /* English: what is lost by it; NULL: nothing is said */
	const struct http_pair
		*which; /* tell this draft from others of the form; those without a value do not */
	size_t nwhich;
};
void draft_form_after(struct page *p, const struct draft *draft, const struct draft_throw *t);

/* --- what is done --- */

/* Write the record, or find the one that is there under its number; the draft goes in the same unit. */
struct draft_hand_in {
	str form;
	const struct input *in;
	enum rc (*write)(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there);
};
enum rc draft_form_hand_in(struct req *r, const struct draft_hand_in *h, int64_t *ret_id) MUST_CHECK;
/* The answer when it has been kept: to a script when; to a button the form, at `url`. */
enum rc draft_form_kept(struct req *r, str url) MUST_CHECK;
/* Throw the draft away; the answer is the empty form, at `url`. */
enum rc draft_form_drop(struct req *r, str form, str url) MUST_CHECK;
