#include "account.h"
#include "correction.h"
#include "entry.h"
#include "growth.h"

/* clang-format off */
static const struct field fields[TALK__N] = {
	[TALK_CHILD]    = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_TALK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[TALK_ON]       = { "on",        T_DATE,    N_("Day"), C3_PERSONAL, P_TALK, .column = "on_day", .required = true, .fixed = true, .index = true },
	[TALK_HOW]      = { "how",       T_CODE,    N_("Way of the talk"), C3_PERSONAL, P_TALK, .codes = "talk_how", .required = true, .fixed = true },
	[TALK_TEXT]     = { "text",      T_LONG,    N_("What was said"), C4_SENSITIVE, P_TALK, .column = "words", .max = 2000, .required = true, .fixed = true },
	[TALK_AGREED]   = { "agreed",    T_LONG,    N_("What was agreed"), C4_SENSITIVE, P_TALK, .max = 1000, .fixed = true },
	[TALK_CORRECTS] = { "corrects",  T_REF,     N_("Corrects"), C3_PERSONAL, P_TALK, .ref = &talk_kind, .fixed = true, .index = true },
	[TALK_CLIENT]   = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_TALK, .max = 36, .fixed = true, .index = true },
	[TALK_BY]       = { "by",        T_REF,     N_("Written by"), C2_INTERNAL, P_TALK, .column = "by_account", .ref = &account_kind, .derived = true },
	[TALK_ROLE]     = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_TALK, .codes = "role", .derived = true },
	[TALK_AT]       = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_TALK, .column = "at_time", .derived = true },
};

const struct kind talk_kind = {
	.name = "talk", .plural = "talks", .label = N_("Talk with a child"), .labels = N_("Talks with children"),
	.fields = fields, .nfields = TALK__N, .profile = P_TALK, .child_field = 1 + TALK_CHILD, .kept = true,
	.check = entry_check, .after = correction_after,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
