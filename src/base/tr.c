#include "tr.h"

/* po/zh_CN.po compiled by msgfmt and embedded by the build, with an index by hash: tool/mkmo. */
extern const unsigned char mo_zh_begin[];
extern const unsigned short mo_zh_place[];
extern const unsigned mo_zh_mask;

/* GNU .mo: magic, revision, count, offset of the originals' table, of the translations' table; each row of a
 * table is length and offset. */
enum { MO_FROM = 12, MO_TO = 16, MO_ROW = 8 };

static uint32_t word_at(const unsigned char *mo, size_t at)
{
	uint32_t w;

	memcpy(&w, mo + at, sizeof w);
	return w;
}

static const char *mo_find(const unsigned char *mo, str text)
{
	uint32_t from = word_at(mo, MO_FROM), to = word_at(mo, MO_TO);

	for (size_t at = str_hash(text);; at++) {
		uint32_t n = mo_zh_place[at & mo_zh_mask];
		if (n == 0)
			return NULL;
		uint32_t row = (n - 1) * MO_ROW;
		str original = { (const char *)mo + word_at(mo, from + row + 4), word_at(mo, from + row) };
		if (str_eq(original, text))
			return (const char *)mo + word_at(mo, to + row + 4);
	}
}

const char *tr(enum lang lang, const char *text)
{
	if (lang == LANG_EN || !*text)
		return text;
	const char *found = mo_find(mo_zh_begin, str_of(text));
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

static const char *month_name(int month)
{
	static const char *const name[] = {
		N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
		N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")
	};

	return month >= 1 && month <= 12 ? name[month - 1] : "";
}

void tr_date(struct buf *b, enum lang lang, const char *text, int32_t yyyymmdd)
{
	struct buf year = buf_new(b->mem, 16), number = buf_new(b->mem, 16);

	buf_int(&year, yyyymmdd / 10000);
	buf_int(&number, yyyymmdd % 100);
	const str part[] = { buf_view(&year), str_of(tr(lang, month_name(yyyymmdd / 100 % 100))),
			     buf_view(&number) };
	tr_put(b, lang, text, part, COUNT(part));
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
