#include "family.h"

/* clang-format off */
static const struct field fields[ABSENCE__N] = {
	[ABSENCE_PERSON]      = { "person",      T_REF,    N_("Adult"),          C3_PERSONAL, P_FAMILY, .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[ABSENCE_FROM]        = { "from",        T_DATE,   N_("First day away"), C3_PERSONAL, P_FAMILY, .column = "from_day", .hint = N_("Empty when nobody knows") },
	[ABSENCE_TO]          = { "to",          T_DATE,   N_("Last day away"),  C3_PERSONAL, P_FAMILY, .column = "to_day", .hint = N_("Empty while it lasts") },
	[ABSENCE_REGION]      = { "region",      T_REGION, N_("Where to"),       C3_PERSONAL, P_FAMILY, .min = 2 },
	[ABSENCE_REASON]      = { "reason",      T_CODE,   N_("What for"),       C3_PERSONAL, P_FAMILY, .codes = "absence_reason" },
	[ABSENCE_CHILD_ALONG] = { "child_along", T_BOOL,   N_("Took the child along"), C3_PERSONAL, P_FAMILY },
	[ABSENCE_KNOWN_BY]    = { "known_by",    T_DATE,   N_("Declared on"),    C3_PERSONAL, P_FAMILY, .hint = N_("The day of the form, when the first day away is not known") },
};

const struct kind absence_kind = {
	.name = "absence", .plural = "absences", .label = N_("Absence"), .labels = N_("Absences"),
	.fields = fields, .nfields = ABSENCE__N, .profile = P_FAMILY,
	.through = "t.person IN (SELECT i.person FROM tie i JOIN child c ON c.id = i.child WHERE {child c})",
	.scope = {
		[REACH_COUNTY] = "(t.county = ?S OR EXISTS (SELECT 1 FROM tie i WHERE i.person = t.person AND i.county = ?S))",
		[REACH_OWN]    = "t.person = ?S",
		[REACH_CONSENTED] = "1=0",
	},
	.check = absence_check, .after = absence_after,
};
/* clang-format on */
