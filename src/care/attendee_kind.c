#include "account.h"
#include "conference.h"

/* clang-format off */
static const struct field fields[ATTENDEE__N] = {
	[ATTENDEE_CHILD]      = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_CONFERENCE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[ATTENDEE_CONFERENCE] = { "conference",    T_REF,     N_("Case conference"), C3_PERSONAL, P_CONFERENCE, .ref = &conference_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[ATTENDEE_AGENCY]     = { "agency",        T_CODE,    N_("Comes for"), C3_PERSONAL, P_CONFERENCE, .codes = "agency_sort", .required = true },
	[ATTENDEE_NAME]       = { "name",          T_TEXT,    N_("Name"), C3_PERSONAL, P_CONFERENCE, .max = 60 },
	[ATTENDEE_ACCOUNT]    = { "account",       T_REF,     N_("Account"), C2_INTERNAL, P_CONFERENCE, .ref = &account_kind, .index = true },
	[ATTENDEE_CAME]       = { "came",          T_BOOL,    N_("Came"), C3_PERSONAL, P_CONFERENCE },
};

const struct kind attendee_kind = {
	.name = "attendee", .plural = "attendees", .label = N_("Invited to a conference"), .labels = N_("Invited to conferences"),
	.fields = fields, .nfields = ATTENDEE__N, .profile = P_CONFERENCE, .child_field = 1 + ATTENDEE_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = attendee_check, .after = attendee_after,
};
/* clang-format on */
