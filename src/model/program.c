#include "program.h"

struct ctx program_for(const struct ctx *c, struct actor *program, unsigned county)
{
	*program = actor_system(county ? county : c->model->county);
	program->account = c->who->account;
	program->for_account = c->who->for_account;
	struct ctx p = ctx_system(c, program);
	p.seen = NULL; /* nothing of it is handed out */
	return p;
}

void program_problems(struct ctx *c, const struct ctx *program)
{
	c->problems = program->problems;
	c->conflicts = program->conflicts;
}

bool program_writes(const struct ctx *c) { return c->who->role == ROLE_SYSTEM || c->via == VIA_UNDO; }
