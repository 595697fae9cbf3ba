/* program.h - the program writing in somebody's name: fields that only the program may give, after the rules
 * have said that this person may cause it.  The journal names the person, and whom that person stands in
 * for. */
#pragma once
#include "model.h"

/* The work of `c` done by *program, which must outlive it, in this county; 0: in that of the installation.
 * References come from our own code, and nothing of it counts as handed out. */
struct ctx program_for(const struct ctx *c, struct actor *program, unsigned county);
/* What the program found wrong in its actor's name is the actor's to read. */
void program_problems(struct ctx *c, const struct ctx *program);
/* What the program writes, or an undo writes back, stands as it is: the rules are for people. */
bool program_writes(const struct ctx *c);
