#include "frames.h"

/* --- in the worker --- */

bool frames_out(void *ctx, int type, str payload)
{
	workshop_put(ctx, type, payload);
	return true;
}

enum rc frames_end(struct workshop_desk *d, int refused, int why)
{
	const char code = (char)why;

	if (!why)
		return RC_OK;
	workshop_put(d, refused, (str){ &code, 1 });
	return RC_MALFORMED; /* the frame says more */
}

/* --- in the program --- */

enum rc frames_take(void *arg, struct workshop_frames *f)
{
	const struct frames_taker *t = arg;
	enum rc rc = RC_OK;
	int type;
	str payload;

	while (rc == RC_OK && workshop_next(f, &type, &payload))
		rc = t->take(t->ctx, type, payload);
	return rc == RC_OK ? f->rc : rc;
}

/* What workshop_next() does with the frames of another process. */
bool frames_here(void *ctx, int type, str payload)
{
	struct frames_taker *t = ctx;
	char *copy = arena_try(t->mem, 1, 1, payload.n + 1);

	if (copy && payload.n)
		memcpy(copy, payload.s, payload.n);
	t->rc = copy ? t->take(t->ctx, type, (str){ copy, payload.n }) : RC_TOO_BIG;
	return t->rc == RC_OK;
}

int frames_refusal(str payload, int below)
{
	int why = payload.n == 1 ? (uint8_t)payload.s[0] : 0;

	return why < below ? why : 0;
}

int frames_why(const struct frames_whys *w, enum rc rc)
{
	switch (rc) {
	case RC_OK: return 0;
	case RC_TOO_BIG: return w->memory;
	case RC_MALFORMED: return w->broken;
	case RC_BUSY: return w->busy;
	default: return w->workshop;
	}
}
