/* merge_page.h - records that may be one: the queue, two side by side, and what came of a merge. */
#pragma once
#include "batch_page.h"
#include "merge.h"
#include "today_item.h"

extern const struct route merge_routes[];   /* ended by an empty row */
extern const struct today_item merge_today; /* pairs that nobody has decided */

/* The page of a batch that joined two records. */
enum rc merge_page_batch(struct req *r, const struct batch *b) MUST_CHECK;
/* Of a record that is not there: 303 to the one that stands in its place, when its reader may see that;
 * RC_NOT_FOUND for all others. */
enum rc merge_page_redirect(struct req *r) MUST_CHECK;

/* "children" or "adults", of addresses. */
str merge_page_word(enum match_what what);
enum match_what merge_page_what(str word); /* of anything else: children */
/* ?after=SCORE-ONE-OTHER */
struct match merge_page_after(struct req *r);
/* A name for people, with what sets namesakes apart; empty: not for these eyes. */
str merge_page_line(struct page *p, const struct record *r);
/* Signs in words, parted by commas: those that speak for it, then those against. */
handler merge_page_list;
handler merge_api_list, merge_api_join, merge_api_part;
