#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_HOURS__N] = {
	[HOME_HOURS_HOME]     = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HAPPY_HOME, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_HOURS_WEEKDAY]  = { "weekday", T_CODE, N_("Weekday"), C1_PUBLIC, P_HAPPY_HOME, .codes = "weekday", .required = true },
	[HOME_HOURS_FROM]     = { "from_minute", T_INT, N_("From"), C1_PUBLIC, P_HAPPY_HOME, .min = 0, .max = 1440, .required = true },
	[HOME_HOURS_TO]       = { "to_minute", T_INT, N_("To"), C1_PUBLIC, P_HAPPY_HOME, .min = 0, .max = 1440, .required = true },
	[HOME_HOURS_FIRST_ON] = { "first_on", T_DATE, N_("First day"), C1_PUBLIC, P_HAPPY_HOME, .required = true },
	[HOME_HOURS_LAST_ON]  = { "last_on", T_DATE, N_("Last day"), C1_PUBLIC, P_HAPPY_HOME, .hint = N_("Empty while it holds") },
};

const struct kind home_hours_kind = {
	.name = "home_hours", .plural = "home_hours", .label = N_("Hours of a happy home"), .labels = N_("Hours of happy homes"),
	.fields = fields, .nfields = HOME_HOURS__N, .profile = P_HAPPY_HOME,
	.through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.check = home_rule_hours,
};
/* clang-format on */
