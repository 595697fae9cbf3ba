#include "book.h"
#include "book_csv.h"
#include "workshop.h"

#include <stdlib.h>
#include <time.h>

/* --- in the worker --- */

static bool put_out(void *ctx, int type, str payload)
{
	workshop_put(ctx, type, payload);
	return true;
}

enum rc book_job(struct workshop_desk *d)
{
	struct book_out o = { .put = put_out, .ctx = d, .mem = d->mem };
	enum book_why why = book_work(d->input, &o);

	if (why == WHY_NONE)
		return RC_OK;
	const char code = (char)why;
	workshop_put(d, BOOK_REFUSED, (str){ &code, 1 });
	return RC_MALFORMED; /* the frame says more */
}

/* While there is a file system. libzip asks for the local time, whose zone libc would look up in a file again
 * and again. */
void book_prepare(void)
{
	book_csv_prepare();
	setenv("TZ", "UTC0", 1);
	tzset();
}

/* --- in the program --- */

enum rc book_take_frames(void *taker, struct workshop_frames *f)
{
	struct book_taker *t = taker;
	enum rc rc = RC_OK;
	int type;
	str payload;

	if (f->left > BOOK_ANSWER)
		f->left = BOOK_ANSWER;
	while (rc == RC_OK && workshop_next(f, &type, &payload))
		rc = book_take_frame(t, type, payload);
	return rc == RC_OK ? f->rc : rc;
}

/* What workshop_next() does with the frames of another process. */
static bool take_here(void *ctx, int type, str payload)
{
	struct book_taker *t = ctx;
	char *copy = arena_try(t->mem, 1, 1, payload.n + 1);

	if (copy && payload.n)
		memcpy(copy, payload.s, payload.n);
	enum rc rc = copy ? book_take_frame(t, type, (str){ copy, payload.n }) : RC_TOO_BIG;
	if (rc != RC_OK && t->why == WHY_NONE)
		t->why = rc == RC_TOO_BIG ? WHY_MEMORY : WHY_BROKEN;
	return rc == RC_OK;
}

static enum rc read_here(str bytes, struct book_taker *t)
{
	struct arena desk;

	arena_init(&desk, BOOK_DESK);
	struct book_out o = { .put = take_here, .ctx = t, .mem = &desk };
	enum book_why why = book_work(bytes, &o);
	arena_free(&desk);
	if (t->why == WHY_NONE)
		t->why = why;
	return book_why_rc(t->why);
}

/* What has no reason yet gets one. */
static enum book_why why_of(const struct book_taker *t, enum rc rc)
{
	if (t->why != WHY_NONE)
		return t->why;
	switch (rc) {
	case RC_OK: return WHY_NONE;
	case RC_TOO_BIG: return WHY_MEMORY;
	case RC_BUSY: return WHY_BUSY;
	case RC_MALFORMED: return WHY_BROKEN;
	default: return WHY_WORKSHOP;
	}
}

enum rc book_read(struct arena *mem, str bytes, struct book *ret, const char **ret_why)
{
	struct book_taker t = { .mem = mem };
	enum rc rc = RC_OK;

	if (bytes.n > BOOK_BYTES)
		t.why = WHY_BYTES;
	else if (workshop_is_open())
		rc = workshop_do(WORKSHOP_BOOK, mem, bytes, book_take_frames, &t);
	else
		rc = read_here(bytes, &t);
	if (rc == RC_OK && t.why == WHY_NONE)
		rc = book_take_end(&t, ret);
	enum book_why why = why_of(&t, rc);
	*ret_why = book_why_text(why);
	return rc == RC_FAULT ? rc : book_why_rc(why);
}
