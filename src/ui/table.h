/* table.h - a table that turns into cards on a phone: every cell carries its column's name, roles are
 * explicit.  One of two columns stays a table.
 *
 *	struct table t = table_begin(p, cols, COUNT(cols), STR("40 children"));
 *	for (each row) { table_row(&t); table_cell(&t); html_text(...); table_cell(&t); ... }
 *	table_end(&t);
 */
#pragma once
#include "html.h"

enum col_kind { COL_TEXT, COL_NUMBER, COL_FULL, COL_GO };

struct col {
	const char *label; /* English */
	enum col_kind
		kind; /* COL_FULL: as wide as the card; COL_GO: the row's action, its heading not shown */
};

struct table {
	struct page *p;
	const struct col *col;
	size_t ncol, at;
	bool in_row;
};

struct table table_begin(struct page *p, const struct col *col, size_t ncol, str caption);
void table_row(struct table *t);
void table_cell(struct table *t);           /* the first of a row is its heading */
void table_text(struct table *t, str text); /* a cell with this, or none */
void table_none(struct table *t);           /* an empty cell: not shown on a card */
void table_end(struct table *t);

/* Keyset paging: how many stand here, out of how many (0: not counted), and the address of what follows. */
struct pages {
	size_t shown;
	int64_t total;
	str first, next; /* empty: there is none */
};
void table_pages(struct page *p, const struct pages *g);

/* What is not there, why that is fine, what will appear; one action at most (url empty: none). */
struct empty {
	const char *title, *why; /* English */
	str url;
	const char *verb;
	bool scene; /* with the picture of home and city */
};
void table_scene(struct page *p); /* the picture alone */
void table_empty(struct page *p, const struct empty *e);

/* ul.tally: figures side by side, each a link to its rows. */
void table_tally_begin(struct page *p);
struct tally {
	int64_t count;
	str label;
	const char *tone; /* "ok", "bad", "due"; NULL: plain */
	const char *icon; /* with the tone */
	str url;          /* empty: no link */
};
void table_tally(struct page *p, const struct tally *t);
void table_tally_end(struct page *p);

/* ul.rows: icon and title, one sentence why, one verb. */
void table_rows_begin(struct page *p);
struct row {
	const char *icon; /* NULL: none */
	str title, url;   /* url: of the title when there is no verb, else of the verb */
	str why;
	const char *verb; /* English; NULL: none */
};
void table_rows_item(struct page *p, const struct row *r);
void table_rows_end(struct page *p);
