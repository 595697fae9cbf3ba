#include "frames.h"
#include "press_work.h"
#include "utf8.h"

#include <pthread.h>

/* --- the stream: type, how many texts, bytes of what is beside them; each text with its length --- */

static void put_number(struct buf *b, uint32_t n)
{
	const uint8_t bytes[4] = { (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	buf_put(b, bytes, sizeof bytes);
}

size_t press_room(const struct press *p) { return p->b.max - p->b.n; }

void press_put(struct press *p, enum press_block type, const str *text, size_t n, str bytes)
{
	size_t need = 6 + bytes.n;

	if (n > PRESS_TEXTS)
		n = PRESS_TEXTS;
	for (size_t i = 0; i < n; i++)
		need += 4 + (text[i].n < PRESS_TEXT_BYTES ? text[i].n : PRESS_TEXT_BYTES);
	if (need > press_room(p) || p->blocks == PRESS_BLOCKS) {
		p->full = true;
		return;
	}
	p->blocks++;
	buf_ch(&p->b, (char)type);
	buf_ch(&p->b, (char)n);
	put_number(&p->b, (uint32_t)bytes.n);
	for (size_t i = 0; i < n; i++) {
		str t = text[i];
		while (t.n > PRESS_TEXT_BYTES || (t.n && !utf8_valid(t)))
			t.n = t.n > PRESS_TEXT_BYTES ? PRESS_TEXT_BYTES : t.n - 1; /* never half a sign */
		put_number(&p->b, (uint32_t)t.n);
		buf_str(&p->b, t);
	}
	buf_str(&p->b, bytes);
}

struct press press_new(struct arena *mem, const struct press_about *about, size_t room)
{
	struct press p = { .b = buf_new(mem, room < PRESS_BYTES ? room : PRESS_BYTES) };
	struct buf numbers = buf_new(mem, 16);

	put_number(&numbers, (uint32_t)about->made);
	put_number(&numbers, about->pages && about->pages < PRESS_PAGES ? about->pages : PRESS_PAGES);
	put_number(&numbers, about->numbered);
	press_add(&p, PRESS_ABOUT, buf_view(&numbers), about->title, about->author, about->head);
	return p;
}

void press_curve(struct press *p, const str text[4], const struct press_point *point, size_t n)
{
	struct buf b = buf_new(p->b.mem, 8 * PRESS_POINTS + 8);

	for (size_t i = n > PRESS_POINTS ? n - PRESS_POINTS : 0; i < n; i++) {
		put_number(&b, (uint32_t)point[i].days);
		put_number(&b, (uint32_t)point[i].value);
	}
	press_put(p, PRESS_CURVE, text, 4, buf_view(&b));
}

uint32_t press_number(str bytes, size_t at)
{
	const uint8_t *b = (const uint8_t *)bytes.s + at;

	if (at + 4 > bytes.n)
		return 0;
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static bool take_bytes(str *rest, size_t n, str *ret)
{
	if (n > rest->n)
		return false;
	*ret = (str){ rest->s, n };
	*rest = (str){ rest->s + n, rest->n - n };
	return true;
}

enum press_next press_next(str *rest, struct press_item *ret)
{
	struct press_item i = { .n = 0 };
	str head, number;

	if (!rest->n)
		return PRESS_END;
	if (!take_bytes(rest, 6, &head))
		return PRESS_BAD;
	i.type = (uint8_t)head.s[0];
	i.n = (uint8_t)head.s[1];
	if (i.type < PRESS_ABOUT || i.type >= PRESS_BLOCK__N || i.n > PRESS_TEXTS)
		return PRESS_BAD;
	for (size_t k = 0; k < i.n; k++) {
		if (!take_bytes(rest, 4, &number) || press_number(number, 0) > PRESS_TEXT_BYTES ||
		    !take_bytes(rest, press_number(number, 0), &i.text[k]) || !utf8_valid(i.text[k]))
			return PRESS_BAD;
	}
	if (!take_bytes(rest, press_number(head, 2), &i.bytes))
		return PRESS_BAD;
	*ret = i;
	return PRESS_THERE;
}

/* --- in the worker --- */

enum rc press_job(struct workshop_desk *d)
{
	struct press_out o = { .put = frames_out,
			       .ctx = d,
			       .piece = arena_try(d->mem, 1, 1, PRESS_PIECE_BYTES) };
	enum press_why why = o.piece ? press_work(d->input, &o) : PRESS_MEMORY;

	return frames_end(d, PRESS_REFUSED, (int)why);
}

/* --- in the program: nothing of what the worker says is believed --- */

struct piece {
	struct piece *next;
	str bytes;
};
struct taker {
	struct arena *mem;
	struct piece *first, *last;
	size_t bytes;
	struct press_made made;
	bool told;
	enum press_why why;
};

static enum rc take_piece(struct taker *t, str bytes)
{
	struct piece *p = arena_try(t->mem, sizeof *p, alignof(struct piece), 1);

	if (!p || t->bytes + bytes.n > PRESS_PDF_BYTES)
		return RC_TOO_BIG;
	*p = (struct piece){ NULL, bytes };
	if (t->last)
		t->last->next = p;
	else
		t->first = p;
	t->last = p;
	t->bytes += bytes.n;
	return RC_OK;
}

static enum rc take_told(struct taker *t, str told)
{
	str missing = str_cut(told, 4, told.n);

	if (t->told || told.n < 4 || !press_number(told, 0) || press_number(told, 0) > PRESS_PAGES ||
	    !utf8_valid(missing) || utf8_count(missing) > PRESS_MISSING)
		return RC_INVALID;
	t->told = true;
	t->made.pages = press_number(told, 0);
	t->made.missing = missing;
	return RC_OK;
}

static enum rc take_frame(void *taker, int type, str payload)
{
	struct taker *t = taker;

	switch (type) {
	case PRESS_PIECE: return take_piece(t, payload);
	case PRESS_TOLD: return take_told(t, payload);
	case PRESS_REFUSED:
		t->why = (enum press_why)frames_refusal(payload, PRESS_WHY__N);
		return t->why == PRESS_FINE ? RC_INVALID : RC_MALFORMED;
	default: return RC_INVALID;
	}
}

/* Without a workshop.  The typefaces are the process's, and not for two at once. */
static enum rc set_here(struct taker *t, str input, struct frames_taker *frames)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	struct press_out o = { .put = frames_here,
			       .ctx = frames,
			       .piece = arena_try(t->mem, 1, 1, PRESS_PIECE_BYTES) };

	if (!o.piece)
		return RC_TOO_BIG;
	pthread_mutex_lock(&one);
	t->why = press_work(input, &o);
	pthread_mutex_unlock(&one);
	return t->why == PRESS_FINE ? RC_OK : RC_MALFORMED;
}

static enum rc join(struct taker *t)
{
	char *to = arena_try(t->mem, 1, 1, t->bytes + 1);
	size_t n = 0;

	if (!to)
		return RC_TOO_BIG;
	for (const struct piece *p = t->first; p; p = p->next) {
		memcpy(to + n, p->bytes.s, p->bytes.n);
		n += p->bytes.n;
	}
	t->made.pdf = (str){ to, n };
	if (!t->told || !str_starts(t->made.pdf, STR("%PDF-1.")) ||
	    !str_has(str_cut(t->made.pdf, n - 8, 8), STR("%%EOF")))
		return RC_INVALID;
	return RC_OK;
}

static enum press_why why_of(const struct taker *t, enum rc rc)
{
	const struct frames_whys unsaid = { PRESS_MEMORY, PRESS_BROKEN, PRESS_BUSY, PRESS_WORKSHOP };

	return t->why != PRESS_FINE ? t->why : (enum press_why)frames_why(&unsaid, rc);
}

/* clang-format off */
static const struct { enum rc rc; const char *text; } whys[PRESS_WHY__N] = {
	[PRESS_FINE]     = { RC_OK, NULL },
	[PRESS_NO_FONTS] = { RC_INVALID, N_("This server has no Chinese typeface to print with. Whoever runs it installs one.") },
	[PRESS_BROKEN]   = { RC_MALFORMED, N_("The book could not be set: its pages are not sound.") },
	[PRESS_TOO_LONG] = { RC_TOO_BIG, N_("The book has more pages than a book may have. Take some works out of it first.") },
	[PRESS_MEMORY]   = { RC_TOO_BIG, N_("The book is too large. Take some works out of it first.") },
	[PRESS_WORKSHOP] = { RC_INVALID, N_("The book could not be set: the program stopped in the middle of it.") },
	[PRESS_BUSY]     = { RC_BUSY, N_("Too many files are being read just now: try again in a minute.") },
};
/* clang-format on */

enum rc press_make(struct arena *mem, const struct press *p, struct press_made *ret, const char **ret_why)
{
	struct taker t = { .mem = mem };
	struct frames_taker frames = { .mem = mem, .take = take_frame, .ctx = &t };
	str input = buf_view(&p->b);
	enum rc rc = workshop_is_open() ? workshop_do(WORKSHOP_PRESS, mem, input, frames_take, &frames)
					: set_here(&t, input, &frames);

	if (rc == RC_OK)
		rc = join(&t);
	enum press_why why = why_of(&t, rc);
	*ret_why = whys[why].text;
	if (why == PRESS_FINE)
		*ret = t.made;
	return rc == RC_FAULT ? rc : whys[why].rc;
}
