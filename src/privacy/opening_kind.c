#include "account.h"
#include "opening.h"
#include "registry.h"

/* clang-format off */
static const struct field fields[OPENING__N] = {
	[OPENING_CHILD]      = { "child",       T_REF,     N_("Child"),            C3_PERSONAL, P_OPENING, .ref = &child_kind, .owned = true, .index = true, .derived = true },
	[OPENING_KIND]       = { "kind",        T_TEXT,    N_("What"),             C2_INTERNAL, P_OPENING, .max = 40, .required = true, .fixed = true },
	[OPENING_RECORD]     = { "record",      T_NUMBER,  N_("Record"),           C2_INTERNAL, P_OPENING, .max = 19, .required = true, .fixed = true, .index = true },
	[OPENING_REASON]     = { "reason",      T_LONG,    N_("Why it must be opened"), C3_PERSONAL, P_OPENING, .max = OPENING_REASON_MAX, .required = true, .fixed = true },
	[OPENING_DANGER]     = { "danger",      T_BOOL,    N_("Danger to life"),   C3_PERSONAL, P_OPENING, .fixed = true },
	[OPENING_STATE]      = { "state",       T_CODE,    N_("Where it stands"),            C2_INTERNAL, P_OPENING, .codes = "opening_state" },
	[OPENING_ANSWER]     = { "answer",      T_LONG,    N_("Answer"),           C3_PERSONAL, P_OPENING, .max = OPENING_REASON_MAX },
	[OPENING_ASKER]      = { "asker",       T_REF,     N_("Who asks"),         C2_INTERNAL, P_OPENING, .ref = &account_kind, .index = true, .derived = true },
	[OPENING_FOR]        = { "for",         T_REF,     N_("In the place of"),  C2_INTERNAL, P_OPENING, .column = "for_account", .ref = &account_kind, .derived = true },
	[OPENING_ROLE]       = { "role",        T_CODE,    N_("As"),               C2_INTERNAL, P_OPENING, .codes = "role", .derived = true },
	[OPENING_APPROVER]   = { "approver",    T_REF,     N_("Who answered"),     C2_INTERNAL, P_OPENING, .ref = &account_kind, .derived = true },
	[OPENING_ASKED_AT]   = { "asked_at",    T_INSTANT, N_("Asked"),            C2_INTERNAL, P_OPENING, .derived = true },
	[OPENING_DECIDED_AT] = { "decided_at",  T_INSTANT, N_("Answered"),         C2_INTERNAL, P_OPENING, .derived = true },
	[OPENING_EXPIRES_AT] = { "expires_at",  T_INSTANT, N_("Until"),            C2_INTERNAL, P_OPENING, .derived = true },
};

/* One's own; who agrees sits in the county, and who audits there sees them all. */
const struct kind opening_kind = {
	.name = "opening", .plural = "openings", .label = N_("Opening"), .labels = N_("Openings"),
	.fields = fields, .nfields = OPENING__N, .profile = P_OPENING, .child_field = 1 + OPENING_CHILD, .kept = true,
	.through = "t.asker = ?A",
	.scope = {
		[REACH_COUNTY] = "t.county = ?S", [REACH_NOTHING] = "t.county = ?S",
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	.check = opening_check, .after = opening_after,
};
/* clang-format on */
