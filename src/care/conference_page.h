/* conference_page.h - pages and API acts of case conferences. */
#pragma once
#include "conference.h"
#include "kindpage.h"
#include "plan_people.h"

extern const struct route
	conference_routes[]; /* ended by an empty row; before the API that follows from kinds */
extern const struct kind_page conference_pages; /* the form of its day and minutes, and its journal */

handler conference_list_page_show, conference_list_page_invited, conference_list_page_invitation;
handler conference_new_page_ask, conference_new_page_save;
handler conference_hold_page_ask, conference_hold_page_save;
handler conference_api_hold, conference_api_drop;

enum { CONFERENCE_SEATS = 3, CONFERENCE_DECISIONS = 5 }; /* empty rows of forms: more are added afterwards */

/* 2 Dec 2026, 14:30, township government */
str conference_when(struct page *p, const struct record *conference);
/* The control of one decision; `row` 0: not of a list, fields title, who, due. */
void conference_decision_put(struct page *p, const struct plan_people *people, const struct plan_typed *t,
			     size_t row);
/* What was typed there; false: nothing.  `who` is "role:CODE" or an account's id. */
bool conference_decision_read(struct page *p, const struct plan_typed *t, size_t row,
			      struct conference_decision *ret);
/* Rows agency and name; how many were filled in. */
void conference_seats_put(struct page *p, const struct plan_typed *t, const char *legend);
size_t conference_seats_read(struct page *p, const struct plan_typed *t, struct conference_seat *ret);
