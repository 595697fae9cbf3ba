#include "voice_work.h"

/* Times are in milliseconds; a cluster is some seconds, so that a player finds its place. */
enum { SAMPLES_MS = 48, CLUSTER_MS = 5000, TRACK = 1, NUMBER = 4, LENGTH = 4 };

/* What is written: counted as long as there is nowhere to put it. */
struct sink {
	uint8_t *to;
	size_t n;
};

static void put_bytes(struct sink *s, const void *bytes, size_t n)
{
	if (s->to && n)
		memcpy(s->to + s->n, bytes, n);
	s->n += n;
}

/* The highest byte first. */
static void put_be(struct sink *s, uint64_t v, unsigned bytes)
{
	for (unsigned i = bytes; i--;) {
		uint8_t b = (uint8_t)(v >> 8 * i & 0xff);
		put_bytes(s, &b, 1);
	}
}

static unsigned id_bytes(uint32_t id) { return id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1; }

/* Lengths always take four bytes, the segment's eight: so nothing has to be moved to make room. */
static void put_head(struct sink *s, uint32_t id, size_t length)
{
	put_be(s, id, id_bytes(id));
	put_be(s, 0x10000000U | length, LENGTH);
}

static void put_uint(struct sink *s, uint32_t id, uint64_t v, unsigned bytes)
{
	put_head(s, id, bytes);
	put_be(s, v, bytes);
}

static void put_str(struct sink *s, uint32_t id, str v)
{
	put_head(s, id, v.n);
	put_bytes(s, v.s, v.n);
}

static void put_float(struct sink *s, uint32_t id, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof bits);
	put_uint(s, id, bits, sizeof bits);
}

/* A part written where its length must stand before it: measured first. */
typedef void part(struct sink *s, const void *of);
static void put_part(struct sink *s, uint32_t id, part *write, const void *of)
{
	struct sink measure = { NULL, 0 };

	write(&measure, of);
	put_head(s, id, measure.n);
	write(s, of);
}

/* --- its parts --- */

struct cluster {
	size_t first, n; /* packets */
	uint64_t from;   /* samples before it */
	size_t at;       /* in the segment */
};
struct file {
	const struct voice_track *t;
	struct cluster *cluster;
	size_t nclusters;
	uint64_t samples;
};

static void put_header(struct sink *s, const void *of)
{
	(void)of;
	put_uint(s, 0x4286, 1, 1); /* EBMLVersion */
	put_uint(s, 0x42F7, 1, 1); /* EBMLReadVersion */
	put_uint(s, 0x42F2, 4, 1); /* EBMLMaxIDLength */
	put_uint(s, 0x42F3, 8, 1); /* EBMLMaxSizeLength */
	put_str(s, VOICE_ID_DOC_TYPE, STR("webm"));
	put_uint(s, 0x4287, 4, 1); /* DocTypeVersion */
	put_uint(s, 0x4285, 2, 1); /* DocTypeReadVersion */
}

static void put_info(struct sink *s, const void *of)
{
	const struct file *f = of;
	uint64_t ms = f->samples / SAMPLES_MS; /* whole ones: the unit of the times */

	put_uint(s, VOICE_ID_SCALE, 1000000, NUMBER);
	put_float(s, VOICE_ID_DURATION, (double)ms);
	put_str(s, VOICE_ID_MUXING_APP, STR("tongxin"));
	put_str(s, VOICE_ID_WRITING_APP, STR("tongxin"));
}

static void put_audio(struct sink *s, const void *of)
{
	const struct file *f = of;

	put_float(s, VOICE_ID_RATE, 48000);
	put_uint(s, VOICE_ID_CHANNELS, f->t->channels, 1);
}

/* RFC 7845, section 5.1: version 1, at 48 kHz, no gain, one stream. */
static void put_private(struct sink *s, const struct voice_track *t)
{
	const uint8_t head[] = { 1,
				 (uint8_t)t->channels,
				 (uint8_t)(t->skip & 0xff),
				 (uint8_t)(t->skip >> 8),
				 0x80,
				 0xbb,
				 0,
				 0,
				 0,
				 0,
				 0 };

	put_head(s, VOICE_ID_PRIVATE, 8 + sizeof head);
	put_bytes(s, "OpusHead", 8);
	put_bytes(s, head, sizeof head);
}

static void put_entry(struct sink *s, const void *of)
{
	const struct file *f = of;

	put_uint(s, VOICE_ID_NUMBER, TRACK, 1);
	put_uint(s, VOICE_ID_UID, TRACK, 1);
	put_uint(s, VOICE_ID_TYPE, 2, 1);
	put_str(s, VOICE_ID_CODEC, STR("A_OPUS"));
	put_private(s, f->t);
	put_uint(s, VOICE_ID_DELAY, (uint64_t)f->t->skip * 1000000 / SAMPLES_MS, 8);
	put_uint(s, VOICE_ID_PREROLL, 80000000, NUMBER);
	put_part(s, VOICE_ID_AUDIO, put_audio, f);
}

static void put_tracks(struct sink *s, const void *of) { put_part(s, VOICE_ID_ENTRY, put_entry, of); }

static void put_place(struct sink *s, const void *of)
{
	const struct cluster *c = of;

	put_uint(s, VOICE_ID_POINT_TRACK, TRACK, 1);
	put_uint(s, VOICE_ID_POINT_CLUSTER, c->at, NUMBER);
}

static void put_point(struct sink *s, const void *of)
{
	const struct cluster *c = of;

	put_uint(s, VOICE_ID_POINT_TIME, c->from / SAMPLES_MS, NUMBER);
	put_part(s, VOICE_ID_POINT_AT, put_place, c);
}

static void put_cues(struct sink *s, const void *of)
{
	const struct file *f = of;

	for (size_t i = 0; i < f->nclusters; i++)
		put_part(s, VOICE_ID_POINT, put_point, &f->cluster[i]);
}

struct sounding {
	const struct file *f;
	const struct cluster *c;
};

static void put_blocks(struct sink *s, const void *of)
{
	enum { ALONE = 0x80, BEFORE = 4 };
	const struct sounding *now = of;
	uint64_t samples = 0;

	put_uint(s, VOICE_ID_TIME, now->c->from / SAMPLES_MS, NUMBER);
	for (size_t i = 0; i < now->c->n; i++) {
		str packet = now->f->t->packet[now->c->first + i];
		put_head(s, VOICE_ID_SIMPLE, BEFORE + packet.n);
		put_be(s, 0x80 | TRACK, 1);
		put_be(s, (now->c->from + samples) / SAMPLES_MS - now->c->from / SAMPLES_MS, 2);
		put_be(s, ALONE, 1);
		put_bytes(s, packet.s, packet.n);
		samples += voice_samples(packet);
	}
}

/* Where each cluster lies is known once all before it was written down a first time. */
static void put_segment(struct sink *s, struct file *f)
{
	size_t start = s->n;

	put_part(s, VOICE_ID_INFO, put_info, f);
	put_part(s, VOICE_ID_TRACKS, put_tracks, f);
	put_part(s, VOICE_ID_CUES, put_cues, f);
	for (size_t i = 0; i < f->nclusters; i++) {
		f->cluster[i].at = s->n - start;
		put_part(s, VOICE_ID_CLUSTER, put_blocks, &(struct sounding){ f, &f->cluster[i] });
	}
}

static bool cut_into_clusters(struct arena *mem, struct file *f)
{
	const struct voice_track *t = f->t;
	struct cluster *now = NULL;

	f->cluster = arena_try(mem, sizeof *f->cluster, _Alignof(struct cluster), t->n);
	if (!f->cluster)
		return false;
	for (size_t i = 0; i < t->n; i++) {
		if (!now || (f->samples - now->from) / SAMPLES_MS >= CLUSTER_MS) {
			now = &f->cluster[f->nclusters++];
			*now = (struct cluster){ .first = i, .from = f->samples };
		}
		now->n++;
		unsigned samples = voice_samples(t->packet[i]);
		if (!samples)
			return false;
		f->samples += samples;
	}
	return true;
}

enum rc voice_write(struct arena *mem, const struct voice_track *t, str *ret)
{
	enum { SEGMENT_LENGTH = 8 };
	struct file f = { .t = t };
	struct sink head = { NULL, 0 }, segment = { NULL, 0 };

	if (!t->n || !t->channels || t->channels > 2 || t->skip > 0xffff)
		return RC_INVALID;
	if (!cut_into_clusters(mem, &f))
		return RC_INVALID;
	put_part(&head, VOICE_ID_EBML, put_header, &f);
	put_segment(&segment, &f);
	size_t n = head.n + id_bytes(VOICE_ID_SEGMENT) + SEGMENT_LENGTH + segment.n;
	if (n > VOICE_OUT || f.samples > (uint64_t)VOICE_SECONDS * 1000 * SAMPLES_MS)
		return RC_INVALID;
	struct sink s = { arena_try(mem, 1, 1, n), 0 };
	if (!s.to)
		return RC_TOO_BIG;
	put_part(&s, VOICE_ID_EBML, put_header, &f);
	put_be(&s, VOICE_ID_SEGMENT, id_bytes(VOICE_ID_SEGMENT));
	put_be(&s, UINT64_C(1) << 56 | segment.n, SEGMENT_LENGTH);
	put_segment(&s, &f);
	*ret = (str){ (const char *)s.to, s.n };
	return RC_OK;
}
