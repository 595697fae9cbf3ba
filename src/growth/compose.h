/* compose.h - what a child's book says, in its order: records as their reader may see them become the blocks
 * that press.h sets. */
#pragma once
#include "growth.h"
#include "press.h"

struct compose_order {
	int64_t child;
	str what;   /* of book_what: book, wall */
	str number; /* of the book; who and when stand beside it on its last page */
	/* Asked between chapters: how far it is, and whether to go on (RC_OK). NULL: nobody asks. */
	enum rc (*step)(struct ctx *c, void *arg, int64_t done, int64_t total);
	void *arg;
};
struct composed {
	struct press press;
	str works; /* ids of the works whose picture is in it */
	bool faces;
};
/* As who ctx acts for, with a purpose where C4 is to be read.  RC_NOT_FOUND: no such child; what step()
 * said. */
enum rc compose_book(struct ctx *c, const struct compose_order *o, struct composed *ret) MUST_CHECK;
