/* word_page.h - pages of what a child says and of letters: for the child and its family in big type, read at
 * once, since it is theirs; for those who look after the child covered until they say what for. */
#pragma once
#include "form.h"
#include "frame.h"
#include "kin.h"
#include "word.h"

extern const struct route word_routes[]; /* ended by an empty row */

handler word_page_list, word_page_open, word_page_new, word_page_save;
handler word_page_show, word_page_share, word_page_drop;
handler letter_page_list, letter_page_list_open, letter_page_show, letter_page_show_open, letter_page_read;
handler letter_page_share, letter_page_drop;
handler letter_form_page_new, letter_form_page_save, letter_form_page_keep, letter_form_page_throw;
handler me_page_show;

/* --- what they share --- */

/* The child of the address; whose own words these are reads them without being asked what for (the reading is
 * on record like any other). */
enum rc word_begin(struct req *r, struct record *ret_child) MUST_CHECK;

/* The page about one child: `back` empty leads to the child's file, its own page or its family's. */
struct word_frame {
	str title, back;
	bool task;
	int status;
};
struct page word_frame(struct req *r, const struct record *child, const struct word_frame *f);

/* "Lin Xinyi", "written down by Yang Mei, class teacher": whose words these are, by the account and role. */
str word_by(struct page *p, const struct record *r, size_t by, size_t role);
/* Before anything is sent: the choice of who reads it, each with those people named.  `family`: a letter of
 * the family, whose "only me" is the child and who writes. */
enum rc word_put_share(struct page *p, int64_t child, str chosen, bool family) MUST_CHECK;
/* A line under what is written: who reads it. */
str word_share_text(struct page *p, str share, bool family);
/* The page on which one of them is given to other readers or taken back: two small forms. */
struct word_acts {
	const struct record *what;
	size_t child, share;
	str share_url, drop_url;
	const char *drop, *mistake; /* English: the button, what to think of before */
	bool family;
};
enum rc word_put_acts(struct page *p, const struct word_acts *a) MUST_CHECK;
/* What those two forms do.  RC_INVALID: the page shows again what is wrong. */
enum rc word_act_share(struct req *r, const struct kind *k) MUST_CHECK;
/* Leads to `list` of the child. */
enum rc word_act_drop(struct req *r, const struct kind *k, const char *list) MUST_CHECK;
