/* form.h - forms from kinds: the fields of a kind as labelled controls, their values, every problem at its
 * field and in a summary on top; what was typed is never lost.
 *
 * A form sends beside each value what the page showed, so that only fields somebody really changed are
 * written and two people may change different fields of one record at once.  Masked values are not shown in
 * controls: left empty they stay as they are. */
#pragma once
#include "html.h"
#include "problem.h"
#include "record.h"

enum { FORM_PLACES = 4, FORM_FOUND = 8 };

struct form_option {
	str value, label;
};

/* A place was named, not coded: these it may be. */
struct form_place {
	size_t field;
	struct region found[FORM_FOUND];
	size_t n;
};

/* What came back with a POST. */
struct form_given {
	struct input in;       /* fields whose text differs from what the page showed */
	str typed[FIELDS_MAX]; /* as it stood in the control */
	str was[FIELDS_MAX];   /* as the page had shown it */
	uint64_t present;      /* fields that were in the form at all */
	int64_t version;       /* of the record then; 0: a new one */
	struct form_place place[FORM_PLACES];
	size_t nplace;
	const struct http_pair *pair; /* all that was sent */
	size_t npair;
};

/* One control. */
struct form_field {
	size_t field;
	const struct form_option *option; /* of a reference; of another field: instead of its own choices */
	size_t noption;
	const char *label, *hint; /* English, instead of the kind's */
	str means;                /* what the value is called, as it is */
	bool needed;              /* although the kind can do without */
};

struct form {
	const struct kind *kind;
	const struct form_field *field;
	size_t nfield;
	const struct record *record;    /* as it is; NULL: a new one */
	const struct form_given *given; /* what was typed; wins.  NULL: the first time */
	bool conflict; /* `record` was changed meanwhile: where both wrote, both values stand there to choose
			*/
	uint64_t theirs; /* then: the fields others wrote, by index; 0: told by comparing, where it can be */
	str whose;       /* then: who wrote them; empty: not known */
	str action;
	const char *button; /* English, a verb */
	const char *lead;   /* English, a line before the first field */
};

/* A number for a form, drawn anew each time one is shown: what is sent twice under it is one thing. */
str form_client(struct arena *mem);
/* The id that an address or a form names: empty is 0.  false: it is none. */
bool form_id(str typed, int64_t *ret);
/* Browsers send CRLF. */
str form_newlines(struct arena *mem, str typed);

/* Read the fields of `k` out of the posted form.  Regions given by name are looked up inside the county; when
 * that is not one place, a problem asks which. */
enum rc form_read(struct req *r, const struct kind *k, struct form_given *ret) MUST_CHECK;
void form_put(struct page *p, const struct form *f);
/* How many things are to be put right, each a link to its field; nothing when there is no problem.  `f` may
 * be NULL: a form not made from a kind. */
void form_summary(struct page *p, const struct form *f);

/* Parts, for forms that are not made from a kind.  `name` is the field's name and id, problems at that name
 * are shown under it. */
struct form_text {
	const char *name;
	const char *label, *hint; /* English */
	str value;
	const char *type;         /* "text", "search", "date", "password"; NULL: text */
	const char *autocomplete; /* NULL: off */
	const char *inputmode;    /* NULL: as the browser likes */
	const char *accept;       /* of a file */
	bool required;
};
void form_text_put(struct page *p, const struct form_text *t);
/* The bar with the one button of a task. */
void form_bar(struct page *p, const char *button);
/* The search field of lists: a POST, so that no name ever stands in an address. */
void form_search(struct page *p, str action, const char *label, str typed);
