#include "enrolment.h"

/* clang-format off */
static const struct field fields[ENROLMENT__N] = {
	[ENROLMENT_CHILD]           = { "child",           T_REF,   N_("Child"),   C3_PERSONAL, P_REGISTER, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[ENROLMENT_SCHOOL]          = { "school",          T_REF,   N_("School"),  C3_PERSONAL, P_REGISTER, .ref = &school_kind, .required = true, .fixed = true, .index = true },
	[ENROLMENT_CLASS]           = { "class",           T_REF,   N_("Class"),   C3_PERSONAL, P_REGISTER, .ref = &class_kind, .index = true },
	[ENROLMENT_STAGE]           = { "stage",           T_CODE,  N_("Stage"),   C3_PERSONAL, P_REGISTER, .codes = "stage" },
	[ENROLMENT_ENTRY_MONTH]     = { "entry_month",     T_MONTH, N_("Month of entry"), C3_PERSONAL, P_REGISTER },
	[ENROLMENT_ATTENDANCE_MODE] = { "attendance_mode", T_CODE,  N_("Day pupil or boarder"), C3_PERSONAL, P_REGISTER, .codes = "attendance_mode" },
	[ENROLMENT_FROM]            = { "from",            T_DATE,  N_("From"),    C3_PERSONAL, P_REGISTER, .column = "from_day", .required = true },
	[ENROLMENT_TO]              = { "to",              T_DATE,  N_("To"),      C3_PERSONAL, P_REGISTER, .column = "to_day" },
	[ENROLMENT_END]             = { "end",             T_CODE,  N_("Why it ended"), C3_PERSONAL, P_REGISTER, .codes = "enrolment_end", .column = "end_reason" },
};

const struct kind enrolment_kind = {
	.name = "enrolment", .plural = "enrolments", .label = N_("Enrolment"), .labels = N_("Enrolments"),
	.fields = fields, .nfields = ENROLMENT__N, .profile = P_REGISTER, .child_field = 1 + ENROLMENT_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		/* A school, and its county, go on reading when somebody was there, also of a child that went elsewhere. */
		[REACH_COUNTY] = "(t.county = ?S OR t.school IN (SELECT s.id FROM school s WHERE s.county = ?S)) AND "
				 NOT_LOCKED("t.child"),
		[REACH_SCHOOL] = "(t.school = ?S OR t.child IN (SELECT c.id FROM child c WHERE {child c})) AND "
				 NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = enrolment_check, .after = enrolment_after,
};
/* clang-format on */
