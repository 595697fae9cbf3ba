#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_ACTIVITY__N] = {
	[HOME_ACTIVITY_HOME]     = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_WORK, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_ACTIVITY_ON]       = { "on", T_DATE, N_("Day"), C2_INTERNAL, P_HOME_WORK, .column = "on_day", .required = true, .index = true },
	[HOME_ACTIVITY_WHAT]     = { "what", T_CODE, N_("What it was"), C2_INTERNAL, P_HOME_WORK, .codes = "home_activity_what", .required = true },
	[HOME_ACTIVITY_TITLE]    = { "title", T_TEXT, N_("Title"), C2_INTERNAL, P_HOME_WORK, .max = 60, .required = true },
	[HOME_ACTIVITY_THEMED]   = { "themed", T_BOOL, N_("Around a theme"), C2_INTERNAL, P_HOME_WORK },
	[HOME_ACTIVITY_CHILDREN] = { "children", T_INT, N_("How many children"), C2_INTERNAL, P_HOME_WORK, .min = 0, .max = 2000, .required = true },
	[HOME_ACTIVITY_MEMBER]   = { "member", T_REF, N_("Led by"), C2_INTERNAL, P_HOME_WORK, .ref = &home_member_kind, .index = true },
	[HOME_ACTIVITY_NOTE]     = { "note", T_LONG, N_("Note"), C2_INTERNAL, P_HOME_WORK, .max = 500, .hint = N_("No names of children: each child's file has its own place") },
	[HOME_ACTIVITY_CLIENT]   = { "client", T_NUMBER, N_("Number given by the device"), C2_INTERNAL, P_HOME_WORK, .max = 36, .fixed = true, .index = true },
	[HOME_ACTIVITY_BY]       = { "by", T_REF, N_("Written by"), C2_INTERNAL, P_HOME_WORK, .column = "by_account", .ref = &account_kind, .derived = true },
	[HOME_ACTIVITY_AT]       = { "at", T_INSTANT, N_("Written down"), C2_INTERNAL, P_HOME_WORK, .column = "at_time", .derived = true },
};

const struct kind home_activity_kind = {
	.name = "home_activity", .plural = "home_activities", .label = N_("Activity of a happy home"), .labels = N_("Activities of happy homes"),
	.fields = fields, .nfields = HOME_ACTIVITY__N, .profile = P_HOME_WORK,
	.label_field = 1 + HOME_ACTIVITY_TITLE, .through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_activity,
};
/* clang-format on */
