#include "account.h"
#include "growth.h"

/* clang-format off */
static const struct field fields[GROWTH_FILE__N] = {
	[GROWTH_FILE_CHILD]      = { "child",       T_REF,     N_("Child"), C3_PERSONAL, P_GROWTH_FILE, .ref = &child_kind, .required = true, .owned = true, .index = true, .derived = true },
	[GROWTH_FILE_SECTIONS]   = { "sections",    T_INT,     N_("Sections that hold something"), C3_PERSONAL, P_GROWTH_FILE, .min = 0, .max = 16383, .derived = true },
	[GROWTH_FILE_TOUCHED_ON] = { "touched_on",  T_DATE,    N_("Last written into"), C3_PERSONAL, P_GROWTH_FILE, .derived = true, .index = true },
	[GROWTH_FILE_VILLAGE]    = { "village",     T_REGION,  N_("Village"), C3_PERSONAL, P_GROWTH_FILE, .min = 6, .derived = true, .index = true },
	[GROWTH_FILE_SCHOOL]     = { "school",      T_REF,     N_("School"), C3_PERSONAL, P_GROWTH_FILE, .ref = &school_kind, .derived = true, .index = true },
	[GROWTH_FILE_SCHOOL_ON]  = { "school_on",   T_DATE,    N_("Last written into at school"), C3_PERSONAL, P_GROWTH_FILE, .derived = true },
};

#define IS_OPEN " AND " NOT_LOCKED("t.child")
const struct kind growth_file_kind = {
	.name = "growth_file", .plural = "growth_files", .label = N_("Growth file"), .labels = N_("Growth files"),
	.fields = fields, .nfields = GROWTH_FILE__N, .profile = P_GROWTH_FILE, .child_field = 1 + GROWTH_FILE_CHILD, .one_child = true, .derived = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S" IS_OPEN,
		[REACH_TOWNSHIP] = "t.village >= ?S AND t.village < ?E" IS_OPEN,
		[REACH_VILLAGE]  = "t.village >= ?S AND t.village < ?E" IS_OPEN,
		[REACH_SCHOOL]   = "t.school = ?S" IS_OPEN,
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0",
	},
};
/* clang-format on */
