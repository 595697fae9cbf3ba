/* RFC 9112 3.2: what stands between the method and the version.  Read from the bytes as sent: libmicrohttpd's
 * own reading cuts at %00 and its list of arguments forgets which came as text. */
#include "server.h"
#include "utf8.h"

static bool starts_caseless(str s, str lower)
{
	if (s.n < lower.n)
		return false;
	for (size_t i = 0; i < lower.n; i++)
		if ((s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] | 0x20 : s.s[i]) != lower.s[i])
			return false;
	return true;
}

static bool has_forbidden_byte(str target)
{
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.s[i];
		if (c <= ' ' || c == 0x7f || c == '#')
			return true;
	}
	return false;
}

/* %2F would be a slash that the proxy before us did not see. */
static bool has_encoded_slash(str path)
{
	for (size_t i = 0; i + 2 < path.n; i++)
		if (path.s[i] == '%' && path.s[i + 1] == '2' && (path.s[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

static bool has_dot_segment(str path)
{
	str segment;

	while (str_next(&path, '/', &segment))
		if (str_eq(segment, STR(".")) || str_eq(segment, STR("..")))
			return true;
	return false;
}

static bool path_read(struct arena *mem, str raw, str *ret)
{
	str path;

	if (has_encoded_slash(raw) || url_decode(mem, raw, false, &path) != RC_OK)
		return false;
	/* "//host" would be another host when it comes back in a Location. */
	if (str_starts(path, STR("//")) || has_dot_segment(path) || utf8_has_control(path))
		return false;
	if (memchr(path.s, '\t', path.n) || memchr(path.s, '\n', path.n) || memchr(path.s, '\r', path.n))
		return false;
	*ret = path;
	return true;
}

static bool query_read(struct arena *mem, str raw, struct http_request *r)
{
	size_t n = 0;
	str rest = raw, part;

	while (str_next(&rest, '&', &part))
		n += part.n > 0;
	if (n > HTTP_QUERY_MAX)
		return false;
	struct http_pair *pair = arena_try(mem, sizeof *pair, alignof(struct http_pair), n + 1);
	if (!pair)
		return false;
	n = 0;
	for (rest = raw; str_next(&rest, '&', &part);) {
		str value = part, name;
		if (part.n == 0)
			continue;
		if (!str_next(&value, '=', &name) || url_decode(mem, name, true, &pair[n].name) != RC_OK ||
		    url_decode(mem, value, true, &pair[n].value) != RC_OK)
			return false;
		n++;
	}
	r->query = pair;
	r->nquery = n;
	return true;
}

int target_read(struct arena *mem, str target, struct http_request *r, str *ret_authority)
{
	str authority = { NULL, 0 }, path = target, query = { NULL, 0 };

	if (has_forbidden_byte(target))
		return 400;
	size_t scheme = starts_caseless(target, STR("http://"))    ? 7
			: starts_caseless(target, STR("https://")) ? 8
								   : 0;
	if (scheme) { /* absolute form, which a server must take: RFC 9112 3.2.2 */
		size_t end = scheme;
		while (end < target.n && target.s[end] != '/' && target.s[end] != '?')
			end++;
		authority = str_cut(target, scheme, end - scheme);
		path = str_cut(target, end, target.n);
	}
	const char *mark = path.n ? memchr(path.s, '?', path.n) : NULL;
	if (mark) {
		size_t at = (size_t)(mark - path.s);
		query = str_cut(path, at + 1, path.n);
		path = str_cut(path, 0, at);
	}
	if (scheme && path.n == 0)
		path = STR("/");
	if (path.n > HTTP_PATH_MAX || query.n > HTTP_QUERY_BYTES)
		return 414;
	if (path.n == 0 || path.s[0] != '/' || (scheme && authority.n == 0))
		return 400;
	if (!path_read(mem, path, &r->path) || !query_read(mem, query, r))
		return 400;
	*ret_authority = authority;
	return 0;
}
