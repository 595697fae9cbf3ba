#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HOME_ROOM__N] = {
	[HOME_ROOM_HOME]  = { "home", T_REF, N_("Happy home"), C2_INTERNAL, P_HAPPY_HOME, .ref = &happy_home_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[HOME_ROOM_NAME]  = { "name", T_TEXT, N_("Name of the room"), C2_INTERNAL, P_HAPPY_HOME, .max = 40, .required = true },
	[HOME_ROOM_WHAT]  = { "what", T_CODE, N_("What it is for"), C2_INTERNAL, P_HAPPY_HOME, .codes = "home_room_what", .required = true },
	[HOME_ROOM_SEATS] = { "seats", T_INT, N_("Seats"), C2_INTERNAL, P_HAPPY_HOME, .min = 0, .max = 500 },
};

const struct kind home_room_kind = {
	.name = "home_room", .plural = "home_rooms", .label = N_("Room of a happy home"), .labels = N_("Rooms of happy homes"),
	.fields = fields, .nfields = HOME_ROOM__N, .profile = P_HAPPY_HOME,
	.label_field = 1 + HOME_ROOM_NAME, .through = "t.home IN (SELECT h.id FROM happy_home h WHERE {happy_home h})",
	.check = home_rule_part,
};
/* clang-format on */
