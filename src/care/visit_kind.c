#include "account.h"
#include "visit.h"

/* clang-format off */
static const struct field fields[VISIT__N] = {
	[VISIT_CHILD]     = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_VISIT, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[VISIT_ON]        = { "on",            T_DATE,    N_("Day"), C3_PERSONAL, P_VISIT, .column = "on_day", .required = true, .fixed = true, .index = true },
	[VISIT_HOW]       = { "how",           T_CODE,    N_("Way of the visit"), C3_PERSONAL, P_VISIT, .codes = "visit_how", .required = true, .fixed = true },
	[VISIT_MET]       = { "met",           T_TEXT,    N_("Who was met"), C3_PERSONAL, P_VISIT, .max = 200, .fixed = true },
	[VISIT_CHECKLIST] = { "checklist",     T_LONG,    N_("Checklist"), C4_SENSITIVE, P_VISIT, .max = 4000, .fixed = true },
	[VISIT_SEEN]      = { "seen",          T_LONG,    N_("What was seen"), C4_SENSITIVE, P_VISIT, .max = 4000, .required = true, .fixed = true },
	[VISIT_WORDS]     = { "words",         T_LONG,    N_("What the child said"), C4_SENSITIVE, P_VISIT, .max = 2000, .fixed = true },
	[VISIT_HAZARDS]   = { "hazards",       T_TEXT,    N_("Hazards"), C4_SENSITIVE, P_VISIT, .max = 200, .fixed = true },
	[VISIT_NEXT_STEP] = { "next_step",     T_LONG,    N_("Next step"), C4_SENSITIVE, P_VISIT, .max = 1000, .fixed = true },
	[VISIT_NEXT_ON]   = { "next_on",       T_DATE,    N_("Next step by"), C3_PERSONAL, P_VISIT, .fixed = true },
	[VISIT_PLACE]     = { "place",         T_TEXT,    N_("Where the device was"), C4_SENSITIVE, P_VISIT, .max = 40, .fixed = true },
	[VISIT_CORRECTS]  = { "corrects",      T_REF,     N_("Corrects"), C3_PERSONAL, P_VISIT, .ref = &visit_kind, .fixed = true, .index = true },
	[VISIT_MARK]      = { "mark",          T_NUMBER,  N_("Mark of the text"), C2_INTERNAL, P_VISIT, .max = 64, .derived = true, .index = true },
	[VISIT_LIKE]      = { "like",          T_REF,     N_("Reads like"), C3_PERSONAL, P_VISIT, .column = "like_visit", .ref = &visit_kind, .loose = true, .derived = true, .index = true },
	[VISIT_CLIENT]    = { "client",        T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_VISIT, .max = 36, .fixed = true, .index = true },
	[VISIT_BY]        = { "by",            T_REF,     N_("Visited by"), C2_INTERNAL, P_VISIT, .column = "by_account", .ref = &account_kind, .derived = true },
	[VISIT_ROLE]      = { "role",          T_CODE,    N_("As"), C2_INTERNAL, P_VISIT, .codes = "role", .derived = true },
	[VISIT_AT]        = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_VISIT, .column = "at_time", .derived = true },
};

const struct kind visit_kind = {
	.name = "visit", .plural = "visits", .label = N_("Visit"), .labels = N_("Visits"),
	.fields = fields, .nfields = VISIT__N, .profile = P_VISIT, .child_field = 1 + VISIT_CHILD, .kept = true,
	.check = visit_check, .after = visit_after,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
