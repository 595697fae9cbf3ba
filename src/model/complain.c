#include "complain.h"

void complain_of(struct ctx *c, const char *field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(field), text, arg, (str){ NULL, 0 });
}

void complain(struct ctx *c, const char *field, const char *text)
{
	complain_of(c, field, text, (str){ NULL, 0 });
}

str complain_day(struct ctx *c, day d)
{
	struct buf b = buf_new(c->mem, 16);

	day_put(&b, d);
	return buf_view(&b);
}

str complain_date(struct ctx *c, day d)
{
	struct buf b = buf_new(c->mem, 64);

	tr_date(&b, c->lang, N_("{2} {1} {0}"), d);
	return buf_view(&b);
}
