#include "account.h"
#include "registry.h"

/* clang-format off */
#define GIVEN P_EXPORT, .derived = true
static const struct field fields[EXPORT__N] = {
	[EXPORT_ACCOUNT]    = { "account",    T_REF,     N_("Who asks"),       C2_INTERNAL, GIVEN, .ref = &account_kind, .fixed = true, .index = true },
	[EXPORT_LIST]       = { "list",       T_TEXT,    N_("What it lists"),  C2_INTERNAL, GIVEN, .max = 40, .required = true, .fixed = true },
	[EXPORT_FORM]       = { "form",       T_CODE,    N_("Form of the file"), C2_INTERNAL, GIVEN, .codes = "export_form", .required = true, .fixed = true },
	[EXPORT_FORMAT]     = { "format",     T_CODE,    N_("Kind of file"),   C2_INTERNAL, GIVEN, .codes = "export_format", .required = true, .fixed = true },
	[EXPORT_FILTER]     = { "filter",     T_TEXT,    N_("Which of them"),  C2_INTERNAL, GIVEN, .column = "filter_by", .max = 200, .fixed = true },
	[EXPORT_PLAIN]      = { "plain",      T_BOOL,    N_("With numbers and addresses unmasked"), C2_INTERNAL, GIVEN, .fixed = true },
	[EXPORT_PURPOSE]    = { "purpose",    T_TEXT,    N_("What the file is for"), C3_PERSONAL, GIVEN, .max = 200, .required = true, .fixed = true },
	[EXPORT_ROWS]       = { "rows",       T_INT,     N_("Rows"),           C2_INTERNAL, GIVEN, .column = "row_n", .min = 0, .max = 100000000 },
	[EXPORT_STATE]      = { "state",      T_CODE,    N_("Where it stands"), C2_INTERNAL, GIVEN, .codes = "export_state" },
	[EXPORT_APPROVER]   = { "approver",   T_REF,     N_("Who answered"),   C2_INTERNAL, GIVEN, .ref = &account_kind },
	[EXPORT_DECIDED_AT] = { "decided_at", T_INSTANT, N_("Answered"),       C2_INTERNAL, P_EXPORT },
	[EXPORT_AT]         = { "at",         T_INSTANT, N_("When"),           C2_INTERNAL, P_EXPORT },
	[EXPORT_WHY]        = { "why",        T_TEXT,    N_("Why not"),        C3_PERSONAL, GIVEN, .max = 200 },
};
#undef GIVEN

/* One's own; the county's are seen by who may have to agree, and by who audits. */
const struct kind export_request_kind = {
	.name = "export_request", .plural = "export_requests", .label = N_("Export"), .labels = N_("Exports"),
	.fields = fields, .nfields = EXPORT__N, .profile = P_EXPORT, .kept = true,
	.through = "t.account = ?A",
	.scope = {
		[REACH_COUNTY]  = "t.county = ?S",
		[REACH_NOTHING] = "t.county = ?S AND ?R = 'auditor'",
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
};
/* clang-format on */
