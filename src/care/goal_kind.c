#include "account.h"
#include "goal.h"

/* clang-format off */
static const struct field fields[GOAL__N] = {
	[GOAL_CHILD]   = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_PLAN, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[GOAL_PLAN]    = { "plan",          T_REF,     N_("Care plan"), C3_PERSONAL, P_PLAN, .ref = &plan_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[GOAL_DOMAIN]  = { "domain",        T_CODE,    N_("Part of life"), C3_PERSONAL, P_PLAN, .codes = "care_domain", .required = true },
	[GOAL_AIM]     = { "aim",           T_LONG,    N_("Goal"), C4_SENSITIVE, P_PLAN, .max = 500, .required = true },
	[GOAL_SERVICE] = { "service",       T_TEXT,    N_("Help"), C3_PERSONAL, P_PLAN, .max = 120, .required = true, .hint = N_("What is done for it: short, without an illness or a secret, since it stands in lists of tasks") },
	[GOAL_WHO]     = { "who",           T_CODE,    N_("Who"), C3_PERSONAL, P_PLAN, .codes = "role" },
	[GOAL_ACCOUNT] = { "account",       T_REF,     N_("By name"), C2_INTERNAL, P_PLAN, .ref = &account_kind, .index = true },
	[GOAL_DUE]     = { "due",           T_DATE,    N_("To be done by"), C3_PERSONAL, P_PLAN, .index = true },
	[GOAL_STATE]   = { "state",         T_CODE,    N_("Where it stands"), C3_PERSONAL, P_PLAN, .codes = "goal_state" },
	[GOAL_DONE_ON] = { "done_on",       T_DATE,    N_("Done on"), C3_PERSONAL, P_PLAN },
	[GOAL_NOTE]    = { "note",          T_LONG,    N_("Note"), C4_SENSITIVE, P_PLAN, .max = 500 },
};

const struct kind goal_kind = {
	.name = "goal", .plural = "goals", .label = N_("Goal"), .labels = N_("Goals"),
	.fields = fields, .nfields = GOAL__N, .profile = P_PLAN, .child_field = 1 + GOAL_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = goal_check, .after = goal_after,
};
/* clang-format on */
