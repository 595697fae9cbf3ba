#include "account.h"
#include "audit_report.h"

/* clang-format off */
static const struct field fields[AUDIT__N] = {
	[AUDIT_YEAR]         = { "year",         T_YEAR, N_("Year"),              C2_INTERNAL, P_CONSENT_TEXT, .required = true, .fixed = true, .column = "of_year" },
	[AUDIT_SUBMITTED_ON] = { "submitted_on", T_DATE, N_("Sent on"),           C2_INTERNAL, P_CONSENT_TEXT, .required = true, .fixed = true },
	[AUDIT_TO]           = { "to",           T_TEXT, N_("To whom"),           C2_INTERNAL, P_CONSENT_TEXT, .max = 100, .required = true, .fixed = true, .column = "to_whom" },
	[AUDIT_REFERENCE]    = { "reference",    T_TEXT, N_("Number of the letter"), C2_INTERNAL, P_CONSENT_TEXT, .max = 60, .fixed = true },
	[AUDIT_BY]           = { "by",           T_REF,  N_("By"),                C2_INTERNAL, P_CONSENT_TEXT, .ref = &account_kind, .derived = true, .column = "sent_by" },
};

const struct kind audit_submission_kind = {
	.name = "audit_submission", .plural = "audit_submissions", .label = N_("Audit sent"), .labels = N_("Audits sent"),
	.fields = fields, .nfields = AUDIT__N, .profile = P_CONSENT_TEXT, .kept = true,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
	},
	.check = audit_submission_check,
};
/* clang-format on */
