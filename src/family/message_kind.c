#include "account.h"
#include "call.h"
#include "message.h"
#include "registry.h"

/* clang-format off */
static const struct field fields[MESSAGE__N] = {
	[MESSAGE_CHILD]    = { "child",    T_REF,     N_("Child"), C3_PERSONAL, P_MESSAGE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[MESSAGE_FROM]     = { "from",     T_CODE,    N_("From"), C3_PERSONAL, P_MESSAGE, .column = "from_side", .codes = "letter_side", .required = true, .derived = true },
	[MESSAGE_PERSON]   = { "person",   T_REF,     N_("Left by (family)"), C3_PERSONAL, P_MESSAGE, .ref = &person_kind, .derived = true, .index = true },
	[MESSAGE_CALL]     = { "call",     T_REF,     N_("After the call"), C3_PERSONAL, P_MESSAGE, .ref = &call_kind, .loose = true, .derived = true, .index = true },
	[MESSAGE_WHAT]     = { "what",     T_CODE,    N_("As"), C2_INTERNAL, P_MESSAGE, .codes = "message_what", .required = true, .derived = true },
	[MESSAGE_TEXT]     = { "text",     T_LONG,    N_("Message"), C4_SENSITIVE, P_MESSAGE, .column = "words", .max = 1000, .fixed = true },
	[MESSAGE_SECONDS]  = { "seconds",  T_INT,     N_("Seconds"), C2_INTERNAL, P_MESSAGE, .min = 0, .max = 3600, .derived = true },
	[MESSAGE_NAME]     = { "name",     T_TEXT,    N_("File"), C2_INTERNAL, P_MESSAGE, .max = 64, .column = "blob", .derived = true, .index = true },
	[MESSAGE_BYTES]    = { "bytes",    T_INT,     N_("Bytes"), C2_INTERNAL, P_MESSAGE, .min = 0, .max = 100000000, .derived = true },
	[MESSAGE_HEARD_AT] = { "heard_at", T_INSTANT, N_("Heard or read"), C2_INTERNAL, P_MESSAGE, .derived = true },
	[MESSAGE_UNTIL]    = { "until",    T_DATE,    N_("Kept until"), C2_INTERNAL, P_MESSAGE, .column = "until_day", .derived = true, .index = true },
	[MESSAGE_CLIENT]   = { "client",   T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_MESSAGE, .max = 36, .fixed = true, .index = true },
	[MESSAGE_BY]       = { "by",       T_REF,     N_("Left by"), C2_INTERNAL, P_MESSAGE, .column = "by_account", .ref = &account_kind, .derived = true },
	[MESSAGE_ROLE]     = { "role",     T_CODE,    N_("As"), C2_INTERNAL, P_MESSAGE, .codes = "role", .derived = true },
	[MESSAGE_AT]       = { "at",       T_INSTANT, N_("Left at"), C2_INTERNAL, P_MESSAGE, .column = "at_time", .derived = true },
};

#define OF_CHILD "t.child IN (SELECT c.id FROM child c WHERE {child c})"

const struct kind message_kind = {
	.name = "message", .plural = "messages", .label = N_("Message"), .labels = N_("Messages"),
	.fields = fields, .nfields = MESSAGE__N, .profile = P_MESSAGE, .child_field = 1 + MESSAGE_CHILD,
	.scope = { [REACH_SELF] = OF_CHILD, [REACH_OWN] = OF_CHILD },
	.check = message_check, .after = message_after, .moved = message_moved,
};
/* clang-format on */
