/* contact_page.h - pages of weekly contact: a child's strip of weeks with the form "we talked", and whose
 * families have been silent. */
#pragma once
#include "contact.h"
#include "form.h"
#include "house.h"
#include "today_item.h"

extern const struct route contact_routes[]; /* ended by an empty row */
extern const struct today_item contact_today;

handler contact_page_show, contact_page_open, contact_page_save, contact_page_wish;

/* In the child's file: the strip, since when it is silent, the way to the page. */
enum rc contact_panel(struct page *p, const struct record *child) MUST_CHECK;

/* --- what they share: contact_strip.c --- */

enum { CONTACT_WEEKS = 12 };
/* Everything known of one child's contact, loaded by the program after the reader's reach was asked. */
struct contact_file {
	struct contact_said said;
	struct ledger_week week[CONTACT_WEEKS];
	struct records state; /* as the reader may see it: a row for each parent who owes it */
};
enum rc contact_file_load(struct ctx *c, int64_t child, struct contact_file *ret) MUST_CHECK;
/* Week by week on a thread: a knot where they talked, in words for those who hear it. */
void contact_strip(struct page *p, const struct contact_file *f);
/* "Dad: with the child 3 days ago, with the carer 9 days ago", a row for each parent.  ties: of the child
 * (kin.h), who is what; NULL: who it is stays unsaid. */
void contact_clocks(struct page *p, const struct contact_file *f, const struct records *ties);
str contact_who(struct page *p, const struct records *ties, int64_t person);
/* The form; `g` NULL: the first time. `corrects`: the entry that is put right; kind NULL: none. */
struct contact_form {
	int64_t child;
	const struct form_given *given;
	const struct record *corrects;
};
enum rc contact_form_put(struct page *p, const struct contact_form *f) MUST_CHECK;
/* Out of the posted form: a time as people write it into minutes. */
enum rc contact_form_read(struct req *r, struct form_given *ret) MUST_CHECK;
