/* class_roll.h - a form with one row for each child of a class (a measuring day, comments of a term): rows
 * that are right are saved and stay saved, the others come back as they were typed with what is wrong beside
 * them. Controls are called by field and child, height-17; the form's number and the child's make the number
 * of the entry (entry.h), so that a form that is sent twice, for want of an answer, writes nothing twice. */
#pragma once
#include "form.h"
#include "growth.h"

enum { CLASS_ROLL_MOST = 80 /* children: a form has at most 500 fields */ };

struct class_roll {
	struct record class;
	struct records children;      /* names and what tells them apart */
	const struct kind *kind;      /* of the entries */
	const struct http_pair *pair; /* what was sent; NULL: the first time */
	size_t npair;
	day on;
	str client;
	bool *saved; /* of each child: by this sending */
	size_t nsaved, nwrong;
};

/* The class and its children, within reach. RC_TOO_BIG past CLASS_ROLL_MOST. */
enum rc class_roll_load(struct req *r, struct class_roll *ret) MUST_CHECK;
/* The form that was sent: its day and number, pairs; `on` out of ?on= before anything is sent. A problem at
 * "on" when it is no date or still to come. */
enum rc class_roll_read(struct req *r, struct class_roll *ret) MUST_CHECK;

/* What was typed for this child in this field; empty: nothing. */
str class_roll_typed(const struct class_roll *roll, struct arena *mem, const char *field, int64_t child);
/* Adds to the input what the page knows and no control says. */
typedef void class_roll_fill(struct ctx *c, struct input *in);
/* One unit of writing; each row stands or falls by itself. Problems are renamed to their controls. */
enum rc class_roll_save(struct req *r, struct class_roll *roll, class_roll_fill *fill) MUST_CHECK;
/* What saving would come to: problems are added, nothing is written. */
enum rc class_roll_look(struct req *r, struct class_roll *roll, class_roll_fill *fill) MUST_CHECK;

/* --- its page --- */

bool class_roll_is_of(str name, int64_t child); /* a control of this child's row */
/* A control's name: "height-17". */
str class_roll_name(struct arena *mem, const char *field, int64_t child);
void class_roll_errors(struct page *p, int64_t child); /* what is wrong with this row */
bool class_roll_wrong(const struct page *p, int64_t child);
void class_roll_begin(struct page *p, const struct class_roll *roll, str action); /* the form, its day */
void class_roll_end(struct page *p, const char *button);
void class_roll_said(struct page *p,
		     const struct class_roll *roll); /* how many rows were saved, how many not */
