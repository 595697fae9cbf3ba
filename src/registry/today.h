/* today.h - the parts of the page Today.  For the today files. */
#pragma once
#include "registry_page.h"
#include "today_item.h"

extern const struct today_item *const today_items[]; /* of the registry; NULL-ended */

/* Work that waits for the reader, the most urgent first. */
struct today_due {
	const struct today_item *item;
	struct today_count count;
};
enum { TODAY_ITEMS = 32 };
struct today_list {
	struct today_due due[TODAY_ITEMS];
	size_t n;
};
/* Of all rooms: one statement for each item that is meant for the reader's role. */
enum rc today_items_load(struct req *r, struct today_list *ret) MUST_CHECK;

/* The first of them as the card "now", when it is work; the others as rows. */
void today_items_put(struct page *p, const struct today_list *list);

/* Officials: the county's figures, and whose status changed this month. */
enum rc today_month_put(struct page *p) MUST_CHECK;
/* Everybody else's daily way; false: there is none for this role. */
enum rc today_ways_put(struct page *p, bool *ret_any) MUST_CHECK;
