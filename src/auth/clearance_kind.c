#include "account.h"
#include "clearance.h"

/* clang-format off */
static const struct field fields[CLEARANCE__N] = {
	[CLEARANCE_ACCOUNT]    = { "account",    T_REF,  N_("Who"),        C2_INTERNAL, P_CLEARANCE, .ref = &account_kind, .required = true, .fixed = true, .index = true },
	[CLEARANCE_QUERIED_ON] = { "queried_on", T_DATE, N_("Queried on"), C2_INTERNAL, P_CLEARANCE, .required = true },
	[CLEARANCE_RESULT]     = { "result",     T_CODE, N_("Answer"),     C3_PERSONAL, P_CLEARANCE, .codes = "clearance_result", .required = true },
	[CLEARANCE_REFERENCE]  = { "reference",  T_TEXT, N_("Number of the answer"), C2_INTERNAL, P_CLEARANCE, .max = 60, .required = true },
};

/* Law on the Protection of Minors, art. 62: a query for convictions before work with children and every year. */
const struct kind clearance_kind = {
	.name = "clearance", .plural = "clearances", .label = N_("Conviction query"), .labels = N_("Conviction queries"),
	.fields = fields, .nfields = CLEARANCE__N, .profile = P_CLEARANCE,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
	},
	.check = clearance_check, .after = clearance_after,
};
/* clang-format on */
