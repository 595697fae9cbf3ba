#include "harness.h"

struct making {
	struct harness *h;
	struct harness_route *list;
	size_t n;
};
enum { ROUTES_MAX = 2000 };

static bool had(const struct making *m, const struct harness_route *r)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i].method == r->method && str_eq(str_of(m->list[i].path), str_of(r->path)))
			return true;
	return false;
}

/* What stands for :word where it is no kind. */
static str word_for(const char *plural, str before)
{
	if (plural)
		return str_of(plural);
	return str_eq(before, STR("language"))    ? STR("zh")
	       : str_eq(before, STR("statutory")) ? STR("civil_monthly")
	       : str_eq(before, STR("duties"))    ? STR("visit")
						  : STR("provision");
}

/* The path with the plural for :word, a code for :code, and {id} for :id. */
static void add(struct making *m, const struct route *route, const char *plural)
{
	struct buf path = buf_new(&m->h->mem, 4096), label = buf_new(&m->h->mem, 4096);
	str rest = str_cut(str_of(route->path), 1, strlen(route->path)), segment, before = { NULL, 0 };
	struct harness_route r = { .method = route->method, .need = route->need, .plural = plural };

	while (str_next(&rest, '/', &segment)) {
		str name = str_eq(segment, STR(":word")) ? word_for(plural, before) : segment;
		buf_ch(&path, '/');
		buf_ch(&label, '/');
		buf_str(&label, name);
		if (str_eq(segment, STR(":id")) && !r.plural)
			r.plural = str_z(&m->h->mem, before);
		buf_str(&path, str_eq(segment, STR(":id"))       ? STR("{id}")
			       : !str_eq(segment, STR(":code"))  ? name
			       : str_eq(before, STR("villages")) ? STR("440804101207") /* of the canary */
								 : STR("440804103"));
		before = segment;
	}
	r.label = str_z(&m->h->mem, buf_view(&label));
	if (!strcmp(r.label, "/regions/:code/children") && r.method == HTTP_GET)
		buf_lit(&path, "?of=civil_affairs");
	if (!strcmp(r.label, "/statutory/civil_monthly/rows"))
		buf_lit(&path, "?of=1");
	if (!strcmp(r.label, "/api/v1/left-behind"))
		buf_lit(&path, "?region=440804");
	r.path = str_z(&m->h->mem, buf_view(&path));
	if (m->n == ROUTES_MAX)
		harness_fail("too many routes");
	if (!had(m, &r))
		m->list[m->n++] = r;
}

static void add_each(struct making *m, const struct route *route)
{
	/* Elsewhere it is no kind: a language, a purpose. */
	if (strncmp(route->path, "/:word", 6) != 0 && strncmp(route->path, "/api/v1/:word", 13) != 0) {
		add(m, route, NULL);
		return;
	}
	add(m, route, "parents");
	for (size_t k = 0; k < m->h->model.nkinds; k++)
		if (m->h->model.kinds[k]->plural)
			add(m, route, m->h->model.kinds[k]->plural);
}

const struct harness_route *harness_routes(struct harness *h, size_t *ret_n)
{
	struct making m = { h, NEW(&h->mem, struct harness_route, ROUTES_MAX), 0 };

	for (size_t i = 0; i < h->app.nroutes; i++)
		for (const struct route *r = h->app.routes[i]; r->path; r++)
			add_each(&m, r);
	*ret_n = m.n;
	return m.list;
}
