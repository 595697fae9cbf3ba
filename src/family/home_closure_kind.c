#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_CLOSURE__N] = {
	[HOME_CLOSURE_HOME]     = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HAPPY_HOME, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_CLOSURE_FIRST_ON] = { "first_on", T_DATE, N_("First day closed"), C1_PUBLIC, P_HAPPY_HOME, .required = true },
	[HOME_CLOSURE_LAST_ON]  = { "last_on", T_DATE, N_("Last day closed"), C1_PUBLIC, P_HAPPY_HOME, .required = true },
	[HOME_CLOSURE_WHY]      = { "why", T_TEXT, N_("Why"), C1_PUBLIC, P_HAPPY_HOME, .max = 100, .required = true },
};

const struct kind home_closure_kind = {
	.name = "home_closure", .plural = "home_closures", .label = N_("Days a happy home stays closed"), .labels = N_("Closed days of happy homes"),
	.fields = fields, .nfields = HOME_CLOSURE__N, .profile = P_HAPPY_HOME,
	.through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.check = home_rule_closure,
};
/* clang-format on */
