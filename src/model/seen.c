#include "seen.h"

#include <stdlib.h>

enum { FIRST = 32 };

static size_t place_of(const struct ids *s, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (s->cap - 1);

	while (s->slot[at] && s->slot[at] != id)
		at = (at + 1) & (s->cap - 1);
	return at;
}

static void grow(struct ids *s, struct arena *mem)
{
	struct ids more = { .cap = s->cap ? 2 * s->cap : FIRST, .n = s->n };

	more.slot = NEW(mem, int64_t, more.cap);
	for (size_t i = 0; i < s->cap; i++)
		if (s->slot[i])
			more.slot[place_of(&more, s->slot[i])] = s->slot[i];
	*s = more;
}

static void add(struct ids *s, struct arena *mem, int64_t id)
{
	if (2 * s->n >= s->cap)
		grow(s, mem);
	size_t at = place_of(s, id);
	s->n += !s->slot[at];
	s->slot[at] = id;
}

static bool about_a_person(const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].class >= C3_PERSONAL && k->fields[i].type != T_SECRET)
			return true;
	return false;
}

void seen_add(struct seen *s, const struct kind *k, int64_t id, int64_t child)
{
	s->apart |= k->sealed;
	if (k->is_child)
		add(&s->child, s->mem, id);
	else if (child)
		add(&s->child, s->mem, child);
	else if (about_a_person(k))
		add(&s->other, s->mem, id);
}

void seen_seal(struct seen *s)
{
	if (s)
		s->sealed_case = true;
}

void seen_clear(struct seen *s) { s->child = s->other = (struct ids){ NULL, 0, 0 }; }

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static size_t take(const struct ids *from, int64_t *to)
{
	size_t n = 0;

	for (size_t i = 0; i < from->cap; i++)
		if (from->slot[i])
			to[n++] = from->slot[i];
	return n;
}

size_t seen_list(const struct seen *s, struct arena *mem, int64_t **ret)
{
	int64_t *list = NEW(mem, int64_t, s->child.n + s->other.n);
	size_t n = take(&s->child, list);

	if (!n || s->apart)
		n += take(&s->other, list + n);
	if (n)
		qsort(list, n, sizeof *list, by_id);
	*ret = list;
	return n;
}
