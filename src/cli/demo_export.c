#include "demo_export.h"

#include "account.h"
#include "export.h"

static const int64_t hour = INT64_C(3600) * 1000 * 1000;

/* As this account, some hours ago; *c itself stays the program's. */
static enum rc as_account(const struct ctx *c, str login, int64_t ago, struct actor *ret_who, struct ctx *ret)
{
	struct ctx then = *c;
	int64_t id;
	enum rc rc = account_find(&then, login, &id);

	then.now = c->now - ago * hour;
	then.today = instant_day(then.now);
	if (rc == RC_OK)
		rc = account_actor_load(&then, id, 0, ret_who);
	if (rc != RC_OK)
		return rc;
	then.who = ret_who;
	*ret = then;
	return RC_OK;
}

static enum rc ask(const struct ctx *c, str login, int64_t ago, const struct export_new *n, int64_t *ret)
{
	struct actor who;
	struct ctx then;
	enum rc rc = as_account(c, login, ago, &who, &then);

	return rc == RC_OK ? export_ask(&then, n, ret) : rc;
}

enum rc demo_export_write(struct ctx *c)
{
	const struct export_new roll = { .kind = &child_kind,
					 .form = STR(CODE_EXPORT_FORM_NATIONAL),
					 .format = STR(CODE_EXPORT_FORMAT_XLSX),
					 .query = { .kind = &child_kind },
					 .plain = true,
					 .purpose = STR("与全国学籍系统核对秋季学期数据") },
				phones = { .kind = &child_kind,
					   .form = STR(CODE_EXPORT_FORM_OWN),
					   .format = STR(CODE_EXPORT_FORMAT_XLSX),
					   .query = { .kind = &child_kind },
					   .plain = true,
					   .purpose = STR("发给校外培训机构联系家长") };
	struct actor officer;
	struct ctx then;
	int64_t id;
	enum rc rc = ask(c, STR("head"), 50, &phones, &id);

	if (rc == RC_OK)
		rc = as_account(c, STR("officer"), 30, &officer, &then);
	if (rc == RC_OK)
		rc = export_decide(
			&then, &(struct export_answer){ .id = id,
							.why = STR("孩子和家长的电话不能提供给校外机构。") });
	return rc == RC_OK ? ask(c, STR("officer"), 3, &roll, &id) : rc;
}
