#include "account.h"
#include "registry.h"

/* clang-format off */
#define GIVEN P_FIGURES, .derived = true
static const struct field fields[HAND_IN__N] = {
	[HAND_IN_FORM]    = { "form",    T_CODE,    N_("Form"),        C2_INTERNAL, GIVEN, .codes = "statutory_form", .required = true, .fixed = true },
	[HAND_IN_REGION]  = { "region",  T_REGION,  N_("Where"),       C2_INTERNAL, GIVEN, .min = 6, .required = true, .fixed = true, .index = true },
	[HAND_IN_PERIOD]  = { "period",  T_MONTH,   N_("Month"),       C2_INTERNAL, GIVEN, .required = true, .fixed = true },
	[HAND_IN_AS_OF]   = { "as_of",   T_DATE,    N_("As of"),       C2_INTERNAL, GIVEN, .required = true, .fixed = true },
	[HAND_IN_CELLS]   = { "cells",   T_LONG,    N_("Figures"),     C2_INTERNAL, GIVEN, .max = 60000, .required = true, .fixed = true },
	[HAND_IN_ACCOUNT] = { "account", T_REF,     N_("Handed in by"), C2_INTERNAL, GIVEN, .ref = &account_kind, .fixed = true },
	[HAND_IN_AT]      = { "at",      T_INSTANT, N_("When"),        C2_INTERNAL, P_FIGURES },
	[HAND_IN_NOTE]    = { "note",    T_TEXT,    N_("Note"),        C2_INTERNAL, GIVEN, .max = 200 },
};
#undef GIVEN

const struct kind hand_in_kind = {
	.name = "hand_in", .plural = "hand_ins", .label = N_("Form handed in"), .labels = N_("Forms handed in"),
	.fields = fields, .nfields = HAND_IN__N, .profile = P_FIGURES, .kept = true,
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_NOTHING]  = "t.county = ?S", /* the auditor */
		[REACH_COUNTY]   = "t.county = ?S",
		[REACH_CONSENTED] = "t.county = ?S AND t.form = '" CODE_STATUTORY_FORM_FEDERATION "'",
		[REACH_CITY]     = "t.county >= ?S AND t.county < ?E",
		[REACH_PROVINCE] = "t.county >= ?S AND t.county < ?E",
		[REACH_NATION]   = "1=1",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
