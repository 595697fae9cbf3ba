#include "tr.h"

/* po/zh_CN.po compiled by msgfmt and embedded by the build. */
extern const unsigned char mo_zh_begin[];
extern const unsigned long mo_zh_size;

/* GNU .mo: magic, revision, count, offset of the originals' table, of the translations' table; each row of a
 * table is length and offset; the originals are sorted by bytes. */
static uint32_t word_at(const unsigned char *mo, size_t at)
{
	uint32_t w;

	memcpy(&w, mo + at, sizeof w);
	return w;
}

static const char *mo_find(const unsigned char *mo, size_t size, const char *text)
{
	if (size < 28 || word_at(mo, 0) != 0x950412de)
		return NULL;
	uint32_t low = 0, high = word_at(mo, 8), from = word_at(mo, 12), to = word_at(mo, 16);
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int c = strcmp(text, (const char *)mo + word_at(mo, from + 8 * mid + 4));
		if (c == 0)
			return (const char *)mo + word_at(mo, to + 8 * mid + 4);
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const char *tr(enum lang lang, const char *text)
{
	if (lang == LANG_EN || !*text)
		return text;
	const char *found = mo_find(mo_zh_begin, mo_zh_size, text);
	return found && *found ? found : text;
}

void tr_put(struct buf *b, enum lang lang, const char *text, const str *args, size_t n)
{
	const char *p = tr(lang, text);

	for (const char *open; (open = strchr(p, '{')); p = open + 3) {
		buf_put(b, p, (size_t)(open - p));
		size_t k = (size_t)(open[1] - '0');
		if (!open[1] || open[2] != '}' || k >= n) {
			buf_str(b, str_of(open)); /* no place of ours: as it stands */
			return;
		}
		buf_str(b, args[k]);
	}
	buf_str(b, str_of(p));
}

const char *lang_tag(enum lang lang) { return lang == LANG_EN ? "en" : "zh-CN"; }

enum lang lang_choose(str header)
{
	str part;

	/* Browsers send the wanted language first; finer weighing would change nothing with two languages. */
	while (str_next(&header, ',', &part)) {
		part = str_trim(part);
		if (str_starts(part, STR("zh")))
			return LANG_ZH;
		if (str_starts(part, STR("en")))
			return LANG_EN;
	}
	return LANG_ZH;
}
