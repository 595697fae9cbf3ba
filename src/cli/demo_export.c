#include "demo_export.h"

#include "demo_then.h"
#include "export.h"

/* Some hours ago. */
static enum rc go_back(const struct ctx *c, const char *login, int64_t ago, struct demo_then *ret)
{
	return demo_then_at(c, login, c->now - ago * 3600 * 1000000, ret);
}

static enum rc ask(const struct ctx *c, const char *login, int64_t ago, const struct export_new *n,
		   int64_t *ret)
{
	struct demo_then then;
	enum rc rc = go_back(c, login, ago, &then);

	return rc == RC_OK ? export_ask(&then.ctx, n, ret) : rc;
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
	struct demo_then then;
	int64_t id;
	enum rc rc = ask(c, "head", 50, &phones, &id);

	if (rc == RC_OK)
		rc = go_back(c, "officer", 30, &then);
	if (rc == RC_OK)
		rc = export_decide(&then.ctx,
				   &(struct export_answer){
					   .id = id, .why = STR("孩子和家长的电话不能提供给校外机构。") });
	return rc == RC_OK ? ask(c, "officer", 3, &roll, &id) : rc;
}
