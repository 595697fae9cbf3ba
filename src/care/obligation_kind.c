#include "account.h"
#include "care.h"

/* clang-format off */
static const struct field fields[OBLIGATION__N] = {
	[OBLIGATION_CHILD]       = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_DUTY, .ref = &child_kind, .owned = true, .index = true, .derived = true },
	[OBLIGATION_ACCOUNT]     = { "account",       T_REF,     N_("Of"), C2_INTERNAL, P_DUTY, .ref = &account_kind, .index = true, .derived = true },
	[OBLIGATION_DUTY]        = { "duty",          T_TEXT,    N_("Duty"), C2_INTERNAL, P_DUTY, .max = 40, .required = true, .derived = true },
	[OBLIGATION_ROLE]        = { "role",          T_CODE,    N_("Whose duty"), C2_INTERNAL, P_DUTY, .codes = "role", .derived = true },
	[OBLIGATION_VILLAGE]     = { "village",       T_REGION,  N_("Village"), C2_INTERNAL, P_DUTY, .min = 6, .derived = true, .index = true },
	[OBLIGATION_SCHOOL]      = { "school",        T_REF,     N_("School"), C2_INTERNAL, P_DUTY, .ref = &school_kind, .derived = true, .index = true },
	[OBLIGATION_FROM]        = { "from",          T_DATE,    N_("From"), C2_INTERNAL, P_DUTY, .column = "from_day", .derived = true },
	[OBLIGATION_DUE]         = { "due",           T_DATE,    N_("To be done by"), C2_INTERNAL, P_DUTY, .derived = true, .index = true },
	[OBLIGATION_DONE_ON]     = { "done_on",       T_DATE,    N_("Done on"), C2_INTERNAL, P_DUTY, .derived = true },
	[OBLIGATION_ENDED_ON]    = { "ended_on",      T_DATE,    N_("Asked no longer since"), C2_INTERNAL, P_DUTY, .derived = true },
	[OBLIGATION_EVIDENCE]    = { "evidence",      T_TEXT,    N_("Evidence"), C2_INTERNAL, P_DUTY, .max = 40, .derived = true },
	[OBLIGATION_EVIDENCE_ID] = { "evidence_id",   T_NUMBER,  N_("Record of the evidence"), C2_INTERNAL, P_DUTY, .max = 19, .derived = true },
	[OBLIGATION_DEFERRED_TO] = { "deferred_to",   T_DATE,    N_("Put off until"), C2_INTERNAL, P_DUTY, .derived = true },
	[OBLIGATION_NOW_ROLE]    = { "now_role",      T_CODE,    N_("Whose turn it is"), C2_INTERNAL, P_DUTY, .codes = "role", .derived = true, .index = true },
	[OBLIGATION_STEP_ON]     = { "step_on",       T_DATE,    N_("Goes one up on"), C2_INTERNAL, P_DUTY, .derived = true, .index = true },
};

#define CARE_OPEN " AND " NOT_LOCKED("coalesce(t.child, 0)")
const struct kind obligation_kind = {
	.name = "obligation", .plural = "obligations", .label = N_("Duty due"), .labels = N_("Duties due"),
	.fields = fields, .nfields = OBLIGATION__N, .profile = P_DUTY, .child_field = 1 + OBLIGATION_CHILD, .one_child = true, .derived = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S" CARE_OPEN,
		[REACH_TOWNSHIP] = "t.village >= ?S AND t.village < ?E" CARE_OPEN,
		[REACH_VILLAGE]  = "t.village >= ?S AND t.village < ?E" CARE_OPEN,
		[REACH_SCHOOL]   = "t.school = ?S" CARE_OPEN,
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
};
/* clang-format on */
