#include "account.h"
#include "correction.h"
#include "entry.h"
#include "measure.h"

/* clang-format off */
static const struct field fields[MEASUREMENT__N] = {
	[MEASUREMENT_CHILD]    = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_MEASURE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[MEASUREMENT_ON]       = { "on",        T_DATE,    N_("Day"), C3_PERSONAL, P_MEASURE, .column = "on_day", .required = true, .fixed = true, .index = true },
	[MEASUREMENT_HEIGHT]   = { "height",    T_NUMBER,  N_("Height (cm)"), C4_SENSITIVE, P_MEASURE, .max = 6, .fixed = true, .hint = N_("Such as 132.5") },
	[MEASUREMENT_WEIGHT]   = { "weight",    T_NUMBER,  N_("Weight (kg)"), C4_SENSITIVE, P_MEASURE, .max = 6, .fixed = true, .hint = N_("Such as 28.4") },
	[MEASUREMENT_LEFT]     = { "left",      T_NUMBER,  N_("Eyesight, left"), C4_SENSITIVE, P_MEASURE, .column = "left_eye", .max = 4, .fixed = true, .hint = N_("Such as 5.0 or 1.0") },
	[MEASUREMENT_RIGHT]    = { "right",     T_NUMBER,  N_("Eyesight, right"), C4_SENSITIVE, P_MEASURE, .column = "right_eye", .max = 4, .fixed = true, .hint = N_("Such as 5.0 or 1.0") },
	[MEASUREMENT_NOTE]     = { "note",      T_TEXT,    N_("Note"), C4_SENSITIVE, P_MEASURE, .max = 200, .fixed = true },
	[MEASUREMENT_CORRECTS] = { "corrects",  T_REF,     N_("Corrects"), C3_PERSONAL, P_MEASURE, .ref = &measurement_kind, .fixed = true, .index = true },
	[MEASUREMENT_CLIENT]   = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_MEASURE, .max = 36, .fixed = true, .index = true },
	[MEASUREMENT_BY]       = { "by",        T_REF,     N_("Written by"), C2_INTERNAL, P_MEASURE, .column = "by_account", .ref = &account_kind, .derived = true },
	[MEASUREMENT_ROLE]     = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_MEASURE, .codes = "role", .derived = true },
	[MEASUREMENT_AT]       = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_MEASURE, .column = "at_time", .derived = true },
};

const struct kind measurement_kind = {
	.name = "measurement", .plural = "measurements", .label = N_("Measurement"), .labels = N_("Measurements"),
	.fields = fields, .nfields = MEASUREMENT__N, .profile = P_MEASURE, .child_field = 1 + MEASUREMENT_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = measure_check, .after = correction_after,
};
/* clang-format on */
