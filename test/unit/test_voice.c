/* Voice notes: what browsers record becomes a plain file with the same sound in it, everything else is
 * refused with a sentence; the lengths of packets by RFC 6716. */
#include "tap.h"
#include "voice_made.h"

#include <stdio.h>

static struct arena mem;

static enum rc read(str bytes, struct voice *ret, const char **ret_why)
{
	*ret = (struct voice){ .milliseconds = 0 };
	*ret_why = NULL;
	return voice_read(&mem, bytes, ret, ret_why);
}

static bool says(str bytes, enum rc rc, const char *part)
{
	struct voice v;
	const char *why;
	enum rc got = read(bytes, &v, &why);
	bool ok = got == rc && why && strstr(why, part);

	if (!ok)
		printf("# rc %d, %s\n", (int)got, why ? why : "nothing");
	return ok;
}

/* RFC 6716, table 2 and section 3.2. */
static void test_packets(void)
{
	static const struct {
		str packet;
		unsigned samples;
	} list[] = {
		{ STR_INIT(""), 0 },
		{ STR_INIT("\x00"), 480 },            /* SILK narrow, 10 ms */
		{ STR_INIT("\x18x"), 2880 },          /* SILK narrow, 60 ms */
		{ STR_INIT("\x60x"), 480 },           /* hybrid, 10 ms */
		{ STR_INIT("\x68x"), 960 },           /* hybrid, 20 ms */
		{ STR_INIT("\x80x"), 120 },           /* CELT, 2.5 ms */
		{ STR_INIT("\xf8x"), 960 },           /* CELT, 20 ms */
		{ STR_INIT("\xf9xx"), 1920 },         /* two frames of one length */
		{ STR_INIT("\xf9xxx"), 0 },           /* which cannot be */
		{ STR_INIT("\xfax"), 1920 },          /* two frames */
		{ STR_INIT("\xfb\x06xxxxxx"), 5760 }, /* six of 20 ms: 120 */
		{ STR_INIT("\xfb\x07xxxxxxx"), 0 },   /* more than 120 ms */
		{ STR_INIT("\xfb\x00x"), 0 },         /* none */
		{ STR_INIT("\xfb"), 0 },              /* without its count */
	};

	for (size_t i = 0; i < COUNT(list); i++)
		OK(voice_samples(list[i].packet) == list[i].samples);
	OK(voice_samples(made_packet(&mem, 1270)) == 960 && voice_samples(made_packet(&mem, 1300)) == 0);
}

static void test_browser(void)
{
	const struct made_voice m = { .packets = 700, .extra = true };
	struct voice v, again;
	const char *why;

	OK(read(made_voice(&mem, &m), &v, &why) == RC_OK && !why);
	OK(v.milliseconds == 13993 && v.channels == 1); /* 700 of 20 ms, less 312 samples */
	OK(str_starts(v.bytes, STR("\x1a\x45\xdf\xa3")));
	OK(!str_has(v.bytes, STR("grandma")) && !str_has(v.bytes, STR("GPS")) &&
	   !str_has(v.bytes, STR("another file")) && !str_has(v.bytes, STR("\x44\x61\x88")));
	OK(str_has(v.bytes, STR("OpusHead\x01\x01\x38\x01\x80\xbb")));
	/* What was written anew is written anew to the same bytes. */
	OK(read(v.bytes, &again, &why) == RC_OK && str_eq(again.bytes, v.bytes) &&
	   again.milliseconds == v.milliseconds);
	struct voice two;
	OK(read(made_voice(&mem, &(struct made_voice){ .packets = 3, .channels = 2, .known = true }), &two,
		&why) == RC_OK);
	OK(two.channels == 2 && two.milliseconds == 53);
	OK(read(made_voice(&mem, &(struct made_voice){ .packets = 3, .doc = "matroska" }), &two, &why) ==
	   RC_OK);
}

/* The very packets, in their order. */
static void test_packets_kept(void)
{
	struct voice_track in = { .n = 0 }, out = { .n = 0 };
	uint64_t a = 0, b = 0;
	struct voice v;
	const char *why;
	str file = made_voice(&mem, &(struct made_voice){ .packets = 600, .extra = true });
	bool same = true;

	OK(voice_walk(&mem, file, &in, &a) == VOICE_FINE && in.n == 600);
	OK(read(file, &v, &why) == RC_OK && voice_walk(&mem, v.bytes, &out, &b) == VOICE_FINE);
	OK(out.n == in.n && a == b && out.skip == 312);
	for (size_t i = 0; i < in.n && i < out.n; i++)
		same = same && str_eq(in.packet[i], out.packet[i]);
	OK(same);
}

static void test_refused(void)
{
	const struct made_voice good = { .packets = 50 };
	str file = made_voice(&mem, &good);
	size_t wrong = 0;

	OK(says(STR(""), RC_INVALID, "is empty"));
	OK(says(STR("\0\0\0\x18"
		    "ftypM4A "),
		RC_INVALID, "record it on this page"));
	OK(says(STR("OggS\0\2"), RC_INVALID, "record it on this page"));
	OK(says(STR("ID3\3 music"), RC_INVALID, "record it on this page"));
	OK(says(STR("<html>"), RC_INVALID, "record it on this page"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .doc = "mkvx" }), RC_INVALID,
		"that can be taken"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .type = 1 }), RC_INVALID, "a film"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .codec = "A_VORBIS" }), RC_INVALID,
		"than Opus"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .packed = true }), RC_INVALID,
		"than Opus"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .flags = 2 }), RC_INVALID, "than Opus"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .channels = 6 }), RC_MALFORMED,
		"damaged"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 9, .headless = true }), RC_MALFORMED,
		"damaged"));
	OK(says(made_voice(&mem, &(struct made_voice){ .packets = 0 }), RC_INVALID, "no sound"));
	OK(says(str_cut(file, 0, file.n - 10), RC_MALFORMED, "cut off"));
	str known = made_voice(&mem, &(struct made_voice){ .packets = 9, .known = true });
	OK(says(str_cut(known, 0, known.n - 1), RC_MALFORMED, "cut off"));
	char *much = arena_alloc(&mem, 1, 1, VOICE_BYTES + 1);
	OK(says((str){ much, VOICE_BYTES + 1 }, RC_TOO_BIG, "too large"));
	/* Cut anywhere it is told or it is a shorter note; never anything else. */
	for (size_t n = 0; n < file.n; n += 3) {
		struct voice v;
		const char *why;
		enum rc rc = read(str_cut(file, 0, n), &v, &why);
		wrong += (rc == RC_OK) != !why || (rc == RC_OK && v.milliseconds > 1000);
	}
	OK(wrong == 0);
}

static void test_write(void)
{
	str packet[] = { made_packet(&mem, 30), STR("") };
	struct voice_track t = { .packet = packet, .n = 1, .channels = 1, .skip = 0 };
	str file;

	OK(voice_write(&mem, &t, &file) == RC_OK && file.n > 100);
	t.n = 2; /* the second is no packet */
	OK(voice_write(&mem, &t, &file) == RC_INVALID);
	t.n = 0;
	OK(voice_write(&mem, &t, &file) == RC_INVALID);
	t.n = 1;
	t.channels = 3;
	OK(voice_write(&mem, &t, &file) == RC_INVALID);
}

int main(void)
{
	arena_init(&mem, 256 << 20);
	test_packets();
	test_browser();
	test_packets_kept();
	test_refused();
	test_write();
	arena_free(&mem);
	return tap_end();
}
