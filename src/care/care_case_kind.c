#include "account.h"
#include "care.h"

/* A county's cases, and all that the register of growth files reads of each: thousands without their rows. */
const char care_case_ddl[] =
	"CREATE INDEX care_case_register ON care_case (county, level, village, school, child);\n";

/* clang-format off */
static const struct field fields[CARE_CASE__N] = {
	[CARE_CASE_CHILD]       = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_RISK, .ref = &child_kind, .required = true, .owned = true, .index = true, .derived = true },
	[CARE_CASE_STATE]       = { "state",         T_CODE,    N_("Where it stands"), C3_PERSONAL, P_RISK, .codes = "care_state", .derived = true },
	[CARE_CASE_LEVEL]       = { "level",         T_INT,     N_("Risk level"), C3_PERSONAL, P_RISK, .min = 0, .max = 4, .derived = true, .index = true },
	[CARE_CASE_SINCE]       = { "since",         T_DATE,    N_("At this level since"), C3_PERSONAL, P_RISK, .derived = true },
	[CARE_CASE_FROM]        = { "from",          T_DATE,    N_("Under care since"), C3_PERSONAL, P_RISK, .column = "from_day", .derived = true },
	[CARE_CASE_LAST_VISIT]  = { "last_visit",    T_DATE,    N_("Last visit"), C3_PERSONAL, P_RISK, .derived = true },
	[CARE_CASE_VISIT_DUE]   = { "visit_due",     T_DATE,    N_("Next visit by"), C3_PERSONAL, P_RISK, .derived = true },
	[CARE_CASE_ASSESSED_ON] = { "assessed_on",   T_DATE,    N_("Last assessment"), C3_PERSONAL, P_RISK, .derived = true },
	[CARE_CASE_REVIEW_DUE]  = { "review_due",    T_DATE,    N_("Next review by"), C3_PERSONAL, P_RISK, .derived = true },
	[CARE_CASE_VILLAGE]     = { "village",       T_REGION,  N_("Village"), C3_PERSONAL, P_RISK, .min = 6, .derived = true, .index = true },
	[CARE_CASE_SCHOOL]      = { "school",        T_REF,     N_("School"), C3_PERSONAL, P_RISK, .ref = &school_kind, .derived = true, .index = true },
	[CARE_CASE_NEXT_ON]     = { "next_on",       T_DATE,    N_("Changes by itself on"), C2_INTERNAL, P_RISK, .derived = true, .index = true },
};

#define CARE_OPEN " AND " NOT_LOCKED("coalesce(t.child, 0)")
const struct kind care_case_kind = {
	.name = "care_case", .plural = "care_cases", .label = N_("Care case"), .labels = N_("Care cases"),
	.fields = fields, .nfields = CARE_CASE__N, .profile = P_RISK, .child_field = 1 + CARE_CASE_CHILD, .one_child = true, .derived = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S" CARE_OPEN,
		[REACH_TOWNSHIP] = "t.village >= ?S AND t.village < ?E" CARE_OPEN,
		[REACH_VILLAGE]  = "t.village >= ?S AND t.village < ?E" CARE_OPEN,
		[REACH_SCHOOL]   = "t.school = ?S" CARE_OPEN,
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
