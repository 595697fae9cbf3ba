/* privacy_page.h - what the pages of the family's rights share, and their handlers.  A page about one child
 * has two addresses: /children/ID/... for those whose work the child is, /my/children/ID/... for its family,
 * in big type and plain words. */
#pragma once
#include "form.h"
#include "frame.h"
#include "registry_page.h"

/* --- handlers --- */

handler family_page_child, family_page_known, family_page_file, family_page_open;
handler wrong_page_ask, wrong_page_send;
handler consent_page_list, consent_page_show, consent_page_answer;
handler looked_page_show, looked_page_api;
handler rights_page_ask, rights_page_create, rights_page_show, rights_page_decide, rights_page_list;
handler copy_page_show, copy_page_file;
handler erase_page_ask, erase_page_run, lock_page_list, lock_page_end;
handler retention_page_show;
handler audit_report_page, audit_report_submit;
handler self_audit_page;

/* --- what they share --- */

bool privacy_family(const struct page *p);
/* "/my/children/5/consents" for the family, "/children/5/consents" for others; tail is ours, or percent-safe.
 */
str privacy_url(struct page *p, int64_t child, str tail);
/* The page of one child: `back` is where its way back leads (empty: the child's own page). */
struct privacy_frame {
	str title, back;
	const char *back_label; /* English */
	bool task, no_store;
	int status;
};
struct page privacy_begin(struct req *r, const struct record *child, const struct privacy_frame *f);
str privacy_sentence(struct page *p, str text); /* begun with a capital, where a code's label has none */
/* Ways that lead on, each a title and a line: rows with a verb; for the family big buttons. */
struct privacy_way {
	const char *icon;
	str title, why, url;
	const char *verb; /* English; NULL: none */
};
void privacy_ways_begin(struct page *p, const char *label);
void privacy_way(struct page *p, const struct privacy_way *w);
void privacy_ways_end(struct page *p);
/* A paragraph of one sentence. */
void privacy_say(struct page *p, const char *text);
/* May the reader speak for this child: staff for others, of the family its parents and guardians.  A carer
 * who is neither is told who may. */
bool privacy_may_speak(struct page *p, int64_t child);
void privacy_who_speaks(struct page *p);
/* The name of an adult of this child, or "an adult". */
str privacy_person(struct page *p, int64_t person);
/* What waits for an answer, on the officer's Today. */
enum rc rights_panel(struct page *p) MUST_CHECK;
/* The ways from a child's file to who looked, what was agreed to and what was asked for, for those who have
 * them. */
enum rc privacy_links(struct page *p, const struct record *child) MUST_CHECK;
