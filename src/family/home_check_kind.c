#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_CHECK__N] = {
	[HOME_CHECK_HOME]    = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_WORK, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_CHECK_ON]      = { "on", T_DATE, N_("Day"), C2_INTERNAL, P_HOME_WORK, .column = "on_day", .required = true, .fixed = true, .index = true },
	[HOME_CHECK_ANSWERS] = { "answers", T_TEXT, N_("Answers"), C2_INTERNAL, P_HOME_WORK, .max = 1000, .required = true, .fixed = true },
	[HOME_CHECK_FAULTS]  = { "faults", T_INT, N_("Not in order"), C2_INTERNAL, P_HOME_WORK, .min = 0, .max = 100, .derived = true },
	[HOME_CHECK_NOTE]    = { "note", T_LONG, N_("What is to be done"), C2_INTERNAL, P_HOME_WORK, .max = 500, .fixed = true },
	[HOME_CHECK_CLIENT]  = { "client", T_NUMBER, N_("Number given by the device"), C2_INTERNAL, P_HOME_WORK, .max = 36, .fixed = true, .index = true },
	[HOME_CHECK_BY]      = { "by", T_REF, N_("Written by"), C2_INTERNAL, P_HOME_WORK, .column = "by_account", .ref = &account_kind, .derived = true },
	[HOME_CHECK_AT]      = { "at", T_INSTANT, N_("Written down"), C2_INTERNAL, P_HOME_WORK, .column = "at_time", .derived = true },
};

const struct kind home_check_kind = {
	.name = "home_check", .plural = "home_checks", .label = N_("Safety check of a happy home"), .labels = N_("Safety checks of happy homes"),
	.fields = fields, .nfields = HOME_CHECK__N, .profile = P_HOME_WORK,
	.kept = true, .through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_check,
};
/* clang-format on */
