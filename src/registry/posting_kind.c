#include "account.h"
#include "posting.h"
#include "registry.h"

/* clang-format off */
static const struct field fields[POSTING__N] = {
	[POSTING_ACCOUNT] = { "account", T_REF,  N_("Who"),    C2_INTERNAL, P_DEPUTY, .ref = &account_kind, .required = true, .fixed = true, .index = true },
	[POSTING_SCHOOL]  = { "school",  T_REF,  N_("School"), C2_INTERNAL, P_DEPUTY, .ref = &school_kind, .required = true, .fixed = true, .index = true },
	[POSTING_FROM]    = { "from",    T_DATE, N_("From"),   C2_INTERNAL, P_DEPUTY, .column = "from_day", .required = true },
	[POSTING_TO]      = { "to",      T_DATE, N_("To"),     C2_INTERNAL, P_DEPUTY, .column = "to_day" },
};

/* Which schools a counsellor looks after. */
const struct kind posting_kind = {
	.name = "posting", .plural = "postings", .label = N_("Posting"), .labels = N_("Postings"),
	.fields = fields, .nfields = POSTING__N, .profile = P_DEPUTY,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
	},
	.check = posting_check,
};
/* clang-format on */
