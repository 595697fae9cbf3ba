#include "demo_book.h"

#include "demo_growth.h"
#include "demo_then.h"
#include "growth_book.h"

enum rc demo_book_write(struct ctx *c)
{
	static const char *const what[] = { CODE_BOOK_WHAT_WALL, CODE_BOOK_WHAT_BOOK };
	struct demo_growth_story story;
	struct demo_then then;
	int64_t id;
	enum rc rc = demo_growth_story(c, &story);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = demo_then_at(c, "teacher", c->now, &then);
	for (size_t i = 0; i < COUNT(what) && rc == RC_OK; i++)
		rc = growth_book_ask(&then.ctx, story.star, str_of(what[i]), &id);
	return rc == RC_NOT_FOUND ? RC_OK
				  : rc; /* a small demo has nobody of that login, or no such child there */
}
