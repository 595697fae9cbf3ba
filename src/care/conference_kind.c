#include "account.h"
#include "conference.h"

/* clang-format off */
static const struct field fields[CONFERENCE__N] = {
	[CONFERENCE_CHILD]   = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_CONFERENCE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CONFERENCE_ON]      = { "on",            T_DATE,    N_("Day"), C3_PERSONAL, P_CONFERENCE, .column = "on_day", .required = true, .index = true },
	[CONFERENCE_TIME]    = { "time",          T_TEXT,    N_("Time"), C3_PERSONAL, P_CONFERENCE, .column = "at_hour", .max = 5, .hint = N_("Like 14:30") },
	[CONFERENCE_PLACE]   = { "place",         T_TEXT,    N_("Where"), C2_INTERNAL, P_CONFERENCE, .max = 100 },
	[CONFERENCE_REASON]  = { "reason",        T_LONG,    N_("Why"), C4_SENSITIVE, P_CONFERENCE, .max = 1000, .required = true },
	[CONFERENCE_STATE]   = { "state",         T_CODE,    N_("Where it stands"), C3_PERSONAL, P_CONFERENCE, .codes = "conference_state", .derived = true },
	[CONFERENCE_MINUTES] = { "minutes",       T_LONG,    N_("Minutes"), C4_SENSITIVE, P_CONFERENCE, .max = 8000 },
	[CONFERENCE_BY]      = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_CONFERENCE, .column = "by_account", .ref = &account_kind, .derived = true },
	[CONFERENCE_HELD_ON] = { "held_on",       T_DATE,    N_("Held on"), C3_PERSONAL, P_CONFERENCE, .derived = true },
};

const struct kind conference_kind = {
	.name = "conference", .plural = "conferences", .label = N_("Case conference"), .labels = N_("Case conferences"),
	.fields = fields, .nfields = CONFERENCE__N, .profile = P_CONFERENCE, .child_field = 1 + CONFERENCE_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = conference_check, .after = conference_after,
};
/* clang-format on */
