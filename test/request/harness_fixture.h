/* harness_fixture.h - for harness.c only: what a template holds, and the secrets of its accounts. */
#pragma once
#include "harness.h"

struct template
{
	str name;
	int64_t fix[FIX__N];
	str token[AS__N];
	struct session session[AS__N];
};

/* Fill a migrated database; `db` has no writer thread, the model neither.  everyone: an account of every
 * role.
 */
void fixture_make(struct arena *mem, struct db *db, struct model *model, bool everyone, struct template *ret);
