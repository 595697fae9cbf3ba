#include "account.h"
#include "level.h"

/* clang-format off */
static const struct field fields[LEVEL_DECISION__N] = {
	[LEVEL_DECISION_CHILD]  = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_RISK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[LEVEL_DECISION_WHAT]   = { "what",          T_CODE,    N_("Up or down"), C3_PERSONAL, P_RISK, .codes = "level_act", .required = true, .fixed = true },
	[LEVEL_DECISION_LEVEL]  = { "level",         T_INT,     N_("Risk level"), C3_PERSONAL, P_RISK, .min = 1, .max = 4, .required = true, .fixed = true },
	[LEVEL_DECISION_ON]     = { "on",            T_DATE,    N_("On"), C3_PERSONAL, P_RISK, .column = "on_day", .required = true, .fixed = true },
	[LEVEL_DECISION_REASON] = { "reason",        T_LONG,    N_("Why"), C4_SENSITIVE, P_RISK, .max = 500, .required = true, .fixed = true },
	[LEVEL_DECISION_BY]     = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_RISK, .column = "by_account", .ref = &account_kind, .derived = true },
	[LEVEL_DECISION_AT]     = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_RISK, .column = "at_time", .derived = true },
};

const struct kind level_decision_kind = {
	.name = "level_decision", .plural = "level_decisions", .label = N_("Decision on a level"), .labels = N_("Decisions on levels"),
	.fields = fields, .nfields = LEVEL_DECISION__N, .profile = P_RISK, .child_field = 1 + LEVEL_DECISION_CHILD, .one_child = true, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = level_check,
};
/* clang-format on */
