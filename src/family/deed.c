#include "deed.h"
#include "program.h"

static void complain(struct ctx *c, const struct kind *k, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(k->fields[field].name), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

void deed_check(struct ctx *c, const struct change *change)
{
	(void)c;
	(void)change;
}

void deed_part_check(struct ctx *c, const struct change *change)
{
	if (!program_writes(c) && change->after)
		complain(c, change->kind, 0,
			 N_("This is written by the program when somebody signs or acknowledges."));
}
