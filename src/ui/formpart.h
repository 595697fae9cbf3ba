/* formpart.h - the controls a form is made of.  For form.c and pages with fields that belong to no kind. */
#pragma once
#include "form.h"

struct control {
	str name, value;
	const char *label, *hint; /* English */
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
void formpart_select(struct page *p, const struct control *c, const struct form_option *option, size_t n);
