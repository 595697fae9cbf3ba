/* voice.h - a voice note as a browser recorded it becomes a plain one: WebM (a Matroska file, RFC 9559) with
 * a track of Opus (RFC 6716, RFC 7845) in; out the very same packets in a WebM written anew, with that one
 * track and nothing else: no tags, no names, no attachments, no times of day.  Walked in the workshop
 * (workshop.h); nothing is decoded, each packet's length is read from its first bytes, so the length of the
 * note is known whatever the file says of itself. */
#pragma once
#include "base.h"
#include "tr.h"

enum {
	VOICE_BYTES = 4 << 20, /* as sent; what a county allows is less */
	VOICE_SECONDS = 3600
};

struct voice {
	str bytes; /* WebM */
	unsigned milliseconds, channels;
};

/* RC_OK, or RC_MALFORMED, RC_INVALID, RC_TOO_BIG, RC_BUSY, RC_FAULT; then *ret_why is a whole sentence for
 * the person who recorded it (English, marked for translation).  The bytes live in mem.  Never jumps. */
enum rc voice_read(struct arena *mem, str bytes, struct voice *ret, const char **ret_why) MUST_CHECK;

/* Packets of Opus, in the order in which they sound. */
struct voice_track {
	str *packet;
	size_t n;
	unsigned channels; /* 1 or 2 */
	unsigned skip;     /* samples of 1/48000 s at the start that are not heard */
};
/* As a WebM file.  RC_INVALID: none, or too long; RC_TOO_BIG: no memory.  Never jumps. */
enum rc voice_write(struct arena *mem, const struct voice_track *t, str *ret) MUST_CHECK;
/* How long a packet sounds, in samples of 1/48000 s; 0: it is none (RFC 6716, 3.1 and 3.2). */
unsigned voice_samples(str packet);
