#include "account.h"
#include "correction.h"
#include "entry.h"
#include "support.h"

/* clang-format off */
static const struct field fields[SUPPORT__N] = {
	[SUPPORT_CHILD]    = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_SUPPORT, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[SUPPORT_WHAT]     = { "what",      T_CODE,    N_("What was given"), C3_PERSONAL, P_SUPPORT, .codes = "support_what", .required = true, .fixed = true },
	[SUPPORT_ON]       = { "on",        T_DATE,    N_("Day"), C3_PERSONAL, P_SUPPORT, .column = "on_day", .required = true, .fixed = true, .index = true },
	[SUPPORT_GIVER]    = { "giver",     T_CODE,    N_("From whom"), C3_PERSONAL, P_SUPPORT, .codes = "support_giver", .required = true, .fixed = true },
	[SUPPORT_TEXT]     = { "text",      T_LONG,    N_("In words"), C4_SENSITIVE, P_SUPPORT, .column = "words", .max = 500, .fixed = true },
	[SUPPORT_AMOUNT]   = { "amount",    T_NUMBER,  N_("Amount (yuan)"), C4_SENSITIVE, P_SUPPORT, .max = 12, .fixed = true, .hint = N_("Such as 500.00") },
	[SUPPORT_CORRECTS] = { "corrects",  T_REF,     N_("Corrects"), C3_PERSONAL, P_SUPPORT, .ref = &support_kind, .fixed = true, .index = true },
	[SUPPORT_CLIENT]   = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_SUPPORT, .max = 36, .fixed = true, .index = true },
	[SUPPORT_BY]       = { "by",        T_REF,     N_("Written by"), C2_INTERNAL, P_SUPPORT, .column = "by_account", .ref = &account_kind, .derived = true },
	[SUPPORT_ROLE]     = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_SUPPORT, .codes = "role", .derived = true },
	[SUPPORT_AT]       = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_SUPPORT, .column = "at_time", .derived = true },
};

const struct kind support_kind = {
	.name = "support", .plural = "supports", .label = N_("Help received"), .labels = N_("Help received"),
	.fields = fields, .nfields = SUPPORT__N, .profile = P_SUPPORT, .child_field = 1 + SUPPORT_CHILD, .kept = true,
	.check = support_check, .after = correction_after,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
