/* voice_work.h - inside voice*.c only: how a recording is walked, and what the one who walks it (the worker)
 * tells the one who wants it: the head and the new file, or the reason why nothing comes of it. */
#pragma once
#include "voice.h"
#include "workshop.h"

enum voice_why {
	VOICE_FINE,
	VOICE_EMPTY,
	VOICE_OTHER,
	VOICE_FILM,
	VOICE_CODEC,
	VOICE_SILENT,
	VOICE_CUT_OFF,
	VOICE_BROKEN,
	VOICE_TOO_MANY_BYTES,
	VOICE_TOO_LONG,
	VOICE_MEMORY,
	VOICE_WORKSHOP,
	VOICE_BUSY,
	VOICE_WHY__N
};

enum voice_frame { VOICE_HEAD = 1, VOICE_BODY, VOICE_REFUSED };
enum {
	VOICE_DESK = 48 << 20,   /* memory for walking */
	VOICE_ANSWER_RATIO = 3,  /* bytes of answer for one of the file */
	VOICE_OUT = 12 << 20,    /* of a file, at most */
	VOICE_HEAD_BYTES = 4 + 1 /* milliseconds, the lowest byte first; channels */
};

/* Element identifiers of Matroska that are read or written (RFC 9559, section 5). */
enum voice_id {
	VOICE_ID_EBML = 0x1A45DFA3,
	VOICE_ID_DOC_TYPE = 0x4282,
	VOICE_ID_SEGMENT = 0x18538067,
	VOICE_ID_INFO = 0x1549A966,
	VOICE_ID_SCALE = 0x2AD7B1,
	VOICE_ID_DURATION = 0x4489,
	VOICE_ID_MUXING_APP = 0x4D80,
	VOICE_ID_WRITING_APP = 0x5741,
	VOICE_ID_TRACKS = 0x1654AE6B,
	VOICE_ID_ENTRY = 0xAE,
	VOICE_ID_NUMBER = 0xD7,
	VOICE_ID_UID = 0x73C5,
	VOICE_ID_TYPE = 0x83,
	VOICE_ID_CODEC = 0x86,
	VOICE_ID_PRIVATE = 0x63A2,
	VOICE_ID_DELAY = 0x56AA,
	VOICE_ID_PREROLL = 0x56BB,
	VOICE_ID_ENCODINGS = 0x6D80,
	VOICE_ID_AUDIO = 0xE1,
	VOICE_ID_RATE = 0xB5,
	VOICE_ID_CHANNELS = 0x9F,
	VOICE_ID_CUES = 0x1C53BB6B,
	VOICE_ID_POINT = 0xBB,
	VOICE_ID_POINT_TIME = 0xB3,
	VOICE_ID_POINT_AT = 0xB7,
	VOICE_ID_POINT_TRACK = 0xF7,
	VOICE_ID_POINT_CLUSTER = 0xF1,
	VOICE_ID_CLUSTER = 0x1F43B675,
	VOICE_ID_TIME = 0xE7,
	VOICE_ID_SIMPLE = 0xA3,
	VOICE_ID_GROUP = 0xA0,
	VOICE_ID_BLOCK = 0xA1,
};

/* The job of the workshop. */
enum rc voice_job(struct workshop_desk *d);
/* The packets of the first track of Opus: slices of `bytes`, the list in mem.  *ret_samples: how long they
 * sound, without what is skipped. */
enum voice_why voice_walk(struct arena *mem, str bytes, struct voice_track *ret,
			  uint64_t *ret_samples) MUST_CHECK;
