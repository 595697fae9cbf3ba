#include "account.h"
#include "call.h"
#include "home.h"

/* clang-format off */
static const struct field fields[CALL__N] = {
	[CALL_CHILD]       = { "child",       T_REF,     N_("Child"), C3_PERSONAL, P_CALL, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CALL_HOME]        = { "home",        T_REF,     N_("Happy home"), C3_PERSONAL, P_CALL, .ref = &happy_home_kind, .index = true },
	[CALL_DEVICE]      = { "device",      T_REF,     N_("Device"), C2_INTERNAL, P_CALL, .ref = &home_device_kind, .index = true },
	[CALL_ON]          = { "on",          T_DATE,    N_("Day"), C3_PERSONAL, P_CALL, .column = "on_day", .required = true, .index = true },
	[CALL_FROM]        = { "from",        T_INT,     N_("Minute of the day"), C3_PERSONAL, P_CALL, .column = "from_minute", .max = 1439, .required = true },
	[CALL_MINUTES]     = { "minutes",     T_INT,     N_("Minutes"), C3_PERSONAL, P_CALL, .min = 1, .max = 120, .required = true },
	[CALL_CHANNEL]     = { "channel",     T_CODE,    N_("Way of the call"), C3_PERSONAL, P_CALL, .codes = "call_channel", .required = true },
	[CALL_OCCASION]    = { "occasion",    T_CODE,    N_("Why this call"), C3_PERSONAL, P_CALL, .codes = "call_occasion", .required = true, .fixed = true },
	[CALL_STATE]       = { "state",       T_CODE,    N_("Where it stands"), C3_PERSONAL, P_CALL, .codes = "call_state", .derived = true, .index = true },
	[CALL_STAFF]       = { "staff",       T_REF,     N_("Supervised by"), C2_INTERNAL, P_CALL, .ref = &account_kind, .derived = true, .loose = true },
	[CALL_STAFF_AT]    = { "staff_at",    T_INSTANT, N_("Checked in"), C2_INTERNAL, P_CALL, .derived = true },
	[CALL_STAFF_SEEN]  = { "staff_seen",  T_INSTANT, N_("Heard of"), C2_INTERNAL, P_CALL, .derived = true },
	[CALL_SECOND]      = { "second",      T_REF,     N_("Second adult"), C2_INTERNAL, P_CALL, .column = "second_account", .ref = &account_kind, .derived = true, .loose = true },
	[CALL_SECOND_SEEN] = { "second_seen", T_INSTANT, N_("Second adult heard of"), C2_INTERNAL, P_CALL, .derived = true },
	[CALL_STARTED_AT]  = { "started_at",  T_INSTANT, N_("Began"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_ENDED_AT]    = { "ended_at",    T_INSTANT, N_("Ended"), C3_PERSONAL, P_CALL, .derived = true },
	[CALL_SECONDS]     = { "seconds",     T_INT,     N_("Seconds talked"), C3_PERSONAL, P_CALL, .max = 86400, .derived = true },
	[CALL_MOOD]        = { "mood",        T_CODE,    N_("How the child was"), C3_PERSONAL, P_CALL, .codes = "call_mood", .derived = true },
	[CALL_WHY]         = { "why",         T_CODE,    N_("Why not"), C3_PERSONAL, P_CALL, .codes = "call_why", .derived = true },
	[CALL_REMINDED_AT] = { "reminded_at", T_INSTANT, N_("Reminded"), C2_INTERNAL, P_CALL, .derived = true },
	[CALL_CLIENT]      = { "client",      T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_CALL, .max = 36, .fixed = true, .index = true },
	[CALL_BY]          = { "by",          T_REF,     N_("Booked by"), C2_INTERNAL, P_CALL, .column = "by_account", .ref = &account_kind, .derived = true },
	[CALL_ROLE]        = { "role",        T_CODE,    N_("As"), C2_INTERNAL, P_CALL, .codes = "role", .derived = true },
	[CALL_AT]          = { "at",          T_INSTANT, N_("Written down"), C2_INTERNAL, P_CALL, .column = "at_time", .derived = true },
};

const struct kind call_kind = {
	.name = "call", .plural = "calls", .label = N_("Call"), .labels = N_("Calls"),
	.fields = fields, .nfields = CALL__N, .profile = P_CALL, .child_field = 1 + CALL_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
};
/* clang-format on */
