#include "json.h"
#include "utf8.h"

#include <cjson/cJSON.h>

/* cJSON is lenient (control characters in strings, leading zeros, NUL escapes, a key twice), so a strict pass
 * over RFC 8259's grammar goes first; what passes it, cJSON reads. */
struct scan {
	const char *p, *end;
	int depth;
};

static void skip_space(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
		s->p++;
}

static bool take(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool digits(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > from;
}

static bool number(struct scan *s)
{
	take(s, '-');
	if (!take(s, '0') && !digits(s))
		return false;
	if (take(s, '.') && !digits(s))
		return false;
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '-'))
			take(s, '+');
		return digits(s);
	}
	return true;
}

static bool hex4(struct scan *s, unsigned *ret)
{
	unsigned v = 0;

	if (s->end - s->p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = *s->p++;
		unsigned d = c >= '0' && c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a') + 10;
		if (d > 15)
			return false;
		v = v << 4 | d;
	}
	*ret = v;
	return true;
}

/* After the backslash. Surrogates must come in pairs; U+0000 would end a C string. */
static bool escape(struct scan *s)
{
	unsigned u, low;

	if (s->p == s->end)
		return false;
	char c = *s->p++;
	if (c != 'u')
		return c && strchr("\"\\/bfnrt", c);
	if (!hex4(s, &u) || u == 0 || (u >= 0xdc00 && u <= 0xdfff))
		return false;
	if (u < 0xd800 || u > 0xdbff)
		return true;
	return take(s, '\\') && take(s, 'u') && hex4(s, &low) && low >= 0xdc00 && low <= 0xdfff;
}

static bool string(struct scan *s)
{
	if (!take(s, '"'))
		return false;
	while (s->p < s->end) {
		unsigned char c = (unsigned char)*s->p++;
		if (c == '"')
			return true;
		if (c < 0x20 || (c == '\\' && !escape(s)))
			return false;
	}
	return false;
}

static bool word(struct scan *s, str w)
{
	if (!str_starts((str){ s->p, (size_t)(s->end - s->p) }, w))
		return false;
	s->p += w.n;
	return true;
}

static bool value(struct scan *s);

/* NOLINTBEGIN(misc-no-recursion): no deeper than JSON_DEPTH */
static bool members(struct scan *s, char close, bool object)
{
	skip_space(s);
	if (take(s, close))
		return true;
	do {
		skip_space(s);
		if (object) {
			if (!string(s))
				return false;
			skip_space(s);
			if (!take(s, ':'))
				return false;
		}
		if (!value(s))
			return false;
		skip_space(s);
	} while (take(s, ','));
	return take(s, close);
}

static bool value(struct scan *s)
{
	skip_space(s);
	if (s->p == s->end)
		return false;
	switch (*s->p) {
	case '{':
	case '[': {
		char open = *s->p++;
		if (++s->depth > JSON_DEPTH)
			return false;
		bool ok = members(s, open == '{' ? '}' : ']', open == '{');
		s->depth--;
		return ok;
	}
	case '"': return string(s);
	case 't': return word(s, STR("true"));
	case 'f': return word(s, STR("false"));
	case 'n': return word(s, STR("null"));
	default: return number(s);
	}
}

/* NOLINTEND(misc-no-recursion) */

static bool strict(str text)
{
	struct scan s = { text.s, text.s + text.n, 0 };

	if (!value(&s))
		return false;
	skip_space(&s);
	return s.p == s.end;
}

static str copy(struct arena *mem, const char *z)
{
	size_t n = strlen(z);
	char *p = arena_try(mem, 1, 1, n + 1);

	if (!p)
		return (str){ NULL, 0 };
	memcpy(p, z, n + 1);
	return (str){ p, n };
}

static bool has_key(const struct json_value *first, const char *key)
{
	for (const struct json_value *v = first; v; v = v->next)
		if (str_eq(v->key, str_of(key)))
			return true;
	return false;
}

static enum rc copy_value(struct arena *mem, const cJSON *from, struct json_value **ret);

/* NOLINTBEGIN(misc-no-recursion): the strict pass has bounded the depth */
static enum rc copy_children(struct arena *mem, const cJSON *from, struct json_value *to)
{
	struct json_value **tail = &to->child;

	for (const cJSON *c = from->child; c; c = c->next) {
		if (to->type == JSON_OBJECT && has_key(to->child, c->string))
			return RC_MALFORMED;
		enum rc rc = copy_value(mem, c, tail);
		if (rc != RC_OK)
			return rc;
		tail = &(*tail)->next;
	}
	return RC_OK;
}

static void copy_number(const cJSON *from, struct json_value *to)
{
	double d = from->valuedouble;

	to->whole = d >= -9007199254740992.0 && d <= 9007199254740992.0 && (double)(int64_t)d == d;
	to->i = to->whole ? (int64_t)d : 0;
}

static enum rc copy_value(struct arena *mem, const cJSON *from, struct json_value **ret)
{
	struct json_value *v = arena_try(mem, sizeof *v, alignof(struct json_value), 1);

	if (!v)
		return RC_TOO_BIG;
	*ret = v;
	if (from->string && !(v->key = copy(mem, from->string)).s)
		return RC_TOO_BIG;
	if (cJSON_IsObject(from) || cJSON_IsArray(from)) {
		v->type = cJSON_IsObject(from) ? JSON_OBJECT : JSON_ARRAY;
		return copy_children(mem, from, v);
	}
	if (cJSON_IsString(from)) {
		v->type = JSON_STRING;
		v->text = copy(mem, from->valuestring);
		return v->text.s ? RC_OK : RC_TOO_BIG;
	}
	if (cJSON_IsNumber(from)) {
		v->type = JSON_NUMBER;
		copy_number(from, v);
		return RC_OK;
	}
	v->type = cJSON_IsBool(from) ? JSON_BOOL : JSON_NULL;
	v->i = cJSON_IsTrue(from);
	return RC_OK;
}

/* NOLINTEND(misc-no-recursion) */

enum rc json_parse(struct arena *mem, str text, struct json_value **ret)
{
	struct json_value *v = NULL;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_cut(text, 3, text.n);
	if (!utf8_valid(text) || !strict(text))
		return RC_MALFORMED;
	cJSON *doc = cJSON_ParseWithLength(text.s, text.n);
	if (!doc)
		return RC_MALFORMED;
	/* arena_try() throughout: jumping out of here would leak cJSON's tree. */
	enum rc rc = copy_value(mem, doc, &v);
	cJSON_Delete(doc);
	if (rc == RC_OK)
		*ret = v;
	return rc;
}

const struct json_value *json_get(const struct json_value *object, str key)
{
	for (const struct json_value *v = object ? object->child : NULL; v; v = v->next)
		if (str_eq(v->key, key))
			return v;
	return NULL;
}
