#include "clearance.h"
#include "session.h"

static void complain(struct ctx *c, const struct record *r, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(r->kind->fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

static bool own(const struct ctx *c, const struct record *r, size_t field)
{
	return c->who->account && rec_int(r, field) == c->who->account;
}

void clearance_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (!r)
		return;
	if (own(c, r, CLEARANCE_ACCOUNT))
		complain(c, r, CLEARANCE_ACCOUNT, N_("Nobody writes down the answer about themselves."));
	if (!rec_null(r, CLEARANCE_QUERIED_ON) && rec_day(r, CLEARANCE_QUERIED_ON) > c->today)
		complain(c, r, CLEARANCE_QUERIED_ON, N_("This day has not come yet."));
}

enum rc clearance_after(struct ctx *c, struct change *change)
{
	if (!change->after ||
	    str_eq(rec_text(change->after, CLEARANCE_RESULT), STR(CODE_CLEARANCE_RESULT_CLEAR)))
		return RC_OK;
	return session_end_all(c, rec_int(change->after, CLEARANCE_ACCOUNT));
}
