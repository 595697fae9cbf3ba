#include "route_index.h"

struct slot {
	str first; /* NULL: empty */
	size_t parts, n;
	const struct route **route;
};

struct route_index {
	size_t mask;
	struct slot *slot; /* open addressing; never full */
};

/* What stands for any first part in the table: no path has it, for it is never found in one. */
static const str anything = { ":", 1 };

static size_t parts_of(str path)
{
	size_t n = 0;

	for (size_t i = 0; i < path.n; i++)
		n += path.s[i] == '/';
	return n;
}

static str first_of(str path)
{
	str rest = str_cut(path, 1, path.n), first = { path.s, 0 };

	(void)str_next(&rest, '/', &first);
	return first;
}

static str first_of_route(const struct route *r)
{
	str first = first_of(str_of(r->path));

	return first.n && first.s[0] == ':' ? anything : first;
}

/* The slot of this key, or the empty one where it would stand. */
static struct slot *slot_of(const struct route_index *x, str first, size_t parts)
{
	size_t at = (size_t)str_hash(first) + parts * 0x9e3779b97f4a7c15u;

	for (;; at++) {
		struct slot *s = &x->slot[at & x->mask];

		if (!s->first.s || (s->parts == parts && str_eq(s->first, first)))
			return s;
	}
}

/* Every route that fits a path of these parts: those with this first one and those with any, as they come. */
static void fill(struct arena *mem, struct slot *s, const struct route *const *all, size_t n)
{
	s->route = NEW(mem, const struct route *, n);
	for (size_t i = 0; i < n; i++) {
		str first = first_of_route(all[i]);

		if (parts_of(str_of(all[i]->path)) == s->parts &&
		    (str_eq(first, s->first) || str_eq(first, anything)))
			s->route[s->n++] = all[i];
	}
}

static size_t count_routes(const struct route *const *routes, size_t nroutes)
{
	size_t n = 0;

	for (size_t i = 0; i < nroutes; i++)
		for (const struct route *r = routes[i]; r->path; r++)
			n++;
	return n;
}

const struct route_index *route_index_make(struct arena *mem, const struct route *const *routes,
					   size_t nroutes)
{
	struct route_index *x = NEW(mem, struct route_index, 1);
	size_t count = count_routes(routes, nroutes), n = 0, size = 16;
	const struct route **all = NEW(mem, const struct route *, count);

	for (size_t i = 0; i < nroutes; i++)
		for (const struct route *r = routes[i]; r->path; r++)
			all[n++] = r;
	while (size < 2 * count)
		size *= 2;
	*x = (struct route_index){ size - 1, NEW(mem, struct slot, size) };
	for (size_t i = 0; i < n; i++) {
		str first = first_of_route(all[i]);
		size_t parts = parts_of(str_of(all[i]->path));
		struct slot *s = slot_of(x, first, parts);

		if (s->first.s)
			continue;
		*s = (struct slot){ .first = first, .parts = parts };
		fill(mem, s, all, n);
	}
	return x;
}

const struct route *const *route_index_find(const struct route_index *x, str path, size_t *ret_n)
{
	size_t parts = parts_of(path);
	const struct slot *s = slot_of(x, first_of(path), parts);

	if (!s->first.s)
		s = slot_of(x, anything, parts);
	*ret_n = s->n;
	return s->route;
}
