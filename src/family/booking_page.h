/* booking_page.h - pages by which calls are booked, looked at, answered, moved and cancelled. */
#pragma once
#include "booking.h"
#include "form.h"
#include "frame.h"
#include "invite.h"
#include "registry_page.h"

extern const struct route booking_routes[];

handler booking_new_page_show, booking_new_page_save, booking_new_page_wish;
handler booking_child_page_show;
handler booking_day_page_show, booking_day_page_mine, booking_day_page_wishes;
handler booking_page_show, booking_page_answer, booking_page_cancel, booking_page_link, booking_page_withdraw;
handler booking_move_page_show, booking_move_page_save;
handler booking_move_page_link, booking_move_page_link_save;
handler link_page_show, link_page_open, link_page_answer, link_page_cancel;
handler booking_api_make;

/* Pages behind a link: whose it is, a page of its own look, and the way back. */
enum rc link_page_find(struct req *r, struct link *l) MUST_CHECK;
struct page link_page_begin(struct req *r, const char *title, int status);
enum rc link_page_back(struct req *r) MUST_CHECK;

/* In a child's file: its next calls; on a home's page: its day. */
panel booking_panel_child, booking_panel_home;

/* --- what they share --- */

/* Families and children read large type. */
bool booking_elder(const struct page *p);
/* "Fri 27 November, 19:15" in Beijing time, as <time>, so that asset/zone.js may add the reader's own. */
void booking_put_time(struct page *p, const struct record *call);
str booking_time_text(struct page *p, day on, int from);
/* Beside it the time on another clock, and the choice of one, a GET to this page. */
void booking_put_zone(struct page *p, const struct record *call, str action);
/* Buttons for the times of that day at which there is a place for such a call; false: there is none. */
bool booking_put_times(struct page *p, const struct booking_day *d, str channel);
/* "mum Zhao Min" of a relative; the child's own name of the child. */
str booking_party_text(struct page *p, const struct call *call, const struct booking_relatives *all,
		       const struct record *party);
str booking_code_icon(str state);
/* A list of calls: when, who, state; `child`: with the child's name. */
enum rc booking_put_calls(struct page *p, const struct records *calls, bool child) MUST_CHECK;
