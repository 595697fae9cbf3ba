#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_SHIFT__N] = {
	[HOME_SHIFT_HOME]   = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_WORK, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_SHIFT_MEMBER] = { "member", T_REF, N_("Who"), C2_INTERNAL, P_HOME_WORK, .ref = &home_member_kind, .required = true, .index = true },
	[HOME_SHIFT_ON]     = { "on", T_DATE, N_("Day"), C2_INTERNAL, P_HOME_WORK, .column = "on_day", .required = true, .index = true },
	[HOME_SHIFT_FROM]   = { "from_minute", T_INT, N_("From"), C2_INTERNAL, P_HOME_WORK, .min = 0, .max = 1440, .required = true },
	[HOME_SHIFT_TO]     = { "to_minute", T_INT, N_("To"), C2_INTERNAL, P_HOME_WORK, .min = 0, .max = 1440, .required = true },
};

const struct kind home_shift_kind = {
	.name = "home_shift", .plural = "home_shifts", .label = N_("Shift at a happy home"), .labels = N_("Shifts at happy homes"),
	.fields = fields, .nfields = HOME_SHIFT__N, .profile = P_HOME_WORK,
	.through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_shift,
};
/* clang-format on */
