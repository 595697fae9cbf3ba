#include "base.h"

str str_of(const char *z) { return (str){ z, z ? strlen(z) : 0 }; }

str str_dup(struct arena *a, str s) { return (str){ str_z(a, s), s.n }; }

char *str_z(struct arena *a, str s)
{
	char *p = arena_text(a, s.n + 1);

	if (s.n)
		memcpy(p, s.s, s.n);
	p[s.n] = '\0';
	return p;
}

bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0); }

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix) { return s.n >= prefix.n && str_eq((str){ s.s, prefix.n }, prefix); }

bool str_ends(str s, str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 || !memcmp(s.s + s.n - suffix.n, suffix.s, suffix.n));
}

bool str_has(str s, str part) { return part.n == 0 || (s.n && memmem(s.s, s.n, part.s, part.n)); }

str str_cut(str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (str){ s.s ? s.s + from : NULL, n };
}

/* The bytes of white space at the beginning of s: ASCII, or U+3000, the full-width space of Chinese text. */
static size_t space_at(const char *s, size_t n)
{
	if (n && strchr(" \t\r\n\f\v", *s) && *s)
		return 1;
	return n >= 3 && !memcmp(s, "\xe3\x80\x80", 3) ? 3 : 0;
}

str str_trim(str s)
{
	for (size_t k; (k = space_at(s.s, s.n)); s.n -= k)
		s.s += k;
	for (;;) {
		if (s.n && space_at(s.s + s.n - 1, 1))
			s.n--;
		else if (s.n >= 3 && space_at(s.s + s.n - 3, 3) == 3)
			s.n -= 3;
		else
			return s;
	}
}

bool str_digits(str s)
{
	if (!s.s)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
	return s.n > 0;
}

bool str_int(str s, int64_t *ret_value)
{
	bool minus = s.n && s.s[0] == '-';
	int64_t v = 0;

	if (minus || (s.n && s.s[0] == '+'))
		s = str_cut(s, 1, s.n);
	if (!str_digits(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.s[i] - '0', &v))
			return false;
	if (!minus && v == INT64_MIN)
		return false;
	*ret_value = minus ? v : -v;
	return true;
}

bool str_next(str *rest, char sep, str *ret_part)
{
	if (!rest->s)
		return false;
	const char *at = rest->n ? memchr(rest->s, sep, rest->n) : NULL;
	size_t n = at ? (size_t)(at - rest->s) : rest->n;
	*ret_part = (str){ rest->s, n };
	*rest = at ? (str){ at + 1, rest->n - n - 1 } : (str){ NULL, 0 };
	return true;
}

/* tool/mkmo computes the same. */
uint64_t str_hash(str s)
{
	static const uint64_t prime = 0xff51afd7ed558ccd;
	uint64_t h = 0xcbf29ce484222325 ^ s.n, word;

	for (; s.n >= sizeof word; s.s += sizeof word, s.n -= sizeof word) {
		memcpy(&word, s.s, sizeof word);
		h = (h ^ word) * prime;
		h ^= h >> 32;
	}
	word = 0;
	for (size_t i = 0; i < s.n; i++)
		word |= (uint64_t)(unsigned char)s.s[i] << 8 * i;
	h = (h ^ word) * prime;
	return h ^ h >> 32;
}
