/* pick.h - a page that shows one of several lists: the parameter `of` of its address says which one, a row of
 * links leads to the others, and a long list is cut into pages (keyset, table.h).
 *
 *	static const struct pick lists[] = { { "open", N_("running") }, { "closed", N_("closed") } };
 *	struct picks k = { .path = STR("/plans"), .label = N_("Which plans"),
 *		.pick = lists, .n = COUNT(lists) };
 *	if (!pick_read(r, &k))
 *		return RC_INVALID;
 *	pick_put(&p, &k);
 *	... rows of list k.at ...
 *	pick_pages(&p, &k, &found, after != 0);
 */
#pragma once
#include "record.h"
#include "table.h"

struct pick {
	const char *name, *label; /* of the address; English */
};

struct picks {
	str path;          /* of the page, with what else its address holds */
	const char *label; /* of the row of links, for those who hear it; English */
	const struct pick *pick;
	size_t n, at;     /* at: the one that is shown; before pick_read() the one when nobody asks for any */
	unsigned without; /* 1 << i: no link leads to this one */
	bool named;       /* the first one's address says `of` too: it is not what everybody gets unasked */
};

bool pick_read(struct req *r, struct picks *ret); /* false: there is none of this name; nothing is changed */
str pick_address(struct page *p, const struct picks *k); /* of the one that is shown */
void pick_put(struct page *p, const struct picks *k);    /* the links */
/* To the rest of its list, and back to its start when this is a `later` page. */
void pick_pages(struct page *p, const struct picks *k, const struct records *found, bool later);
