#include "account.h"
#include "correction.h"
#include "entry.h"
#include "measure.h"

/* clang-format off */
static const struct field fields[HOME_SURVEY__N] = {
	[HOME_SURVEY_CHILD]    = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_HOME, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_SURVEY_ON]       = { "on",        T_DATE,    N_("Day"), C3_PERSONAL, P_HOME, .column = "on_day", .required = true, .fixed = true, .index = true },
	[HOME_SURVEY_ANSWERS]  = { "answers",   T_LONG,    N_("Answers"), C4_SENSITIVE, P_HOME, .max = 4000, .required = true, .fixed = true },
	[HOME_SURVEY_NOTE]     = { "note",      T_LONG,    N_("Note"), C4_SENSITIVE, P_HOME, .max = 1000, .fixed = true },
	[HOME_SURVEY_CORRECTS] = { "corrects",  T_REF,     N_("Corrects"), C3_PERSONAL, P_HOME, .ref = &home_survey_kind, .fixed = true, .index = true },
	[HOME_SURVEY_CLIENT]   = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_HOME, .max = 36, .fixed = true, .index = true },
	[HOME_SURVEY_BY]       = { "by",        T_REF,     N_("Written by"), C2_INTERNAL, P_HOME, .column = "by_account", .ref = &account_kind, .derived = true },
	[HOME_SURVEY_ROLE]     = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_HOME, .codes = "role", .derived = true },
	[HOME_SURVEY_AT]       = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_HOME, .column = "at_time", .derived = true },
};

const struct kind home_survey_kind = {
	.name = "home_survey", .plural = "home_surveys", .label = N_("Home survey"), .labels = N_("Home surveys"),
	.fields = fields, .nfields = HOME_SURVEY__N, .profile = P_HOME, .child_field = 1 + HOME_SURVEY_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = home_survey_check, .after = correction_after,
};
/* clang-format on */
