#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_MEMBER__N] = {
	[HOME_MEMBER_HOME]     = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HAPPY_HOME, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_MEMBER_ACCOUNT]  = { "account", T_REF, N_("Account"), C2_INTERNAL, P_HOME_WORK, .ref = &account_kind, .loose = true, .index = true, .hint = N_("Without one they cannot open the home or see children") },
	[HOME_MEMBER_NAME]     = { "name", T_TEXT, N_("Name"), C2_INTERNAL, P_HAPPY_HOME, .max = 50, .required = true },
	[HOME_MEMBER_WHAT]     = { "what", T_CODE, N_("Works as"), C2_INTERNAL, P_HAPPY_HOME, .codes = "home_member_what", .required = true },
	[HOME_MEMBER_FIRST_ON] = { "first_on", T_DATE, N_("First day"), C2_INTERNAL, P_HOME_WORK, .required = true },
	[HOME_MEMBER_LAST_ON]  = { "last_on", T_DATE, N_("Last day"), C2_INTERNAL, P_HOME_WORK, .hint = N_("Empty while they work here") },
};

const struct kind home_member_kind = {
	.name = "home_member", .plural = "home_members", .label = N_("Member of a service team"), .labels = N_("Members of service teams"),
	.fields = fields, .nfields = HOME_MEMBER__N, .profile = P_HAPPY_HOME,
	.label_field = 1 + HOME_MEMBER_NAME, .through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.check = home_rule_member,
};
/* clang-format on */
