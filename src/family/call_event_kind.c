#include "call.h"

/* clang-format off */
static const struct field fields[CALL_EVENT__N] = {
	[CALL_EVENT_CHILD] = { "child",   T_REF,     N_("Child"), C3_PERSONAL, P_CALL, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CALL_EVENT_CALL]  = { "call",    T_REF,     N_("Call"), C3_PERSONAL, P_CALL, .ref = &call_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CALL_EVENT_PARTY] = { "party",   T_REF,     N_("Part in a call"), C3_PERSONAL, P_CALL, .ref = &call_party_kind, .fixed = true, .loose = true },
	[CALL_EVENT_AT]    = { "at_time", T_INSTANT, N_("When"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_EVENT_WHAT]  = { "what",    T_CODE,    N_("What happened"), C3_PERSONAL, P_CALL, .codes = "call_event_what", .required = true, .fixed = true },
	[CALL_EVENT_TEXT]  = { "text",    T_TEXT,    N_("In words"), C3_PERSONAL, P_CALL, .column = "words", .max = 200, .fixed = true },
};

const struct kind call_event_kind = {
	.name = "call_event", .plural = "call-events", .label = N_("What happened in a call"), .labels = N_("What happened in calls"),
	.fields = fields, .nfields = CALL_EVENT__N, .profile = P_CALL, .child_field = 1 + CALL_EVENT_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
};
/* clang-format on */
