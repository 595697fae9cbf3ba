/* referral_page.h - pages and API acts of referrals, and their part of other pages. */
#pragma once
#include "referral.h"
#include "registry_page.h"

extern const struct route
	referral_routes[]; /* ended by an empty row; before the API that follows from kinds */
handler referral_page_new, referral_page_step;
handler referral_family_page;
handler referral_api_send, referral_api_accept, referral_api_reject, referral_api_finish,
	referral_api_take_back;

/* On a child's file: what went to whom, how it stands, and the way to a new one. */
panel referral_child_panel;

/* --- what they share --- */

/* What was handed over, part by part; nothing of what cannot be read. */
void referral_put_snapshot(struct page *p, str snapshot);
/* "basics, health" in the reader's words. */
str referral_parts_words(struct page *p, str parts);
str referral_way(struct page *p, const struct record *r);    /* "referral (care is shared) to X" */
str referral_ground(struct page *p, const struct record *r); /* the ground, with its article */
str referral_stands(struct page *p, const struct record *r); /* where it stands, and since or until when */
str referral_when(struct page *p, int64_t at);               /* day and hour */
