#include "account.h"
#include "registry.h"

/* clang-format off */
#define GIVEN P_TRANSFER, .derived = true
static const struct field fields[TRANSFER__N] = {
	[TRANSFER_CHILD]       = { "child",       T_REF,     N_("Child"),           C3_PERSONAL, GIVEN, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	/* As they were when it was asked: the school that let the child go reads no more than this. */
	[TRANSFER_NAME]        = { "name",        T_TEXT,    N_("Name"),            C3_PERSONAL, GIVEN, .max = 50, .fixed = true },
	[TRANSFER_BIRTH_DATE]  = { "birth_date",  T_DATE,    N_("Date of birth"),   C3_PERSONAL, GIVEN, .fixed = true },
	[TRANSFER_FROM_SCHOOL] = { "from_school", T_REF,     N_("From school"),     C3_PERSONAL, GIVEN, .ref = &school_kind, .fixed = true, .index = true },
	[TRANSFER_TO_SCHOOL]   = { "to_school",   T_REF,     N_("To school"),       C3_PERSONAL, GIVEN, .ref = &school_kind, .required = true, .fixed = true, .index = true },
	[TRANSFER_FROM_COUNTY] = { "from_county", T_INT,     N_("From county"),     C2_INTERNAL, GIVEN, .min = 0, .max = 999999, .fixed = true, .index = true },
	[TRANSFER_TO_COUNTY]   = { "to_county",   T_INT,     N_("To county"),       C2_INTERNAL, GIVEN, .min = 0, .max = 999999, .fixed = true, .index = true },
	[TRANSFER_TO_CLASS]    = { "to_class",    T_REF,     N_("Class"),           C3_PERSONAL, GIVEN, .ref = &class_kind },
	[TRANSFER_GRADE]       = { "grade",       T_INT,     N_("Grade"),           C3_PERSONAL, GIVEN, .min = 1, .max = 12 },
	[TRANSFER_REASON]      = { "reason",      T_CODE,    N_("Why"),             C3_PERSONAL, GIVEN, .codes = "transfer_reason" },
	[TRANSFER_START_ON]    = { "start_on",    T_DATE,    N_("First day at the new school"), C3_PERSONAL, GIVEN, .required = true },
	[TRANSFER_NOTE]        = { "note",        T_TEXT,    N_("Note"),            C3_PERSONAL, GIVEN, .max = 200 },
	[TRANSFER_SIDE]        = { "side",        T_CODE,    N_("Who asked"),       C2_INTERNAL, GIVEN, .codes = "transfer_side", .required = true, .fixed = true },
	[TRANSFER_STATE]       = { "state",       T_CODE,    N_("Where it stands"), C2_INTERNAL, GIVEN, .codes = "transfer_state", .required = true },
	[TRANSFER_DUE_ON]      = { "due_on",      T_DATE,    N_("Answer due"),      C2_INTERNAL, GIVEN, .index = true },
	[TRANSFER_ASKED_BY]    = { "asked_by",    T_REF,     N_("Asked by"),        C2_INTERNAL, GIVEN, .ref = &account_kind, .fixed = true },
	[TRANSFER_ASKED_AT]    = { "asked_at",    T_INSTANT, N_("Asked"),           C2_INTERNAL, P_TRANSFER },
	[TRANSFER_DECIDED_BY]  = { "decided_by",  T_REF,     N_("Answered by"),     C2_INTERNAL, GIVEN, .ref = &account_kind },
	[TRANSFER_DECIDED_AT]  = { "decided_at",  T_INSTANT, N_("Answered"),        C2_INTERNAL, P_TRANSFER },
	[TRANSFER_ANSWER]      = { "answer",      T_TEXT,    N_("Answer"),          C3_PERSONAL, GIVEN, .max = 200 },
};
#undef GIVEN

/* Both schools and both counties, for good: each reads that the child went, and where. */
const struct kind transfer_kind = {
	.name = "transfer", .plural = "transfers", .label = N_("Transfer"), .labels = N_("Transfers"),
	.fields = fields, .nfields = TRANSFER__N, .profile = P_TRANSFER, .child_field = 1 + TRANSFER_CHILD,
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "(t.from_county = ?S OR t.to_county = ?S) AND " NOT_LOCKED("t.child"),
		[REACH_SCHOOL] = "(t.from_school = ?S OR t.to_school = ?S) AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
