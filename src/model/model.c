#include "model.h"

const struct kind *model_kind(const struct model *m, str plural)
{
	for (size_t i = 0; i < m->nkinds; i++)
		if (m->kinds[i]->plural && str_eq(plural, str_of(m->kinds[i]->plural)))
			return m->kinds[i];
	return NULL;
}

const struct kind *model_kind_named(const struct model *m, str name)
{
	for (size_t i = 0; i < m->nkinds; i++)
		if (str_eq(name, str_of(m->kinds[i]->name)))
			return m->kinds[i];
	return NULL;
}

struct ctx ctx_system(const struct ctx *c, const struct actor *system)
{
	struct ctx s = *c;

	s.who = system;
	s.trusted = true;
	s.problems = (struct problems){ .mem = c->mem };
	return s;
}

int64_t ctx_param(const struct ctx *c, const char *key)
{
	static const char head[] = "demo.";
	char code[8] = "000000", demo[80];
	unsigned county = c->model->county;
	const struct param *p = NULL;

	for (int i = 5; i >= 0; i--, county /= 10)
		code[i] = (char)('0' + county % 10);
	if (c->model->demo && strlen(key) < sizeof demo - sizeof head) {
		memcpy(demo, head, sizeof head);
		memcpy(demo + sizeof head - 1, key, strlen(key) + 1);
		p = param_find(c->model->params, str_of(demo), str_of(code), c->today);
	}
	return p ? p->value : param_int(c->model->params, str_of(key), str_of(code), c->today);
}
