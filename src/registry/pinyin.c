#include "pinyin.h"
#include "pinyin_table.h"

static struct pinyin listed(size_t at, size_t n)
{
	struct pinyin p = { .n = n < PINYIN_READINGS ? n : PINYIN_READINGS };

	for (size_t i = 0; i < p.n; i++)
		p.reading[i] = pinyin_syllable[pinyin_pool[at + i]];
	return p;
}

struct pinyin pinyin_of(uint32_t sign)
{
	size_t low = 0, high = pinyin_nsign;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (pinyin_sign[mid] < sign)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == pinyin_nsign || pinyin_sign[low] != sign)
		return (struct pinyin){ .n = 0 };
	return listed(pinyin_place[low] >> 3, pinyin_place[low] & 7);
}

static const struct pinyin_surname *surname_of(uint32_t first, uint32_t second)
{
	size_t low = 0, high = pinyin_nsurname;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct pinyin_surname *s = &pinyin_surname[mid];
		if (s->sign[0] < first || (s->sign[0] == first && s->sign[1] < second))
			low = mid + 1;
		else
			high = mid;
	}
	const struct pinyin_surname *s = &pinyin_surname[low];
	return low < pinyin_nsurname && s->sign[0] == first && s->sign[1] == second ? s : NULL;
}

size_t pinyin_of_surname(uint32_t first, uint32_t second, struct pinyin ret[2])
{
	const struct pinyin_surname *s = second ? surname_of(first, second) : NULL;
	size_t n = s ? 2 : 1;

	if (!s)
		s = surname_of(first, 0);
	if (!s)
		return 0;
	for (size_t i = 0; i < n; i++)
		ret[i] = listed(s->at[i], s->n[i]);
	return n;
}

/* Where the syllables stand that are not before these letters. */
static size_t syllable_at(str letters)
{
	size_t low = 0, high = pinyin_nsyllable;

	while (low < high) {
		size_t mid = (low + high) / 2;
		str s = str_of(pinyin_syllable[mid]);
		int order = memcmp(s.s, letters.s, s.n < letters.n ? s.n : letters.n);
		if (order < 0 || (order == 0 && s.n < letters.n))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool pinyin_is_syllable(str letters)
{
	size_t at = syllable_at(letters);

	return letters.n && at < pinyin_nsyllable && str_eq(str_of(pinyin_syllable[at]), letters);
}

bool pinyin_begins(str letters)
{
	size_t at = syllable_at(letters);

	return letters.n && at < pinyin_nsyllable && str_starts(str_of(pinyin_syllable[at]), letters);
}
