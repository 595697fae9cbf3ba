#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_GRANT__N] = {
	[HOME_GRANT_HOME]      = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_MONEY, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_GRANT_YEAR]      = { "year", T_YEAR, N_("Year"), C2_INTERNAL, P_HOME_MONEY, .column = "in_year", .required = true },
	[HOME_GRANT_SOURCE]    = { "source", T_TEXT, N_("From whom"), C2_INTERNAL, P_HOME_MONEY, .max = 100, .required = true },
	[HOME_GRANT_AMOUNT]    = { "amount_fen", T_INT, N_("Amount in fen"), C2_INTERNAL, P_HOME_MONEY, .min = 1, .max = 2000000000, .required = true },
	[HOME_GRANT_REFERENCE] = { "reference", T_TEXT, N_("Document"), C2_INTERNAL, P_HOME_MONEY, .max = 100 },
};

const struct kind home_grant_kind = {
	.name = "home_grant", .plural = "home_grants", .label = N_("Grant for a happy home"), .labels = N_("Grants for happy homes"),
	.fields = fields, .nfields = HOME_GRANT__N, .profile = P_HOME_MONEY,
	.through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_grant,
};
/* clang-format on */
