#include "account.h"
#include "registry.h"

/* clang-format off */
#define GIVEN P_BATCH, .derived = true
#define COUNTED .min = 0, .max = 100000000
static const struct field fields[BATCH__N] = {
	[BATCH_WHAT]      = { "what",      T_CODE,    N_("What was done"),  C2_INTERNAL, GIVEN, .codes = "batch_what", .required = true, .fixed = true },
	[BATCH_FORM]      = { "form",      T_TEXT,    N_("Forms found"),    C2_INTERNAL, GIVEN, .max = 200 },
	[BATCH_FILE]      = { "file",      T_TEXT,    N_("File"),           C3_PERSONAL, GIVEN, .max = 120 },
	[BATCH_LIST]      = { "list",      T_TEXT,    N_("What it lists"),  C2_INTERNAL, GIVEN, .max = 40, .fixed = true },
	[BATCH_SCHOOL]    = { "school",    T_REF,     N_("School"),         C2_INTERNAL, GIVEN, .ref = &school_kind, .fixed = true },
	[BATCH_FORM_DAY]  = { "form_day",  T_DATE,    N_("Day of the form"), C2_INTERNAL, GIVEN },
	[BATCH_STATE]     = { "state",     T_CODE,    N_("How far it is"),  C2_INTERNAL, GIVEN, .codes = "batch_state", .required = true },
	[BATCH_ROWS]      = { "rows",      T_INT,     N_("Rows"),           C2_INTERNAL, GIVEN, .column = "row_n", COUNTED },
	[BATCH_FRESH]     = { "fresh",     T_INT,     N_("New"),            C2_INTERNAL, GIVEN, COUNTED },
	[BATCH_CHANGED]   = { "changed",   T_INT,     N_("Changed"),        C2_INTERNAL, GIVEN, COUNTED },
	[BATCH_SAME]      = { "same",      T_INT,     N_("Same"),           C2_INTERNAL, GIVEN, COUNTED },
	[BATCH_REFUSED]   = { "refused",   T_INT,     N_("Refused"),        C2_INTERNAL, GIVEN, COUNTED },
	[BATCH_HELD]      = { "held",      T_INT,     N_("Waiting for a decision"), C2_INTERNAL, GIVEN, COUNTED },
	[BATCH_LEFT]      = { "left",      T_INT,     N_("Left as it is"),  C2_INTERNAL, GIVEN, .column = "left_n", COUNTED },
	[BATCH_UNDO_OF]   = { "undo_of",   T_REF,     N_("Takes back"),     C2_INTERNAL, GIVEN, .ref = &batch_kind, .fixed = true, .index = true },
	[BATCH_UNDONE_BY] = { "undone_by", T_REF,     N_("Taken back by"),  C2_INTERNAL, GIVEN, .ref = &batch_kind },
	[BATCH_ACCOUNT]   = { "account",   T_REF,     N_("Who"),            C2_INTERNAL, GIVEN, .ref = &account_kind, .fixed = true, .index = true },
	[BATCH_AT]        = { "at",        T_INSTANT, N_("When"),           C2_INTERNAL, GIVEN },
};
#undef GIVEN
#undef COUNTED

/* One's own; the officer sees those of the county, and so does who audits there. */
const struct kind batch_kind = {
	.name = "batch", .plural = "batches", .label = N_("Import"), .labels = N_("Imports"),
	.fields = fields, .nfields = BATCH__N, .profile = P_BATCH, .kept = true,
	.through = "t.account = ?A",
	.scope = {
		[REACH_COUNTY]  = "t.county = ?S AND (t.account = ?A OR ?R = 'officer')",
		[REACH_NOTHING] = "t.county = ?S AND ?R = 'auditor'",
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
};
/* clang-format on */
