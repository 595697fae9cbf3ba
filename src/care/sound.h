/* sound.h - voices that people send: what a browser recorded is looked at (voice.h), sealed in the blob
 * store, given out in pieces as a player asks for them; the controls to record one and to hear it.  Whose
 * voice it is and who may listen is the business of the kind that keeps it: its fields `name` and `bytes` are
 * those of media.h. */
#pragma once
#include "blob.h"
#include "html.h"
#include "voice.h"

/* A request: what is past the county's limit still comes in, to be answered beside its form. */
enum { SOUND_BODY_MAX = VOICE_BYTES };

struct sound_limits {
	int64_t bytes, seconds;
};
struct sound {
	struct voice voice;
	struct blob_new blob;
	int64_t seconds; /* begun ones count */
};
/* What is wrong with its size, said at "file". */
void sound_check(struct ctx *c, str bytes, const struct sound_limits *most);
/* Look into it and write it down, belonging to nobody yet; not within a unit of writing. RC_INVALID,
 * RC_MALFORMED, RC_TOO_BIG, RC_BUSY: ctx's problems say what, at "file". */
enum rc sound_take(struct ctx *c, str bytes, const struct sound_limits *most, struct sound *ret) MUST_CHECK;
/* After the unit: what nobody keeps goes at once; its key is forgotten. */
void sound_done(struct ctx *c, struct sound *s, bool kept);

/* --- on pages --- */

/* "1:05" */
str sound_length(struct page *p, int64_t seconds);
void sound_player_put(struct page *p, str label, str url);
/* To record or choose a file, as "file"; the choice stays where there is no script or no microphone. */
void sound_recorder_put(struct page *p, int64_t seconds, bool required);
/* After the form. */
void sound_script_put(struct page *p);
/* The bytes of what this record keeps, whole or the part asked for; may it be heard is seen to. */
enum rc sound_send(struct req *r, const struct record *of) MUST_CHECK;
