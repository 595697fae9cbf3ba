#include "registry.h"
#include "posting.h"
#include "registry_page.h"
#include "rollup.h"
#include "settle.h"

static const struct kind *const kinds[] = {
	&school_kind,       &class_kind,     &child_kind,    &person_kind,  &tie_kind, &absence_kind,
	&circumstance_kind, &enrolment_kind, &crossing_kind, &posting_kind, NULL
};

const struct room registry_room = {
	.name = "registry",
	.kinds = kinds,
	.routes = registry_routes,
	.tabs = registry_tabs,
	.pages = registry_pages,
	.settle = registry_settle,
	.daily = registry_daily,
	.ddl = rollup_ddl,
};
