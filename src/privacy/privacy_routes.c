#include "notice_page.h"
#include "opening_page.h"
#include "order_page.h"
#include "privacy.h"
#include "privacy_page.h"

/* Whose child's file it is, who answers for it, and who audits. */
#define LOOKED (ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR | ROLE_AUDITOR)

/* Who asks to have something opened, with those who are in charge of it, and whom notices reach. */
#define ROLES_ASKING (ROLE_OFFICER | ROLE_HEAD | ROLE_COUNSELLOR | ROLE_SUPERVISOR)
#define ROLES_OPENING (ROLES_ASKING | ROLE_CIVIL)
#define ROLES_TOLD (ROLES_STAFF | ROLES_CARE | ROLES_FAMILY | ROLES_KEEPING | ROLE_POLICE | ROLE_HOSPITAL)

/* clang-format off */
const struct route privacy_routes[] = {
	/* What families agree to. */
	{ HTTP_GET,  "/my/children/:id/consents",        consent_page_list,   .need = ROLES_FAMILY, .purpose = "consent" },
	{ HTTP_GET,  "/my/children/:id/consents/:word",  consent_page_show,   .need = ROLES_FAMILY, .purpose = "consent" },
	{ HTTP_POST, "/my/children/:id/consents/:word",  consent_page_answer, .need = ROLES_FAMILY, .purpose = "consent" },
	{ HTTP_GET,  "/children/:id/consents",           consent_page_list,   .need = ROLES_STAFF | ROLES_CARE, .purpose = "consent" },
	{ HTTP_GET,  "/children/:id/consents/:word",     consent_page_show,   .need = ROLES_STAFF | ROLES_CARE, .purpose = "consent" },
	{ HTTP_POST, "/children/:id/consents/:word",     consent_page_answer, .need = ROLES_STAFF, .purpose = "consent" },

	/* A child as its own family sees it. */
	{ HTTP_GET,  "/my/children/:id",                 family_page_child,   .need = ROLES_FAMILY, .purpose = "file" },
	{ HTTP_GET,  "/my/children/:id/known",           family_page_known,   .need = ROLES_FAMILY, .purpose = "file" },
	{ HTTP_GET,  "/my/children/:id/wrong",           wrong_page_ask,      .need = ROLES_FAMILY, .purpose = "rights" },
	{ HTTP_POST, "/my/children/:id/wrong",           wrong_page_send,     .need = ROLES_FAMILY, .purpose = "rights" },
	{ HTTP_GET,  "/my/children/:id/file",            family_page_file,    .need = ROLES_FAMILY, .purpose = "file" },
	{ HTTP_POST, "/my/children/:id/file",            family_page_open,    .need = ROLES_FAMILY, .purpose = "show" },

	/* Who looked. */
	{ HTTP_GET,  "/my/children/:id/looked",          looked_page_show,    .need = ROLES_FAMILY, .purpose = "readings" },
	{ HTTP_GET,  "/children/:id/looked",             looked_page_show,    .need = LOOKED, .purpose = "readings" },
	{ HTTP_GET,  "/api/v1/children/:id/readings",    looked_page_api,     .need = LOOKED | ROLES_FAMILY, .purpose = "readings" },

	/* What families ask for. */
	{ HTTP_GET,  "/my/children/:id/requests",        rights_page_ask,     .need = ROLES_FAMILY, .purpose = "rights" },
	{ HTTP_POST, "/my/children/:id/requests",        rights_page_create,  .need = ROLES_FAMILY, .purpose = "rights" },
	{ HTTP_GET,  "/my/requests/:id",                 rights_page_show,    .need = ROLES_FAMILY, .purpose = "rights" },
	{ HTTP_POST, "/my/requests/:id/copy",            copy_page_show,      .need = ROLES_FAMILY, .purpose = "print" },
	{ HTTP_POST, "/my/requests/:id/file",            copy_page_file,      .need = ROLES_FAMILY, .purpose = "export" },
	{ HTTP_GET,  "/children/:id/requests",           rights_page_ask,     .need = ROLE_OFFICER, .purpose = "rights" },
	{ HTTP_POST, "/children/:id/requests",           rights_page_create,  .need = ROLE_OFFICER, .purpose = "rights" },
	{ HTTP_GET,  "/rights_requests",                 rights_page_list,    .need = ROLE_OFFICER | ROLE_AUDITOR, .purpose = "rights" },
	{ HTTP_GET,  "/rights_requests/:id",             rights_page_show,    .need = ROLE_OFFICER | ROLE_AUDITOR, .purpose = "rights" },
	{ HTTP_POST, "/rights_requests/:id",             rights_page_decide,  .need = ROLE_OFFICER, .purpose = "rights" },
	{ HTTP_POST, "/rights_requests/:id/copy",        copy_page_show,      .need = ROLE_OFFICER, .purpose = "print" },
	{ HTTP_POST, "/rights_requests/:id/file",        copy_page_file,      .need = ROLE_OFFICER, .purpose = "export" },
	{ HTTP_GET,  "/children/:id/erase",              erase_page_ask,      .need = ROLE_OFFICER, .purpose = "rights" },
	{ HTTP_POST, "/children/:id/erase",              erase_page_run,      .need = ROLE_OFFICER, .purpose = "rights" },
	{ HTTP_GET,  "/storage_locks",                   lock_page_list,      .need = ROLE_OFFICER | ROLE_AUDITOR, .purpose = "rights" },
	{ HTTP_POST, "/storage_locks/:id/lift",          lock_page_end,       .need = ROLE_OFFICER, .purpose = "rights" },

	/* Numbers and rules, no child. */
	{ HTTP_GET,  "/admin/retention",                 retention_page_show, .need = ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR, .slow = true },
	{ HTTP_GET,  "/admin/audit-report",              audit_report_page,   .need = ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR, .slow = true },
	{ HTTP_POST, "/admin/audit-report",              audit_report_submit, .need = ROLE_OFFICER },
	{ HTTP_GET,  "/admin/self-audit",                self_audit_page,     .need = ROLES_KEEPING, .slow = true },

	/* What is sealed, and what somebody is told. */
	{ HTTP_GET,  "/protection_orders/:id",           order_page_show,     .need = ROLES_STAFF, .purpose = "order" },
	{ HTTP_POST, "/protection_orders/:id/show",      order_page_open,     .need = ROLES_STAFF, .purpose = "order" },
	{ HTTP_GET,  "/openings",                        opening_page_list,   .need = ROLES_OPENING | ROLE_AUDITOR, .purpose = "openings" },
	{ HTTP_GET,  "/openings/:id",                    opening_page_show,   .need = ROLES_OPENING | ROLE_AUDITOR, .purpose = "opening" },
	{ HTTP_POST, "/openings/:id/agree",              opening_page_agree,  .need = ROLES_OPENING, .purpose = "opening" },
	{ HTTP_POST, "/openings/:id/refuse",             opening_page_refuse, .need = ROLES_OPENING, .purpose = "opening" },
	{ HTTP_POST, "/openings/:id/close",              opening_page_close,  .need = ROLES_OPENING, .purpose = "opening" },
	{ HTTP_GET,  "/:word/:id/ask",                   opening_page_ask,    .need = ROLES_ASKING, .purpose = "opening" },
	{ HTTP_POST, "/:word/:id/ask",                   opening_page_send,   .need = ROLES_ASKING, .purpose = "opening" },
	{ HTTP_GET,  "/notices",                         notice_page_list,    .need = ROLES_TOLD },
	{ HTTP_POST, "/notices/:id/look",                notice_page_look,    .need = ROLES_TOLD },

	{ 0 },
};
/* clang-format on */
