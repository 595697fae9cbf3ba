#include "account.h"
#include "correction.h"
#include "entry.h"
#include "growth.h"

/* clang-format off */
static const struct field fields[HANDOVER_NOTE__N] = {
	[HANDOVER_NOTE_CHILD]      = { "child",       T_REF,     N_("Child"), C3_PERSONAL, P_TALK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HANDOVER_NOTE_ON]         = { "on",          T_DATE,    N_("Day"), C3_PERSONAL, P_TALK, .column = "on_day", .required = true, .fixed = true, .index = true },
	[HANDOVER_NOTE_STRENGTHS]  = { "strengths",   T_LONG,    N_("What the child is good at"), C4_SENSITIVE, P_TALK, .max = 1000, .required = true, .fixed = true },
	[HANDOVER_NOTE_NEEDS]      = { "needs",       T_LONG,    N_("What the child needs"), C4_SENSITIVE, P_TALK, .max = 1000, .fixed = true },
	[HANDOVER_NOTE_WORKS_WELL] = { "works_well",  T_LONG,    N_("What has worked"), C4_SENSITIVE, P_TALK, .max = 1000, .fixed = true },
	[HANDOVER_NOTE_CORRECTS]   = { "corrects",    T_REF,     N_("Corrects"), C3_PERSONAL, P_TALK, .ref = &handover_note_kind, .fixed = true, .index = true },
	[HANDOVER_NOTE_CLIENT]     = { "client",      T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_TALK, .max = 36, .fixed = true, .index = true },
	[HANDOVER_NOTE_BY]         = { "by",          T_REF,     N_("Written by"), C2_INTERNAL, P_TALK, .column = "by_account", .ref = &account_kind, .derived = true },
	[HANDOVER_NOTE_ROLE]       = { "role",        T_CODE,    N_("As"), C2_INTERNAL, P_TALK, .codes = "role", .derived = true },
	[HANDOVER_NOTE_AT]         = { "at",          T_INSTANT, N_("Written down"), C2_INTERNAL, P_TALK, .column = "at_time", .derived = true },
};

const struct kind handover_note_kind = {
	.name = "handover_note", .plural = "handover_notes", .label = N_("Handover note"), .labels = N_("Handover notes"),
	.fields = fields, .nfields = HANDOVER_NOTE__N, .profile = P_TALK, .child_field = 1 + HANDOVER_NOTE_CHILD, .kept = true,
	.check = entry_check, .after = correction_after,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
