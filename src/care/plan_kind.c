#include "account.h"
#include "plan.h"

/* clang-format off */
static const struct field fields[PLAN__N] = {
	[PLAN_CHILD]       = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_PLAN, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[PLAN_FROM]        = { "from",          T_DATE,    N_("From"), C3_PERSONAL, P_PLAN, .column = "from_day", .required = true },
	[PLAN_NEXT_ON]     = { "next_on",       T_DATE,    N_("Looked at again on"), C3_PERSONAL, P_PLAN, .index = true, .hint = N_("Empty: as late as the level allows") },
	[PLAN_SUMMARY]     = { "summary",       T_LONG,    N_("What it is about"), C4_SENSITIVE, P_PLAN, .max = 2000, .required = true },
	[PLAN_CHILD_VIEW]  = { "child_view",    T_LONG,    N_("What the child wants"), C4_SENSITIVE, P_PLAN, .max = 1000, .hint = N_("In the child's own words; needed from eight years on") },
	[PLAN_FAMILY_VIEW] = { "family_view",   T_LONG,    N_("What the family wants"), C4_SENSITIVE, P_PLAN, .max = 1000 },
	[PLAN_BY]          = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_PLAN, .column = "by_account", .ref = &account_kind, .derived = true },
	[PLAN_CLOSED_ON]   = { "closed_on",     T_DATE,    N_("Closed on"), C3_PERSONAL, P_PLAN },
	[PLAN_OUTCOME]     = { "outcome",       T_CODE,    N_("How it ended"), C3_PERSONAL, P_PLAN, .codes = "plan_outcome" },
	[PLAN_NOTE]        = { "note",          T_LONG,    N_("Note"), C4_SENSITIVE, P_PLAN, .max = 1000 },
};

const struct kind plan_kind = {
	.name = "plan", .plural = "plans", .label = N_("Care plan"), .labels = N_("Care plans"),
	.fields = fields, .nfields = PLAN__N, .profile = P_PLAN, .child_field = 1 + PLAN_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = plan_check, .after = plan_after,
};
/* clang-format on */
