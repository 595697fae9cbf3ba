#include "registry.h"
#include "school.h"

/* clang-format off */
static const struct field fields[CLASS__N] = {
	[CLASS_SCHOOL]     = { "school",     T_REF,  N_("School"),       C1_PUBLIC, P_PUBLIC_FACT, .ref = &school_kind, .required = true, .fixed = true, .index = true },
	[CLASS_NUMBER]     = { "number",     T_INT,  N_("Class number"), C1_PUBLIC, P_PUBLIC_FACT, .min = 1, .max = 99, .required = true },
	[CLASS_NAME]       = { "name",       T_TEXT, N_("Class name"),         C1_PUBLIC, P_PUBLIC_FACT, .max = 40, .search = true, .hint = N_("Left empty, it is made from grade and number") },
	[CLASS_ENTRY_YEAR] = { "entry_year", T_YEAR, N_("Year of entry"),C1_PUBLIC, P_PUBLIC_FACT, .required = true, .hint = N_("The autumn in which it began the stage, such as 2024") },
};

const struct kind class_kind = {
	.name = "class", .plural = "classes", .label = N_("Class"), .labels = N_("Classes"),
	.fields = fields, .nfields = CLASS__N, .profile = P_REGISTER, .label_field = 1 + CLASS_NAME,
	.through = "t.id IN (SELECT c.class FROM child c WHERE {child c})",
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_SCHOOL] = "t.school = ?S",
		[REACH_CLASS]  = "t.id = ?S",
		[REACH_POSTED] = "t.school IN (SELECT x.id FROM school x WHERE {school x})",
		[REACH_CONSENTED] = "t.county = ?S",
		[REACH_CITY]     = "t.county >= ?S AND t.county < ?E",
		[REACH_PROVINCE] = "t.county >= ?S AND t.county < ?E",
		[REACH_NATION]   = "1=1",
	},
	.check = class_check,
};
/* clang-format on */
