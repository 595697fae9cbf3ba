/* Forms: application/x-www-form-urlencoded (WHATWG URL 5.1) and multipart/form-data (RFC 7578, RFC 2046 5.1)
 * of a body that is whole.  Fields are slices of the body wherever nothing in them had to be decoded. */
#include "server.h"
#include "utf8.h"

enum { FIELDS_MAX = 500, FILES_MAX = 20, BOUNDARY_MAX = 70 /* RFC 2046 5.1.1 */, PART_HEADER_MAX = 8 << 10 };

struct fields {
	struct arena *mem;
	struct http_pair *list;
	size_t n, room, files;
};

static enum rc add_field(struct fields *f, str name, str value)
{
	if (f->n == FIELDS_MAX)
		return RC_TOO_BIG;
	struct http_pair *list = TRY_GROWN(f->mem, f->list, f->n, &f->room);
	if (!list)
		return RC_TOO_BIG;
	f->list = list;
	f->list[f->n++] = (struct http_pair){ name, value };
	return RC_OK;
}

static enum rc read_urlencoded(struct fields *f, str body)
{
	str part, name, decoded_name, value;

	while (str_next(&body, '&', &part)) {
		if (part.n == 0)
			continue;
		if (f->n == FIELDS_MAX)
			return RC_TOO_BIG;
		str rest = part;
		if (!str_next(&rest, '=', &name))
			return RC_MALFORMED;
		enum rc rc = url_decode(f->mem, name, true, &decoded_name);
		if (rc == RC_OK)
			rc = url_decode(f->mem, rest, true, &value);
		if (rc == RC_OK)
			rc = add_field(f, decoded_name, value);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static bool is_name(str s, const char *lower)
{
	size_t n = strlen(lower);

	for (size_t i = 0; i < n && s.n == n; i++)
		if ((s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] | 0x20 : s.s[i]) != lower[i])
			return false;
	return s.n == n;
}

static str skip_blanks(str s)
{
	while (s.n && (s.s[0] == ' ' || s.s[0] == '\t'))
		s = str_cut(s, 1, s.n);
	return s;
}

/* Browsers write a quotation mark as %22 (WHATWG), older ones as \"; a backslash before anything else is
 * itself, as in C:\paths.  *rest stands after the closing mark then. */
static bool take_quoted(struct arena *mem, str *rest, str *ret)
{
	char *to = arena_try(mem, 1, 1, rest->n);
	size_t n = 0, i = 1;

	for (; to && i < rest->n && rest->s[i] != '"'; i++) {
		if (rest->s[i] == '\\' && i + 1 < rest->n && rest->s[i + 1] == '"')
			i++;
		to[n++] = rest->s[i];
	}
	if (!to || i >= rest->n)
		return false;
	*rest = str_cut(*rest, i + 1, rest->n);
	*ret = (str){ to, n };
	return true;
}

/* The next `; name=value` of a header's parameters.  False at the end or, with *broken, at nonsense. */
static bool next_parameter(struct arena *mem, str *rest, str *ret_name, str *ret_value, bool *broken)
{
	*rest = skip_blanks(*rest);
	if (rest->n == 0)
		return false;
	*broken = true;
	if (rest->s[0] != ';')
		return false;
	*rest = skip_blanks(str_cut(*rest, 1, rest->n));
	if (rest->n == 0) { /* a semicolon at the very end is common */
		*broken = false;
		return false;
	}
	const char *equals = memchr(rest->s, '=', rest->n);
	if (!equals)
		return false;
	size_t n = (size_t)(equals - rest->s);
	*ret_name = str_trim(str_cut(*rest, 0, n));
	*rest = skip_blanks(str_cut(*rest, n + 1, rest->n));
	if (rest->n && rest->s[0] == '"') {
		if (!take_quoted(mem, rest, ret_value))
			return false;
	} else {
		const char *end = rest->n ? memchr(rest->s, ';', rest->n) : NULL;
		n = end ? (size_t)(end - rest->s) : rest->n;
		*ret_value = str_trim(str_cut(*rest, 0, n));
		*rest = str_cut(*rest, n, rest->n);
	}
	*broken = false;
	return true;
}

struct part {
	str name;
	bool named, is_file;
};

/* A name as browsers escape it: only %22, %0D and %0A stand for something. */
static bool unescape_name(struct arena *mem, str s, str *ret)
{
	char *to = arena_try(mem, 1, 1, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; to && i < s.n; i++) {
		str three = str_cut(s, i, 3);
		char c = s.s[i];
		if (str_eq(three, STR("%22")))
			c = '"';
		if (is_name(three, "%0d"))
			c = '\r';
		if (is_name(three, "%0a"))
			c = '\n';
		if (c != s.s[i])
			i += 2;
		to[n++] = c;
	}
	*ret = (str){ to, n };
	return to && utf8_valid(*ret);
}

static enum rc read_disposition(struct arena *mem, str value, struct part *p)
{
	str kind, name, parameter;
	const char *end = value.n ? memchr(value.s, ';', value.n) : NULL;
	bool broken = false;

	kind = str_trim(str_cut(value, 0, end ? (size_t)(end - value.s) : value.n));
	if (!is_name(kind, "form-data") || p->named)
		return RC_MALFORMED;
	value = str_cut(value, end ? (size_t)(end - value.s) : value.n, value.n);
	while (next_parameter(mem, &value, &name, &parameter, &broken)) {
		if (is_name(name, "filename") || is_name(name, "filename*"))
			p->is_file = true;
		if (!is_name(name, "name"))
			continue;
		if (p->named || !unescape_name(mem, parameter, &p->name))
			return RC_MALFORMED;
		p->named = true;
	}
	return broken || !p->named ? RC_MALFORMED : RC_OK;
}

static enum rc read_part_line(struct arena *mem, str line, struct part *p)
{
	str name;

	if (!memchr(line.s, ':', line.n) || memchr(line.s, '\0', line.n))
		return RC_MALFORMED;
	if (!str_next(&line, ':', &name) || !is_name(name, "content-disposition"))
		return RC_OK;
	return read_disposition(mem, skip_blanks(line), p);
}

/* The lines between a boundary and the empty line; *rest stands at the content then. */
static enum rc read_part_header(struct arena *mem, str *rest, struct part *p)
{
	size_t used = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK) {
		str near =
			str_cut(*rest, 0, PART_HEADER_MAX + 2); /* what follows may be a file of megabytes */
		const char *end = near.n > 1 ? memmem(near.s, near.n, "\r\n", 2) : NULL;
		str line = { near.s, end ? (size_t)(end - near.s) : near.n };
		used += line.n;
		if (used > PART_HEADER_MAX)
			return RC_TOO_BIG;
		if (!end)
			return RC_MALFORMED;
		*rest = str_cut(*rest, line.n + 2, rest->n);
		if (line.n == 0)
			return p->named ? RC_OK : RC_MALFORMED;
		rc = read_part_line(mem, line, p);
	}
	return rc;
}

/* Steps over "--boundary" and what ends its line.  *last: it is the closing one. */
static bool take_boundary(str *rest, str dashes, bool *last)
{
	if (!str_starts(*rest, dashes))
		return false;
	str after = str_cut(*rest, dashes.n, rest->n);
	*last = str_starts(after, STR("--"));
	if (*last)
		return true; /* what follows is for nobody: RFC 2046's epilogue */
	after = skip_blanks(after);
	if (!str_starts(after, STR("\r\n")))
		return false;
	*rest = str_cut(after, 2, after.n);
	return true;
}

/* One part; *rest stands at its boundary before, and at the next one after. */
static enum rc read_part(struct fields *f, str *rest, str line)
{
	struct part p = { .named = false };
	enum rc rc = read_part_header(f->mem, rest, &p);

	if (rc != RC_OK)
		return rc;
	const char *end = rest->n ? memmem(rest->s, rest->n, line.s, line.n) : NULL;
	if (!end)
		return RC_MALFORMED;
	str value = { rest->s, (size_t)(end - rest->s) };
	*rest = str_cut(*rest, value.n + 2, rest->n);
	if (!p.is_file && !utf8_valid(value))
		return RC_MALFORMED;
	f->files += p.is_file;
	return f->files > FILES_MAX ? RC_TOO_BIG : add_field(f, p.name, value);
}

static enum rc read_multipart(struct fields *f, str body, str boundary)
{
	char *to = arena_try(f->mem, 1, 1, boundary.n + 4);
	bool last = false;

	if (!to)
		return RC_TOO_BIG;
	memcpy(mempcpy(to, "\r\n--", 4), boundary.s, boundary.n);
	str line = { to, boundary.n + 4 }, dashes = { to + 2, boundary.n + 2 };
	/* A preamble is allowed and meaningless. */
	const char *at = str_starts(body, dashes) ? body.s
			 : body.n                 ? memmem(body.s, body.n, line.s, line.n)
						  : NULL;
	if (!at)
		return RC_MALFORMED;
	str rest = str_cut(body, (size_t)(at - body.s) + (str_starts(body, dashes) ? 0 : 2), body.n);
	while (take_boundary(&rest, dashes, &last) && !last) {
		enum rc rc = read_part(f, &rest, line);
		if (rc != RC_OK)
			return rc;
	}
	return last ? RC_OK : RC_MALFORMED;
}

/* The media type in *ret_type, and the boundary among its parameters. */
static enum rc read_type(struct arena *mem, str header, str *ret_type, str *ret_boundary)
{
	const char *end = header.n ? memchr(header.s, ';', header.n) : NULL;
	size_t n = end ? (size_t)(end - header.s) : header.n;
	str rest = str_cut(header, n, header.n), name, value;
	bool broken = false;

	*ret_type = str_trim(str_cut(header, 0, n));
	*ret_boundary = (str){ NULL, 0 };
	while (next_parameter(mem, &rest, &name, &value, &broken)) {
		if (!is_name(name, "boundary"))
			continue;
		if (ret_boundary->s)
			return RC_MALFORMED;
		*ret_boundary = value;
	}
	return broken ? RC_MALFORMED : RC_OK;
}

enum rc http_form(const struct http_request *r, struct http_pair **ret, size_t *ret_n)
{
	struct fields f = { .mem = r->mem };
	str type, boundary;
	enum rc rc = read_type(r->mem, http_header(r, STR("content-type")), &type, &boundary);

	if (rc != RC_OK)
		return rc;
	if (is_name(type, "application/x-www-form-urlencoded"))
		rc = read_urlencoded(&f, r->body);
	else if (!is_name(type, "multipart/form-data"))
		return RC_MEDIA;
	else if (boundary.n == 0 || boundary.n > BOUNDARY_MAX)
		return RC_MALFORMED;
	else
		rc = read_multipart(&f, r->body, boundary);
	if (rc != RC_OK)
		return rc;
	*ret = f.list;
	*ret_n = f.n;
	return RC_OK;
}

/* --- what a file was called where it came from --- */

static str name_of_line(struct arena *mem, str line)
{
	str header, name, parameter, kind;
	bool broken = false;

	if (!memchr(line.s, ':', line.n) || !str_next(&line, ':', &header) ||
	    !is_name(header, "content-disposition") || !line.s || !str_next(&line, ';', &kind) || !line.s)
		return (str){ NULL, 0 };
	line = (str){ line.s - 1, line.n + 1 }; /* with its semicolon */
	while (next_parameter(mem, &line, &name, &parameter, &broken)) {
		str found;
		if (is_name(name, "filename") && unescape_name(mem, parameter, &found))
			return found;
	}
	return (str){ NULL, 0 };
}

/* The headers of a part stand right before its content: read backwards, line by line, to its boundary. */
str http_file_name(const struct http_request *r, str value)
{
	size_t end = value.s ? (size_t)(value.s - r->body.s) : 0, used = 0;

	if (!value.s || value.s < r->body.s || end > r->body.n || end < 4)
		return (str){ NULL, 0 };
	end -= 4; /* the end of the last line, and the empty one */
	while (used <= PART_HEADER_MAX) {
		size_t from = end;
		while (from > 0 && r->body.s[from - 1] != '\n')
			from--;
		str line = { r->body.s + from, end - from };
		str found = line.n ? name_of_line(r->mem, line) : line;
		if (found.n || str_starts(line, STR("--")) || from < 2)
			return found.n ? found : (str){ NULL, 0 };
		used += line.n + 2;
		end = from - 2;
	}
	return (str){ NULL, 0 };
}
