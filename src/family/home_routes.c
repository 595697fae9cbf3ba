#include "home_page.h"

/* clang-format off */
const struct route home_routes[] = {
	{ HTTP_GET,  "/homes",                      home_list_show,          .need = ROLES_HOME_LOOK },
	{ HTTP_GET,  "/homes/file",                 home_file,               .need = ROLES_HOME_FILE },
	{ HTTP_GET,  "/homes/:id",                  home_page_show,          .need = ROLES_HOME_LOOK,  .purpose = "home_children" },
	{ HTTP_POST, "/homes/:id/open",             opening_log_open,        .need = ROLES_HOME_WRITE },
	{ HTTP_POST, "/homes/:id/close",            opening_log_close,       .need = ROLES_HOME_WRITE },
	{ HTTP_GET,  "/homes/:id/openings",         opening_log_show,        .need = ROLES_HOME_BOOKS },
	{ HTTP_GET,  "/homes/:id/children",         attendance_page_show,    .need = ROLES_HOME_BOOKS, .purpose = "home_children" },
	{ HTTP_POST, "/homes/:id/children",         attendance_page_came,    .need = ROLES_HOME_WRITE, .purpose = "home_children" },
	{ HTTP_POST, "/homes/:id/children/find",    attendance_page_find,    .need = ROLES_HOME_WRITE, .purpose = "home_children" },
	{ HTTP_POST, "/homes/:id/children/left",    attendance_page_left,    .need = ROLES_HOME_WRITE, .purpose = "home_children" },
	{ HTTP_GET,  "/homes/:id/roster",           roster_page_show,        .need = ROLES_HOME_BOOKS },
	{ HTTP_POST, "/homes/:id/roster",           roster_page_add,         .need = ROLES_HOME_WRITE },
	{ HTTP_POST, "/homes/:id/roster/copy",      roster_page_copy,        .need = ROLES_HOME_WRITE },
	{ HTTP_GET,  "/homes/:id/devices",          home_things_show,        .need = ROLES_HOME_LOOK },
	{ HTTP_POST, "/home_devices/:id/faults",    home_things_fault,       .need = ROLES_HOME_WRITE },
	{ HTTP_POST, "/device_faults/:id/mended",   home_things_mended,      .need = ROLES_HOME_WRITE },
	{ HTTP_GET,  "/homes/:id/activities",       home_activity_page_show, .need = ROLES_HOME_BOOKS },
	{ HTTP_GET,  "/homes/:id/check",            safety_page_show,        .need = ROLES_HOME_BOOKS },
	{ HTTP_POST, "/homes/:id/check",            safety_page_save,        .need = ROLES_HOME_WRITE },
	{ HTTP_GET,  "/homes/:id/money",            home_money_show,         .need = ROLES_HOME_MONEY },
	{ HTTP_POST, "/homes/:id/costs",            home_money_cost,         .need = ROLES_HOME_PAY },
	{ HTTP_POST, "/homes/:id/grants",           home_money_grant,        .need = ROLE_OFFICER | ROLE_FEDERATION },
	{ HTTP_GET,  "/homes/:id/sheet",            home_sheet_show,         .need = ROLES_HOME_BOOKS },
	{ 0 },
};
/* clang-format on */
