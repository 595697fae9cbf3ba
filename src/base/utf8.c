#include "utf8.h"

/* Length of the well-formed sequence at s (RFC 3629), 0 when there is none. */
static size_t sequence(const unsigned char *s, size_t n)
{
	if (s[0] < 0x80)
		return s[0] != 0;
	size_t len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0; /* overlong, surrogates, past U+10FFFF */
	return len;
}

bool utf8_valid(str s)
{
	for (size_t i = 0, k; i < s.n; i += k)
		if (!(k = sequence((const unsigned char *)s.s + i, s.n - i)))
			return false;
	return true;
}

size_t utf8_count(str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.s[i] & 0xc0) != 0x80;
	return n;
}

uint32_t utf8_next(str s, size_t *at)
{
	if (*at >= s.n)
		return 0;
	const unsigned char *p = (const unsigned char *)s.s + *at;
	size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc0 ? 2 : 1;
	uint32_t c = len == 1 ? p[0] : p[0] & (0x7fu >> len);

	if (len > s.n - *at)
		len = s.n - *at;
	for (size_t i = 1; i < len; i++)
		c = c << 6 | (p[i] & 0x3f);
	*at += len;
	return c;
}

str utf8_fold(struct arena *a, str s)
{
	s = str_trim(s);
	char *out = NEW(a, char, s.n + 1);
	size_t n = 0;

	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);
		if (c >= 0xff01 && c <= 0xff5e) {
			out[n++] = (char)(c - 0xff01 + '!');
		} else {
			memcpy(out + n, s.s + from, at - from);
			n += at - from;
		}
	}
	return (str){ out, n };
}

str utf8_number(struct arena *a, str s)
{
	str folded = utf8_fold(a, s);
	char *up = str_z(a, folded);

	for (size_t i = 0; i < folded.n; i++)
		if (up[i] >= 'a' && up[i] <= 'z')
			up[i] = (char)(up[i] - 'a' + 'A');
	return (str){ up, folded.n };
}

bool utf8_has_control(str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0) ||
		    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
			return true;
	}
	return false;
}
