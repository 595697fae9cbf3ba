#include "family.h"

/* clang-format off */
static const struct field fields[TIE__N] = {
	[TIE_CHILD]      = { "child",      T_REF,  N_("Child"),                C3_PERSONAL, P_FAMILY, .ref = &child_kind, .required = true, .fixed = true, .index = true },
	[TIE_PERSON]     = { "person",     T_REF,  N_("Adult"),                C3_PERSONAL, P_FAMILY, .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[TIE_RELATION]   = { "relation",   T_CODE, N_("Relation"),             C3_PERSONAL, P_FAMILY, .codes = "relation", .required = true },
	[TIE_GUARDIAN]   = { "guardian",   T_BOOL, N_("Guardian"),             C3_PERSONAL, P_FAMILY },
	[TIE_LIVES_WITH] = { "lives_with", T_BOOL, N_("Lives with the child"), C3_PERSONAL, P_FAMILY },
	[TIE_BARRED]     = { "barred",     T_BOOL, N_("Must not come near"),   C3_PERSONAL, P_FAMILY, .hint = N_("By order of a court or of civil affairs") },
	[TIE_FROM]       = { "from",       T_DATE, N_("From"),                 C3_PERSONAL, P_FAMILY, .column = "from_day" },
	[TIE_TO]         = { "to",         T_DATE, N_("To"),                   C3_PERSONAL, P_FAMILY, .column = "to_day" },
	[TIE_NOTE]       = { "note",       T_TEXT, N_("About the relation"),   C3_PERSONAL, P_FAMILY, .max = 60 },
	[TIE_CARER]      = { "carer",      T_BOOL, N_("Looks after the child day by day"), C3_PERSONAL, P_FAMILY },
};

const struct kind tie_kind = {
	.name = "tie", .plural = "ties", .label = N_("Tie"), .labels = N_("Ties"),
	.fields = fields, .nfields = TIE__N, .profile = P_FAMILY, .child_field = 1 + TIE_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN]    = "t.person = ?S AND coalesce(t.barred, 0) = 0",
		[REACH_CONSENTED] = "1=0", /* consent is to the child's own data */
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = tie_check,
};
/* clang-format on */
