#include "demo_then.h"

#include "account.h"
#include "demo.h"

static const int64_t noon = INT64_C(12) * 3600 * 1000000;

enum rc demo_then_at(const struct ctx *c, const char *login, int64_t at, struct demo_then *ret)
{
	int64_t id;

	ret->ctx = *c;
	ret->ctx.now = at;
	ret->ctx.today = instant_day(at);
	if (!login)
		return RC_OK;
	enum rc rc = account_find(&ret->ctx, str_of(login), &id);
	if (rc == RC_OK)
		rc = account_actor_load(&ret->ctx, id, 0, &ret->who);
	ret->ctx.who = &ret->who;
	return rc;
}

enum rc demo_then(const struct ctx *c, const char *login, day on, struct demo_then *ret)
{
	return demo_then_at(c, login, demo_instant(on) + noon, ret);
}
