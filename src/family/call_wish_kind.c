#include "account.h"
#include "call.h"
#include "home.h"

/* clang-format off */
static const struct field fields[CALL_WISH__N] = {
	[CALL_WISH_CHILD]  = { "child",     T_REF,     N_("Child"), C3_PERSONAL, P_CALL, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CALL_WISH_HOME]   = { "home",      T_REF,     N_("Happy home"), C3_PERSONAL, P_CALL, .ref = &happy_home_kind, .required = true, .fixed = true, .index = true },
	[CALL_WISH_PERSON] = { "person",    T_REF,     N_("With whom"), C3_PERSONAL, P_CALL, .ref = &person_kind, .fixed = true, .loose = true, .index = true },
	[CALL_WISH_FROM]   = { "from",      T_DATE,    N_("Not before"), C3_PERSONAL, P_CALL, .column = "from_day", .required = true, .fixed = true },
	[CALL_WISH_TO]     = { "to",        T_DATE,    N_("Not after"), C3_PERSONAL, P_CALL, .column = "to_day", .required = true, .fixed = true },
	[CALL_WISH_NOTE]   = { "note",      T_TEXT,    N_("What suits"), C3_PERSONAL, P_CALL, .max = 120, .fixed = true },
	[CALL_WISH_STATE]  = { "state",     T_CODE,    N_("Where it stands"), C3_PERSONAL, P_CALL, .codes = "wish_state", .derived = true, .index = true },
	[CALL_WISH_CALL]   = { "call",      T_REF,     N_("Call"), C3_PERSONAL, P_CALL, .ref = &call_kind, .derived = true, .loose = true },
	[CALL_WISH_CLIENT] = { "client",    T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_CALL, .max = 36, .fixed = true, .index = true },
	[CALL_WISH_BY]     = { "by",        T_REF,     N_("Asked by"), C2_INTERNAL, P_CALL, .column = "by_account", .ref = &account_kind, .derived = true },
	[CALL_WISH_ROLE]   = { "role",      T_CODE,    N_("As"), C2_INTERNAL, P_CALL, .codes = "role", .derived = true },
	[CALL_WISH_AT]     = { "at",        T_INSTANT, N_("Written down"), C2_INTERNAL, P_CALL, .column = "at_time", .derived = true },
};

const struct kind call_wish_kind = {
	.name = "call_wish", .plural = "call-wishes", .label = N_("Wish for a call"), .labels = N_("Wishes for calls"),
	.fields = fields, .nfields = CALL_WISH__N, .profile = P_CALL, .child_field = 1 + CALL_WISH_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
};
/* clang-format on */
