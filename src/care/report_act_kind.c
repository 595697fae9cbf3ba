#include "account.h"
#include "report.h"

/* clang-format off */
static const struct field fields[REPORT_ACT__N] = {
	[REPORT_ACT_REPORT] = { "report",        T_REF,     N_("Mandatory report"), C2_INTERNAL, P_REPORT, .ref = &report_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[REPORT_ACT_WHAT]   = { "what",          T_CODE,    N_("Step"), C2_INTERNAL, P_REPORT, .codes = "report_act", .required = true, .fixed = true },
	[REPORT_ACT_TEXT]   = { "text",          T_LONG,    N_("In words"), C5_SEALED, P_REPORT, .column = "words", .max = 2000, .fixed = true },
	[REPORT_ACT_BY]     = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_REPORT, .column = "by_account", .ref = &account_kind, .derived = true },
	[REPORT_ACT_AT]     = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_REPORT, .column = "at_time", .derived = true },
};

const struct kind report_act_kind = {
	.name = "report_act", .plural = "report_acts", .label = N_("Step of a report"), .labels = N_("Steps of reports"),
	.fields = fields, .nfields = REPORT_ACT__N, .profile = P_REPORT, .kept = true, .sealed = true, .opens = report_part_opens,
	/* For who handles it; who reported reads the answer, not the steps. */
	.scope = {
		[REACH_COUNTY]   = "t.report IN (SELECT x.id FROM report x WHERE {report x} AND (?R = 'civil' OR x.to_education = 1))",
		[REACH_REFERRED] = "t.report IN (SELECT x.id FROM report x WHERE {report x} AND ?R = 'police' AND x.to_police = 1)",
	},
};
/* clang-format on */
