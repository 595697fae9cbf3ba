#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_COST__N] = {
	[HOME_COST_HOME]   = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_MONEY, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_COST_MONTH]  = { "month", T_MONTH, N_("Month"), C2_INTERNAL, P_HOME_MONEY, .column = "in_month", .required = true, .index = true, .hint = N_("Such as 202609") },
	[HOME_COST_WHAT]   = { "what", T_CODE, N_("What for"), C2_INTERNAL, P_HOME_MONEY, .codes = "home_cost_what", .required = true },
	[HOME_COST_AMOUNT] = { "amount_fen", T_INT, N_("Amount in fen"), C2_INTERNAL, P_HOME_MONEY, .min = 1, .max = 2000000000, .required = true },
	[HOME_COST_NOTE]   = { "note", T_TEXT, N_("Note"), C2_INTERNAL, P_HOME_MONEY, .max = 200 },
};

const struct kind home_cost_kind = {
	.name = "home_cost", .plural = "home_costs", .label = N_("Cost of a happy home"), .labels = N_("Costs of happy homes"),
	.fields = fields, .nfields = HOME_COST__N, .profile = P_HOME_MONEY,
	.through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_part,
};
/* clang-format on */
