#include "account.h"
#include "sweep.h"

/* clang-format off */
static const struct field fields[SWEEP_ENTRY__N] = {
	[SWEEP_ENTRY_SWEEP]       = { "sweep",       T_REF,    N_("Census sweep"),   C2_INTERNAL, P_SWEEP_ENTRY, .ref = &sweep_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[SWEEP_ENTRY_CHILD]       = { "child",       T_REF,    N_("Child"),          C3_PERSONAL, P_SWEEP_ENTRY, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[SWEEP_ENTRY_VILLAGE]     = { "village",     T_REGION, N_("Village"),        C3_PERSONAL, P_SWEEP_ENTRY, .min = 6, .required = true, .fixed = true, .index = true },
	[SWEEP_ENTRY_STATE]       = { "state",       T_CODE,   N_("Answer"),         C3_PERSONAL, P_SWEEP_ENTRY, .codes = "sweep_answer", .required = true },
	[SWEEP_ENTRY_VISITED_ON]  = { "visited_on",  T_DATE,   N_("Visited on"),     C3_PERSONAL, P_SWEEP_ENTRY },
	[SWEEP_ENTRY_VISITED_BY]  = { "visited_by",  T_REF,    N_("Visited by"),     C2_INTERNAL, P_SWEEP_ENTRY, .ref = &account_kind, .derived = true },
	[SWEEP_ENTRY_HOW]         = { "how",         T_CODE,   N_("How"),            C3_PERSONAL, P_SWEEP_ENTRY, .codes = "visit_how" },
	[SWEEP_ENTRY_FATHER]      = { "father",      T_CODE,   N_("Father"),         C3_PERSONAL, P_SWEEP_ENTRY, .codes = "whereabouts" },
	[SWEEP_ENTRY_FATHER_FROM] = { "father_from", T_DATE,   N_("Father: since"),  C3_PERSONAL, P_SWEEP_ENTRY },
	[SWEEP_ENTRY_FATHER_TO]   = { "father_to",   T_DATE,   N_("Father: until"),  C3_PERSONAL, P_SWEEP_ENTRY },
	[SWEEP_ENTRY_MOTHER]      = { "mother",      T_CODE,   N_("Mother"),         C3_PERSONAL, P_SWEEP_ENTRY, .codes = "whereabouts" },
	[SWEEP_ENTRY_MOTHER_FROM] = { "mother_from", T_DATE,   N_("Mother: since"),  C3_PERSONAL, P_SWEEP_ENTRY },
	[SWEEP_ENTRY_MOTHER_TO]   = { "mother_to",   T_DATE,   N_("Mother: until"),  C3_PERSONAL, P_SWEEP_ENTRY },
	[SWEEP_ENTRY_CARER]       = { "carer",       T_REF,    N_("Who looks after the child"), C3_PERSONAL, P_SWEEP_ENTRY, .ref = &person_kind },
	[SWEEP_ENTRY_NOTE]        = { "note",        T_LONG,   N_("What was seen"),  C4_SENSITIVE, P_SWEEP_ENTRY, .max = 500 },
	[SWEEP_ENTRY_CHECKED_BY]  = { "checked_by",  T_REF,    N_("Checked by"),     C2_INTERNAL, P_SWEEP_ENTRY, .ref = &account_kind, .derived = true },
	[SWEEP_ENTRY_CHECKED_ON]  = { "checked_on",  T_DATE,   N_("Checked on"),     C3_PERSONAL, P_SWEEP_ENTRY, .derived = true },
	[SWEEP_ENTRY_CHECK]       = { "check",       T_CODE,   N_("Second look"),    C3_PERSONAL, P_SWEEP_ENTRY, .codes = "sweep_check", .column = "check_says" },
	[SWEEP_ENTRY_CHECK_NOTE]  = { "check_note",  T_TEXT,   N_("What was not so"), C4_SENSITIVE, P_SWEEP_ENTRY, .max = 200 },
};

const struct kind sweep_entry_kind = {
	.name = "sweep_entry", .plural = "sweep_entries", .label = N_("Entry of a sweep"), .labels = N_("Entries of sweeps"),
	.fields = fields, .nfields = SWEEP_ENTRY__N, .profile = P_SWEEP_ENTRY, .child_field = 1 + SWEEP_ENTRY_CHILD,
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_TOWNSHIP] = "t.village >= ?S AND t.village < ?E AND " NOT_LOCKED("t.child"),
		[REACH_VILLAGE]  = "t.village >= ?S AND t.village < ?E AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = sweep_entry_check, .after = sweep_entry_after,
};
/* clang-format on */
