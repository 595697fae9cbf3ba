#include "account.h"
#include "alert.h"

/* clang-format off */
static const struct field fields[ALERT__N] = {
	[ALERT_CHILD]     = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_ALERT, .ref = &child_kind, .owned = true, .index = true },
	[ALERT_WHAT]      = { "what",          T_CODE,    N_("What it is about"), C3_PERSONAL, P_ALERT, .codes = "alert_what", .required = true, .fixed = true },
	[ALERT_TEXT]      = { "text",          T_LONG,    N_("In their words"), C4_SENSITIVE, P_ALERT, .column = "words", .max = 2000, .required = true, .fixed = true },
	[ALERT_WHO]       = { "who",           T_LONG,    N_("Which child, and where"), C4_SENSITIVE, P_ALERT, .max = 500, .fixed = true },
	[ALERT_REGION]    = { "region",        T_REGION,  N_("Place"), C2_INTERNAL, P_ALERT, .min = 6, .index = true },
	[ALERT_SCHOOL]    = { "school",        T_REF,     N_("School"), C2_INTERNAL, P_ALERT, .ref = &school_kind, .derived = true, .index = true },
	[ALERT_BY]        = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_ALERT, .column = "by_account", .ref = &account_kind, .derived = true },
	[ALERT_CONTACT]   = { "contact",       T_TEXT,    N_("How to reach who wrote"), C4_SENSITIVE, P_ALERT, .max = 100, .fixed = true },
	[ALERT_OPEN]      = { "open",          T_BOOL,    N_("From the public"), C2_INTERNAL, P_ALERT, .column = "from_public", .derived = true },
	[ALERT_AT]        = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_ALERT, .column = "at_time", .derived = true },
	[ALERT_STATE]     = { "state",         T_CODE,    N_("Where it stands"), C2_INTERNAL, P_ALERT, .codes = "alert_state", .derived = true },
	[ALERT_TAKEN_BY]  = { "taken_by",      T_REF,     N_("Taken by"), C2_INTERNAL, P_ALERT, .ref = &account_kind, .derived = true },
	[ALERT_TAKEN_AT]  = { "taken_at",      T_INSTANT, N_("Taken"), C2_INTERNAL, P_ALERT, .derived = true },
	[ALERT_CLOSED_ON] = { "closed_on",     T_DATE,    N_("Closed on"), C2_INTERNAL, P_ALERT, .derived = true },
	[ALERT_OUTCOME]   = { "outcome",       T_TEXT,    N_("What came of it"), C4_SENSITIVE, P_ALERT, .max = 500, .derived = true },
	[ALERT_CLIENT]    = { "client",        T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_ALERT, .max = 36, .fixed = true, .index = true },
};

#define CARE_OPEN " AND " NOT_LOCKED("coalesce(t.child, 0)")
const struct kind alert_kind = {
	.name = "alert", .plural = "alerts", .label = N_("Alert"), .labels = N_("Alerts"),
	.fields = fields, .nfields = ALERT__N, .profile = P_ALERT, .child_field = 1 + ALERT_CHILD, .kept = true,
	.through = "(t.by_account = ?A OR t.child IN (SELECT c.id FROM child c WHERE {child c}))",
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S" CARE_OPEN,
		[REACH_TOWNSHIP] = "(t.by_account = ?A OR (t.region >= ?S AND t.region < ?E))" CARE_OPEN,
		[REACH_VILLAGE]  = "(t.by_account = ?A OR (t.region >= ?S AND t.region < ?E))" CARE_OPEN,
		[REACH_SCHOOL]   = "(t.by_account = ?A OR t.school = ?S)" CARE_OPEN,
		[REACH_OWN] = "t.by_account = ?A", [REACH_SELF] = "t.by_account = ?A", [REACH_CONSENTED] = "t.by_account = ?A",
		[REACH_REFERRED] = "t.by_account = ?A",
	},
	.check = alert_check,
};
/* clang-format on */
