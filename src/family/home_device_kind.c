#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_DEVICE__N] = {
	[HOME_DEVICE_HOME]    = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HAPPY_HOME, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_DEVICE_ROOM]    = { "room", T_REF, N_("Room"), C2_INTERNAL, P_HAPPY_HOME, .ref = &home_room_kind, .index = true },
	[HOME_DEVICE_NAME]    = { "name", T_TEXT, N_("Name of the device"), C2_INTERNAL, P_HAPPY_HOME, .max = 40, .required = true },
	[HOME_DEVICE_WHAT]    = { "what", T_CODE, N_("What it is"), C2_INTERNAL, P_HAPPY_HOME, .codes = "home_device_what", .required = true },
	[HOME_DEVICE_NUMBER]  = { "number", T_TEXT, N_("Number on the asset list"), C2_INTERNAL, P_HAPPY_HOME, .max = 40 },
	[HOME_DEVICE_FROM]    = { "works_from", T_DATE, N_("In use since"), C2_INTERNAL, P_HAPPY_HOME, .required = true },
	[HOME_DEVICE_GONE_ON] = { "gone_on", T_DATE, N_("Given up on"), C2_INTERNAL, P_HAPPY_HOME, .hint = N_("The first day without it; empty while it is there") },
	[HOME_DEVICE_COST]    = { "cost_fen", T_INT, N_("Price in fen"), C2_INTERNAL, P_HOME_MONEY, .min = 0, .max = 2000000000 },
};

const struct kind home_device_kind = {
	.name = "home_device", .plural = "home_devices", .label = N_("Device of a happy home"), .labels = N_("Devices of happy homes"),
	.fields = fields, .nfields = HOME_DEVICE__N, .profile = P_HAPPY_HOME,
	.label_field = 1 + HOME_DEVICE_NAME, .through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.check = home_rule_part,
};
/* clang-format on */
