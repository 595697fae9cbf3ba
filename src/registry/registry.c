#include "registry.h"
#include "export.h"
#include "posting.h"
#include "registry_page.h"
#include "rollup.h"
#include "settle.h"

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
					    NULL };

static enum rc daily(struct ctx *c)
{
	enum rc rc = registry_daily(c);

	return rc == RC_OK ? export_daily(c) : rc;
}

const struct room registry_room = {
	.name = "registry",
	.kinds = kinds,
	.routes = registry_routes,
	.tabs = registry_tabs,
	.pages = registry_pages,
	.settle = registry_settle,
	.on_today = export_panel,
	.daily = daily,
	.ddl = rollup_ddl,
	.jobs = registry_jobs,
};
