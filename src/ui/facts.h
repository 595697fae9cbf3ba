/* facts.h - one record as people read it: the header with name and circle, its readable fields as a list,
 * masked values shown as such and opened by a POST that says what for. */
#pragma once
#include "html.h"
#include "record.h"

/* .who: circle with the family name, name as h1, a line of facts. */
void facts_who(struct page *p, str name, str line);

void facts_begin(struct page *p);
void facts_row(struct page *p, const char *label, str value); /* nothing when the value is empty */
void facts_row_begin(struct page *p, const char *label);
void facts_row_end(struct page *p);
void facts_end(struct page *p);

/* One field as a row, with what its value is called; nothing when that is empty or not for these eyes.  Is it
 * masked? */
bool facts_field(struct page *p, const struct record *r, size_t field, str value);
/* The given fields of a record that the reader may see and that have a value, as rows; true when one is
 * masked. */
bool facts_fields(struct page *p, const struct record *r, const size_t *field, size_t n);
/* A value in the reader's words: codes and regions named, dates written out, references by their label. */
str facts_text(struct page *p, const struct record *r, size_t field);
/* What a reference points at, by the name its reader may see; else what it is. */
str facts_ref(struct page *p, const struct field *f, int64_t id);
/* The form that opens the masked values: a POST to `action` with what it is for. */
void facts_show(struct page *p, str action);
/* What came back with that form.  Given, it is what this request reads for: values stand open from now on,
 * and the dispatcher writes the reading down before they leave.  Else a problem says so. */
enum rc facts_purpose(struct req *r, bool *ret_given) MUST_CHECK;
