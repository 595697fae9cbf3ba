#include "book_csv.h"
#include "book_xlsx.h"

#include <ctype.h>

/* --- what a file is, by its first bytes: its name says little --- */

/* clang-format off */
static const struct {
	str start;
	enum book_why why;
} magic[] = {
	{ STR_INIT("\x89PNG"), WHY_PICTURE }, { STR_INIT("\xff\xd8\xff"), WHY_PICTURE }, { STR_INIT("GIF8"), WHY_PICTURE },
	{ STR_INIT("%PDF"), WHY_PDF }, { STR_INIT("{\\rtf"), WHY_WORD }, { STR_INIT("MIME-Version:"), WHY_HTML },
	{ STR_INIT("Rar!"), WHY_ARCHIVE }, { STR_INIT("7z\xbc\xaf"), WHY_ARCHIVE }, { STR_INIT("\x1f\x8b"), WHY_ARCHIVE },
	{ STR_INIT("PK\5\6"), WHY_ARCHIVE }, { STR_INIT("\x09\x08\x10"), WHY_XLS }, { STR_INIT("\x09\x04\x06"), WHY_XLS },
	{ STR_INIT("\x09\x02\x06"), WHY_XLS }, { STR_INIT("ID;P"), WHY_XLS },
};
/* clang-format on */

static bool has(str bytes, const void *what, size_t n) { return memmem(bytes.s, bytes.n, what, n) != NULL; }

/* A compound file (MS-CFB) holds many things; the names in its directory are in UTF-16. */
static enum book_why look_into_compound(str bytes)
{
	static const char package[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e",
			  word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t",
			  slides[] = "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0u\0m\0e\0n\0t";

	if (has(bytes, package, sizeof package))
		return WHY_PASSWORD;
	if (has(bytes, word, sizeof word))
		return WHY_WORD;
	return has(bytes, slides, sizeof slides) ? WHY_SLIDES : WHY_XLS;
}

/* In small letters, for a look only. */
static str first_letters(str bytes, char *to, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes.n && n < most; i++)
		if (bytes.s[i]) /* UTF-16 too */
			to[n++] = (char)tolower((unsigned char)bytes.s[i]);
	str text = { to, n };
	while (text.n && ((uint8_t)text.s[0] >= 0x80 || isspace((unsigned char)text.s[0]))) /* a mark */
		text = str_cut(text, 1, text.n);
	return text;
}

static enum book_why look_at_markup(str bytes)
{
	static const str tags[] = {
		STR_INIT("<!doctype html"), STR_INIT("<table"),  STR_INIT("<head"), STR_INIT("<meta"),
		STR_INIT("<style"),         STR_INIT("<script"), STR_INIT("<div")
	};
	char room[4096];
	str text = first_letters(bytes, room, sizeof room);

	if (!text.n || text.s[0] != '<')
		return WHY_NONE;
	if (str_has(text, STR("<html")))
		return WHY_HTML;
	if (str_starts(text, STR("<?xml")) || str_has(text, STR("xmlns")))
		return WHY_XML;
	for (size_t i = 0; i < COUNT(tags); i++)
		if (str_starts(text, tags[i]))
			return WHY_HTML;
	return str_starts(text, STR("<!")) ? WHY_XML : WHY_NONE;
}

static enum book_why look(str bytes)
{
	if (!bytes.n)
		return WHY_EMPTY;
	if (str_starts(bytes, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return look_into_compound(bytes);
	if (str_starts(bytes, STR("RIFF")) && str_starts(str_cut(bytes, 8, bytes.n), STR("WEBP")))
		return WHY_PICTURE;
	if (str_starts(bytes, STR("BM")) && bytes.n > 10 && memcmp(bytes.s + 6, "\0\0\0\0", 4) == 0)
		return WHY_PICTURE;
	for (size_t i = 0; i < COUNT(magic); i++)
		if (str_starts(bytes, magic[i].start))
			return magic[i].why;
	return look_at_markup(bytes);
}

enum book_why book_work(str bytes, struct book_out *out)
{
	enum book_why why = look(bytes);

	if (why != WHY_NONE)
		return why;
	out->most = BOOK_ANSWER_SPARE + bytes.n * BOOK_ANSWER_RATIO;
	if (out->most > BOOK_ANSWER)
		out->most = BOOK_ANSWER;
	if (str_starts(bytes, STR("PK\3\4")))
		return book_xlsx_work(out->mem, bytes, out);
	return book_csv_work(out->mem, bytes, out);
}
