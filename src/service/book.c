#include "book.h"
#include "book_csv.h"
#include "frames.h"

#include <stdlib.h>
#include <time.h>

/* --- in the worker --- */

enum rc book_job(struct workshop_desk *d)
{
	struct book_out o = { .put = frames_out, .ctx = d, .mem = d->mem };

	return frames_end(d, BOOK_REFUSED, (int)book_work(d->input, &o));
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

static enum rc take_frame(void *taker, int type, str payload)
{
	return book_take_frame(taker, type, payload);
}

static struct frames_taker taking(struct book_taker *t)
{
	return (struct frames_taker){ .mem = t->mem, .take = take_frame, .ctx = t };
}

enum rc book_take_frames(void *taker, struct workshop_frames *f)
{
	struct frames_taker frames = taking(taker);

	if (f->left > BOOK_ANSWER)
		f->left = BOOK_ANSWER;
	return frames_take(&frames, f);
}

static enum rc read_here(str bytes, struct book_taker *t)
{
	struct frames_taker frames = taking(t);
	struct arena desk;

	arena_init(&desk, BOOK_DESK);
	struct book_out o = { .put = frames_here, .ctx = &frames, .mem = &desk };
	enum book_why why = book_work(bytes, &o);
	arena_free(&desk);
	if (t->why == WHY_NONE && frames.rc != RC_OK)
		t->why = frames.rc == RC_TOO_BIG ? WHY_MEMORY : WHY_BROKEN;
	if (t->why == WHY_NONE)
		t->why = why;
	return book_why_rc(t->why);
}

/* What has no reason yet gets one. */
static enum book_why why_of(const struct book_taker *t, enum rc rc)
{
	const struct frames_whys unsaid = { WHY_MEMORY, WHY_BROKEN, WHY_BUSY, WHY_WORKSHOP };

	return t->why != WHY_NONE ? t->why : (enum book_why)frames_why(&unsaid, rc);
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
