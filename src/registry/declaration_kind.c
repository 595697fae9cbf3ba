#include "declaration.h"

/* clang-format off */
static const struct field fields[DECLARATION__N] = {
	[DECLARATION_CHILD]  = { "child",  T_REF,  N_("Child"),            C3_PERSONAL, P_DECLARATION, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DECLARATION_STATUS] = { "status", T_CODE, N_("Declared status"),  C3_PERSONAL, P_DECLARATION, .codes = "roll_status", .required = true },
	[DECLARATION_DAY]    = { "day",    T_DATE, N_("Day of the form"),  C3_PERSONAL, P_DECLARATION, .required = true, .hint = N_("The day on which it was filled in") },
	[DECLARATION_SOURCE] = { "source", T_CODE, N_("Which form"),       C3_PERSONAL, P_DECLARATION, .codes = "declaration_source" },
	[DECLARATION_BATCH]  = { "batch",  T_REF,  N_("Import"),           C2_INTERNAL, P_DECLARATION, .ref = &batch_kind, .fixed = true, .derived = true },
};

/* Who reads a status reads what was declared of it; families and children never see the label. */
const struct kind declaration_kind = {
	.name = "declaration", .plural = "declarations", .label = N_("Declared status"), .labels = N_("Declared statuses"),
	.fields = fields, .nfields = DECLARATION__N, .profile = P_DECLARATION, .child_field = 1 + DECLARATION_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = declaration_check,
};
/* clang-format on */
