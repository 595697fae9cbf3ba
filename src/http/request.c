#include "server.h"
#include "utf8.h"

str http_header(const struct http_request *r, str lower_name)
{
	for (size_t i = 0; i < r->nheader; i++)
		if (str_eq(r->header[i].name, lower_name))
			return r->header[i].value;
	return (str){ NULL, 0 };
}

bool http_query(const struct http_request *r, str name, str *ret_value)
{
	for (size_t i = 0; i < r->nquery; i++)
		if (str_eq(r->query[i].name, name)) {
			*ret_value = r->query[i].value;
			return true;
		}
	return false;
}

static str strip_blanks(str s)
{
	while (s.n && (s.s[0] == ' ' || s.s[0] == '\t'))
		s = str_cut(s, 1, s.n);
	while (s.n && (s.s[s.n - 1] == ' ' || s.s[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* RFC 6265 4.2.  A name given twice with two values may be a cookie planted from another host of the domain;
 * which is ours cannot be told, so neither is. */
str http_cookie(const struct http_request *r, str name)
{
	str rest = http_header(r, STR("cookie")), pair, found = { NULL, 0 };
	bool seen = false;

	while (str_next(&rest, ';', &pair)) {
		pair = strip_blanks(pair);
		if (pair.n <= name.n || !str_starts(pair, name) || pair.s[name.n] != '=')
			continue;
		str value = str_cut(pair, name.n + 1, pair.n);
		if (value.n > 1 && value.s[0] == '"' && value.s[value.n - 1] == '"')
			value = str_cut(value, 1, value.n - 2);
		if (seen && !str_eq(value, found))
			return (str){ NULL, 0 };
		found = value;
		seen = true;
	}
	return found;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum rc decode_into(char *to, str s, bool plus_is_space, size_t *ret_n)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		if (c == '%') {
			int hi = s.n - i > 2 ? hex_digit(s.s[i + 1]) : -1;
			int lo = s.n - i > 2 ? hex_digit(s.s[i + 2]) : -1;
			if (hi < 0 || lo < 0)
				return RC_MALFORMED;
			c = (char)(hi << 4 | lo);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		to[n++] = c;
	}
	*ret_n = n;
	return RC_OK;
}

enum rc url_decode(struct arena *mem, str s, bool plus_is_space, str *ret)
{
	str out = s;

	if (s.n && (memchr(s.s, '%', s.n) || (plus_is_space && memchr(s.s, '+', s.n)))) {
		char *to = arena_try(mem, 1, 1, s.n);
		if (!to)
			return RC_TOO_BIG;
		enum rc rc = decode_into(to, s, plus_is_space, &out.n);
		if (rc != RC_OK)
			return rc;
		out.s = to;
	}
	if (!utf8_valid(out)) /* nor has it a NUL then */
		return RC_MALFORMED;
	*ret = out;
	return RC_OK;
}

/* RFC 3986 2.3: everything but the unreserved characters. */
static bool stands_for_itself(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void url_encode(struct buf *to, str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (stands_for_itself(c))
			continue;
		buf_put(to, s.s + from, i - from);
		buf_ch(to, '%');
		buf_ch(to, "0123456789ABCDEF"[c >> 4]);
		buf_ch(to, "0123456789ABCDEF"[c & 15]);
		from = i + 1;
	}
	if (from < s.n)
		buf_put(to, s.s + from, s.n - from);
}
