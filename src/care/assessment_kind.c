#include "account.h"
#include "assessment.h"

/* clang-format off */
static const struct field fields[ASSESSMENT__N] = {
	[ASSESSMENT_CHILD]      = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_ASSESSMENT, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[ASSESSMENT_INSTRUMENT] = { "instrument",    T_CODE,    N_("Form"), C3_PERSONAL, P_ASSESSMENT, .codes = "instrument", .required = true, .fixed = true },
	[ASSESSMENT_ON]         = { "on",            T_DATE,    N_("Day"), C3_PERSONAL, P_ASSESSMENT, .column = "on_day", .required = true, .fixed = true },
	[ASSESSMENT_ANSWERS]    = { "answers",       T_LONG,    N_("Answers"), C4_SENSITIVE, P_ASSESSMENT, .max = 4000, .required = true, .fixed = true },
	[ASSESSMENT_SCORE]      = { "score",         T_INT,     N_("Points"), C3_PERSONAL, P_ASSESSMENT, .min = 0, .max = 1000, .derived = true },
	[ASSESSMENT_OUT_OF]     = { "out_of",        T_INT,     N_("Of"), C3_PERSONAL, P_ASSESSMENT, .min = 0, .max = 1000, .derived = true },
	[ASSESSMENT_NOTE]       = { "note",          T_LONG,    N_("Note"), C4_SENSITIVE, P_ASSESSMENT, .max = 1000, .fixed = true },
	[ASSESSMENT_CLIENT]     = { "client",        T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_ASSESSMENT, .max = 36, .fixed = true, .index = true },
	[ASSESSMENT_BY]         = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_ASSESSMENT, .column = "by_account", .ref = &account_kind, .derived = true },
	[ASSESSMENT_AT]         = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_ASSESSMENT, .column = "at_time", .derived = true },
};

const struct kind assessment_kind = {
	.name = "assessment", .plural = "assessments", .label = N_("Assessment"), .labels = N_("Assessments"),
	.fields = fields, .nfields = ASSESSMENT__N, .profile = P_ASSESSMENT, .child_field = 1 + ASSESSMENT_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = assessment_check, .after = assessment_after,
};
/* clang-format on */
