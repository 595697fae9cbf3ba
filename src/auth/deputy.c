#include "deputy.h"
#include "account.h"

static void complain(struct ctx *c, const struct record *r, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(r->kind->fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

void check_days(struct ctx *c, const struct record *r, size_t from, size_t to)
{
	if (!rec_null(r, from) && !rec_null(r, to) && rec_day(r, to) < rec_day(r, from))
		complain(c, r, to, N_("It ends before it begins."));
}

enum role account_role_named(struct ctx *c, const struct record *r, size_t field)
{
	struct actor system = actor_system(r->county);
	struct ctx plain = ctx_system(c, &system);
	struct record account;

	if (rec_null(r, field) || record_load(&plain, &account_kind, rec_int(r, field), &account) != RC_OK ||
	    account.county != r->county)
		return 0;
	const struct role_row *row = role_of_code(rec_text(&account, ACCOUNT_ROLE));
	return row ? row->role : 0;
}

static bool own(const struct ctx *c, const struct record *r, size_t field)
{
	return c->who->account && rec_int(r, field) == c->who->account;
}

static void check_one(struct ctx *c, const struct record *r, size_t field)
{
	if (!rec_null(r, field) && !(account_role_named(c, r, field) & (ROLES_STAFF | ROLES_CARE)))
		complain(c, r, field, N_("This must be the account of somebody who looks after children."));
}

void deputy_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (!r)
		return;
	check_days(c, r, DEPUTY_FROM, DEPUTY_TO);
	check_one(c, r, DEPUTY_ACCOUNT);
	check_one(c, r, DEPUTY_DEPUTY);
	if (rec_int(r, DEPUTY_ACCOUNT) == rec_int(r, DEPUTY_DEPUTY))
		complain(c, r, DEPUTY_DEPUTY, N_("Nobody stands in for themselves."));
	if (own(c, r, DEPUTY_DEPUTY))
		complain(c, r, DEPUTY_DEPUTY, N_("Nobody gives themselves the place of another."));
	if (!rec_null(r, DEPUTY_FROM) && !rec_null(r, DEPUTY_TO) &&
	    day_number(rec_day(r, DEPUTY_TO)) - day_number(rec_day(r, DEPUTY_FROM)) >=
		    ctx_param(c, PARAM_DEPUTY_MAX_DAYS))
		complain(c, r, DEPUTY_TO, N_("A deputy stands in for a limited time; this is too long."));
}
