#include "difficulty.h"

/* clang-format off */
static const struct field fields[DIFFICULTY__N] = {
	[DIFFICULTY_CHILD]            = { "child",            T_REF,    N_("Child"),              C3_PERSONAL,  P_DIFFICULTY, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DIFFICULTY_CATEGORY]         = { "category",         T_CODE,   N_("Category"),           C3_PERSONAL,  P_DIFFICULTY, .codes = "cid_class", .required = true },
	[DIFFICULTY_FROM]             = { "from",             T_DATE,   N_("From"),               C3_PERSONAL,  P_DIFFICULTY, .column = "from_day", .required = true },
	[DIFFICULTY_TO]               = { "to",               T_DATE,   N_("To"),                 C3_PERSONAL,  P_DIFFICULTY, .column = "to_day", .hint = N_("Empty while it lasts") },
	[DIFFICULTY_EVIDENCE]         = { "evidence",         T_TEXT,   N_("Evidence"),           C4_SENSITIVE, P_DIFFICULTY, .max = 200 },
	[DIFFICULTY_CERTIFICATE]      = { "certificate",      T_NUMBER, N_("Certificate number"), C4_SENSITIVE, P_DIFFICULTY, .max = 30 },
	[DIFFICULTY_DISABILITY_TYPE]  = { "disability_type",  T_CODE,   N_("Disability"),         C4_SENSITIVE, P_DIFFICULTY, .codes = "disability_type" },
	[DIFFICULTY_DISABILITY_LEVEL] = { "disability_level", T_CODE,   N_("Grade of disability"), C4_SENSITIVE, P_DIFFICULTY, .codes = "disability_level" },
	[DIFFICULTY_DECIDED_BY]       = { "decided_by",       T_TEXT,   N_("Decided by"),         C3_PERSONAL,  P_DIFFICULTY, .max = 60 },
};

/* Several may hold at once (国发〔2016〕36号); a child is counted once. */
const struct kind difficulty_kind = {
	.name = "difficulty", .plural = "difficulties", .label = N_("Difficulty"), .labels = N_("Difficulties"),
	.fields = fields, .nfields = DIFFICULTY__N, .profile = P_DIFFICULTY, .child_field = 1 + DIFFICULTY_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = difficulty_check,
};
/* clang-format on */
