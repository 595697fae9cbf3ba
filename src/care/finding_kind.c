#include "account.h"
#include "finding.h"

/* clang-format off */
static const struct field fields[FINDING__N] = {
	[FINDING_CHILD]        = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_RISK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[FINDING_INDICATOR]    = { "indicator",     T_CODE,    N_("Indicator"), C3_PERSONAL, P_RISK, .codes = "indicator", .required = true, .fixed = true },
	[FINDING_ON]           = { "on",            T_DATE,    N_("Seen on"), C3_PERSONAL, P_RISK, .column = "on_day", .required = true, .fixed = true },
	[FINDING_NOTE]         = { "note",          T_LONG,    N_("What was seen"), C4_SENSITIVE, P_RISK, .max = 500, .fixed = true },
	[FINDING_EVIDENCE]     = { "evidence",      T_TEXT,    N_("Evidence"), C2_INTERNAL, P_RISK, .max = 40, .derived = true },
	[FINDING_EVIDENCE_ID]  = { "evidence_id",   T_NUMBER,  N_("Record of the evidence"), C2_INTERNAL, P_RISK, .max = 19, .derived = true, .index = true },
	[FINDING_BY]           = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_RISK, .column = "by_account", .ref = &account_kind, .derived = true },
	[FINDING_AT]           = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_RISK, .column = "at_time", .derived = true },
	[FINDING_STATE]        = { "state",         T_CODE,    N_("Where it stands"), C3_PERSONAL, P_RISK, .codes = "finding_state", .derived = true, .index = true },
	[FINDING_CONTEST]      = { "contest",       T_LONG,    N_("Why it is not so"), C4_SENSITIVE, P_RISK, .max = 500 },
	[FINDING_CONTESTED_BY] = { "contested_by",  T_REF,     N_("Contested by"), C2_INTERNAL, P_RISK, .ref = &account_kind, .derived = true },
	[FINDING_CONTESTED_ON] = { "contested_on",  T_DATE,    N_("Contested on"), C3_PERSONAL, P_RISK, .derived = true },
	[FINDING_ANSWER]       = { "answer",        T_LONG,    N_("Answer"), C4_SENSITIVE, P_RISK, .max = 500, .derived = true },
	[FINDING_ANSWERED_BY]  = { "answered_by",   T_REF,     N_("Answered by"), C2_INTERNAL, P_RISK, .ref = &account_kind, .derived = true },
	[FINDING_ANSWERED_ON]  = { "answered_on",   T_DATE,    N_("Answered on"), C3_PERSONAL, P_RISK, .derived = true },
	[FINDING_OVER_ON]      = { "over_on",       T_DATE,    N_("Not so any more since"), C3_PERSONAL, P_RISK, .derived = true },
};

const struct kind finding_kind = {
	.name = "finding", .plural = "findings", .label = N_("Indicator seen"), .labels = N_("Indicators seen"),
	.fields = fields, .nfields = FINDING__N, .profile = P_RISK, .child_field = 1 + FINDING_CHILD, .one_child = true, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = finding_check,
};
/* clang-format on */
