#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_OPENING__N] = {
	[HOME_OPENING_HOME]      = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_WORK, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_OPENING_ON]        = { "on", T_DATE, N_("Day"), C2_INTERNAL, P_HOME_WORK, .column = "on_day", .derived = true, .index = true },
	[HOME_OPENING_OPENED_AT] = { "opened_at", T_INSTANT, N_("Opened"), C2_INTERNAL, P_HOME_WORK, .derived = true },
	[HOME_OPENING_CLOSED_AT] = { "closed_at", T_INSTANT, N_("Closed"), C2_INTERNAL, P_HOME_WORK, .derived = true },
	[HOME_OPENING_NOTE]      = { "note", T_TEXT, N_("Note"), C2_INTERNAL, P_HOME_WORK, .max = 200 },
	[HOME_OPENING_CLIENT]    = { "client", T_NUMBER, N_("Number given by the device"), C2_INTERNAL, P_HOME_WORK, .max = 36, .fixed = true, .index = true },
	[HOME_OPENING_BY]        = { "by", T_REF, N_("Written by"), C2_INTERNAL, P_HOME_WORK, .column = "by_account", .ref = &account_kind, .derived = true },
};

const struct kind home_opening_kind = {
	.name = "home_opening", .plural = "home_openings", .label = N_("Opening of a happy home"), .labels = N_("Opening log"),
	.fields = fields, .nfields = HOME_OPENING__N, .profile = P_HOME_WORK,
	.kept = true, .through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_opening,
};
/* clang-format on */
