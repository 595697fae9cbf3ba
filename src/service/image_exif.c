/* EXIF (CIPA DC-008) as far as it is needed: how the picture lies and where it was taken.  A directory is a
 * count and entries of twelve bytes: tag, type, number of values, the value or its place. */
#include "image_work.h"

enum {
	TAG_ORIENTATION = 0x0112,
	TAG_GPS = 0x8825,
	GPS_LATITUDE_REF = 1,
	GPS_LATITUDE = 2,
	GPS_LONGITUDE_REF = 3,
	GPS_LONGITUDE = 4,
	TYPE_ASCII = 2,
	TYPE_SHORT = 3,
	TYPE_LONG = 4,
	TYPE_RATIONAL = 5,
	ENTRY = 12,
	ENTRIES_MAX = 200,
	MILLION = 1000000
};

struct tiff {
	str b;
	bool little;
};

/* 0 past the end. */
static uint32_t number(const struct tiff *t, size_t at, unsigned n)
{
	uint32_t v = 0;

	if (at > t->b.n || t->b.n - at < n)
		return 0;
	for (unsigned i = 0; i < n; i++)
		v = v << 8 | (uint8_t)t->b.s[t->little ? at + n - 1 - i : at + i];
	return v;
}

/* Where the entry of this tag stands; 0: nowhere. */
static size_t entry_of(const struct tiff *t, size_t directory, uint32_t tag, uint32_t type, uint32_t count)
{
	uint32_t n = number(t, directory, 2);

	for (uint32_t i = 0; i < n && i < ENTRIES_MAX; i++) {
		size_t at = directory + 2 + (size_t)i * ENTRY;
		if (number(t, at, 2) == tag)
			return number(t, at + 2, 2) == type && number(t, at + 4, 4) == count ? at : 0;
	}
	return 0;
}

/* Degrees, minutes, seconds; -1: nonsense. */
static int64_t degrees(const struct tiff *t, size_t entry, int64_t most)
{
	static const int64_t of_degree[] = { 1, 60, 3600 };
	size_t at = number(t, entry + 8, 4);
	int64_t sum = 0;

	for (size_t i = 0; i < COUNT(of_degree); i++, at += 8) {
		uint32_t above = number(t, at, 4), below = number(t, at + 4, 4);
		if (at > t->b.n || t->b.n - at < 8 || below == 0)
			return -1;
		sum += (int64_t)above * MILLION / below / of_degree[i];
	}
	return sum <= most * MILLION ? sum : -1;
}

static bool axis(const struct tiff *t, size_t gps, uint32_t ref, int64_t most, char negative, int32_t *ret)
{
	size_t sign = entry_of(t, gps, ref, TYPE_ASCII, 2);
	size_t value = entry_of(t, gps, ref + 1, TYPE_RATIONAL, 3);
	int64_t n = sign && value ? degrees(t, value, most) : -1;

	if (n < 0)
		return false;
	*ret = (int32_t)(t->b.s[sign + 8] == negative ? -n : n);
	return true;
}

void exif_read(str bytes, struct exif *ret)
{
	enum { HEAD = 8, LATITUDE_MOST = 90, LONGITUDE_MOST = 180, TURNS = 8 };
	struct tiff t = { bytes, str_starts(bytes, STR("II")) };

	*ret = (struct exif){ .orientation = 1 };
	if (bytes.n < HEAD || (!t.little && !str_starts(bytes, STR("MM"))) || number(&t, 2, 2) != 42)
		return;
	size_t first = number(&t, 4, 4);
	size_t entry = entry_of(&t, first, TAG_ORIENTATION, TYPE_SHORT, 1);
	uint32_t lies = entry ? number(&t, entry + 8, 2) : 0;
	if (lies >= 1 && lies <= TURNS)
		ret->orientation = lies;
	entry = entry_of(&t, first, TAG_GPS, TYPE_LONG, 1);
	size_t gps = entry ? number(&t, entry + 8, 4) : 0;
	ret->placed = gps && axis(&t, gps, GPS_LATITUDE_REF, LATITUDE_MOST, 'S', &ret->latitude) &&
		      axis(&t, gps, GPS_LONGITUDE_REF, LONGITUDE_MOST, 'W', &ret->longitude);
	/* What a telephone without a fix writes. */
	if (!ret->latitude && !ret->longitude)
		ret->placed = false;
}
