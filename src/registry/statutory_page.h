/* statutory_page.h - a statutory form on the screen and as a file: one table for both.  For the statutory and
 * hand_in files. */
#pragma once
#include "hand_in.h"
#include "registry_page.h"

extern const struct route statutory_routes[]; /* ended by an empty row */

handler hand_in_page_list, hand_in_page_show, hand_in_page_file, hand_in_page_sum;

/* Whose pages these are: filled in from children within reach, and as handed in, without any child. */
#define ROLES_FORMS (ROLES_COUNTY | ROLE_HEAD)
#define ROLES_HANDED_IN (ROLES_COUNTY | ROLE_FEDERATION | ROLE_INSPECTOR | ROLE_AUDITOR | ROLES_ABOVE)

/* A form and what it is held against. */
struct statutory_view {
	const struct statutory_table *table;
	const struct hand_in *before; /* NULL or .rec.id 0: nothing */
	str rows;    /* address under which the children behind a figure stand; empty: not for these eyes */
	str changes; /* the same of those who came and went */
	str files;   /* address of the files: ?format=xlsx or csv follows; empty: none */
	const char *unit; /* English, what a line is; NULL: as the form says */
};
/* The equations, the figures in sum, and by line. */
void statutory_put(struct page *p, const struct statutory_view *v);
str statutory_title(struct page *p, const struct statutory_form *f);
str statutory_line_text(struct page *p, const struct statutory_line *l); /* a school with its grade */

/* ?format=xlsx or csv: the reply. */
enum rc statutory_file(struct req *r, const struct statutory_table *t) MUST_CHECK;
