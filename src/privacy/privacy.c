#include "privacy.h"
#include "audit_report.h"
#include "consent.h"
#include "erase.h"
#include "family_home.h"
#include "notice.h"
#include "opening.h"
#include "order.h"
#include "order_page.h"
#include "persons.h"
#include "privacy_page.h"
#include "retention.h"
#include "rights.h"
#include "self_audit.h"

static const struct kind *const kinds[] = {
	&consent_text_kind,    &consent_kind,
	&consent_refusal_kind, &rights_request_kind,
	&storage_lock_kind,    &audit_submission_kind,
	&order_kind,           &opening_kind,
	&notice_kind,          NULL,
};

static const struct kind_page *const pages[] = { &order_pages, NULL };

static enum rc daily(struct ctx *c)
{
	static enum rc (*const jobs[])(struct ctx *) = { consent_daily,   order_daily,   opening_daily,
							 retention_daily, persons_daily, self_audit_daily };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(jobs) && rc == RC_OK; i++)
		rc = jobs[i](c);
	return rc;
}

static enum rc on_child(struct page *p, const struct record *child)
{
	enum rc rc = order_panel(p, child);

	return rc == RC_OK ? privacy_links(p, child) : rc;
}

static enum rc on_today(struct page *p, const struct record *none)
{
	(void)none;
	if (p->who->role & ROLES_FAMILY)
		return family_today(p);
	enum rc rc = notice_panel(p);
	return rc == RC_OK ? rights_panel(p) : rc;
}

static const char *const ddl[] = { notice_ddl, NULL };

static enum rc settle(struct ctx *c, const int64_t *child, size_t n)
{
	enum rc rc = order_settle(c, child, n);

	return rc == RC_OK ? consent_settle(c, child, n) : rc;
}

const struct room privacy_room = {
	.name = "privacy",
	.kinds = kinds,
	.routes = privacy_routes,
	.pages = pages,
	.on_child = on_child,
	.on_today = on_today,
	.settle = settle,
	.daily = daily,
	.ddl = ddl,
};
