#include "account.h"
#include "correction.h"
#include "entry.h"
#include "note.h"

/* clang-format off */
static const struct field fields[GROWTH_NOTE__N] = {
	[GROWTH_NOTE_CHILD]    = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_GROWTH, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[GROWTH_NOTE_WHAT]     = { "what",      T_CODE,    N_("Sort of entry"), C3_PERSONAL, P_GROWTH, .codes = "growth_what", .required = true, .fixed = true },
	[GROWTH_NOTE_ON]       = { "on",        T_DATE,    N_("Day"), C3_PERSONAL, P_GROWTH, .column = "on_day", .required = true, .fixed = true, .index = true },
	[GROWTH_NOTE_TITLE]    = { "title",     T_TEXT,    N_("Title"), C3_PERSONAL, P_GROWTH, .max = 100, .fixed = true },
	[GROWTH_NOTE_TEXT]     = { "text",      T_LONG,    N_("In words"), C3_PERSONAL, P_GROWTH, .column = "words", .max = 2000, .fixed = true },
	[GROWTH_NOTE_RANK]     = { "rank",      T_CODE,    N_("Awarded by"), C3_PERSONAL, P_GROWTH, .column = "award_rank", .codes = "award_rank", .fixed = true },
	[GROWTH_NOTE_WORK]     = { "work",      T_REF,     N_("Work that shows it"), C3_PERSONAL, P_GROWTH, .ref = &work_kind, .fixed = true, .loose = true, .index = true },
	[GROWTH_NOTE_CORRECTS] = { "corrects",  T_REF,     N_("Corrects"), C3_PERSONAL, P_GROWTH, .ref = &growth_note_kind, .fixed = true, .index = true },
	[GROWTH_NOTE_CLIENT]   = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_GROWTH, .max = 36, .fixed = true, .index = true },
	[GROWTH_NOTE_BY]       = { "by",        T_REF,     N_("Written by"), C2_INTERNAL, P_GROWTH, .column = "by_account", .ref = &account_kind, .derived = true },
	[GROWTH_NOTE_ROLE]     = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_GROWTH, .codes = "role", .derived = true },
	[GROWTH_NOTE_AT]       = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_GROWTH, .column = "at_time", .derived = true },
};

const struct kind growth_note_kind = {
	.name = "growth_note", .plural = "growth_notes", .label = N_("Entry in the growth file"), .labels = N_("Entries in growth files"),
	.fields = fields, .nfields = GROWTH_NOTE__N, .profile = P_GROWTH, .child_field = 1 + GROWTH_NOTE_CHILD, .kept = true,
	.check = note_check, .after = correction_after,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
