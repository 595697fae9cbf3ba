#include "door.h"
#include "registry_page.h"

/* clang-format off */
const struct route registry_routes[] = {
	{ HTTP_GET,  "/sign-in",                   door_show,              .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in",                   door_enter,             .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-out",                  door_leave,             .need = ROLES_ANYONE },
	{ HTTP_GET,  "/language/:word",            door_language,          .need = ROLES_ANYONE },
	{ HTTP_GET,  "/",                          today_page_show,        .need = ROLES_SIGNED_IN },
	{ HTTP_GET,  "/more",                      more_page_show,         .need = ROLES_SIGNED_IN },

	/* Statuses of many children at once are for officials. */
	{ HTTP_GET,  "/regions",                   region_page_top,        .need = ROLE_OFFICER, .slow = true },
	{ HTTP_POST, "/regions",                   region_page_find,       .need = ROLE_OFFICER },
	{ HTTP_GET,  "/regions/:code",             region_page_show,       .need = ROLE_OFFICER, .slow = true },
	{ HTTP_GET,  "/regions/:code/children",    region_page_rows,       .need = ROLE_OFFICER },

	{ HTTP_GET,  "/schools",                   school_page_list,       .need = ROLES_STAFF },
	{ HTTP_GET,  "/schools/new",               school_page_new,        .need = ROLE_OFFICER },
	{ HTTP_POST, "/schools/new",               school_page_create,     .need = ROLE_OFFICER },
	{ HTTP_GET,  "/schools/:id",               school_page_show,       .need = ROLES_STAFF },
	{ HTTP_GET,  "/schools/:id/edit",          school_page_edit,       .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_POST, "/schools/:id/edit",          school_page_save,       .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_GET,  "/schools/:id/journal",       journal_page_show,      .need = ROLES_STAFF },
	{ HTTP_GET,  "/schools/:id/classes/new",   class_page_new,         .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_POST, "/schools/:id/classes/new",   class_page_create,      .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_GET,  "/classes/:id",               class_page_show,        .need = ROLES_STAFF },
	{ HTTP_GET,  "/classes/:id/edit",          class_page_edit,        .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_POST, "/classes/:id/edit",          class_page_save,        .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_GET,  "/classes/:id/journal",       journal_page_show,      .need = ROLES_STAFF },

	{ HTTP_GET,  "/children",                  children_page_list,     .need = ROLES_STAFF },
	{ HTTP_POST, "/children",                  children_page_find,     .need = ROLES_STAFF },
	{ HTTP_GET,  "/children/new",              child_edit_page_new,    .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_POST, "/children/new",              child_edit_page_create, .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_GET,  "/children/:id",              child_page_show,        .need = ROLES_STAFF },
	{ HTTP_POST, "/children/:id/show",         child_page_open,        .need = ROLES_STAFF },
	{ HTTP_GET,  "/children/:id/edit",         child_edit_page_edit,   .need = ROLES_STAFF },
	{ HTTP_POST, "/children/:id/edit",         child_edit_page_save,   .need = ROLES_STAFF },
	{ HTTP_GET,  "/children/:id/journal",      journal_page_show,      .need = ROLES_STAFF },
	{ HTTP_GET,  "/children/:id/parents/new",  parent_page_new,        .need = ROLES_STAFF },
	{ HTTP_POST, "/children/:id/parents/new",  parent_page_create,     .need = ROLES_STAFF },
	{ HTTP_GET,  "/parents/:id/edit",          parent_page_edit,       .need = ROLES_STAFF },
	{ HTTP_POST, "/parents/:id/edit",          parent_page_save,       .need = ROLES_STAFF },
	{ HTTP_GET,  "/persons/:id/journal",       journal_page_show,      .need = ROLES_STAFF },
	{ HTTP_GET,  "/persons/:id/absences/new",  absence_page_new,       .need = ROLES_STAFF },
	{ HTTP_POST, "/persons/:id/absences/new",  absence_page_create,    .need = ROLES_STAFF },
	{ HTTP_GET,  "/absences/:id/edit",         absence_page_edit,      .need = ROLES_STAFF },
	{ HTTP_POST, "/absences/:id/edit",         absence_page_save,      .need = ROLES_STAFF },
	{ HTTP_GET,  "/absences/:id/journal",      journal_page_show,      .need = ROLES_STAFF },

	{ HTTP_GET,  "/import",                    import_page_ask,        .need = ROLE_OFFICER | ROLE_HEAD },
	{ HTTP_POST, "/import",                    import_page_check,      .need = ROLE_OFFICER | ROLE_HEAD, .body_max = 8 << 20 },
	{ HTTP_POST, "/import/run",                import_page_run,        .need = ROLE_OFFICER | ROLE_HEAD, .body_max = 24 << 20 },
	{ 0 },
};

const struct tab registry_tabs[] = {
	{ "/",         "today", N_("Today"),    ROLES_SIGNED_IN },
	{ "/regions",  "even",  N_("Regions"),  ROLE_OFFICER },
	{ "/schools",  "class", N_("Schools"),  ROLE_OFFICER | ROLE_HEAD },
	{ "/children", "child", N_("Children"), ROLES_STAFF },
	{ "/more",     "more",  N_("More"),     ROLES_SIGNED_IN },
	{ 0 },
};
/* clang-format on */
