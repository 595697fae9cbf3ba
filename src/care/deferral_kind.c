#include "account.h"
#include "deferral.h"

/* clang-format off */
static const struct field fields[DEFERRAL__N] = {
	[DEFERRAL_CHILD]  = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_TASK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEFERRAL_DUTY]   = { "duty",          T_TEXT,    N_("Duty"), C2_INTERNAL, P_TASK, .max = 40, .required = true, .fixed = true },
	[DEFERRAL_FROM]   = { "from",          T_DATE,    N_("Period from"), C2_INTERNAL, P_TASK, .column = "from_day", .required = true, .fixed = true },
	[DEFERRAL_UNTIL]  = { "until",         T_DATE,    N_("Until"), C2_INTERNAL, P_TASK, .column = "until_day", .required = true, .fixed = true },
	[DEFERRAL_REASON] = { "reason",        T_TEXT,    N_("Why"), C4_SENSITIVE, P_TASK, .max = 200, .required = true, .fixed = true },
	[DEFERRAL_BY]     = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_TASK, .column = "by_account", .ref = &account_kind, .derived = true },
	[DEFERRAL_AT]     = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_TASK, .column = "at_time", .derived = true },
};

const struct kind deferral_kind = {
	.name = "deferral", .plural = "deferrals", .label = N_("Put off"), .labels = N_("Put off"),
	.fields = fields, .nfields = DEFERRAL__N, .profile = P_TASK, .child_field = 1 + DEFERRAL_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = deferral_check,
};
/* clang-format on */
