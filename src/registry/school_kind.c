#include "registry.h"
#include "school.h"

/* clang-format off */
static const struct field fields[SCHOOL__N] = {
	[SCHOOL_CODE]   = { "code",   T_NUMBER, N_("School code"),    C1_PUBLIC, P_PUBLIC_FACT, .max = 10, .required = true, .index = true, .search = true, .hint = N_("10 digits, as in the school register") },
	[SCHOOL_NAME]   = { "name",   T_TEXT,   N_("School name"),           C1_PUBLIC, P_PUBLIC_FACT, .max = 60, .required = true, .search = true },
	[SCHOOL_REGION] = { "region", T_REGION, N_("Where it lies"),  C1_PUBLIC, P_PUBLIC_FACT, .min = 6, .required = true, .index = true, .hint = N_("12 digits of the village or street") },
	[SCHOOL_KIND]   = { "kind",   T_CODE,   N_("Kind of school"), C1_PUBLIC, P_PUBLIC_FACT, .codes = "school_kind" },
	[SCHOOL_CLOSED_ON] = { "closed_on", T_DATE, N_("Closed on"), C1_PUBLIC, P_PUBLIC_FACT, .hint = N_("The first day without lessons; empty while it is open") },
	[SCHOOL_PHONE]  = { "phone",  T_NUMBER, N_("Phone of the school"), C1_PUBLIC, P_PUBLIC_FACT, .max = 20, .hint = N_("With the area code: 0759-3980123. Families read it in big digits.") },
};

const struct kind school_kind = {
	.name = "school", .plural = "schools", .label = N_("School"), .labels = N_("Schools"),
	.fields = fields, .nfields = SCHOOL__N, .profile = P_PUBLIC_FACT, .label_field = 1 + SCHOOL_NAME,
	.through = "t.id IN (SELECT c.school FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_SCHOOL] = "t.id = ?S",
		[REACH_CLASS]  = "t.id = (SELECT x.school FROM class x WHERE x.id = ?S)",
		[REACH_POSTED] = "t.id IN (SELECT g.school FROM posting g WHERE g.account = ?S"
				 " AND g.from_day <= ?T AND (g.to_day IS NULL OR g.to_day >= ?T))",
		[REACH_CONSENTED] = "t.county = ?S",
		[REACH_CITY]     = "t.county >= ?S AND t.county < ?E",
		[REACH_PROVINCE] = "t.county >= ?S AND t.county < ?E",
		[REACH_NATION]   = "1=1",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = school_check, .after = school_after,
};
/* clang-format on */
