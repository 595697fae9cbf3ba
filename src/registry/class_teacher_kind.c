#include "class_teacher.h"

/* clang-format off */
static const struct field fields[CLASS_TEACHER__N] = {
	[CLASS_TEACHER_CLASS] = { "class", T_REF,  N_("Class"),             C2_INTERNAL, P_CLASS_TEACHER, .ref = &class_kind, .required = true, .fixed = true, .index = true },
	[CLASS_TEACHER_STAFF] = { "staff", T_REF,  N_("Class teacher"),     C2_INTERNAL, P_CLASS_TEACHER, .ref = &staff_kind, .required = true, .fixed = true, .index = true },
	[CLASS_TEACHER_FROM]  = { "from",  T_DATE, N_("From"),              C2_INTERNAL, P_CLASS_TEACHER, .column = "from_day", .required = true },
	[CLASS_TEACHER_TO]    = { "to",    T_DATE, N_("To"),                C2_INTERNAL, P_CLASS_TEACHER, .column = "to_day", .hint = N_("Empty while it lasts") },
};

const struct kind class_teacher_kind = {
	.name = "class_teacher", .plural = "class_teachers", .label = N_("Class teacher"), .labels = N_("Class teachers"),
	.fields = fields, .nfields = CLASS_TEACHER__N, .profile = P_CLASS_TEACHER,
	.through = "t.class IN (SELECT c.class FROM child c WHERE {child c})",
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_SCHOOL] = "t.class IN (SELECT x.id FROM class x WHERE x.school = ?S)",
		[REACH_CLASS]  = "t.class = ?S",
	},
	.check = class_teacher_check, .after = class_teacher_after,
};
/* clang-format on */
