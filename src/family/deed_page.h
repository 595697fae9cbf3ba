/* deed_page.h - pages of deeds: for the family in big type and plain words, for the child read aloud, for
 * those who look after it with what waits for whom.  Whose deed it is reads it at once; others say what for.
 */
#pragma once
#include "deed.h"
#include "form.h"
#include "frame.h"

extern const struct route deed_routes[]; /* ended by an empty row */
extern const struct today_item deed_witness_today, deed_notice_today, deed_renew_today, deed_none_today;

handler deed_form_page_show, deed_form_page_step, deed_form_page_keep, deed_form_page_drop;
handler deed_page_show, deed_page_open;
handler deed_page_sign, deed_page_tell, deed_page_acknowledge, deed_page_revoke, deed_page_call,
	deed_page_answer;
handler deed_link_page_show, deed_link_page_open, deed_link_page_sign, deed_link_page_make;
handler deed_say_page_show, deed_say_page_save;
handler deed_print_page_show, deed_print_page_open;

/* On a child's file; on the first page of a family with several children; before all else on the page of the
 * child itself and of its family. */
panel deed_child_panel, deed_family_panel, deed_me_panel;

/* --- what they share --- */

#define DEED_DRAFT_NAME STR("deed")
/* Whose deed it is: the family and the child read without being asked what for. */
bool deed_is_own(const struct actor *who);
void deed_own_purpose(struct req *r);
str deed_state_text(struct page *p, const struct deed *d);
str deed_period_text(struct page *p, const struct record *deed);
/* What has to happen next, and by whom: one sentence. */
str deed_next_text(struct page *p, const struct deed *d);
/* "Lin Jianguo (father's father)". */
str deed_adult_text(struct page *p, const struct record *person, str relation);
/* Headings and paragraphs of a text (deed_text.h). */
void deed_put_text(struct page *p, str text);
/* Who signed, when and how; open, on a page or on paper: whether it is unchanged since, and the child's
 * words. */
enum deed_put { DEED_PUT_SHUT, DEED_PUT_PAGE, DEED_PUT_PAPER };
void deed_put_signatures(struct page *p, const struct deed *d, enum deed_put put);
void deed_put_notices(struct page *p, const struct deed *d, bool open);
