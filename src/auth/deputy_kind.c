#include "account.h"
#include "deputy.h"

/* clang-format off */
static const struct field fields[DEPUTY__N] = {
	[DEPUTY_ACCOUNT] = { "account",  T_REF,  N_("Who is away"),      C2_INTERNAL, P_DEPUTY, .ref = &account_kind, .required = true, .fixed = true, .index = true },
	[DEPUTY_DEPUTY]  = { "deputy",   T_REF,  N_("Who stands in"),    C2_INTERNAL, P_DEPUTY, .ref = &account_kind, .required = true, .fixed = true, .index = true },
	[DEPUTY_FROM]    = { "from",     T_DATE, N_("From"),             C2_INTERNAL, P_DEPUTY, .column = "from_day", .required = true },
	[DEPUTY_TO]      = { "to",       T_DATE, N_("To"),               C2_INTERNAL, P_DEPUTY, .column = "to_day", .required = true },
	[DEPUTY_REASON]  = { "reason",   T_TEXT, N_("Why"),              C2_INTERNAL, P_DEPUTY, .max = 120, .required = true },
};

const struct kind deputy_kind = {
	.name = "deputy", .plural = "deputies", .label = N_("Deputy"), .labels = N_("Deputies"),
	.fields = fields, .nfields = DEPUTY__N, .profile = P_DEPUTY,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
	},
	.check = deputy_check,
};
/* clang-format on */
