#include "posting.h"
#include "deputy.h"

void posting_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (!r)
		return;
	check_days(c, r, POSTING_FROM, POSTING_TO);
	if (!rec_null(r, POSTING_ACCOUNT) && account_role_named(c, r, POSTING_ACCOUNT) != ROLE_COUNSELLOR)
		problem_add(&c->problems, STR("account"),
			    N_("Only a counsellor is posted to several schools."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
}
