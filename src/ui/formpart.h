/* formpart.h - the controls a form is made of.  For form.c and pages with fields that belong to no kind. */
#pragma once
#include "form.h"

struct control {
	str name, value;
	const char *label, *hint; /* English; name and label left out: the field's own */
	str kept;                 /* a masked value that stays when nothing is typed */
	str means;                /* what the value is called */
	bool required;
	const struct form_option
		*option; /* of a reference; of other fields: instead of what the type offers */
	size_t noption;
};

struct tile {
	str value, label;
	const char *small; /* English, under the label */
	bool checked;
};

/* The control that suits the field's type. */
void formpart_control(struct page *p, const struct field *f, const struct control *c);
void formpart_tiles(struct page *p, const struct control *c, const struct tile *tile, size_t n);
void formpart_tile(struct page *p, str name, const struct tile *tile);
/* The same as a box, of which several of one name may be ticked. */
void formpart_box(struct page *p, str name, const struct tile *tile);
/* What is wrong, under controls that are no struct control: one problem; all at `name`. */
void formpart_problem(struct page *p, const struct problem *problem);
void formpart_problems(struct page *p, str name);
void formpart_select(struct page *p, const struct control *c, const struct form_option *option, size_t n);

/* A form that sends a file, up to its fields; `client` empty: a number is drawn (form_client()). */
void formpart_send_begin(struct page *p, str action, str client);
/* A small form on a page, for one act: its address, and the button at its end. */
void formpart_act_begin(struct page *p, str action);
void formpart_act_end(struct page *p, const char *verb, bool main);
/* An act that is seldom wanted, folded away under its name; `open` when what is in it came back. */
void formpart_fold_begin(struct page *p, const char *name, bool open);
void formpart_fold_end(struct page *p);
/* One that asks nothing: what it means, and its button. */
struct formpart_plain {
	const char *name, *says, *verb; /* English */
	str action;
};
void formpart_fold_plain(struct page *p, const struct formpart_plain *a);
