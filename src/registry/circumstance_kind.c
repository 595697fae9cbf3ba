#include "circumstance.h"

/* clang-format off */
static const struct field fields[CIRCUMSTANCE__N] = {
	[CIRCUMSTANCE_CHILD]    = { "child",    T_REF,  N_("Child"),    C3_PERSONAL, P_FAMILY, .ref = &child_kind, .fixed = true, .owned = true, .index = true },
	[CIRCUMSTANCE_PERSON]   = { "person",   T_REF,  N_("Adult"),    C3_PERSONAL, P_FAMILY, .ref = &person_kind, .fixed = true, .owned = true, .index = true },
	[CIRCUMSTANCE_TOPIC]    = { "topic",    T_CODE, N_("About"),    C3_PERSONAL, P_FAMILY, .codes = "circumstance_topic", .required = true, .fixed = true },
	[CIRCUMSTANCE_VALUE]    = { "value",    T_TEXT, N_("What holds"), C3_PERSONAL, P_FAMILY, .max = 20, .required = true },
	[CIRCUMSTANCE_FROM]     = { "from",     T_DATE, N_("From"),     C3_PERSONAL, P_FAMILY, .column = "from_day", .hint = N_("Empty: always") },
	[CIRCUMSTANCE_TO]       = { "to",       T_DATE, N_("To"),       C3_PERSONAL, P_FAMILY, .column = "to_day", .hint = N_("Empty: still") },
	[CIRCUMSTANCE_EVIDENCE] = { "evidence", T_TEXT, N_("Evidence"), C3_PERSONAL, P_FAMILY, .max = 120 },
};

const struct kind circumstance_kind = {
	.name = "circumstance", .plural = "circumstances", .label = N_("Circumstance"), .labels = N_("Circumstances"),
	.fields = fields, .nfields = CIRCUMSTANCE__N, .profile = P_FAMILY, .child_field = 1 + CIRCUMSTANCE_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})"
		   " OR t.person IN (SELECT i.person FROM tie i JOIN child d ON d.id = i.child WHERE {child d})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "(t.county = ?S OR EXISTS (SELECT 1 FROM tie i WHERE i.person = t.person AND i.county = ?S))"
				 " AND (t.child IS NULL OR " NOT_LOCKED("t.child") ")",
		[REACH_OWN]    = "t.person = ?S OR t.child IN (SELECT c.id FROM child c WHERE {child c})",
		[REACH_CONSENTED] = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = circumstance_check, .after = circumstance_after,
};
/* clang-format on */
