#include "voice_work.h"

/* --- Opus --- */

enum { SECOND = 48000, LONGEST = SECOND * 120 / 1000, FRAME_BYTES = 1275 };

/* RFC 6716, table 2: by the upper five bits of a packet's first byte. */
static unsigned frame_samples(uint8_t toc)
{
	static const unsigned silk[] = { 480, 960, 1920, 2880 };
	unsigned config = toc >> 3;

	if (config < 12)
		return silk[config & 3];
	if (config < 16)
		return config & 1 ? 960 : 480;
	return 120U << (config & 3);
}

unsigned voice_samples(str packet)
{
	enum { COUNT_BITS = 0x3f };
	const uint8_t *b = (const uint8_t *)packet.s;
	size_t frames = 1;

	if (!packet.n)
		return 0;
	switch (b[0] & 3) {
	case 0: break;
	case 1:
		if (!(packet.n & 1)) /* two frames of the same length */
			return 0;
		frames = 2;
		break;
	case 2: frames = 2; break;
	default:
		if (packet.n < 2)
			return 0;
		frames = b[1] & COUNT_BITS;
	}
	size_t samples = frames * frame_samples(b[0]);
	/* Each frame has two bytes of length at most; what is padded has no place in a voice note. */
	return samples > LONGEST || packet.n > frames * (FRAME_BYTES + 2) + 2 ? 0 : (unsigned)samples;
}

/* --- elements --- */

struct element {
	uint32_t id;
	bool endless; /* its length is not known: it goes on until something above it begins */
	str body;
};

/* A number whose length stands in its first byte; with that mark or without. 0 bytes: it is none. */
static size_t read_number(str s, unsigned most, bool marked, uint64_t *ret)
{
	unsigned n = 1;
	uint8_t mark = 0x80;

	if (!s.n)
		return 0;
	for (; n <= most && !((uint8_t)s.s[0] & mark); n++)
		mark >>= 1;
	if (n > most || s.n < n)
		return 0;
	uint64_t v = (uint8_t)s.s[0] & (marked ? 0xff : mark - 1U);
	for (unsigned i = 1; i < n; i++)
		v = v << 8 | (uint8_t)s.s[i];
	*ret = v;
	return n;
}

/* The element that begins here; *rest goes on after its head.  Its body is what there is of it at most. */
static enum voice_why read_head(str *rest, struct element *ret)
{
	enum { ID = 4, SIZE = 8 };
	uint64_t id = 0, size = 0;
	size_t n = read_number(*rest, ID, true, &id);

	if (!n)
		return rest->n < ID ? VOICE_CUT_OFF : VOICE_BROKEN;
	*rest = str_cut(*rest, n, rest->n);
	n = read_number(*rest, SIZE, false, &size);
	if (!n)
		return rest->n < SIZE ? VOICE_CUT_OFF : VOICE_BROKEN;
	*rest = str_cut(*rest, n, rest->n);
	*ret = (struct element){ .id = (uint32_t)id, .endless = size == (UINT64_C(1) << 7 * n) - 1 };
	if (!ret->endless && size > rest->n)
		return VOICE_CUT_OFF;
	ret->body = str_cut(*rest, 0, ret->endless ? rest->n : (size_t)size);
	return VOICE_FINE;
}

/* One that is whole, and past it. */
static enum voice_why read_element(str *rest, struct element *ret)
{
	enum voice_why why = read_head(rest, ret);

	if (why == VOICE_FINE && ret->endless)
		why = VOICE_BROKEN;
	if (why == VOICE_FINE)
		*rest = str_cut(*rest, ret->body.n, rest->n);
	return why;
}

static uint64_t uint_of(str body)
{
	uint64_t v = 0;

	for (size_t i = 0; i < body.n && i < sizeof v; i++)
		v = v << 8 | (uint8_t)body.s[i];
	return v;
}

/* --- the walk --- */

struct walk {
	struct voice_track *to; /* .packet NULL: they are only counted */
	uint64_t track, samples;
	bool headed, found;
};

/* RFC 7845, section 5.1: nineteen bytes; more than two channels are no voice. */
static bool take_private(struct walk *w, str head)
{
	enum { BYTES = 19, CHANNELS = 9, SKIP = 10, FAMILY = 18 };
	const uint8_t *b = (const uint8_t *)head.s;

	if (head.n < BYTES || !str_starts(head, STR("OpusHead")) || b[8] >> 4 || b[FAMILY] || !b[CHANNELS] ||
	    b[CHANNELS] > 2)
		return false;
	w->to->channels = b[CHANNELS];
	w->to->skip = b[SKIP] | (unsigned)b[SKIP + 1] << 8;
	return true;
}

static enum voice_why take_entry(struct walk *w, str entry)
{
	enum { FILM = 1, SOUND = 2 };
	uint64_t number = 0, type = 0;
	str codec = { NULL, 0 }, private = codec;
	bool packed = false;

	while (entry.n) {
		struct element e;
		if (read_element(&entry, &e) != VOICE_FINE)
			return VOICE_BROKEN;
		switch (e.id) {
		case VOICE_ID_NUMBER: number = uint_of(e.body); break;
		case VOICE_ID_TYPE: type = uint_of(e.body); break;
		case VOICE_ID_CODEC: codec = e.body; break;
		case VOICE_ID_PRIVATE:
			private
			= e.body;
			break;
		case VOICE_ID_ENCODINGS: packed = true; break;
		default: break;
		}
	}
	if (type == FILM)
		return VOICE_FILM;
	if (type != SOUND || w->found)
		return VOICE_FINE;
	if (!str_eq(codec, STR("A_OPUS")) || packed)
		return VOICE_CODEC;
	if (!number || !take_private(w, private))
		return VOICE_BROKEN;
	w->track = number;
	w->found = true;
	return VOICE_FINE;
}

static enum voice_why take_tracks(struct walk *w, str tracks)
{
	enum voice_why why = VOICE_FINE;

	while (tracks.n && why == VOICE_FINE) {
		struct element e;
		if (read_element(&tracks, &e) != VOICE_FINE)
			return VOICE_BROKEN;
		if (e.id == VOICE_ID_ENTRY)
			why = take_entry(w, e.body);
	}
	return why;
}

/* The track's number, two bytes of time, flags, one packet; laced ones (several in a block) no browser
 * makes. */
static enum voice_why take_block(struct walk *w, str block)
{
	enum { TIME = 2, LACED = 0x06 };
	uint64_t track = 0;
	size_t n = read_number(block, 8, false, &track);

	if (!w->found)
		return VOICE_CODEC;
	if (!n || block.n < n + TIME + 1)
		return VOICE_BROKEN;
	if (track != w->track)
		return VOICE_FINE;
	if ((uint8_t)block.s[n + TIME] & LACED)
		return VOICE_CODEC;
	str packet = str_cut(block, n + TIME + 1, block.n);
	unsigned samples = voice_samples(packet);
	if (!samples)
		return VOICE_BROKEN;
	if (w->to->packet)
		w->to->packet[w->to->n] = packet;
	w->to->n++;
	w->samples += samples;
	return w->samples > (uint64_t)VOICE_SECONDS * SECOND ? VOICE_TOO_LONG : VOICE_FINE;
}

static enum voice_why take_header(struct walk *w, str header)
{
	w->headed = true;
	while (header.n) {
		struct element e;
		if (read_element(&header, &e) != VOICE_FINE)
			return VOICE_BROKEN;
		if (e.id == VOICE_ID_DOC_TYPE)
			return str_eq(e.body, STR("webm")) || str_eq(e.body, STR("matroska")) ? VOICE_FINE
											      : VOICE_OTHER;
	}
	return VOICE_OTHER;
}

/* What holds others is gone into as if they stood there themselves: where a browser does not say how long it
 * is, only what follows tells its end. */
static enum voice_why take_one(struct walk *w, str *rest)
{
	struct element e;
	enum voice_why why = read_head(rest, &e);

	if (why != VOICE_FINE)
		return why;
	if (e.id == VOICE_ID_SEGMENT || e.id == VOICE_ID_CLUSTER || e.id == VOICE_ID_GROUP)
		return VOICE_FINE;
	if (e.endless)
		return VOICE_BROKEN;
	*rest = str_cut(*rest, e.body.n, rest->n);
	switch (e.id) {
	case VOICE_ID_EBML: return w->headed ? VOICE_BROKEN : take_header(w, e.body);
	case VOICE_ID_TRACKS: return take_tracks(w, e.body);
	case VOICE_ID_SIMPLE:
	case VOICE_ID_BLOCK: return take_block(w, e.body);
	default: return VOICE_FINE;
	}
}

static enum voice_why walk_all(struct walk *w, str rest)
{
	enum voice_why why = str_starts(rest, STR("\x1a\x45\xdf\xa3")) ? VOICE_FINE : VOICE_OTHER;

	while (rest.n && why == VOICE_FINE)
		why = take_one(w, &rest);
	if (why == VOICE_FINE && !w->found)
		why = VOICE_CODEC;
	if (why == VOICE_FINE && w->samples <= w->to->skip)
		why = VOICE_SILENT;
	return why;
}

enum voice_why voice_walk(struct arena *mem, str bytes, struct voice_track *ret, uint64_t *ret_samples)
{
	struct voice_track t = { .packet = NULL };
	struct walk count = { .to = &t }, take = { .to = &t };
	enum voice_why why = walk_all(&count, bytes);

	if (why != VOICE_FINE)
		return why;
	t.packet = arena_try(mem, sizeof *t.packet, _Alignof(str), t.n);
	if (!t.packet)
		return VOICE_MEMORY;
	t.n = 0;
	why = walk_all(&take, bytes);
	*ret = t;
	*ret_samples = take.samples - t.skip;
	return why;
}
