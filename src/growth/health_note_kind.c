#include "account.h"
#include "correction.h"
#include "entry.h"
#include "measure.h"

/* clang-format off */
static const struct field fields[HEALTH_NOTE__N] = {
	[HEALTH_NOTE_CHILD]    = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_MEASURE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HEALTH_NOTE_WHAT]     = { "what",      T_CODE,    N_("Sort of entry"), C3_PERSONAL, P_MEASURE, .codes = "health_what", .required = true, .fixed = true },
	[HEALTH_NOTE_ON]       = { "on",        T_DATE,    N_("Day"), C3_PERSONAL, P_MEASURE, .column = "on_day", .required = true, .fixed = true, .index = true },
	[HEALTH_NOTE_UNTIL]    = { "until",     T_DATE,    N_("Until"), C3_PERSONAL, P_MEASURE, .column = "until_day", .fixed = true },
	[HEALTH_NOTE_TEXT]     = { "text",      T_LONG,    N_("In words"), C4_SENSITIVE, P_MEASURE, .column = "words", .max = 1000, .required = true, .fixed = true },
	[HEALTH_NOTE_CORRECTS] = { "corrects",  T_REF,     N_("Corrects"), C3_PERSONAL, P_MEASURE, .ref = &health_note_kind, .fixed = true, .index = true },
	[HEALTH_NOTE_CLIENT]   = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_MEASURE, .max = 36, .fixed = true, .index = true },
	[HEALTH_NOTE_BY]       = { "by",        T_REF,     N_("Written by"), C2_INTERNAL, P_MEASURE, .column = "by_account", .ref = &account_kind, .derived = true },
	[HEALTH_NOTE_ROLE]     = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_MEASURE, .codes = "role", .derived = true },
	[HEALTH_NOTE_AT]       = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_MEASURE, .column = "at_time", .derived = true },
};

const struct kind health_note_kind = {
	.name = "health_note", .plural = "health_notes", .label = N_("Health entry"), .labels = N_("Health entries"),
	.fields = fields, .nfields = HEALTH_NOTE__N, .profile = P_MEASURE, .child_field = 1 + HEALTH_NOTE_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = health_note_check, .after = correction_after,
};
/* clang-format on */
