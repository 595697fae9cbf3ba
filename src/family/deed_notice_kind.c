#include "account.h"
#include "deed.h"

/* clang-format off */
static const struct field fields[DEED_NOTICE__N] = {
	[DEED_NOTICE_DEED]        = { "deed",        T_REF,     N_("Deed of entrusted care"), C3_PERSONAL, P_DEED, .ref = &deed_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_NOTICE_CHILD]       = { "child",       T_REF,     N_("Child"), C3_PERSONAL, P_DEED, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_NOTICE_TO]          = { "to",          T_CODE,    N_("Notice to"), C3_PERSONAL, P_DEED, .column = "to_whom", .codes = "deed_to", .required = true, .fixed = true },
	[DEED_NOTICE_SCHOOL]      = { "school",      T_REF,     N_("School"), C3_PERSONAL, P_DEED, .ref = &school_kind, .fixed = true, .index = true },
	[DEED_NOTICE_TEXT]        = { "text",        T_LONG,    N_("Words of the notice"), C4_SENSITIVE, P_DEED, .column = "words", .max = 2000, .fixed = true },
	[DEED_NOTICE_SENT_AT]     = { "sent_at",     T_INSTANT, N_("Sent"), C2_INTERNAL, P_DEED, .derived = true },
	[DEED_NOTICE_SENT_BY]     = { "sent_by",     T_REF,     N_("Sent by"), C2_INTERNAL, P_DEED, .ref = &account_kind, .derived = true },
	[DEED_NOTICE_DUE_AT]      = { "due_at",      T_INSTANT, N_("To be acknowledged by"), C2_INTERNAL, P_DEED, .derived = true },
	[DEED_NOTICE_ACK_AT]      = { "ack_at",      T_INSTANT, N_("Acknowledged"), C2_INTERNAL, P_DEED, .derived = true },
	[DEED_NOTICE_ACK_BY]      = { "ack_by",      T_REF,     N_("Acknowledged by"), C2_INTERNAL, P_DEED, .ref = &account_kind, .derived = true },
	[DEED_NOTICE_ACK_ROLE]    = { "ack_role",    T_CODE,    N_("As"), C2_INTERNAL, P_DEED, .codes = "role", .derived = true },
	[DEED_NOTICE_WORDS]       = { "answer",      T_LONG,    N_("Answer"), C4_SENSITIVE, P_DEED, .max = 1000, .derived = true },
	[DEED_NOTICE_PLAN]        = { "plan",        T_LONG,    N_("What the parent will do"), C4_SENSITIVE, P_DEED, .column = "plan_words", .max = 1000, .derived = true },
	[DEED_NOTICE_PLAN_DUE_AT] = { "plan_due_at", T_INSTANT, N_("What will be done is to be said by"), C2_INTERNAL, P_DEED, .derived = true },
	[DEED_NOTICE_PLAN_AT]     = { "plan_at",     T_INSTANT, N_("What will be done was said"), C2_INTERNAL, P_DEED, .derived = true },
};

const struct kind deed_notice_kind = {
	.name = "deed_notice", .plural = "deed_notices", .label = N_("Notice of entrusted care"), .labels = N_("Notices of entrusted care"),
	.fields = fields, .nfields = DEED_NOTICE__N, .profile = P_DEED, .child_field = 1 + DEED_NOTICE_CHILD, .one_child = true, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = deed_part_check,
};
/* clang-format on */
