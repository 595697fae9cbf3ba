#include "declaration.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

void declaration_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day on = rec_day(r, DECLARATION_DAY);
	int64_t born;

	if (c->problems.n)
		return;
	if (!change->before && c->batch && c->via == VIA_IMPORT)
		r->v[DECLARATION_BATCH] = INT(c->batch);
	if (on > c->today)
		complain(c, "day", N_("This day is still to come."));
	else if (c->via != VIA_UNDO &&
		 DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
			INT(rec_int(r, DECLARATION_CHILD))) == RC_OK &&
		 on < born)
		complain(c, "day", N_("This is before the birth of the child."));
}
