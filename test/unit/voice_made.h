/* voice_made.h - recordings for tests: as a browser writes them (no lengths of what goes on, a time of day,
 * the name of the program), and broken in every way. */
#pragma once
#include "buf.h"
#include "voice_work.h"

struct made_voice {
	size_t packets;
	unsigned channels; /* 0: 1 */
	const char *doc;   /* NULL: webm */
	const char *codec; /* NULL: A_OPUS */
	int type;          /* 0: sound */
	uint8_t flags;     /* of a block */
	bool known;        /* the segment says how long it is */
	bool extra;        /* tags, an attachment and a film's blocks among them */
	bool packed;       /* its track says that it is encrypted */
	bool headless;     /* no head of Opus */
};

static inline void made_id(struct buf *b, uint32_t id)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		if (id >> shift)
			buf_ch(b, (char)(id >> shift & 0xff));
}

static inline void made_part(struct buf *b, uint32_t id, str body)
{
	made_id(b, id);
	buf_ch(b, 0x40 | (char)(body.n >> 8));
	buf_ch(b, (char)(body.n & 0xff));
	buf_str(b, body);
}

static inline void made_number(struct buf *b, uint32_t id, int n)
{
	const char byte[] = { (char)n };

	made_part(b, id, (str){ byte, 1 });
}

static inline void made_endless(struct buf *b, uint32_t id)
{
	made_id(b, id);
	buf_lit(b, "\x01\xff\xff\xff\xff\xff\xff\xff");
}

/* Twenty milliseconds of the wide band, of `n` bytes. */
static inline str made_packet(struct arena *mem, size_t n)
{
	char *s = arena_alloc(mem, 1, 1, n);

	memset(s, 0x5a, n);
	s[0] = (char)(31 << 3 & 0xff); /* CELT, fullband, 20 ms, one frame */
	return (str){ s, n };
}

static inline str made_track(struct arena *mem, const struct made_voice *m)
{
	struct buf entry = buf_new(mem, 1 << 16), all = buf_new(mem, 1 << 16);
	char head[] = "OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00";

	head[9] = (char)(m->channels ? m->channels : 1);
	made_number(&entry, VOICE_ID_NUMBER, 1);
	made_part(&entry, VOICE_ID_UID, STR("1234567"));
	made_number(&entry, VOICE_ID_TYPE, m->type ? m->type : 2);
	made_part(&entry, 0x536E, STR("recorded by grandma's phone"));
	made_part(&entry, VOICE_ID_CODEC, str_of(m->codec ? m->codec : "A_OPUS"));
	if (!m->headless)
		made_part(&entry, VOICE_ID_PRIVATE, (str){ head, 19 });
	if (m->packed)
		made_part(&entry, VOICE_ID_ENCODINGS, STR("x"));
	made_part(&all, VOICE_ID_ENTRY, buf_view(&entry));
	return buf_view(&all);
}

static inline void made_block(struct arena *mem, struct buf *b, int track, uint8_t flags, size_t bytes)
{
	struct buf block = buf_new(mem, 1 << 16);
	str packet = made_packet(mem, bytes);

	buf_ch(&block, (char)(0x80 | track));
	buf_lit(&block, "\x00\x00");
	buf_ch(&block, (char)(0x80 | flags));
	buf_str(&block, packet);
	made_part(b, VOICE_ID_SIMPLE, buf_view(&block));
}

static inline str made_voice(struct arena *mem, const struct made_voice *m)
{
	enum { PER_CLUSTER = 100, ODD = 7 };
	struct buf head = buf_new(mem, 4096), body = buf_new(mem, 8 << 20), all = buf_new(mem, 8 << 20);

	made_part(&head, VOICE_ID_DOC_TYPE, str_of(m->doc ? m->doc : "webm"));
	made_part(&all, VOICE_ID_EBML, buf_view(&head));
	made_part(&body, VOICE_ID_INFO, STR("\x44\x61\x88\x01\x02\x03\x04\x05\x06\x07\x08"));
	made_part(&body, VOICE_ID_TRACKS, made_track(mem, m));
	if (m->extra) {
		made_part(&body, 0x1254C367, STR("GPS 21.27, 110.45"));
		made_part(&body, 0x1941A469, STR("another file"));
	}
	for (size_t i = 0; i < m->packets; i++) {
		if (i % PER_CLUSTER == 0) {
			made_endless(&body, VOICE_ID_CLUSTER);
			made_part(&body, VOICE_ID_TIME, STR("\x00\x00"));
		}
		made_block(mem, &body, 1, m->flags, 40 + i % ODD);
		if (m->extra)
			made_block(mem, &body, 2, 0, 10);
	}
	if (m->known) {
		made_id(&all, VOICE_ID_SEGMENT);
		buf_lit(&all, "\x01\x00\x00\x00");
		for (int shift = 24; shift >= 0; shift -= 8)
			buf_ch(&all, (char)(body.n >> shift & 0xff));
	} else {
		made_endless(&all, VOICE_ID_SEGMENT);
	}
	buf_str(&all, buf_view(&body));
	return buf_view(&all);
}
