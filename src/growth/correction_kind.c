#include "account.h"
#include "correction.h"

/* clang-format off */
static const struct field fields[CORRECTION__N] = {
	[CORRECTION_CHILD]       = { "child",        T_REF,     N_("Child"), C3_PERSONAL, P_CORRECTION, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CORRECTION_ABOUT]       = { "about",        T_TEXT,    N_("About which entry"), C2_INTERNAL, P_CORRECTION, .max = 40, .required = true, .fixed = true },
	[CORRECTION_ABOUT_ID]    = { "about_id",     T_NUMBER,  N_("Record it is about"), C2_INTERNAL, P_CORRECTION, .max = 19, .required = true, .fixed = true, .index = true },
	[CORRECTION_WORDS]       = { "words",        T_LONG,    N_("What is wrong, and how it should be"), C4_SENSITIVE, P_CORRECTION, .max = 1000, .required = true, .fixed = true },
	[CORRECTION_PERSON]      = { "person",       T_REF,     N_("Who asks"), C3_PERSONAL, P_CORRECTION, .ref = &person_kind, .derived = true, .index = true },
	[CORRECTION_STATE]       = { "state",        T_CODE,    N_("Where it stands"), C3_PERSONAL, P_CORRECTION, .codes = "correction_state", .derived = true, .index = true },
	[CORRECTION_DUE_ON]      = { "due_on",       T_DATE,    N_("To be answered by"), C3_PERSONAL, P_CORRECTION, .derived = true },
	[CORRECTION_ANSWER]      = { "answer",       T_LONG,    N_("Answer"), C4_SENSITIVE, P_CORRECTION, .max = 1000, .derived = true },
	[CORRECTION_ANSWERED_BY] = { "answered_by",  T_REF,     N_("Answered by"), C2_INTERNAL, P_CORRECTION, .ref = &account_kind, .derived = true },
	[CORRECTION_ANSWERED_ON] = { "answered_on",  T_DATE,    N_("Answered on"), C3_PERSONAL, P_CORRECTION, .derived = true },
	[CORRECTION_CLIENT]      = { "client",       T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_CORRECTION, .max = 36, .fixed = true, .index = true },
	[CORRECTION_BY]          = { "by",           T_REF,     N_("Written by"), C2_INTERNAL, P_CORRECTION, .column = "by_account", .ref = &account_kind, .derived = true },
	[CORRECTION_AT]          = { "at",           T_INSTANT, N_("Written down"), C2_INTERNAL, P_CORRECTION, .column = "at_time", .derived = true },
};

const struct kind correction_kind = {
	.name = "correction", .plural = "corrections", .label = N_("Request for a correction"), .labels = N_("Requests for corrections"),
	.fields = fields, .nfields = CORRECTION__N, .profile = P_CORRECTION, .child_field = 1 + CORRECTION_CHILD, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = correction_check,
};
/* clang-format on */
