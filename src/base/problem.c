#include "problem.h"

struct problem *problem_add(struct problems *p, str field, const char *text, str arg0, str arg1)
{
	if (p->n == PROBLEMS_MAX) {
		p->dropped++;
		return &p->list[p->n - 1];
	}
	p->list = GROWN(p->mem, p->list, p->n, &p->cap);
	p->list[p->n] = (struct problem){ .field = field, .text = text, .arg = { arg0, arg1 } };
	return &p->list[p->n++];
}

void problem_put(struct buf *b, enum lang lang, const struct problem *p)
{
	tr_put(b, lang, p->text, p->arg, COUNT(p->arg));
}
