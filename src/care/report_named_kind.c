#include "account.h"
#include "report.h"

/* clang-format off */
static const struct field fields[REPORT_NAMED__N] = {
	[REPORT_NAMED_REPORT]   = { "report",        T_REF,     N_("Mandatory report"), C2_INTERNAL, P_REPORT, .ref = &report_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[REPORT_NAMED_NAME]     = { "name",          T_TEXT,    N_("Name"), C5_SEALED, P_REPORT, .max = 60, .fixed = true },
	[REPORT_NAMED_RELATION] = { "relation",      T_TEXT,    N_("Who it is to the child"), C5_SEALED, P_REPORT, .max = 60, .fixed = true },
	[REPORT_NAMED_ACCOUNT]  = { "account",       T_REF,     N_("Account"), C2_INTERNAL, P_REPORT, .ref = &account_kind, .fixed = true, .derived = true, .index = true },
	[REPORT_NAMED_BY]       = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_REPORT, .column = "by_account", .ref = &account_kind, .derived = true },
	[REPORT_NAMED_AT]       = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_REPORT, .column = "at_time", .derived = true },
};

const struct kind report_named_kind = {
	.name = "report_named", .plural = "report_nameds", .label = N_("Named in a report"), .labels = N_("Named in reports"),
	.fields = fields, .nfields = REPORT_NAMED__N, .profile = P_REPORT, .sealed = true, .opens = report_part_opens,
	.scope = {
		[REACH_COUNTY]   = "t.report IN (SELECT x.id FROM report x WHERE {report x} AND ?R = 'civil')",
		[REACH_REFERRED] = "t.report IN (SELECT x.id FROM report x WHERE {report x} AND ?R = 'police' AND x.to_police = 1)",
	},
};
/* clang-format on */
