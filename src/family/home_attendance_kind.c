#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_ATTENDANCE__N] = {
	[HOME_ATTENDANCE_CHILD]   = { "child", T_REF, N_("Child"), C3_PERSONAL, P_HOME_WORK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_ATTENDANCE_HOME]    = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HOME_WORK, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_ATTENDANCE_OPENING] = { "opening", T_REF, N_("Opening"), C3_PERSONAL, P_HOME_WORK, .ref = &home_opening_kind, .required = true, .fixed = true, .index = true },
	[HOME_ATTENDANCE_ON]      = { "on", T_DATE, N_("Day"), C3_PERSONAL, P_HOME_WORK, .column = "on_day", .derived = true, .index = true },
	[HOME_ATTENDANCE_CAME]    = { "came", T_INSTANT, N_("Came"), C3_PERSONAL, P_HOME_WORK, .column = "came_at", .derived = true },
	[HOME_ATTENDANCE_LEFT]    = { "left", T_INSTANT, N_("Left"), C3_PERSONAL, P_HOME_WORK, .column = "left_at", .derived = true },
	[HOME_ATTENDANCE_BY]      = { "by", T_REF, N_("Written by"), C2_INTERNAL, P_HOME_WORK, .column = "by_account", .ref = &account_kind, .derived = true },
};

const struct kind home_attendance_kind = {
	.name = "home_attendance", .plural = "home_attendances", .label = N_("Attendance at a happy home"), .labels = N_("Attendance at happy homes"),
	.fields = fields, .nfields = HOME_ATTENDANCE__N, .profile = P_HOME_WORK, .child_field = 1 + HOME_ATTENDANCE_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	.scope = { [REACH_COUNTY] = ("t.county = ?S AND " NOT_LOCKED("t.child")) },
	.check = home_rule_attendance,
};
/* clang-format on */
