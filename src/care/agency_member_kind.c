#include "account.h"
#include "agency.h"

/* clang-format off */
static const struct field fields[AGENCY_MEMBER__N] = {
	[AGENCY_MEMBER_AGENCY]  = { "agency",        T_REF,     N_("Agency"), C2_INTERNAL, P_AGENCY, .ref = &agency_kind, .required = true, .fixed = true, .index = true },
	[AGENCY_MEMBER_ACCOUNT] = { "account",       T_REF,     N_("Account"), C2_INTERNAL, P_AGENCY, .ref = &account_kind, .required = true, .fixed = true, .index = true },
	[AGENCY_MEMBER_FROM]    = { "from",          T_DATE,    N_("From"), C2_INTERNAL, P_AGENCY, .column = "from_day", .required = true },
	[AGENCY_MEMBER_TO]      = { "to",            T_DATE,    N_("To"), C2_INTERNAL, P_AGENCY, .column = "to_day" },
};

const struct kind agency_member_kind = {
	.name = "agency_member", .plural = "agency_members", .label = N_("Works at an agency"), .labels = N_("People at agencies"),
	.fields = fields, .nfields = AGENCY_MEMBER__N, .profile = P_AGENCY,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
	},
	/* Others see where they themselves belong. */
	.through = "t.account = ?D",
	.check = agency_member_check,
};
/* clang-format on */
