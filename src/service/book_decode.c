#include "book_csv.h"
#include "utf8.h"

#include <iconv.h>

static const char from_gb18030[] = "GB18030", from_little[] = "UTF-16LE", from_big[] = "UTF-16BE";

/* Conversions are modules of libc's: kept by never being closed. */
void book_csv_prepare(void)
{
	(void)!iconv_open("UTF-8", from_gb18030);
	(void)!iconv_open("UTF-8", from_little);
	(void)!iconv_open("UTF-8", from_big);
}

/* Two bytes of GB18030 or of UTF-16 become at most three of UTF-8. */
static enum book_why convert(struct arena *mem, str bytes, const char *from, str *ret)
{
	size_t cap = bytes.n + bytes.n / 2 + 8, left = cap, todo = bytes.n;
	char *out = arena_try(mem, 1, 1, cap), *to = out, *at = (char *)bytes.s;
	/* In the arena only for gcc's analyser, to which the -1 of a failed opening is something to be
	 * closed. */
	iconv_t *c = arena_try(mem, sizeof *c, alignof(iconv_t), 1);

	if (!out || !c)
		return WHY_MEMORY;
	*c = iconv_open("UTF-8", from);
	if (*c == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr) */
		return WHY_ENCODING;
	bool good = iconv(*c, &at, &todo, &to, &left) != (size_t)-1 &&
		    iconv(*c, NULL, NULL, &to, &left) != (size_t)-1;
	iconv_close(*c);
	*ret = (str){ out, cap - left };
	return good && utf8_valid(*ret) ? WHY_NONE : WHY_ENCODING;
}

/* libc's table is that of 2005, where these eighteen had no code point of their own yet; GB 18030-2022,
 * annex. */
static const struct {
	uint16_t old, new;
} moved[] = {
	{ 0xe78d, 0xfe10 }, { 0xe78e, 0xfe12 }, { 0xe78f, 0xfe11 }, { 0xe790, 0xfe13 }, { 0xe791, 0xfe14 },
	{ 0xe792, 0xfe15 }, { 0xe793, 0xfe16 }, { 0xe794, 0xfe17 }, { 0xe795, 0xfe18 }, { 0xe796, 0xfe19 },
	{ 0xe81e, 0x9fb4 }, { 0xe826, 0x9fb5 }, { 0xe82b, 0x9fb6 }, { 0xe82c, 0x9fb7 }, { 0xe832, 0x9fb8 },
	{ 0xe843, 0x9fb9 }, { 0xe854, 0x9fba }, { 0xe864, 0x9fbb },
};

/* All of them take three bytes, before and after. */
static void move_characters(str text)
{
	uint8_t *s = (uint8_t *)text.s;

	for (size_t i = 0; i + 2 < text.n; i++) {
		if (s[i] != 0xee) /* U+E000 to U+EFFF */
			continue;
		unsigned c = 0xe000u | (s[i + 1] & 0x3fu) << 6 | (s[i + 2] & 0x3fu);
		for (size_t k = 0; k < COUNT(moved); k++)
			if (moved[k].old == c) {
				s[i] = (uint8_t)(0xe0 | moved[k].new >> 12);
				s[i + 1] = (uint8_t)(0x80 | (moved[k].new >> 6 & 0x3f));
				s[i + 2] = (uint8_t)(0x80 | (moved[k].new & 0x3f));
			}
	}
}

enum book_why book_csv_decode(struct arena *mem, str bytes, enum book_encoding *ret_encoding, str *ret_text)
{
	enum book_why why = WHY_NONE;

	*ret_encoding = BOOK_UTF8;
	if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"))) {
		*ret_encoding = BOOK_UTF16;
		why = convert(mem, str_cut(bytes, 2, bytes.n), bytes.s[0] == '\xff' ? from_little : from_big,
			      ret_text);
		return why == WHY_NONE && ret_text->n && memchr(ret_text->s, 0, ret_text->n) ? WHY_NUL : why;
	}
	if (bytes.n && memchr(bytes.s, 0, bytes.n))
		return WHY_NUL;
	*ret_text = bytes;
	if (str_starts(bytes, STR("\xef\xbb\xbf"))) {
		*ret_text = str_cut(bytes, 3, bytes.n);
		return utf8_valid(*ret_text) ? WHY_NONE : WHY_ENCODING;
	}
	if (utf8_valid(bytes))
		return WHY_NONE;
	*ret_encoding = BOOK_GB18030;
	why = convert(mem, bytes, from_gb18030, ret_text);
	if (why == WHY_NONE)
		move_characters(*ret_text);
	return why;
}
