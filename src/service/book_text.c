#include "book_xml.h"
#include "utf8.h"

/* The longest cell if each of its characters were written _xHHHH_. */
enum { ESCAPE = 7, TEXT = BOOK_CELL * ESCAPE + 1 };

bool book_text_open(struct arena *mem, struct book_text *t)
{
	char *room = t->s ? t->s : arena_try(mem, 1, 1, TEXT);

	*t = (struct book_text){ .s = room, .cap = TEXT };
	return t->s != NULL;
}

void book_text_add(struct book_xml *x, struct book_text *t, str text)
{
	if (text.n > t->cap - t->n) {
		book_xml_stop(x, WHY_CELL);
		return;
	}
	memcpy(t->s + t->n, text.s, text.n);
	t->n += text.n;
}

void book_text_piece(struct book_text *t) { t->piece = t->n; }

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void book_text_trim(struct book_text *t)
{
	size_t from = t->piece;

	while (from < t->n && blank(t->s[from]))
		from++;
	while (t->n > from && blank(t->s[t->n - 1]))
		t->n--;
	memmove(t->s + t->piece, t->s + from, t->n - from);
	t->n -= from - t->piece;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* The number in _xHHHH_ at `at`, or -1. */
static int32_t unit_at(str s, size_t at)
{
	int32_t unit = 0;

	if (s.n - at < ESCAPE || s.s[at] != '_' || s.s[at + 1] != 'x' || s.s[at + 6] != '_')
		return -1;
	for (size_t i = at + 2; i < at + 6; i++) {
		if (hex_digit(s.s[i]) < 0)
			return -1;
		unit = unit * 16 + hex_digit(s.s[i]);
	}
	return unit;
}

/* ISO/IEC 29500-1, 22.9.2.19 ST_Xstring. Two of them may be one character; half of one, and NUL, stay as they
 * are written. Returns how many bytes were read, 0: it is none. */
static size_t character_at(str s, size_t at, int32_t *ret)
{
	int32_t c = unit_at(s, at);

	if (c <= 0 || (c >= 0xdc00 && c <= 0xdfff))
		return 0;
	*ret = c;
	if (c < 0xd800 || c > 0xdbff)
		return ESCAPE;
	int32_t low = s.n - at > ESCAPE ? unit_at(s, at + ESCAPE) : -1;
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	*ret = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	return 2 * (size_t)ESCAPE;
}

/* At most as many bytes as its escape took. */
static size_t put_character(char *to, int32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	size_t n = c < 0x10000 ? 3 : 4;
	to[0] = (char)(n == 3 ? 0xe0 | c >> 12 : 0xf0 | c >> 18);
	if (n == 4)
		to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[n - 2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[n - 1] = (char)(0x80 | (c & 0x3f));
	return n;
}

static size_t decode(str s, char *to)
{
	size_t n = 0;
	int32_t c;

	for (size_t at = 0; at < s.n;) {
		size_t escape = s.s[at] == '_' ? character_at(s, at, &c) : 0;
		if (escape) {
			n += put_character(to + n, c);
			at += escape;
		} else {
			to[n++] = s.s[at++];
		}
	}
	return n;
}

/* CR, or CR and LF, is one end of a line. */
static size_t join_line_ends(char *s, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool cr = s[i] == '\r';
		if (cr && i + 1 < n && s[i + 1] == '\n')
			continue;
		if (cr)
			s[i] = '\n';
		s[kept++] = s[i];
	}
	return kept;
}

enum book_why book_text_close(struct book_text *t, str *ret)
{
	t->n = join_line_ends(t->s, decode((str){ t->s, t->n }, t->s));
	*ret = (str){ t->s, t->n };
	t->n = t->piece = 0;
	return utf8_count(*ret) > BOOK_CELL ? WHY_CELL : WHY_NONE;
}
