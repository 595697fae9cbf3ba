#include "voice.h"
#include "frames.h"
#include "voice_work.h"

/* clang-format off */
static const struct {
	enum rc rc;
	const char *text;
} why_table[VOICE_WHY__N] = {
	[VOICE_EMPTY]          = { RC_INVALID,   N_("The voice note is empty: record it again.") },
	[VOICE_OTHER]          = { RC_INVALID,   N_("This is not a recording that can be taken: record it on this page, or choose a WebM file with Opus sound.") },
	[VOICE_FILM]           = { RC_INVALID,   N_("This is a film: record the voice alone.") },
	[VOICE_CODEC]          = { RC_INVALID,   N_("The sound in this file is of another kind than Opus: record it on this page.") },
	[VOICE_SILENT]         = { RC_INVALID,   N_("There is no sound in this file: record it again.") },
	[VOICE_CUT_OFF]        = { RC_MALFORMED, N_("The recording is cut off: its end is missing. Send it once more.") },
	[VOICE_BROKEN]         = { RC_MALFORMED, N_("The recording is damaged: record it again.") },
	[VOICE_TOO_MANY_BYTES] = { RC_TOO_BIG,   N_("The recording is too large a file.") },
	[VOICE_TOO_LONG]       = { RC_TOO_BIG,   N_("The recording is longer than an hour.") },
	[VOICE_MEMORY]         = { RC_TOO_BIG,   N_("The recording takes more memory to read than there is.") },
	[VOICE_WORKSHOP]       = { RC_INVALID,   N_("The recording could not be read: reading it took too long or went wrong.") },
	[VOICE_BUSY]           = { RC_BUSY,      N_("Many files are being read right now: send it once more in a minute.") },
};
/* clang-format on */

/* --- in the worker --- */

static enum voice_why work(str input, const struct frames_to *o)
{
	struct voice_track track = { .n = 0 };
	uint64_t samples = 0;
	str file = { NULL, 0 };
	enum voice_why why = voice_walk(o->mem, input, &track, &samples);

	if (why != VOICE_FINE)
		return why;
	enum rc rc = voice_write(o->mem, &track, &file);
	if (rc != RC_OK)
		return rc == RC_TOO_BIG ? VOICE_MEMORY : VOICE_BROKEN;
	uint32_t ms = (uint32_t)(samples * 1000 / 48000);
	const uint8_t head[VOICE_HEAD_BYTES] = { (uint8_t)(ms & 0xff), (uint8_t)(ms >> 8 & 0xff),
						 (uint8_t)(ms >> 16 & 0xff), (uint8_t)(ms >> 24),
						 (uint8_t)track.channels };
	bool wanted = o->put(o->ctx, VOICE_HEAD, (str){ (const char *)head, sizeof head }) &&
		      o->put(o->ctx, VOICE_BODY, file);
	return wanted ? VOICE_FINE : VOICE_MEMORY;
}

enum rc voice_job(struct workshop_desk *d)
{
	const struct frames_to o = { frames_out, d, d->mem };

	return frames_end(d, VOICE_REFUSED, (int)work(d->input, &o));
}

/* --- in the program: nothing of what the worker says is believed --- */

struct taker {
	struct voice voice;
	bool headed;
	enum voice_why why;
};

static enum rc take_head(struct taker *t, str head)
{
	const uint8_t *b = (const uint8_t *)head.s;

	if (t->headed || head.n != VOICE_HEAD_BYTES)
		return RC_INVALID;
	t->voice = (struct voice){ .milliseconds = b[0] | (unsigned)b[1] << 8 | (unsigned)b[2] << 16 |
						   (unsigned)b[3] << 24,
				   .channels = b[4] };
	t->headed = t->voice.channels >= 1 && t->voice.channels <= 2 &&
		    t->voice.milliseconds <= VOICE_SECONDS * 1000U;
	return t->headed ? RC_OK : RC_INVALID;
}

static enum rc take_frame(void *taker, int type, str payload)
{
	struct taker *t = taker;

	if (type == VOICE_REFUSED) {
		t->why = (enum voice_why)frames_refusal(payload, VOICE_WHY__N);
		return t->why == VOICE_FINE ? RC_INVALID : why_table[t->why].rc;
	}
	if (type == VOICE_HEAD)
		return take_head(t, payload);
	if (type != VOICE_BODY || !t->headed || t->voice.bytes.n || payload.n > VOICE_OUT ||
	    !str_starts(payload, STR("\x1a\x45\xdf\xa3")))
		return RC_INVALID;
	t->voice.bytes = payload;
	return RC_OK;
}

static enum rc read_here(str bytes, struct taker *t, struct frames_taker *frames)
{
	struct arena desk;

	arena_init(&desk, VOICE_DESK);
	const struct frames_to o = { frames_here, frames, &desk };
	enum voice_why why = work(bytes, &o);
	arena_free(&desk);
	if (t->why == VOICE_FINE)
		t->why = why;
	return why_table[t->why].rc;
}

/* What has no reason yet gets one. */
static enum voice_why why_of(const struct taker *t, enum rc rc)
{
	const struct frames_whys unsaid = { VOICE_MEMORY, VOICE_BROKEN, VOICE_BUSY, VOICE_WORKSHOP };

	if (t->why != VOICE_FINE)
		return t->why;
	if (rc == RC_OK && !t->voice.bytes.n)
		rc = RC_INVALID;
	return (enum voice_why)frames_why(&unsaid, rc);
}

enum rc voice_read(struct arena *mem, str bytes, struct voice *ret, const char **ret_why)
{
	struct taker t = { .headed = false };
	struct frames_taker frames = { .mem = mem, .take = take_frame, .ctx = &t };
	enum rc rc = RC_OK;

	if (!bytes.n)
		t.why = VOICE_EMPTY;
	else if (bytes.n > VOICE_BYTES)
		t.why = VOICE_TOO_MANY_BYTES;
	else if (workshop_is_open())
		rc = workshop_do(WORKSHOP_VOICE, mem, bytes, frames_take, &frames);
	else
		rc = read_here(bytes, &t, &frames);
	enum voice_why why = why_of(&t, rc);
	*ret_why = why_table[why].text;
	if (why == VOICE_FINE)
		*ret = t.voice;
	return rc == RC_FAULT ? rc : why_table[why].rc;
}
