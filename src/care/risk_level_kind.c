#include "account.h"
#include "care.h"

/* clang-format off */
static const struct field fields[RISK_LEVEL__N] = {
	[RISK_LEVEL_CHILD]   = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_RISK, .ref = &child_kind, .required = true, .owned = true, .index = true, .derived = true },
	[RISK_LEVEL_FROM]    = { "from",          T_DATE,    N_("From"), C3_PERSONAL, P_RISK, .column = "from_day", .derived = true },
	[RISK_LEVEL_LEVEL]   = { "level",         T_INT,     N_("Risk level"), C3_PERSONAL, P_RISK, .min = 0, .max = 4, .derived = true },
	[RISK_LEVEL_REASONS] = { "reasons",       T_LONG,    N_("Reasons"), C3_PERSONAL, P_RISK, .max = 4000, .derived = true },
};

const struct kind risk_level_kind = {
	.name = "risk_level", .plural = "risk_levels", .label = N_("Risk level"), .labels = N_("Risk levels"),
	.fields = fields, .nfields = RISK_LEVEL__N, .profile = P_RISK, .child_field = 1 + RISK_LEVEL_CHILD, .one_child = true, .derived = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
