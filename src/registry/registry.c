#include "registry.h"
#include "export.h"
#include "hand_in.h"
#include "match.h"
#include "posting.h"
#include "registry_page.h"
#include "registry_timeline.h"
#include "rollup.h"
#include "search.h"
#include "settle.h"
#include "today.h"
#include "transfer_page.h"

static const struct kind *const kinds[] = { &school_kind,
					    &class_kind,
					    &child_kind,
					    &person_kind,
					    &tie_kind,
					    &absence_kind,
					    &circumstance_kind,
					    &enrolment_kind,
					    &crossing_kind,
					    &posting_kind,
					    &staff_kind,
					    &declaration_kind,
					    &student_record_kind,
					    &register_entry_kind,
					    &batch_kind,
					    &export_request_kind,
					    &transfer_kind,
					    &sweep_kind,
					    &sweep_entry_kind,
					    &difficulty_kind,
					    &class_teacher_kind,
					    &hand_in_kind,
					    &verdict_kind,
					    NULL };

/* Who is where today comes first: what is alike reads it. */
static enum rc settle(struct ctx *c, const int64_t *child, size_t n)
{
	enum rc rc = registry_settle(c, child, n);

	return rc == RC_OK ? match_settle(c, child, n) : rc;
}

static enum rc daily(struct ctx *c)
{
	enum rc rc = registry_daily(c);

	if (rc == RC_OK)
		rc = match_daily(c);
	if (rc == RC_OK)
		rc = search_daily(c);
	return rc == RC_OK ? export_daily(c) : rc;
}

static const char *const ddl[] = { rollup_ddl, match_ddl, search_ddl, hand_in_ddl, NULL };

const struct room registry_room = {
	.name = "registry",
	.kinds = kinds,
	.routes = registry_routes,
	.tabs = registry_tabs,
	.pages = registry_pages,
	.on_child = transfer_child_panel,
	.on_school = transfer_school_panel,
	.settle = settle,
	.daily = daily,
	.ddl = ddl,
	.jobs = registry_jobs,
	.today = today_items,
	.timeline = registry_timeline,
};
