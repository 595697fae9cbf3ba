#include "account.h"
#include "call.h"

/* clang-format off */
static const struct field fields[CALL_PARTY__N] = {
	[CALL_PARTY_CHILD]        = { "child",        T_REF,     N_("Child"), C3_PERSONAL, P_CALL, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CALL_PARTY_CALL]         = { "call",         T_REF,     N_("Call"), C3_PERSONAL, P_CALL, .ref = &call_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CALL_PARTY_PERSON]       = { "person",       T_REF,     N_("Relative"), C3_PERSONAL, P_CALL, .ref = &person_kind, .fixed = true, .owned = true, .index = true },
	[CALL_PARTY_ACCOUNT]      = { "account",      T_REF,     N_("Account"), C2_INTERNAL, P_CALL, .ref = &account_kind, .derived = true, .loose = true, .index = true },
	[CALL_PARTY_PART]         = { "part",         T_CODE,    N_("Part"), C3_PERSONAL, P_CALL, .codes = "call_part", .required = true, .fixed = true },
	[CALL_PARTY_ANSWER]       = { "answer",       T_CODE,    N_("Answer"), C3_PERSONAL, P_CALL, .codes = "call_answer", .derived = true },
	[CALL_PARTY_ANSWERED_AT]  = { "answered_at",  T_INSTANT, N_("Answered"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_PARTY_SAYS]         = { "says",         T_TEXT,    N_("Another time"), C3_PERSONAL, P_CALL, .max = 120, .derived = true },
	[CALL_PARTY_LINK]         = { "link",         T_SECRET,  N_("Link"), C2_INTERNAL, P_SECRET, .max = 64, .derived = true, .index = true },
	[CALL_PARTY_LINK_UNTIL]   = { "link_until",   T_INSTANT, N_("Link good until"), C2_INTERNAL, P_CALL, .derived = true },
	[CALL_PARTY_LINK_USED_AT] = { "link_used_at", T_INSTANT, N_("Link opened"), C2_INTERNAL, P_CALL, .derived = true },
	[CALL_PARTY_BROWSER]      = { "browser",      T_SECRET,  N_("Browser of the link"), C2_INTERNAL, P_SECRET, .max = 64, .derived = true },
	[CALL_PARTY_SEAT]         = { "seat",         T_SECRET,  N_("Seat"), C2_INTERNAL, P_SECRET, .max = 64, .derived = true, .index = true },
	[CALL_PARTY_JOINED_AT]    = { "joined_at",    T_INSTANT, N_("Joined"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_PARTY_LEFT_AT]      = { "left_at",      T_INSTANT, N_("Left"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_PARTY_REMOVED_AT]   = { "removed_at",   T_INSTANT, N_("Removed"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_PARTY_BYTES]        = { "bytes",        T_INT,     N_("Bytes carried"), C2_INTERNAL, P_CALL, .max = 2000000000, .derived = true },
	[CALL_PARTY_RUNG]         = { "rung",         T_CODE,    N_("What the line carried"), C2_INTERNAL, P_CALL, .codes = "call_rung", .derived = true },
};

const struct kind call_party_kind = {
	.name = "call_party", .plural = "call-parties", .label = N_("Part in a call"), .labels = N_("Parts in calls"),
	.fields = fields, .nfields = CALL_PARTY__N, .profile = P_CALL, .child_field = 1 + CALL_PARTY_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
};
/* clang-format on */
