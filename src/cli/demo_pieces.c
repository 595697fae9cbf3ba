#include "demo_pieces.h"

enum { MEMORY = 256 << 20 };

enum rc demo_pieces_write(struct ctx *c, const struct demo_pieces *w)
{
	struct arena mem;
	struct ctx work = *c;
	enum rc rc = RC_OK;

	arena_init(&mem, MEMORY);
	mem.full = c->mem->full;
	work.mem = &mem;
	for (size_t at = 0; at < w->n && rc == RC_OK; at += w->each) {
		struct demo_piece p = { w->arg, at, w->n - at < w->each ? w->n - at : w->each };
		work.problems = (struct problems){ .mem = &mem };
		rc = store_write(&work, PRIO_BULK, w->job, &p);
		if (rc == RC_OK)
			arena_reset(&mem);
	}
	if (rc != RC_OK && work.problems.n)
		problem_add(&c->problems, str_dup(c->mem, work.problems.list[0].field),
			    work.problems.list[0].text, (str){ NULL, 0 }, (str){ NULL, 0 });
	arena_free(&mem);
	return rc;
}
