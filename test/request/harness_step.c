#include "harness.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

/* --- JSON --- */

static const struct json_value *child_of(const struct json_value *v, str name)
{
	int64_t at;

	if (v->type == JSON_OBJECT)
		return json_get(v, name);
	if (v->type != JSON_ARRAY || !str_digits(name) || !str_int(name, &at))
		return NULL;
	v = v->child;
	while (v && at-- > 0)
		v = v->next;
	return v;
}

const struct json_value *json_at(const struct json_value *v, const char *path)
{
	str rest = str_of(path), name;

	while (v && str_next(&rest, '.', &name))
		v = child_of(v, name);
	return v;
}

/* In one of a few buffers that take turns: read before four more. */
static str number_text(int64_t i)
{
	static char text[4][24];
	static int turn;
	char *to = text[turn++ % 4];

	snprintf(to, sizeof text[0], "%lld", (long long)i);
	return str_of(to);
}

static str count_at(const struct answer *a, str path)
{
	char up[200] = { 0 };
	int64_t n = 0;

	memcpy(up, path.s, path.n > 2 ? path.n - 2 : 0);
	const struct json_value *v = path.n > 2 ? json_at(a->json, up) : a->json;
	for (v = v ? v->child : NULL; v; v = v->next)
		n++;
	return number_text(n);
}

str text_at(const struct answer *a, const char *path)
{
	if (str_ends(str_of(path), STR("#")))
		return count_at(a, str_of(path));
	const struct json_value *v = json_at(a->json, path);
	if (!v)
		return (str){ NULL, 0 };
	switch (v->type) {
	case JSON_NULL: return STR("null");
	case JSON_BOOL: return v->i ? STR("true") : STR("false");
	case JSON_NUMBER: return v->whole ? number_text(v->i) : STR("fraction");
	case JSON_STRING: return v->text;
	default: return STR("[]");
	}
}

int64_t int_at(const struct answer *a, const char *path)
{
	const struct json_value *v = json_at(a->json, path);

	return v && v->type == JSON_NUMBER && v->whole ? v->i : -1;
}

int64_t id_at(const struct answer *a, const char *path)
{
	int64_t id;

	return str_int(text_at(a, path), &id) ? id : 0;
}

bool problem_at(const struct answer *a, const char *field)
{
	const struct json_value *v = json_at(a->json, "errors");

	for (v = v ? v->child : NULL; v; v = v->next) {
		const struct json_value *f = json_get(v, STR("field"));
		if (f && str_eq(f->text, str_of(field)))
			return true;
	}
	return false;
}

str header_of(const struct answer *a, const char *name)
{
	for (size_t i = 0; i < a->nheaders; i++)
		if (str_eq(a->header[i].name, str_of(name)))
			return a->header[i].value;
	return (str){ NULL, 0 };
}

/* --- names --- */

void harness_keep(struct harness *h, const char *name, str value)
{
	size_t i = 0;

	while (i < h->nvars && !str_eq(h->var[i].name, str_of(name)))
		i++;
	if (i == HARNESS_VARS)
		harness_fail("too many names are kept");
	h->nvars += i == h->nvars;
	h->var[i].name = str_dup(&h->mem, str_of(name));
	h->var[i].value = str_dup(&h->mem, value);
}

static const str *value_of(const struct harness *h, str name)
{
	for (size_t i = 0; i < h->nvars; i++)
		if (str_eq(h->var[i].name, name))
			return &h->var[i].value;
	return NULL;
}

/* JSON has braces too: only what is a kept name is replaced. */
str harness_fill(struct harness *h, const char *text)
{
	size_t n = strlen(text);
	struct buf b = buf_new(&h->mem, 4 * n + (1 << 16));

	for (const char *p = text; *p; p++) {
		const char *end = *p == '{' ? strchr(p, '}') : NULL;
		const str *value =
			end && end - p < 60 ? value_of(h, (str){ p + 1, (size_t)(end - p - 1) }) : NULL;
		if (value) {
			buf_str(&b, *value);
			p = end;
		} else {
			buf_ch(&b, *p);
		}
	}
	return str_dup(&h->mem, buf_view(&b));
}

/* --- steps --- */

static str place_of(const struct answer *a, const char *path)
{
	if (!strcmp(path, "@etag"))
		return a->etag;
	if (!strcmp(path, "@location"))
		return a->location.n ? a->location : header_of(a, "Location");
	if (path[0] == '@')
		return header_of(a, path + 1);
	return text_at(a, path);
}

static bool met(struct harness *h, const struct answer *a, const char *expect)
{
	str want = harness_fill(h, expect), path;
	const char *z = str_z(&h->mem, want);

	if (z[0] == '?')
		return problem_at(a, z + 1);
	if (z[0] == '~')
		return str_has(a->body, str_cut(want, 1, want.n));
	if (str_starts(want, STR("!~")))
		return !str_has(a->body, str_cut(want, 2, want.n));
	if (z[0] == '!')
		return !json_at(a->json, z + 1);
	if (!str_has(want, STR("=")))
		return json_at(a->json, z) != NULL;
	(void)str_next(&want, '=', &path);
	return str_eq(place_of(a, str_z(&h->mem, path)), want);
}

static void keep_all(struct harness *h, const struct answer *a, const char *keep)
{
	str rest = str_of(keep), one, name;

	while (str_next(&rest, ' ', &one)) {
		(void)str_next(&one, '=', &name);
		harness_keep(h, str_z(&h->mem, name), place_of(a, str_z(&h->mem, one)));
	}
}

bool harness_step(struct harness *h, const struct step *s)
{
	struct answer a = harness_ask(h, s->as, s->method, s->path, s->headers, s->body);
	bool good = a.status == s->status;

	printf("# %s: %s\n", as_name[s->as], s->label ? s->label : s->path);
	if (!good)
		printf("# status %d instead of %d\n", a.status, s->status);
	if (s->keep)
		keep_all(h, &a, s->keep);
	for (size_t i = 0; i < COUNT(s->expect) && s->expect[i]; i++)
		if (!met(h, &a, s->expect[i])) {
			printf("# not met: %s\n", s->expect[i]);
			good = false;
		}
	if (!good)
		tap_note(a.body.s, a.body.n > 1500 ? 1500 : a.body.n);
	return good;
}

/* --- numbers --- */

str harness_id_number(struct arena *mem, const char *place, day born, unsigned sequence)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	char text[32];
	int sum = 0;

	snprintf(text, sizeof text, "%.6s%08d%03u", place, (int)born, sequence % 1000);
	for (size_t i = 0; i < COUNT(weight); i++)
		sum += weight[i] * (text[i] - '0');
	text[17] = "10X98765432"[sum % 11];
	text[18] = 0;
	return str_dup(mem, str_of(text));
}

/* --- golden files --- */

static str file_text(struct arena *mem, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = buf_new(mem, 8 << 20);
	char part[8192];
	size_t n;

	while (f && (n = fread(part, 1, sizeof part, f)) > 0)
		buf_put(&b, part, n);
	if (f)
		(void)fclose(f);
	return buf_view(&b);
}

static bool has_line(str text, str line)
{
	str one;

	while (str_next(&text, '\n', &one))
		if (str_eq(one, line))
			return true;
	return false;
}

static void print_missing(str from, str in, char sign)
{
	str line;
	int shown = 0;

	while (str_next(&from, '\n', &line))
		if (line.n && !has_line(in, line) && shown++ < 60)
			printf("# %c %.*s\n", sign, STR_ARG(line));
}

bool harness_golden(const char *name, str now)
{
	struct arena mem;
	char path[4096];
	const char *accept = getenv("TX_ACCEPT");

	snprintf(path, sizeof path, "%s/%s", harness_golden_dir(), name);
	if (accept && *accept) {
		FILE *f = fopen(path, "wb");
		bool good = f && fwrite(now.s, 1, now.n, f) == now.n;
		return f && fclose(f) == 0 && good;
	}
	arena_init(&mem, 64 << 20);
	str was = file_text(&mem, path);
	bool same = was.n > 0 && str_eq(was, now);
	if (!same) {
		printf("# %s differs:\n", path);
		print_missing(was, now, '-');
		print_missing(now, was, '+');
		printf("# if that is meant: the same command after TX_ACCEPT=1 takes it; then read git "
		       "diff\n");
	}
	arena_free(&mem);
	return same;
}
