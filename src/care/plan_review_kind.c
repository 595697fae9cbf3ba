#include "account.h"
#include "plan.h"

/* clang-format off */
static const struct field fields[PLAN_REVIEW__N] = {
	[PLAN_REVIEW_CHILD]    = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_PLAN, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[PLAN_REVIEW_PLAN]     = { "plan",          T_REF,     N_("Care plan"), C3_PERSONAL, P_PLAN, .ref = &plan_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[PLAN_REVIEW_ON]       = { "on",            T_DATE,    N_("Day"), C3_PERSONAL, P_PLAN, .column = "on_day", .required = true, .fixed = true },
	[PLAN_REVIEW_FOUND]    = { "found",         T_LONG,    N_("What has changed"), C4_SENSITIVE, P_PLAN, .max = 2000, .required = true, .fixed = true },
	[PLAN_REVIEW_DECISION] = { "decision",      T_CODE,    N_("What follows"), C3_PERSONAL, P_PLAN, .codes = "review_decision", .required = true, .fixed = true },
	[PLAN_REVIEW_NEXT_ON]  = { "next_on",       T_DATE,    N_("Looked at again on"), C3_PERSONAL, P_PLAN, .fixed = true },
	[PLAN_REVIEW_BY]       = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_PLAN, .column = "by_account", .ref = &account_kind, .derived = true },
	[PLAN_REVIEW_AT]       = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_PLAN, .column = "at_time", .derived = true },
};

const struct kind plan_review_kind = {
	.name = "plan_review", .plural = "plan_reviews", .label = N_("Review"), .labels = N_("Reviews"),
	.fields = fields, .nfields = PLAN_REVIEW__N, .profile = P_PLAN, .child_field = 1 + PLAN_REVIEW_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = plan_review_check, .after = plan_review_after,
};
/* clang-format on */
